"""The three languages of the interface: choosing one, and its messages."""

from __future__ import annotations

import gettext
import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import g, request
from werkzeug.datastructures import LanguageAccept

if TYPE_CHECKING:
    from werkzeug.datastructures import Accept

LANGUAGES = ("en", "tr", "ru")
NAMES = {"en": "English", "tr": "Türkçe", "ru": "Русский"}
# en-GB writes the day before the month, as the article and both other languages do
LOCALES = {"en": "en_GB", "tr": "tr", "ru": "ru"}


@cache
def messages(language: str) -> gettext.GNUTranslations:
    """The messages of a language, compiled in memory from its catalogue."""
    source = files("tsgraph.web").joinpath("translations", f"{language}.po").read_bytes()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source), locale=LOCALES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def current() -> str:
    """The language of the request."""
    language: str = g.get("language", "en")
    return language


def translate(message: str) -> str:
    """A message in the language of the request."""
    return messages(current()).gettext(message)


def translate_plural(singular: str, plural: str, number: int) -> str:
    """A message with a number, in the language of the request and the form that the number asks for."""
    return messages(current()).ngettext(singular, plural, number)


def translate_context(context: str, message: str) -> str:
    """A message that needs its context to be told from another, in the language of the request."""
    return messages(current()).pgettext(context, message)


def preferred(accepted: Accept | None = None) -> str:
    """The language that a reader asks for, English when none of the three.

    Args:
        accepted: The Accept-Language header; the request's when not given.
    """
    header = request.accept_languages if accepted is None else accepted
    # a browser set to tr-TR means tr: compare primary tags (RFC 4647, section 3.4)
    primary = LanguageAccept([(tag.split("-")[0], quality) for tag, quality in header])
    return primary.best_match(LANGUAGES) or "en"
