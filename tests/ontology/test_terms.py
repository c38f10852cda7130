"""What every term of the ontology carries; P04 and the like number the pitfalls of the OOPS! catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN

from tsgraph.graph.namespaces import BIBO, ONTOLOGY, TSG, VOC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tsgraph.project import Project

CLASSES = (OWL.Class,)
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LANGUAGES = {"en", "tr", "ru"}
# Properties that any thing may have, so that a domain or a range would say something false (P11).
ANY_DOMAIN = {"concerns", "damaged", "hasDiscrepancy", "pageLabel", "predicate", "stance"}
ANY_RANGE = {
    *("addressedTo", "announced", "assesses", "attributedTo", "concerns"),
    *("object", "predicate", "reactionTo", "subject"),
}
# Names that a shape forbids: the words of a source that may not be quoted.
FORBIDDEN = {"tsg:quote", "tsg:text"}
HEADER = {
    *(DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.source, DCTERMS.bibliographicCitation),
    *(DCTERMS.creator, DCTERMS.contributor, DCTERMS.publisher),
    *(DCTERMS.created, DCTERMS.issued, DCTERMS.modified),
    *(OWL.versionIRI, OWL.versionInfo, BIBO.status),
    *(VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri),
}


def own(graph: Graph, *types: URIRef) -> list[URIRef]:
    found = {s for kind in types for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef) and s.startswith(TSG))


def name(term: URIRef) -> str:
    return term.removeprefix(TSG)


def texts(graph: Graph, term: URIRef, prop: URIRef) -> dict[str, str]:
    """The literals of a property by language; two in one language are one too many."""
    found = [(str(o.language), str(o)) for o in graph.objects(term, prop) if isinstance(o, Literal)]
    assert len(found) == len(dict(found)), f"{term} has two values of {prop} in one language"
    return dict(found)


def test_every_term_has_a_label_and_a_definition_in_each_language(core: Graph) -> None:  # P08
    for term in own(core, *CLASSES, *PROPERTIES):
        assert set(texts(core, term, RDFS.label)) == LANGUAGES, term
        assert set(texts(core, term, RDFS.comment)) == LANGUAGES, term


def test_every_concept_and_scheme_has_labels_and_definitions_in_each_language(vocab: Graph) -> None:
    terms = [*vocab.subjects(RDF.type, SKOS.Concept), *vocab.subjects(RDF.type, SKOS.ConceptScheme)]
    for term in terms:
        assert isinstance(term, URIRef)
        labels = texts(vocab, term, SKOS.prefLabel)
        assert set(labels) == LANGUAGES, term
        assert texts(vocab, term, RDFS.label) == labels, term
        assert set(texts(vocab, term, SKOS.definition)) == LANGUAGES, term


def test_every_concept_stands_in_the_scheme_that_its_name_says(vocab: Graph) -> None:
    schemes = set(vocab.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in vocab.subjects(RDF.type, SKOS.Concept):
        (scheme,) = vocab.objects(concept, SKOS.inScheme)
        assert scheme in schemes
        assert str(concept).startswith(f"{scheme}-")


def test_labels_of_concepts_are_unique_in_their_scheme(vocab: Graph) -> None:
    for scheme in vocab.subjects(RDF.type, SKOS.ConceptScheme):
        labels = [
            label for c in vocab.subjects(SKOS.inScheme, scheme) for label in vocab.objects(c, SKOS.prefLabel)
        ]
        assert len(labels) == len(set(labels)), scheme


@pytest.mark.parametrize("types", [CLASSES, PROPERTIES])
def test_no_two_terms_share_a_label(types: tuple[URIRef, ...], core: Graph) -> None:  # P32
    bearers = defaultdict(set)
    for term in own(core, *types):
        for label in core.objects(term, RDFS.label):
            bearers[label].add(name(term))
    assert {label: terms for label, terms in bearers.items() if len(terms) > 1} == {}


@pytest.mark.parametrize("which", ["tsgraph", "vocab", "strict", "align"])
def test_texts_use_the_letters_of_their_language(which: str, module: Callable[[str], Graph]) -> None:
    graph = module(which)
    cyrillic, mixed = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
    for _, _, text in graph:
        if not isinstance(text, Literal) or not text.language:
            continue
        assert str(text) == str(text).strip()
        if text.language == "ru":
            assert cyrillic.search(text), text
            assert not mixed.search(text), text
        else:
            assert not cyrillic.search(text), text


def test_labels_are_short_and_definitions_are_sentences(core: Graph) -> None:  # P20
    for term in own(core, *CLASSES, *PROPERTIES):
        assert all(len(label) <= 40 for label in texts(core, term, RDFS.label).values()), term
        for text in texts(core, term, RDFS.comment).values():
            assert text.endswith("."), term
            assert text[0].isupper() or text.startswith("SHA"), term


def test_names_follow_one_convention(core: Graph) -> None:  # P03, P07, P21, P22
    for term in own(core, *CLASSES):
        assert re.fullmatch(r"([A-Z][a-z]+)+", name(term))
        assert not re.search(r"Misc|Other|Unclassified|(And|Or)[A-Z]", name(term))
    for term in own(core, *PROPERTIES):
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name(term))
        assert name(term) not in {"is", "isA"}


def test_every_class_is_used(core: Graph) -> None:  # P04
    for term in own(core, *CLASSES):
        linked = (term, RDFS.subClassOf, None) in core or any(
            p != RDFS.isDefinedBy for _, p in core.subject_predicates(term)
        )
        assert linked, term


def test_hierarchies_have_no_circle(core: Graph) -> None:  # P06
    for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in core.subjects(relation):
            for above in core.objects(term, relation):
                assert term not in set(core.transitive_objects(above, relation)), term


def test_properties_have_one_domain_and_range_or_lack_them_on_purpose(core: Graph) -> None:  # P11, P19
    for term in own(core, *PROPERTIES):
        assert len(list(core.objects(term, RDFS.domain))) == (name(term) not in ANY_DOMAIN), term
        assert len(list(core.objects(term, RDFS.range))) == (name(term) not in ANY_RANGE), term


def test_a_subproperty_stays_within_the_domain_and_range_of_the_one_above(core: Graph) -> None:
    for term, above in core.subject_objects(RDFS.subPropertyOf):
        for side in (RDFS.domain, RDFS.range):
            for limit in core.objects(above, side):
                (mine,) = core.objects(term, side)
                assert limit in set(core.transitive_objects(mine, RDFS.subClassOf)), (term, side)


def test_terms_are_defined_by_the_ontology_and_live_in_one_namespace(core: Graph) -> None:
    described = set(core.subjects(RDFS.label))
    assert described == set(own(core, *CLASSES, *PROPERTIES))
    assert {(s, ONTOLOGY) for s in described} == set(core.subject_objects(RDFS.isDefinedBy))


def test_a_term_that_takes_concepts_names_its_scheme(core: Graph, vocab: Graph) -> None:
    for term in own(core, OWL.ObjectProperty):
        if (term, RDFS.range, SKOS.Concept) in core:
            (scheme,) = core.objects(term, RDFS.seeAlso)
            assert (scheme, RDF.type, SKOS.ConceptScheme) in vocab, term


def test_the_header_says_who_when_under_which_licence_and_how_to_cite(core: Graph) -> None:  # P38, P41
    assert set(core.predicates(ONTOLOGY)) >= HEADER
    assert core.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    for prop in (DCTERMS.title, DCTERMS.description):
        assert set(texts(core, ONTOLOGY, prop)) == LANGUAGES


def test_the_ontology_iri_is_the_namespace_and_persistent(core: Graph) -> None:  # P36
    assert str(core.value(ONTOLOGY, VANN.preferredNamespaceUri)) == str(TSG) == f"{ONTOLOGY}#"
    assert ONTOLOGY.startswith("https://w3id.org/")
    version = core.value(ONTOLOGY, OWL.versionInfo)
    assert core.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")


@pytest.mark.parametrize("which", ["tsgraph", "align", "vocab"])
def test_what_is_served_has_no_unnamed_nodes(which: str, module: Callable[[str], Graph]) -> None:
    assert not [node for triple in module(which) for node in triple if isinstance(node, BNode)]


def test_day_bounds_are_not_typed_in_the_ontology(core: Graph) -> None:
    # xsd:date is outside OWL 2's datatype map; the shapes ask for it instead.
    assert core.value(TSG.earliest, RDFS.range) == core.value(TSG.latest, RDFS.range) == RDFS.Literal
    assert (None, RDFS.range, XSD.date) not in core


def test_direct_and_nearby_footnotes_are_never_mixed(core: Graph) -> None:
    above = set(core.transitive_objects(TSG.footnote, RDFS.subPropertyOf))
    assert TSG.nearFootnote not in above
    assert (TSG.directFootnote, RDFS.subPropertyOf, None) not in core


def test_every_term_named_anywhere_is_defined(
    project: Project, core: Graph, vocab: Graph
) -> None:  # P34, P35
    known = {f"tsg:{name(term)}" for term in own(core, *CLASSES, *PROPERTIES)}
    known |= {f"voc:{str(term).removeprefix(VOC)}" for term in vocab.subjects(SKOS.prefLabel)}
    files = [
        file for folder in project.folders for file in folder.rglob("*") if file.suffix in {".ttl", ".rq"}
    ]
    assert files
    for file in files:
        code = re.sub(r'"(?:[^"\\\n]|\\.)*"|(?<!\S)#.*', "", file.read_text("utf-8"))
        used = set(re.findall(r"\b(?:tsg|voc):[\w-]*\w", code))
        assert used - known - FORBIDDEN == set(), project.relative(file)
