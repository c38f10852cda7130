"""Reports on a project in order and on one with errors planted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tests.conftest import Workshop
from tests.validate.plants import PLANTS, write
from tsgraph.graph.namespaces import PREFIXES, G
from tsgraph.graph.tokens import Text
from tsgraph.graph.turtle import graph_of
from tsgraph.validate.shacl import validate

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib import Dataset, URIRef

    from tsgraph.graph.build import Build
    from tsgraph.graph.turtle import SourceIndex
    from tsgraph.validate.report import Report


def add(dataset: Dataset, graph: URIRef, turtle: str, path: Path) -> None:
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    for triple in graph_of(Text(path, header + turtle)):
        dataset.graph(graph).add(triple)


@dataclass(frozen=True, slots=True)
class Clean:
    """The small project without any plant."""

    workshop: Workshop
    built: Build


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    workshop = Workshop(tmp_path_factory.mktemp("clean") / "project")
    write(workshop, [])
    return Clean(workshop, workshop.build())


@pytest.fixture(scope="session")
def clean_report(clean: Clean) -> Report:
    return validate(clean.built.dataset, clean.workshop.project.shapes, clean.built.lines)


@dataclass(frozen=True, slots=True)
class Planted:
    """The small project with every plant, and what was found in it."""

    workshop: Workshop
    dataset: Dataset
    lines: SourceIndex
    report: Report


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    workshop = Workshop(tmp_path_factory.mktemp("planted") / "project")
    write(workshop, PLANTS)
    built = workshop.build()
    for plant in PLANTS:
        add(built.dataset, DATASET_DEFAULT_GRAPH_ID, plant.triples, workshop.project.root)
        add(built.dataset, G["reviewed"], plant.reviewed, workshop.project.root)
    report = validate(built.dataset, workshop.project.shapes, built.lines)
    return Planted(workshop, built.dataset, built.lines, report)
