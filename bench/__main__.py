"""`python -m bench`: run the comparison."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from bench import environments, machine, processes, report, workload
from bench.comparison import Comparison, Plan
from bench.servers import SERVERS
from tsgraph.dumps import FORMATS, serialise
from tsgraph.graph.build import build
from tsgraph.project import Project

ROOT = environments.FOLDER.parent
RESULT = environments.FOLDER / "results" / "comparison.json"
DOCUMENT = ROOT / "docs" / "performance.md"
QUIET = 0.5
"""A load average above this means that something else is running."""


class Progress:
    """One line that changes, for a person at a terminal; nothing for anybody else."""

    def __init__(self) -> None:
        """Start the clock."""
        self.start, self.shown = time.monotonic(), sys.stderr.isatty()

    def __call__(self, message: str) -> None:
        """Show what is being done."""
        if self.shown:
            seconds = int(time.monotonic() - self.start)
            print(f"\r\x1b[K{seconds // 60}:{seconds % 60:02} {message}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line empty."""
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    plan = Plan()
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Compare this project's SPARQL endpoint with rdflib-endpoint and the Oxigraph server.",
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument(
        "--rounds", type=int, default=plan.rounds, help="turns of each server (default: %(default)s)"
    )
    parser.add_argument(
        "--seconds", type=float, default=plan.seconds, help="length of a measurement (default: %(default)s)"
    )
    parser.add_argument(
        "--warm-up", type=float, default=plan.warm_up, help="seconds of load before it (default: %(default)s)"
    )
    parser.add_argument(
        "--connections",
        type=int,
        default=plan.connections,
        help="connections at a time (default: %(default)s)",
    )
    return parser


def compare(options: argparse.Namespace, say: Progress) -> str:
    """Run everything; write the results.

    Returns:
        The tables in Markdown.
    """
    load_average = os.getloadavg()[0]
    for name in sorted({server.program for server in SERVERS if isinstance(server.program, str)}):
        say(f"environment of {name}")
        environments.prepare(name)
    say("building the graph")
    project = Project.find()
    built = build(project)
    data = serialise(built.quads, FORMATS["nt"])
    queries = workload.load(project)
    plan = Plan(options.rounds, options.seconds, options.warm_up, options.connections)
    facts = report.Facts(
        datetime.now(UTC).date(), machine.describe(), machine.versions(), built.version, data.count(b"\n"),
        load_average, plan,
    )  # fmt: skip
    results = Comparison(SERVERS, queries, data, plan, say).run()
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(
        json.dumps(report.document(facts, queries, results), indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    return report.markdown(facts, queries, results)


def main() -> int:
    """Run the comparison; whatever happens, leave no process behind."""
    options = arguments().parse_args()
    processes.adopt_orphans()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    say = Progress()
    if os.getloadavg()[0] > QUIET:
        print(f"The machine is not quiet (load average {os.getloadavg()[0]:.2f}).", file=sys.stderr)
    try:
        table = compare(options, say)
    except KeyboardInterrupt:
        say.end()
        print("Stopped.", file=sys.stderr)
        return 130
    except environments.InstallError as error:
        say.end()
        print(error, file=sys.stderr)
        return 3
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        processes.end_descendants()
    say.end()
    print(table)
    print(f"Every round: {Path(os.path.relpath(RESULT))}", file=sys.stderr)
    if options.write:
        report.write(DOCUMENT, table)
        print(f"Written into {Path(os.path.relpath(DOCUMENT))}", file=sys.stderr)
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
