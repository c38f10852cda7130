"""What a server answers, and whether the servers agree."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph

from bench.workload import ROWS

_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Content:
    """What an answer holds.

    Attributes:
        rows: Solutions, or triples of a graph.
        digest: Equal for equal solutions or triples, whatever their order and the spelling of the format.
    """

    rows: int
    digest: str


def read(body: bytes, media_type: str) -> Content:
    """Read an answer.

    Raises:
        ValueError: It is not of that format.
    """
    lines: list[str] = []
    if media_type == ROWS:
        try:
            solutions = json.loads(body)["results"]["bindings"]
        except (KeyError, TypeError):
            raise ValueError("no SPARQL results") from None
        lines = [
            json.dumps({name: _term(solution[name]) for name in sorted(solution)}) for solution in solutions
        ]
    else:
        try:
            lines = list({str(triple) for triple in pyoxigraph.parse(body, pyoxigraph.RdfFormat.N_TRIPLES)})
        except SyntaxError as error:
            raise ValueError(str(error)) from None
    return Content(len(lines), hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest())


def _term(value: Mapping[str, Any]) -> list[str]:
    """A term, its datatype spelled as RDF 1.1 has it: a plain literal is an xsd:string."""
    datatype = value.get("datatype", "")
    kind = "literal" if value["type"] == "typed-literal" else value["type"]
    language = value.get("xml:lang", "").lower()
    return [kind, str(value["value"]), language, "" if language or datatype == _STRING else datatype]


def agreed(expected: int | None, counts: Mapping[str, int]) -> int | None:
    """Which number of rows is taken for right.

    Args:
        expected: What the query's author expects, if he has said.
        counts: The number of rows by server, of those that answered.

    Returns:
        The one that all give; else the author's if somebody gives it; else the one that most give.
        None if nobody answered.
    """
    if not counts:
        return None
    if expected in counts.values():
        return expected
    return Counter(counts.values()).most_common(1)[0][0]
