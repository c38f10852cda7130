"""Read the authored files into named graphs."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import RDFS, Dataset, Graph, URIRef

from tsgraph.graph.namespaces import PREFIXES, SCHEMA, G
from tsgraph.graph.tokens import TurtleError
from tsgraph.graph.turtle import SourceIndex, parse_turtle

if TYPE_CHECKING:
    from pathlib import Path

    from tsgraph.project import Project

# A link becomes the triple that says no more than was checked: schema:sameAs does not merge the two
# descriptions in a reasoner as owl:sameAs would.
_LINK_PREDICATES = {
    "skos:exactMatch": SCHEMA.sameAs,
    "skos:closeMatch": RDFS.seeAlso,
    "skos:broadMatch": RDFS.seeAlso,
    "skos:narrowMatch": RDFS.seeAlso,
    "skos:relatedMatch": RDFS.seeAlso,
}
_LINK_COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")


@dataclass(slots=True, repr=False)
class Authored:
    """What people wrote.

    Attributes:
        dataset: One named graph for each kind of file.
        lines: Where each subject is written.
        files: The files of each graph, as paths from the project's root.
    """

    dataset: Dataset
    lines: SourceIndex = field(default_factory=SourceIndex)
    files: dict[URIRef, list[str]] = field(default_factory=dict)


def graph_files(project: Project) -> dict[URIRef, list[Path]]:
    """The authored Turtle files, by the graph that they fill, in a fixed order.

    ontology/strict.ttl is left out: its axioms are for checking, not for reading.
    """
    data = project.data
    files: dict[URIRef, list[Path]] = {
        G["ontology"]: [project.ontology / "tsgraph.ttl", project.ontology / "align.ttl"],
        G["vocabulary"]: [project.ontology / "vocab.ttl"],
        G["entities"]: sorted(data.glob("entities/*.ttl")),
        G["sources"]: sorted(data.glob("sources/*.ttl")),
    }
    for path in sorted(data.glob("claims/*.ttl")):
        files[G["claims-" + path.stem]] = [path]
    files[G["review"]] = sorted(data.glob("review/*.ttl"))
    return files


def load(project: Project) -> Authored:
    """Read all authored files of a project.

    Raises:
        TurtleError: A file is not as it should be; names file, line and column.
        OSError: A file cannot be read.
    """
    authored = Authored(Dataset())
    for prefix, namespace in PREFIXES.items():
        authored.dataset.bind(prefix, namespace, replace=True)
    for name, paths in graph_files(project).items():
        graph = authored.dataset.graph(name)
        for path in paths:
            triples, statements = parse_turtle(path, blank_nodes=path.parent == project.ontology)
            authored.lines.add(project.relative(path), statements)
            for triple in triples:
                graph.add(triple)
        authored.files[name] = [project.relative(path) for path in paths]
    links = project.data / "links" / "wikidata.tsv"
    if links.exists():
        read_links(links, authored.dataset.graph(G["links"]))
        authored.files[G["links"]] = [project.relative(links)]
    return authored


def read_links(path: Path, graph: Graph) -> None:
    """Read a table of links (SSSOM, tab-separated) and add a triple for each row.

    Raises:
        TurtleError: A column is missing, or a row does not name a thing, a relation and an item.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        missing = [column for column in _LINK_COLUMNS if column not in (table.fieldnames or ())]
        if missing:
            raise TurtleError(path, 1, 1, f"The table has no column {missing[0]}.")
        for row in table:
            predicate = _LINK_PREDICATES.get(row["predicate_id"])
            if predicate is None:
                expected = ", ".join(_LINK_PREDICATES)
                raise TurtleError(
                    path, table.line_num, 1, f"“{row['predicate_id']}” is not a relation.", expected
                )
            graph.add((_expand(path, table.line_num, row["subject_id"]), predicate,
                       _expand(path, table.line_num, row["object_id"])))  # fmt: skip


def _expand(path: Path, line: int, name: str) -> URIRef:
    prefix, colon, local = name.partition(":")
    if not colon or not local or prefix not in PREFIXES:
        raise TurtleError(path, line, 1, f"“{name}” is not a prefixed name.", "a name such as tsr:turkey")
    return URIRef(PREFIXES[prefix] + local)
