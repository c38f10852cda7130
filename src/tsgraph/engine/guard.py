"""Checks a query before any parser sees it.

The engine's parser recurses on the native stack and its planner takes more than quadratic time in the number
of patterns (100 OPTIONALs plan in 0.9 s, 400 in 208 s with oxigraph 0.5.13), so a short text could cost much
before its first row. The checks here take time linear in the text. They need not be exact: they count what a
person would count, err on the side of counting more, and leave the judgement of the syntax to the parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from .errors import QuerySyntaxError, QueryTooComplex, ServiceRefused, UpdateRefused
from .tokens import Token, line_at, position, tokens

if TYPE_CHECKING:
    from .interface import Kind

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_OPERATORS = frozenset(
    {
        "UNION",
        "OPTIONAL",
        "MINUS",
        "FILTER",
        "EXISTS",
        "GRAPH",
        "BIND",
        "VALUES",
        "LATERAL",
        "SELECT",
        "IN",
        "AS",
    }
)
_EXPRESSION_FOLLOWS = frozenset(
    {"FILTER", "BIND", "HAVING", "BY", "VALUES", "SELECT", "DISTINCT", "REDUCED", "EXISTS"}
)
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_OPENING = frozenset({"(", "[", "{", "<<", "<<(", "{|"})
_CLOSING = frozenset({")", "]", "}", ">>", ")>>", "|}"})
_PREFIX_OPERATORS = frozenset({"!", "-", "+", "^"})
_BINARY = frozenset({"&&", "||", "=", "!=", "<", ">", "<=", ">=", "*", "/", "|", "^", "+", "-", "!", "?"})
_TERMS = frozenset({"iri", "name", "variable", "string", "number"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The guard's limits: bytes of text, levels of nesting, triple patterns, operators."""

    length: int = 65536
    depth: int = 100
    patterns: int = 100
    operators: int = 400


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the guard learnt about a query that it let through.

    Attributes:
        kind: the query form.
        relative: whether an IRI in the text depends on the base.
        volatile: whether two runs may differ (NOW, RAND, UUID, STRUUID, BNODE), so that nothing is cached.
    """

    kind: Kind
    relative: bool
    volatile: bool


def inspect(text: str, bounds: Bounds) -> Inspection:
    """Check a query.

    Raises:
        QueryTooComplex: a limit is passed.
        UpdateRefused: the text is an update (SPARQL 1.1 Update).
        ServiceRefused: the text has a SERVICE clause.
        QuerySyntaxError: the text is of no query form at all, or holds a character that none may hold.
    """
    # A character is at most four bytes, so short texts need no encoding to be measured.
    size = len(text) if len(text) * 4 <= bounds.length else len(text.encode("utf-8", "surrogatepass"))
    if size > bounds.length:
        raise QueryTooComplex("length", bounds.length, size)
    _refuse_characters(text)
    found = tokens(text)
    form = _form(text, found)
    for token in found:
        if token.kind == "word" and token.text.upper() == "SERVICE":
            line, column = position(text, token.start)
            raise ServiceRefused(line, column, line_at(text, line))
    _refuse_depth(found, bounds.depth)
    patterns, operators = _count(found)
    if patterns > bounds.patterns:
        raise QueryTooComplex("patterns", bounds.patterns, patterns)
    if operators > bounds.operators:
        raise QueryTooComplex("operators", bounds.operators, operators)
    return Inspection(
        kind=form,
        relative=any(t.kind == "iri" and not _ABSOLUTE.match(t.text, 1) for t in found),
        volatile=any(t.kind == "word" and t.text.upper() in _VOLATILE for t in found),
    )


def kind(text: str) -> Kind:
    """The query form of a text, from the first word after the prologue (SPARQL 1.1 Query 4.1, 19.8).

    Raises:
        UpdateRefused: the text is an update.
        QuerySyntaxError: neither a query form nor an update.
    """
    return _form(text, tokens(text))


def is_absolute_iri(iri: str) -> bool:
    """Whether a graph name is an absolute IRI without characters that no IRI may hold (RFC 3987)."""
    return bool(_ABSOLUTE.match(iri)) and not re.search(r'[\x00-\x20<>"{}|^`\\]', iri)


def _refuse_characters(text: str) -> None:
    """NUL and lone surrogates stand in no SPARQL text, and some libraries stop reading at NUL."""
    match = re.search("[\x00\ud800-\udfff]", text)
    if match:
        line, column = position(text, match.start())
        name = f"U+{ord(match[0]):04X}"
        raise QuerySyntaxError(
            f"The character {name} is not allowed.", line, column, code="character", subject=name
        )


def _form(text: str, found: list[Token]) -> Kind:
    """Skip BASE, PREFIX and VERSION declarations and name the form that follows."""
    index = 0
    while index < len(found):
        token = found[index]
        word = token.text.upper() if token.kind == "word" else ""
        if word in ("BASE", "VERSION"):
            index += 2
        elif word == "PREFIX":
            index += 3
        else:
            break
    if index >= len(found):
        line, column = position(text, len(text))
        raise QuerySyntaxError(
            "There is no query here: expected SELECT, ASK, CONSTRUCT or DESCRIBE.",
            line, column, line_at(text, line), code="empty",
        )  # fmt: skip
    line, column = position(text, token.start)
    if word in _FORMS:
        return cast("Kind", word.lower())
    if word in _UPDATES:
        raise UpdateRefused(line, column, line_at(text, line))
    raise QuerySyntaxError(
        f"Expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {token.text[:40]}.",
        line, column, line_at(text, line), code="form", subject=token.text[:40],
    )  # fmt: skip


def _refuse_depth(found: list[Token], limit: int) -> None:
    """Brackets of every kind nest, and so do chains of prefix operators such as `!!!!x`."""
    depth = chain = deepest = 0
    for token in found:
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING and depth > 0)
            chain = chain + 1 if token.text in _PREFIX_OPERATORS else 0
        else:
            chain = 0
        # The parser may read `1<((((2` as a comparison where this tokenizer sees the start of an IRI.
        inside = token.text.count("(") if token.kind == "iri" else 0
        deepest = max(deepest, depth + chain + inside)
    if deepest > limit:
        raise QueryTooComplex("depth", limit, deepest)


def _count(found: list[Token]) -> tuple[int, int]:  # noqa: PLR0912
    """Triple patterns and operators.

    A pattern is counted at each end of one (`.`, `;`, `,`, a closing bracket after a term), at each step of a
    path, and for each member of a collection. Commas in expressions and rows of VALUES do not count.
    """
    patterns = operators = 0
    stack: list[str] = []  # the open brackets: "group", "data", "pattern" or "expression"
    open_terms = False  # whether terms stand since the last end of a pattern
    previous = Token("mark", "", 0)
    word = ""  # the last keyword, while only its operand may follow
    for token in found:
        here = stack[-1] if stack else "group"
        if token.kind in _TERMS:
            if here == "pattern":
                patterns += 1 + (previous.kind in _TERMS)
            elif here == "group":
                open_terms = bool(stack) and word != "VALUES"
        elif token.kind == "word":
            word = token.text.upper()
            operators += word in _OPERATORS
            if here == "group" and word in _OPERATORS and open_terms:
                patterns, open_terms = patterns + 1, False
            elif token.text == "a":
                open_terms = True
        elif token.text in _OPENING:
            stack.append(_bracket(token, previous, word, here))
            operators += token.text in ("{", "(") and previous.kind in ("word", "name", "iri")
            patterns += token.text in ("<<", "<<(", "{|")
            word = word if token.text == "(" and word == "VALUES" else ""
            open_terms = open_terms and token.text != "{"
        elif token.text in _CLOSING:
            if stack:
                stack.pop()
            if token.text in ("}", "]", "|}") and here == "group" and open_terms:
                patterns += 1
            open_terms = bool(token.text == "]" or (token.text == ")" and here == "pattern"))
        elif here == "group" and token.text in (".", ";", ","):
            patterns, open_terms = patterns + open_terms, token.text != "." and open_terms
        elif token.text in _BINARY:
            operators += here != "data"
            patterns += token.text == "/" and here in ("group", "pattern")
        previous = token
    return patterns + open_terms, operators


def _bracket(token: Token, previous: Token, word: str, here: str) -> str:
    """What an opening bracket opens."""
    if here in ("data", "expression") and token.text == "(":
        return here
    if token.text == "{":
        return "data" if word == "VALUES" else "group"
    if token.text != "(":
        return "group"
    if word in _EXPRESSION_FOLLOWS or previous.kind == "word" or previous.text == ")":
        return "expression"
    return "pattern"
