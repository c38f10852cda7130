"""Answers: what an engine returns for a query, as rows of terms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tsgraph.engine.interface import Query
from tsgraph.questions.binding import BindingError
from tsgraph.questions.catalogue import Question

if TYPE_CHECKING:
    from tsgraph.engine.interface import Engine, Limits

RESULTS_JSON = "application/sparql-results+json"
_KINDS: dict[str, Literal["iri", "literal", "blank"]] = {
    "uri": "iri",
    "literal": "literal",
    "typed-literal": "literal",
    "bnode": "blank",
}


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of an answer: `str(term)` is its IRI, its text or its label as a blank node."""

    kind: Literal["iri", "literal", "blank"]
    text: str
    language: str = ""
    datatype: str = ""

    def __str__(self) -> str:
        """The IRI or the text."""
        return self.text


Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an answer; a variable without a value is missing from its row."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def parse(cls, body: bytes) -> Table:
        """Read SPARQL 1.1 Query Results JSON of a SELECT.

        Args:
            body: The document, UTF-8.
        """
        document = json.loads(body)
        rows = (
            {name: _term(value) for name, value in binding.items()}
            for binding in document["results"]["bindings"]
        )
        return cls(tuple(document["head"].get("vars", ())), tuple(rows))

    def __iter__(self) -> Iterator[Row]:
        """The rows in order."""
        return iter(self.rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)


def _term(value: Mapping[str, object]) -> Term:
    kind = _KINDS.get(str(value["type"]))
    if kind is None:  # a triple term of RDF 1.2: shown as it is written
        return Term("literal", json.dumps(value["value"], ensure_ascii=False))
    language, datatype = str(value.get("xml:lang", "")), str(value.get("datatype", ""))
    return Term(kind, str(value["value"]), language, datatype)


def refuse_unknown(
    engine: Engine, question: Question, values: Mapping[str, str | None] | None = None
) -> None:
    """Refuse a value that names nothing in the graph: no rows would read as a fact of history.

    Args:
        engine: What knows the graph.
        question: The question.
        values: What its blanks hold.

    Raises:
        BindingError: A blank for a thing holds what the graph does not have, or what is of another kind.
        EngineError: The engine could not say.
    """
    for parameter in question.parameters:
        given = (values or {}).get(parameter.name)
        if parameter.type not in {"entity", "concept"} or not given or not given.strip():
            continue
        classes = " ".join(f"<{iri}>" for iri in parameter.of)
        kinds = f"VALUES ?kind {{ {classes} }} " if classes else ""
        text = f"ASK {{ {kinds}{parameter.term(given)} a ?kind }}"
        if not json.loads(engine.query(Query(text, media_type=RESULTS_JSON)).body)["boolean"]:
            raise BindingError(
                parameter.name, "unknown-thing", f"The graph has no {parameter.label['en']} “{given}”."
            )


def ask(
    engine: Engine,
    question: Question,
    values: Mapping[str, str | None] | None = None,
    lang: str = "en",
    limits: Limits | None = None,
) -> Table:
    """Answer a question.

    Args:
        engine: What runs the query.
        question: The question.
        values: What its blanks hold; see `Question.bind`.
        lang: The language of labels in the answer.
        limits: Bounds for the query; the engine's own when not given.

    Returns:
        The rows, in the order of the query.

    Raises:
        BindingError: A value does not fit its blank.
        EngineError: The query could not be answered.
    """
    text = question.bind(values, lang)
    refuse_unknown(engine, question, values)
    return Table.parse(engine.query(Query(text, media_type=RESULTS_JSON), limits).body)
