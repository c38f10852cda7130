"""The real engine over the real graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.project import Project
from tsgraph.questions import Catalogue
from tsgraph.release import Release
from tsgraph.settings import Settings


@pytest.fixture(scope="session")
def engine(release: Release) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine.start([release.dataset], Settings(), release.version) as started:
        yield started


@pytest.fixture(scope="session")
def catalogue(project: Project) -> Catalogue:
    return Catalogue.load(project.queries)
