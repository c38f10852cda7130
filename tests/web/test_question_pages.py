"""Questions as pages and as data."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient

from .test_pages import outline


def test_a_question_opens_with_its_defaults_answered(client: FlaskClient) -> None:
    page = outline(client, "/en/questions/notes-by-sender")
    text = page.words.replace("\u00a0", " ")
    assert [control["name"] for control in page.controls] == ["kind", "sender"]
    assert "1 row" in text
    assert "19 March 1945" in text
    assert "/en/id/note-1945-non-renewal" in [href for href, _ in page.links]


def test_the_address_holds_the_question(client: FlaskClient) -> None:
    page = outline(client, "/tr/questions/notes-by-sender?sender=molotov&kind=communications")
    assert "2 satır" in page.words
    assert "5 Eylül 1939" in page.words.replace("\u00a0", " ")
    twin = page.alternates["ru"]
    assert twin.endswith("/ru/questions/notes-by-sender?sender=molotov&kind=communications")


def test_an_open_blank_and_an_empty_answer_are_shown(client: FlaskClient) -> None:
    every = outline(
        client, "/en/questions/footnotes-of-a-statement?property=&thing=treaty-1925-friendship-neutrality"
    )
    assert "first of its kind" in every.text
    none = outline(client, "/en/questions/events-in-a-span?from=1800-01-01&to=1800-12-31")
    assert "The graph knows of none." in none.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Give a day as YYYY-MM-DD"),
        ("tr", "Günü YYYY-AA-GG biçiminde verin"),
        ("ru", "Укажите день в виде ГГГГ-ММ-ДД"),
    ],
)
def test_a_wrong_value_is_told_at_its_blank(client: FlaskClient, lang: str, words: str) -> None:
    page = outline(client, f"/{lang}/questions/events-in-a-span?from=yesterday", 400)
    assert words in page.text
    assert "aria-invalid" in page.attributes
    wrong = [control for control in page.controls if "aria-invalid" in control]
    assert [(control["name"], control["value"]) for control in wrong] == [("from", "yesterday")]
    assert wrong[0]["aria-describedby"] in page.ids


def test_a_misspelt_blank_is_an_error_and_not_another_answer(client: FlaskClient) -> None:
    assert "no such blank" in outline(client, "/en/questions/notes-by-sender?sendr=molotov", 400).text
    assert client.get("/api/questions/notes-by-sender?sendr=molotov").status_code == 400


def test_a_value_that_the_graph_does_not_offer_stays_in_the_form(client: FlaskClient) -> None:
    page = client.get("/en/questions/notes-by-sender?sender=nobody").text
    assert '<option selected value="nobody">nobody</option>' in page


def test_blanks_offer_things_of_their_class_by_name(client: FlaskClient) -> None:
    page = client.get("/ru/questions/notes-by-sender").text
    assert '<option value="molotov" selected>Вячеслав Молотов</option>' in page
    assert 'value="turkey"' not in page
    things = client.get("/en/questions/footnotes-of-a-statement").text
    assert '<optgroup label="treaty">' in things
    assert '<option value="">(any)</option>' in things


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/sparql-results+xml"),
    ],
)
def test_an_answer_comes_in_the_format_asked_for(
    client: FlaskClient, accept: str | None, media_type: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/api/questions/legal-chain", headers=headers)
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert {"Accept", "Accept-Language"} <= set(response.vary)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_format_may_stand_in_the_address(client: FlaskClient) -> None:
    response = client.get("/api/questions/legal-chain?format=csv&lang=tr")
    assert response.headers["Content-Language"] == "tr"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["years"] for row in rows] == ["", "2", "", "5", "10", ""]
    assert rows[0]["stepLabel"] == "Dostluk ve Tarafsızlık Antlaşması (1925)"
    assert client.get("/api/questions/legal-chain?format=pdf").status_code == 406
    assert client.get("/api/questions/legal-chain", headers={"Accept": "image/png"}).status_code == 406


def test_a_wrong_value_is_a_problem_document_for_programs(client: FlaskClient) -> None:
    for address in ("/api/questions/legal-chain?treaty=a%20b", "/api/questions/legal-chain?lang=de"):
        response = client.get(address)
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"
        assert response.get_json(force=True)["status"] == 400


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/tr/questions/legal-chain?treaty=x"),
        ("text/csv", "/api/questions/legal-chain?treaty=x"),
    ],
)
def test_a_question_leads_to_its_page_or_its_data(client: FlaskClient, accept: str, location: str) -> None:
    headers = {"Accept": accept, "Accept-Language": "tr"}
    response = client.get("/questions/legal-chain?treaty=x", headers=headers)
    assert (response.status_code, response.location) == (303, location)
    assert client.get("/questions/legal-chain", headers=headers).location == location.partition("?")[0]


def test_a_question_that_does_not_exist_is_not_found(client: FlaskClient) -> None:
    for path in ("/questions/nothing", "/api/questions/nothing", "/en/questions/nothing"):
        assert client.get(path).status_code == 404


def test_every_page_of_a_question_can_be_taken_away(client: FlaskClient) -> None:
    page = outline(client, "/en/questions/legal-chain")
    taken = [href for href, _ in page.links if href.startswith("/api/questions/")]
    assert len(taken) == 4
    for href in taken:
        assert client.get(href).status_code == 200
    (editor,) = [href for href, _ in page.links if href.startswith("/en/sparql?query=")]
    assert "6 rows" in outline(client, editor).words
