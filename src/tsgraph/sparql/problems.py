"""Errors as HTTP responses: problem documents (RFC 9457) for programs, plain words for people."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, request

from tsgraph.engine.errors import EngineError, QuerySyntaxError, QueryTooComplex

from . import messages
from .negotiation import HTML, PROBLEM, choose

TEXT = "text/plain"
RENDER_ERROR = "tsgraph.render_error"
"""Key in `app.extensions` of a function that makes an HTML page of a `Problem`; optional."""

_STATUS = {
    "method-not-allowed": HTTPStatus.METHOD_NOT_ALLOWED,
    "unsupported-media-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "request-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "not-acceptable": HTTPStatus.NOT_ACCEPTABLE,
}
_MEBIBYTE = 1 << 20


class ProtocolError(Exception):
    """A request that does not follow the protocol.

    Args:
        slug: a stable name, a key of `messages.TITLES`.
        details: what the message is made of.
    """

    def __init__(self, slug: str, **details: str | int) -> None:
        """Find the status."""
        super().__init__(slug)
        self.slug, self.details = slug, details
        self.status = int(_STATUS.get(slug, HTTPStatus.BAD_REQUEST))


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in the language of the reader.

    Attributes:
        status: the HTTP status.
        slug: the stable name of the kind of problem.
        title: a short sentence, the same for each problem of the kind.
        detail: what is wrong here.
        hint: what to try, or an empty string.
        details: position, limits and whatever else a program may use.
        headers: headers of the response beyond the usual ones.
    """

    status: int
    slug: str
    title: str
    detail: str
    hint: str = ""
    details: dict[str, str | int | float] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def marked(self) -> str:
        """The offending line with a caret under the offending column, or an empty string."""
        excerpt, column = self.details.get("excerpt"), self.details.get("column")
        if not isinstance(excerpt, str) or not isinstance(column, int) or not excerpt:
            return ""
        before = "".join("\t" if letter == "\t" else " " for letter in excerpt[: column - 1])
        return f"{excerpt}\n{before}^" if column <= len(excerpt) + 1 else excerpt

    def as_json(self) -> dict[str, Any]:
        """The members of a problem document."""
        document: dict[str, Any] = {
            "type": f"https://w3id.org/tsgraph/problems/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.hint:
            document["hint"] = self.hint
        return {**self.details, **document}

    def as_text(self) -> str:
        """Plain words."""
        return "\n\n".join(part for part in (self.title, self.detail, self.marked, self.hint) if part) + "\n"


def describe(error: EngineError | ProtocolError, language: str) -> Problem:
    """Put an error into words."""
    details = dict(error.details)
    operands: dict[str, object] = {**details, "subject": getattr(error, "subject", "")}
    key, hint = error.slug, ""
    if isinstance(error, QuerySyntaxError) and error.slug == "syntax-error":
        key = f"{error.slug}.{error.code}"
        hint = messages.message(messages.HINTS, error.code, language, operands)
        details.pop("hint", None)
    elif isinstance(error, QueryTooComplex):
        key = f"{error.slug}.{error.what}"
    limit = details.get("limit")
    if isinstance(limit, int) and error.slug in ("memory-exceeded", "result-too-large"):
        operands["size"] = f"{limit / _MEBIBYTE:g} MiB" if limit >= _MEBIBYTE else f"{limit} B"
    detail = messages.message(messages.DETAILS, key, language, operands) or str(error)
    if "line" in details:
        detail = f"{messages.PLACE[messages.LANGUAGES.index(language)].format_map(details)}: {detail}"
    headers = {}
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    if error.slug == "method-not-allowed":
        headers["Allow"] = str(details["allowed"])
    title = messages.message(messages.TITLES, error.slug, language, {})
    return Problem(error.status, error.slug, title, detail, hint, details, headers)


def language() -> str:
    """The language of the reader, by Accept-Language."""
    # werkzeug's best_match would give English for "tr-TR, en;q=0.5".
    spoken = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((tag for tag in spoken if tag in messages.LANGUAGES), messages.LANGUAGES[0])


def respond(error: EngineError | ProtocolError) -> Response:
    """The response to an error, in the form and the language that the client prefers."""
    spoken = language()
    problem = describe(error, spoken)
    form = choose(request.headers.get("Accept"), (PROBLEM, HTML, TEXT)) or (PROBLEM, PROBLEM)
    render = current_app.extensions.get(RENDER_ERROR)
    if form[0] == HTML and render is not None:
        response = current_app.make_response(render(problem))
    elif form[0] == PROBLEM:
        body = json.dumps(problem.as_json(), ensure_ascii=False, indent=1) + "\n"
        response = Response(body, mimetype=PROBLEM)
    else:
        response = Response(problem.as_text(), mimetype=TEXT)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = spoken
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(["Accept", "Accept-Language"])
    return response
