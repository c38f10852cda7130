from __future__ import annotations

import socket

import pytest

from tsgraph.engine.wire import (
    CHUNK,
    CHUNK_BYTES,
    END,
    FrameReader,
    FrameWriter,
    OutputTooLarge,
    Request,
    encode_request,
    frame,
    receive_request,
)

REQUEST = Request("ASK { ?s ?p 'ü' }", "text/csv", ("http://x",), (), None, 10, 20, 0.5)


def test_a_request_arrives_as_it_was_sent_however_it_is_cut() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        data = encode_request(REQUEST)
        for byte in data:
            ours.sendall(bytes([byte]))
        assert receive_request(theirs) == REQUEST


def test_a_pool_that_hangs_up_sends_no_request() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(encode_request(REQUEST)[:7])
        ours.close()
        assert receive_request(theirs) is None


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_an_answer_is_put_together_from_any_pieces(size: int) -> None:
    data = frame(CHUNK, b"ab") + frame(CHUNK, b"") + frame(END, b"cd")
    reader = FrameReader()
    for start in range(0, len(data), size):
        assert not reader.finished
        reader.feed(data[start : start + size])
    assert reader.finished
    assert reader.body() == b"abcd"
    assert reader.size == 4


def test_large_bodies_travel_in_chunks() -> None:
    sent: list[bytes] = []
    writer = FrameWriter(sent.append, 10 * CHUNK_BYTES)
    piece = b"x" * 100_000
    for _ in range(7):
        assert writer.write(piece) == len(piece)
    writer.flush()
    writer.finish()
    reader = FrameReader()
    reader.feed(b"".join(sent))
    assert len(sent) == 3
    assert reader.body() == piece * 7


def test_the_writer_stops_at_its_limit() -> None:
    writer = FrameWriter(lambda _: None, 10)
    writer.write(b"0123456789")
    with pytest.raises(OutputTooLarge):
        writer.write(b"x")
    assert writer.exceeded


def test_a_failure_carries_its_reason() -> None:
    sent: list[bytes] = []
    FrameWriter(sent.append, 0).fail("syntax", line=3)
    reader = FrameReader()
    reader.feed(sent[0])
    assert reader.finished
    assert reader.failure == {"reason": "syntax", "line": 3}
