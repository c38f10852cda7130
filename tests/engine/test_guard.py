from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsgraph.engine import guard
from tsgraph.engine.errors import (
    QuerySyntaxError,
    QueryTooComplex,
    ServiceRefused,
    UpdateRefused,
)
from tsgraph.engine.guard import Bounds

BOUNDS = Bounds()


def inspect(text: str) -> guard.Inspection:
    return guard.inspect(text, BOUNDS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", "select"),
        ("ask {}", "ask"),
        ("Construct {} WHERE {}", "construct"),
        ("DESCRIBE <http://x>", "describe"),
        ("PREFIX select: <http://x> BASE <http://y> prefix : <z> ASK {}", "ask"),
        ("# SELECT\nBASE <http://SELECT> DESCRIBE ?x {}", "describe"),
        ('VERSION "1.2" SELECT * {}', "select"),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, kind: str) -> None:
    assert guard.kind(text) == kind
    assert inspect(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "insert\tdata {}",
        "PREFIX a: <b:c>\n# SELECT\n DeLeTe WHERE { ?s ?p ?o }",
        "WITH <a:b> DELETE {} WHERE {}",
        "LOAD <http://x>",
        "CLEAR ALL",
        "DROP GRAPH <a:b>",
        "CREATE GRAPH <a:b>",
        "COPY <a:b> TO <a:c>",
        "MOVE <a:b> TO <a:c>",
        "ADD <a:b> TO <a:c>",
    ],
)
def test_updates_are_refused_in_every_form(text: str) -> None:
    with pytest.raises(UpdateRefused):
        inspect(text)


def test_the_refusal_of_an_update_names_its_place() -> None:
    with pytest.raises(UpdateRefused, match=r"line 2, column 3") as caught:
        inspect("PREFIX a: <b:c>\n  INSERT DATA {}")
    assert caught.value.details == {"line": 2, "column": 3, "excerpt": "  INSERT DATA {}"}


@pytest.mark.parametrize("word", ["SERVICE", "service", "SeRvIcE SILENT"])
def test_service_is_refused_with_its_place(word: str) -> None:
    with pytest.raises(ServiceRefused) as caught:
        inspect(f"SELECT * {{\n {word} <http://x> {{ ?s ?p ?o }} }}")
    assert (caught.value.line, caught.value.column) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x>" }',
        "SELECT * { ?service ?p <http://x/SERVICE> } # SERVICE",
        "PREFIX service: <http://x/> SELECT * { service:insert service:delete ?o }",
        'SELECT * { ?s ?p """DROP ALL; "SERVICE" """ }',
    ],
)
def test_words_in_terms_and_comments_are_not_keywords(text: str) -> None:
    assert inspect(text).kind == "select"


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), ("# ASK", "empty"), ("PREFIX a:", "empty"), ("EXPLAIN x", "form")]
)
def test_a_text_of_no_form_is_a_syntax_error(text: str, code: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        inspect(text)
    assert caught.value.code == code


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_characters_that_no_text_may_hold_are_refused_with_their_place(character: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        inspect(f"ASK {{\n{character} }}")
    assert (caught.value.line, caught.value.column) == (2, 1)


@pytest.mark.parametrize(
    "inner",
    ["STR(" * 1000 + "?x" + ")" * 1000, "(" * 1000 + "1" + ")" * 1000, "!" * 1000 + "?x", "-" * 1000 + "1"],
)
def test_a_thousand_nested_calls_are_too_deep(inner: str) -> None:
    with pytest.raises(QueryTooComplex, match="levels of nesting; the limit is 100") as caught:
        inspect(f"SELECT * {{ FILTER({inner}) }}")
    assert caught.value.what == "depth"
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 200 + "}" * 200,
        "SELECT * {" + "?s ?p ?o FILTER EXISTS {" * 200 + "}" * 201,
        "SELECT * {" + "[?p " * 200 + "?o" + "]" * 200 + "}",
        "SELECT * { FILTER(1<" + "(" * 200 + "2" + ")" * 200 + ">1) }",
    ],
)
def test_nesting_counts_in_every_kind_of_bracket(text: str) -> None:
    with pytest.raises(QueryTooComplex) as caught:
        inspect(text)
    assert caught.value.what == "depth"


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(200)),
        "?s " + "; ".join(f"?p{n} ?o{n}" for n in range(200)),
        "?s ?p " + ", ".join(f"?o{n}" for n in range(200)),
        "?s ?p (" + "1 " * 200 + ")",
        "?s " + "/".join(["<a:b>"] * 200) + " ?o",
        " ".join(f"OPTIONAL {{ ?s ?p{n} ?o }}" for n in range(200)),
        " UNION ".join("{ ?s ?p ?o }" for _ in range(200)),
        "?s ?p " + ", ".join(f"[ ?q{n} ?r ]" for n in range(200)),
    ],
)
def test_two_hundred_patterns_are_too_many_however_they_are_written(body: str) -> None:
    with pytest.raises(QueryTooComplex) as caught:
        inspect(f"SELECT * {{ {body} }}")
    assert caught.value.what == "patterns"
    assert caught.value.limit == 100
    assert caught.value.found >= 199


@pytest.mark.parametrize(
    ("body", "patterns"),
    [
        ("?s ?p ?o", 1),
        ("?s ?p ?o .", 1),
        ("?s a ?t ; ?p ?o , ?o2 . ?a ?b ?c", 4),
        ("{ ?s ?p ?o } UNION { ?s ?q ?o }", 2),
        ("?s ?p ?o FILTER(?o IN (1, 2, 3, 4)) OPTIONAL { ?s ?q ?r }", 2),
        ("VALUES (?a ?b) { (1 2) (3 4) (5 6) } ?a ?p ?b", 1),
        ("VALUES ?a { 1 2 3 4 5 } GRAPH ?g { ?a ?p ?b }", 1),
        ("BIND(CONCAT(?a, ?b, ?c) AS ?d)", 0),
        ("{ SELECT (COUNT(?x) AS ?n) (MAX(?y) AS ?m) { ?x ?p ?y } GROUP BY ?p }", 2),
        ("?s <a:b>/<a:c>/<a:d> ?o", 3),
        ("?s ?p [ ?q ?r ]", 2),
    ],
)
def test_patterns_are_counted_as_a_person_would_or_slightly_more(body: str, patterns: int) -> None:
    text = f"SELECT * {{ {body} }}"
    guard.inspect(text, Bounds(patterns=max(patterns, 1)))
    if patterns > 1:
        with pytest.raises(QueryTooComplex):
            guard.inspect(text, Bounds(patterns=patterns - 1))


def test_too_many_operators_are_refused() -> None:
    with pytest.raises(QueryTooComplex) as caught:
        inspect("SELECT * { ?s ?p ?o FILTER(" + " && ".join(["?o"] * 500) + ") }")
    assert caught.value.what == "operators"


def test_long_lists_of_values_are_welcome() -> None:
    rows = " ".join(f'(<http://x/{n}> "{n}")' for n in range(1500))
    assert inspect(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} ?a ?p ?b }}").kind == "select"


def test_the_length_is_measured_in_bytes() -> None:
    fits = "ASK {}" + "é" * 10
    assert guard.inspect("ASK {} #" + "é" * 8, Bounds(length=24))
    with pytest.raises(QueryTooComplex, match="26 bytes; the limit is 24") as caught:
        guard.inspect(fits, Bounds(length=24))
    assert caught.value.status == 413


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("SELECT * { <a> ?p ?o }", True),
        ("SELECT * FROM </x> {}", True),
        ("BASE <http://x/> SELECT * { <http://x> ?p 1 }", False),
    ],
)
def test_relative_iris_are_noticed(text: str, relative: bool) -> None:
    assert inspect(text).relative is relative


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("SELECT (NOW() AS ?t) {}", True),
        ("SELECT (struuid() AS ?t) {}", True),
        ("ASK { FILTER(RAND() < 0.5) }", True),
        ('SELECT ("NOW()" AS ?now) {}', False),
    ],
)
def test_queries_that_differ_from_run_to_run_are_noticed(text: str, volatile: bool) -> None:
    assert inspect(text).volatile is volatile


@given(st.text(alphabet=st.sampled_from("ASK{}()[]<>.;,?x:a\"'\\|!/^ \n#é&=SELECTWHERE"), max_size=200))
def test_no_text_makes_the_guard_fail_in_any_other_way(text: str) -> None:
    for candidate in (text, "SELECT * { " + text):
        with contextlib.suppress(QuerySyntaxError, QueryTooComplex, ServiceRefused, UpdateRefused):
            inspect(candidate)


@pytest.mark.parametrize(
    ("iri", "good"),
    [
        ("http://x/", True),
        ("urn:x", True),
        ("http://x/ü", True),
        ("x", False),
        ("/x", False),
        ("", False),
        ("http://x y", False),
        ("http://<x>", False),
    ],
)
def test_graph_names_are_absolute_iris(iri: str, good: bool) -> None:
    assert guard.is_absolute_iri(iri) is good
