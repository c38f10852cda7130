"""The parts behind the pages: kept answers, the threads' positions, addresses."""

from __future__ import annotations

import pytest
from flask import Flask

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.questions import Table, Term
from tsgraph.settings import Settings
from tsgraph.web import threads
from tsgraph.web.addresses import compact, data_path, link, local_path
from tsgraph.web.app import create_app
from tsgraph.web.query_page import _client
from tsgraph.web.reading import Cache

EMPTY = Table((), ())
TSG = "https://w3id.org/tsgraph/ontology#"
TSR = "https://w3id.org/tsgraph/id/"


def test_the_cache_lets_the_oldest_go() -> None:
    cache: Cache[Table] = Cache(100)
    for name in "abcd":
        cache.put((name,), EMPTY, 25)
    assert cache.get(("a",)) is EMPTY
    cache.put(("e",), EMPTY, 25)
    assert cache.get(("b",)) is None
    assert cache.get(("a",)) is EMPTY


def test_the_cache_keeps_nothing_that_would_fill_it() -> None:
    cache: Cache[Table] = Cache(100)
    cache.put(("a",), EMPTY, 26)
    assert cache.get(("a",)) is None
    cache.put(("b",), EMPTY, 20)
    cache.put(("b",), Table(("x",), ()), 20)
    assert cache.get(("b",)) is EMPTY


def act(name: str, day: str, sort: str, party: str = "", way: str = "") -> dict[str, Term]:
    row = {
        "thing": Term("iri", TSR + name),
        "thingLabel": Term("literal", name, "en"),
        "date": Term("literal", day),
        "day": Term("literal", day),
        "sort": Term("iri", TSG + sort),
    }
    if party:
        row |= {"party": Term("iri", TSR + party), "way": Term("iri", TSG + way)}
    return row


def test_acts_hang_on_the_threads_of_those_who_took_part() -> None:
    rows = (
        act("treaty", "1925-12-17", "Treaty", "turkey", "party"),
        act("treaty", "1925-12-17", "Treaty", "ussr", "party"),
        act("protocol", "1935-11-07", "Treaty", "treaty", "modifies"),
        act("orphan", "1936-01-01", "Treaty", "elsewhere", "modifies"),
        act("note", "1945-03-19", "Communication", "ussr", "senderState"),
        act("note", "1945-03-19", "Communication", "turkey", "recipientState"),
        act("war", "1939-09-01", "War", "poland", "participant"),
        act("long-ago", "1917-12-15", "Treaty", "turkey", "party"),
        act("garbled", "soon", "War"),
    )
    marks = {mark.label: mark for mark in threads.arrange(Table((), rows))}
    assert [*marks] == ["treaty", "protocol", "orphan", "war", "note"]
    assert marks["treaty"].touches == marks["protocol"].touches == {"tr", "su"}
    assert (marks["note"].sort, marks["note"].sender) == ("message", "su")
    assert marks["war"].touches == marks["orphan"].touches == set()
    assert 20 <= marks["treaty"].x < marks["note"].x <= 1100


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{TSR}turkey", "/tr/id/turkey"),
        ("https://w3id.org/tsgraph/passage/benhur-p7.s3", "/tr/passage/benhur-p7.s3"),
        ("https://w3id.org/tsgraph/id/a%20b", "/tr/id/a%20b"),
        ("https://w3id.org/tsgraph/ontology", "/tr/ontology"),
        (f"{TSG}Treaty", "/tr/ontology#Treaty"),
        ("https://w3id.org/tsgraph/id/", None),
        ("https://w3id.org/tsgraph/id/a/b", None),
        ("https://w3id.org/tsgraph/other/a", None),
        ("urn:isbn:1", None),
    ],
)
def test_an_iri_of_the_graph_has_a_page_here(iri: str, path: str | None) -> None:
    assert local_path(iri, "tr") == path


def test_other_addresses_lead_to_the_web_or_nowhere() -> None:
    assert link("http://www.wikidata.org/entity/Q43", "en") == "http://www.wikidata.org/entity/Q43"
    assert link("javascript:alert(1)", "en") is None
    assert compact("http://www.wikidata.org/entity/Q43") == "wd:Q43"
    assert compact("urn:isbn:1") == "urn:isbn:1"
    assert data_path("id", "turkey", "ttl") == "/data/turkey.ttl"


def test_a_proxy_names_the_client_only_if_it_is_trusted(
    engine: EmbeddedEngine, project: Project, app: Flask
) -> None:
    headers = {"X-Real-IP": "192.0.2.7"}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert _client() == "127.0.0.1"
    behind = create_app(engine, Settings(client_header="X-Real-IP"), None, project)
    with behind.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        assert _client() == "192.0.2.7"


def test_addresses_for_crawlers_are_absolute_and_follow_the_setting(
    engine: EmbeddedEngine, project: Project
) -> None:
    app = create_app(engine, Settings(base_url="https://example.org/"), None, project)
    page = app.test_client().get("/en/about").text
    assert '<link rel="alternate" hreflang="tr" href="https://example.org/tr/about">' in page
