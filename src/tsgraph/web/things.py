"""The pages and the data of things: what the graph says of each, and where it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from flask import Blueprint, Response, abort, g, redirect, render_template, request
from werkzeug.datastructures import MIMEAccept

from tsgraph.engine.interface import Query
from tsgraph.graph.namespaces import BASE, ONTOLOGY, PREFIXES
from tsgraph.questions.binding import BindingError, iri_term, language_term
from tsgraph.web import statements
from tsgraph.web.addresses import KINDS, data_path, local_path
from tsgraph.web.context import reader
from tsgraph.web.languages import preferred
from tsgraph.web.statements import Named

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from tsgraph.questions.answers import Row, Table

blueprint = Blueprint("things", __name__)

HTML = "text/html"
DATA = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
}
FORMATS = {suffix: media_type for media_type, suffix in DATA.items()}
_KIND = f"<any({', '.join(KINDS)}):kind>"
_SUFFIX = f"<any({', '.join(FORMATS)}):suffix>"


def choose(accepted: MIMEAccept) -> str:
    """The media type for a thing: a page unless data are asked for by name (RFC 9110, 12.5.1)."""
    if not accepted:
        return HTML
    offered = [HTML, "application/xhtml+xml", *DATA]
    best = accepted.best_match(offered)
    if best is None:
        abort(406)
    return HTML if best == "application/xhtml+xml" else str(best)


def _see_other(path: str) -> BaseResponse:
    response = redirect(path, 303)
    response.vary.update(("Accept", "Accept-Language"))
    return response


@blueprint.get(f"/{_KIND}/<name>")
def negotiate(kind: str, name: str) -> BaseResponse:
    """Lead from a thing to its page or its data (Cool URIs for the Semantic Web, 4.2)."""
    chosen = choose(request.accept_mimetypes)
    if chosen == HTML:
        return _see_other(local_path(f"{BASE}{kind}/{name}", preferred()) or "/")
    return _see_other(data_path(kind, name, DATA[chosen]))


@blueprint.get("/ontology")
def negotiate_ontology() -> BaseResponse:
    """Lead from the vocabulary to its page or its data."""
    chosen = choose(request.accept_mimetypes)
    if chosen == HTML:
        return _see_other(f"/{preferred()}/ontology")
    return _see_other(f"/data/ontology.{DATA[chosen]}")


def _term(iri: str) -> str:
    """The IRI of a thing as a term; 404 if nothing can have that name."""
    try:
        return iri_term("thing", iri)
    except BindingError:
        abort(404)


@blueprint.get(f"/data/<name>.{_SUFFIX}", defaults={"kind": "id"})
@blueprint.get(f"/data/<any({', '.join(KINDS[1:])}):kind>/<name>.{_SUFFIX}")
def data(kind: str, name: str, suffix: str) -> Response:
    """A thing as data."""
    iri = str(ONTOLOGY) if (kind, name) == ("id", "ontology") else f"{BASE}{kind}/{name}"
    thing, source = _term(iri), reader()
    if kind == "graph" or iri == str(ONTOLOGY):
        graph = _term(f"{BASE}graph/ontology") if iri == str(ONTOLOGY) else thing
        count = source.page("graph-size", graph=graph).rows[0]["count"]
        if count.text == "0":
            abort(404)
        text = source.text("graph-data", {"graph": graph})
    else:
        if not source.page("facts", thing=thing).rows:
            abort(404)
        text = source.text("thing-data", {"thing": thing})
    if suffix == "ttl" and kind != "graph":
        body = _turtle(source.engine.query(Query(text, media_type="application/n-triples")).body)
    else:
        body = source.engine.query(Query(text, media_type=FORMATS[suffix])).body
    response = Response(body, mimetype=FORMATS[suffix])
    response.headers["Link"] = f'<{local_path(iri) or "/"}>; rel="describes"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _turtle(triples: bytes) -> bytes:
    """N-Triples as Turtle for people: in a fixed order, with the prefixes that queries use."""
    ordered = sorted(pyoxigraph.parse(triples, format=pyoxigraph.RdfFormat.N_TRIPLES), key=str)
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if iri.encode() in triples}
    text = pyoxigraph.serialize(
        (quad.triple for quad in ordered), format=pyoxigraph.RdfFormat.TURTLE, prefixes=prefixes
    )
    return text or b""


class Facts:
    """What the graph says of a thing apart from claims: its names, classes and built-in properties."""

    def __init__(self, table: Table) -> None:
        """Arrange the answer to `facts.rq` by property."""
        self._by_property: dict[str, list[Row]] = {}
        for row in table:
            self._by_property.setdefault(row["property"].text, []).append(row)

    def __getitem__(self, iri: str) -> list[Named]:
        """The values of a property."""
        return [Named(row["value"], row.get("valueLabel")) for row in self._by_property.get(iri, ())]

    def first(self, iri: str, lang: str = "") -> str:
        """One value of a property, in a language if one is named; "" if there is none."""
        for row in self._by_property.get(iri, ()):
            if not lang or row["value"].language == lang:
                return row["value"].text
        return ""

    def said(self, hidden: tuple[str, ...]) -> list[tuple[Named, list[Named]]]:
        """Properties that are neither derived nor hidden, with their values."""
        return [
            (Named(rows[0]["property"], rows[0].get("propertyLabel")), kept)
            for iri, rows in self._by_property.items()
            if iri not in hidden
            and (
                kept := [Named(r["value"], r.get("valueLabel")) for r in rows if r["derived"].text != "true"]
            )
        ]


@blueprint.get(f"/<lang:lang>/{_KIND}/<name>")
def page(kind: str, name: str) -> str:
    """The page of a thing."""
    iri = f"{BASE}{kind}/{name}"
    thing, lang, source = _term(iri), language_term(g.language), reader()
    facts = source.page("facts", thing=thing, lang=lang)
    size = source.page("graph-size", graph=thing).rows[0]["count"].text if kind == "graph" else "0"
    if not facts.rows and size == "0":
        abort(404)
    found = statements.sections(
        source.page("claims", thing=thing, lang=lang),
        source.page("evidence", thing=thing, lang=lang),
        source.page("differences", thing=thing, lang=lang),
    )
    kinds = source.page("kinds", thing=thing, lang=lang)
    g.described_by = [(data_path(kind, name, suffix), media_type) for suffix, media_type in FORMATS.items()]
    return render_template(
        "thing.html",
        iri=iri,
        kind=kind,
        name=name,
        size=int(size),
        facts=Facts(facts),
        classes=[Named(row["class"], row.get("classLabel")) for row in kinds],
        sections=found,
    )


@blueprint.get("/<lang:lang>/ontology")
def ontology() -> str:
    """The page of the vocabulary."""
    terms = reader().page("terms", lang=language_term(g.language))
    g.described_by = [(f"/data/ontology.{suffix}", media_type) for suffix, media_type in FORMATS.items()]
    by_kind: dict[str, dict[str, list[Row]]] = {}
    for row in terms:
        by_kind.setdefault(row["kind"].text, {}).setdefault(row["term"].text, []).append(row)
    return render_template("ontology.html", by_kind=by_kind)
