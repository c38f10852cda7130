"""Pages and data of things: what the article says, where, on which footnote; and who gets which format."""

from __future__ import annotations

import warnings

import pytest
import rdflib
from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.graph.namespaces import CLM, PSG, TSG, TSR

from .test_pages import outline


def parse(document: bytes, form: str) -> rdflib.Graph:
    with warnings.catch_warnings():
        # rdflib 7.6 warns of its own ConjunctiveGraph when it reads JSON-LD
        warnings.simplefilter("ignore", DeprecationWarning)
        return rdflib.Graph().parse(data=document, format=form)


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/en/id/turkey"),
        ("application/xhtml+xml,text/html;q=0.9,*/*;q=0.8", "/en/id/turkey"),
        ("*/*", "/en/id/turkey"),
        (None, "/en/id/turkey"),
        ("text/turtle", "/data/turkey.ttl"),
        ("application/ld+json", "/data/turkey.jsonld"),
        ("application/n-triples", "/data/turkey.nt"),
        ("application/rdf+xml;q=0.9, text/html;q=0.1", "/data/turkey.rdf"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(
    client: FlaskClient, accept: str | None, location: str
) -> None:
    response = client.get("/id/turkey", headers={"Accept": accept} if accept else {})
    assert response.status_code == 303
    assert response.location == location
    assert {"Accept", "Accept-Language"} <= set(response.vary)


@pytest.mark.parametrize(
    ("path", "page", "data"),
    [
        ("/passage/benhur-p7.s3", "/ru/passage/benhur-p7.s3", "/data/passage/benhur-p7.s3.ttl"),
        ("/claim/b-0018", "/ru/claim/b-0018", "/data/claim/b-0018.ttl"),
        ("/source/gurun-1991", "/ru/source/gurun-1991", "/data/source/gurun-1991.ttl"),
        ("/vocab/kind-factual", "/ru/vocab/kind-factual", "/data/vocab/kind-factual.ttl"),
        ("/graph/claims-benhur", "/ru/graph/claims-benhur", "/data/graph/claims-benhur.ttl"),
        ("/ontology", "/ru/ontology", "/data/ontology.ttl"),
    ],
)
def test_every_space_of_names_is_negotiated(client: FlaskClient, path: str, page: str, data: str) -> None:
    spoken = {"Accept-Language": "ru"}
    assert client.get(path, headers={"Accept": "text/html", **spoken}).location == page
    assert client.get(path, headers={"Accept": "text/turtle", **spoken}).location == data
    graph = rdflib.Graph().parse(data=client.get(data).data, format="turtle")
    assert len(graph) > 3


def test_a_format_that_does_not_exist_is_not_acceptable(client: FlaskClient) -> None:
    assert client.get("/id/turkey", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("suffix", "form", "media_type"),
    [
        ("ttl", "turtle", "text/turtle"),
        ("nt", "nt", "application/n-triples"),
        ("jsonld", "json-ld", "application/ld+json"),
        ("rdf", "xml", "application/rdf+xml"),
    ],
)
def test_data_say_the_same_in_every_format(
    client: FlaskClient, suffix: str, form: str, media_type: str
) -> None:
    response = client.get(f"/data/treaty-1925-friendship-neutrality.{suffix}")
    assert response.mimetype == media_type
    assert response.headers["Link"] == '</id/treaty-1925-friendship-neutrality>; rel="describes"'
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    graph = parse(response.data, form)
    treaty = TSR["treaty-1925-friendship-neutrality"]
    assert graph.value(treaty, TSG.signedOn) == rdflib.Literal("1925-12-17")
    claim = graph.value(predicate=TSG.subject, object=treaty, any=True)
    assert claim is not None
    assert str(claim).startswith(str(CLM))
    assert (PSG["benhur-p7.s3"], TSG.pageLabel, rdflib.Literal("327")) in graph


@pytest.mark.parametrize(
    "path",
    [
        "/en/id/nothing",
        "/en/graph/nothing",
        "/en/id/%3Cscript%3E",
        "/en/id/a%20b",
        "/en/id/%00",
        "/en/nothing/turkey",
        "/de/id/turkey",
        "/data/nothing.ttl",
        "/data/graph/nothing.ttl",
        "/data/turkey.txt",
        "/data/passage/nothing.ttl",
    ],
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_treaty_page_gives_each_statement_with_its_sentence_and_footnote(client: FlaskClient) -> None:
    page = outline(client, "/en/id/treaty-1925-friendship-neutrality")
    text = page.words.replace("\u00a0", " ").replace("\u2060", "")
    assert "treaty · 17 December 1925" in text
    assert "Dostluk ve Tarafsızlık Antlaşması (1925)" in text
    said = text[text.index("What the source says") :]
    first = said[: said.index("par. 7, sent. 4")]
    assert "signed on 17 December 1925°" in first
    assert "signed at Paris°" in first
    assert "n. 7 nearby Soysal 1989, p. 271" in first
    second = said[said.index("par. 7, sent. 4") :]
    assert "n. 7 direct Soysal 1989, p. 271" in second
    named = text[text.index("Named in") :]
    assert named.index("Protocol of 1929") < named.index("Additional protocol of March 1931")
    assert named.index("Protocol of 1935") < named.index("19 March 1945")


def test_a_disputed_value_stands_first_and_the_records_beside_it(client: FlaskClient) -> None:
    text = outline(client, "/en/id/note-1946-straits-first").words.replace("\u00a0", " ")
    article, record = text.index("date 8 August 1946"), text.index("another record: 7 August 1946")
    assert article < record
    assert "FRUS 1946, VII" in text[record:]
    assert "conclusion: the record varies" in text[record:]
    assert text.count("another record:") == 1


def test_a_passage_page_has_all_statements_of_its_sentence(
    client: FlaskClient, engine: EmbeddedEngine
) -> None:
    page = outline(client, "/en/passage/benhur-p9.s7")
    text = page.words.replace("\u00a0", " ").replace("\u2060", "")
    assert "Paragraph 9, sentence 7" in text
    assert "p. [327] · Benhür" in text
    for words in ("30 October 1931", "7 November 1935", "n. 13 direct Gürün 1991, p. 126–127"):
        assert words in text


def test_a_work_page_says_what_it_is_cited_for(client: FlaskClient) -> None:
    text = outline(client, "/en/source/gurun-1991").words
    assert "What it is cited for" in text
    assert "Kamuran Gürün" in text
    assert "Türk-Sovyet İlişkileri" in text


def test_a_footnote_page_has_what_it_supports(client: FlaskClient) -> None:
    text = outline(client, "/en/passage/benhur-fn9").words.replace("\u00a0", " ")
    assert "Footnote 9" in text
    assert "Statements it stands behind, or near" in text
    assert "Protocol on the border (1926)" in text


def test_claim_and_discrepancy_have_pages(client: FlaskClient) -> None:
    page = outline(client, "/en/id/treaty-1925-friendship-neutrality")
    first = next(href for href, label in page.links if label.startswith("Claim clm:b-"))
    claim = outline(client, first).words.replace("\u00a0", " ")
    assert f"Claim {first.rsplit('/', 1)[1]}" in claim
    assert "Treaty of Friendship and Neutrality (1925)" in claim
    assert "par. 7, sent. 3" in claim
    difference = outline(client, "/en/claim/d-0001").words.replace("\u00a0", " ")
    assert "8 August 1946" in difference[difference.index("The article") :]
    assert "7 August 1946" in difference[difference.index("The other record") :]


def test_dates_and_names_are_in_the_readers_language(client: FlaskClient) -> None:
    turkish = outline(client, "/tr/id/treaty-1925-friendship-neutrality").words.replace("\u00a0", " ")
    assert "antlaşma · 17 Aralık 1925" in turkish
    russian = outline(client, "/ru/id/treaty-1925-friendship-neutrality").words.replace("\u00a0", " ")
    assert "договор · 17 декабря 1925 г." in russian


def test_a_page_names_its_data(client: FlaskClient) -> None:
    response = client.get("/en/passage/benhur-p7.s3")
    links = response.headers.getlist("Link")
    assert '</data/passage/benhur-p7.s3.ttl>; rel="describedby"; type="text/turtle"' in links
    assert len(links) == 4
