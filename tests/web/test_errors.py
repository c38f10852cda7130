"""Errors as pages: plain words, no details."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.release import Release
from tsgraph.settings import Settings
from tsgraph.web.app import create_app

from .outline import Outline


def test_an_unknown_address_answers_in_its_own_language(client: FlaskClient) -> None:
    response = client.get("/tr/olmayan")
    assert response.status_code == 404
    assert "Bu adreste bir şey yok" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_an_address_without_a_language_answers_in_the_readers(client: FlaskClient) -> None:
    page = Outline(client.get("/olmayan", headers={"Accept-Language": "ru", "Accept": "text/html"}).text)
    assert "По этому адресу ничего нет" in page.text
    assert page.alternates == {}


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/en/about")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert "This cannot be done here" in response.text


def test_programs_get_no_page(client: FlaskClient) -> None:
    response = client.get("/nowhere", headers={"Accept": "text/turtle"})
    assert response.status_code == 404
    assert response.mimetype == "text/plain"


def test_a_fault_of_ours_tells_nothing_of_itself(
    engine: EmbeddedEngine, release: Release, project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(engine, Settings(), release.folder, project)

    @app.get("/en/broken")
    def _broken() -> str:
        raise RuntimeError("secret")

    response = app.test_client().get("/en/broken")
    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret" in caplog.text


def test_an_engine_that_is_gone_is_a_moments_trouble(release: Release, project: Project) -> None:
    with EmbeddedEngine.start([release.dataset], Settings(), release.version) as engine:
        app = create_app(engine, Settings(), None, project)
    client = app.test_client()
    response = client.get("/tr/id/turkey")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert "Sunucu meşgul" in response.text
    data = client.get("/data/turkey.ttl")
    assert data.status_code == 503
