"""The real server: processes, sockets, signals."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tsgraph.project import Project
from tsgraph.server.serving import BAD_DATA, OUT_OF_REACH, Site, claim, load, serve, version
from tsgraph.settings import Settings

SIX = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {SIX} }}"
SCRIPT = (
    "import sys, json, pathlib\n"
    "from tsgraph.server import serve\n"
    "from tsgraph.settings import Settings\n"
    "from tsgraph.project import Project\n"
    "if __name__ == '__main__':\n"
    "    settings = Settings(**json.loads(sys.argv[1]))\n"
    "    sys.exit(serve(pathlib.Path(sys.argv[2]), settings, None, Project.find()))\n"
)
CONFIGURATION = '{"port": %d, "query_seconds": 1.0, "query_memory_mb": 128, "result_mb": 2, "slow_queue": 1}'


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    url: str
    port: int

    def ask(self, query: str, **options: Any) -> requests.Response:
        return requests.get(f"{self.url}/sparql", params={"query": query}, timeout=20, **options)


def eventually(condition: Callable[[], object], seconds: float = 20.0) -> bool:
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.02)
    return True


def descendants(pid: int) -> set[int]:
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found: set[int] = set()
    todo = [pid]
    while todo:
        children = parents.get(todo.pop(), [])
        found.update(children)
        todo += children
    return found


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def is_well(url: str) -> bool:
    try:
        return requests.get(f"{url}/health", timeout=5).ok
    except requests.ConnectionError:
        return False


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Server]:
    (folder / "server.py").write_text(SCRIPT, encoding="utf-8")
    data = folder / "data.nq"
    lines = [f'<http://x/{n}> <http://x/p> "{n}" .\n' for n in range(300)]
    data.write_text("".join(lines), encoding="utf-8")
    port = claim("127.0.0.1", 0)
    command = [sys.executable, str(folder / "server.py"), CONFIGURATION % port, str(data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        server = Server(process, f"http://127.0.0.1:{port}", port)
        try:
            assert eventually(lambda: is_well(server.url) or process.poll() is not None)
            assert process.poll() is None, process.communicate()[1].decode()
            yield server
        finally:
            everybody = descendants(process.pid)
            process.terminate()
            process.wait(30)
            assert process.stderr is not None
            process.stderr.close()
            assert eventually(lambda: not any(is_alive(pid) for pid in everybody))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with started(tmp_path_factory.mktemp("server")) as server:
        yield server


def test_a_query_is_answered_by_every_method(server: Server) -> None:
    url, form = f"{server.url}/sparql", {"query": "ASK {}"}
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        requests.get(url, params=form, timeout=5),
        requests.post(url, data=form, timeout=5),
        requests.post(url, data="ASK {}", headers=direct, timeout=5),
        requests.request("QUERY", url, data="ASK {}", headers=direct, timeout=5),
        requests.post(url, data=iter([b"ASK", b" {}"]), headers=direct, timeout=5),
    ]
    assert [answer.json()["boolean"] for answer in answers] == [True] * 5
    head = requests.head(url, params=form, timeout=5)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == answers[0].headers["Content-Length"]
    assert requests.options(url, timeout=5).status_code == 204


@pytest.mark.parametrize("size", [7_000, 60_000])
def test_long_queries_fit_into_the_address(server: Server, size: int) -> None:
    assert server.ask("ASK {} #" + "a" * size).json() == {"head": {}, "boolean": True}


def test_what_is_not_utf8_is_refused_and_not_replaced(server: Server) -> None:
    assert requests.get(f"{server.url}/sparql?query=ASK%7B%7D%20%23%FF", timeout=5).status_code == 400
    headers = {"Content-Type": "application/sparql-query"}
    answer = requests.post(f"{server.url}/sparql", data=b"ASK {} #\xff", headers=headers, timeout=5)
    assert answer.status_code == 400


def test_a_body_over_the_limit_is_refused(server: Server) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    with contextlib.suppress(requests.ConnectionError):  # the server need not read to the end
        answer = requests.post(f"{server.url}/sparql", data=b" " * (2 << 20), headers=headers, timeout=5)
        assert answer.status_code == 413
    assert is_well(server.url)


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        (CROSS, {504, 503}),
        (f"SELECT * {{ {SIX} }}", {507, 503}),
        (f"SELECT * {{ {SIX} }} ORDER BY ?c0", {507, 503, 504}),
        ("ASK { FILTER(" + "STR(" * 1000 + "1" + ")" * 1000 + ") }", {400}),
        ("ASK { " + "?s ?p ?o . " * 200 + "}", {400}),
    ],
)
def test_hostile_queries_get_their_error_and_innocents_their_answer(
    server: Server, query: str, statuses: set[int]
) -> None:
    found: list[int] = []
    attackers = [
        threading.Thread(target=lambda: found.append(server.ask(query).status_code)) for _ in range(6)
    ]
    for attacker in attackers:
        attacker.start()
    while any(attacker.is_alive() for attacker in attackers):
        assert server.ask("ASK {}").json()["boolean"] is True
    for attacker in attackers:
        attacker.join()
    assert len(found) == 6
    assert set(found) <= statuses


@pytest.mark.parametrize(
    "beginning", [b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n"]
)
def test_clients_who_send_slowly_keep_nobody_waiting(server: Server, beginning: bytes) -> None:
    """RFC 9112 leaves it to the server how long it waits; a waiting request must not hold a thread."""
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(200)]
        for connection in slow:
            connection.sendall(beginning)
        for _ in range(20):
            for connection in slow[:50]:
                connection.sendall(b"a")
            assert server.ask("ASK {}").elapsed.total_seconds() < 2.0


def test_a_client_who_does_not_read_keeps_nobody_waiting(server: Server) -> None:
    big = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 5000"
    size = len(server.ask(big).content)
    assert size > 1 << 20
    request = requests.Request("GET", f"{server.url}/sparql", params={"query": big}).prepare()
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.sendall(f"GET {request.path_url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for _ in range(20):
            assert server.ask("ASK {}").elapsed.total_seconds() < 2.0


def test_web_processes_that_die_are_replaced(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        web = [
            pid
            for pid in descendants(server.process.pid)
            if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
        ]
        assert len(web) == 2
        os.kill(web[0], signal.SIGKILL)
        assert eventually(lambda: not is_alive(web[0]))
        assert eventually(lambda: all(is_well(server.url) for _ in range(10)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_ends_every_process(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as server:
        everybody = descendants(server.process.pid)
        assert len(everybody) >= 2 + 1 + 2 * 3
        busy = threading.Thread(target=lambda: quietly(server, CROSS))
        busy.start()
        server.process.send_signal(number)
        code = server.process.wait(30)
        assert code == (-number if number == signal.SIGKILL else 0)
        assert eventually(lambda: not any(is_alive(pid) for pid in everybody))
        busy.join()


def quietly(server: Server, query: str) -> None:
    with contextlib.suppress(requests.ConnectionError):
        server.ask(query)


def test_a_port_in_use_is_one_sentence_and_exit_code_3(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = serve(tmp_path / "never-read.nq", Settings(port=port), None, Project.find())
    assert code == OUT_OF_REACH
    assert capfd.readouterr().err == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use. Choose another with --port.\n"
    )


def test_broken_data_are_one_sentence_and_exit_code_1(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b>\n", encoding="utf-8")
    assert serve([path], Settings(port=0), None, Project.find()) == BAD_DATA
    error = capfd.readouterr().err
    assert error.startswith(f"The data cannot be loaded: {path}:2:1: ")
    assert error.count("\n") == 1


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(OSError, match="assign"):
        claim("192.0.2.1", 0)


def test_a_web_process_whose_server_is_gone_does_not_start(tmp_path: Path) -> None:
    pid = os.fork()
    if pid == 0:
        load(Site(tmp_path, Settings(), None, Project.find(), owner=1))
        os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == OUT_OF_REACH


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [('{"version": "1a2b"}', "1a2b"), ("{}", ""), ("[]", ""), ("broken", ""), (None, "")],
)
def test_the_version_of_the_data_is_that_of_the_build(
    tmp_path: Path, manifest: str | None, expected: str
) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert version(tmp_path) == expected
    assert not version(None)
