"""The servers that are compared: how each is started on a file of triples, and how it is asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from bench import answers, environments, http11, processes
from bench.workload import TRIPLES, Query

_START_SECONDS = 60.0
_POLL_SECONDS = 0.002
_SETTLE_SECONDS, _SETTLE_LOOKS = 0.1, 50


class ServerError(Exception):
    """A server did not start or has gone; the message says which, and its last words."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server in one configuration.

    Attributes:
        name: What tables call it.
        program: The program, or the name of the environment in `environments` that holds it.
        arguments: Its arguments; `{port}` and `{data}` are filled in.
        path: Of its SPARQL endpoint.
        upload: Where to put the data once it listens, if it does not take a file of its own accord.
        variables: Environment variables.
    """

    name: str
    program: Path | str
    arguments: tuple[str, ...]
    path: str
    upload: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, port: int, data: Path) -> list[str]:
        """The command that starts it."""
        program = self.program
        if isinstance(program, str):
            program = environments.prepare(program) / program
        return [str(program), *(part.format(port=port, data=data) for part in self.arguments)]


_OURS = Path(sys.executable).with_name("tsgraph")
_OUR_ARGUMENTS = ("serve", "--host", "127.0.0.1", "--port", "{port}", "--data", "{data}")
_OXIGRAPH_ARGUMENTS = ("serve", "--bind", "127.0.0.1:{port}")

OURS = Server("tsgraph", _OURS, _OUR_ARGUMENTS, "/sparql")
OURS_UNCACHED = Server(
    "tsgraph, answer cache off", _OURS, _OUR_ARGUMENTS, "/sparql", variables={"TSGRAPH_CACHE_MB": "0"}
)
OXIGRAPH = Server("oxigraph", "oxigraph", _OXIGRAPH_ARGUMENTS, "/query", upload="/store?default")
# tsgraph stops a query after ten seconds whatever happens; this is the same promise.
OXIGRAPH_LIMITED = Server(
    "oxigraph, --timeout-s 10",
    "oxigraph",
    (*_OXIGRAPH_ARGUMENTS, "--timeout-s", "10"),
    "/query",
    upload="/store?default",
)
RDFLIB_ENDPOINT = Server(
    "rdflib-endpoint",
    "rdflib-endpoint",
    ("serve", "--host", "127.0.0.1", "--port", "{port}", "{data}"),
    "/",
)
SERVERS = (OURS, OURS_UNCACHED, OXIGRAPH, OXIGRAPH_LIMITED, RDFLIB_ENDPOINT)


class Running:
    """A server that has been started; ends when the `with` block is left, however that comes about.

    Args:
        server: Which.
        data: N-Triples for its default graph.
        log: Where it may write what it has to say.
    """

    def __init__(self, server: Server, data: Path, log: Path) -> None:
        """Start the program, and wait for nothing."""
        self.server, self.port, self._data, self._log = server, _free_port(), data, log
        self.killed = 0
        command = server.command(self.port, data)
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("TSGRAPH_")}
        self.started = time.perf_counter()
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**inherited, **server.variables},
                start_new_session=True,
                preexec_fn=processes.follow_parent,  # noqa: PLW1509 - this program has no threads
            )

    def __enter__(self) -> Running:
        """The server."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it and all its processes."""
        self.killed = processes.end(self.process.pid)
        self.process.wait()

    def request(self, query: Query) -> bytes:
        """A query as this server takes it."""
        return http11.request(self.port, self.server.path, query.text, query.media_type)

    def wait(self, query: Query, rows: int | None) -> float:
        """Wait for the first right answer.

        Args:
            query: What to ask.
            rows: How many rows are right; None: any but none at all.

        Returns:
            Seconds since the start of the program.

        Raises:
            ServerError: It has ended, or has not answered in a minute.
        """
        message, loaded = self.request(query), not self.server.upload
        while time.perf_counter() - self.started < _START_SECONDS:
            if self.process.poll() is not None:
                raise ServerError(f"{self.server.name} ended while starting. {self.last_words()}")
            try:
                with http11.connect(self.port, 5.0) as connection:
                    if not loaded:
                        put = http11.upload(self.port, self.server.upload, self._data.read_bytes(), TRIPLES)
                        loaded = http11.exchange(connection, put, 30.0)[0].status in (200, 201, 204)
                    response, body = http11.exchange(connection, message, 5.0)
                if response.status == 200:
                    found = answers.read(body, query.media_type).rows
                    if found == rows or (rows is None and found):
                        return time.perf_counter() - self.started
            except (OSError, ValueError, http11.HangUpError):
                pass
            time.sleep(_POLL_SECONDS)
        raise ServerError(
            f"{self.server.name} gave no right answer in {_START_SECONDS:g} s. {self.last_words()}"
        )

    def settle(self) -> None:
        """Wait until it is idle: some servers answer while other processes of theirs are still starting.

        Connections that stay open would all end at the process that was there first.
        """
        quiet, before = 0, processes.processor_seconds(self.process.pid)
        for _ in range(_SETTLE_LOOKS):
            time.sleep(_SETTLE_SECONDS)
            now = processes.processor_seconds(self.process.pid)
            quiet = quiet + 1 if now - before < _SETTLE_SECONDS / 5 else 0
            if quiet == 2:
                return
            before = now

    def last_words(self) -> str:
        """The last lines that it wrote."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        return "It said: " + " / ".join(lines) if lines else "It said nothing."


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
