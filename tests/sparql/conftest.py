"""A small data set behind the blueprint alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.settings import Settings
from tsgraph.sparql.protocol import create_blueprint

TRIG = """
<http://x/s> <http://x/p> "default", "Kişi"@tr, 0, false, "" .
<http://x/one> { <http://x/s> <http://x/p> "one" }
<http://x/two> { <http://x/s> <http://x/p> "two" }
"""
SETTINGS = Settings(query_seconds=1.0, query_memory_mb=128, result_mb=1, workers=1, request_kb=128)


@pytest.fixture(scope="package")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    path: Path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    with EmbeddedEngine.start([path], SETTINGS) as engine:
        yield engine


@pytest.fixture
def app(engine: EmbeddedEngine) -> Flask:
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(engine, SETTINGS))
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
