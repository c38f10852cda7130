"""Every kind of page, in every language: accessible, safe, and full of links that lead somewhere."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from tsgraph.web.app import CONTENT_SECURITY_POLICY

from .outline import Outline

PAGES = [
    "/",
    "/questions",
    "/questions/notes-by-sender",
    "/questions/events-in-a-span",
    "/questions/footnotes-of-a-statement",
    "/questions/article-and-record",
    "/sparql",
    "/sparql?query=SELECT+*+WHERE+{?s+a+%3Fkind}+LIMIT+5",
    "/sparql?query=ASK+{}",
    "/sparql?query=CONSTRUCT+WHERE+{?s+a+%3Fkind}+LIMIT+5",
    "/coverage",
    "/downloads",
    "/about",
    "/ontology",
    "/id/treaty-1925-friendship-neutrality",
    "/id/note-1946-straits-first",
    "/id/turkey",
    "/id/molotov",
    "/passage/benhur-p7.s3",
    "/passage/benhur-fn9",
    "/passage/benhur-fn9-c1",
    "/source/gurun-1991",
    "/source/benhur",
    "/source/ext-frus-1946v07-d650",
    "/claim/b-0018",
    "/claim/x-0001",
    "/claim/d-0001",
    "/vocab/kind-reported",
    "/graph/claims-benhur",
]
ERRORS = ["/id/nothing", "/nowhere", "/questions/nothing"]


def outline(client: FlaskClient, path: str, status: int = 200) -> Outline:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == status, path
    assert response.mimetype == "text/html"
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return Outline(response.text)


@pytest.mark.parametrize("lang", ["en", "tr", "ru"])
@pytest.mark.parametrize("path", [*PAGES, *ERRORS])
def test_a_page_is_well_made(client: FlaskClient, lang: str, path: str) -> None:
    page = outline(client, f"/{lang}{path}", 404 if path in ERRORS else 200)
    assert page.problems == []
    assert page.language == lang
    assert page.title.strip()
    levels = [level for level, _ in page.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(words.strip() for _, words in page.headings)
    assert len(page.ids) == len(set(page.ids))
    assert {control["id"] for control in page.controls} <= page.labelled
    assert not {"script", "style", "iframe", "object"} & set(page.tags)
    assert not {name for name in page.attributes if name == "style" or name.startswith("on")}
    assert {"main", "header", "footer", "nav"} <= set(page.tags)
    assert "#main" in [href for href, _ in page.links]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_twins_in_the_other_languages(client: FlaskClient, path: str) -> None:
    page = outline(client, f"/en{path}")
    assert {*page.alternates} == {"en", "tr", "ru", "x-default"}
    for lang in ("en", "tr", "ru"):
        address = urlsplit(page.alternates[lang])
        assert address.path.startswith(f"/{lang}/")
        twin = outline(client, f"{address.path}?{address.query}")
        assert [level for level, _ in twin.headings] == [level for level, _ in page.headings]


def test_links_stay_on_this_server_and_lead_somewhere(client: FlaskClient) -> None:
    seen: set[str] = set()
    for path in PAGES:
        for href, _ in outline(client, f"/en{path}").links:
            address = urlsplit(href)
            assert "w3id.org/tsgraph" not in address.netloc + address.path
            assert address.scheme in ("", "https", "http")
            # things of the article are many and alike, so a part of them stands for all
            if not address.netloc and address.path and not href.startswith(("/tr", "/ru", "/en/claim/b-")):
                seen.add(href.split("#")[0])
    assert len(seen) > 150
    for href in sorted(seen)[::2]:
        assert client.get(href, buffered=True).status_code in (200, 303), href


def test_vocabulary_links_lead_to_their_term(client: FlaskClient) -> None:
    terms = set(outline(client, "/en/ontology").ids)
    wanted = {
        urlsplit(href).fragment
        for href, _ in outline(client, "/en/id/treaty-1925-friendship-neutrality").links
        if href.startswith("/en/ontology#")
    }
    assert "Treaty" in wanted
    assert wanted <= terms


def test_the_home_page_shows_both_threads_and_true_figures(client: FlaskClient) -> None:
    page = outline(client, "/en/")
    assert "Turkey" in page.text
    assert "41 footnotes" in page.text
    marks = [href for href, _ in page.links if href == "/en/id/treaty-1925-friendship-neutrality"]
    assert marks
    russian = outline(client, "/ru/")
    assert "41 сноска" in russian.text


def test_coverage_accounts_for_all_138_sentences(client: FlaskClient) -> None:
    page = outline(client, "/en/coverage")
    sentences = [href for href, _ in page.links if href.startswith("/en/passage/benhur-p")]
    assert len(sentences) == len(set(sentences)) == 138


def test_the_root_leads_to_the_readers_language(client: FlaskClient) -> None:
    for header, lang in (("tr-TR,tr;q=0.9,en;q=0.5", "tr"), ("ru", "ru"), ("de", "en"), ("", "en")):
        response = client.get("/", headers={"Accept-Language": header})
        assert response.status_code == 302
        assert response.location == f"/{lang}/"
        assert "Accept-Language" in response.vary


def test_a_page_says_its_language_and_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/tr/about")
    assert first.headers["Content-Language"] == "tr"
    tag = first.headers["ETag"]
    again = client.get("/tr/about", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.headers["ETag"] == tag
    assert again.data == b""
    assert client.get("/en/about").headers["ETag"] != tag
    assert client.get("/tr/about", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_answers_like_get_without_a_body(client: FlaskClient) -> None:
    head, get = client.head("/en/id/molotov"), client.get("/en/id/molotov")
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == get.headers["ETag"]


def test_pages_are_compressed_for_those_who_can_read_it(client: FlaskClient) -> None:
    packed = client.get("/en/about", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    plain = client.get("/en/about", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data)
    small = client.get("/static/favicon.svg", buffered=True, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


def test_the_style_sheet_and_the_icon_are_served(client: FlaskClient) -> None:
    assert client.get("/static/style.css", buffered=True).mimetype == "text/css"
    assert client.get("/favicon.ico", buffered=True).mimetype == "image/svg+xml"
    assert client.get("/static/../app.py").status_code == 404


def test_crawlers_are_kept_from_queries(client: FlaskClient) -> None:
    assert "Disallow: /sparql" in client.get("/robots.txt").text


def test_a_page_that_was_made_before_comes_back_whole(client: FlaskClient) -> None:
    first, again = client.get("/tr/id/molotov"), client.get("/tr/id/molotov")
    assert first.data == again.data
    assert [*first.headers] == [*again.headers]
    elsewhere = client.get("/tr/id/molotov", headers={"Host": "example.org"})
    assert 'href="http://example.org/ru/id/molotov"' in elsewhere.text


def test_answers_to_queries_are_not_kept(client: FlaskClient) -> None:
    pages = [client.get("/en/sparql?query=SELECT+(RAND()+AS+%3Fn)+{}") for _ in range(2)]
    assert pages[0].data != pages[1].data
    assert "ETag" not in pages[0].headers
