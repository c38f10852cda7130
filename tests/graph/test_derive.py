import pytest
from rdflib import RDF, XSD, Literal, URIRef

from tests.conftest import Workshop
from tsgraph.graph.build import Build, BuildError
from tsgraph.graph.namespaces import CLM, PSG, TSG, TSR, VOC, G

SOURCES = """
src:benhur a tsg:Source .
psg:benhur-p1.s1 a tsg:Passage ; tsg:passageOf src:benhur ; tsg:paragraph 1 ; tsg:charStart 0 ; tsg:charEnd 50 .
psg:benhur-p1.s2 a tsg:Passage ; tsg:passageOf src:benhur ; tsg:paragraph 1 ; tsg:charStart 51 ; tsg:charEnd 99 ; tsg:footnote psg:benhur-fn7 .
psg:benhur-p1.s3 a tsg:Passage ; tsg:passageOf src:benhur ; tsg:paragraph 1 ; tsg:charStart 100 ; tsg:charEnd 150 .
psg:benhur-p2.s1 a tsg:Passage ; tsg:passageOf src:benhur ; tsg:paragraph 2 ; tsg:charStart 151 ; tsg:charEnd 199 ; tsg:footnote psg:benhur-fn8 .
psg:benhur-fn7 a tsg:Footnote ; tsg:footnoteNumber 7 ; tsg:markOffset 80 .
psg:benhur-fn8 a tsg:Footnote ; tsg:footnoteNumber 8 ; tsg:markOffset 197 .
"""


def claim(number: str, subject: str, predicate: str, value: str, rest: str = "") -> str:
    field = "object" if value.startswith(("tsr:", "voc:")) else "value"
    where = "" if "recordedIn" in rest else f" ; tsg:statedIn psg:benhur-p1.s{number[-1]}"
    return (
        f"clm:{number} a tsg:Claim ; tsg:subject tsr:{subject} ; tsg:predicate tsg:{predicate} ; "
        f"tsg:{field} {value}{where}{rest} .\n"
    )


def span(start: int, end: int) -> str:
    return f" ; tsg:spanStart {start} ; tsg:spanEnd {end}"


def build(workshop: Workshop, claims: str, external: str = "", review: str = "") -> Build:
    workshop.write("sources/benhur.ttl", SOURCES)
    workshop.write("claims/benhur.ttl", claims)
    workshop.write("claims/external.ttl", external)
    workshop.write("review/discrepancies.ttl", review)
    return workshop.build()


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def test_defaults_are_filled_in(workshop: Workshop) -> None:
    graph = build(workshop, claim("b-1", "treaty", "signedOn", '"1925-12-17"')).default_graph()
    assert set(graph.predicate_objects(CLM["b-1"])) >= {
        (TSG.rank, VOC["rank-normal"]),
        (TSG.claimKind, VOC["kind-factual"]),
        (TSG.basis, VOC["basis-stated"]),
    }


def test_a_claim_becomes_a_direct_triple_with_day_bounds(workshop: Workshop) -> None:
    graph = build(workshop, claim("b-1", "treaty", "signedOn", '"1925-12"')).dataset.graph(G["said-benhur"])
    assert set(graph) == {
        (TSR.treaty, TSG.signedOn, Literal("1925-12")),
        (TSR.treaty, TSG.earliest, day("1925-12-01")),
        (TSR.treaty, TSG.latest, day("1925-12-31")),
    }


def test_beginning_and_end_bound_a_thing_together(workshop: Workshop) -> None:
    text = claim("b-1", "talks", "beganOn", '"1945-07-17"') + claim("b-2", "talks", "endedOn", '"1945-08-02"')
    graph = build(workshop, text).dataset.graph(G["said-benhur"])
    assert (graph.value(TSR.talks, TSG.earliest), graph.value(TSR.talks, TSG.latest)) == (
        day("1945-07-17"),
        day("1945-08-02"),
    )


def test_what_has_no_end_reaches_as_far_as_its_dated_parts(workshop: Workshop) -> None:
    text = (
        claim("b-1", "talks", "beganOn", '"1939-04"')
        + claim("b-2", "visit", "date", '"1939-09-25"')
        + claim("b-3", "visit", "subEventOf", "tsr:talks")
        + claim("b-11", "war", "beganOn", '"1939-09-01"')
        + claim("b-12", "war", "endedOn", '"1939-09-10"')
        + claim("b-13", "visit", "subEventOf", "tsr:war")
    )
    graph = build(workshop, text).dataset.graph(G["said-benhur"])
    assert graph.value(TSR.talks, TSG.latest) == day("1939-09-25")
    assert graph.value(TSR.war, TSG.latest) == day("1939-09-10")


def test_superproperties_and_superclasses_are_inferred(workshop: Workshop) -> None:
    workshop.write("entities/treaties.ttl", "tsr:protocol a tsg:Protocol .")
    graph = build(workshop, claim("b-1", "protocol", "extends", "tsr:treaty")).dataset.graph(G["inferred"])
    assert (TSR.protocol, TSG.modifies, TSR.treaty) in graph
    assert (TSR.protocol, TSG.legallyDependsOn, TSR.treaty) in graph
    assert (TSR.protocol, RDF.type, TSG.DatedThing) in graph
    assert (TSR.protocol, TSG.extends, TSR.treaty) not in graph


def test_a_mark_supports_only_what_stands_before_it(workshop: Workshop) -> None:
    text = (
        claim("b-12", "a", "date", '"1925"', span(60, 70))
        + claim("b-22", "b", "date", '"1925"', span(60, 82))
        + claim("b-32", "c", "date", '"1925"', span(85, 95))
    )
    graph = build(workshop, text).default_graph()
    fn7 = PSG["benhur-fn7"]
    assert graph.value(CLM["b-12"], TSG.directFootnote) == fn7
    assert graph.value(CLM["b-22"], TSG.directFootnote) == fn7
    assert graph.value(CLM["b-32"], TSG.directFootnote) is None
    assert graph.value(CLM["b-32"], TSG.nearbyFootnote) is None


def test_without_a_mark_the_next_one_of_the_paragraph_is_near(workshop: Workshop) -> None:
    graph = build(
        workshop, claim("b-1", "a", "date", '"1925"') + claim("b-3", "b", "date", '"1925"')
    ).default_graph()
    fn7 = PSG["benhur-fn7"]
    assert graph.value(CLM["b-1"], TSG.nearbyFootnote) == fn7
    assert graph.value(CLM["b-1"], TSG.directFootnote) is None
    assert graph.value(PSG["benhur-p1.s1"], TSG.nearFootnote) == fn7
    # The mark of footnote 8 stands in another paragraph.
    assert graph.value(CLM["b-3"], TSG.nearbyFootnote) is None
    assert graph.value(PSG["benhur-p1.s2"], TSG.nearFootnote) is None


def test_an_item_of_a_list_is_near_the_mark_of_the_sentence_before_it(workshop: Workshop) -> None:
    workshop.write("sources/list.ttl", "psg:benhur-p1.s3 tsg:introducedBy psg:benhur-p1.s2 .")
    graph = build(workshop, claim("b-3", "b", "date", '"1925"')).default_graph()
    assert graph.value(CLM["b-3"], TSG.nearbyFootnote) == PSG["benhur-fn7"]
    assert graph.value(PSG["benhur-p1.s3"], TSG.nearFootnote) == PSG["benhur-fn7"]


RECORD = " ; tsg:recordedIn src:ext-record ; tsg:rank voc:rank-preferred"
DISPUTE = (
    claim("b-1", "note", "date", '"1946-08-08"'),
    claim("x-1", "note", "date", '"1946-08-07"', RECORD),
    "clm:d-1 a tsg:Discrepancy ; tsg:claimUnderReview clm:b-1 ; tsg:comparedClaim clm:x-1 , clm:x-9 .",
)


def test_the_default_graph_keeps_the_date_of_the_article(workshop: Workshop) -> None:
    graph = build(workshop, *DISPUTE).default_graph()
    assert list(graph.objects(TSR.note, TSG.date)) == [Literal("1946-08-08")]
    assert list(graph.objects(TSR.note, TSG.earliest)) == [day("1946-08-08")]


def test_the_reviewed_view_has_the_preferred_date_alone(workshop: Workshop) -> None:
    graph = build(workshop, *DISPUTE).dataset.graph(G["reviewed"])
    assert list(graph.objects(TSR.note, TSG.date)) == [Literal("1946-08-07")]
    assert list(graph.objects(TSR.note, TSG.latest)) == [day("1946-08-07")]


def test_a_dispute_is_one_step_from_the_thing_and_from_the_claims(workshop: Workshop) -> None:
    graph = build(workshop, *DISPUTE).default_graph()
    assert set(graph.subjects(TSG.hasDiscrepancy, CLM["d-1"])) == {TSR.note, CLM["b-1"], CLM["x-1"]}
    assert list(graph.objects(TSR.note, TSG.recordedDate)) == [Literal("1946-08-07")]


def test_judgements_and_deprecated_claims_are_not_in_the_reviewed_view(workshop: Workshop) -> None:
    text = claim("b-1", "a", "stance", "voc:stance-cool", " ; tsg:claimKind voc:kind-interpretive") + claim(
        "b-2", "b", "date", '"1925"', " ; tsg:rank voc:rank-deprecated"
    )
    built = build(workshop, text)
    assert len(built.dataset.graph(G["reviewed"])) == 0
    assert (TSR.a, TSG.stance, VOC["stance-cool"]) in built.default_graph()


def test_a_claim_without_a_value_names_file_and_line(workshop: Workshop) -> None:
    text = "clm:b-1 a tsg:Claim ; tsg:subject tsr:a ; tsg:predicate tsg:date .\n"
    with pytest.raises(
        BuildError,
        match=r"^data/claims/benhur.ttl:21: clm:b-1: A claim has one object or value; this one has 0",
    ):
        build(workshop, text)


def test_a_date_that_is_none_names_the_claim(workshop: Workshop) -> None:
    with pytest.raises(BuildError, match=r"^data/claims/benhur.ttl:21: clm:b-1: “1941-02-30” names a day"):
        build(workshop, claim("b-1", "a", "date", '"1941-02-30"'))


def test_each_passage_gets_one_coverage(workshop: Workshop) -> None:
    workshop.write("sources/coverage.ttl", "psg:benhur-p1.s3 tsg:coverage voc:coverage-nothing .")
    graph = build(workshop, claim("b-1", "a", "date", '"1925"')).default_graph()
    found = {str(p)[-5:]: URIRef(str(c)) for p, c in graph.subject_objects(TSG.coverage)}
    assert found == {
        "p1.s1": VOC["coverage-claims"],
        "p1.s2": VOC["coverage-open"],
        "p1.s3": VOC["coverage-nothing"],
        "p2.s1": VOC["coverage-open"],
    }
