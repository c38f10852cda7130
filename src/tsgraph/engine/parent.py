"""The engine's parent: one single-threaded process that loads the data once and forks the workers.

Run as `python -m tsgraph.engine.parent`; see `process` for the other side. It ends when its control socket
closes, so it cannot outlive the program that started it, and its workers die with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from . import worker
from .errors import DataError
from .loading import Summary, load

if TYPE_CHECKING:
    import pyoxigraph as ox

SOCKET_NAME = "engine.sock"
SUMMARY_NAME = "data.json"
FORK, ENDING = b"F", b"E"
SPAWNED = struct.Struct("<i")
"""Answer to FORK: the process id, with the process file descriptor beside it; or minus the error number."""
ENDED = struct.Struct("<i")
"""Answer to ENDING: the exit code, minus the number of a signal, or `STILL_RUNNING`."""
STILL_RUNNING = 1 << 20

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
_KEPT_ENDINGS = 256


class Parent:
    """Forks workers for the pools that are connected.

    Args:
        store: the data.
        listener: where pools connect.
        control: closes when the owner is gone.
    """

    def __init__(self, store: ox.Store, listener: socket.socket, control: socket.socket) -> None:
        """Begin to watch both sockets."""
        self._store, self._listener, self._control = store, listener, control
        self._poll = select.poll()
        self._pools: dict[int, socket.socket] = {}
        self._workers: dict[int, tuple[int, int]] = {}  # pidfd -> (process id, connection of its pool)
        self._endings: dict[int, int] = {}
        for sock in (listener, control):
            self._poll.register(sock, select.POLLIN)

    def run(self) -> None:
        """Serve until the owner is gone, then end all workers."""
        while True:
            for fd, _ in self._poll.poll():
                if fd == self._control.fileno():
                    self._end()
                    return
                if fd == self._listener.fileno():
                    self._welcome()
                elif fd in self._workers:
                    self._bury(fd)
                elif fd in self._pools:
                    self._serve(self._pools[fd])

    def _welcome(self) -> None:
        connection, _ = self._listener.accept()
        self._pools[connection.fileno()] = connection
        self._poll.register(connection, select.POLLIN)

    def _serve(self, connection: socket.socket) -> None:
        """One request of a pool; a pool that is gone takes its workers with it."""
        try:
            message, fds, _, _ = socket.recv_fds(connection, 64, 1)
            if message == FORK and fds:
                self._fork(connection, fds[0])
            elif message[:1] == ENDING:
                self._tell_ending(connection, SPAWNED.unpack(message[1:])[0])
            elif not message:
                self._dismiss(connection)
        except OSError:
            self._dismiss(connection)

    def _fork(self, connection: socket.socket, fd: int) -> None:
        mine = os.getpid()
        try:
            pid = os.fork()
        except OSError as error:
            os.close(fd)
            connection.send(SPAWNED.pack(-(error.errno or 1)))
            return
        if pid == 0:
            self._become_worker(mine, fd)
        os.close(fd)
        pidfd = os.pidfd_open(pid)
        self._workers[pidfd] = (pid, connection.fileno())
        self._poll.register(pidfd, select.POLLIN)
        socket.send_fds(connection, [SPAWNED.pack(pid)], [pidfd])

    def _become_worker(
        self, parent: int, fd: int
    ) -> None:  # pragma: no cover - it may open no file, hence no report
        """The life of a worker, from its birth by fork to its end."""
        code = 1
        try:
            # An inherited control or pool socket would hide from the others that its owner is gone.
            os.closerange(3, fd)
            os.closerange(fd + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
            base = worker.address_space()
            worker.confine(parent)
            code = worker.answer_requests(self._store, socket.socket(fileno=fd), base)
        finally:
            os._exit(code)

    def _bury(self, pidfd: int) -> None:
        """Take note of how a worker ended."""
        pid, _ = self._workers.pop(pidfd)
        self._poll.unregister(pidfd)
        os.close(pidfd)
        self._endings[pid] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        while len(self._endings) > _KEPT_ENDINGS:
            del self._endings[next(iter(self._endings))]

    def _tell_ending(self, connection: socket.socket, pid: int) -> None:
        for pidfd, (other, _) in list(self._workers.items()):
            if other == pid and select.select([pidfd], [], [], 0)[0]:
                self._bury(pidfd)
        connection.send(ENDED.pack(self._endings.get(pid, STILL_RUNNING)))

    def _dismiss(self, connection: socket.socket) -> None:
        fd = connection.fileno()
        self._poll.unregister(fd)
        del self._pools[fd]
        connection.close()
        for pidfd, (_, pool) in list(self._workers.items()):
            if pool == fd:
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
                # The number of the connection may be given to the next pool before the worker is buried.
                self._workers[pidfd] = (self._workers[pidfd][0], -1)

    def _end(self) -> None:
        for connection in list(self._pools.values()):
            self._dismiss(connection)
        for pidfd in list(self._workers):
            self._bury(pidfd)


def leave_network() -> bool:
    """Move this process and all that it forks into a network namespace without any network.

    Returns:
        Whether the system allowed it. Without it workers still cannot open a socket, for want of descriptors.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def main(arguments: list[str]) -> int:
    """Load, announce, serve.

    Args:
        arguments: number of the control socket's file descriptor, the private folder, the version or an empty
            string, and the files.
    """
    control = socket.socket(fileno=int(arguments[0]))
    folder, version, files = Path(arguments[1]), arguments[2], arguments[3:]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN if number != signal.SIGTERM else signal.SIG_DFL)
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    if hard == resource.RLIM_INFINITY or hard >= worker.STACK_BYTES:
        resource.setrlimit(resource.RLIMIT_STACK, (worker.STACK_BYTES, hard))
    leave_network()
    try:
        store, summary = load(files, version)
    except DataError as error:
        details = {"file": error.file, "line": error.line, "column": error.column, "message": error.message}
        control.sendall(json.dumps({"error": details}).encode() + b"\n")
        return 1
    with control, open_listener(folder, summary) as listener:
        # Objects that are never collected again stay on pages that parent and workers share.
        gc.collect()
        gc.freeze()
        gc.disable()
        with contextlib.suppress(BrokenPipeError):  # an owner that is gone is noticed in a moment
            control.sendall(b"{}\n")
        Parent(store, listener, control).run()
    # An owner that was killed could not do it.
    shutil.rmtree(folder, ignore_errors=True)
    return 0


def open_listener(folder: Path, summary: Summary) -> socket.socket:
    """Write the summary of the data and listen beside it."""
    (folder / SUMMARY_NAME).write_text(json.dumps(asdict(summary)), encoding="utf-8")
    path = folder / SOCKET_NAME
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(str(path))
    listener.listen(64)
    return listener


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
