"""A server's processes: their time, their memory, their end."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_libc = ctypes.CDLL(None, use_errno=True)


class Entry(NamedTuple):
    """One process, from proc_pid_stat(5); `ticks` includes the children that it has waited for."""

    pid: int
    state: str
    parent: int
    session: int
    ticks: int


class Memory(NamedTuple):
    """Memory of some processes in bytes, and how it was counted: PSS, or RSS where PSS cannot be read."""

    size: int
    measure: str


def entries() -> Iterator[Entry]:
    """Every process of the machine."""
    for name in os.listdir(PROC):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = (PROC / name / "stat").read_text().rpartition(")")[2].split()
            yield Entry(int(name), fields[0], int(fields[1]), int(fields[3]), sum(map(int, fields[11:15])))


def tree(root: int) -> list[Entry]:
    """A process that leads a session, everything in that session and everything below either."""
    everything = list(entries())
    return _with_children([entry for entry in everything if root in (entry.pid, entry.session)], everything)


def _with_children(roots: list[Entry], everything: list[Entry]) -> list[Entry]:
    children: dict[int, list[Entry]] = {}
    for entry in everything:
        children.setdefault(entry.parent, []).append(entry)
    found = {entry.pid: entry for entry in roots}
    todo = list(found)
    while todo:
        new = [entry for entry in children.get(todo.pop(), ()) if entry.pid not in found]
        found.update((entry.pid, entry) for entry in new)
        todo.extend(entry.pid for entry in new)
    return list(found.values())


def processor_seconds(root: int) -> float:
    """User and system time of a tree since it was started, ended children included."""
    return sum(entry.ticks for entry in tree(root)) / TICKS


def memory(root: int) -> Memory:
    """Memory of a tree. PSS counts a page shared by n processes as 1/n in each, so that it adds up."""
    pids = [entry.pid for entry in tree(root) if entry.state != "Z"]
    try:
        return Memory(sum(_kilobytes(pid, "smaps_rollup", "Pss:") for pid in pids) << 10, "PSS")
    except PermissionError:
        return Memory(sum(_kilobytes(pid, "status", "VmRSS:") for pid in pids) << 10, "RSS")


def _kilobytes(pid: int, file: str, field: str) -> int:
    try:
        lines = (PROC / str(pid) / file).read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(field)), 0)


def adopt_orphans() -> None:
    """Become the parent of every process below this one whose own parent ends, so that none gets away."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def follow_parent() -> None:
    """In a new process: end when the process that started it ends, however that comes about."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def end(root: int, seconds: float = 2.0) -> int:
    """End a tree: ask its root, wait, then kill whatever is left.

    Args:
        root: A process that leads a session.
        seconds: How long to wait before killing.

    Returns:
        How many processes had to be killed.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(root, signal.SIGTERM)
    known = {entry.pid for entry in tree(root)}
    left = _wait(known, seconds)
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _wait(left, 5.0)
    return len(left)


def end_descendants() -> None:
    """Kill every process below this one."""
    while True:
        everything = list(entries())
        own = [entry for entry in everything if entry.parent == os.getpid()]
        below = {entry.pid for entry in _with_children(own, everything) if entry.state != "Z"}
        if not below:
            return
        for pid in below:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _wait(below, 5.0)


def _wait(pids: Iterable[int], seconds: float) -> set[int]:
    """Wait for processes to end; return those that have not."""
    left, deadline = set(pids), time.monotonic() + seconds
    while left:
        for pid in left:
            with contextlib.suppress(ChildProcessError):  # not ours to collect
                os.waitpid(pid, os.WNOHANG)
        left &= {entry.pid for entry in entries() if entry.state != "Z"}
        if not left or time.monotonic() > deadline:
            break
        time.sleep(0.01)
    return left
