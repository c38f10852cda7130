"""Which graphs a query sees: SPARQL 1.1 Query 13.2, SPARQL 1.1 Protocol 2.1.4."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.errors import BadGraphName, QuerySyntaxError
from tsgraph.engine.interface import Query
from tsgraph.settings import Settings

TRIG = """
<http://x/s> <http://x/p> "default" .
<http://x/one> { <http://x/s> <http://x/p> "one" }
<http://x/two> { <http://x/s> <http://x/p> "two" }
"""
BOTH = "{ { ?s ?p ?o BIND('-' AS ?g) } UNION { GRAPH ?g { ?s ?p ?o } } }"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    path = tmp_path_factory.mktemp("graphs") / "graphs.trig"
    path.write_text(TRIG, encoding="utf-8")
    with EmbeddedEngine.start([path], Settings(workers=1)) as engine:
        yield engine


def seen(engine: EmbeddedEngine, query: Query) -> set[str]:
    """`graph:value` for each triple that the query sees; the graph of the default graph is `-`."""
    rows = json.loads(engine.query(query).body)["results"]["bindings"]
    return {row["g"]["value"].rpartition("/")[2] + ":" + row["o"]["value"] for row in rows}


def test_without_a_data_set_a_query_sees_the_default_graph_and_every_named_graph(
    engine: EmbeddedEngine,
) -> None:
    assert seen(engine, Query(f"SELECT * {BOTH}")) == {"-:default", "one:one", "two:two"}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        ("FROM <http://x/one>", {"-:one"}),
        ("FROM <http://x/one> FROM <http://x/two>", {"-:one", "-:two"}),
        ("FROM NAMED <http://x/one>", {"one:one"}),
        ("FROM <http://x/two> FROM NAMED <http://x/one>", {"-:two", "one:one"}),
        ("FROM <http://x/unknown>", set()),
        ("FROM NAMED <http://x/unknown>", set()),
    ],
)
def test_from_makes_the_data_set_and_nothing_else_is_in_it(
    engine: EmbeddedEngine, clauses: str, expected: set[str]
) -> None:
    assert seen(engine, Query(f"SELECT * {clauses} {BOTH}")) == expected


@pytest.mark.parametrize("clauses", ["", "FROM <http://x/two> FROM NAMED <http://x/two>"])
@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        (("http://x/one",), None, {"-:one"}),
        (("http://x/one", "http://x/two"), (), {"-:one", "-:two"}),
        (None, ("http://x/one",), {"one:one"}),
        ((), ("http://x/one",), {"one:one"}),
        (("http://x/one",), ("http://x/one",), {"-:one", "one:one"}),
        (("http://x/unknown",), ("http://x/unknown",), set()),
    ],
)
def test_the_protocols_data_set_replaces_that_of_the_query(
    engine: EmbeddedEngine,
    clauses: str,
    default: tuple[str, ...] | None,
    named: tuple[str, ...] | None,
    expected: set[str],
) -> None:
    assert seen(engine, Query(f"SELECT * {clauses} {BOTH}", default, named)) == expected


def test_graph_names_must_be_absolute(engine: EmbeddedEngine) -> None:
    with pytest.raises(BadGraphName, match="absolute IRI"):
        engine.query(Query("ASK {}", ("relative",)))


def test_from_a_file_reads_no_file(engine: EmbeddedEngine, tmp_path: Path) -> None:
    path = tmp_path / "secret.nt"
    path.write_text('<http://x/s> <http://x/p> "secret" .', encoding="utf-8")
    text = f"SELECT * FROM <{path.as_uri()}> FROM NAMED <{path.as_uri()}> {BOTH}"
    assert seen(engine, Query(text)) == set()


def test_from_the_web_asks_no_server(engine: EmbeddedEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = threading.Event()
        server.settimeout(1)

        def listen() -> None:
            try:
                server.accept()[0].close()
                asked.set()
            except TimeoutError:
                pass

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert seen(engine, Query(f"SELECT * FROM <{url}> FROM NAMED <{url}> {BOTH}")) == set()
        listener.join()
        assert not asked.is_set()


def test_relative_iris_need_a_base_and_are_resolved_against_it(engine: EmbeddedEngine) -> None:
    assert seen(engine, Query(f"SELECT * FROM <one> {BOTH}", base="http://x/")) == {"-:one"}
    with pytest.raises(QuerySyntaxError):
        engine.query(Query(f"SELECT * FROM <one> {BOTH}"))
