"""The application on the real engine over the real graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.release import Release
from tsgraph.settings import Settings
from tsgraph.web.app import create_app


@pytest.fixture(scope="session")
def engine(release: Release) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine.start([release.dataset], Settings(), release.version) as started:
        yield started


@pytest.fixture(scope="session")
def app(engine: EmbeddedEngine, release: Release, project: Project) -> Flask:
    app = create_app(engine, Settings(), release.folder, project)
    app.testing = False  # errors become pages, as for readers
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
