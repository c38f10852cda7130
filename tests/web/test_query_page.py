"""The query page, and the endpoint's pages for browsers."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from .test_pages import outline

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "tr"}


def test_the_empty_form_has_an_example_to_run(client: FlaskClient) -> None:
    page = outline(client, "/en/sparql")
    assert "tsg:sender tsr:molotov" in page.text
    assert outline(client, "/en/sparql?query=").text.count("rows") == 0


def test_a_table_names_the_things_in_it(client: FlaskClient) -> None:
    query = (
        "SELECT * { VALUES ?who { <https://w3id.org/tsgraph/id/molotov> <https://w3id.org/tsgraph/a%20b> } }"
    )
    page = outline(client, f"/ru/sparql?query={quote(query)}")
    assert "Вячеслав Молотов" in page.text
    assert "tsr:molotov" in page.text
    assert "2 строки" in page.words


def test_literals_of_any_kind_are_shown_as_they_are(client: FlaskClient) -> None:
    query = 'SELECT * { VALUES ?x { "<b>"@tr 1 true "1925-12-17" } BIND(BNODE() AS ?b) }'
    page = outline(client, f"/en/sparql?query={quote(query)}")
    for text in ("<b>", "true", "1925-12-17", "_:"):
        assert text in page.text
    assert "b" not in page.tags


def test_a_long_table_is_cut_and_says_so(client: FlaskClient) -> None:
    page = outline(client, f"/en/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 600')}")
    assert "Shown are the first 500 rows" in page.text


def test_yes_and_no_are_words(client: FlaskClient) -> None:
    assert "Evet" in outline(client, f"/tr/sparql?query={quote('ASK {}')}").text
    assert "Нет" in outline(client, f"/ru/sparql?query={quote('ASK { FILTER(false) }')}").text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("SELECT * { ?s ?p }", 400, "Sorgu okunamadı"),
        ("DELETE WHERE { ?s ?p ?o }", 403, "salt okunur"),
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", 403, "SERVICE"),
    ],
)
def test_an_error_is_told_in_the_readers_language(
    client: FlaskClient, query: str, status: int, words: str
) -> None:
    page = outline(client, f"/tr/sparql?query={quote(query)}", status)
    assert words in page.text
    assert query in page.text


def test_the_endpoint_shows_browsers_the_same_pages(client: FlaskClient) -> None:
    form = client.get("/sparql", headers=BROWSER)
    assert form.status_code == 200
    assert 'lang="tr"' in form.text
    answer = client.get(f"/sparql?query={quote('SELECT (1 AS ?one) {}')}", headers=BROWSER)
    assert "1 satır" in answer.text
    assert 'href="/ru/sparql?query=' in answer.text
    failed = client.get(f"/sparql?query={quote('SELECT')}", headers=BROWSER)
    assert failed.status_code == 400
    assert "Sorgu okunamadı" in failed.text


def test_programs_still_get_data_from_the_endpoint(client: FlaskClient) -> None:
    response = client.get(
        f"/sparql?query={quote('ASK {}')}", headers={"Accept": "application/sparql-results+json"}
    )
    assert response.get_json(force=True)["boolean"] is True
