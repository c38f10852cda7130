"""RFC 9110 section 12: quality values, specificity, wildcards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsgraph.engine.interface import CSV, GRAPH_TYPES, JSON, JSON_LD, RDF_XML, RESULT_TYPES, TSV, TURTLE, XML
from tsgraph.sparql.negotiation import HTML, PROBLEM, by_name, choose, parse_accept, prefers_html


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/*", CSV),
        (XML, XML),
        (f"{XML};q=0.5, {CSV};q=0.9", CSV),
        (f"{CSV};q=0, */*;q=0.1", JSON),
        (f"{JSON};q=0, */*", XML),
        (f"*/*;q=0.9, {TSV};q=0.2, {JSON};q=0.1, {XML};q=0.1", CSV),
        ("text/*;q=0.5, text/csv;q=0.1", TSV),
        ("TEXT/CSV", CSV),
        (f"text/csv;charset=utf-8;q=0.2, {XML};q=0.1", CSV),
        ("nonsense, text/csv", CSV),
        (f"{XML};q=1.5, {CSV};q=0.5", XML),
    ],
)
def test_the_best_offer_is_chosen(header: str | None, expected: str) -> None:
    assert choose(header, RESULT_TYPES) == (expected, expected)


@pytest.mark.parametrize("header", ["image/png", "*/*;q=0", f"{JSON};q=0", "nonsense"])
def test_nothing_may_be_acceptable(header: str) -> None:
    assert choose(header, RESULT_TYPES) is None


@pytest.mark.parametrize(
    ("header", "offers", "expected"),
    [
        ("application/json", RESULT_TYPES, (JSON, "application/json")),
        ("application/json", GRAPH_TYPES, (JSON_LD, "application/json")),
        ("text/xml", RESULT_TYPES, (XML, "text/xml")),
        ("application/xml", GRAPH_TYPES, (RDF_XML, "application/xml")),
        ("application/xhtml+xml", (HTML, JSON), (HTML, HTML)),
        (f"{JSON}, application/json", RESULT_TYPES, (JSON, JSON)),
        ("application/json", (PROBLEM, HTML), (PROBLEM, PROBLEM)),
    ],
)
def test_common_names_of_formats_are_understood_and_used(
    header: str, offers: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert choose(header, offers) == expected


@pytest.mark.parametrize(
    ("name", "offers", "expected"),
    [
        ("json", RESULT_TYPES, JSON),
        ("JSON", GRAPH_TYPES, JSON_LD),
        ("xml", GRAPH_TYPES, RDF_XML),
        ("xml", RESULT_TYPES, XML),
        ("ttl", GRAPH_TYPES, TURTLE),
        ("text/csv", RESULT_TYPES, CSV),
        ("application/json", RESULT_TYPES, JSON),
        ("csv", GRAPH_TYPES, None),
        ("pdf", RESULT_TYPES, None),
    ],
)
def test_formats_have_short_names(name: str, offers: tuple[str, ...], expected: str | None) -> None:
    assert by_name(name, offers) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        (None, False),
        ("application/json, text/html;q=0.5", False),
    ],
)
def test_browsers_are_recognised_by_what_they_prefer(header: str | None, expected: bool) -> None:
    assert prefers_html(header) is expected


@given(st.text(max_size=300))
def test_no_header_makes_it_fail(header: str) -> None:
    for item in parse_accept(header):
        assert 0 <= item.quality <= 1
    choose(header, RESULT_TYPES)
