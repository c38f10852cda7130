"""Errors as pages: plain words, in the reader's language, without details that only we can use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from tsgraph.engine.errors import EngineError
from tsgraph.web.languages import LANGUAGES, preferred

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"
_BUSY, _FAILED = 503, 500


def _set_language() -> None:
    """An address that leads nowhere still has a language if it begins with one."""
    first = request.path.split("/", 2)[1]
    g.language = first if first in LANGUAGES else preferred()


def _page(status: int) -> Response:
    _set_language()
    if request.accept_mimetypes and not request.accept_mimetypes.accept_html:
        response = Response(f"{status}\n", status, content_type=PLAIN)
    else:
        response = Response(render_template("error.html", status=status), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    if status == _BUSY:
        response.headers["Retry-After"] = "2"
    return response


def install(app: Flask) -> None:
    """Turn exceptions into pages."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        response = _page(error.code or _FAILED)
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):  # such as Allow
                response.headers.setdefault(name, value)
        return response

    @app.errorhandler(EngineError)
    def _engine(error: EngineError) -> Response:
        # our own page queries are sound, so whatever stops one is the server's trouble, not the reader's
        log.warning("the query for %s failed: %s", request.path, error)
        return _page(_BUSY)

    @app.errorhandler(Exception)
    def _any(error: Exception) -> Response:
        log.exception("error while answering %s", request.path, exc_info=error)
        return _page(_FAILED)
