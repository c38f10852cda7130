"""The rules over a whole data set, run by Oxigraph.

A shape with one target node and SPARQL constraints is a query that runs once. rdflib needs seconds for what
Oxigraph does in milliseconds; a test sees that pySHACL comes to the same results on every rule
(https://www.w3.org/TR/shacl/#sparql-constraints).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef

from tsgraph.graph.namespaces import SHP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

_FORBIDDEN = re.compile(r"\b(?:VALUES|MINUS|SERVICE)\b", re.I)  # SHACL, appendix A: pre-binding of variables
# A shape that has more than this is left to pySHACL.
_UNDERSTOOD = {RDF.type, RDFS.label, SH.targetNode, SH.severity, SH.message, SH.sparql, SHP.about, SHP.remedy}


class ShapesError(Exception):
    """The shapes themselves cannot be used."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One result as an engine reports it."""

    severity: Node | None
    focus: Node
    value: Node | None
    shape: Node
    path: Node | None
    message: str = ""


def queries(rules: Graph) -> list[Node]:
    """The shapes that are nothing but queries on target nodes."""
    shapes = sorted(set(rules.subjects(SH.sparql)) & set(rules.subjects(SH.targetNode)), key=str)
    return [shape for shape in shapes if set(rules.predicates(shape)) <= _UNDERSTOOD]


def evaluate(data: Graph, rules: Graph) -> list[Raw]:
    """The results of the shapes that are nothing but queries on target nodes.

    Raises:
        ShapesError: A query is not SPARQL.
    """
    store = ox.Store()
    store.bulk_load(data.serialize(format="nt", encoding="utf-8"), ox.RdfFormat.N_TRIPLES)
    return [
        raw
        for shape in queries(rules)
        for target in rules.objects(shape, SH.targetNode)
        for constraint in rules.objects(shape, SH.sparql)
        for raw in _results(store, rules, shape, target, constraint)
    ]


def _results(store: ox.Store, rules: Graph, shape: Node, target: Node, constraint: Node) -> Iterator[Raw]:
    prefixes = {
        str(rules.value(declared, SH.prefix)): str(rules.value(declared, SH.namespace))
        for ontology in rules.objects(constraint, SH.prefixes)
        for declared in rules.objects(ontology, SH.declare)
    }
    query = str(rules.value(constraint, SH.select))
    if forbidden := _FORBIDDEN.search(query):
        raise ShapesError(f"The shapes cannot be used: the query of {shape} has {forbidden[0]} in it.")
    try:
        rows = store.query(
            query,
            prefixes=prefixes,
            substitutions={ox.Variable("this"): ox.NamedNode(str(target))},
        )
    except SyntaxError as error:
        raise ShapesError(f"The shapes cannot be used: the query of {shape}: {error}") from error
    severity = rules.value(shape, SH.severity, default=SH.Violation)
    if not isinstance(rows, ox.QuerySolutions):
        raise ShapesError(f"The shapes cannot be used: the query of {shape} is no SELECT.")
    names = {variable.value for variable in rows.variables}
    for row in rows:
        value, path = (_term(row[name]) if name in names else None for name in ("value", "path"))
        yield Raw(severity, target, value, shape, path)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Node | None:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal(language=language) if language:
            return Literal(term.value, lang=language)
        case ox.Literal(datatype=datatype):
            plain = datatype.value == "http://www.w3.org/2001/XMLSchema#string"
            return Literal(term.value, datatype=None if plain else URIRef(datatype.value), normalize=False)
        case _:
            return None
