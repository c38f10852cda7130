from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import ORG, OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, GEO, SDO, VANN, WGS, DefinedNamespace

from tsgraph.graph.namespaces import SCHEMA, TSG

if TYPE_CHECKING:
    from collections.abc import Callable

# The vocabularies whose terms rdflib knows, so that a wrong name is found without the network.
# CIDOC CRM, SEM, BIBO and Web Annotation are not among them.
KNOWN: dict[str, type[DefinedNamespace]] = {
    **{str(namespace): namespace for namespace in (DCTERMS, FOAF, GEO, ORG, PROV, SKOS, VANN, WGS)},
    str(SCHEMA): SDO,  # rdflib has https://schema.org/
}
CRM = "http://www.cidoc-crm.org/cidoc-crm/"


def foreign(graph: Graph) -> set[URIRef]:
    return {t for triple in graph for t in triple if isinstance(t, URIRef) and not t.startswith(TSG)}


@pytest.mark.parametrize("which", ["tsgraph", "align"])
def test_terms_of_known_vocabularies_exist(which: str, module: Callable[[str], Graph]) -> None:
    checked = 0
    for term in foreign(module(which)):
        for prefix, namespace in KNOWN.items():
            if term.startswith(prefix):
                assert namespace[term.removeprefix(prefix)] in namespace, term
                checked += 1
    assert checked >= 15


def test_alignments_go_one_way_and_out(module: Callable[[str], Graph]) -> None:
    align = module("align")
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for left, right in align.subject_objects(relation):
            assert str(left).startswith(TSG), left
            assert not str(right).startswith(TSG), right
    assert not {OWL.equivalentClass, OWL.equivalentProperty, OWL.sameAs} & set(align.predicates())


def test_every_foreign_class_and_property_is_declared(module: Callable[[str], Graph]) -> None:
    align = module("align")
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in align.objects(None, relation):
            assert (term, RDF.type, None) in align, term


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (TSG.place, URIRef(CRM + "P7_took_place_at")),  # a treaty would become a temporal entity
        (TSG.State, SCHEMA.Country),  # a state would be a place
        (TSG.Event, PROV.Activity),  # disjoint with prov:Entity, under which documents stand
    ],
)
def test_alignments_known_to_be_wrong_stay_out(
    left: URIRef, right: URIRef, module: Callable[[str], Graph]
) -> None:
    align = module("align")
    assert (left, RDFS.subClassOf, right) not in align
    assert (left, RDFS.subPropertyOf, right) not in align
