"""Fixtures that more than one area needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tsgraph.graph.build import Build, build
from tsgraph.graph.namespaces import PREFIXES
from tsgraph.project import Project
from tsgraph.release import Release, make

HEADER = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
ROOT = Path(__file__).parent.parent


class Workshop:
    """A small project in a temporary folder, with the real ontology, to write data into."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        for folder in ("ontology", "shapes", "queries"):
            shutil.copytree(ROOT / folder, root / folder)
        (root / "data").mkdir()

    def write(self, name: str, text: str) -> Path:
        path = self.project.data / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEADER + text, encoding="utf-8")
        return path

    def build(self) -> Build:
        return build(self.project)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "project")


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def built(project: Project) -> Build:
    return build(project)


@pytest.fixture(scope="session")
def release(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return make(project, tmp_path_factory.mktemp("release"))
