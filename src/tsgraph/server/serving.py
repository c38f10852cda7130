"""Starts everything that answers requests, and ends it."""

from __future__ import annotations

import ctypes
import functools
import json
import logging
import multiprocessing
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.errors import DataError, EngineUnavailable
from tsgraph.engine.process import ParentProcess
from tsgraph.engine.worker import PR_SET_PDEATHSIG

from .bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from wsgiref.types import WSGIApplication

    from tsgraph.project import Project
    from tsgraph.settings import Settings

FINE, BAD_DATA, OUT_OF_REACH = 0, 1, 3

_BACKLOG = 2048
_THREADS_FOR_PAGES = 4
_HEADER_MILLISECONDS = 15_000
_HEADER_BYTES = 128 << 10  # holds a GET with a query as long as `query_length` allows, percent-encoded


@dataclass(frozen=True, slots=True)
class Site:
    """What a web process needs to know to make the application.

    Attributes:
        folder: the private folder of the engine's parent.
        settings: the settings of the server.
        build_dir: where the dumps lie, if there are any.
        project: the authored folders.
        owner: the process id of the server, with which the web process shall die.
    """

    folder: Path
    settings: Settings
    build_dir: Path | None
    project: Project
    owner: int


def serve(
    dataset: Path | Sequence[Path], settings: Settings, build_dir: Path | None, project: Project
) -> int:
    """Serve until SIGTERM or SIGINT.

    Args:
        dataset: the files of the data set.
        settings: where to listen, how many processes, all limits.
        build_dir: where the dumps lie; None if there are none.
        project: the authored folders.

    Returns:
        An exit code: 0 after a signal, 1 if the data cannot be loaded, 3 if there is no port or process.
    """
    files = [dataset] if isinstance(dataset, Path) else list(dataset)
    try:
        port = claim(settings.host, settings.port)
    except OSError as error:
        reason = error.strerror or str(error)
        _say(f"Cannot listen on {settings.host}, port {settings.port}: {reason}. Choose another with --port.")
        return OUT_OF_REACH
    try:
        parent = ParentProcess(files, version(build_dir))
    except DataError as error:
        _say(f"The data cannot be loaded: {error}.")
        return BAD_DATA
    except EngineUnavailable as error:
        _say(str(error))
        return OUT_OF_REACH
    with parent:
        site = Site(parent.folder, settings, build_dir, project, os.getpid())
        return _run(site, port)


def version(build_dir: Path | None) -> str:
    """The version that a build gives its data; an empty string if there is no build, or it does not say."""
    if build_dir is None:
        return ""
    try:
        manifest = json.loads((build_dir / "manifest.json").read_text(encoding="utf-8"))
        return str(manifest["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def claim(host: str, port: int) -> int:
    """Check that nobody listens there, and choose a free port for 0.

    Granian's processes share the port (SO_REUSEPORT); two servers of one user would share it without a word.

    Returns:
        The port.

    Raises:
        OSError: the port is taken, or the address is not ours.
    """
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        probe.listen(1)
        found: int = probe.getsockname()[1]
        return found


def _run(site: Site, port: int) -> int:
    settings = site.settings
    # Forking a process that has threads is asking for trouble; granian follows the default method.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "tsgraph",
        address=settings.host,
        port=port,
        interface=Interfaces.RSGI,
        workers=settings.processes,
        http=HTTPModes.http1,
        websockets=False,
        backlog=_BACKLOG,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADER_MILLISECONDS, max_buffer_size=_buffer(settings)
        ),
        respawn_failed_workers=True,
        workers_kill_timeout=int(settings.query_seconds) + 5,
        log_level=LogLevels.warning,
    )
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    # A terminal that is closed ends the server as Ctrl-C does. Granian has set its own handlers by then.
    server.on_startup(_end_on_hangup)
    server.on_startup(lambda: _say(f"Serving at http://{host}:{port}/ (end with Ctrl-C)"))
    try:
        server.serve(target_loader=functools.partial(load, site), wrap_loader=False)
    except SystemExit:
        return OUT_OF_REACH
    return FINE


def _end_on_hangup() -> None:
    signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))


def _buffer(settings: Settings) -> int:
    """Bytes of a request's head: a query in the address takes up to three bytes a byte."""
    return max(_HEADER_BYTES, 3 * settings.query_length + (16 << 10))


def load(site: Site) -> Any:
    """Make the RSGI application; runs in each web process."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != site.owner:
        os._exit(OUT_OF_REACH)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    settings = site.settings
    engine = EmbeddedEngine(site.folder, settings)
    # Everybody who waits for the engine holds a thread; some are left for pages that need no query.
    threads = settings.workers + settings.slow_workers + settings.slow_queue + _THREADS_FOR_PAGES
    return Bridge(
        functools.partial(make_application, site, engine),
        engine.close,
        threads=threads,
        body_bytes=settings.request_kb << 10,
    )


def make_application(site: Site, engine: EmbeddedEngine) -> WSGIApplication:
    """The web application over an engine."""
    from tsgraph.web.app import create_app  # noqa: PLC0415 - the server's own process has no need of it

    return create_app(engine, site.settings, site.build_dir, site.project)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
