"""A small graph, engines over it with short limits, and ways to look at processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.settings import Settings

SHORT = Settings(query_seconds=1.0, query_memory_mb=128, result_mb=4, slice_ms=30)

PEOPLE = 300


def small_graph() -> str:
    """N-Quads: a chain of people in the default graph, their names in two named graphs."""
    lines = []
    for n in range(PEOPLE):
        person = f"<http://example.org/person/{n}>"
        lines.append(f"{person} <http://example.org/knows> <http://example.org/person/{n + 1}> .")
        graph = f"<http://example.org/graph/{'even' if n % 2 == 0 else 'odd'}>"
        lines.append(f'{person} <http://example.org/name> "Kişi {n}"@tr {graph} .')
    return "\n".join(lines) + "\n"


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead but not yet buried does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def children(pid: int) -> set[int]:
    """The processes whose parent is this one."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.add(int(path.parent.name))
    return found


def eventually(condition: Callable[[], object], seconds: float = 10.0) -> bool:
    """Whether a condition holds before a deadline."""
    pause, deadline = threading.Event(), time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.005)
    return True


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "people.nq"
    path.write_text(small_graph(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def engine(graph_file: Path) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine.start([graph_file], SHORT) as engine:
        yield engine
