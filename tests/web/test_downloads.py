"""The files to take away."""

from __future__ import annotations

from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.release import Release
from tsgraph.settings import Settings
from tsgraph.web.app import create_app

from .outline import Outline


def test_the_page_lists_the_files_and_the_graphs(client: FlaskClient) -> None:
    page = Outline(client.get("/en/downloads").text)
    hrefs = [href for href, _ in page.links]
    for name in ("tsgraph.ttl", "tsgraph.trig", "tsgraph.nq"):
        assert f"/downloads/latest/{name}" in hrefs
    assert "/en/graph/said-benhur" in hrefs


def test_a_file_is_served_with_its_type_under_latest_and_its_version(
    client: FlaskClient, release: Release
) -> None:
    for folder in ("latest", release.version):
        response = client.get(f"/downloads/{folder}/tsgraph.ttl", buffered=True)
        assert response.status_code == 200
        assert response.mimetype == "text/turtle"
        assert response.data == (release.dumps / "tsgraph.ttl").read_bytes()
    assert (
        "immutable" not in client.get("/downloads/latest/tsgraph.nq", buffered=True).headers["Cache-Control"]
    )


def test_the_names_are_listed_for_programs(client: FlaskClient) -> None:
    names = client.get("/downloads/latest/").text.split()
    assert {"tsgraph.ttl", "tsgraph.trig", "tsgraph.nq"} <= set(names)


def test_other_versions_and_other_files_are_not_found(client: FlaskClient) -> None:
    for path in (
        "0000/tsgraph.ttl",
        "latest/../manifest.json",
        "latest/nothing.ttl",
        "latest/%2e%2e%2fmanifest.json",
    ):
        assert client.get(f"/downloads/{path}", buffered=True).status_code == 404
    assert client.get("/downloads/0000/").status_code == 404


def test_a_server_without_files_says_so(engine: EmbeddedEngine, project: Project) -> None:
    client = create_app(engine, Settings(), None, project).test_client()
    assert "tsgraph dump" in client.get("/en/downloads").text
    assert client.get("/downloads/latest/").text == ""
    assert client.get("/downloads/latest/tsgraph.ttl").status_code == 404
