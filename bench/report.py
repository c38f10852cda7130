"""The result as a document: JSON for programs, Markdown for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.comparison import FIGURES, Plan, Result
from bench.figures import mean_ratio, number
from bench.servers import OURS, OURS_UNCACHED
from bench.verdict import Aim, aims, findings
from bench.workload import Query

BEGIN = "<!-- written by `python -m bench --write` -->"
END = "<!-- end of what `python -m bench --write` writes -->"
TITLE = "## Comparison"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures belong to: the day, the machine, the versions, the data, how busy the machine was."""

    day: date
    machine: dict[str, str]
    versions: dict[str, str]
    data_version: str
    triples: int
    load_average: float
    plan: Plan


def document(facts: Facts, queries: Sequence[Query], results: Sequence[Result]) -> dict[str, Any]:
    """Everything, for programs."""
    return {
        **dataclasses.asdict(facts),
        "day": facts.day.isoformat(),
        "queries": [dataclasses.asdict(query) for query in queries],
        "servers": {
            result.server.name: {
                "problem": result.problem,
                "answers": {name: dataclasses.asdict(each) for name, each in result.examined.items()},
                "rounds": [
                    dataclasses.asdict(each) | {name: get(each) for name, get in FIGURES.items()}
                    for each in result.rounds
                ],
                "median": {name: result.middle(name) for name in FIGURES},
                "slower": {ours.server.name: ours.rates_over(result) for ours in _ours(results)},
            }
            for result in results
        },
        "aims": [dataclasses.asdict(aim) | {"reached": aim.reached} for aim in aims(results)],
        "findings": findings(queries, results),
    }


def markdown(facts: Facts, queries: Sequence[Query], results: Sequence[Result]) -> str:
    """The tables, for people."""
    parts = [
        _introduction(facts),
        _throughput(results),
        "How many times as many requests a second tsgraph answers, median of the ratios within a round:",
        _ratios(results),
        "Milliseconds of each query, for one client that asks one after the other (median):",
        _single(queries, results),
        "What was aimed at:",
        _table(("aim", "bound", "measured", "reached"), [_aim(aim) for aim in aims(results)]),
    ]
    found = findings(queries, results)
    if found:
        parts += ["What else there is to know:", "\n".join(f"- {finding}" for finding in found)]
    return "\n\n".join(parts) + "\n"


def insert(text: str, table: str) -> str:
    """Put the tables between the markers of a document; append a section if there are none."""
    block = f"{BEGIN}\n\n{table}\n{END}"
    start, end = text.find(BEGIN), text.find(END)
    if 0 <= start < end:
        return text[:start] + block + text[end + len(END) :]
    head = text.rstrip() or "# Performance"
    return f"{head}\n\n{TITLE}\n\n{block}\n"


def write(path: Path, table: str) -> None:
    """Put the tables into a file."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(insert(text, table), encoding="utf-8")


def _introduction(facts: Facts) -> str:
    machine, plan = facts.machine, facts.plan
    versions = ", ".join(f"{name} {version}" for name, version in facts.versions.items())
    return "\n".join(
        (
            f"- Date: {facts.day.isoformat()}",
            f"- Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory']}, "
            f"{machine['kernel']}, Python {machine['python']}; load average before the run "
            f"{facts.load_average:.2f}",
            f"- Versions: {versions}",
            f"- Data: {facts.triples:,} triples, version `{facts.data_version}`",
            f"- Load: {plan.connections} connections, {plan.rounds} rounds of {plan.seconds:g} s or more "
            f"after {plan.warm_up:g} s or more of warming up; medians over the rounds",
        )
    )


def _throughput(results: Sequence[Result]) -> str:
    measures = sorted({each.memory_measure for result in results for each in result.rounds} - {""})
    head = (
        "server",
        "start to first answer",
        "requests a second (lowest to highest round)",
        "median",
        "99th percentile",
        "processor time a request",
        f"most memory ({', '.join(measures) or 'not read'})",
        "load generator, of one core",
    )
    rows = []
    for result in results:
        figure = {name: result.middle(name) for name in FIGURES}
        rates = [each.rate for each in result.rounds if each.rate is not None]
        memory, share = figure["memory_bytes"], figure["client_share"]
        rows.append(
            (
                result.server.name,
                number(figure["start_seconds"], " s"),
                number(figure["rate"])
                + (f" ({number(min(rates))} to {number(max(rates))})" if rates else ""),
                number(figure["median_ms"], " ms"),
                number(figure["p99_ms"], " ms"),
                number(figure["cpu_microseconds"], " µs"),
                number(memory / (1 << 20) if memory else None, " MiB"),
                number(share * 100 if share else None, " %"),
            )
        )
    return _table(head, rows)


def _ratios(results: Sequence[Result]) -> str:
    ours = _ours(results)
    rivals = [result for result in results if result not in ours]
    return _table(
        ("compared with", *(own.server.name for own in ours)),
        [(rival.server.name, *(number(own.rates_over(rival)) for own in ours)) for rival in rivals],
    )


def _single(queries: Sequence[Query], results: Sequence[Result]) -> str:
    rows = [(query.name, _rows(query, results), *(_cell(r, query) for r in results)) for query in queries]
    base = next((result for result in results if result.server == OURS_UNCACHED), None)
    if base is not None:
        means = (number(_mean_ratio(queries, base, result)) for result in results)
        rows.append((f"as a multiple of {OURS_UNCACHED.name} (geometric mean)", "", *means))
    return _table(("query", "rows", *(result.server.name for result in results)), rows)


def _cell(result: Result, query: Query) -> str:
    each = result.examined.get(query.name)
    return (each.problem or number(each.milliseconds)) if each else number(None)


def _rows(query: Query, results: Sequence[Result]) -> str:
    found = (result.examined.get(query.name) for result in results)
    right = (f"{each.rows:,}" for each in found if each and each.rows is not None and not each.problem)
    return next(right, number(None))


def _mean_ratio(queries: Sequence[Query], ours: Result, theirs: Result) -> float | None:
    both = [query.name for query in ours.usable(queries) if query in theirs.usable(queries)]
    return mean_ratio(*([each.examined[name].milliseconds for name in both] for each in (ours, theirs)))


def _aim(aim: Aim) -> tuple[str, str, str, str]:
    bound = f"at {'least' if aim.least else 'most'} {aim.bound:g}{aim.unit}"
    return aim.what, bound, number(aim.found, aim.unit), "yes" if aim.reached else "no"


def _ours(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if result.server in (OURS, OURS_UNCACHED)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
