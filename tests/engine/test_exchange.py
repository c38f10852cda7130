from __future__ import annotations

import errno
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tsgraph.engine import parent as protocol
from tsgraph.engine.errors import EngineUnavailable, QueryTimeout, ResultTooLarge
from tsgraph.engine.exchange import Exchange, ParentLink, SliceSpent, Worker, WorkerLost
from tsgraph.engine.loading import summarise
from tsgraph.engine.wire import CHUNK, END, frame


@pytest.fixture
def sockets() -> Iterator[tuple[Worker, socket.socket]]:
    """A worker that is this very process, and the other end of its socket."""
    ours, theirs = socket.socketpair()
    worker = Worker(os.getpid(), os.pidfd_open(os.getpid()), ours)
    with ours, theirs:
        yield worker, theirs
    os.close(worker._pidfd)


def exchange(
    worker: Worker, seconds: float = 5.0, request: bytes = b"request", result_bytes: int = 100
) -> Exchange:
    return Exchange(worker, request, time.monotonic() + seconds, seconds, result_bytes)


def test_the_request_is_sent_and_the_answer_read(sockets: tuple[Worker, socket.socket]) -> None:
    worker, other = sockets
    other.sendall(frame(CHUNK, b"ab") + frame(END, b"c"))
    assert exchange(worker).run(1.0).body() == b"abc"
    assert other.recv(100) == b"request"


def test_silence_ends_at_the_deadline(sockets: tuple[Worker, socket.socket]) -> None:
    with pytest.raises(QueryTimeout):
        exchange(sockets[0], 0.05).run(None)


def test_a_worker_that_reads_nothing_ends_at_the_deadline(sockets: tuple[Worker, socket.socket]) -> None:
    with pytest.raises(QueryTimeout):
        exchange(sockets[0], 0.05, b"x" * (4 << 20)).run(None)


def test_time_spent_without_a_processor_ends_the_slice_too(sockets: tuple[Worker, socket.socket]) -> None:
    waiting = exchange(sockets[0])
    with pytest.raises(SliceSpent):
        waiting.run(0.005)
    sockets[1].sendall(frame(END, b"late"))
    assert waiting.run(None).body() == b"late"
    assert sockets[1].recv(100) == b"request"


def test_the_pool_counts_bytes_as_well(sockets: tuple[Worker, socket.socket]) -> None:
    sockets[1].sendall(frame(CHUNK, b"x" * 101))
    with pytest.raises(ResultTooLarge):
        exchange(sockets[0]).run(None)


def test_a_worker_that_hangs_up_is_lost(sockets: tuple[Worker, socket.socket]) -> None:
    worker, other = sockets
    waiting = exchange(worker)

    def hang_up() -> None:
        other.recv(100)
        other.close()

    thread = threading.Thread(target=hang_up)
    thread.start()
    with pytest.raises(WorkerLost):
        waiting.run(None)
    thread.join()
    with pytest.raises(WorkerLost):
        exchange(worker).run(None)


def test_a_worker_that_is_reset_is_lost(sockets: tuple[Worker, socket.socket]) -> None:
    worker, other = sockets
    waiting = exchange(worker)
    waiting._send()
    other.close()  # with the request unread, which resets the connection
    with pytest.raises(WorkerLost):
        waiting.run(None)


def test_a_process_that_is_gone_has_used_endless_time() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    pidfd = os.pidfd_open(pid)
    os.waitpid(pid, 0)
    ours, theirs = socket.socketpair()
    theirs.close()
    worker = Worker(pid, pidfd, ours)
    assert worker.cpu_seconds() == float("inf")
    assert worker.wait(0)
    worker.demote()
    worker.kill()


@pytest.fixture
def parent_folder(tmp_path: Path) -> Iterator[Path]:
    """The folder of a parent that runs in a thread of this process."""
    store = ox.Store()
    control, theirs = socket.socketpair()
    with theirs, protocol.open_listener(tmp_path, summarise(store, "v1")) as listener:
        thread = threading.Thread(target=protocol.Parent(store, listener, theirs).run)
        thread.start()
        yield tmp_path
        control.close()
        thread.join()


def test_the_link_knows_the_data(parent_folder: Path) -> None:
    assert ParentLink(parent_folder).summary().version == "v1"


def test_a_system_without_processes_to_spare_is_reported(
    parent_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fork() -> int:
        raise OSError(errno.EAGAIN, "no more")

    monkeypatch.setattr(os, "fork", fork)
    link = ParentLink(parent_folder)
    with pytest.raises(EngineUnavailable, match=os.strerror(errno.EAGAIN)):
        link.spawn()
    assert link.ending(1) is None
    link.close()
    with pytest.raises(EngineUnavailable):
        link.spawn()
    assert link.ending(1) is None


def test_a_parent_hears_only_what_it_understands(parent_folder: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as strange:
        strange.connect(str(parent_folder / protocol.SOCKET_NAME))
        strange.send(b"nonsense")
        strange.send(protocol.FORK)  # without a socket
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as rude:
        rude.connect(str(parent_folder / protocol.SOCKET_NAME))
        rude.send(protocol.ENDING + protocol.SPAWNED.pack(1))
    link = ParentLink(parent_folder)
    assert link.ending(1) is None
    link.close()
