"""Parse Turtle files: triples, the lines they come from, and errors that a person can act on.

Every file is read twice on purpose: by `tsgraph.graph.reader` for places, comments and house rules, and by
rdflib for the triples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax

from tsgraph.graph.namespaces import CLM
from tsgraph.graph.reader import Document, Statement, read
from tsgraph.graph.tokens import Text, TurtleError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["SourceIndex", "Statement", "TurtleError", "graph_of", "parse_turtle"]

NEW_CLAIM = CLM["new"]


class SourceIndex(dict[URIRef, list[tuple[str, int]]]):
    """Subject IRI → where it is written: a list of (path relative to the project, line)."""

    def add(self, path: str, statements: Iterable[Statement]) -> None:
        """Add the statements of one file; `path` is relative to the project."""
        for statement in statements:
            if isinstance(statement.subject, URIRef):
                self.setdefault(statement.subject, []).append((path, statement.line))


def parse_turtle(path: Path, *, blank_nodes: bool = False) -> tuple[Graph, list[Statement]]:
    """Parse one Turtle file.

    Literals keep the form in which they are written, and `"x"^^xsd:string` becomes plain `"x"`: RDF 1.1 holds
    the two for the same term, rdflib does not.

    Args:
        path: The file, in UTF-8.
        blank_nodes: Whether `[ … ]`, `( … )` and `_:x` are allowed. Ontologies and shapes need them; data may
            not have them, because a thing without a name can be neither cited nor compared.

    Returns:
        The triples, and the statements in the order of the file.

    Raises:
        TurtleError: The file is not UTF-8 or not Turtle, has a blank node, uses a claim id twice or still has
            `clm:new` in it.
        OSError: The file cannot be read.
    """
    document = read(Text.read(path), blank_nodes=blank_nodes)
    _check_claim_ids(document)
    return graph_of(document.text), document.statements


def graph_of(text: Text) -> Graph:
    """The triples of a text that `read` has accepted, by way of rdflib.

    Raises:
        TurtleError: rdflib refuses what `read` let pass.
    """
    graph = Graph(bind_namespaces="none")
    normalise = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        graph.parse(data=text.content, format="turtle", publicID=text.path.absolute().as_uri())
    except BadSyntax as error:
        raise TurtleError(text.path, error.lines + 1, 1, str(error.message)) from error
    finally:
        rdflib.NORMALIZE_LITERALS = normalise
    typed = [t for t in graph if isinstance(t[2], Literal) and t[2].datatype == XSD.string]
    for subject, predicate, value in typed:
        graph.remove((subject, predicate, value))
        graph.add((subject, predicate, Literal(str(value))))
    return graph


def _check_claim_ids(document: Document) -> None:
    first: dict[URIRef, int] = {}
    for statement in document.statements:
        subject = statement.subject
        if not isinstance(subject, URIRef) or not subject.startswith(CLM):
            continue
        name = f"clm:{subject.removeprefix(CLM)}"
        if subject == NEW_CLAIM:
            raise document.text.error(
                statement.start, "clm:new has no number yet.", "Run 'tsgraph fmt', which gives it one."
            )
        if subject in first:
            raise document.text.error(
                statement.start,
                f"The id {name} is used twice: on line {first[subject]} and on line {statement.line}.",
                "Write clm:new for the newer one and run 'tsgraph fmt'.",
            )
        first[subject] = statement.line
