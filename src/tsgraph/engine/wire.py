"""What a pool and its workers say to each other over a stream socket.

A request is a length and a JSON object. An answer is a row of frames: any number of CHUNKs, then one END that
carries the rest of the body, or one FAILURE that carries a JSON object and voids the chunks before it.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

END, CHUNK, FAILURE = 0, 1, 2
CHUNK_BYTES = 1 << 18

_LENGTH = struct.Struct("<I")
_FRAME = struct.Struct("<BI")


@dataclass(frozen=True, slots=True)
class Request:
    """One query on its way to a worker; the limits are in bytes and seconds."""

    text: str
    media_type: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    base: str | None
    result_bytes: int
    memory_bytes: int
    seconds: float


_FIELDS = tuple(field.name for field in fields(Request))


def encode_request(request: Request) -> bytes:
    """A request as bytes."""
    # `asdict` copies deeply, which takes longer than all the rest of the hop.
    body = json.dumps({name: getattr(request, name) for name in _FIELDS}).encode()
    return _LENGTH.pack(len(body)) + body


def receive_request(sock: socket.socket) -> Request | None:
    """The next request, or None when the pool has hung up."""
    data = bytearray()
    while len(data) < _LENGTH.size or len(data) < _LENGTH.size + _LENGTH.unpack_from(data)[0]:
        more = sock.recv(CHUNK_BYTES)
        if not more:
            return None
        data += more
    content: dict[str, Any] = json.loads(data[_LENGTH.size :])
    for name in ("default_graphs", "named_graphs"):
        content[name] = None if content[name] is None else tuple(content[name])
    return Request(**content)


def frame(kind: int, body: bytes) -> bytes:
    """One frame of an answer."""
    return _FRAME.pack(kind, len(body)) + body


class FrameReader:
    """Puts an answer together from whatever pieces arrive.

    Attributes:
        size: bytes of the body so far.
    """

    __slots__ = ("_buffer", "_parts", "failure", "finished", "size")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._buffer = bytearray()
        self._parts: list[bytes] = []
        self.size = 0
        self.finished = False
        self.failure: dict[str, Any] | None = None

    def feed(self, data: bytes) -> None:
        """Take in what the socket gave."""
        self._buffer += data
        while len(self._buffer) >= _FRAME.size:
            kind, length = _FRAME.unpack_from(self._buffer)
            end = _FRAME.size + length
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_FRAME.size : end])
            del self._buffer[:end]
            if kind == FAILURE:
                self.failure = json.loads(body)
            else:
                self._parts.append(body)
                self.size += length
            self.finished = kind != CHUNK

    def body(self) -> bytes:
        """The body of a finished answer."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)


class OutputTooLarge(Exception):  # noqa: N818
    """The answer has passed its limit."""


class FrameWriter:
    """The file that the serialiser writes to: counts, cuts into frames, and stops at the limit.

    Args:
        send: takes complete frames.
        limit: most bytes of body.
    """

    __slots__ = ("_limit", "_pending", "_send", "_size", "exceeded", "total")

    def __init__(self, send: Callable[[bytes], object], limit: int) -> None:
        """Begin with nothing."""
        self._send, self._limit = send, limit
        self._pending: list[bytes] = []
        self._size = 0
        self.total = 0
        self.exceeded = False

    def write(self, data: bytes) -> int:
        """Take a piece of the body.

        Raises:
            OutputTooLarge: this piece passes the limit; the serialiser stops when its writer raises.
        """
        self.total += len(data)
        if self.total > self._limit:
            self.exceeded = True
            raise OutputTooLarge
        self._pending.append(bytes(data))
        self._size += len(data)
        if self._size >= CHUNK_BYTES:
            self._send(frame(CHUNK, b"".join(self._pending)))
            self._pending, self._size = [], 0
        return len(data)

    def flush(self) -> None:
        """Nothing to do: frames go out when they are full."""

    def finish(self) -> None:
        """Send the rest and say that the answer is complete."""
        self._send(frame(END, b"".join(self._pending)))

    def fail(self, reason: str, **details: str | int) -> None:
        """Say that there is no answer."""
        self._send(frame(FAILURE, json.dumps({"reason": reason, **details}).encode()))
