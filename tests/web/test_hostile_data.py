"""Data of strangers on the same pages: nothing in it becomes markup, and what it lacks is done without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.settings import Settings
from tsgraph.web.app import create_app

from .outline import Outline

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
DATA = f"""
@prefix tsg: <https://w3id.org/tsgraph/ontology#> .
@prefix tsr: <https://w3id.org/tsgraph/id/> .
@prefix clm: <https://w3id.org/tsgraph/claim/> .
@prefix psg: <https://w3id.org/tsgraph/passage/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

tsg:Thing a <http://www.w3.org/2002/07/owl#Class> ;
  rdfs:label '''{EVIL}'''@en , '''{EVIL}'''@tr ; rdfs:comment '''{EVIL}'''@en .
tsr:evil a tsg:Thing ;
  rdfs:label '''{EVIL}'''@en , '''{EVIL}'''@tr ; skos:altLabel '''{EVIL}'''@en ;
  dcterms:description '''{EVIL}'''@en ;
  rdfs:seeAlso <javascript:alert(1)> , <https://example.org/?a=%22%3E&b='> ;
  tsg:date "<b>1945</b>" ;
  tsg:size 1e400 , 12 , true , "2026-11-22"^^<http://www.w3.org/2001/XMLSchema#date> .
tsr:bare tsg:knows tsr:evil .
psg:bare-p1.s1 a tsg:Passage ; tsg:pageLabel '''{EVIL}''' .
clm:bare-1 tsg:subject tsr:evil ; tsg:predicate tsg:knows ; tsg:object <javascript:alert(2)> ;
  tsg:statedIn psg:bare-p1.s1 .
clm:bare-2 tsg:subject tsr:evil ; tsg:predicate tsg:knows ; tsg:value '''{EVIL}''' ;
  rdfs:comment '''{EVIL}'''@en .
clm:bare-3 tsg:subject tsr:bare ; tsg:predicate tsg:date ; tsg:value "1945" ;
  tsg:recordedIn <https://w3id.org/tsgraph/source/bare> .
clm:bare-d tsg:claimUnderReview clm:bare-2 ; tsg:comparedClaim clm:bare-3 .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, project: Project) -> Iterator[FlaskClient]:
    path: Path = tmp_path_factory.mktemp("hostile") / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    with EmbeddedEngine.start([path], Settings(), "hostile") as engine:
        yield create_app(engine, Settings(), None, project).test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/en/",
        "/en/id/evil",
        "/tr/id/evil",
        "/en/id/bare",
        "/en/passage/bare-p1.s1",
        "/en/claim/bare-1",
        "/en/claim/bare-2",
        "/en/claim/bare-3",
        "/en/claim/bare-d",
        "/en/coverage",
        "/en/ontology",
        "/en/downloads",
        "/en/questions/footnotes-of-a-statement?thing=evil&property=",
        "/en/questions/footnotes-of-a-statement?thing=%3Cscript%3E&property=%22%3E%3Cscript%3E",
        "/en/questions/events-in-a-span?from=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/en/sparql?query=SELECT+*+{?s+%3Fp+%3Fo}",
        "/en/sparql?query=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/en/%3Cscript%3Ealert(1)%3C/script%3E",
        "/en/about?x=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_nothing_becomes_markup(client: FlaskClient, path: str) -> None:
    page = Outline(client.get(path, headers={"Accept": "text/html"}).text)
    assert page.problems == []
    assert not {"script", "img", "b", "iframe"} & set(page.tags)
    assert not {name for name in page.attributes if name.startswith("on")}
    assert all(not href.lower().startswith(("javascript:", "data:")) for href, _ in page.links)
    assert "49" not in page.title


def test_a_thing_without_label_or_claims_has_a_page(client: FlaskClient) -> None:
    page = Outline(client.get("/en/id/bare").text)
    assert page.headings[0] == (1, "bare")


def test_a_host_header_cannot_inject_markup(client: FlaskClient) -> None:
    response = client.get("/en/about", headers={"Host": 'x"><script>'})
    assert "<script" not in response.text
