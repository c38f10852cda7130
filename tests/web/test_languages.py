"""The messages: none missing, none doubtful, plural forms right, placeholders kept."""

from __future__ import annotations

import re

import pytest
from flask import Flask, g

from tsgraph.web import messages
from tsgraph.web.languages import translate, translate_context, translate_plural

PLACEHOLDER = re.compile(r"%\(\w+\)s")
FORMS = {"en": 2, "tr": 1, "ru": 3}


@pytest.mark.parametrize("lang", ["en", "tr", "ru"])
def test_no_message_is_missing_or_fuzzy(lang: str) -> None:
    kept = messages.read(lang)
    used = [message for message in messages.found() if message.id]
    assert len(used) > 100
    for message in used:
        translated = kept.get(message.id, message.context)
        assert translated is not None, message.id
        assert not translated.fuzzy, message.id
        if isinstance(message.id, tuple):
            strings = translated.string
            assert isinstance(strings, tuple)
            assert len(strings) == FORMS[lang]
        else:
            assert isinstance(translated.string, str)
            strings = (translated.string,)
        source = str(message.id[-1] if isinstance(message.id, tuple) else message.id)
        for string in strings:
            assert string.strip(), message.id
            assert sorted(PLACEHOLDER.findall(string)) == sorted(PLACEHOLDER.findall(source)), message.id


@pytest.mark.parametrize("lang", ["en", "tr", "ru"])
def test_the_catalogues_are_as_the_tool_writes_them(lang: str) -> None:
    path = messages.FOLDER / "translations" / f"{lang}.po"
    assert path.read_text(encoding="utf-8") == messages.written(messages.merged(lang))


def test_rewriting_changes_nothing_that_is_up_to_date() -> None:
    before = [(messages.FOLDER / "translations" / f"{lang}.po").read_bytes() for lang in FORMS]
    messages.main()
    assert [(messages.FOLDER / "translations" / f"{lang}.po").read_bytes() for lang in FORMS] == before


@pytest.mark.parametrize(
    ("lang", "number", "words"),
    [
        ("en", 1, "1 row"), ("en", 2, "2 rows"), ("en", 0, "0 rows"),
        ("tr", 1, "1 satır"), ("tr", 5, "5 satır"),
        ("ru", 1, "1 строка"), ("ru", 3, "3 строки"), ("ru", 5, "5 строк"), ("ru", 11, "11 строк"),
        ("ru", 21, "21 строка"), ("ru", 112, "112 строк"),
    ],
)  # fmt: skip
def test_numbers_take_their_plural_form(app: Flask, lang: str, number: int, words: str) -> None:
    with app.test_request_context():
        g.language = lang
        message = translate_plural("%(shown)s row", "%(shown)s rows", number)
        assert message % {"shown": number} == words


def test_a_message_without_a_translation_stays_readable(app: Flask) -> None:
    with app.test_request_context():
        g.language = "tr"
        assert translate("Never heard of") == "Never heard of"
        assert translate_context("place", "Never heard of") == "Never heard of"


def test_turkish_letters_survive(app: Flask) -> None:
    with app.test_request_context():
        g.language = "tr"
        assert translate("Two Threads") == "İki İplik"
