"""Everything that follows from the claims: direct triples, day bounds, support, disputes, superclasses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, URIRef

from tsgraph.graph.dates import DateError, day_bounds
from tsgraph.graph.namespaces import TSG, VOC, G

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rdflib.graph import _TripleType
    from rdflib.term import Node

_DEFAULTS = {
    TSG.rank: VOC["rank-normal"],
    TSG.claimKind: VOC["kind-factual"],
}
EXTERNAL = G["claims-external"]


class DerivationError(Exception):
    """A claim from which nothing can be derived.

    Attributes:
        claim: The claim.
    """

    def __init__(self, claim: Node, message: str) -> None:
        """Keep the claim, so that the caller can name file and line."""
        super().__init__(message)
        self.claim = claim


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, with its defaults filled in."""

    iri: URIRef
    subject: URIRef
    predicate: URIRef
    object: Node
    rank: URIRef
    kind: URIRef
    passage: URIRef | None
    span: tuple[int, int] | None

    @property
    def triple(self) -> _TripleType:
        """What the claim says."""
        return (self.subject, self.predicate, self.object)


def claims_of(graph: Graph) -> list[Claim]:
    """Read the claims of a graph, in the order of their ids.

    Raises:
        DerivationError: A claim lacks subject, predicate or value, or has two.
    """
    found = []
    for iri in sorted(graph.subjects(RDF.type, TSG.Claim), key=str):
        values = [*graph.objects(iri, TSG.object), *graph.objects(iri, TSG.value)]
        subjects = list(graph.objects(iri, TSG.subject))
        predicates = list(graph.objects(iri, TSG.predicate))
        for what, given in (("subject", subjects), ("predicate", predicates), ("object or value", values)):
            if len(given) != 1:
                raise DerivationError(iri, f"A claim has one {what}; this one has {len(given)}.")
        passage = graph.value(iri, TSG.statedIn)
        start, end = graph.value(iri, TSG.spanStart), graph.value(iri, TSG.spanEnd)
        found.append(
            Claim(
                URIRef(str(iri)),
                URIRef(str(subjects[0])),
                URIRef(str(predicates[0])),
                values[0],
                URIRef(str(graph.value(iri, TSG.rank, default=_DEFAULTS[TSG.rank]))),
                URIRef(str(graph.value(iri, TSG.claimKind, default=_DEFAULTS[TSG.claimKind]))),
                URIRef(str(passage)) if passage is not None else None,
                (int(str(start)), int(str(end))) if start is not None and end is not None else None,
            )
        )
    return found


def fill_defaults(graph: Graph) -> None:
    """Add rank, kind and (where there is a passage) basis to every claim that leaves them out."""
    for claim in list(graph.subjects(RDF.type, TSG.Claim)):
        for predicate, usual in _DEFAULTS.items():
            if (claim, predicate, None) not in graph:
                graph.add((claim, predicate, usual))
        if (claim, TSG.statedIn, None) in graph and (claim, TSG.basis, None) not in graph:
            graph.add((claim, TSG.basis, VOC["basis-stated"]))


def ancestors(ontology: Graph, relation: URIRef) -> dict[URIRef, set[URIRef]]:
    """What stands above each term by `rdfs:subClassOf` or `rdfs:subPropertyOf`, the term itself left out.

    Terms of other vocabularies are left out: the alignment stays in the ontology for those who want it,
    and does not give every thing a dozen more types.
    """
    above: dict[URIRef, set[URIRef]] = {}
    for term in set(ontology.subjects(relation)):
        if isinstance(term, URIRef):
            reached = {t for t in ontology.transitive_objects(term, relation) if isinstance(t, URIRef)}
            above[term] = {t for t in reached if t in TSG} - {term}
    return above


def date_predicates(ontology: Graph) -> tuple[set[URIRef], URIRef, URIRef]:
    """The properties that date a thing: those under tsg:date, and those of its beginning and end."""
    dates = {p for p in ontology.transitive_subjects(RDFS.subPropertyOf, TSG.date) if isinstance(p, URIRef)}
    return dates | {TSG.date}, TSG.beganOn, TSG.endedOn


def bounds(graph: Graph, ontology: Graph, claims: Iterable[Claim]) -> Iterator[_TripleType]:
    """First and last day of every dated thing of a graph of direct triples.

    Several dates give the earliest first and the latest last day. A thing whose end is not told reaches
    as far as what is told of it: its beginning, and the parts of it that have a date.

    Raises:
        DerivationError: A date is not EDTF; names the claim.
    """
    dates, *_ = date_predicates(ontology)
    authors = {claim.triple: claim.iri for claim in claims}
    days: dict[Node, list[tuple[date, date]]] = defaultdict(list)
    for predicate in sorted(dates | {TSG.beganOn, TSG.endedOn}):
        for subject, value in graph.subject_objects(predicate):
            try:
                days[subject].append(day_bounds(str(value)))
            except DateError as error:
                raise DerivationError(authors.get((subject, predicate, value), subject), str(error)) from None
    for part, whole in graph.subject_objects(TSG.subEventOf):
        ended = not (dates | {TSG.endedOn}).isdisjoint(graph.predicates(whole))
        if (whole, TSG.beganOn, None) in graph and not ended:
            days[whole] += days.get(part, [])
    for subject, spans in days.items():
        yield (subject, TSG.earliest, Literal(min(first for first, _ in spans), datatype=XSD.date))
        yield (subject, TSG.latest, Literal(max(last for _, last in spans), datatype=XSD.date))


def said(claims: Iterable[Claim]) -> Iterator[_TripleType]:
    """What a source says, as direct triples, wrong dates included."""
    for claim in claims:
        yield claim.triple


def reviewed(claims: Iterable[Claim]) -> Iterator[_TripleType]:
    """The best-ranked value of each property over all sources.

    Preferred goes before normal; what is deprecated, and what is a judgement, is left out.
    """
    groups: dict[tuple[URIRef, URIRef], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.rank != VOC["rank-deprecated"] and claim.kind != VOC["kind-interpretive"]:
            groups[claim.subject, claim.predicate].append(claim)
    for group in groups.values():
        best = [claim for claim in group if claim.rank == VOC["rank-preferred"]] or group
        for claim in best:
            yield claim.triple


def inferred(graphs: Iterable[Graph], ontology: Graph) -> Iterator[_TripleType]:
    """Superclasses and superproperties of what the graphs say, and nothing else."""
    classes = ancestors(ontology, RDFS.subClassOf)
    properties = ancestors(ontology, RDFS.subPropertyOf)
    for graph in graphs:
        for subject, predicate, value in graph:
            if predicate == RDF.type:
                for above in classes.get(URIRef(str(value)), ()):
                    yield (subject, RDF.type, above)
            for above in properties.get(URIRef(str(predicate)), ()):
                yield (subject, above, value)


def support(sources: Graph, claims: Iterable[Claim]) -> Iterator[_TripleType]:
    """Which footnote stands behind a claim: directly, or only near it.

    A mark supports what stands before it in its sentence. So a footnote is direct support of a claim if
    its mark stands in the claim's passage at or after the end of the claim's words. Only where there is
    no such mark, the next mark in the paragraph is given as near, and for an item of a list, which has no
    next one, the mark of the sentence that introduces the list. The two are never mixed.
    """
    paragraphs: dict[tuple[Node, str], list[tuple[int, Node]]] = defaultdict(list)
    place: dict[Node, tuple[Node, str]] = {}
    marks: dict[Node, list[tuple[int, Node]]] = defaultdict(list)
    for passage, source in sources.subject_objects(TSG.passageOf):
        place[passage] = (source, str(sources.value(passage, TSG.paragraph)))
        for footnote in sources.objects(passage, TSG.footnote):
            mark = (int(str(sources.value(footnote, TSG.markOffset))), footnote)
            marks[passage].append(mark)
            paragraphs[place[passage]].append(mark)
    for passage, where in place.items():
        end = int(str(sources.value(passage, TSG.charEnd)))
        near = _next(paragraphs[where], end) or _introduction(sources, marks, passage)
        if not marks[passage] and near is not None:
            yield (passage, TSG.nearFootnote, near)
    for claim in claims:
        if claim.passage is None or claim.passage not in place:
            continue
        end = claim.span[1] if claim.span else int(str(sources.value(claim.passage, TSG.charEnd)))
        # The words of a claim may take in the mark itself and the full stop after it.
        direct = _next(
            [(at + len(_number(sources, note)) + 1, note) for at, note in marks[claim.passage]], end
        )
        if direct is not None:
            yield (claim.iri, TSG.directFootnote, direct)
        else:
            paragraph = paragraphs[place[claim.passage]]
            near = _next(paragraph, end) or _introduction(sources, marks, claim.passage)
            if near is not None:
                yield (claim.iri, TSG.nearbyFootnote, near)


def _introduction(sources: Graph, marks: dict[Node, list[tuple[int, Node]]], passage: Node) -> Node | None:
    introduction = sources.value(passage, TSG.introducedBy)
    return _next(marks[introduction], 0) if introduction is not None else None


def _number(sources: Graph, footnote: Node) -> str:
    return str(sources.value(footnote, TSG.footnoteNumber))


def _next(marks: list[tuple[int, Node]], offset: int) -> Node | None:
    return min(((at, note) for at, note in marks if at >= offset), default=(0, None))[1]


def disputes(review: Graph, claims: Iterable[Claim], dates: set[URIRef]) -> Iterator[_TripleType]:
    """Links from a thing and from its claims to the discrepancies about them, and the recorded date.

    The recorded date is that of a compared claim of preferred rank: the record's value, beside the
    article's own.
    """
    by_iri = {claim.iri: claim for claim in claims}
    for discrepancy in sorted(review.subjects(RDF.type, TSG.Discrepancy), key=str):
        for role in (TSG.claimUnderReview, TSG.comparedClaim):
            for iri in review.objects(discrepancy, role):
                claim = by_iri.get(URIRef(str(iri)))
                if claim is None:
                    continue
                yield (claim.iri, TSG.hasDiscrepancy, discrepancy)
                yield (claim.subject, TSG.hasDiscrepancy, discrepancy)
                preferred = claim.rank == VOC["rank-preferred"]
                if role == TSG.comparedClaim and preferred and claim.predicate in dates:
                    yield (claim.subject, TSG.recordedDate, claim.object)


def derive(dataset: Dataset) -> None:
    """Add every derived graph to a data set of authored graphs.

    Raises:
        DerivationError: A claim is not complete, or a date is not EDTF.
    """
    ontology, sources = dataset.graph(G["ontology"]), dataset.graph(G["sources"])
    everything: list[Claim] = []
    said_graphs = []
    for name in sorted(str(graph.identifier) for graph in dataset.graphs()):
        if not name.startswith(str(G["claims-"])):
            continue
        graph = dataset.graph(URIRef(name))
        claims = claims_of(graph)
        fill_defaults(graph)
        everything += claims
        for triple in support(sources, claims):
            (graph if triple[1] in {TSG.directFootnote, TSG.nearbyFootnote} else sources).add(triple)
        if URIRef(name) != EXTERNAL:
            target = dataset.graph(G["said-" + name.removeprefix(str(G["claims-"]))])
            said_graphs.append(target)
            _fill(target, said(claims))
            _fill(target, list(bounds(target, ontology, claims)))
    best = dataset.graph(G["reviewed"])
    _fill(best, reviewed(everything))
    _fill(best, list(bounds(best, ontology, everything)))
    _fill(best, list(inferred([best], ontology)))
    dates, *_ = date_predicates(ontology)
    review = dataset.graph(G["review"])
    _fill(review, list(disputes(review, everything, dates)))
    stated = [*said_graphs, dataset.graph(G["entities"]), sources]
    _fill(dataset.graph(G["inferred"]), list(inferred(stated, ontology)))


def _fill(graph: Graph, triples: Iterable[_TripleType]) -> None:
    for triple in triples:
        graph.add(triple)
