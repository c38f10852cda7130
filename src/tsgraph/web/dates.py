"""Dates in words: an EDTF string of level 1 in the reader's language, never finer than it is.

Covered is what the graph's house rules allow: days, months, years, decades, their approximate and
uncertain forms, and closed intervals of them. Anything else is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from tsgraph.web.languages import LOCALES

_PART = re.compile(r"(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?([~?%]?)", re.ASCII)
Gettext = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Point:
    """One side of a span: a day, month, year or decade."""

    year: int
    month: int = 0
    day: int = 0
    decade: bool = False
    mark: str = ""

    @property
    def sample(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)


def _point(text: str) -> _Point | None:
    match = _PART.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.groups()
    decade = year.endswith("X")
    point = _Point(int(year.replace("X", "0")), int(month or 0), int(day or 0), decade, mark)
    try:
        if decade and month:
            return None
        _ = point.sample
    except ValueError:
        return None
    return point


# LLLL is the month's name by itself, MMMM as it stands in a date: "октябрь", "октября"
_DAY, _DAY_OF_YEAR, _MONTH, _MONTH_OF_YEAR, _YEAR = "d MMMM y", "d MMMM", "LLLL y", "LLLL", "y"


def _words(point: _Point, lang: str, pattern: str = "", *, genitive: bool = False) -> str:
    if point.decade:
        russian = f"{point.year}-х годов" if genitive else f"{point.year}-е годы"
        return {"en": f"the {point.year}s", "tr": f"{point.year}’lar", "ru": russian}[lang]
    pattern = pattern or (_DAY if point.day else _MONTH if point.month else _YEAR)
    if genitive:
        pattern = pattern.replace("LLLL", "MMMM")
    words = format_date(point.sample, pattern, locale=LOCALES[lang])
    return f"{words} г." if lang == "ru" and "y" in pattern else words


def _span(start: _Point, end: _Point, lang: str, *, genitive: bool = False) -> str:
    """Both sides, saying what they share only once."""
    last = _words(end, lang, genitive=genitive)
    if start.day and end.day and (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    if start.day and end.day and start.year == end.year:
        return f"{_words(start, lang, _DAY_OF_YEAR)} – {last}"
    if start.month and end.month and not (start.day or end.day) and start.year == end.year:
        return f"{_words(start, lang, _MONTH_OF_YEAR, genitive=genitive)}–{last}"
    if not (start.month or end.month or start.decade or end.decade):
        return f"{start.year}–{end.year} гг." if lang == "ru" else f"{start.year}–{last}"
    return f"{_words(start, lang, genitive=genitive)} – {last}"


_MARKS = {
    "": {"en": "{}", "tr": "{}", "ru": "{}"},
    "~": {"en": "about {}", "tr": "yaklaşık {}", "ru": "около {}"},
    "?": {"en": "perhaps {}", "tr": "belki {}", "ru": "возможно, {}"},
    "%": {"en": "perhaps about {}", "tr": "belki yaklaşık {}", "ru": "возможно, около {}"},
}


@lru_cache(maxsize=8192)
def in_words(edtf: str, lang: str) -> str:
    """An EDTF string in words.

    Args:
        edtf: The date, such as `1946-10~/1946-12~`.
        lang: One of the three languages.

    Returns:
        The words, such as "about October–December 1946"; the string itself if it is not covered.
    """
    sides = [_point(side) for side in edtf.split("/")]
    if len(sides) > 2 or None in sides:  # noqa: PLR2004 - an interval has two sides
        return edtf
    points = [side for side in sides if side is not None]
    mark = points[0].mark
    if all(point.mark == mark for point in points):  # one mark for the whole
        near = mark in ("~", "%")
        words = _words(points[0], lang, genitive=near)
        if len(points) > 1:
            words = _span(points[0], points[1], lang, genitive=near)
        return _MARKS[mark][lang].format(words)
    return " – ".join(
        _MARKS[point.mark][lang].format(_words(point, lang, genitive=point.mark in ("~", "%")))
        for point in points
    )


def is_edtf(text: str) -> bool:
    """Whether a text is a date that `in_words` can put into words."""
    return all(_point(side) is not None for side in text.split("/")) and text.count("/") < 2  # noqa: PLR2004
