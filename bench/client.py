"""The load: some connections that each send the next query as soon as the last one is answered.

Runs in a process of its own, `python -m bench.client`: a `Load` as JSON on standard input, a `Measured` as
JSON on standard output. Whatever this program costs it takes from the server on a small machine, so the loop
does as little as it can; `Measured.client_share` says how little that was.
"""

from __future__ import annotations

import array
import dataclasses
import itertools
import json
import select
import socket
import sys
import time
from dataclasses import dataclass, field

from bench import http11, processes
from bench.figures import percentile


@dataclass(frozen=True, slots=True)
class Load:
    """What to do.

    Attributes:
        port: Of the server, on the loopback.
        server: The process that leads the server's session.
        requests: The requests to send in turn, as text.
        sizes: Bytes of the body that answers each.
        connections: How many at a time.
        warm_up: Seconds of the same load before measuring.
        seconds: Seconds to measure.
    """

    port: int
    server: int
    requests: list[str]
    sizes: list[int]
    connections: int
    warm_up: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it, from the end of the warm-up on.

    Attributes:
        seconds: How long was measured.
        answers: Right answers: status 200, and the body has the size it should have.
        failures: Other outcomes and how often they came.
        median_ms: Half of the right answers took at most so long.
        p99_ms: 99 in 100 of the right answers took at most so long.
        server_seconds: Processor time of the server's processes.
        client_share: Processor time of this program as a share of one core.
    """

    seconds: float
    answers: int
    failures: dict[str, int] = field(default_factory=dict)
    median_ms: float | None = None
    p99_ms: float | None = None
    server_seconds: float = 0.0
    client_share: float = 0.0


class Visitor:
    """One connection and the request that is under way on it."""

    __slots__ = ("connection", "received", "sent", "turn")

    def __init__(self, connection: socket.socket) -> None:
        """Nothing has been sent yet."""
        self.connection = connection
        self.received = b""
        self.sent = 0.0
        self.turn = 0


class Loop:
    """Runs a load.

    Args:
        load: What to do.
    """

    def __init__(self, load: Load) -> None:
        """Connect."""
        self.load = load
        self.requests = [text.encode("ascii") for text in load.requests]
        self.turns = itertools.cycle(range(len(self.requests)))
        self.poll = select.epoll()
        self.visitors: dict[int, Visitor] = {}
        self.latencies = array.array("d")
        self.failures: dict[str, int] = {}

    def run(self) -> Measured:
        """Warm up, measure."""
        for _ in range(self.load.connections):
            self.enter()
        self.work(self.load.warm_up)
        self.latencies, self.failures = array.array("d"), {}
        server = processes.processor_seconds(self.load.server)
        start, own = time.perf_counter(), time.process_time()
        self.work(self.load.seconds)
        seconds, own = time.perf_counter() - start, time.process_time() - own
        server = processes.processor_seconds(self.load.server) - server
        ordered = sorted(self.latencies)
        return Measured(
            seconds,
            len(ordered),
            self.failures,
            percentile(ordered, 0.5) * 1000 if ordered else None,
            percentile(ordered, 0.99) * 1000 if ordered else None,
            server,
            own / seconds,
        )

    def work(self, seconds: float) -> None:
        """Serve the connections until the time is up."""
        now = time.perf_counter()
        until = now + seconds
        while now < until:
            for number, _ in self.poll.poll(min(until - now, 0.1)):
                self.receive(self.visitors[number])
            now = time.perf_counter()

    def enter(self) -> None:
        """Open a connection and send the next request on it."""
        visitor = Visitor(http11.connect(self.load.port))
        self.visitors[visitor.connection.fileno()] = visitor
        self.poll.register(visitor.connection, select.EPOLLIN)
        self.send(visitor)

    def leave(self, visitor: Visitor) -> None:
        """Close a connection and open another in its place."""
        number = visitor.connection.fileno()
        self.poll.unregister(number)
        del self.visitors[number]
        visitor.connection.close()
        self.enter()

    def send(self, visitor: Visitor) -> None:
        """Send the next request."""
        visitor.turn = next(self.turns)
        visitor.received = b""
        visitor.sent = time.perf_counter()
        visitor.connection.sendall(self.requests[visitor.turn])

    def receive(self, visitor: Visitor) -> None:
        """Take what has come; if an answer is complete, count it and send the next request."""
        try:
            piece = visitor.connection.recv(http11.READ_SIZE)
        except ConnectionError:
            piece = b""
        if not piece:
            self.fail("connection closed")
            self.leave(visitor)
            return
        visitor.received = visitor.received + piece if visitor.received else piece
        response = http11.parse(visitor.received)
        if response is None:
            return
        if response.status != 200:
            self.fail(f"status {response.status}")
        elif response.size != self.load.sizes[visitor.turn]:
            self.fail("other size")
        else:
            self.latencies.append(time.perf_counter() - visitor.sent)
        if response.last:
            self.leave(visitor)
        else:
            try:
                self.send(visitor)
            except ConnectionError:
                self.fail("connection closed")
                self.leave(visitor)

    def fail(self, reason: str) -> None:
        """Count a failure."""
        self.failures[reason] = self.failures.get(reason, 0) + 1


def main() -> int:
    """Run the load on standard input."""
    load = Load(**json.load(sys.stdin))
    try:
        measured = Loop(load).run()
    except OSError as error:
        print(f"The server is gone: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    json.dump(dataclasses.asdict(measured), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
