from __future__ import annotations

import re
import string

import pytest

from tsgraph.engine import errors
from tsgraph.engine.errors import EngineError
from tsgraph.sparql import messages
from tsgraph.sparql.problems import ProtocolError, describe

EXAMPLES: list[EngineError | ProtocolError] = [
    errors.QuerySyntaxError("x", 1, 3, "ab“", code="quotes", subject="“"),
    errors.QuerySyntaxError("x", 1, 1, "a", code="prefix", subject="foaf"),
    errors.QuerySyntaxError("Odd.", code="something new"),
    errors.BadGraphName("x"),
    errors.UpdateRefused(1, 2, "x"),
    errors.UpdateRefused(),
    errors.ServiceRefused(1, 2, "x"),
    *(errors.QueryTooComplex(what, 1, 2) for what in errors.QueryTooComplex.units),
    errors.QueryTimeout(0.5),
    errors.MemoryExceeded(1 << 29),
    errors.ResultTooLarge(100),
    errors.EngineBusy(3),
    errors.EngineUnavailable(),
    errors.NotAcceptable("a/b", ("c/d", "e/f")),
    EngineError("odd"),
    ProtocolError("method-not-allowed", allowed="GET"),
    ProtocolError("request-too-large", limit=10),
    ProtocolError("repeated-parameter", name="query"),
]


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: error.slug)
def test_every_error_has_words_in_every_language(error: EngineError | ProtocolError, language: str) -> None:
    problem = describe(error, language)
    assert problem.title
    assert problem.detail
    assert "{" not in problem.detail.replace("{…}", "")
    assert problem.status >= 400
    assert problem.as_json()["title"] == problem.title
    assert problem.title in problem.as_text()


def test_translations_use_the_same_operands_everywhere() -> None:
    for table in (messages.TITLES, messages.DETAILS, messages.HINTS):
        for key, versions in table.items():
            fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in versions]
            assert fields[0] == fields[1] == fields[2], key


def test_russian_and_turkish_are_not_copies_of_english() -> None:
    for versions in messages.DETAILS.values():
        assert len(set(versions)) == 3
        assert re.search("[а-я]", versions[2])


def test_the_place_is_marked_under_the_line() -> None:
    problem = describe(errors.QuerySyntaxError("x", 2, 5, "\tab “", code="quotes", subject="“"), "en")
    assert problem.marked == "\tab “\n\t   ^"
    assert problem.detail.startswith("Line 2, column 5: ")
    assert problem.hint == "Write straight quotation marks: \" or '."


def test_a_place_beyond_the_shown_part_is_not_marked() -> None:
    assert describe(errors.UpdateRefused(1, 500, "ab"), "en").marked == "ab"


def test_a_problem_document_names_its_members() -> None:
    """RFC 9457 section 3.1."""
    document = describe(errors.QueryTimeout(2), "en").as_json()
    assert document["type"].endswith("/timeout")
    assert (document["status"], document["limit"]) == (504, 2)


def test_waiting_is_announced() -> None:
    assert describe(errors.EngineBusy(7), "tr").headers == {"Retry-After": "7"}
