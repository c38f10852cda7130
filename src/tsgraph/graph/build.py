"""Build the data set: read, derive, name by content, write."""

from __future__ import annotations

import hashlib
import io
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import BNode, Dataset, Graph, Literal
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tsgraph.graph import provenance
from tsgraph.graph.coverage import coverage
from tsgraph.graph.derive import DerivationError, derive
from tsgraph.graph.load import Authored, load
from tsgraph.graph.namespaces import PREFIXES, G

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

    from tsgraph.graph.turtle import SourceIndex
    from tsgraph.project import Project

# The reviewed view holds other values than the article; a union of the two would give a thing two dates.
NOT_IN_DEFAULT_GRAPH = frozenset({G["reviewed"]})
DATASET_FILE = "dataset.nq"
MANIFEST_FILE = "manifest.json"
VERSION_LENGTH = 16


class BuildError(Exception):
    """The authored data cannot be built; the message names file and line."""


@dataclass(slots=True, repr=False)
class Build:
    """A built data set.

    Attributes:
        dataset: The named graphs, and their union without `g:reviewed` as the default graph.
        lines: Where each subject is written.
        version: The first 16 hex digits of the SHA-256 of the canonical N-Quads (RDFC-1.0) of all
            graphs but the provenance, which holds the version itself.
        quads: The canonical N-Quads of everything, in order.
    """

    dataset: Dataset
    lines: SourceIndex
    version: str
    quads: bytes

    def default_graph(self) -> Graph:
        """The default graph as a graph of its own."""
        graph = Graph()
        for triple in self.dataset.graph(DATASET_DEFAULT_GRAPH_ID):
            graph.add(triple)
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, replace=True)
        return graph

    def write(self, out: Path, inputs: str = "") -> None:
        """Write the data set and its manifest; the manifest comes last, so that it vouches for the rest.

        Args:
            out: The folder, made if it is missing.
            inputs: The fingerprint of the authored files.
        """
        out.mkdir(parents=True, exist_ok=True)
        _write(out / DATASET_FILE, self.quads)
        counts = {
            provenance.local_name(graph.identifier): len(graph)
            for graph in sorted(self.dataset.graphs(), key=lambda graph: str(graph.identifier))
            if str(graph.identifier).startswith(str(G))
        }
        manifest = {
            "version": self.version,
            "inputs": inputs,
            "default_graph": len(self.dataset.graph(DATASET_DEFAULT_GRAPH_ID)),
            "graphs": counts,
        }
        _write(out / MANIFEST_FILE, (json.dumps(manifest, indent=2) + "\n").encode())


def build(project: Project) -> Build:
    """Build the data set of a project.

    Raises:
        TurtleError: A file is not as it should be.
        BuildError: A claim is not complete, or a date is not EDTF.
        OSError: A file cannot be read.
    """
    authored = load(project)
    dataset = authored.dataset
    try:
        derive(dataset)
    except DerivationError as error:
        raise BuildError(f"{_place(authored, error)}: {error}") from None
    claims = [graph for graph in dataset.graphs() if str(graph.identifier).startswith(str(G["claims-"]))]
    target = dataset.graph(G["coverage"])
    for triple in list(coverage(dataset.graph(G["sources"]), claims)):
        target.add(triple)
    version = hashlib.sha256(_canonical(dataset)).hexdigest()[:VERSION_LENGTH]
    provenance.describe(dataset, authored.files, version)
    default = dataset.graph(DATASET_DEFAULT_GRAPH_ID)
    for graph in list(dataset.graphs()):
        if graph.identifier not in {*NOT_IN_DEFAULT_GRAPH, DATASET_DEFAULT_GRAPH_ID}:
            for triple in graph:
                default.add(triple)
    return Build(dataset, authored.lines, version, _canonical(dataset))


def fingerprint(project: Project, *extra: Path) -> str:
    """A hash of every authored file and of the code that builds from them.

    With it a second start knows that nothing has changed without building again.
    """
    digest = hashlib.sha256()
    here = os.path.dirname(os.path.abspath(__file__))
    code = [os.path.join(here, name) for name in os.listdir(here) if name.endswith(".py")]
    authored = [
        str(path)
        for folder in (project.ontology, project.data, project.shapes)
        for path in folder.rglob("*")
        if path.is_file()
    ]
    for name in sorted([*code, *authored, *map(str, extra)]):
        digest.update(os.path.basename(name).encode() + b"\0")
        with open(name, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _place(authored: Authored, error: DerivationError) -> str:
    places = next((found for subject, found in authored.lines.items() if subject == error.claim), None)
    name = str(error.claim)
    for prefix, namespace in PREFIXES.items():
        if name.startswith(namespace):
            name = f"{prefix}:{name.removeprefix(namespace)}"
            break
    return f"{places[0][0]}:{places[0][1]}: {name}" if places else name


def _canonical(dataset: Dataset) -> bytes:
    quads = ox.Dataset(
        ox.Quad(_term(subject), _term(predicate), _term(value), _graph_name(graph))
        for graph in dataset.graphs()
        for subject, predicate, value in graph
    )
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    buffer = io.BytesIO()
    ox.serialize(quads, buffer, ox.RdfFormat.N_QUADS)
    return b"".join(sorted(buffer.getvalue().splitlines(keepends=True)))


def _graph_name(graph: Graph) -> ox.NamedNode | ox.DefaultGraph:
    if graph.identifier == DATASET_DEFAULT_GRAPH_ID:
        return ox.DefaultGraph()
    return ox.NamedNode(str(graph.identifier))


def _term(term: Node) -> Any:
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    return ox.BlankNode(str(term)) if isinstance(term, BNode) else ox.NamedNode(str(term))


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
