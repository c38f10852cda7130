"""Keeps the message catalogues in step with templates and code: `python -m tsgraph.web.messages`.

New messages are added without a translation, which a test then asks for; messages that are no
longer used go.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from tsgraph.web.languages import LANGUAGES, LOCALES

FOLDER = Path(__file__).resolve().parent
_KEYWORDS = {"_": None, "translate": None, "ngettext": (1, 2)}
_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}
# times and people would change with every run and say what git says better
_HEADERS = (
    "Project-Id-Version",
    "Language",
    "Plural-Forms",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)


def _sources() -> Iterator[tuple[Path, object, dict[str, str]]]:
    for path in sorted(FOLDER.glob("templates/*")):
        yield path, babel_extract, _OPTIONS
    for path in sorted(FOLDER.glob("*.py")):
        yield path, "python", {}


def found() -> Catalog:
    """Every message that templates and code use, with the files that use it."""
    catalog = Catalog(charset="utf-8")
    for path, method, options in _sources():
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(
                method,  # type: ignore[arg-type]
                file,
                keywords=_KEYWORDS,
                options=options,
            ):
                catalog.add(message, None, [(path.name, None)], context=context)  # type: ignore[list-item]
    return catalog


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with (FOLDER / "translations" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def merged(language: str) -> Catalog:
    """The catalogue of a language with the messages that are used now."""
    old, new = (
        read(language),
        Catalog(locale=LOCALES[language], project="tsgraph", version="0.1.0", fuzzy=False),
    )
    for message in found():
        if message.id:
            kept: Message | None = old.get(message.id, message.context)
            files = [(name, None) for name in dict.fromkeys(name for name, _ in message.locations)]
            text = kept.string if kept else (message.id if language == "en" else None)
            flags = [flag for flag in message.flags if flag != "fuzzy"]
            new.add(message.id, text, files, flags, context=message.context)  # type: ignore[arg-type]
    return new


def written(catalog: Catalog) -> str:
    """A catalogue as a file, the same for the same messages."""
    buffer = io.BytesIO()
    catalog.header_comment = f"# The messages of the pages: {catalog.locale_identifier}."
    write_po(buffer, catalog, width=0, include_lineno=False, sort_output=True)
    lines = buffer.getvalue().decode("utf-8").split("\n")
    header = lines.index("")
    kept = [line for line in lines[:header] if not line.startswith('"') or line[1:].split(":")[0] in _HEADERS]
    return "\n".join([*kept, *lines[header:]])


def main() -> None:
    """Rewrite the three catalogues."""
    for language in LANGUAGES:
        text = written(merged(language))
        (FOLDER / "translations" / f"{language}.po").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
