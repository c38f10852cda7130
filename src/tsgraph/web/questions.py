"""The questions: as pages with a form, and as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MIMEAccept

from tsgraph.engine.interface import Query
from tsgraph.questions.answers import refuse_unknown
from tsgraph.questions.binding import BindingError, language_term
from tsgraph.web.addresses import compact
from tsgraph.web.context import parts, reader
from tsgraph.web.languages import LANGUAGES, current, preferred, translate

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from tsgraph.questions.catalogue import Parameter, Question

blueprint = Blueprint("questions", __name__)

RESULTS = {
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}


def _(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


# by the slug of a BindingError
REASONS = {
    "iri": _("This is not a usable address of a thing."),
    "entity": _("Give the id of a thing, such as molotov, or its full address."),
    "unknown-thing": _("The graph has no such thing."),
    "day": _("Give a day as YYYY-MM-DD, such as 1945-03-19."),
    "year": _("Give a year of four digits, such as 1945."),
    "number": _("Give a number, such as 10 or 8.5."),
    "empty": _("This blank must be filled in."),
    "long": _("This is too long."),
    "characters": _("This holds a character that cannot be used here."),
    "choice": _("Choose one of the values offered."),
    "language": _("Choose one of the three languages."),
    "unknown": _("This question has no such blank."),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a blank offers."""

    value: str
    label: str
    group: str = ""


def _question(name: str) -> Question:
    catalogue = parts().catalogue
    if name not in catalogue:
        abort(404)
    return catalogue[name]


def _short(parameter: Parameter, iri: str) -> str:
    """What stands in an address for a thing: its short id where it has one."""
    local = iri.removeprefix(parameter.namespace)
    return local if local != iri and not set(local) & set("/#?:") else compact(iri)


def choices(parameter: Parameter) -> list[Choice]:
    """The values that a blank offers, in the order of their names; none for a typed-in blank.

    Raises:
        EngineError: The graph could not be asked.
    """
    lang = current()
    if parameter.type == "choice":
        return [Choice(option.key, option.label[lang]) for option in parameter.options]
    if parameter.type not in ("entity", "concept"):
        return []
    term, source = language_term(lang), reader()
    if not parameter.of:
        table = source.page("subjects", lang=term)
    elif all(iri.startswith("http://www.w3.org/2002/07/owl#") for iri in parameter.of):
        table = source.page("properties", lang=term)
    else:
        table = source.page("choices", lang=term, **{"class": [f"<{iri}>" for iri in parameter.of]})
    found: dict[str, Choice] = {}
    for row in table:
        value = _short(parameter, row["choice"].text)
        group = row["kindLabel"].text if "kindLabel" in row else ""
        found.setdefault(value, Choice(value, row["choiceLabel"].text, group))
    return sorted(found.values(), key=lambda c: (c.group.casefold(), c.label.casefold()))


def given(question: Question) -> dict[str, str | None]:
    """What the address says of each blank.

    Raises:
        BindingError: It names a blank that the question does not have.
    """
    for name in request.args:
        if name not in ("lang", "format"):
            question.parameter(name)
    return {p.name: request.args.get(p.name) for p in question.parameters}


@blueprint.get("/<lang:lang>/questions")
def index() -> str:
    """The list of questions."""
    return render_template("questions.html")


@blueprint.get("/<lang:lang>/questions/<name>")
def page(name: str) -> tuple[str, int]:
    """A question with its form and its answer."""
    question = _question(name)
    problem: BindingError | None = None
    table, text = None, ""
    values: dict[str, str | None] = {}
    try:
        values = given(question)
        text = question.bind(values, g.language)
        refuse_unknown(parts().engine, question, values)
        table = reader().table(text)
    except BindingError as error:
        problem = error
    said = {name: value for name, value in values.items() if value is not None}
    formats = {
        suffix: url_for("questions.data", name=name, **{**said, "lang": g.language, "format": suffix})
        for suffix in RESULTS
    }
    shown = {
        p.name: values.get(p.name) if values.get(p.name) is not None else p.default
        for p in question.parameters
    }
    html = render_template(
        "question.html",
        question=question,
        table=table,
        shown=shown,
        problem=problem,
        reason=translate(REASONS[problem.slug]) if problem else "",
        choices={p.name: choices(p) for p in question.parameters},
        formats=formats,
        query=text,
        editor=f"/{g.language}/sparql?{urlencode({'query': text})}",
    )
    return html, 400 if problem else 200


@blueprint.get("/questions/<name>")
def negotiate(name: str) -> BaseResponse:
    """Lead from a question to its page, or to its answer as data."""
    _question(name)
    query = f"?{request.query_string.decode('utf-8', 'replace')}" if request.query_string else ""
    wants_page = request.accept_mimetypes.best_match(["text/html", *RESULTS.values()], "text/html")
    path = f"/{preferred()}/questions/{name}" if wants_page == "text/html" else f"/api/questions/{name}"
    response = redirect(path + query, 303)
    response.vary.update(("Accept", "Accept-Language"))
    return response


def _media_type(accepted: MIMEAccept) -> str:
    """The results format asked for, by `format=` or by Accept."""
    if wanted := request.args.get("format"):
        if wanted not in RESULTS:
            abort(406)
        return RESULTS[wanted]
    offered = [*RESULTS.values(), "application/json", "application/xml"]
    best = accepted.best_match(offered) if accepted else RESULTS["json"]
    if best is None:
        abort(406)
    return {"application/json": RESULTS["json"], "application/xml": RESULTS["xml"]}.get(best, str(best))


@blueprint.get("/api/questions/<name>")
def data(name: str) -> Response:
    """The answer to a question as data."""
    question = _question(name)
    media_type = _media_type(request.accept_mimetypes)
    lang = request.args.get("lang") or preferred()
    try:
        if lang not in LANGUAGES:
            raise BindingError("lang", "language", "Give a language as en, tr or ru.")
        values = given(question)
        text = question.bind(values, lang)
        refuse_unknown(parts().engine, question, values)
    except BindingError as error:
        problem = {"title": "A value does not fit.", "status": 400, "detail": str(error)}
        response = Response(
            json.dumps(problem), status=400, content_type="application/problem+json; charset=utf-8"
        )
    else:
        answer = parts().engine.query(Query(text, media_type=media_type))
        response = Response(answer.body, content_type=answer.media_type)
        response.headers["Content-Language"] = lang
        response.vary.update(("Accept", "Accept-Language"))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
