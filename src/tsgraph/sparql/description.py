"""The service description (SPARQL 1.1 Service Description): what this endpoint truly offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from tsgraph.engine import interface as types

if TYPE_CHECKING:
    from tsgraph.engine.interface import Status

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")

RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
    "TriG",
    "N-Quads",
)
SERIALISERS = {
    types.TURTLE: ox.RdfFormat.TURTLE,
    types.N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    types.JSON_LD: ox.RdfFormat.JSON_LD,
    types.RDF_XML: ox.RdfFormat.RDF_XML,
    types.TRIG: ox.RdfFormat.TRIG,
    types.N_QUADS: ox.RdfFormat.N_QUADS,
}
_PREFIXES = {"sd": SD, "void": VOID, "formats": FORMATS}


def triples(endpoint: str, status: Status) -> list[ox.Triple]:
    """The description of the endpoint at an address.

    Features are named only if they hold: no sd:UnionDefaultGraph (the default graph is one of its own), no
    sd:DereferencesURIs, no sd:BasicFederatedQuery (SERVICE is refused), no entailment beyond simple.
    """
    service = ox.NamedNode(endpoint)
    data_set, default = ox.NamedNode(endpoint + "#dataset"), ox.NamedNode(endpoint + "#default-graph")
    found = [
        ox.Triple(service, RDF_TYPE, _sd("Service")),
        ox.Triple(service, _sd("endpoint"), service),
        ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        ox.Triple(service, _sd("feature"), _sd("EmptyGraphs")),
        *(ox.Triple(service, _sd("resultFormat"), ox.NamedNode(FORMATS + each)) for each in RESULT_FORMATS),
        ox.Triple(service, _sd("defaultDataset"), data_set),
        ox.Triple(data_set, RDF_TYPE, _sd("Dataset")),
        ox.Triple(data_set, _sd("defaultGraph"), default),
        ox.Triple(default, RDF_TYPE, _sd("Graph")),
        ox.Triple(default, ox.NamedNode(VOID + "triples"), _number(status.default_triples)),
    ]
    for index, (iri, size) in enumerate(status.graphs.items()):
        named = ox.NamedNode(f"{endpoint}#named-graph-{index}")
        graph = ox.NamedNode(f"{endpoint}#graph-{index}")
        found += [
            ox.Triple(data_set, _sd("namedGraph"), named),
            ox.Triple(named, RDF_TYPE, _sd("NamedGraph")),
            ox.Triple(named, _sd("name"), ox.NamedNode(iri)),
            ox.Triple(named, _sd("graph"), graph),
            ox.Triple(graph, RDF_TYPE, _sd("Graph")),
            ox.Triple(graph, ox.NamedNode(VOID + "triples"), _number(size)),
        ]
    return found


def serialise(endpoint: str, status: Status, media_type: str) -> bytes:
    """The description as bytes of one of the graph formats."""
    body = ox.serialize(triples(endpoint, status), format=SERIALISERS[media_type], prefixes=_PREFIXES)
    return body or b""


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=INTEGER)
