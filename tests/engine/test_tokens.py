from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsgraph.engine.tokens import line_at, position, tokens


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in tokens(text)]


def test_words_inside_strings_iris_and_comments_are_not_words() -> None:
    text = '''"SERVICE" 'SERVICE' """SERVICE "q" """ \'\'\'a'SERVICE\'\'\' <http://x/SERVICE> # SERVICE'''
    assert {kind for kind, _ in kinds(text)} == {"string", "iri"}


def test_a_hash_inside_an_iri_begins_no_comment() -> None:
    assert kinds("<http://x#y> ASK") == [("iri", "<http://x#y>"), ("word", "ASK")]


def test_less_than_is_an_operator_where_no_iri_follows() -> None:
    assert [text for _, text in kinds("?a < ?b && ?c > ?d")] == ["?a", "<", "?b", "&&", "?c", ">", "?d"]


@pytest.mark.parametrize(
    "name", ["ex:a", ":a", "ex:", ":", "ex:a.b", "ex:1-2", r"ex:a\,b", "ex:%C3%BC", "я:Ү", "_:b1"]
)
def test_prefixed_names_are_one_token(name: str) -> None:
    assert kinds(name) == [("name", name)]


def test_a_dot_after_a_name_ends_the_triple() -> None:
    assert kinds("ex:a.") == [("name", "ex:a"), ("mark", ".")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("?x", "variable"),
        ("$x", "variable"),
        ("@tr-TR", "language"),
        ("@ar--rtl", "language"),
        ("1.5e-3", "number"),
    ],
)
def test_other_terminals(text: str, kind: str) -> None:
    assert kinds(text) == [(kind, text)]


def test_an_unclosed_string_takes_the_rest_of_its_line() -> None:
    assert kinds('"a b\nASK') == [("broken", '"a b'), ("word", "ASK")]


def test_an_unclosed_long_string_takes_the_rest_of_the_text() -> None:
    assert kinds('"""a b\nASK') == [("broken", '"""a b\nASK')]


def test_positions_count_lines_ended_in_any_way() -> None:
    assert position("a\r\nb\rc\nd", 7) == (4, 1)
    assert position("ü x", 2) == (1, 3)
    assert line_at("a\r\nb\rc\nd", 3) == "c"
    assert line_at("a", 2) == ""


@given(st.text(alphabet=st.sampled_from("aSERVIC \"'\\<>#{}()[]:.?@1\n^|&!=;,_-é")))
def test_every_visible_character_is_in_some_token_or_comment(text: str) -> None:
    last = 0
    for token in tokens(text):
        between = text[last : token.start]
        assert not between.strip() or "#" in between
        assert text.startswith(token.text, token.start)
        last = token.start + len(token.text)


@pytest.mark.parametrize(
    "piece",
    [
        '"""\\',
        '"\\',
        "'''\\",
        "a.",
        "a.a-",
        ":.",
        "<a",
        "<http://x",
        "((",
        "!",
        "@a-",
        "1.",
        "\\",
        "_",
        "%4",
        "a:.",
        "{|",
        '"""a',
        "'",
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    text = piece * (65536 // len(piece))
    began = time.process_time()
    tokens(text)
    assert time.process_time() - began < 1.0
