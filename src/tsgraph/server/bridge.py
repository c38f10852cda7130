"""Carries requests from granian's event loop (RSGI) to a WSGI application in a bounded set of threads.

Granian's own WSGI mode reads a request's body in the thread that runs the application, so that a few clients
who send a byte a second occupy every thread. Here the event loop reads the body, within limits of size and
time, and a thread starts when the request is complete. docs/performance.md has the measurements.
"""

from __future__ import annotations

import asyncio
import collections
import io
import logging
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from wsgiref.types import WSGIApplication, WSGIEnvironment

BODY_SECONDS = 30.0
"""Time that a client has to send a body."""

log = logging.getLogger(__name__)

_Headers = list[tuple[str, str]]


class HTTPScope(Protocol):
    """What granian says about a request (RSGI 1.5)."""

    proto: str
    http_version: str
    client: str
    server: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


class HTTPProtocol(Protocol):
    """What granian offers to read a body and to answer."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The body, chunk by chunk."""

    def response_bytes(self, status: int, headers: _Headers, body: bytes) -> None:
        """Answer."""


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not worth a thread.

    Args:
        status: the HTTP status to answer with.
        reason: a plain sentence.
    """

    def __init__(self, status: int, reason: str) -> None:
        """Keep the status."""
        super().__init__(reason)
        self.status = status


class Bridge:
    """An RSGI application that runs a WSGI application.

    Args:
        start: makes the WSGI application; called in the web process, before its first request.
        stop: called when the web process ends.
        threads: how many requests the application may work on at once.
        body_bytes: largest body of a request.
        waiting: most requests that wait for a thread, bodies and all.
    """

    def __init__(
        self,
        start: Callable[[], WSGIApplication],
        stop: Callable[[], object],
        *,
        threads: int,
        body_bytes: int,
        waiting: int = 256,
    ) -> None:
        """Wait for granian to say that the event loop exists."""
        self._start, self._stop = start, stop
        self._thread_count, self._body_bytes, self._waiting = threads, body_bytes, waiting
        self._jobs: queue.SimpleQueue[tuple[HTTPScope, HTTPProtocol, bytes, asyncio.Future[None]] | None]
        self._jobs = queue.SimpleQueue()
        self._done: collections.deque[asyncio.Future[None]] = collections.deque()
        self._threads: list[threading.Thread] = []

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Make the application and the threads."""
        self._loop = loop
        self._application = self._start()
        for number in range(self._thread_count):
            thread = threading.Thread(target=self._work, name=f"web-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Finish what is begun, then end."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        self._stop()

    async def __rsgi__(self, scope: HTTPScope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        if scope.proto != "http":
            return
        try:
            body = await self._read(scope, protocol)
            if self._jobs.qsize() >= self._waiting:
                raise Refused(503, "The server is busy; try again in a second.")
        except Refused as refused:
            headers = [
                ("content-type", "text/plain; charset=utf-8"),
                ("retry-after", "1"),
                ("connection", "close"),
            ]
            protocol.response_bytes(refused.status, headers, f"{refused}\n".encode())
            return
        finished = self._loop.create_future()
        self._jobs.put((scope, protocol, body, finished))
        await finished

    async def _read(self, scope: HTTPScope, protocol: HTTPProtocol) -> bytes:
        """The whole body, within limits.

        Raises:
            Refused: it is too long (413) or takes too long (408).
        """
        length = scope.headers.get("content-length")
        if length is None and scope.headers.get("transfer-encoding") is None:
            return b""
        too_large = Refused(413, f"The body of a request may have at most {self._body_bytes} bytes.")
        if length is not None and int(length) > self._body_bytes:
            raise too_large
        chunks, size = [], 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for chunk in protocol:
                    size += len(chunk)
                    if size > self._body_bytes:
                        raise too_large
                    chunks.append(bytes(chunk))
        except TimeoutError:
            raise Refused(408, f"The request was not complete after {BODY_SECONDS:g} seconds.") from None
        return b"".join(chunks)

    def _work(self) -> None:
        """The life of a thread."""
        while (job := self._jobs.get()) is not None:
            scope, protocol, body, finished = job
            try:
                status, headers, answer = call(self._application, environ(scope, body))
            except Exception:
                log.exception("The application failed at %s", scope.path)
                status, headers, answer = 500, [("content-type", "text/plain")], b"Internal server error\n"
            try:
                protocol.response_bytes(status, headers, answer)
            except Exception:  # the client is gone, and granian has closed the protocol
                log.debug("No client for %s", scope.path)
            self._finish(finished)

    def _finish(self, finished: asyncio.Future[None]) -> None:
        """Let the coroutine of a request end; one wake-up of the loop serves all that are due."""
        idle = not self._done
        self._done.append(finished)
        if idle:
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        while self._done:
            finished = self._done.popleft()
            if not finished.done():
                finished.set_result(None)


def environ(scope: HTTPScope, body: bytes) -> WSGIEnvironment:
    """The WSGI environment of a request (PEP 3333); strings hold bytes as Latin-1."""
    host, _, port = scope.server.rpartition(":")
    found: WSGIEnvironment = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "surrogateescape").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        found["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            found[key] = value
        elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING", "PROXY"):
            key = f"HTTP_{key}"
            found[key] = f"{found[key]}, {value}" if key in found and key != "HTTP_HOST" else value
    return found


def call(application: WSGIApplication, environment: WSGIEnvironment) -> tuple[int, _Headers, bytes]:
    """Run a WSGI application to the end."""
    status, headers = 500, []

    def start_response(line: str, fields: _Headers, _exc_info: object = None) -> Callable[[bytes], object]:
        nonlocal status, headers
        status = int(line.split(" ", 1)[0])
        # The server frames the body itself; two lengths would contradict each other for HEAD.
        headers = [(name.lower(), value) for name, value in fields]
        return chunks.append

    chunks: list[bytes] = []
    parts: Iterable[bytes] = application(environment, start_response)
    try:
        chunks.extend(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return status, headers, b"".join(chunks)
