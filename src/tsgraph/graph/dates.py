"""Dates: from an EDTF string (ISO 8601-2, level 1) to its first and its last day."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, parse_edtf

_PART = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|\d{3}X|\d{2}XX)[?~%]?"
_FORM = re.compile(rf"{_PART}(?:/{_PART})?")


class DateError(ValueError):
    """A date is not of a form that the graph takes."""


@lru_cache(maxsize=4096)
def day_bounds(edtf: str) -> tuple[date, date]:
    """The first and the last day that a date can mean.

    A sign of doubt or approximation (`?`, `~`, `%`) does not widen the span: how far “about” reaches
    is a judgement, and the string itself keeps the sign.

    Args:
        edtf: A year, month, day, decade or century, or an interval of two of them.

    Returns:
        The first and the last day.

    Raises:
        DateError: The string is not such a date, its end is open, or it runs backwards.
    """
    if not _FORM.fullmatch(edtf):
        if ".." in edtf or edtf.startswith("/") or edtf.endswith("/"):
            raise DateError(f"“{edtf}” has an open end. Give the widest span that the source allows.")
        raise DateError(f"“{edtf}” is not a date in EDTF, such as 1925-12-17, 1939-04 or 193X.")
    try:
        parsed = parse_edtf(edtf)
        first, last = _day(parsed.lower_strict()), _day(parsed.upper_strict())
    except (EDTFParseException, ValueError):
        raise DateError(f"“{edtf}” names a day or month that does not exist.") from None
    if last < first:
        raise DateError(f"“{edtf}” ends before it begins.")
    return first, last


def _day(moment: struct_time) -> date:
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
