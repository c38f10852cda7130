"""The application: parts put together, and what every response carries."""

from __future__ import annotations

import gzip
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.routing import BaseConverter

from tsgraph.questions.catalogue import Catalogue
from tsgraph.sparql.protocol import create_blueprint
from tsgraph.web import context, errors, home, languages, query_page, questions, things
from tsgraph.web.context import EXTENSION, Parts, parts
from tsgraph.web.reading import Reader

if TYPE_CHECKING:
    from tsgraph.engine.interface import Engine
    from tsgraph.project import Project
    from tsgraph.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SECURITY = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_COMPRESSED = ("text/html", "text/css", "image/svg+xml")
_WORTH_COMPRESSING = 1024


class LanguageConverter(BaseConverter):
    """One of the interface's languages."""

    regex = "|".join(languages.LANGUAGES)


def stamp() -> str:
    """A hash of what the pages are made with, so that a new release invalidates what browsers keep."""
    digest = hashlib.sha256()
    root = Path(str(files("tsgraph.web")))
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".svg", ".po", ".rq"):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def create_app(engine: Engine, settings: Settings, build_dir: Path | None, project: Project) -> Flask:
    """Make the web application.

    Args:
        engine: What answers queries.
        settings: The limits and the public address.
        build_dir: Where the build put the dumps; None if it did not make any.
        project: Where the questions lie.

    Returns:
        The application.

    Raises:
        CatalogueError: A question file is not as it should be.
    """
    app = Flask("tsgraph.web", static_folder=None)
    app.url_map.converters["lang"] = LanguageConverter
    app.url_map.strict_slashes = True
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        languages.translate,
        languages.translate_plural,
        newstyle=True,
        pgettext=languages.translate_context,
    )
    catalogue = Catalogue.load(project.queries)
    reading = Reader(engine, settings.cache_mb * 1024 * 1024)
    app.extensions[EXTENSION] = Parts(engine, settings, catalogue, reading, build_dir, stamp())
    context.install(app)
    errors.install(app)
    query_page.install(app)
    app.register_blueprint(create_blueprint(engine, settings))
    for module in (home, things, questions, query_page):
        app.register_blueprint(module.blueprint)
    app.url_value_preprocessor(_language)
    app.before_request(_not_modified)
    app.after_request(_finish)
    app.add_url_rule("/static/<path:name>", "static", _static)
    app.add_url_rule("/favicon.ico", "favicon", lambda: _static("favicon.svg"))
    return app


def _language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take the language out of the address."""
    if values and "lang" in values:
        g.language = values.pop("lang")


def _static(name: str) -> Response:
    from flask import send_from_directory  # noqa: PLC0415

    return send_from_directory(str(files("tsgraph.web") / "static"), name, max_age=3600)


def _tag() -> str | None:
    """The entity tag of this address: pages depend on the data, the release and the address only."""
    if request.method not in ("GET", "HEAD") or "language" not in g:
        return None
    if not (version := parts().reader.version):
        return None
    made_of = f"{version} {parts().stamp} {request.full_path}"
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()[:32]


def _not_modified() -> Response | None:
    """Answer 304 before any work is done (RFC 9110, 13.1.2)."""
    tag = _tag()
    if tag and request.if_none_match and request.if_none_match.contains_weak(tag):
        return Response(status=304)
    return None


def _finish(response: Response) -> Response:
    """Add what every response carries, and compress what is worth it."""
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    if "language" in g:
        response.headers.setdefault("Content-Language", g.language)
        tag = _tag()
        if tag and response.status_code in (200, 304):
            response.set_etag(tag, weak=True)
            response.headers.setdefault("Cache-Control", "no-cache")
        for path, media_type in g.get("described_by", ()):
            response.headers.add("Link", f'<{path}>; rel="describedby"; type="{media_type}"')
    _compress(response)
    return response


def _compress(response: Response) -> None:
    if response.mimetype not in _COMPRESSED or response.status_code == 304:  # noqa: PLR2004
        return
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip") or "Content-Encoding" in response.headers:
        return
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= _WORTH_COMPRESSING:
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
