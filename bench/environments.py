"""Environments of the rivals, made from lock files and made again only when one has changed."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
_STAMP = "lock.sha256"
_PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)", re.MULTILINE)


class InstallError(Exception):
    """An environment cannot be made; the message is for people."""


def prepare(name: str) -> Path:
    """Make the environment of `<name>.lock` unless it is there.

    Args:
        name: A lock file of this folder, without its ending.

    Returns:
        The folder of its programs.

    Raises:
        InstallError: A package cannot be installed.
    """
    lock = FOLDER / f"{name}.lock"
    folder = FOLDER / f".venv-{name}"
    stamp = folder / _STAMP
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        install = [
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        for command in (
            [sys.executable, "-m", "venv", "--clear", folder],
            # Wheels only: a rival compiled here with other options would not be what its users run.
            [*install, "--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", lock],
        ):
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
            if done.returncode:
                last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
                raise InstallError(f"{lock.name} cannot be installed: {' '.join(last)}")
        stamp.write_text(digest)
    return folder / "bin"


def versions(lock: Path) -> dict[str, str]:
    """The versions that a lock file pins, by package."""
    return dict(_PIN.findall(lock.read_text(encoding="utf-8")))
