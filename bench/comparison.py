"""The comparison: what each server answers, then rounds in which each takes its turn."""

from __future__ import annotations

import dataclasses
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import answers, http11, processes
from bench.client import Load, Measured
from bench.figures import middle, ratio
from bench.servers import Running, Server, ServerError
from bench.workload import Query

ANSWER_SECONDS = 10.0
"""A query that takes longer has no answer; it is tsgraph's own limit."""
SAMPLE_SECONDS = 0.5
LONGEST_WINDOW = 12.0
_REPEATS, _REPEAT_SECONDS = 20, 1.0
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure.

    Attributes:
        rounds: How often each server has its turn.
        seconds: Length of a measurement; a slow server gets the time for three turns of its queries.
        warm_up: Seconds of the same load before it.
        connections: Connections that are kept open, each with one query under way.
    """

    rounds: int = 5
    seconds: float = 4.0
    warm_up: float = 1.0
    connections: int = 8


@dataclass(slots=True)
class Examined:
    """One query on one server, asked by one client over one connection.

    Attributes:
        rows: Rows of the answer; None if there was none.
        milliseconds: Median time of an answer, the first left out.
        digest: Of the content; see `answers.Content`.
        size: Bytes of the body.
        problem: Why the query is not measured on this server; empty if it is.
    """

    rows: int | None = None
    milliseconds: float | None = None
    digest: str = ""
    size: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of one server.

    Attributes:
        start_seconds: From the start of the program to the first right answer.
        memory_bytes: The most that its processes took.
        memory_measure: PSS or RSS.
        measured: What the load found; None if the server failed.
        problem: How it failed.
    """

    start_seconds: float | None = None
    memory_bytes: int | None = None
    memory_measure: str = ""
    measured: Measured | None = None
    problem: str = ""

    @property
    def rate(self) -> float | None:
        """Right answers a second."""
        return self.measured.answers / self.measured.seconds if self.measured else None

    @property
    def microseconds(self) -> float | None:
        """Processor time of the server for each answer, right or not."""
        if self.measured is None:
            return None
        count = self.measured.answers + sum(self.measured.failures.values())
        return self.measured.server_seconds * 1e6 / count if count else None


FIGURES: dict[str, Callable[[Round], float | None]] = {
    "start_seconds": lambda each: each.start_seconds,
    "rate": lambda each: each.rate,
    "median_ms": lambda each: each.measured.median_ms if each.measured else None,
    "p99_ms": lambda each: each.measured.p99_ms if each.measured else None,
    "cpu_microseconds": lambda each: each.microseconds,
    "memory_bytes": lambda each: each.memory_bytes,
    "client_share": lambda each: each.measured.client_share if each.measured else None,
}
"""The figures of a round, by name."""


@dataclass(slots=True)
class Result:
    """Everything that was found out about one server."""

    server: Server
    examined: dict[str, Examined] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    problem: str = ""

    def usable(self, queries: Sequence[Query]) -> list[Query]:
        """The queries that it answers as it should."""
        return [q for q in queries if q.name in self.examined and not self.examined[q.name].problem]

    def middle(self, figure: str) -> float | None:
        """Median over the rounds of one of the `FIGURES`."""
        return middle(map(FIGURES[figure], self.rounds))

    def rates_over(self, other: Result) -> float | None:
        """How many times as many requests a second as another server, median of the rounds' ratios."""
        return ratio([each.rate for each in self.rounds], [each.rate for each in other.rounds])

    def failures(self) -> Counter[str]:
        """What went wrong under load, over all rounds."""
        total: Counter[str] = Counter()
        for each in self.rounds:
            if each.measured:
                total.update(each.measured.failures)
        return total


class Comparison:
    """Compares servers.

    Args:
        servers: The servers; the first one's rounds come first.
        queries: The queries, to be asked in turn.
        data: N-Triples.
        plan: How much to measure.
        say: Told what is being done.
    """

    def __init__(
        self,
        servers: Sequence[Server],
        queries: Sequence[Query],
        data: bytes,
        plan: Plan,
        say: Callable[[str], None],
    ) -> None:
        """Start nothing yet."""
        self.queries, self.data, self.plan, self.say = queries, data, plan, say
        self.results = [Result(server) for server in servers]
        self.right: dict[str, int | None] = {}
        # Cheap everywhere, and its answer shows that the data are there.
        self.probe = next(query for query in queries if query.name == "lookup-by-id")

    def run(self) -> list[Result]:
        """Examine every server, then measure in rounds: A B C, A B C and so on."""
        with tempfile.TemporaryDirectory(prefix="tsgraph-bench-") as folder:
            data, log = Path(folder) / "data.nt", Path(folder) / "log"
            data.write_bytes(self.data)
            for result in self.results:
                self.say(f"asking each query: {result.server.name}")
                try:
                    self._examine(result, data, log)
                except ServerError as error:
                    result.problem = str(error)
            self._settle()
            for number in range(1, self.plan.rounds + 1):
                for result in self.results:
                    self.say(f"round {number} of {self.plan.rounds}: {result.server.name}")
                    result.rounds.append(self._round(result, data, log))
        return self.results

    def _examine(self, result: Result, data: Path, log: Path) -> None:
        left = list(self.queries)
        while left:  # a server that has not answered in time still works on it, and is started anew
            with Running(result.server, data, log) as running:
                running.wait(self.probe, None)
                running.settle()
                with http11.connect(running.port) as connection:
                    well = True
                    while left and well:
                        query = left.pop(0)
                        examined = _ask(connection, running.request(query), query.media_type)
                        result.examined[query.name] = examined
                        well = not examined.problem

    def _settle(self) -> None:
        """Find the right number of rows of each query, and who gives another."""
        for query in self.queries:
            found = {
                result.server.name: result.examined[query.name]
                for result in self.results
                if query.name in result.examined
            }
            counts = {name: each.rows for name, each in found.items() if each.rows is not None}
            right = self.right[query.name] = answers.agreed(query.rows, counts)
            for each in found.values():
                if each.rows is not None and each.rows != right and not each.problem:
                    each.problem = f"{each.rows} rows instead of {right}"

    def _round(self, result: Result, data: Path, log: Path) -> Round:
        usable = result.usable(self.queries)
        if not usable or result.problem:
            return Round(problem=result.problem or "answers no query")
        turn = sum(result.examined[query.name].milliseconds or 0.0 for query in usable) / 1000
        try:
            with Running(result.server, data, log) as running:
                start = running.wait(self.probe, self.right[self.probe.name])
                running.settle()
                load = Load(
                    running.port,
                    running.process.pid,
                    [running.request(query).decode("ascii") for query in usable],
                    [result.examined[query.name].size for query in usable],
                    self.plan.connections,
                    max(self.plan.warm_up, min(turn, LONGEST_WINDOW / 3)),
                    max(self.plan.seconds, min(3 * turn, LONGEST_WINDOW)),
                )
                measured, memory = _put(load)
                return Round(start, memory.size, memory.measure, measured)
        except ServerError as error:
            return Round(problem=str(error))


def _ask(connection: socket.socket, message: bytes, media_type: str) -> Examined:
    """Ask one query, some times over if it is answered."""
    examined = Examined()
    try:
        response, body = http11.exchange(connection, message, ANSWER_SECONDS)
        if response.status == 200:
            content = answers.read(body, media_type)
            examined.rows, examined.digest, examined.size = content.rows, content.digest, len(body)
            examined.milliseconds = _repeat(connection, message)
        else:
            examined.problem = f"status {response.status}"
    except TimeoutError:
        examined.problem = f"no answer in {ANSWER_SECONDS:g} s"
    except ValueError as error:
        examined.problem = f"unreadable: {error}"
    except (OSError, http11.HangUpError):
        examined.problem = "connection closed"
    return examined


def _repeat(connection: socket.socket, message: bytes) -> float:
    """Median milliseconds of an answer."""
    times: list[float] = []
    while not times or (len(times) < _REPEATS and sum(times) < _REPEAT_SECONDS):
        start = time.perf_counter()
        http11.exchange(connection, message, ANSWER_SECONDS)
        times.append(time.perf_counter() - start)
    return median(times) * 1000


def _put(load: Load) -> tuple[Measured, processes.Memory]:
    """Run a load in a process of its own, and watch the server's memory meanwhile.

    Raises:
        ServerError: The server has gone.
    """
    most = processes.memory(load.server)
    client = subprocess.Popen(
        [sys.executable, "-m", "bench.client"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        preexec_fn=processes.follow_parent,  # noqa: PLW1509 - this program has no threads
    )
    try:
        assert client.stdin is not None
        json.dump(dataclasses.asdict(load), client.stdin)
        client.stdin.close()
        client.stdin = None
        while True:
            try:
                output, errors = client.communicate(timeout=SAMPLE_SECONDS)
                break
            except subprocess.TimeoutExpired:
                most = max(most, processes.memory(load.server))
    finally:
        client.kill()
        client.wait()
    if client.returncode:
        raise ServerError(errors.strip() or "The load generator failed.")
    return Measured(**json.loads(output)), max(most, processes.memory(load.server))
