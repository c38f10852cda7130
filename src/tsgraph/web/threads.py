"""The two threads of the home page: where each dated act stands, and which of the two states it touches.

The drawing is a template's; here are only positions. Which states are the two threads, and which
ways of taking part count, is said once, in `STATES` and `threads.rq`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tsgraph.graph.namespaces import TSG, TSR

if TYPE_CHECKING:
    from tsgraph.questions.answers import Table, Term

STATES = {str(TSR.turkey): "tr", str(TSR.ussr): "su"}
FIRST, LAST = 1924, 1954
WIDTH, MARGIN = 1120, 20


@dataclass(slots=True)
class Mark:
    """One act on the threads.

    Attributes:
        x: Where it stands, in the drawing's units.
        sort: What it is: treaty, message, meeting or other.
        touches: The threads that it touches.
        sender: The thread from which a message goes out.
    """

    thing: Term
    label: str
    date: str
    x: float
    sort: str = "other"
    touches: set[str] = field(default_factory=set)
    sender: str = ""


_SORTS = {
    str(TSG.Treaty): "treaty",
    str(TSG.Communication): "message",
    str(TSG.Meeting): "meeting",
    str(TSG.Conference): "meeting",
    str(TSG.Visit): "meeting",
}


def position(day: str) -> float | None:
    """Where a day (`YYYY-MM-DD`) stands on the drawing; None outside of it."""
    try:
        when = date.fromisoformat(day[:10])
    except ValueError:
        return None
    if not FIRST <= when.year < LAST:
        return None
    years = when.year - FIRST + (when.timetuple().tm_yday - 1) / 366
    return MARGIN + years / (LAST - FIRST) * (WIDTH - 2 * MARGIN)


def arrange(table: Table) -> list[Mark]:
    """The marks of the drawing in the order of time.

    Args:
        table: The answer to `threads.rq`: a row for each act and each state that takes part in it.
    """
    marks: dict[str, Mark] = {}
    modified: dict[str, list[str]] = {}
    for row in table:
        iri = row["thing"].text
        if iri not in marks:
            if (x := position(row["day"].text)) is None:
                continue
            marks[iri] = Mark(row["thing"], row["thingLabel"].text, row["date"].text, x)
        mark = marks[iri]
        mark.sort = _SORTS.get(row["sort"].text, mark.sort)
        if "party" not in row:
            continue
        other, way = row["party"].text, row["way"].text
        if way == str(TSG.modifies):
            modified.setdefault(iri, []).append(other)
        elif thread := STATES.get(other):
            mark.touches.add(thread)
            if way == str(TSG.senderState):
                mark.sender = thread
    # who extends a treaty binds its parties, whether or not the source names them again
    for iri, treaties in modified.items():
        for treaty in treaties:
            if not marks[iri].touches and treaty in marks:
                marks[iri].touches |= marks[treaty].touches
    return sorted(marks.values(), key=lambda mark: mark.x)
