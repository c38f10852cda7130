"""Check that a graph is an OWL Lite ontology of OWL 1 (2004); no maintained library still does.

"Reference" is https://www.w3.org/TR/owl-ref/ and "S&AS" is https://www.w3.org/TR/owl-semantics/.
The graph is taken to be the imports closure: the checker follows no `owl:imports` and reads no file.

| code | what is wrong | where it is said |
|---|---|---|
| L01 | vocabulary that OWL Lite does not have | Reference 8.3; S&AS 2.3.1 |
| L02 | a statement about the built-in vocabulary | Reference 8.2; S&AS 4.2 |
| L03 | a class axiom, domain or range about what is no class | S&AS 2.3.1.1, 2.3.1.3 |
| L04 | a malformed restriction | Reference 3.1.2; S&AS 2.3.1.2, 4.1 |
| L05 | a cardinality other than 0 and 1 | Reference 8.3; S&AS 2.3.1.2 |
| L06 | a cardinality on a property that is transitive or above one | Reference 8.2; S&AS 2.3.1.3 |
| L07 | a range of a datatype property that is no datatype | S&AS 2.3.1.3 |
| L08 | properties of different kinds in one axiom | S&AS 2.3.1.3 |
| L09 | a characteristic of object properties on a datatype property | S&AS 2.3.1.3 |
| L10 | a property axiom about an annotation or ontology property | Reference 7.1 |
| L11 | one name used for two kinds of things | Reference 8.2; S&AS 4.2 |
| L12 | an undeclared class or property | Reference 8.2; S&AS 4.2 |
| L13 | an individual without a class | Reference 8.2; S&AS 4.2 |
| L14 | a literal where an individual belongs, or the other way round | S&AS 2.2 |
| L15 | a literal of an undeclared datatype | Reference 6; S&AS 4.2 |
| L16 | a broken list | Reference 8.2; S&AS 4.1 |
| L17 | unnamed individuals that do not form trees | Reference 8.2; S&AS 4.2 |
| L18 | `owl:imports` and its kin between things that are no ontologies | Reference 7.3, 7.4 |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from tsgraph.validate.owl_declarations import (
    ANNOTATIONS,
    CARDINALITIES,
    CONSTRAINTS,
    LITE_PREDICATES,
    LITE_TYPES,
    NOT_LITE,
    OBJECT_CHARACTERISTICS,
    ONTOLOGY_PROPERTIES,
    OPEN_BUILTINS,
    OTHER_TYPES,
    REIFICATION,
    WAIVED,
    DeclaredOntology,
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that keeps a graph from being OWL Lite.

    Attributes:
        code: The rule, as in the table of this module.
        message: What is wrong, in one sentence.
        term: The name of the offending term, shortened by the graph's prefixes; for an unnamed node, empty.
    """

    code: str
    message: str
    term: str

    def __str__(self) -> str:
        """The problem on one line."""
        return f"{self.code} {self.message}"


def check(graph: Graph) -> list[Problem]:
    """Check a graph against OWL Lite.

    Args:
        graph: An ontology, with data if wanted, merged with everything that it imports.

    Returns:
        The problems, sorted and each once; none means that the graph is OWL Lite.
    """
    ontology = DeclaredOntology(graph)
    return sorted(set(chain.from_iterable(rule(ontology) for rule in _RULES)))


def _problem(o: DeclaredOntology, code: str, message: str, node: Node) -> Problem:
    return Problem(code, message, o.name(node) if isinstance(node, URIRef) else "")


def _as_class(o: DeclaredOntology, node: Node, role: str, *, restriction: bool = False) -> Iterator[Problem]:
    if not (node in o.classes or (restriction and node in o.restrictions)):
        yield _problem(o, "L03", f"{role}: {o.name(node)} is not a declared class", node)


def _as_individual(o: DeclaredOntology, node: Node, role: str) -> Iterator[Problem]:
    if node in o.vocabulary:
        yield _problem(o, "L11", f"{role}: {o.name(node)} is vocabulary and no individual", node)
    elif node not in o.individuals:
        yield _problem(o, "L13", f"{role}: {o.name(node)} has no class", node)


def _in_owl(node: Node) -> bool:
    return isinstance(node, URIRef) and node.startswith(str(OWL))


def _vocabulary(o: DeclaredOntology) -> Iterator[Problem]:
    for _, predicate, value in o.graph:
        for term in (predicate, value):
            if term in NOT_LITE:
                yield _problem(o, "L01", f"{o.name(term)} is not in OWL Lite", term)
            elif term in REIFICATION:
                yield _problem(o, "L01", f"{o.name(term)} is RDF vocabulary that OWL Lite and DL bar", term)
        if _in_owl(predicate) and predicate not in LITE_PREDICATES | NOT_LITE | WAIVED:
            yield _problem(o, "L01", f"{o.name(predicate)} is not in OWL 1", predicate)
        if predicate == RDF.type and _in_owl(value) and value not in LITE_TYPES | NOT_LITE:
            yield _problem(o, "L01", f"{o.name(value)} is not in OWL 1", value)


def _builtins(o: DeclaredOntology) -> Iterator[Problem]:
    harmless = OPEN_BUILTINS | ANNOTATIONS
    for subject, predicate, _ in o.graph:
        if predicate in o.annotation_properties or subject in harmless or not isinstance(subject, URIRef):
            continue
        if subject.startswith(str(RDF) + "_"):  # rdf:_1, rdf:_2, ... may be declared
            continue
        if str(subject).startswith((str(RDF), str(RDFS), str(OWL))):
            yield _problem(
                o, "L02", f"{o.name(subject)} is built in; {o.name(predicate)} is said of it", subject
            )


def _class_axioms(o: DeclaredOntology) -> Iterator[Problem]:
    for axiom in (RDFS.subClassOf, OWL.equivalentClass):
        for left, right in o.graph.subject_objects(axiom):
            yield from _as_class(o, left, f"left of {o.name(axiom)}")
            yield from _as_class(o, right, f"right of {o.name(axiom)}", restriction=True)
    for left, members in o.graph.subject_objects(OWL.intersectionOf):
        yield from _as_class(o, left, "left of owl:intersectionOf")
        for member in o.items(members):
            yield from _as_class(o, member, "in owl:intersectionOf", restriction=True)


def _restrictions(o: DeclaredOntology) -> Iterator[Problem]:
    uses = Counter(value for _, _, value in o.graph if value in o.restrictions)
    usable = o.object_properties | o.datatype_properties
    for node in o.restrictions:
        if isinstance(node, URIRef) or uses[node] != 1:
            yield _problem(o, "L04", "a restriction is unnamed and used exactly once", node)
        properties = list(o.graph.objects(node, OWL.onProperty))
        if len(properties) != 1 or properties[0] not in usable:
            yield _problem(o, "L04", "a restriction is on exactly one declared property", node)
            continue
        constraints = [(p, v) for p, v in o.graph.predicate_objects(node) if p in CONSTRAINTS]
        if len(constraints) != 1:
            yield _problem(o, "L04", "a restriction has exactly one constraint", node)
            continue
        (constraint, value), prop = constraints[0], properties[0]
        if constraint in CARDINALITIES:
            yield from _cardinality(o, prop, value)
        elif value not in (o.datatypes if prop in o.datatype_properties else o.classes):
            wanted = "datatype" if prop in o.datatype_properties else "class"
            yield _problem(
                o, "L04", f"{o.name(constraint)} on {o.name(prop)} needs the name of a {wanted}", prop
            )


def _cardinality(o: DeclaredOntology, prop: Node, value: Node) -> Iterator[Problem]:
    number = value.toPython() if isinstance(value, Literal) else None
    if type(number) is not int or number not in {0, 1}:  # bool is an int to isinstance
        yield _problem(
            o, "L05", f"a cardinality of {o.name(prop)} is {o.name(value)} and not the number 0 or 1", prop
        )
    if prop in o.complex_properties:
        yield _problem(
            o, "L06", f"{o.name(prop)} has a cardinality and is transitive or above such a property", prop
        )


def _domains_and_ranges(o: DeclaredOntology) -> Iterator[Problem]:
    for prop, value in o.graph.subject_objects(RDFS.domain):
        yield from _as_class(o, value, f"domain of {o.name(prop)}")
    for prop, value in o.graph.subject_objects(RDFS.range):
        if prop not in o.datatype_properties:
            yield from _as_class(o, value, f"range of {o.name(prop)}")
        elif value not in o.datatypes:
            yield _problem(
                o, "L07", f"range of {o.name(prop)}: {o.name(value)} is not a declared datatype", prop
            )


def _property_axioms(o: DeclaredOntology) -> Iterator[Problem]:
    for axiom in (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf):
        for left, right in o.graph.subject_objects(axiom):
            both = {left, right}
            if both <= o.object_properties or (axiom != OWL.inverseOf and both <= o.datatype_properties):
                continue
            kinds = "object properties" if axiom == OWL.inverseOf else "properties of one declared kind"
            yield _problem(
                o, "L08", f"{o.name(left)} {o.name(axiom)} {o.name(right)} needs two {kinds}", left
            )


def _characteristics(o: DeclaredOntology) -> Iterator[Problem]:
    for prop in o.complex_properties & o.typed(OWL.FunctionalProperty, OWL.InverseFunctionalProperty):
        yield _problem(
            o, "L06", f"{o.name(prop)} is functional and is transitive or above such a property", prop
        )
    for prop in o.datatype_properties & o.typed(*OBJECT_CHARACTERISTICS):
        yield _problem(o, "L09", f"{o.name(prop)} is a datatype property and cannot be of this kind", prop)


def _annotation_axioms(o: DeclaredOntology) -> Iterator[Problem]:
    left_only = (RDFS.domain, RDFS.range, OWL.inverseOf)
    for prop in o.annotation_properties | o.typed(OWL.OntologyProperty):
        used = [a for a in left_only if (prop, a, None) in o.graph]
        used += [
            a
            for a in (RDFS.subPropertyOf, OWL.equivalentProperty)
            if (prop, a, None) in o.graph or (None, a, prop) in o.graph
        ]
        for axiom in used:
            yield _problem(o, "L10", f"{o.name(prop)} is an annotation and takes no {o.name(axiom)}", prop)


def _separation(o: DeclaredOntology) -> Iterator[Problem]:
    kinds = {
        "a class": o.classes,
        "an object property": o.object_properties | o.typed(OWL.ObjectProperty),
        "a datatype property": o.datatype_properties,
        "an annotation property": o.annotation_properties,
        "an ontology property": o.ontology_properties,
        "a datatype": o.datatypes,
        "an individual": o.individuals,
    }
    for (one, first), (other, second) in combinations(kinds.items(), 2):
        for term in first & second:
            yield _problem(o, "L11", f"{o.name(term)} is both {one} and {other}", term)


def _declarations(o: DeclaredOntology) -> Iterator[Problem]:
    for prop in o.typed(OWL.FunctionalProperty, RDF.Property, OWL.DeprecatedProperty) - o.properties:
        yield _problem(o, "L12", f"{o.name(prop)} is no object, datatype or annotation property", prop)
    for term in o.typed(RDFS.Class, OWL.DeprecatedClass) - o.classes - o.restrictions - o.datatypes:
        yield _problem(
            o, "L12", f"{o.name(term)} is a class of RDF Schema but not declared as owl:Class", term
        )
    known = LITE_TYPES | OTHER_TYPES | NOT_LITE | o.classes | o.restrictions
    for subject, kinds in o.types.items():
        for kind in kinds - known:
            if not _in_owl(kind):  # L01 says that already
                yield _problem(o, "L12", f"{o.name(subject)} has the undeclared type {o.name(kind)}", kind)
    for _, predicate, _ in o.facts():
        if predicate not in o.properties and not _in_owl(predicate):
            yield _problem(o, "L12", f"{o.name(predicate)} is not a declared property", predicate)


def _facts(o: DeclaredOntology) -> Iterator[Problem]:
    for subject, predicate, value in o.facts():
        if predicate in o.datatype_properties:
            yield from _as_individual(o, subject, f"subject of {o.name(predicate)}")
            if not isinstance(value, Literal):
                yield _problem(o, "L14", f"{o.name(predicate)} of {o.name(subject)} needs a literal", subject)
        elif predicate in o.object_properties:
            yield from _as_individual(o, subject, f"subject of {o.name(predicate)}")
            if isinstance(value, Literal):
                yield _problem(
                    o, "L14", f"{o.name(predicate)} of {o.name(subject)} needs an individual", subject
                )
            else:
                yield from _as_individual(o, value, f"value of {o.name(predicate)}")
    for same in (OWL.sameAs, OWL.differentFrom):
        for node in chain.from_iterable(o.graph.subject_objects(same)):
            yield from _as_individual(o, node, f"in {o.name(same)}")
    for members in o.graph.objects(None, OWL.distinctMembers):
        for member in o.items(members):
            yield from _as_individual(o, member, "in owl:distinctMembers")


def _literals(o: DeclaredOntology) -> Iterator[Problem]:
    allowed = o.datatypes | {RDF.langString}
    for subject, _, value in o.graph:
        if isinstance(value, Literal) and value.datatype is not None and value.datatype not in allowed:
            yield _problem(
                o, "L15", f"a literal has the undeclared datatype {o.name(value.datatype)}", subject
            )


def _lists(o: DeclaredOntology) -> Iterator[Problem]:
    if (RDF.nil, RDF.first, None) in o.graph or (RDF.nil, RDF.rest, None) in o.graph:
        yield Problem("L16", "rdf:nil has a member", "rdf:nil")
    for node in set(o.graph.subjects(RDF.first)) | set(o.graph.subjects(RDF.rest)):
        rests = list(o.graph.objects(node, RDF.rest))
        heads = list(o.graph.objects(node, RDF.first))
        if len(rests) != 1 or len(heads) != 1 or not _ends(o, node):
            yield _problem(o, "L16", "a list is broken or runs in a circle", node)


def _ends(o: DeclaredOntology, node: Node) -> bool:
    seen: set[Node] = set()
    current: Node | None = node
    while current is not None and current not in seen:
        if current == RDF.nil:
            return True
        seen.add(current)
        current = o.graph.value(current, RDF.rest, any=True)
    return False


def _unnamed_individuals(o: DeclaredOntology) -> Iterator[Problem]:
    owners: dict[Node, list[Node]] = {}
    for subject, predicate, value in o.graph:
        if isinstance(value, BNode) and predicate in o.object_properties:
            owners.setdefault(value, []).append(subject)
    for node, above in owners.items():
        if len(above) > 1:
            yield _problem(o, "L17", "an unnamed individual is the value of more than one statement", node)
        seen: set[Node] = set()
        current: Node | None = node
        while current is not None and current not in seen:
            seen.add(current)
            current = owners.get(current, [None])[0]
        if current is not None:
            yield _problem(o, "L17", "unnamed individuals form a circle", node)


def _imports(o: DeclaredOntology) -> Iterator[Problem]:
    ontologies = o.typed(OWL.Ontology)
    for prop in ONTOLOGY_PROPERTIES:
        for subject, value in o.graph.subject_objects(prop):
            if not {subject, value} <= ontologies:
                yield _problem(o, "L18", f"{o.name(prop)} needs two declared ontologies", subject)


_RULES: tuple[Callable[[DeclaredOntology], Iterator[Problem]], ...] = (
    _vocabulary,
    _builtins,
    _class_axioms,
    _restrictions,
    _domains_and_ranges,
    _property_axioms,
    _characteristics,
    _annotation_axioms,
    _separation,
    _declarations,
    _facts,
    _literals,
    _lists,
    _unnamed_individuals,
    _imports,
)
