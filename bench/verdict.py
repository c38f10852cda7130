"""What the figures say: which aims are reached, and what a reader of the tables has to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.comparison import Result
from bench.servers import OURS, OURS_UNCACHED, OXIGRAPH, OXIGRAPH_LIMITED, RDFLIB_ENDPOINT, Server
from bench.workload import Query

_BUSY_CLIENT = 0.9


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure to reach.

    Attributes:
        what: What is measured.
        bound: The least or the most that it may be.
        least: Whether the bound is the least.
        unit: Of the bound and of what was found.
        found: The figure; None if it could not be measured.
    """

    what: str
    bound: float
    least: bool
    unit: str
    found: float | None

    @property
    def reached(self) -> bool:
        """Whether what was found is enough."""
        if self.found is None:
            return False
        return self.found >= self.bound if self.least else self.found <= self.bound


def aims(results: Sequence[Result]) -> list[Aim]:
    """The figures that the endpoint is to reach, beside what was measured."""
    by_server = {result.server.name: result for result in results}

    def times(ours: Server, theirs: Server) -> float | None:
        a, b = by_server.get(ours.name), by_server.get(theirs.name)
        return a.rates_over(b) if a and b else None

    def own(figure: str) -> float | None:
        return by_server[OURS.name].middle(figure) if OURS.name in by_server else None

    rate = "requests a second as a multiple of"
    return [
        Aim(f"{rate} oxigraph, answers repeat", 3, True, "", times(OURS, OXIGRAPH)),
        Aim(
            f"{rate} oxigraph with a time limit, cache off",
            1,
            True,
            "",
            times(OURS_UNCACHED, OXIGRAPH_LIMITED),
        ),
        Aim(f"{rate} oxigraph, cache off", 0.5, True, "", times(OURS_UNCACHED, OXIGRAPH)),
        Aim(f"{rate} rdflib-endpoint, cache off", 20, True, "", times(OURS_UNCACHED, RDFLIB_ENDPOINT)),
        Aim("processor time of an answer that repeats", 60, False, " µs", own("cpu_microseconds")),
        Aim("start to first answer", 1, False, " s", own("start_seconds")),
    ]


def findings(queries: Sequence[Query], results: Sequence[Result]) -> list[str]:
    """Who differs, who fails, and whether the load generator was the brake."""
    found = []
    for query in queries:
        found += _differences(query, results)
    for result in results:
        name = result.server.name
        if result.problem:
            found.append(f"{name}: {result.problem}")
        found += sorted({f"{name}: {each.problem}" for each in result.rounds if each.problem} - set(found))
        failures = ", ".join(f"{reason}: {count:,}" for reason, count in sorted(result.failures().items()))
        if failures:
            right = sum(each.measured.answers for each in result.rounds if each.measured)
            found.append(
                f"{name}, under load: {failures}, beside {right:,} right answers. Only these count; what was "
                "refused cost little, so that the figures of this server are too good."
            )
        if (result.middle("client_share") or 0) >= _BUSY_CLIENT:
            found.append(
                f"{name}: the load generator used nearly a whole core; the server may be faster than shown."
            )
    return found


def _differences(query: Query, results: Sequence[Result]) -> list[str]:
    found = []
    examined = {r.server.name: r.examined[query.name] for r in results if query.name in r.examined}
    right = {name: each for name, each in examined.items() if each.rows is not None and not each.problem}
    first = next(iter(right), None)
    if first and query.rows not in (None, right[first].rows):
        found.append(f"{query.name}: its author expects {query.rows} rows, which no server gives.")
    for name, each in examined.items():
        if each.problem:
            found.append(f"{name}, {query.name}: {each.problem}; not part of its load.")
        elif first and each.digest != right[first].digest:
            found.append(f"{name}, {query.name}: as many rows as {first} gives, with other terms in them.")
    return found
