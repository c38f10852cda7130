"""The SPARQL 1.1 Protocol (query operation) as a Flask blueprint.

GET, HEAD, POST with a form, POST with a query as its body, the QUERY method, OPTIONS. An answer is complete
or it is an error; nothing is sent before the whole body is known.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from tsgraph.engine.errors import EngineError, NotAcceptable, UpdateRefused
from tsgraph.engine.interface import GRAPH_TYPES, JSON, RESULT_TYPES, Answer, Limits, Query, answer_kind

from . import description, negotiation
from .cache import AnswerCache
from .negotiation import HTML
from .parameters import Parameters, decode
from .problems import ProtocolError, respond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tsgraph.engine.interface import Engine
    from tsgraph.settings import Settings

METHODS = "GET, HEAD, POST, QUERY, OPTIONS"
FORM = "application/x-www-form-urlencoded"
SPARQL_QUERY = "application/sparql-query"
SPARQL_UPDATE = "application/sparql-update"

QUERY_PAGE = "tsgraph.query_page"
"""Key in `app.extensions` of a function without arguments that makes the page where people write queries."""
RESULT_PAGE = "tsgraph.result_page"
"""Key in `app.extensions` of a function (text, answer in SPARQL JSON) that shows an answer as a page."""

_FORM_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>SPARQL</title>
<form action="" method="get">
<p><label for="query">SPARQL</label><br>
<textarea id="query" name="query" rows="12" cols="80" required>SELECT * { ?s ?p ?o } LIMIT 10</textarea></p>
<p><button>Run</button></p>
</form>
</html>
"""


def create_blueprint(engine: Engine, settings: Settings) -> Blueprint:
    """Make the blueprint with `/sparql` and `/health`.

    Args:
        engine: answers the queries.
        settings: limits of requests, the size of the cache, the public address.
    """
    endpoint = Endpoint(engine, settings)
    blueprint = Blueprint("sparql", __name__)
    blueprint.add_url_rule(
        "/sparql",
        "sparql",
        endpoint.handle,
        methods=["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "PATCH", "DELETE"],
        provide_automatic_options=False,
    )
    blueprint.add_url_rule("/health", "health", endpoint.health, methods=["GET"])
    return blueprint


class Endpoint:
    """Handles the requests of one endpoint.

    Args:
        engine: answers the queries.
        settings: see `create_blueprint`.
    """

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """Start with an empty cache."""
        self._engine, self._settings = engine, settings
        self.cache = AnswerCache(settings.cache_mb << 20)

    def handle(self) -> Response:
        """Answer one request."""
        try:
            response = self._dispatch()
        except (EngineError, ProtocolError) as error:
            response = respond(error)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def health(self) -> Response:
        """200 if a query is answered now, 503 if not."""
        try:
            self._engine.query(Query("ASK {}"), Limits(2.0, self._settings.query_memory_mb << 20, 1 << 16))
            status = self._engine.status()
        except EngineError as error:
            return respond(error)
        body: dict[str, Any] = {"status": "ok", "version": status.version, "quads": status.quads}
        return Response(
            json.dumps(body) + "\n", mimetype="application/json", headers={"Cache-Control": "no-store"}
        )

    def _dispatch(self) -> Response:
        if request.method == "OPTIONS":
            return _options()
        if request.method in ("GET", "HEAD"):
            parameters, text = _url_parameters(), None
        elif request.method in ("POST", "QUERY"):
            parameters, text = self._read_body()
        else:
            raise ProtocolError("method-not-allowed", allowed=METHODS)
        if parameters.has("update"):
            raise UpdateRefused
        if text is None:
            text = parameters.one("query")
        elif parameters.has("query"):
            raise ProtocolError("repeated-parameter", name="query")
        if text is None:
            if request.method not in ("GET", "HEAD"):
                raise ProtocolError("missing-query")
            return self._introduce(parameters)
        return self._answer(text, parameters)

    def _read_body(self) -> tuple[Parameters, str | None]:
        """Parameters and, if the body is the query, its text (SPARQL 1.1 Protocol 2.1.2, 2.1.3)."""
        media_type = request.mimetype
        if media_type == SPARQL_UPDATE:
            raise UpdateRefused
        charset = request.mimetype_params.get("charset", "utf-8").lower()
        if media_type not in (FORM, SPARQL_QUERY) or charset not in ("utf-8", "utf8"):
            raise ProtocolError("unsupported-media-type")
        limit = self._settings.request_kb << 10
        request.max_content_length = limit
        try:
            body = request.get_data(cache=False, parse_form_data=False)
        except RequestEntityTooLarge:
            raise ProtocolError("request-too-large", limit=limit) from None
        if media_type == FORM:
            return _url_parameters() + Parameters.parse(body), None
        return _url_parameters(), decode(body)

    def _introduce(self, parameters: Parameters) -> Response:
        """No query: the page to write one for people, the service description for programs."""
        wanted, media_type = _negotiate(parameters, (*GRAPH_TYPES, HTML))
        if wanted == HTML:
            page = current_app.extensions.get(QUERY_PAGE)
            response = current_app.make_response(page() if page else Response(_FORM_PAGE, mimetype=HTML))
            response.vary.add("Accept")
            return response
        status = self._engine.status()
        body = description.serialise(self._address(), status, wanted)
        tag = _tag(status.version, "", wanted, self._address())
        return _finish(Response(body, mimetype=media_type), tag)

    def _address(self) -> str:
        base = self._settings.base_url.rstrip("/")
        return f"{base}/sparql" if base else request.base_url

    def _client(self) -> str:
        """Who asks: what the proxy says, if there is one to be trusted, else the peer."""
        header = self._settings.client_header
        return (request.headers.get(header, "") if header else "") or request.remote_addr or ""

    def _answer(self, text: str, parameters: Parameters) -> Response:
        inspection = self._engine.inspect(text)
        tabular = inspection.kind in ("select", "ask")
        page = current_app.extensions.get(RESULT_PAGE) if tabular else None
        offers = RESULT_TYPES if tabular else GRAPH_TYPES
        wanted, media_type = _negotiate(parameters, (*offers, HTML) if page else offers)
        default_graphs, named_graphs = parameters.all("default-graph-uri"), parameters.all("named-graph-uri")
        given = bool(default_graphs or named_graphs)
        query = Query(
            text,
            default_graphs if given else None,
            named_graphs if given else None,
            JSON if wanted == HTML else wanted,
            self._address() if inspection.relative else None,
            self._client(),
        )
        data_set = (query.default_graphs, query.named_graphs)
        key = (self._engine.version, text, data_set, query.media_type, query.base)
        tag = _tag(*map(repr, key), media_type)
        # `*` would also match where there is no good answer to compare with.
        known = not request.if_none_match.star_tag and request.if_none_match.contains(tag)
        if known and not inspection.volatile and wanted != HTML:
            return _finish(Response(status=304), tag)
        body = None if inspection.volatile else self.cache.get(key)
        if body is None:
            body = self._engine.query(query).body
            if not inspection.volatile:
                self.cache.put(key, body, len(text) * 4)
        if wanted == HTML and page is not None:
            response = current_app.make_response(page(text, Answer(body, JSON, answer_kind(inspection.kind))))
            response.vary.update(["Accept", "Accept-Language"])
            return response
        return _finish(
            Response(body, content_type=_content_type(media_type)), None if inspection.volatile else tag
        )


def _options() -> Response:
    """CORS preflight (Fetch 3.2) and the methods of this address."""
    return Response(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
            "Accept-Query": f"{SPARQL_QUERY}, {FORM}",
        },
    )


def _url_parameters() -> Parameters:
    return Parameters.parse(request.query_string)


def _negotiate(parameters: Parameters, offers: Sequence[str]) -> tuple[str, str]:
    """The format to write and the media type to name it with; `format=` and `output=` go before Accept."""
    name = parameters.one("format") or parameters.one("output")
    if name:
        found = negotiation.by_name(name, offers)
        if found is None:
            raise NotAcceptable(name, tuple(offers))
        return found, found
    header = ", ".join(request.headers.getlist("Accept"))
    if HTML not in offers and negotiation.prefers_html(header):
        return offers[0], offers[0]
    chosen = negotiation.choose(header, offers)
    if chosen is None:
        raise NotAcceptable(header, tuple(offers))
    return chosen


def _tag(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _finish(response: Response, tag: str | None) -> Response:
    """Headers of a good answer. It may be stored, but is asked for again by its tag."""
    response.vary.add("Accept")
    if tag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.set_etag(tag)
        response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
    return response
