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
from tsgraph.web.reading import Cache, Reader

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
    memory = settings.cache_mb * 1024 * 1024 // 2  # half for answers, half for pages
    reading, pages = Reader(engine, memory), Cache[bytes](memory)
    app.extensions[EXTENSION] = Parts(engine, settings, catalogue, reading, build_dir, pages, stamp())
    context.install(app)
    errors.install(app)
    query_page.install(app)
    app.register_blueprint(create_blueprint(engine, settings))
    for module in (home, things, questions, query_page):
        app.register_blueprint(module.blueprint)
    app.url_value_preprocessor(_language)
    app.before_request(_kept)
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
    if request.method not in ("GET", "HEAD") or "language" not in g or "volatile" in g:
        return None
    if not (version := parts().reader.version):
        return None
    # the host is part of a page, in the addresses of its twins
    made_of = f"{version} {parts().stamp} {request.host} {request.full_path}"
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()[:32]


def _kept() -> Response | None:
    """Answer before any work is done: 304 (RFC 9110, 13.1.2), or the page as it was made before."""
    if (tag := _tag()) is None:
        return None
    if request.if_none_match and request.if_none_match.contains_weak(tag):
        return Response(status=304)
    if (body := parts().pages.get((tag,))) is None:
        return None
    g.from_cache = True
    links, _, page = body.partition(b"\n")
    response = Response(page, mimetype="text/html")
    for link in filter(None, links.decode().split("\t")):
        response.headers.add("Link", link)
    return response


def _keep(response: Response, tag: str) -> None:
    """Keep a page with the links of its header for the next who asks."""
    if response.mimetype == "text/html" and request.method == "GET" and "from_cache" not in g:
        links = "\t".join(response.headers.getlist("Link")).encode()
        body = links + b"\n" + response.get_data()
        parts().pages.put((tag,), body, len(body))


def _finish(response: Response) -> Response:
    """Add what every response carries, and compress what is worth it."""
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    for path, media_type in g.get("described_by", ()):
        response.headers.add("Link", f'<{path}>; rel="describedby"; type="{media_type}"')
    if "language" in g:
        response.headers.setdefault("Content-Language", g.language)
        if (tag := _tag()) and response.status_code in (200, 304):
            if response.status_code == 200:  # noqa: PLR2004
                _keep(response, tag)
            response.set_etag(tag, weak=True)
            response.headers.setdefault("Cache-Control", "no-cache")
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
