from __future__ import annotations

import pytest

from tsgraph.engine.diagnosis import explain
from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.errors import QuerySyntaxError
from tsgraph.engine.interface import Query


def failure(engine: EmbeddedEngine, text: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(Query(text))
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("SELECT * {\n ?s foaf:name ?o }", "prefix", (2, 5)),
        ("SELECT * { ?s ?p “x” }", "quotes", (1, 18)),
        ("SELECT * { ?s ?p «x» }", "quotes", (1, 18)),
        ('SELECT * { ?s ?p "x }', "string", (1, 18)),
        ("SELECT * {\n ?s ?p ?o", "unclosed", (1, 10)),
        ("SELECT * { ?s ?p ?o } }", "bracket", (1, 23)),
        ("SELECT * { ?s ?p (1 ] }", "bracket", (1, 21)),
        ("SELECT * {\n ?s ?p ?o\n ?a ?b ?c }", "dot", (3, 2)),
        ("SELECT * { ?s a ?t ; ?p ?o ?a ?b ?c }", "dot", (1, 28)),
        ('SELECT * { ?s ?p "1"^^<http://x> , (1 2) [ ?a ?b ] . }', "dot", (1, 42)),
        ("SELECT * { GRAPH ?g { ?s ?p/^?q ?o ?o } }", "dot", (1, 36)),
        ("SELECT * { { SELECT ?a ?b ?c ?d { ?a ?b } ORDER BY ?a LIMIT 3 } }", "unexpected", (1, 41)),
        (
            "SELECT * { VALUES (?a ?b) { (1 2) } [ ?p ?o ] . FILTER <http://x>(1) . ?s ?p . }",
            "unexpected",
            (1, 78),
        ),
        ("SELECT * { ?s ?p [ ?q ] }", "unexpected", (1, 23)),
        ("SELECT * { ?s ?p }", "unexpected", (1, 18)),
        ("SELECT (<http://x/f>(1) AS ?x) {}", "function", (1, 10)),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "parser", None),
        ("SELECT * {} ORDER BY", "end", (1, 21)),
    ],
)
def test_common_mistakes_are_named_with_their_place(
    engine: EmbeddedEngine, text: str, code: str, place: tuple[int, int] | None
) -> None:
    error = failure(engine, text)
    assert error.code == code
    if place:
        assert (error.line, error.column) == place
    assert error.excerpt == text.split("\n")[error.line - 1]
    assert len(str(error)) < 300


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("SELECT * { ?s foaf:name ?o }", "PREFIX foaf: <"),
        ("SELECT * { ?s ?p “x” }", "straight quotation marks"),
        ("SELECT * { ?s ?p ?o\n ?a ?b ?c }", "dot missing"),
    ],
)
def test_the_three_commonest_mistakes_come_with_a_hint(engine: EmbeddedEngine, text: str, hint: str) -> None:
    assert hint in failure(engine, text).hint


def test_declared_prefixes_and_blank_nodes_are_not_reported(engine: EmbeddedEngine) -> None:
    error = failure(engine, "PREFIX a: <http://x/> SELECT * { _:b a:c ?d ?e ?f }")
    assert error.code != "prefix"


def test_no_grammar_of_the_parser_reaches_the_reader(engine: EmbeddedEngine) -> None:
    error = failure(engine, "SELECT ?x { ?s ?p ?o } GROUP BY ?s")
    assert str(error).endswith("The SELECT contains a variable that is unbound.")


def test_a_message_without_a_place_is_passed_on() -> None:
    error = explain("ASK {}", "something odd")
    assert (str(error), error.line, error.details) == ("something odd.", 0, {})


def test_the_place_may_lie_behind_the_end() -> None:
    assert explain("ASK {}", "expected x", 9, 9).code == "end"


def test_long_words_are_shortened() -> None:
    error = explain(f"ASK {{}} {'x' * 100}", "expected y", 1, 8)
    assert error.subject == "x" * 40 + "…"
