"""The pages that belong to no single thing: home, coverage, about, downloads, and what crawlers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, g, redirect, render_template, send_from_directory

from tsgraph.questions.binding import language_term
from tsgraph.web import threads
from tsgraph.web.context import absolute, parts, reader
from tsgraph.web.languages import preferred

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from tsgraph.questions.answers import Row

blueprint = Blueprint("home", __name__)

DUMPS = {".ttl": "text/turtle", ".trig": "application/trig", ".nq": "application/n-quads"}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file to download."""

    name: str
    size: int


def dumps() -> list[Dump]:
    """The files of this version of the data, by name."""
    if (folder := _folder()) is None:
        return []
    return [Dump(p.name, p.stat().st_size) for p in sorted(folder.iterdir()) if p.is_file()]


def _folder() -> Path | None:
    build = parts().build_dir
    if build is None:
        return None
    folder = build / "dumps" / reader().version
    return folder if folder.is_dir() else None


@blueprint.get("/")
def root() -> BaseResponse:
    """Lead to the reader's language."""
    response = redirect(f"/{preferred()}/", 302)
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/<lang:lang>/")
def home() -> str:
    """The home page."""
    lang = language_term(g.language)
    figures = reader().page("figures").rows
    return render_template(
        "home.html",
        figures=figures[0] if figures else {},
        counts=reader().page("counts", lang=lang),
        threads=threads.arrange(reader().page("threads", lang=lang)),
    )


@blueprint.get("/<lang:lang>/coverage")
def coverage() -> str:
    """Every sentence of the sources, and what became of it."""
    by_source: dict[str, dict[str, Row]] = {}
    for row in reader().page("coverage", lang=language_term(g.language)):
        by_source.setdefault(row["source"].text, {}).setdefault(row["passage"].text, row)
    return render_template("coverage.html", by_source=by_source)


@blueprint.get("/<lang:lang>/about")
def about() -> str:
    """What this is."""
    return render_template("about.html")


@blueprint.get("/<lang:lang>/downloads")
def downloads() -> str:
    """The whole graph as files."""
    return render_template("downloads.html", dumps=dumps(), graphs=reader().page("graphs"))


@blueprint.get("/downloads/<release>/<name>")
def download(release: str, name: str) -> Response:
    """One file of a version of the data, or of the newest as `latest`."""
    folder = _folder()
    if folder is None or release not in ("latest", reader().version):
        abort(404)
    response = send_from_directory(
        folder, name, mimetype=DUMPS.get(Path(name).suffix), max_age=0 if release == "latest" else 31536000
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/downloads/<release>/")
def listing(release: str) -> Response:
    """The names of the files, one a line."""
    if release not in ("latest", reader().version):
        abort(404)
    return Response("".join(f"{dump.name}\n" for dump in dumps()), content_type="text/plain; charset=utf-8")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may fetch: pages and data, but no queries of their own."""
    text = f"User-agent: *\nDisallow: /sparql\nDisallow: /api/\n\n# {absolute('/')}\n"
    return Response(text, content_type="text/plain; charset=utf-8")
