"""What every engine offers to the rest of the program: text and limits in, bytes or a typed error out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .guard import Inspection

Kind = Literal["select", "ask", "construct", "describe"]
AnswerKind = Literal["select", "ask", "graph"]

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"
N_TRIPLES = "application/n-triples"
JSON_LD = "application/ld+json"
RDF_XML = "application/rdf+xml"
TRIG = "application/trig"
N_QUADS = "application/n-quads"

RESULT_TYPES = (JSON, XML, CSV, TSV)
"""Media types of the answers to SELECT and ASK, the preferred one first."""

GRAPH_TYPES = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)
"""Media types of the answers to CONSTRUCT and DESCRIBE, the preferred one first."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query as a client sent it.

    Attributes:
        text: the SPARQL text.
        default_graphs: IRIs of `default-graph-uri`; None leaves the data set to the query. An empty tuple
            beside given named graphs means an empty default graph (SPARQL 1.1 Protocol 2.1.4).
        named_graphs: IRIs of `named-graph-uri`; None and empty as above.
        media_type: one of `RESULT_TYPES` or `GRAPH_TYPES`, whichever fits the kind of the query.
        base: what relative IRIs in the text are resolved against; None makes them an error.
        client: who asks, as far as the server can tell; used for fairness only.
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    media_type: str = JSON
    base: str | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: wall-clock seconds, memory in bytes, bytes of the serialised answer."""

    seconds: float
    memory_bytes: int
    result_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer."""

    body: bytes
    media_type: str
    kind: AnswerKind


@dataclass(frozen=True, slots=True)
class Status:
    """What an engine can say about itself.

    Attributes:
        version: the version of the data.
        ready: whether a query would be answered now.
        quads: size of the data set.
        default_triples: size of its default graph.
        graphs: number of triples by IRI of the named graph (the first thousand by name).
        graph_count: number of named graphs, all of them.
        counters: events since the start, such as queries answered, refused and killed.
    """

    version: str
    ready: bool
    quads: int
    default_triples: int
    graphs: Mapping[str, int]
    graph_count: int
    counters: Mapping[str, int] = field(default_factory=dict)


def answer_kind(kind: Kind) -> AnswerKind:
    """What the answer to a query form is."""
    if kind == "select" or kind == "ask":  # noqa: PLR1714 - so that mypy follows
        return kind
    return "graph"


class Engine(Protocol):
    """Anything that answers SPARQL queries."""

    @property
    def version(self) -> str:
        """The version of the data that queries see."""

    def query(self, query: Query, limits: Limits | None = None) -> Answer:
        """Answer one query completely or raise an `EngineError`."""

    def kind(self, text: str) -> Kind:
        """The query form of a text, found without parsing it whole."""

    def inspect(self, text: str) -> Inspection:
        """What can be known of a text without parsing it; raises what the guard refuses."""

    def status(self) -> Status:
        """What the engine says about itself."""

    def close(self) -> None:
        """End all processes and free all resources."""
