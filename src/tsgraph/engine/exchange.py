"""One worker as its pool sees it, and one query on its way through it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import struct
import threading
import time
from typing import TYPE_CHECKING

from . import parent as protocol
from .errors import EngineUnavailable, QueryTimeout, ResultTooLarge
from .loading import Summary
from .wire import FrameReader

if TYPE_CHECKING:
    from pathlib import Path

_BUFFER = 1 << 20
_ANSWER_SECONDS = 10.0


class WorkerLost(Exception):  # noqa: N818
    """The worker ended in the middle of a query."""


class SliceSpent(Exception):  # noqa: N818
    """The query has used its share of the fast lane."""


class Worker:
    """A worker process that belongs to this pool."""

    __slots__ = ("_pidfd", "answered", "pid", "sock")

    def __init__(self, pid: int, pidfd: int, sock: socket.socket) -> None:
        """Take over a process that the parent forked."""
        self.pid, self._pidfd, self.sock = pid, pidfd, sock
        self.answered = 0

    def cpu_seconds(self) -> float:
        """Processor time the process has used so far."""
        # The clock of another process: clock_getcpuclockid(3), which Python does not offer.
        with contextlib.suppress(OSError):
            return time.clock_gettime((~self.pid << 3) | 2)
        return float("inf")

    def wait(self, seconds: float) -> bool:
        """Whether the process ends within this time."""
        poll = select.poll()
        poll.register(self._pidfd, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def demote(self) -> None:
        """Let everybody else go first."""
        with contextlib.suppress(OSError):
            os.sched_setscheduler(self.pid, os.SCHED_IDLE, os.sched_param(0))

    def kill(self) -> None:
        """End the process at once, whatever it does, and forget it."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.sock.close()
        os.close(self._pidfd)


class Exchange:
    """A query in a worker.

    Args:
        worker: an idle worker.
        request: the encoded request.
        deadline: on the monotonic clock.
        seconds: the limit to name when the deadline passes.
        result_bytes: most bytes of the body.
    """

    def __init__(
        self, worker: Worker, request: bytes, deadline: float, seconds: float, result_bytes: int
    ) -> None:
        """Nothing is sent before `run`."""
        self._worker, self._deadline, self._seconds = worker, deadline, seconds
        self._result_bytes = result_bytes
        self._unsent: bytes | None = request
        self._began = self._cpu_before = 0.0
        self.reader = FrameReader()

    def run(self, cpu_slice: float | None) -> FrameReader:
        """Wait for the answer.

        Args:
            cpu_slice: processor time after which the query is slow; None for as long as the deadline allows.

        Raises:
            QueryTimeout: the deadline has passed.
            SliceSpent: the slice is used up; `run` may be called again with None.
            ResultTooLarge: the body passes its limit.
            WorkerLost: the worker is gone.
        """
        sock, wait = self._worker.sock, cpu_slice
        self._send()
        while not self.reader.finished:
            remaining = self._deadline - time.monotonic()
            if remaining <= 0:
                raise QueryTimeout(self._seconds)
            sock.settimeout(remaining if wait is None else min(wait, remaining))
            try:
                data = sock.recv(_BUFFER)
            except TimeoutError:
                data = None
            except OSError:
                raise WorkerLost from None
            if data:
                self.reader.feed(data)
                if self.reader.size > self._result_bytes:
                    raise ResultTooLarge(self._result_bytes)
            elif data is not None:
                raise WorkerLost
            if cpu_slice is not None and not self.reader.finished:
                wait = self._left_of(cpu_slice)
        return self.reader

    def _send(self) -> None:
        if self._unsent is None:
            return
        self._began, self._cpu_before = time.monotonic(), self._worker.cpu_seconds()
        try:
            self._worker.sock.settimeout(max(0.001, self._deadline - self._began))
            self._worker.sock.sendall(self._unsent)
        except TimeoutError:
            raise QueryTimeout(self._seconds) from None
        except OSError:
            raise WorkerLost from None
        self._unsent = None

    def _left_of(self, cpu_slice: float) -> float:
        """Processor time left in the slice; time spent waiting for a processor counts for a tenth."""
        used = self._worker.cpu_seconds() - self._cpu_before
        waited = time.monotonic() - self._began
        if used >= cpu_slice or waited >= 10 * cpu_slice:
            raise SliceSpent
        return max(cpu_slice - used, 0.002)


class ParentLink:
    """A pool's connection to the parent. Reconnects when the parent has been started anew.

    Args:
        folder: the private folder of the parent.
    """

    def __init__(self, folder: Path) -> None:
        """Connect when first asked."""
        self._folder = folder
        self._lock = threading.Lock()
        self._sock: socket.socket | None = None
        self._summary: Summary | None = None
        self._closed = False

    def summary(self) -> Summary:
        """What the parent says about its data; the same until a new parent has been met."""
        if self._summary is None:
            text = (self._folder / protocol.SUMMARY_NAME).read_text(encoding="utf-8")
            self._summary = Summary(**json.loads(text))
        return self._summary

    def spawn(self) -> Worker:
        """A new worker.

        Raises:
            EngineUnavailable: there is no parent, or the system gives no process.
        """
        mine, theirs = socket.socketpair()
        with theirs:
            try:
                message, fds = self._ask(protocol.FORK, [theirs.fileno()])
            except OSError:
                mine.close()
                raise EngineUnavailable("The query engine is not running.") from None
        pid = protocol.SPAWNED.unpack(message)[0]
        if pid < 0 or not fds:
            mine.close()
            raise EngineUnavailable(f"No process for the query: {os.strerror(-pid)}.")
        return Worker(pid, fds[0], mine)

    def ending(self, pid: int) -> int | None:
        """How a worker ended: its exit code, or minus the number of a signal; None if nobody knows."""
        try:
            message, _ = self._ask(protocol.ENDING + protocol.SPAWNED.pack(pid), [])
        except OSError:
            return None
        code: int = protocol.ENDED.unpack(message)[0]
        return None if code == protocol.STILL_RUNNING else code

    def close(self) -> None:
        """Hang up for good; the parent ends the workers of this pool."""
        with self._lock:
            self._closed = True
            if self._sock is not None:
                self._sock.close()
                self._sock = None

    def _ask(self, message: bytes, fds: list[int]) -> tuple[bytes, list[int]]:
        """Ask the parent, once more over a new connection if the old one turns out to be dead."""
        with self._lock:
            if self._sock is not None:
                with contextlib.suppress(OSError, struct.error):
                    return self._talk(self._sock, message, fds)
                self._sock.close()
                self._sock = None
            if self._closed:
                raise ConnectionError("the pool is closed")
            self._sock = self._connect()
            return self._talk(self._sock, message, fds)

    def _connect(self) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            sock.settimeout(_ANSWER_SECONDS)
            sock.connect(str(self._folder / protocol.SOCKET_NAME))
            self._summary = None
        except BaseException:
            sock.close()
            raise
        return sock

    @staticmethod
    def _talk(sock: socket.socket, message: bytes, fds: list[int]) -> tuple[bytes, list[int]]:
        if fds:
            socket.send_fds(sock, [message], fds)
        else:
            sock.send(message)
        answer, received, _, _ = socket.recv_fds(sock, 64, 1)
        if len(answer) != protocol.SPAWNED.size:
            raise ConnectionError("the parent hung up")
        return answer, received
