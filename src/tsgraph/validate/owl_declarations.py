"""The vocabulary of OWL 1, and what the terms of a graph are declared as."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

CARDINALITIES = {OWL.minCardinality, OWL.maxCardinality, OWL.cardinality}
CONSTRAINTS = CARDINALITIES | {OWL.allValuesFrom, OWL.someValuesFrom}
ONTOLOGY_PROPERTIES = {OWL.imports, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith}
ANNOTATIONS = {OWL.versionInfo, RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
LITE_PREDICATES = (
    CONSTRAINTS
    | ONTOLOGY_PROPERTIES
    | {
        OWL.equivalentClass,
        OWL.equivalentProperty,
        OWL.sameAs,
        OWL.differentFrom,
        OWL.inverseOf,
        OWL.onProperty,
        OWL.intersectionOf,
        OWL.distinctMembers,
        OWL.versionInfo,
    }
)
OBJECT_CHARACTERISTICS = {OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.InverseFunctionalProperty}
LITE_TYPES = OBJECT_CHARACTERISTICS | {
    OWL.Class,
    OWL.Restriction,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.OntologyProperty,
    OWL.FunctionalProperty,
    OWL.Ontology,
    OWL.AllDifferent,
    OWL.Thing,
    OWL.Nothing,
    OWL.DeprecatedClass,
    OWL.DeprecatedProperty,
}
OTHER_TYPES = {RDFS.Datatype, RDF.Property, RDFS.Class, RDF.List}
NOT_LITE = {OWL.oneOf, OWL.unionOf, OWL.complementOf, OWL.hasValue, OWL.disjointWith, OWL.DataRange}
REIFICATION = {RDF.subject, RDF.predicate, RDF.object, RDF.Statement}
# A header term of OWL 2 that OWL 1 tools pass over; metadata checks such as FOOPS! ask for it.
WAIVED = {OWL.versionIRI}
# Built-in names about which a statement does no harm.
OPEN_BUILTINS = {OWL.Thing, OWL.Nothing, OWL.versionIRI, RDFS.Literal, RDF.Bag, RDF.Seq, RDF.Alt, RDF.nil}
DATATYPES = {RDFS.Literal, RDF.XMLLiteral} | {
    XSD[name]
    for name in (
        *("string", "normalizedString", "token", "language", "NMTOKEN", "Name", "NCName", "anyURI"),
        *("boolean", "hexBinary", "base64Binary", "decimal", "float", "double", "integer"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
        *("dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay"),
    )
}
# Predicates that are not assertions about individuals; the rules for each of them look at it by name.
SYNTAX = (
    {RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
    | LITE_PREDICATES
    | NOT_LITE
    | WAIVED
)


class DeclaredOntology:
    """A graph, and what its terms are declared as."""

    def __init__(self, graph: Graph) -> None:
        """Read the declared types of a graph.

        Args:
            graph: The ontology with everything that it imports.
        """
        self.graph = graph
        self.types: dict[Node, set[Node]] = {}
        for subject, kind in graph.subject_objects(RDF.type):
            self.types.setdefault(subject, set()).add(kind)

    def typed(self, *kinds: Node) -> set[Node]:
        """The subjects that have one of these types."""
        wanted = set(kinds)
        return {subject for subject, found in self.types.items() if found & wanted}

    @cached_property
    def classes(self) -> set[Node]:
        """The names declared as classes, and the two built-in ones."""
        return {c for c in self.typed(OWL.Class) if isinstance(c, URIRef)} | {OWL.Thing, OWL.Nothing}

    @cached_property
    def restrictions(self) -> set[Node]:
        """The nodes declared as restrictions."""
        return self.typed(OWL.Restriction)

    @cached_property
    def object_properties(self) -> set[Node]:
        """The names declared as object properties, also by a characteristic that only these have."""
        return self.typed(OWL.ObjectProperty, *OBJECT_CHARACTERISTICS) - self.typed(OWL.DatatypeProperty)

    @cached_property
    def datatype_properties(self) -> set[Node]:
        """The names declared as datatype properties."""
        return self.typed(OWL.DatatypeProperty)

    @cached_property
    def annotation_properties(self) -> set[Node]:
        """The names declared as annotation properties, and the built-in ones."""
        return self.typed(OWL.AnnotationProperty) | ANNOTATIONS

    @cached_property
    def ontology_properties(self) -> set[Node]:
        """The names declared as properties of ontologies, and the built-in ones."""
        return self.typed(OWL.OntologyProperty) | ONTOLOGY_PROPERTIES

    @cached_property
    def properties(self) -> set[Node]:
        """The declared properties of all four kinds."""
        kinds = self.object_properties | self.datatype_properties
        return kinds | self.annotation_properties | self.ontology_properties

    @cached_property
    def vocabulary(self) -> set[Node]:
        """Every name that may not also be an individual's."""
        return self.classes | self.properties | self.datatypes

    @cached_property
    def datatypes(self) -> set[Node]:
        """The declared datatypes, and the built-in ones of S&AS 2."""
        return self.typed(RDFS.Datatype) | DATATYPES

    @cached_property
    def individuals(self) -> set[Node]:
        """The nodes that are declared to belong to a class."""
        classes = self.classes | self.restrictions
        return {subject for subject, found in self.types.items() if found & classes} - self.restrictions

    @cached_property
    def complex_properties(self) -> set[Node]:
        """Transitive properties, what stands above them, and the inverses and equivalents of all these."""
        found = self.object_properties & self.typed(OWL.TransitiveProperty)
        pending = list(found)
        while pending:
            prop = pending.pop()
            near = set(self.graph.objects(prop, RDFS.subPropertyOf))
            for link in (OWL.inverseOf, OWL.equivalentProperty):
                near |= set(self.graph.objects(prop, link)) | set(self.graph.subjects(link, prop))
            pending.extend(near - found)
            found |= near
        return found

    def facts(self) -> Iterator[tuple[Node, Node, Node]]:
        """The triples that say something of an individual, and those with an unknown predicate."""
        passed = SYNTAX | self.annotation_properties
        return ((s, p, o) for s, p, o in self.graph if p not in passed)

    def items(self, head: Node) -> Iterator[Node]:
        """The members of a list, up to where it is broken or turns back on itself."""
        seen: set[Node] = set()
        node: Node | None = head
        while node is not None and node != RDF.nil and node not in seen:
            seen.add(node)
            yield from self.graph.objects(node, RDF.first)
            node = self.graph.value(node, RDF.rest, any=True)

    def name(self, node: Node) -> str:
        """A node as messages name it."""
        if isinstance(node, URIRef):
            return self.graph.namespace_manager.normalizeUri(node)
        return node.n3() if isinstance(node, Literal) else "an unnamed node"
