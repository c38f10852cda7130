"""Words and marks of Turtle 1.1 with their places, and the error that names a place.

The grammar is that of https://www.w3.org/TR/turtle/#sec-grammar-grammar. rdflib parses Turtle too, but it
gives no positions for the parts of a statement, and its errors are written for programmers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Kind = Literal["iri", "name", "blank", "string", "at", "number", "word", "mark", "comment"]


class TurtleError(Exception):
    """A Turtle file that cannot be read, with the place and what should have stood there.

    Args:
        path: The file.
        line: Line of the fault, from 1.
        column: Column of the fault in characters, from 1.
        message: One sentence for people.
        expected: What was expected, or how to mend it; may be empty.
    """

    def __init__(self, path: Path, line: int, column: int, message: str, expected: str = "") -> None:
        """Keep the parts; `str()` puts them together."""
        super().__init__(path, line, column, message, expected)
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.expected = expected

    def __str__(self) -> str:
        """The place, the message and what was expected, on one line."""
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{text} {self.expected}" if self.expected else text


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; `start` and `end` are offsets into the text."""

    kind: Kind
    text: str
    start: int
    end: int


class Text:
    """The text of one file, with a way from offsets to lines and columns."""

    def __init__(self, path: Path, content: str) -> None:
        """Take the content as it is; `read` is the usual way."""
        self.path = path
        self.content = content
        self._starts = [0, *(m.end() for m in re.finditer("\n", content))]

    @classmethod
    def read(cls, path: Path) -> Text:
        """Read a UTF-8 file; a byte order mark is dropped and every line end becomes a newline.

        Raises:
            TurtleError: The file is not UTF-8.
        """
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            return cls(path, data.decode())
        except UnicodeDecodeError as error:
            before = data[: error.start]
            line = before.count(b"\n") + 1
            column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
            byte = data[error.start]
            raise TurtleError(
                path,
                line,
                column,
                f"The byte 0x{byte:02X} is not UTF-8.",
                "Save the file with the encoding UTF-8.",
            ) from None

    def line(self, offset: int) -> int:
        """Line of an offset, from 1."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Column of an offset in characters, from 1."""
        return offset - self._starts[self.line(offset) - 1] + 1

    def error(self, offset: int, message: str, expected: str = "") -> TurtleError:
        """An error at an offset."""
        return TurtleError(self.path, self.line(offset), self.column(offset), message, expected)


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
PREFIX = rf"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?"
PLAIN_LOCAL = re.compile(rf"[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?")
_LOCAL = rf"(?:[{_BASE}_:0-9]|{_PLX})(?:(?:[{_CHARS}.:]|{_PLX})*(?:[{_CHARS}:]|{_PLX}))?"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"""\\[tbnrf"'\\]|{_UCHAR}"""

# Strings and IRIs are written as "run (escape run)*", which cannot backtrack into exponential time.
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<space>[ \t\n]+)",
            r"(?P<comment>#[^\n]*)",
            rf'(?P<string>"""[^"\\]*(?:(?:{_ESCAPE}|"(?!""))[^"\\]*)*"""'
            rf"|'''[^'\\]*(?:(?:{_ESCAPE}|'(?!''))[^'\\]*)*'''"
            rf'|"(?!"")[^"\\\n]*(?:(?:{_ESCAPE})[^"\\\n]*)*"'
            rf"|'(?!'')[^'\\\n]*(?:(?:{_ESCAPE})[^'\\\n]*)*')",
            rf'(?P<iri><[^\x00-\x20<>"{{}}|^`\\]*(?:(?:{_UCHAR})[^\x00-\x20<>"{{}}|^`\\]*)*>)',
            rf"(?P<blank>_:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?)",
            rf"(?P<name>{PREFIX}:(?:{_LOCAL})?)",
            r"(?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            r"(?P<number>[+-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))",
            r"(?P<word>[A-Za-z]+)",
            r"(?P<mark>\^\^|[.;,\[\]()])",
        )
    )
)


def tokens(text: Text) -> Iterator[Token]:
    """Every token of a text, comments included, white space left out.

    Raises:
        TurtleError: Something that is no token: an unclosed string, a bad escape or IRI, a stray character.
    """
    at, content = 0, text.content
    while at < len(content):
        match = _TOKEN.match(content, at)
        if match is None:
            raise _fault(text, at)
        kind = match.lastgroup
        if kind != "space":
            yield Token(kind, match[0], at, match.end())  # type: ignore[arg-type]
        at = match.end()


def _fault(text: Text, at: int) -> TurtleError:
    char = text.content[at]
    if char in "\"'":
        return _string_fault(text, at)
    if char == "<":
        return _iri_fault(text, at)
    if char == "\\":
        return text.error(
            at, "A backslash stands outside a text.", "Write the name without it, or the IRI in <…>."
        )
    name = f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}"
    return text.error(
        at, f"The character {name} cannot stand here.", "Expected a name, an IRI, a text or a number."
    )


def _string_fault(text: Text, at: int) -> TurtleError:
    content = text.content
    quote = content[at]
    long = content.startswith(quote * 3, at)
    end = content.find("\n", at)
    end = len(content) if long or end < 0 else end
    place = at + (3 if long else 1)
    while place < end:
        if content[place] != "\\":
            place += 1
            continue
        escape = re.compile(_ESCAPE).match(content, place)
        if escape is None:
            shown = content[place : place + 2].rstrip("\n")
            return text.error(
                place,
                f"{shown} is no escape.",
                "Allowed: \\t \\b \\n \\r \\f \\\" \\' \\\\, \\u with four, \\U with eight hex digits.",
            )
        place = escape.end()
    if long:
        return text.error(
            at, "The long text that begins here is never closed.", f"Close it with {quote * 3}."
        )
    return text.error(
        at,
        "The text that begins here is not closed on its line.",
        f"Close it with {quote}, before its language tag.",
    )


def _iri_fault(text: Text, at: int) -> TurtleError:
    content = text.content
    allowed = re.compile(rf'(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*').match(content, at + 1)
    place = allowed.end() if allowed else at + 1
    if place >= len(content) or content[place] == "\n":
        return text.error(at, "The IRI that begins here is not closed.", "Close it with >.")
    char = content[place]
    name = "a space" if char == " " else f"'{char}'" if char.isprintable() else f"U+{ord(char):04X}"
    return text.error(
        place, f"An IRI cannot contain {name}.", "Write it percent-encoded (a space is %20) or close the IRI."
    )
