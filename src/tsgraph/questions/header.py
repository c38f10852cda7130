"""The header of a question file: a description in YAML, in comment lines before the query."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


class CatalogueError(Exception):
    """A question file is not as it should be.

    Attributes:
        path: The file.
        line: The line, from 1.
        message: What is wrong and what was expected.
    """

    def __init__(self, path: Path, line: int, message: str) -> None:
        """Say where, and what."""
        super().__init__(f"{path.name}, line {line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named values."""

    entries: dict[str, Node]
    line: int


Node = Scalar | Sequence | Mapping


def split(path: Path, text: str) -> tuple[Mapping, str, int]:
    """Split a question file into its description and its query.

    Every value is taken as the text that is written: `no` is a text here and not false.

    Args:
        path: The file, for messages.
        text: Its content.

    Returns:
        The description, the query without it, and the line on which the query begins.

    Raises:
        CatalogueError: The header is missing or cannot be read.
    """
    rows = text.splitlines()
    count = next((i for i, row in enumerate(rows) if not row.startswith("#")), len(rows))
    header = "\n".join(row[1:].removeprefix(" ") for row in rows[:count])
    try:
        node = yaml.compose(header, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CatalogueError(path, line, f"This is not YAML: {error.problem}.") from None
    except yaml.YAMLError as error:
        raise CatalogueError(path, 1, f"This is not YAML: {error}.") from None
    if node is None:
        raise CatalogueError(path, 1, 'The file must begin with its description: lines "# key: value".')
    description = _read(path, node)
    if not isinstance(description, Mapping):
        raise CatalogueError(path, description.line, 'Expected "key: value".')
    begin = next((i for i in range(count, len(rows)) if rows[i].strip()), len(rows))
    return description, "\n".join(rows[begin:]) + "\n", begin + 1


def _read(path: Path, node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_read(path, item) for item in node.value), line)
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, line)
    entries: dict[str, Node] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if key.value in entries:
            raise CatalogueError(path, at, f"{key.value} is given twice.")
        entries[key.value] = _read(path, value)
        if entries[key.value] == Scalar("", value.start_mark.line + 1):
            raise CatalogueError(path, at, f"{key.value} has no value.")
    return Mapping(entries, line)
