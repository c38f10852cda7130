"""The machine and the versions that a figure belongs to."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

import tsgraph
from bench import environments


def describe() -> dict[str, str]:
    """The machine, in words."""
    memory = _field(Path("/proc/meminfo"), "MemTotal").split()
    return {
        "processor": _field(Path("/proc/cpuinfo"), "model name")
        or platform.processor()
        or platform.machine(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(memory[0]) / (1 << 20):.0f} GiB" if memory else "unknown",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """The programs that are compared, with what they are made of."""
    ours = {name: metadata.version(name) for name in ("granian", "pyoxigraph")}
    rivals: dict[str, str] = {}
    for lock in environments.FOLDER.glob("*.lock"):
        rivals |= environments.versions(lock)
    toolkit, web = rivals["rdflib"], rivals["uvicorn"]
    return {
        "tsgraph": f"{tsgraph.__version__} (pyoxigraph {ours['pyoxigraph']}, granian {ours['granian']})",
        "oxigraph": rivals["oxigraph"],
        "rdflib-endpoint": f"{rivals['rdflib-endpoint']} (rdflib {toolkit}, uvicorn {web})",
    }


def _field(path: Path, name: str) -> str:
    if not path.exists():
        return ""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
