"""Questions and queries answered in the terminal, through the same engine that serves the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prettytable import PrettyTable, TableStyle

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.interface import CSV, JSON, TSV, TURTLE, XML, Query
from tsgraph.graph.namespaces import PREFIXES
from tsgraph.questions.answers import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tsgraph.engine.interface import Engine
    from tsgraph.questions.answers import Term
    from tsgraph.settings import Settings

TABLE = "table"
FORMATS = {TABLE: JSON, "json": JSON, "csv": CSV, "tsv": TSV, "xml": XML}


def run(
    text: str,
    files: Sequence[Path],
    settings: Settings,
    form: str,
    columns: Mapping[str, str] | None = None,
    check: Callable[[Engine], None] | None = None,
) -> bytes:
    """Answer one query.

    Args:
        text: The query.
        files: The data set.
        settings: The limits.
        form: One of `FORMATS`. A CONSTRUCT or DESCRIBE is answered in Turtle whatever the format.
        columns: The variables to show in a table with their headings; all when not given. A variable
            with a companion of the same name and `Label` after it is shown by that label.
        check: Called with the engine before the query.

    Returns:
        The answer, in UTF-8.

    Raises:
        EngineError: The query could not be answered.
        DataError: A data file cannot be read.
    """
    with EmbeddedEngine.start(files, settings) as engine:
        if check is not None:
            check(engine)
        kind = engine.kind(text)
        if kind in {"construct", "describe"}:
            return engine.query(Query(text, media_type=TURTLE)).body
        body = engine.query(Query(text, media_type=FORMATS[form])).body
    if form != TABLE:
        return body
    if kind == "ask":
        return b"yes\n" if b"true" in body else b"no\n"
    return _drawn(Table.parse(body), columns).encode()


def _drawn(table: Table, columns: Mapping[str, str] | None) -> str:
    shown = columns or {name: name for name in table.columns}
    drawing = PrettyTable(list(shown.values()), align="l", max_width=48)
    drawing.set_style(TableStyle.SINGLE_BORDER)
    for row in table.rows:
        drawing.add_row([_cell(row, name) for name in shown])
    rows = "row" if len(table) == 1 else "rows"
    return f"{drawing.get_string()}\n{len(table)} {rows}\n"


def _cell(row: Mapping[str, Term], name: str) -> str:
    term = row.get(name + "Label", row.get(name))
    if term is None:
        return ""
    if term.kind == "iri":
        for prefix, namespace in PREFIXES.items():
            if term.text.startswith(namespace):
                return f"{prefix}:{term.text.removeprefix(namespace)}"
    return term.text
