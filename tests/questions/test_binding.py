"""Filling blanks: a value becomes one term or is refused, and the query keeps its shape."""

from __future__ import annotations

import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsgraph.questions import BindingError, Template
from tsgraph.questions import binding as b

NAMESPACES = {"tsr": "https://w3id.org/tsgraph/id/", "": "https://example.org/"}
HOSTILE = [
    'x" } . ?s ?p ?o . { "',
    "x> . ?s ?p ?o . <y",
    "tsr:a } UNION { ?s ?p ?o",
    "} #",
    "\\u0022 } ?s ?p ?o { \\u0022",
    "a\nb",
    "a\r\nVALUES ?x { 1 }",
    "\x00",
    "\u202e",
    "<https://example.org/a b>",
    "https://example.org/{a}",
    "javascript:alert(1)",
    "x" * 5000,
    "\ud800",
    "?lang",
    "UNDEF",
    "()",
    "a'b",
    "<!-- -->",
    "'; DROP GRAPH <g>",
]


@pytest.mark.parametrize("text", ["molotov", "tsr:molotov", "https://w3id.org/tsgraph/id/molotov"])
def test_a_thing_is_named_by_id_prefix_or_iri(text: str) -> None:
    expected = "<https://w3id.org/tsgraph/id/molotov>"
    assert b.entity_term("x", text, NAMESPACES, NAMESPACES["tsr"]) == expected
    assert b.entity_term("x", f" <{expected[1:-1]}> ", NAMESPACES, NAMESPACES["tsr"]) == expected


def test_an_id_may_hold_dots_but_not_end_with_one() -> None:
    assert b.entity_term("x", "benhur-p7.s3", NAMESPACES, "https://w3id.org/tsgraph/passage/") == (
        "<https://w3id.org/tsgraph/passage/benhur-p7.s3>"
    )
    with pytest.raises(BindingError):
        b.entity_term("x", "benhur.", NAMESPACES, NAMESPACES["tsr"])


def test_a_name_with_the_empty_prefix_is_known_if_it_is_declared() -> None:
    assert b.entity_term("x", ":a", NAMESPACES, NAMESPACES["tsr"]) == "<https://example.org/a>"
    with pytest.raises(BindingError, match="prefixed name"):
        b.entity_term("x", ":a", {}, NAMESPACES["tsr"])


@pytest.mark.parametrize("text", ["http://[", "https://example.org/%zz<", "a:b c"])
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(BindingError, match="not a usable IRI"):
        b.iri_term("x", text)


@pytest.mark.parametrize(
    "text", ["1945-02-30", "1945-2-3", "19450203", "day", "", "１９４５-01-01", "1945-01-01Z"]
)
def test_a_day_must_exist(text: str) -> None:
    with pytest.raises(BindingError) as caught:
        b.day_term("from", text)
    assert caught.value.slug == "day"


def test_terms_carry_their_datatypes() -> None:
    assert b.day_term("x", " 1945-03-19 ") == '"1945-03-19"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert b.year_term("x", "0945") == '"945"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert b.number_term("x", "-007") == '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert b.number_term("x", "+8.50") == '"8.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert b.number_term("x", "000") == '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert b.word_term("x", 'Kâzım "Bey"') == '"Kâzım \\"Bey\\""'
    assert b.language_term("tr") == '"tr"'


@pytest.mark.parametrize("text", ["0000", "45", "19450", "MCM"])
def test_a_year_has_four_digits(text: str) -> None:
    with pytest.raises(BindingError) as caught:
        b.year_term("x", text)
    assert caught.value.slug == "year"


@pytest.mark.parametrize("text", ["1e3", "1,5", "0x1", "1.", "²", "9" * 30])
def test_a_number_is_plain(text: str) -> None:
    with pytest.raises(BindingError) as caught:
        b.number_term("x", text)
    assert caught.value.slug == "number"


@pytest.mark.parametrize(
    ("text", "slug"),
    [("", "empty"), ("  ", "empty"), ("a\\b", "characters"), ("a\tb", "characters"), ("a" * 201, "long")],
)
def test_a_word_is_short_and_printable(text: str, slug: str) -> None:
    with pytest.raises(BindingError) as caught:
        b.word_term("x", text)
    assert caught.value.slug == slug


@pytest.mark.parametrize("text", ["EN", "e", "en-GB", 'en"', ""])
def test_a_language_is_a_plain_tag(text: str) -> None:
    with pytest.raises(BindingError):
        b.language_term(text)


TEMPLATE = Template(
    """SELECT ?s WHERE {
  VALUES ?a { UNDEF }
  VALUES ?lang { "en" }
  ?s ?p ?a FILTER(lang(?a) = ?lang)
}
"""
)


def test_only_the_braces_of_the_named_blank_change() -> None:
    filled = TEMPLATE.fill({"a": '"x"'})
    assert filled == TEMPLATE.text.replace("{ UNDEF }", '{ "x" }')
    assert TEMPLATE.fill({}) == TEMPLATE.text


def test_a_blank_may_hold_several_terms() -> None:
    assert 'VALUES ?a { "x" "y" }' in TEMPLATE.fill({"a": ['"x"', '"y"']})


def test_a_blank_that_does_not_exist_cannot_be_filled() -> None:
    with pytest.raises(KeyError):
        TEMPLATE.fill({"nothing": '"x"'})


def test_a_blank_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Template("SELECT * {\n VALUES ?a { 1 }\n VALUES ?a { 2 }\n}")


def shape(query: str) -> str:
    """A query without what stands in the braces of its blanks."""
    return re.sub(r"(?m)^([ \t]*VALUES[ \t]+\?\w+[ \t]*\{).*(\}[ \t]*)$", r"\1\2", query)


def terms(text: str) -> list[str]:
    """Every term that the text is accepted as, by any type of blank."""
    found = []
    for parse in (
        lambda t: b.entity_term("a", t, NAMESPACES, NAMESPACES["tsr"]),
        lambda t: b.iri_term("a", t),
        lambda t: b.day_term("a", t),
        lambda t: b.year_term("a", t),
        lambda t: b.number_term("a", t),
        lambda t: b.word_term("a", t),
        b.language_term,
    ):
        try:
            found.append(parse(text))
        except BindingError:
            continue
    return found


def check_shape(text: str) -> None:
    store = pyoxigraph.Store()
    for term in terms(text):
        query = TEMPLATE.fill({"a": term})
        assert shape(query) == shape(TEMPLATE.text)
        # exactly one term stands in the braces: a VALUES of one variable yields one row for each
        values = re.search(r"VALUES \?a \{(.*)\}", query)
        assert values is not None
        solutions = store.query(f"SELECT ?a {{ VALUES ?a {{{values.group(1)}}} }}")
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        assert len(list(solutions)) == 1
        list(store.query(query))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
def test_known_tricks_leave_the_query_its_shape(text: str) -> None:
    check_shape(text)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\"'\\{}<>?:#.\n\r^@ ")), max_size=60))
def test_no_text_gives_the_query_another_shape(text: str) -> None:
    check_shape(text)
