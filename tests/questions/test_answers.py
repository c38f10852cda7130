"""What the six questions answer, as the article has it; and how answers are read."""

from __future__ import annotations

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.questions import Catalogue, Table, Term, ask


def values(table: Table, name: str) -> list[str]:
    return [row[name].text if name in row else "" for row in table]


def short(table: Table, name: str) -> list[str]:
    return [value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for value in values(table, name)]


def test_molotov_sends_one_note_in_this_part_that_of_19_march_1945(
    catalogue: Catalogue, engine: EmbeddedEngine
) -> None:
    table = ask(engine, catalogue["notes-by-sender"], {"sender": "molotov"})
    assert short(table, "message") == ["note-1945-non-renewal"]
    row = table.rows[0]
    assert row["date"].text == "1945-03-19"
    assert row["recipients"].text == "Turkey"
    assert row["page"].text == "[331–332]"  # inferred, and over a page break
    assert row["support"].text.endswith(
        "#nearbyFootnote"
    )  # p25.s1 has no mark; 29 stands in the next sentence
    assert row["footnoteLabel"].text == "29"
    assert (row["workLabel"].text, row["pages"].text) == ("Gürün 1991", "276")


def test_among_messages_of_any_kind_is_the_reply_of_5_september_1939(
    catalogue: Catalogue, engine: EmbeddedEngine
) -> None:
    table = ask(engine, catalogue["notes-by-sender"], {"kind": "communications"})
    assert values(table, "date") == ["1939-09-05", "1945-03-19"]
    assert short(table, "message") == ["reply-1939-molotov", "note-1945-non-renewal"]


def test_the_notes_of_1946_have_no_invented_sender(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    for person in ("molotov", "sarper", "stalin"):
        table = ask(engine, catalogue["notes-by-sender"], {"sender": person, "kind": "communications"})
        assert not [m for m in short(table, "message") if "1946" in m]


def test_the_chain_of_the_1925_treaty_comes_out_whole(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    table = ask(engine, catalogue["legal-chain"], {"treaty": "treaty-1925-friendship-neutrality"})
    columns = (values(table, "date"), short(table, "step"), short(table, "link"), values(table, "years"))
    assert list(zip(*columns, strict=True)) == [
        ("1925-12-17", "treaty-1925-friendship-neutrality", "signedOn", ""),
        ("1929-12-17", "protocol-1929-extension", "extends", "2"),
        ("1931-03-07", "protocol-1931-supplement", "supplements", ""),
        ("1931-10-30", "protocol-1931-extension", "extends", "5"),
        ("1935-11-07", "protocol-1935-extension", "extends", "10"),
        ("1945-03-19", "note-1945-non-renewal", "Denunciation", ""),
    ]
    assert values(table, "page") == ["[327]"] * 5 + ["[332]"]
    assert values(table, "footnoteLabel") == ["7", "12", "12", "13", "13", "29"]
    assert short(table, "support") == ["nearbyFootnote"] * 2 + ["directFootnote"] * 4


def test_labels_come_in_the_readers_language(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    table = ask(engine, catalogue["legal-chain"], lang="tr")
    assert table.rows[0]["stepLabel"] == Term("literal", "Dostluk ve Tarafsızlık Antlaşması (1925)", "tr")


def test_the_day_of_the_1925_treaty_rests_on_a_nearby_footnote(
    catalogue: Catalogue, engine: EmbeddedEngine
) -> None:
    table = ask(engine, catalogue["footnotes-of-a-statement"], {"property": "signedOn"})
    (row,) = table
    assert row["value"].text == "1925-12-17"
    assert row["passageLabel"].text == "p7.s3"
    assert row["support"].text.endswith("#nearbyFootnote")
    assert (row["footnoteLabel"].text, row["workLabel"].text, row["pages"].text) == (
        "7",
        "Soysal 1989",
        "271",
    )


def test_an_open_blank_means_every_property(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    table = ask(engine, catalogue["footnotes-of-a-statement"], {"property": ""})
    found = set(short(table, "statement"))
    assert {"signedOn", "signedAt", "party", "hasProvision", "firstOfKind"} <= found
    assert not {s for s in short(table, "support") if s not in ("directFootnote", "nearbyFootnote", "")}


def test_a_span_holds_what_touches_it(catalogue: Catalogue, engine: EmbeddedEngine) -> None:
    question = catalogue["events-in-a-span"]
    june = ask(engine, question, {"from": "1945-06-01", "to": "1945-06-30"})
    assert values(june, "date") == ["1945-06-07", "1945-06-18"]
    nothing = ask(engine, question, {"from": "1950-01-01", "to": "1924-01-01"})
    assert len(nothing) == 0
    year = short(ask(engine, question, {"from": "1945-03-19", "to": "1945-03-19"}), "event")
    assert "note-1945-non-renewal" in year


def test_the_straits_note_of_1946_differs_by_a_day_from_the_record(
    catalogue: Catalogue, engine: EmbeddedEngine
) -> None:
    (row,) = [
        r
        for r in ask(engine, catalogue["article-and-record"])
        if r["thing"].text.endswith("note-1946-straits-first")
    ]
    assert (row["article"].text, row["record"].text, row["days"].text) == ("1946-08-08", "1946-08-07", "-1")
    assert row["page"].text == "[333]"


@pytest.mark.parametrize("party", ["turkey", "ussr"])
def test_both_states_are_parties_to_the_treaties_between_them(
    catalogue: Catalogue, engine: EmbeddedEngine, party: str
) -> None:
    found = short(ask(engine, catalogue["treaties-by-party"], {"party": party}), "treaty")
    assert "treaty-1925-friendship-neutrality" in found
    assert "protocol-1926-border" in found or any("1926" in name for name in found)


def test_results_json_is_read_with_every_kind_of_term() -> None:
    table = Table.parse(
        b"""{"head": {"vars": ["a", "b"]}, "results": {"bindings": [
        {"a": {"type": "uri", "value": "https://example.org/"},
         "b": {"type": "literal", "value": "x", "xml:lang": "en"}},
        {"a": {"type": "bnode", "value": "n"}, "b": {"type": "typed-literal", "value": "1", "datatype": "d"}},
        {"a": {"type": "triple", "value": {"subject": 1}}}]}}"""
    )
    assert table.columns == ("a", "b")
    assert [str(row["a"]) for row in table] == ["https://example.org/", "n", '{"subject": 1}']
    assert [row["b"] for row in table if "b" in row] == [
        Term("literal", "x", "en"),
        Term("literal", "1", "", "d"),
    ]
