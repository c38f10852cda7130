from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.errors import DataError, EngineError, EngineUnavailable
from tsgraph.engine.interface import Query
from tsgraph.engine.process import ParentProcess

from .conftest import SHORT, children, eventually, is_alive

ASK = Query("ASK { ?s ?p ?o }")


def answers(engine: EmbeddedEngine) -> bool:
    try:
        return b"true" in engine.query(ASK).body
    except EngineError:
        return False


def test_a_broken_file_is_reported_and_leaves_nothing(tmp_path: Path) -> None:
    before = children(os.getpid())
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b>\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        EmbeddedEngine.start([path], SHORT)
    assert caught.value.file == str(path)
    assert caught.value.line == 2
    assert children(os.getpid()) == before


def test_an_interpreter_that_does_not_start_is_reported(
    graph_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(EngineUnavailable, match="could not be started"):
        ParentProcess([graph_file])


def test_closing_ends_every_process_and_removes_the_folder(graph_file: Path) -> None:
    parent = ParentProcess([graph_file])
    engine = EmbeddedEngine(parent.folder, SHORT, parent)
    assert answers(engine)
    workers = children(parent.pid)
    assert workers
    engine.close()
    engine.close()
    assert not is_alive(parent.pid)
    assert not any(is_alive(pid) for pid in workers)
    assert not parent.folder.exists()
    with pytest.raises(EngineUnavailable):
        engine.query(ASK)


def test_a_pool_that_ends_takes_its_own_workers_only(graph_file: Path) -> None:
    with ParentProcess([graph_file]) as parent:
        with EmbeddedEngine(parent.folder, SHORT) as first, EmbeddedEngine(parent.folder, SHORT) as second:
            assert answers(first)
            gone = set(first.processes)
            first.close()
            assert answers(second)
            assert eventually(lambda: not any(is_alive(pid) for pid in gone))
            assert eventually(lambda: gone.isdisjoint(children(parent.pid)))
        assert eventually(lambda: not children(parent.pid))


def test_a_parent_that_dies_is_replaced_and_the_pool_recovers(graph_file: Path) -> None:
    with ParentProcess([graph_file]) as parent, EmbeddedEngine(parent.folder, SHORT) as engine:
        assert answers(engine)
        dead, workers = parent.pid, children(parent.pid)
        os.kill(dead, signal.SIGKILL)
        assert eventually(lambda: not any(is_alive(pid) for pid in workers))
        assert eventually(lambda: answers(engine))
        assert parent.pid != dead
        assert parent.alive()
        assert engine.status().ready


def test_a_parent_that_keeps_dying_stays_down_and_the_pool_says_so(graph_file: Path) -> None:
    with ParentProcess([graph_file]) as parent, EmbeddedEngine(parent.folder, SHORT) as engine:
        assert answers(engine)

        def kill() -> bool:
            if parent.alive():
                os.kill(parent.pid, signal.SIGKILL)
            return parent.given_up

        assert eventually(kill)
        assert eventually(lambda: not engine.status().ready)
        assert not parent.alive()
        with pytest.raises(EngineUnavailable):
            engine.query(ASK)


def test_an_owner_that_is_killed_leaves_no_process(graph_file: Path) -> None:
    script = (
        "import sys, pathlib, threading\n"
        "from tsgraph.engine.process import ParentProcess\n"
        "from tsgraph.engine.embedded import EmbeddedEngine\n"
        "from tsgraph.engine.interface import Query\n"
        "from tsgraph.settings import Settings\n"
        "parent = ParentProcess([pathlib.Path(sys.argv[1])])\n"
        "engine = EmbeddedEngine(parent.folder, Settings())\n"
        "engine.query(Query('ASK {}'))\n"
        "print(parent.pid, parent.folder, flush=True)\n"
        "cross = '. '.join(f'?a{n} ?b{n} ?c{n}' for n in range(6))\n"
        "engine.query(Query('SELECT (COUNT(*) AS ?n) {' + cross + '}'))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(graph_file)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pid, folder = owner.stdout.readline().decode().split()
        processes = {int(pid), *children(int(pid))}
        assert len(processes) > 1
        owner.kill()
    assert eventually(lambda: not any(is_alive(process) for process in processes))
    assert eventually(lambda: not Path(folder).exists())
