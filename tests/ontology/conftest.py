from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from tsgraph.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def project() -> Project:
    return Project.find()


@pytest.fixture(scope="session")
def module(project: Project) -> Callable[[str], Graph]:
    """The graph of one file of the ontology folder, by its name."""

    @cache
    def load(name: str) -> Graph:
        return Graph().parse(project.ontology / f"{name}.ttl")

    return load


@pytest.fixture(scope="session")
def core(module: Callable[[str], Graph]) -> Graph:
    return module("tsgraph")


@pytest.fixture(scope="session")
def vocab(module: Callable[[str], Graph]) -> Graph:
    return module("vocab")


@pytest.fixture(scope="session")
def data_files(project: Project) -> list[Path]:
    return sorted(project.data.rglob("*.ttl"))


@pytest.fixture(scope="session")
def data(data_files: list[Path]) -> Graph:
    """Everything that people author, without what the build derives."""
    merged = Graph()
    for file in data_files:
        merged.parse(file)
    return merged
