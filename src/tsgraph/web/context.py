"""What a request works with: the application's parts, and what every template may use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app, g, request
from markupsafe import Markup

from tsgraph.web import dates
from tsgraph.web.addresses import compact, link
from tsgraph.web.languages import LANGUAGES, LOCALES, NAMES, current

if TYPE_CHECKING:
    from flask import Flask

    from tsgraph.engine.interface import Engine
    from tsgraph.questions.catalogue import Catalogue
    from tsgraph.settings import Settings
    from tsgraph.web.reading import Cache, Reader

EXTENSION = "tsgraph.web"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application is made of."""

    engine: Engine
    settings: Settings
    catalogue: Catalogue
    reader: Reader
    build_dir: Path | None
    pages: Cache[bytes]
    stamp: str
    """Changes whenever the code, the templates or the messages do."""


def parts() -> Parts:
    """The parts of the running application."""
    found: Parts = current_app.extensions[EXTENSION]
    return found


def reader() -> Reader:
    """The reader of the running application."""
    return parts().reader


def other_language(lang: str) -> str:
    """The address of this page in another language."""
    path = request.path
    here = f"/{current()}/"
    query = f"?{request.query_string.decode('utf-8', 'replace')}" if request.query_string else ""
    if path == "/sparql":  # the endpoint shows this page to browsers
        return f"/{lang}/sparql{query}"
    return f"/{lang}/{path.removeprefix(here)}{query}" if path.startswith(here) else f"/{lang}/"


def absolute(path: str) -> str:
    """A path as a full address, for `hreflang` and `canonical`, which must not be relative."""
    return (parts().settings.base_url or request.host_url).rstrip("/") + path


def number(value: float | str) -> str:
    """A number as the reader's language writes it."""
    from babel.numbers import format_decimal  # noqa: PLC0415 - loads the number symbols of every locale

    return str(format_decimal(value, locale=LOCALES[current()]))


def words(edtf: str) -> str:
    """A date in words, in the reader's language; its parts do not break apart."""
    return dates.in_words(edtf, current())


def page_link(iri: str) -> str | None:
    """Where a link to an IRI leads."""
    return link(iri, current())


def nbsp(text: str) -> Markup:
    """A short text that must not be broken over two lines."""
    return Markup("{}").format(text.replace(" ", "\u00a0"))


def install(app: Flask) -> None:
    """Give templates their functions and filters."""
    app.jinja_env.globals.update(
        LANGUAGES=LANGUAGES,
        NAMES=NAMES,
        other_language=other_language,
        absolute=absolute,
        page_link=page_link,
        is_edtf=dates.is_edtf,
        catalogue=lambda: parts().catalogue,
        version=lambda: reader().version,
    )
    app.jinja_env.filters.update(words=words, compact=compact, number=number, nbsp=nbsp)
    app.context_processor(lambda: {"lang": current(), "described_by": g.get("described_by", [])})
