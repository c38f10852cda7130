"""A built and validated data set on disk, made again only when something has changed."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tsgraph.dumps import write_dumps
from tsgraph.graph.build import DATASET_FILE, MANIFEST_FILE, BuildError, build, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from tsgraph.project import Project

DUMPS_FOLDER = "dumps"


class ReleaseError(BuildError):
    """The data violate a rule; the message is the report."""


@dataclass(frozen=True, slots=True)
class Release:
    """A data set ready to be served.

    Attributes:
        folder: Where it lies.
        version: Its version, a hash of its content.
        triples: The size of its default graph.
    """

    folder: Path
    version: str
    triples: int

    @property
    def dataset(self) -> Path:
        """The data set in N-Quads."""
        return self.folder / DATASET_FILE

    @property
    def dumps(self) -> Path:
        """The folder of the dumps, one for each version: a server that still runs keeps its own."""
        return self.folder / DUMPS_FOLDER / self.version


def default_folder(project: Project) -> Path:
    """Where a data set is built when nobody says: `build` in a checkout, else the user's cache."""
    if (project.root / "pyproject.toml").exists():
        return project.root / "build"
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "tsgraph"


def read(folder: Path) -> tuple[Release, str] | None:
    """Read what lies in a folder.

    Returns:
        The release and the fingerprint of the files that it was made from; None if there is none.
    """
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        release = Release(folder, manifest["version"], manifest["default_graph"])
        inputs = manifest["inputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (release, inputs) if release.dataset.exists() and release.dumps.is_dir() else None


def make(
    project: Project, folder: Path, say: Callable[[str], None] = lambda _: None, *, force: bool = False
) -> Release:
    """Build, validate and write, unless the folder already holds just that.

    What is not valid is not written, and what was there before stays.

    Args:
        project: The authored files.
        folder: Where to.
        say: Told what is being done.
        force: Build even if nothing has changed.

    Returns:
        The release.

    Raises:
        TurtleError: A file is not as it should be.
        BuildError: A claim is not complete, or a date is not EDTF.
        ReleaseError: A rule is violated.
    """
    inputs = fingerprint(project)
    present = read(folder)
    if present and present[1] == inputs and not force:
        return present[0]
    # pyshacl takes a second to import, which a start with nothing to build should not pay.
    from tsgraph.validate.shacl import validate  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "nothing can be written there", str(folder))
    say("Building the graph …")
    built = build(project)
    say("Validating …")
    report = validate(built.dataset, project.shapes, built.lines)
    if not report.conforms:
        raise ReleaseError(report.to_text("en"))
    say("Writing the dumps …")
    dumps = folder / DUMPS_FOLDER
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        files = write_dumps(built.quads, Path(temporary))
        (dumps / built.version).mkdir(parents=True, exist_ok=True)
        for file in files:
            file.replace(dumps / built.version / file.name)
    kept = {built.version, present[0].version} if present else {built.version}
    for other in dumps.iterdir():
        if other.is_dir() and other.name not in kept:
            shutil.rmtree(other)
    built.write(folder, inputs)
    made = read(folder)
    assert made is not None  # noqa: S101  # it has just been written
    return made[0]
