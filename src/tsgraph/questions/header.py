"""The header of a question file: comment lines that hold a small, strict part of YAML.

Only what descriptions need is read: nested mappings, lists, plain and quoted text. Everything
that this reader accepts is YAML and means the same there; what YAML reads in surprising ways
(`no`, `{…}`, `*x`) is refused, so that an editor's slip is an error with a line and not a wrong page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_KEY = re.compile(r"([A-Za-z][\w-]*):(?:\s+(.*))?$")
_UNSAFE_START = tuple("[]{}>|*&!%#`@,?\"'")
_ESCAPES = {'\\"': '"', "\\\\": "\\"}


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


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


class _Reader:
    """Recursive descent over the lines by indentation."""

    def __init__(self, path: Path, lines: list[_Line]) -> None:
        self.path, self.lines, self.at = path, lines, 0

    def fail(self, line: _Line, message: str) -> CatalogueError:
        return CatalogueError(self.path, line.number, message)

    def peek(self) -> _Line | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def block(self, indent: int) -> Node:
        line = self.lines[self.at]
        return self.sequence(indent) if line.text.startswith("- ") else self.mapping(indent)

    def siblings(self, indent: int) -> Iterator[_Line]:
        while (line := self.peek()) is not None and line.indent >= indent:
            if line.indent > indent:
                raise self.fail(line, f"Indented by {line.indent} blanks where {indent} were expected.")
            yield line

    def sequence(self, indent: int) -> Sequence:
        first = self.lines[self.at]
        items: list[Node] = []
        for line in self.siblings(indent):
            if not line.text.startswith("- "):
                raise self.fail(line, 'Expected another item, which begins with "- ".')
            rest = line.text[2:].lstrip()
            if _KEY.match(rest):  # "- key: value" opens a mapping two blanks further in
                self.lines[self.at] = _Line(line.number, indent + len(line.text) - len(rest), rest)
                items.append(self.mapping(self.lines[self.at].indent))
            else:
                self.at += 1
                items.append(self.scalar(line, rest))
        return Sequence(tuple(items), first.number)

    def mapping(self, indent: int) -> Mapping:
        first = self.lines[self.at]
        entries: dict[str, Node] = {}
        for line in self.siblings(indent):
            match = _KEY.match(line.text)
            if match is None:
                raise self.fail(line, 'Expected "key: value".')
            key, rest = match.group(1), match.group(2)
            if key in entries:
                raise self.fail(line, f"{key} is given twice.")
            self.at += 1
            if rest:
                entries[key] = self.scalar(line, rest)
                continue
            below = self.peek()
            if below is None or below.indent <= indent:
                raise self.fail(line, f"{key} has no value.")
            entries[key] = self.block(below.indent)
        return Mapping(entries, first.number)

    def scalar(self, line: _Line, text: str) -> Scalar:
        text = text.strip()
        if text.startswith('"'):
            if not re.fullmatch(r'"(?:[^"\\]|\\["\\])*"', text):
                raise self.fail(line, "The quoted text is not closed, or holds a bare quote or backslash.")
            return Scalar(re.sub(r'\\["\\]', lambda m: _ESCAPES[m.group()], text[1:-1]), line.number)
        if text.startswith(_UNSAFE_START) or ": " in text or " #" in text or text.endswith(":"):
            raise self.fail(line, f"Put the text in double quotes: {text}")
        return Scalar(text, line.number)


def split(path: Path, text: str) -> tuple[Mapping, str, int]:
    """Split a question file into its description and its query.

    Args:
        path: The file, for messages.
        text: Its content.

    Returns:
        The description, the query without it, and the line on which the query begins.

    Raises:
        CatalogueError: The header is missing or cannot be read.
    """
    lines: list[_Line] = []
    rows = text.splitlines()
    count = 0
    for count, row in enumerate([*rows, ""], start=1):
        if not row.startswith("#"):
            break
        content = row[1:].removeprefix(" ").rstrip()
        if "\t" in content:
            raise CatalogueError(path, count, "Indent with blanks, not with tabs.")
        if content.strip():
            lines.append(_Line(count, len(content) - len(content.lstrip()), content.lstrip()))
    if not lines:
        raise CatalogueError(path, 1, 'The file must begin with its description: lines "# key: value".')
    reader = _Reader(path, lines)
    node = reader.block(0)
    if not isinstance(node, Mapping):
        raise CatalogueError(path, node.line, 'Expected "key: value".')
    body = rows[count - 1 :]
    while body and not body[0].strip():
        body, count = body[1:], count + 1
    return node, "\n".join(body) + "\n", count
