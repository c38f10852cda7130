"""The engine that comes with tsgraph: pyoxigraph in disposable worker processes.

The pool lives in the program that asks. It hands each query to an idle worker in the fast lane; a query that
uses more than a short slice of processor time moves to the slow lane, where it yields to everybody else and
where places are few. Whoever passes a limit is killed and replaced. Safe to use from many threads.
"""

from __future__ import annotations

import collections
import functools
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import guard, wire
from .diagnosis import explain
from .errors import (
    BadGraphName,
    EngineBusy,
    EngineUnavailable,
    MemoryExceeded,
    NotAcceptable,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
)
from .exchange import Exchange, ParentLink, SliceSpent, Worker, WorkerLost
from .interface import GRAPH_TYPES, RESULT_TYPES, Answer, Kind, Limits, Query, Status, answer_kind
from .process import ParentProcess
from .worker import OUT_OF_MEMORY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tsgraph.settings import Settings

_SPARE = 1  # workers beyond the fast lane's places, so that nobody waits for a fork
_REMEMBER_SECONDS = 60.0
_REMEMBERED = 4096
_RETIRE_AFTER = 1000  # queries; a process does not grow old
_RETRY_SECONDS = 0.2


class EmbeddedEngine:
    """A pool of workers behind one parent process.

    Args:
        folder: the private folder of a running parent, see `ParentProcess`.
        settings: limits and sizes.
        owned: a parent that ends with this engine.
    """

    def __init__(self, folder: Path, settings: Settings, owned: ParentProcess | None = None) -> None:
        """Begin to fork workers."""
        self._folder, self._settings, self._owned = folder, settings, owned
        self._bounds = guard.Bounds(
            settings.query_length, settings.query_depth, settings.query_patterns, settings.query_operators
        )
        self.limits = Limits(settings.query_seconds, settings.query_memory_mb << 20, settings.result_mb << 20)
        self._slice = settings.slice_ms / 1000
        self._link = ParentLink(folder)
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._fast: set[Worker] = set()  # workers of the fast lane, idle or not
        self._failure: EngineUnavailable | None = None
        self._ended = threading.Event()
        self._slow_places = threading.BoundedSemaphore(settings.slow_workers)
        self._slow_queue = threading.Semaphore(settings.slow_queue)
        self._slow_texts: collections.OrderedDict[int, float] = collections.OrderedDict()
        self._counters: collections.Counter[str] = collections.Counter()
        # Inspecting costs about as much as a light query; texts that come again are usually the same few.
        self._inspect = functools.lru_cache(maxsize=512)(
            functools.partial(guard.inspect, bounds=self._bounds)
        )
        self._spawner = threading.Thread(target=self._keep_filled, name="engine-spawner", daemon=True)
        self._spawner.start()

    @classmethod
    def start(cls, files: Sequence[Path], settings: Settings, version: str = "") -> EmbeddedEngine:
        """Start a parent for these files and a pool that owns it.

        Raises:
            DataError: a file cannot be loaded.
            EngineUnavailable: the parent could not be started.
        """
        parent = ParentProcess(files, version)
        return cls(parent.folder, settings, parent)

    @property
    def version(self) -> str:
        """The version of the data."""
        return self._link.summary().version

    def kind(self, text: str) -> Kind:
        """The query form of a text.

        Raises:
            QueryTooComplex, UpdateRefused, ServiceRefused, QuerySyntaxError: the guard refuses the text.
        """
        return self.inspect(text).kind

    def inspect(self, text: str) -> guard.Inspection:
        """What the guard says about a text; raises what `kind` raises."""
        return self._inspect(text)

    def query(self, query: Query, limits: Limits | None = None) -> Answer:
        """Answer one query.

        Args:
            query: what is asked.
            limits: instead of those of the settings.

        Raises:
            EngineError: in all its kinds; see `errors`.
        """
        limits = limits or self.limits
        deadline = time.monotonic() + limits.seconds
        kind = self.inspect(query.text).kind
        self._check(query, kind)
        request = wire.encode_request(
            wire.Request(
                query.text, query.media_type, query.default_graphs, query.named_graphs, query.base,
                limits.result_bytes, limits.memory_bytes, limits.seconds,
            )
        )  # fmt: skip
        try:
            body = self._run(query.text, request, limits, deadline)
        except Exception as error:
            self._count(getattr(error, "slug", "error"))
            raise
        self._count("answered")
        return Answer(body, query.media_type, answer_kind(kind))

    def status(self) -> Status:
        """Version, size and counters."""
        summary = self._link.summary()
        with self._changed:
            dead = [worker for worker in self._idle if worker.wait(0)]
            self._idle = [worker for worker in self._idle if worker not in dead]
        for worker in dead:
            self._discard(worker)
        with self._changed:
            ready = not self._ended.is_set() and self._failure is None
            counters = {**self._counters, "workers": len(self._all), "idle": len(self._idle)}
        return Status(
            version=summary.version,
            ready=ready,
            quads=summary.quads,
            default_triples=summary.default_triples,
            graphs=summary.graphs,
            graph_count=summary.graph_count,
            counters=counters,
        )

    def close(self) -> None:
        """End all workers, and the parent if it is owned. May be called twice."""
        with self._changed:
            self._ended.set()
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        self._spawner.join()
        for worker in idle:
            self._discard(worker)
        self._link.close()
        if self._owned is not None:
            self._owned.close()

    def __enter__(self) -> EmbeddedEngine:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers that live now."""
        with self._changed:
            return [worker.pid for worker in self._all]

    @staticmethod
    def _check(query: Query, kind: Kind) -> None:
        types = RESULT_TYPES if kind in ("select", "ask") else GRAPH_TYPES
        if query.media_type not in types:
            raise NotAcceptable(query.media_type, types)
        for iri in (*(query.default_graphs or ()), *(query.named_graphs or ())):
            if not guard.is_absolute_iri(iri):
                raise BadGraphName(iri)

    def _run(self, text: str, request: bytes, limits: Limits, deadline: float) -> bytes:
        """Fast lane first, unless the text is known to be slow."""
        if self._is_slow(text):
            return self._run_slow(text, request, limits, deadline)
        worker = self._take(deadline)
        exchange = Exchange(worker, request, deadline, limits.seconds, limits.result_bytes)
        try:
            reader = exchange.run(self._slice)
        except SliceSpent:
            return self._move_to_slow_lane(worker, exchange, text, request, limits, deadline)
        except WorkerLost:
            self._explain_loss(worker, limits)
        except BaseException:
            self._discard(worker)
            raise
        self._give_back(worker)
        return self._body(text, reader, limits)

    def _move_to_slow_lane(
        self, worker: Worker, exchange: Exchange, text: str, request: bytes, limits: Limits, deadline: float
    ) -> bytes:
        """Go on in the slow lane if there is a place, else start over there when there is one."""
        self._remember(text)
        if not self._slow_places.acquire(blocking=False):
            self._discard(worker)
            return self._run_slow(text, request, limits, deadline)
        try:
            self._count("demoted")
            worker.demote()
            self._leave_fast_lane(worker)
            return self._finish(worker, exchange, text, limits)
        finally:
            self._slow_places.release()

    def _run_slow(self, text: str, request: bytes, limits: Limits, deadline: float) -> bytes:
        """Wait for a place in the slow lane, in a short queue, and run in a worker of its own."""
        self._wait_for_slow_place(limits, deadline)
        try:
            self._count("slow")
            worker = self._spawn()
            worker.demote()
            exchange = Exchange(worker, request, deadline, limits.seconds, limits.result_bytes)
            return self._finish(worker, exchange, text, limits)
        finally:
            self._slow_places.release()

    def _wait_for_slow_place(self, limits: Limits, deadline: float) -> None:
        if self._slow_places.acquire(blocking=False):
            return
        busy = EngineBusy(max(1, min(30, round(limits.seconds / 2))))
        if not self._slow_queue.acquire(blocking=False):
            raise busy
        try:
            # Who has waited for half its time would hardly finish in the rest.
            if not self._slow_places.acquire(timeout=max(0.0, (deadline - time.monotonic()) / 2)):
                raise busy
        finally:
            self._slow_queue.release()

    def _finish(self, worker: Worker, exchange: Exchange, text: str, limits: Limits) -> bytes:
        """Wait to the end; a worker of the slow lane is not used again."""
        try:
            reader = exchange.run(None)
        except WorkerLost:
            self._explain_loss(worker, limits)
        finally:
            self._discard(worker)
        return self._body(text, reader, limits)

    def _body(self, text: str, reader: wire.FrameReader, limits: Limits) -> bytes:
        """The body of an answer, or the failure that the worker reported."""
        failure = reader.failure
        if failure is None:
            return reader.body()
        if failure["reason"] == "size":
            raise ResultTooLarge(limits.result_bytes)
        raise explain(text, failure["message"], failure.get("line", 0), failure.get("column", 0))

    def _explain_loss(self, worker: Worker, limits: Limits) -> NoReturn:
        """Say why a worker died, by the way in which it ended."""
        worker.wait(1.0)
        code = self._link.ending(worker.pid)
        self._discard(worker)
        self._count("lost")
        if self._ended.is_set():
            raise EngineUnavailable("The query engine has been closed.")
        if code == -signal.SIGALRM:
            raise QueryTimeout(limits.seconds)
        # Rust aborts when the system refuses memory; the kernel kills when there is none left.
        if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
            raise MemoryExceeded(limits.memory_bytes)
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            raise QueryTooComplex("recursion", 0, 0)
        raise EngineUnavailable

    def _take(self, deadline: float) -> Worker:
        """An idle worker of the fast lane."""
        while True:
            with self._changed:
                while not self._idle:
                    if self._ended.is_set():
                        raise EngineUnavailable("The query engine has been closed.")
                    if self._failure is not None and not self._fast:
                        raise self._failure
                    if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                        raise EngineBusy
                worker = self._idle.pop()
            if not worker.wait(0):
                return worker
            self._discard(worker)

    def _give_back(self, worker: Worker) -> None:
        worker.answered += 1
        if worker.answered >= _RETIRE_AFTER:
            self._discard(worker)
            return
        with self._changed:
            closed = self._ended.is_set()
            if not closed:
                self._idle.append(worker)
                self._changed.notify()
        if closed:
            self._discard(worker)

    def _leave_fast_lane(self, worker: Worker) -> None:
        with self._changed:
            self._fast.discard(worker)
            self._changed.notify_all()

    def _discard(self, worker: Worker) -> None:
        """Kill a worker; if it was of the fast lane, another takes its place."""
        with self._changed:
            if worker not in self._all:
                return
            self._all.discard(worker)
            self._fast.discard(worker)
            self._changed.notify_all()
        worker.kill()

    def _spawn(self) -> Worker:
        worker = self._link.spawn()
        with self._changed:
            self._all.add(worker)
            self._counters["forks"] += 1
        return worker

    def _keep_filled(self) -> None:
        """The spawner thread: keeps as many workers in the fast lane as there should be."""
        wanted = self._settings.workers + _SPARE
        while True:
            with self._changed:
                while len(self._fast) >= wanted and not self._ended.is_set():
                    self._changed.wait()
                if self._ended.is_set():
                    return
            try:
                worker = self._spawn()
            except EngineUnavailable as error:
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                    self._changed.wait_for(self._ended.is_set, _RETRY_SECONDS)
                continue
            with self._changed:
                self._failure = None
                self._fast.add(worker)
                closed = self._ended.is_set()
                if not closed:
                    self._idle.append(worker)
                self._changed.notify_all()
            if closed:
                self._discard(worker)  # close() has seen the idle list before this worker joined it

    def _is_slow(self, text: str) -> bool:
        with self._changed:
            return self._slow_texts.get(hash(text), 0.0) > time.monotonic()

    def _remember(self, text: str) -> None:
        """Note a text that was slow, so that it starts in the slow lane for a while."""
        with self._changed:
            self._slow_texts[hash(text)] = time.monotonic() + _REMEMBER_SECONDS
            if len(self._slow_texts) > _REMEMBERED:
                self._slow_texts.popitem(last=False)

    def _count(self, event: str) -> None:
        with self._changed:
            self._counters[event] += 1
