"""Small documents for each rule of OWL Lite; the sections are those that the checker's table names."""

from __future__ import annotations

import pytest
from rdflib import Graph

from tsgraph.validate.owl_lite import Problem, check

HEAD = """
@prefix : <http://example.org/#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/> a owl:Ontology .
:State a owl:Class . :Treaty a owl:Class . :Pact a owl:Class .
:party a owl:ObjectProperty . :part a owl:ObjectProperty , owl:TransitiveProperty .
:year a owl:DatatypeProperty . :note a owl:AnnotationProperty .
:x a :Treaty . :y a :State .
"""


def problems(text: str) -> list[Problem]:
    return check(Graph().parse(data=HEAD + text, format="turtle"))


LITE = {
    "names under names": ":Pact rdfs:subClassOf :Treaty .",
    "a restriction above a name": (
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:allValuesFrom :State ] ."
    ),
    "existence, which OWL 2 RL has not": (
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:someValuesFrom :State ] ."
    ),
    "cardinality one": (
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:cardinality 1 ] ."
    ),
    "cardinality zero of another integer type": (
        ":Pact owl:equivalentClass [ a owl:Restriction ; owl:onProperty :year ; "
        'owl:maxCardinality "0"^^xsd:nonNegativeInteger ] .'
    ),
    "a restriction to a datatype": (
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :year ; owl:allValuesFrom xsd:gYear ] ."
    ),
    "an intersection of a name and a restriction": (
        ":Pact a owl:Class ; owl:intersectionOf ( :Treaty "
        "[ a owl:Restriction ; owl:onProperty :party ; owl:minCardinality 1 ] ) ."
    ),
    "domain, range, inverse, symmetric": (
        ":party rdfs:domain :Treaty ; rdfs:range :State ; owl:inverseOf :of . :of a owl:ObjectProperty ."
        ":near a owl:SymmetricProperty . :year rdfs:range xsd:date ; a owl:FunctionalProperty ."
    ),
    "facts and annotations": ':x :party :y ; :year 1925 ; :note "n" , :State ; rdfs:seeAlso <http://b.org> .',
    "identity": (
        ":x owl:differentFrom :z . :z a :Treaty . [] a owl:AllDifferent ; owl:distinctMembers ( :x :z ) ."
    ),
    "an unnamed individual": ":x :party [ a :State ; :near [ a :State ] ] . :near a owl:ObjectProperty .",
    "imports of a known ontology": (
        "<http://example.org/> owl:imports <http://b.org/> . <http://b.org/> a owl:Ontology ."
    ),
    "the version IRI of OWL 2, waived": "<http://example.org/> owl:versionIRI <http://example.org/1> .",
    "a declared container property": "rdf:_1 a owl:ObjectProperty .",
    "deprecation": ":Pact a owl:DeprecatedClass . :party a owl:DeprecatedProperty .",
    "an RDF Schema class that is an OWL class": ":Pact a rdfs:Class .",
}

NOT_LITE = {
    "enumeration": ("L01", ":Pact owl:equivalentClass [ a owl:Class ; owl:oneOf ( :x ) ] ."),
    "union": ("L01", ":Pact rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :Treaty :State ) ] ."),
    "complement": ("L01", ":Pact rdfs:subClassOf [ a owl:Class ; owl:complementOf :State ] ."),
    "disjointness": ("L01", ":Treaty owl:disjointWith :State ."),
    "a given value": (
        "L01",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:hasValue :y ] .",
    ),
    "a data range": ("L01", ":year rdfs:range [ a owl:DataRange ; owl:oneOf ( 1925 1935 ) ] ."),
    "a characteristic of OWL 2": ("L01", ":party a owl:AsymmetricProperty ."),
    "a chain of OWL 2": ("L01", ":party owl:propertyChainAxiom ( :party :party ) ."),
    "a term that OWL never had": ("L01", ":Treaty owl:sameClassAs :Pact ."),
    "reification": ("L01", ":x rdf:subject :y ."),
    "a statement about a built-in class": ("L02", "owl:Class rdfs:subClassOf :Treaty ."),
    "a statement about a built-in property": ("L02", "rdf:type rdfs:subPropertyOf :party ."),
    "an undeclared superclass": ("L03", ":Pact rdfs:subClassOf :Agreement ."),
    "an undeclared subclass": ("L03", ":Agreement rdfs:subClassOf :Treaty ."),
    "a restriction on the left": (
        "L03",
        "[ a owl:Restriction ; owl:onProperty :party ; owl:minCardinality 1 ] rdfs:subClassOf :Treaty .",
    ),
    "an unnamed intersection": (
        "L03",
        ":Pact rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :Treaty ) ] .",
    ),
    "an intersection with a stranger": ("L03", ":Pact owl:intersectionOf ( :Treaty :Agreement ) ."),
    "an undeclared domain": ("L03", ":party rdfs:domain :Agreement ."),
    "a datatype as range of an object property": ("L03", ":party rdfs:range xsd:string ."),
    "a restriction on an undeclared property": (
        "L04",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :with ; owl:minCardinality 1 ] .",
    ),
    "a restriction on an annotation": (
        "L04",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :note ; owl:minCardinality 1 ] .",
    ),
    "a restriction with two constraints": (
        "L04",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; "
        "owl:minCardinality 1 ; owl:maxCardinality 1 ] .",
    ),
    "a named restriction": (
        "L04",
        ":Pact rdfs:subClassOf :r . :r a owl:Restriction ; owl:onProperty :party ; owl:minCardinality 1 .",
    ),
    "a restriction used twice": (
        "L04",
        ":Pact rdfs:subClassOf _:r . :Treaty rdfs:subClassOf _:r . "
        "_:r a owl:Restriction ; owl:onProperty :party ; owl:minCardinality 1 .",
    ),
    "values from a datatype for an object property": (
        "L04",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:allValuesFrom xsd:date ] .",
    ),
    "values from a class for a datatype property": (
        "L04",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :year ; owl:someValuesFrom :State ] .",
    ),
    "cardinality two": (
        "L05",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:minCardinality 2 ] .",
    ),
    "cardinality without a datatype": (
        "L05",
        ':Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:minCardinality "1" ] .',
    ),
    "cardinality that is a truth value": (
        "L05",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:minCardinality true ] .",
    ),
    "cardinality of a transitive property": (
        "L06",
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :part ; owl:maxCardinality 1 ] .",
    ),
    "cardinality above a transitive property": (
        "L06",
        ":part rdfs:subPropertyOf :party . "
        ":Pact rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :party ; owl:maxCardinality 1 ] .",
    ),
    "a functional transitive property": ("L06", ":part a owl:FunctionalProperty ."),
    "a functional inverse of a transitive property": (
        "L06",
        ":whole a owl:ObjectProperty , owl:FunctionalProperty ; owl:inverseOf :part .",
    ),
    "a class as range of a datatype property": ("L07", ":year rdfs:range :State ."),
    "a datatype property under an object property": ("L08", ":year rdfs:subPropertyOf :party ."),
    "an equivalent that is not declared": ("L08", ":party owl:equivalentProperty :with ."),
    "the inverse of a datatype property": ("L08", ":year owl:inverseOf :party ."),
    "an inverse functional datatype property": ("L09", ":year a owl:InverseFunctionalProperty ."),
    "an annotation property under another": ("L10", ":note rdfs:subPropertyOf rdfs:comment ."),
    "an annotation property with a domain": ("L10", ":note rdfs:domain :Treaty ."),
    "a built-in annotation property with a range": ("L10", "rdfs:comment rdfs:range xsd:string ."),
    "a class that is an individual": ("L11", ":Pact a :Treaty ."),
    "a property that is a class": ("L11", ":party a owl:Class ."),
    "an object property that is a datatype property": ("L11", ":year a owl:ObjectProperty ."),
    "a property as a value": ("L11", ":x :party :year ."),
    "a class in an identity": ("L11", ":Treaty owl:sameAs :Pact ."),
    "an undeclared property": ("L12", ":x :signed :y ."),
    "an undeclared class of a thing": ("L12", ":z a :Agreement ."),
    "a property of RDF only": ("L12", ":signed a rdf:Property ."),
    "a class of RDF Schema only": ("L12", ":Agreement a rdfs:Class ."),
    "a functional property of no kind": ("L12", ":signed a owl:FunctionalProperty ."),
    "a value without a class": ("L13", ":x :party :z ."),
    "a subject without a class": ("L13", ":z :year 1925 ."),
    "a member of a list of individuals without a class": (
        "L13",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :x :z ) .",
    ),
    "a literal for an object property": ("L14", ':x :party "USSR" .'),
    "a thing for a datatype property": ("L14", ":x :year :y ."),
    "an undeclared datatype": ("L15", ':x :note "1925-12"^^<http://id.loc.gov/datatypes/edtf/EDTF-level1> .'),
    "a list without an end": ("L16", ":Pact owl:intersectionOf [ rdf:first :Treaty ] ."),
    "a list in a circle": ("L16", ":Pact owl:intersectionOf _:l . _:l rdf:first :Treaty ; rdf:rest _:l ."),
    "a list with two heads": (
        "L16",
        ":Pact owl:intersectionOf [ rdf:first :Treaty , :State ; rdf:rest () ] .",
    ),
    "an empty list with a member": ("L16", "rdf:nil rdf:first :Treaty ."),
    "an unnamed individual with two owners": ("L17", ":x :party _:b . :y :party _:b . _:b a :State ."),
    "unnamed individuals in a circle": (
        "L17",
        "_:a a :State ; :party _:b . _:b a :State ; :party _:a .",
    ),
    "imports of something that is no ontology": (
        "L18",
        "<http://example.org/> owl:imports <http://b.org/> .",
    ),
}


@pytest.mark.parametrize("name", LITE)
def test_owl_lite_allows(name: str) -> None:
    assert problems(LITE[name]) == []


@pytest.mark.parametrize("name", NOT_LITE)
def test_owl_lite_forbids(name: str) -> None:
    code, text = NOT_LITE[name]
    assert code in {problem.code for problem in problems(text)}


def test_every_rule_has_a_document() -> None:
    assert {code for code, _ in NOT_LITE.values()} == {f"L{number:02}" for number in range(1, 19)}


def test_a_problem_names_the_term_by_its_prefix() -> None:
    (problem,) = problems(":x :signed :y .")
    assert problem == Problem("L12", ":signed is not a declared property", ":signed")
    assert str(problem) == "L12 :signed is not a declared property"


def test_a_problem_of_an_unnamed_node_has_no_term() -> None:
    (problem,) = problems("[] :year 1925 .")
    assert (problem.code, problem.term) == ("L13", "")


def test_problems_come_sorted_and_once() -> None:
    found = problems(":x :party :z . :y :party :z . :Pact rdfs:subClassOf :Agreement .")
    assert [problem.code for problem in found] == ["L03", "L13"]
