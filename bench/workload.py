"""The ten queries: the project's questions with their example values, and four of other shapes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tsgraph.project import Project
from tsgraph.questions import Catalogue

FOLDER = Path(__file__).resolve().parent / "queries"
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Query:
    """One query.

    Attributes:
        name: What tables call it.
        text: The SPARQL.
        media_type: The format asked for.
        rows: How many rows its author expects; None if nobody has said.
    """

    name: str
    text: str
    media_type: str = ROWS
    rows: int | None = None


def load(project: Project) -> list[Query]:
    """Read the queries: the questions first, each in the order of its name."""
    questions = [
        Query(question.name, question.bind(question.example.values), rows=question.example.rows)
        for question in Catalogue.load(project.queries)
    ]
    others = []
    for path in sorted(FOLDER.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        others.append(Query(path.stem, text, TRIPLES if "\nCONSTRUCT" in text else ROWS))
    return [*questions, *others]
