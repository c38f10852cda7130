"""The pool under friendly and hostile use: a hostile query gets its error, and nobody else notices."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tsgraph.engine import embedded
from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.errors import (
    EngineBusy,
    EngineError,
    EngineUnavailable,
    MemoryExceeded,
    NotAcceptable,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
    UpdateRefused,
)
from tsgraph.engine.interface import CSV, JSON, TURTLE, Limits, Query
from tsgraph.engine.process import ParentProcess

from .conftest import PEOPLE, SHORT, children, eventually, is_alive

LIGHT = Query("SELECT ?o { <http://example.org/person/7> <http://example.org/knows> ?o }")
SIX = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {SIX} }}"
DOUBLING = "".join(f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1}) " for n in range(20))

# Where memory or size is what ends a query, time must not: a busy machine is slow to fill the memory.
PATIENT = Limits(30.0, SHORT.query_memory_mb << 20, SHORT.result_mb << 20)
HOSTILE: dict[str, tuple[str, type[EngineError], Limits | None]] = {
    "cross product of six patterns": (CROSS, QueryTimeout, None),
    "cross product, sorted": (f"SELECT * {{ {SIX} }} ORDER BY ?c0", MemoryExceeded, PATIENT),
    "cross product, all rows": (f"SELECT * {{ {SIX} }}", ResultTooLarge, PATIENT),
    "a thousand nested calls": (f"ASK {{ FILTER({'STR(' * 1000}1{')' * 1000}) }}", QueryTooComplex, None),
    "two hundred patterns": ("ASK { " + "?s ?p ?o . " * 200 + " }", QueryTooComplex, None),
    "regex bomb": (
        "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?o), STR(?c), STR(?f)), "
        '"((([a-z/:.0-9]{1,60}){1,60}){1,4})x$")) }',
        QueryTimeout,
        None,
    ),
    "memory bomb by doubling": (
        f'SELECT ?v20 {{ BIND("aaaaaaaa" AS ?v0) {DOUBLING} }}',
        MemoryExceeded,
        PATIENT,
    ),
    "memory bomb by GROUP_CONCAT": (
        "SELECT (GROUP_CONCAT(CONCAT(STR(?o), STR(?c))) AS ?x) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
        MemoryExceeded,
        PATIENT,
    ),
    "memory bomb by DISTINCT": (
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
        MemoryExceeded,
        PATIENT,
    ),
}


def fail(engine: EmbeddedEngine, text: str, limits: Limits | None = None) -> None:
    """Ask what will not be answered; for threads."""
    with pytest.raises(EngineError):
        engine.query(Query(text), limits)


def is_light_answered(engine: EmbeddedEngine) -> bool:
    rows = json.loads(engine.query(LIGHT).body)["results"]["bindings"]
    return [row["o"]["value"] for row in rows] == ["http://example.org/person/8"]


def test_an_answer_says_what_it_is(engine: EmbeddedEngine) -> None:
    answer = engine.query(Query("SELECT (1 AS ?x) {}", media_type=CSV))
    assert (answer.body, answer.media_type, answer.kind) == (b"x\r\n1\r\n", CSV, "select")
    assert engine.query(Query("ASK {}")).kind == "ask"
    assert engine.query(Query("CONSTRUCT WHERE { ?s ?p ?o }", media_type=TURTLE)).kind == "graph"


def test_the_status_describes_the_data(engine: EmbeddedEngine) -> None:
    status = engine.status()
    assert (status.quads, status.default_triples, status.graph_count) == (2 * PEOPLE, PEOPLE, 2)
    assert status.graphs["http://example.org/graph/odd"] == PEOPLE // 2
    assert status.version == engine.version
    assert status.ready


@pytest.mark.parametrize(
    ("text", "media_type"), [("ASK {}", TURTLE), ("DESCRIBE <http://x>", JSON), ("ASK {}", "a/b")]
)
def test_a_media_type_that_cannot_carry_the_answer_is_refused(
    engine: EmbeddedEngine, text: str, media_type: str
) -> None:
    with pytest.raises(NotAcceptable):
        engine.query(Query(text, media_type=media_type))


def test_updates_never_reach_a_worker(engine: EmbeddedEngine) -> None:
    with pytest.raises(UpdateRefused):
        engine.kind("DROP ALL")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_gets_its_error_within_the_limit(engine: EmbeddedEngine, name: str) -> None:
    text, expected, limits = HOSTILE[name]
    assert is_light_answered(engine)
    began = time.monotonic()
    with pytest.raises(expected):
        engine.query(Query(text), limits)
    seconds = limits.seconds if limits else SHORT.query_seconds
    assert time.monotonic() - began < seconds + 0.5
    assert is_light_answered(engine)


def test_limits_can_be_given_with_a_query(engine: EmbeddedEngine) -> None:
    with pytest.raises(QueryTimeout, match=r"0\.2 seconds"):
        engine.query(Query(CROSS), Limits(0.2, 64 << 20, 1 << 20))
    with pytest.raises(ResultTooLarge, match="100 bytes"):
        engine.query(Query("SELECT * { ?s ?p ?o }"), Limits(1.0, 64 << 20, 100))


def test_innocents_are_answered_while_others_attack(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, query_seconds=0.5)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        stop = threading.Event()
        outcomes: list[str] = []

        def attack(texts: list[str]) -> None:
            while not stop.is_set():
                for text in texts:
                    try:
                        engine.query(Query(text))
                    except EngineError as error:
                        outcomes.append(error.slug)

        texts = [text for text, _, _ in HOSTILE.values()]
        attackers = [threading.Thread(target=attack, args=(texts[n:] + texts[:n],)) for n in range(4)]
        for attacker in attackers:
            attacker.start()
        durations: list[float] = []
        while len(durations) < 150:
            began = time.monotonic()
            assert is_light_answered(engine)
            durations.append(time.monotonic() - began)
        stop.set()
        for attacker in attackers:
            attacker.join()
        assert outcomes
        assert sorted(durations)[len(durations) // 2] < 0.1
        most = settings.workers + 1 + settings.slow_workers
        assert eventually(lambda: len(engine.processes) <= most)


def test_the_pool_recovers_from_hundreds_of_kills(graph_file: Path) -> None:
    with ParentProcess([graph_file]) as parent, EmbeddedEngine(parent.folder, SHORT) as engine:
        killed: set[int] = set()
        while len(killed) < 300:
            for pid in engine.processes:
                if pid not in killed and is_alive(pid):
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            assert eventually(lambda: is_light_answered_if_any(engine))
        assert is_light_answered(engine)
        # Idle workers that died are found out when somebody asks.
        assert eventually(lambda: engine.status() and len(children(parent.pid)) == SHORT.workers + 1)
        assert not any(is_alive(pid) for pid in killed)


def is_light_answered_if_any(engine: EmbeddedEngine) -> bool:
    """As above, but a worker that is killed under a query may cost that query."""
    try:
        return is_light_answered(engine)
    except EngineError:
        return False


def test_slow_queries_beyond_the_queue_are_refused_at_once(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, slow_queue=0, query_seconds=5.0)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        first = threading.Thread(target=fail, args=(engine, CROSS))
        first.start()
        assert eventually(lambda: engine.status().counters.get("demoted"))
        began = time.monotonic()
        with pytest.raises(EngineBusy) as caught:
            engine.query(Query(CROSS + " # another text"))
        assert caught.value.retry_after
        assert time.monotonic() - began < 2.0
        with pytest.raises(EngineBusy):  # this text is known by now, and does not disturb the fast lane again
            engine.query(Query(CROSS + " # another text"))
        assert is_light_answered(engine)
        engine.close()
        first.join()


def test_a_slow_query_waits_in_the_queue_for_its_turn(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, query_seconds=3.0)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        first = threading.Thread(target=fail, args=(engine, CROSS, Limits(1.0, 1 << 27, 1 << 20)))
        first.start()
        assert eventually(lambda: engine.status().counters.get("demoted"))
        slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h <http://example.org/person/3> }"
        rows = json.loads(engine.query(Query(slow)).body)["results"]["bindings"]
        assert rows[0]["n"]["value"] == str(PEOPLE * PEOPLE)
        first.join()


def test_who_waits_too_long_for_a_slow_place_is_refused(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, query_seconds=0.6)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        limits = Limits(5.0, 1 << 27, 1 << 20)
        first = threading.Thread(target=fail, args=(engine, CROSS, limits))
        first.start()
        assert eventually(lambda: engine.status().counters.get("demoted"))
        with pytest.raises(EngineBusy):
            engine.query(Query(CROSS + " # another text"))
        engine.close()
        first.join()


def test_workers_retire(graph_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_RETIRE_AFTER", 2)
    with EmbeddedEngine.start([graph_file], SHORT) as engine:
        assert is_light_answered(engine)
        first = set(engine.processes)
        for _ in range(10):
            assert is_light_answered(engine)
        assert len(first & set(engine.processes)) < len(first)


def test_known_slow_texts_are_bounded(graph_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_REMEMBERED", 1)
    settings = dataclasses.replace(SHORT, slice_ms=1)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        limits = Limits(0.1, 1 << 27, 1 << 20)
        for n in range(3):
            with pytest.raises(QueryTimeout):
                engine.query(Query(f"{CROSS} # {n}"), limits)
        assert engine.status().counters["demoted"] == 3


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (signal.SIGABRT, MemoryExceeded),
        (signal.SIGKILL, MemoryExceeded),
        (signal.SIGSEGV, QueryTooComplex),
        (signal.SIGALRM, QueryTimeout),
        (signal.SIGUSR1, EngineUnavailable),
    ],
)
def test_the_end_of_a_worker_tells_what_went_wrong(
    graph_file: Path, number: signal.Signals, expected: type[EngineError]
) -> None:
    settings = dataclasses.replace(SHORT, workers=1, query_seconds=5.0)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        caught: list[BaseException] = []

        def ask() -> None:
            try:
                engine.query(Query(CROSS))
            except EngineError as error:
                caught.append(error)

        asking = threading.Thread(target=ask)
        asking.start()
        assert eventually(lambda: engine.status().counters.get("demoted"))
        assert eventually(lambda: len(engine.processes) == 3)
        busy = max(engine.processes, key=cpu_ticks)
        os.kill(busy, number)
        asking.join()
        assert type(caught[0]) is expected


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_query_without_a_free_worker_is_refused_at_its_deadline(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, workers=1, slice_ms=5000)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        limits = Limits(3.0, 1 << 27, 1 << 20)
        threads = [threading.Thread(target=fail, args=(engine, CROSS, limits)) for _ in range(2)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: engine.status().counters["idle"] == 0 and len(engine.processes) == 2)
        with pytest.raises(EngineBusy):
            engine.query(LIGHT, Limits(0.2, 1 << 27, 1 << 20))
        for thread in threads:
            thread.join()


def test_an_engine_without_a_parent_says_so(tmp_path: Path) -> None:
    with EmbeddedEngine(tmp_path, SHORT) as engine, pytest.raises(EngineUnavailable, match="not running"):
        engine.query(LIGHT)


def test_the_guards_limits_come_from_the_settings(graph_file: Path) -> None:
    settings = dataclasses.replace(SHORT, query_depth=3, query_length=50)
    with EmbeddedEngine.start([graph_file], settings) as engine:
        for text in ("ASK {{{{}}}}", "ASK {}" + " " * 50):
            with pytest.raises(QueryTooComplex):
                engine.kind(text)
