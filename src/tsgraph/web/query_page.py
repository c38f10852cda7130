"""The query page: SPARQL typed in, the answer as a table with names.

The endpoint itself lives in `tsgraph.sparql`; it borrows these pages for clients that are browsers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request

from tsgraph.engine.errors import EngineError
from tsgraph.engine.interface import Query
from tsgraph.graph.namespaces import BASE
from tsgraph.questions.answers import RESULTS_JSON, Table
from tsgraph.questions.binding import BindingError, iri_term, language_term
from tsgraph.sparql import problems
from tsgraph.sparql.protocol import QUERY_PAGE, RESULT_PAGE
from tsgraph.web.context import parts, reader
from tsgraph.web.languages import preferred
from tsgraph.web.questions import RESULTS

if TYPE_CHECKING:
    from flask import Flask

    from tsgraph.engine.interface import Answer
    from tsgraph.sparql.problems import Problem

blueprint = Blueprint("query_page", __name__)

MOST_ROWS = 500
"""Rows that a page shows; the downloads hold them all."""
MOST_LABELS = 400
GRAPHS = {"Turtle": "text/turtle", "JSON-LD": "application/ld+json", "N-Triples": "application/n-triples"}
EXAMPLE = """PREFIX tsg: <https://w3id.org/tsgraph/ontology#>
PREFIX tsr: <https://w3id.org/tsgraph/id/>

SELECT ?note ?date WHERE {
  ?note a tsg:DiplomaticNote ; tsg:sender tsr:molotov ; tsg:date ?date .
}
ORDER BY ?date
"""


def _labels(table: Table) -> dict[str, str]:
    """Names in the reader's language for the graph's things in a table."""
    seen: dict[str, str] = {}
    for row in table.rows[:MOST_ROWS]:
        for term in row.values():
            if term.kind == "iri" and term.text.startswith(BASE) and len(seen) < MOST_LABELS:
                try:
                    seen.setdefault(term.text, iri_term("thing", term.text))
                except BindingError:  # an IRI that the query itself made up
                    continue
    if not seen:
        return {}
    names = reader().page("labels", lang=language_term(g.language), thing=list(seen.values()))
    return {row["thing"].text: row["label"].text for row in names}


@blueprint.get("/<lang:lang>/sparql")
def page() -> tuple[str, int]:
    """The form, and the answer if there is a query."""
    text = request.args.get("query")
    g.volatile = True  # a query may hold NOW() or RAND(), and its answer is not kept
    if text is None or not text.strip():
        return _html(text), 200
    engine = parts().engine
    try:
        form = engine.kind(text)
        media_type = "text/turtle" if form in ("construct", "describe") else RESULTS_JSON
        answer = engine.query(Query(text, media_type=media_type, client=_client()))
        return _html(text, answer), 200
    except EngineError as error:
        return _html(text, problem=problems.describe(error, g.language)), error.status


def _html(text: str | None, answer: Answer | None = None, problem: Problem | None = None) -> str:
    """The page for a query and what came of it."""
    table, verdict, graph, labels, formats = None, None, "", {}, RESULTS
    if answer is not None and answer.kind == "graph":
        graph, formats = answer.body.decode("utf-8"), GRAPHS
    elif answer is not None and answer.kind == "ask":
        verdict = bool(json.loads(answer.body)["boolean"])
    elif answer is not None:
        table = Table.parse(answer.body)
        labels = _labels(table)
    return render_template(
        "sparql.html",
        text=EXAMPLE if text is None else text,
        table=table,
        verdict=verdict,
        graph=graph,
        labels=labels,
        problem=problem,
        formats={
            name: f"/sparql?{urlencode({'query': text or '', 'format': media_type})}"
            for name, media_type in formats.items()
        },
        most=MOST_ROWS,
        seconds=parts().settings.query_seconds,
    )


def _client() -> str:
    """Who asks: what a trusted proxy says, else the peer."""
    header = parts().settings.client_header
    return (request.headers.get(header, "") if header else "") or request.remote_addr or ""


def install(app: Flask) -> None:
    """Lend the endpoint its pages for browsers, each in the language that the browser prefers."""

    def form() -> str:
        g.language = preferred()
        return _html(None)

    def result(text: str, answer: Answer) -> str:
        g.language = preferred()
        return _html(text, answer)

    def failure(problem: Problem) -> str:
        g.language = preferred()
        return _html(request.values.get("query", ""), problem=problem)

    app.extensions[QUERY_PAGE] = form
    app.extensions[RESULT_PAGE] = result
    app.extensions[problems.RENDER_ERROR] = failure
