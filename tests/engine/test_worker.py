from __future__ import annotations

import errno
import os
import signal
import socket
import threading

import pyoxigraph as ox
import pytest

from tsgraph.engine import worker
from tsgraph.engine.interface import GRAPH_TYPES, JSON, RESULT_TYPES
from tsgraph.engine.wire import FrameReader, FrameWriter, Request, encode_request


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(b'<http://x/s> <http://x/p> "default" .', format=ox.RdfFormat.N_QUADS)
    store.load(b'<http://x/s> <http://x/p> "one" <http://x/g1> .', format=ox.RdfFormat.N_QUADS)
    store.load(b'<http://x/s> <http://x/p> "two" <http://x/g2> .', format=ox.RdfFormat.N_QUADS)
    return store


def request(text: str, media_type: str = JSON, **changes: object) -> Request:
    fields: dict[str, object] = {
        "default_graphs": None, "named_graphs": None, "base": None,
        "result_bytes": 1 << 20, "memory_bytes": 1 << 30, "seconds": 5.0,
    }  # fmt: skip
    return Request(text, media_type, **{**fields, **changes})  # type: ignore[arg-type]


def run(store: ox.Store, asked: Request) -> FrameReader:
    reader = FrameReader()
    worker.evaluate(store, asked, FrameWriter(reader.feed, asked.result_bytes))
    assert reader.finished
    return reader


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_each_result_type_carries_select_and_ask(store: ox.Store, media_type: str) -> None:
    assert b"default" in run(store, request("SELECT ?o { ?s ?p ?o }", media_type)).body()
    assert b"true" in run(store, request("ASK { ?s ?p ?o }", media_type)).body()


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_each_graph_type_carries_construct_and_describe(store: ox.Store, media_type: str) -> None:
    for text in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://x/s>"):
        assert b"default" in run(store, request(text, media_type)).body()


def test_a_syntax_error_comes_with_the_position_of_the_parser(store: ox.Store) -> None:
    failure = run(store, request("SELECT *\n{ ?s ?p }")).failure
    assert failure is not None
    assert (failure["reason"], failure["line"]) == ("syntax", 2)


def test_an_unknown_function_is_a_failure_of_evaluation(store: ox.Store) -> None:
    failure = run(store, request("SELECT (<http://x/f>(1) AS ?x) {}")).failure
    assert failure is not None
    assert failure["reason"] == "evaluation"


def test_an_answer_over_its_limit_is_a_failure(store: ox.Store) -> None:
    reader = run(store, request("SELECT * { ?s ?p ?o }", result_bytes=20))
    assert reader.failure == {"reason": "size"}


def test_running_out_of_memory_is_not_swallowed(store: ox.Store) -> None:
    class Full(FrameWriter):
        def write(self, _data: bytes) -> int:
            raise MemoryError

    with pytest.raises(MemoryError):
        worker.evaluate(store, request("ASK {}"), Full(lambda _: None, 10))


def test_requests_are_answered_until_the_pool_hangs_up(store: ox.Store) -> None:
    ours, theirs = socket.socketpair()
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(worker.answer_requests(store, theirs)))
    thread.start()
    with theirs, ours:
        for _ in range(2):
            reader = FrameReader()
            ours.sendall(encode_request(request("ASK {}", "text/csv")))
            while not reader.finished:
                reader.feed(ours.recv(100))
            assert reader.body() == b"true"
        ours.shutdown(socket.SHUT_WR)
        thread.join(10)
    assert codes == [0]


def test_a_pool_that_is_gone_before_the_answer_ends_the_worker(store: ox.Store) -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(encode_request(request("ASK {}")))
        ours.close()
        assert worker.answer_requests(store, theirs) == 0


def test_a_memory_error_ends_the_worker_with_its_own_code(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(worker, "evaluate", fail)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(encode_request(request("ASK {}")))
        assert worker.answer_requests(store, theirs) == worker.OUT_OF_MEMORY


def in_child(action: object) -> int:
    """Run something in a forked process; its exit code, or minus its signal."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = int(action())  # type: ignore[operator]
        finally:
            os.kill(os.getpid(), signal.SIGKILL) if code == 99 else os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_confined_process_can_open_neither_files_nor_sockets() -> None:
    parent = os.getpid()

    def action() -> int:
        worker.confine(parent)
        for attempt in (lambda: os.open("/dev/null", os.O_RDONLY), socket.socket):
            try:
                attempt()
            except OSError as error:
                if error.errno != errno.EMFILE:
                    return 2
            else:
                return 1
        return 0

    assert in_child(action) == 0


def test_a_process_whose_parent_is_already_gone_ends_at_once() -> None:
    def action() -> int:
        worker.confine(parent=1 if os.getppid() != 1 else 2)
        return 5

    assert in_child(action) == 0


def test_a_worker_ends_itself_when_nobody_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE_SECONDS", 0.05)
    crowd = ox.Store()
    for n in range(40):
        crowd.add(ox.Quad(ox.NamedNode(f"http://x/{n}"), ox.NamedNode("http://x/p"), ox.Literal(str(n))))
    triples = ". ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(encode_request(request(f"SELECT (COUNT(*) AS ?n) {{ {triples} }}", seconds=0.05)))
        code = in_child(lambda: worker.answer_requests(crowd, theirs, worker.address_space()))
    assert code == -signal.SIGALRM
