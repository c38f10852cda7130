"""Figures from measurements."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import geometric_mean, median


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed (nearest rank).

    Args:
        ordered: Values in ascending order, at least one.
        share: Above 0, at most 1.
    """
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def middle(values: Iterable[float | None]) -> float | None:
    """The median of the values that there are."""
    known = [value for value in values if value is not None]
    return median(known) if known else None


def ratio(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """Median over rounds of ours divided by theirs, each taken from the same round."""
    return middle(
        a / b for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None and b > 0
    )


def mean_ratio(ours: Sequence[float | None], theirs: Sequence[float | None]) -> float | None:
    """Geometric mean of theirs divided by ours over the queries that both answer."""
    known = [b / a for a, b in zip(ours, theirs, strict=True) if a and b]
    return geometric_mean(known) if known else None


def number(value: float | None, unit: str = "") -> str:
    """A figure with three digits that count, thousands apart: 20,700, 141, 3.12, 0.25."""
    if value is None:
        return "–"
    if value == 0:
        return f"0{unit}"
    places = 2 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:,.{max(places, 0)}f}{unit}"
