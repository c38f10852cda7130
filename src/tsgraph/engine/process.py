"""Starts the engine's parent process, watches over it, and ends it."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DataError, EngineUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

# Huge pages make the fork of a process with a store of a million quads take 1-2 ms instead of 20.
_TUNABLES = "glibc.malloc.hugetlb=1"
_SHORT_LIFE = 5.0
_SHORT_LIVES = 3


class ParentProcess:
    """The engine's parent, as its owner sees it. Started by the constructor, ended by `close`.

    Should it die, it is started again; one that dies three times within seconds of its start stays down.

    Args:
        files: the data.
        version: the version of the data, or an empty string for a hash of the files.

    Attributes:
        folder: the private folder through which pools find the parent.
        given_up: whether it has died too often to be started again.

    Raises:
        DataError: a data file cannot be loaded.
        EngineUnavailable: the process could not be started.
    """

    def __init__(self, files: Sequence[Path], version: str = "") -> None:
        """Start the process and wait until the data are loaded."""
        self._files = [str(file) for file in files]
        self._version = version
        self._closed = threading.Event()
        self.given_up = False
        self.folder = Path(tempfile.mkdtemp(prefix="tsgraph-"))
        self._wake_reader, self._wake_writer = os.pipe()
        try:
            self._start()
        except BaseException:
            self._release()
            raise
        self._watcher = threading.Thread(target=self._watch, name="engine-watcher", daemon=True)
        self._watcher.start()

    @property
    def pid(self) -> int:
        """The process id of the parent, or of the last one if it is down."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether the parent runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the parent and its workers, and remove the private folder. May be called twice."""
        if self._closed.is_set():
            return
        self._closed.set()
        os.write(self._wake_writer, b".")
        self._watcher.join()
        self._stop()
        self._release()

    def __enter__(self) -> ParentProcess:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        tunables = ":".join(filter(None, (os.environ.get("GLIBC_TUNABLES"), _TUNABLES)))
        command = [sys.executable, "-m", "tsgraph.engine.parent", str(theirs.fileno()), str(self.folder)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603
                [*command, self._version, *self._files],
                env={**os.environ, "GLIBC_TUNABLES": tunables},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                # Ctrl-C in a terminal is for the server, which ends the parent in good order.
                start_new_session=True,
            )
        self._pidfd = os.pidfd_open(self._process.pid)
        self._started = time.monotonic()
        with self._control.makefile("rb") as lines:
            line = lines.readline()
        report = json.loads(line) if line else {}
        if line and "error" not in report:
            return
        self._stop()
        if line:
            raise DataError(**report["error"])
        raise EngineUnavailable("The query engine could not be started.")

    def _stop(self) -> None:
        """Closing the control socket is what tells the parent to end. May be called twice."""
        self._control.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:  # pragma: no cover - only a stopped or stuck process gets here
            self._process.kill()
            self._process.wait()

    def _release(self) -> None:
        os.close(self._wake_reader)
        os.close(self._wake_writer)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _watch(self) -> None:
        """Start the parent again when it dies."""
        lives = 0
        while lives < _SHORT_LIVES:
            select.select([self._pidfd, self._wake_reader], [], [])
            if self._closed.is_set():
                return
            lives = lives + 1 if time.monotonic() - self._started < _SHORT_LIFE else 1
            self._stop()
            while lives < _SHORT_LIVES:
                try:
                    self._start()
                    break
                except (DataError, EngineUnavailable):
                    lives += 1
        self.given_up = True
