"""A tokenizer for SPARQL that never recurses and never fails.

It knows strings, IRIs and comments, so that a word inside a literal is not taken for a keyword. It follows
the terminals of SPARQL 1.1 Query 19.8 (and the few of SPARQL 1.2); what it does not know comes out as a token
of the kind `other` (an unclosed string as `broken`). To find out what is wrong is left to the real parser.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LOCAL = r"[\w\-·]|%[0-9A-Fa-f]{2}|\\[^\w\s]"
_TERMINALS = (
    ("space", r"[ \t\r\n]+"),
    ("comment", r"#[^\r\n]*"),
    ("iri", r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"),
    ("line", r'"(?!"")(?:[^"\\\r\n]|\\.)*"' r"|'(?!'')(?:[^'\\\r\n]|\\.)*'"),
    # An unclosed string swallows what follows, as it does for the parser; to try again at each quotation mark
    # inside it would take time in the square of the length. So the length of a prefix is bounded too.
    ("broken", r'"""[\s\S]*' r"|'{3}[\s\S]*" r'|"[^\r\n]*' r"|'[^\r\n]*"),
    ("variable", r"[?$]\w+"),
    ("name", rf"(?:[^\W\d_][\w.\-·]{{0,80}}+(?<!\.)|_)?:(?:(?:[:.]|{_LOCAL})*(?::|{_LOCAL}))?"),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?"),
    ("number", r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"),
    ("word", r"[^\W\d]\w*"),
    ("mark", r"<<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|[{}()\[\];,.|^/*+?!=<>~\-$&@]"),
    ("other", r"."),
)
_PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TERMINALS), re.DOTALL)


class Token(NamedTuple):
    """One token: its kind, its text, and where it starts in the query (in characters, from zero)."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """All tokens of a query but white space and comments, in order."""
    found = []
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in ("space", "comment"):
            found.append(Token("string" if kind == "line" else kind, match[0], match.start()))
    return found


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from one, of a character; CR, LF and CRLF each end a line."""
    before = re.split(r"\r\n|\r|\n", text[:offset])
    return len(before), len(before[-1]) + 1


def line_at(text: str, line: int) -> str:
    """The text of a line, counted from one, shortened to what a message can show."""
    lines = re.split(r"\r\n|\r|\n", text)
    return lines[line - 1][:400] if 0 < line <= len(lines) else ""
