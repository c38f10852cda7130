"""The first part of the article as data. Every expectation is read off the article, by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Literal
from rdflib.namespace import RDFS

from tsgraph.graph.namespaces import PSG, SRC, TSG, TSR, VOC, G

if TYPE_CHECKING:
    from rdflib.term import Node

    from tsgraph.graph.build import Build

# p7-p9, p19, p25, p26, p28-p32, and p24.s3, on which p25 rests.
SENTENCES = {7: 6, 8: 2, 9: 7, 19: 8, 25: 2, 26: 7, 28: 4, 29: 2, 30: 6, 31: 3, 32: 1}


@pytest.fixture(scope="module")
def graph(built: Build) -> Graph:
    return built.default_graph()


def text(graph: Graph, thing: str, predicate: str) -> set[str]:
    return {str(value) for value in graph.objects(TSR[thing], TSG[predicate])}


def names(graph: Graph, thing: str, predicate: str) -> set[str]:
    return {value.rpartition("/")[2] for value in text(graph, thing, predicate)}


def test_every_sentence_of_the_part_is_accounted_for(graph: Graph) -> None:
    for paragraph, count in SENTENCES.items():
        for sentence in range(1, count + 1):
            passage = PSG[f"benhur-p{paragraph}.s{sentence}"]
            assert graph.value(passage, TSG.coverage) in {VOC["coverage-claims"], VOC["coverage-nothing"]}


def test_all_138_sentences_and_41_footnotes_are_there(graph: Graph) -> None:
    assert len(set(graph.subjects(TSG.passageOf, SRC.benhur))) == 138
    numbers = sorted(int(str(n)) for n in graph.objects(None, TSG.footnoteNumber))
    assert numbers == list(range(1, 42))


def test_a_sentence_without_claims_says_why_in_three_languages(graph: Graph) -> None:
    for passage in graph.subjects(TSG.coverage, VOC["coverage-nothing"]):
        reasons = [c for c in graph.objects(passage, RDFS.comment) if isinstance(c, Literal)]
        assert sorted(str(c.language) for c in reasons) == ["en", "ru", "tr"]


@pytest.mark.parametrize(
    ("thing", "predicate", "value"),
    [
        ("treaty-1925-friendship-neutrality", "signedOn", "1925-12-17"),  # p7.s3
        ("protocol-1926-border", "date", "1926-09-09"),  # p7.s6
        ("treaty-1927-trade-navigation", "signedOn", "1927-03-11"),  # p8.s1
        ("pact-kellogg-briand", "signedOn", "1928-08-27"),  # p9.s3
        ("protocol-litvinov", "signedOn", "1929-02-09"),  # p9.s4
        ("accession-litvinov-turkey", "date", "1929-04-01"),  # p9.s4
        ("protocol-1929-extension", "signedOn", "1929-12-17"),  # p9.s5
        ("protocol-1931-supplement", "signedOn", "1931-03-07"),  # p9.s6
        ("protocol-1931-extension", "signedOn", "1931-10-30"),  # p9.s7
        ("protocol-1935-extension", "signedOn", "1935-11-07"),  # p9.s7
        ("attack-1939-germany-poland", "date", "1939-09-01"),  # p19.s1
        ("second-world-war", "beganOn", "1939-09-01"),  # p19.s1
        ("negotiation-1939-turkey-ussr", "beganOn", "1939-04"),  # p19.s2
        ("announcement-1939-german-soviet-pact", "date", "1939-08-24"),  # p19.s5
        ("reply-1939-molotov", "date", "1939-09-05"),  # p19.s6
        ("visit-1939-saracoglu-moscow", "date", "1939-09-25"),  # p19.s7
        ("note-1945-non-renewal", "date", "1945-03-19"),  # p25.s1
        ("meeting-1945-molotov-sarper-first", "date", "1945-06-07"),  # p26.s3
        ("meeting-1945-molotov-sarper-second", "date", "1945-06-18"),  # p26.s7
        ("conference-potsdam", "beganOn", "1945-07-17"),  # p28.s1
        ("conference-potsdam", "endedOn", "1945-08-02"),  # p29.s1
        ("note-1946-straits-first", "date", "1946-08-08"),  # p30.s1
        ("buildup-1946-ussr", "beganOn", "1946-10~/1946-12~"),  # p31.s2
        ("note-1946-straits-second", "date", "1946-09-24"),  # p32.s1
    ],
)
def test_each_date_is_the_one_that_the_article_prints(
    graph: Graph, thing: str, predicate: str, value: str
) -> None:
    assert text(graph, thing, predicate) == {value}


def test_molotov_sends_one_note_and_the_reply_of_1939_is_a_communication(graph: Graph) -> None:
    sent = set(graph.subjects(TSG.sender, TSR.molotov))
    notes = {thing for thing in sent if (thing, RDF.type, TSG.DiplomaticNote) in graph}
    assert notes == {TSR["note-1945-non-renewal"]}
    assert sent - notes == {TSR["reply-1939-molotov"]}
    assert (TSR["reply-1939-molotov"], RDF.type, TSG.Communication) in graph


@pytest.mark.parametrize("note", ["note-1946-straits-first", "note-1946-straits-second"])
def test_the_notes_of_1946_name_the_state_and_no_person(graph: Graph, note: str) -> None:
    assert names(graph, note, "senderState") == {"ussr"}
    for predicate in ("sender", "deliveredBy", "conveyedBy", "handedTo"):
        assert not names(graph, note, predicate)


def test_the_note_of_1945_goes_from_molotov_to_sarper(graph: Graph) -> None:
    note = "note-1945-non-renewal"
    assert names(graph, note, "sender") == {"molotov"}
    assert names(graph, note, "handedTo") == {"sarper"}
    assert (names(graph, note, "senderState"), names(graph, note, "recipientState")) == ({"ussr"}, {"turkey"})


@pytest.mark.parametrize(
    ("protocol", "years"),
    [("protocol-1929-extension", "2"), ("protocol-1931-extension", "5"), ("protocol-1935-extension", "10")],
)
def test_the_treaty_of_1925_is_extended_three_times(graph: Graph, protocol: str, years: str) -> None:
    assert names(graph, protocol, "extends") == {"treaty-1925-friendship-neutrality"}
    assert text(graph, protocol, "extensionYears") == {years}


def test_the_protocol_of_march_1931_is_a_supplement_and_no_extension(graph: Graph) -> None:
    protocol = "protocol-1931-supplement"
    assert names(graph, protocol, "supplements") == {"treaty-1925-friendship-neutrality"}
    assert not names(graph, protocol, "extends")
    assert not text(graph, protocol, "extensionYears")


def test_the_note_of_1946_has_five_numbered_demands(graph: Graph) -> None:
    demands = list(graph.objects(TSR["note-1946-straits-first"], TSG.hasDemand))
    ordinals = sorted(int(str(graph.value(demand, TSG.ordinal))) for demand in demands)
    assert ordinals == [1, 2, 3, 4, 5]


def test_the_meeting_of_june_1945_has_four_demands_and_all_are_refused(graph: Graph) -> None:
    demands = list(graph.objects(TSR["meeting-1945-molotov-sarper-first"], TSG.hasDemand))
    assert len(demands) == 4
    assert {graph.value(demand, TSG.demandOutcome) for demand in demands} == {VOC["demand-refused"]}


def test_talks_that_failed_are_recorded(graph: Graph) -> None:
    for event in ("negotiation-1939-turkey-ussr", "meeting-1945-molotov-sarper-second"):
        assert names(graph, event, "outcome") == {"outcome-no-agreement"}


def test_the_article_keeps_8_august_and_the_record_stands_beside_it(graph: Graph, built: Build) -> None:
    note = TSR["note-1946-straits-first"]
    assert [str(v) for v in graph.objects(note, TSG.recordedDate)] == ["1946-08-07"]
    reviewed = built.dataset.graph(G["reviewed"])
    assert [str(v) for v in reviewed.objects(note, TSG.date)] == ["1946-08-07"]


@pytest.mark.parametrize(
    ("number", "work", "pages"),
    [
        (7, "soysal-1989", "271"),
        (8, "gurun-1991", "117"),
        (9, "gurun-1991", "117"),  # “Aynı yer”
        (10, "gonlubol-sar", "77"),  # “Gönlübol, age.”
        (11, "ucarol-1995", "565"),
        (12, "alantar-1998", "83-84"),
        (13, "gurun-1991", "126-127"),
        (21, "esmer-sander-1996", "140-141"),
        (22, "gurun-1991", "214"),
        (29, "gurun-1991", "276"),
        (31, "deringil-2000", "253"),
        (32, "gurun-1991", "298"),
        (33, "gurun-1991", "305"),  # “a.g.e.” alone
        (34, "akgun-2003", "72-73"),
    ],
)
def test_footnotes_cite_the_work_and_pages_printed(graph: Graph, number: int, work: str, pages: str) -> None:
    citation = graph.value(PSG[f"benhur-fn{number}"], TSG.hasCitation)
    assert graph.value(citation, TSG.citedWork) == SRC[work]
    assert str(graph.value(citation, TSG.citedPages)) == pages


def claim(graph: Graph, subject: str, predicate: str, passage: str) -> Node:
    found = [
        c
        for c in graph.subjects(TSG.subject, TSR[subject])
        if (c, TSG.predicate, TSG[predicate]) in graph
        and (c, TSG.statedIn, PSG[f"benhur-{passage}"]) in graph
    ]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("subject", "predicate", "passage", "direct", "nearby"),
    [
        ("treaty-1925-friendship-neutrality", "signedOn", "p7.s3", None, 7),
        ("treaty-1925-friendship-neutrality", "inForceFrom", "p25.s2", 29, None),
        ("note-1945-non-renewal", "date", "p25.s1", None, 29),
        ("note-1946-straits-first", "date", "p30.s1", 33, None),
        ("meeting-1945-molotov-sarper-first", "date", "p26.s3", None, None),  # no mark in all of p26
        ("reply-1939-molotov", "date", "p19.s6", None, 22),
        ("demand-1946-regime", "ordinal", "p30.s5", None, 33),  # the mark stands before the list
    ],
)
def test_footnote_support_is_direct_or_nearby_and_never_both(
    graph: Graph, subject: str, predicate: str, passage: str, direct: int | None, nearby: int | None
) -> None:
    found = claim(graph, subject, predicate, passage)
    for relation, number in ((TSG.directFootnote, direct), (TSG.nearbyFootnote, nearby)):
        expected = PSG[f"benhur-fn{number}"] if number else None
        assert graph.value(found, relation) == expected


def test_a_year_from_context_says_so(graph: Graph) -> None:
    # p19.s6 prints “5 September” without a year; p26.s7 “18 June”.
    for subject, passage in (
        ("reply-1939-molotov", "p19.s6"),
        ("meeting-1945-molotov-sarper-second", "p26.s7"),
    ):
        found = claim(graph, subject, "date", passage)
        assert graph.value(found, TSG.basis) == VOC["basis-context"]


def test_spans_lie_inside_their_sentences(graph: Graph) -> None:
    for found in graph.subjects(TSG.spanStart):
        passage = graph.value(found, TSG.statedIn)
        bounds = [
            int(str(graph.value(thing, predicate)))
            for thing, predicate in (
                (passage, TSG.charStart),
                (found, TSG.spanStart),
                (found, TSG.spanEnd),
                (passage, TSG.charEnd),
            )
        ]
        assert bounds == sorted(bounds)
        assert bounds[1] < bounds[2]
