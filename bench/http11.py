"""The little of HTTP/1.1 (RFC 9112) that a load generator needs, at the least cost per answer."""

from __future__ import annotations

import functools
import socket
import time
from typing import NamedTuple
from urllib.parse import urlencode

READ_SIZE = 1 << 18
_LENGTH = b"\r\ncontent-length:"


class Response(NamedTuple):
    """What the head of an answer says, once the answer is complete.

    Attributes:
        status: The status code.
        size: Bytes of the body after decoding.
        last: Whether the server closes the connection after it.
    """

    status: int
    size: int
    last: bool


class HangUpError(Exception):
    """The server closed the connection before its answer was complete."""


def request(port: int, path: str, query: str, media_type: str) -> bytes:
    """A query by GET (SPARQL 1.1 Protocol 2.1.1), ready to be sent to a server on the loopback."""
    return (
        f"GET {path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"User-Agent: tsgraph-bench\r\nAccept: {media_type}\r\n\r\n"
    ).encode("ascii")


def upload(port: int, path: str, body: bytes, media_type: str) -> bytes:
    """A graph by PUT (SPARQL 1.1 Graph Store HTTP Protocol 5.3), ready to be sent."""
    return (
        f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode("ascii") + body


def parse(received: bytes) -> Response | None:
    """Read what a server has sent so far.

    Args:
        received: Everything since the request.

    Returns:
        The response, or None while some of it is missing.
    """
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    status, size, last = _read_head(received[:end])
    if size is not None:
        return Response(status, size, last) if len(received) >= end + 4 + size else None
    at, total = end + 4, 0
    while (line := received.find(b"\r\n", at)) >= 0:
        size = int(received[at:line].split(b";", 1)[0], 16)
        at = line + 2 + size + 2
        if at > len(received):
            return None
        if size == 0:
            return Response(status, total, last)
        total += size
    return None


@functools.lru_cache(maxsize=4096)  # a server's heads are the same for a second, but for their dates
def _read_head(head: bytes) -> tuple[int, int | None, bool]:
    """Status, length of the body (None: it comes in chunks), whether the connection is closed."""
    head = head.lower()
    status, last = int(head[9:12]), b"\r\nconnection: close" in head
    at = head.find(_LENGTH)
    if at >= 0:
        return status, int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]), last
    return status, None if b"\r\ntransfer-encoding: chunked" in head else 0, last


def body(received: bytes) -> bytes:
    """The body of a complete answer, decoded."""
    head, _, rest = received.partition(b"\r\n\r\n")
    if b"\r\ntransfer-encoding: chunked" not in head.lower():
        return rest
    at = 0
    parts: list[bytes] = []
    while True:
        line = rest.index(b"\r\n", at)
        size = int(rest[at:line].split(b";", 1)[0], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(rest[line + 2 : line + 2 + size])
        at = line + 2 + size + 2


def connect(port: int, timeout: float | None = None) -> socket.socket:
    """Open a connection to a server on the loopback.

    Raises:
        OSError: Nobody listens.
    """
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def exchange(connection: socket.socket, message: bytes, seconds: float) -> tuple[Response, bytes]:
    """Send a request and wait for its answer.

    Args:
        connection: An idle connection.
        message: The request.
        seconds: How long to wait for the whole answer.

    Returns:
        The head and the decoded body.

    Raises:
        TimeoutError: The time is up.
        HangUpError: The server hung up.
        OSError: The connection broke.
    """
    deadline = time.perf_counter() + seconds
    connection.settimeout(seconds)
    connection.sendall(message)
    received = b""
    while (response := parse(received)) is None:
        left = deadline - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        piece = connection.recv(READ_SIZE)
        if not piece:
            raise HangUpError
        received += piece
    return response, body(received)
