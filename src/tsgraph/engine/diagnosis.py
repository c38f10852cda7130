"""Turns the parser's complaint into something that helps: what is wrong, where, and what to try.

The parser (oxigraph's, a PEG) reports the furthest place it reached and the terminals it would have taken
there, often a misleading choice of them. The commonest mistakes are therefore looked for in the tokens first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import QuerySyntaxError
from .tokens import Token, line_at, position, tokens

_TYPOGRAPHIC = re.compile("[“”„‟«»‘’‚‛]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "{|": "|}", "<<": ">>", "<<(": ")>>"}
_SENTENCE = re.compile(r"[A-Z][^,\[\]]* (?:contains|failed|variable|name|overrides|not|must|is) ?[^,\[\]]*")
_TERMS = ("iri", "name", "variable", "string", "number")
# After these words terms are operands and no part of a triple.
_NO_TRIPLES = frozenset(
    {"AS", "ASC", "BY", "DESC", "DISTINCT", "FILTER", "FROM", "GRAPH", "HAVING", "LIMIT", "NAMED", "OFFSET"}
    | {"REDUCED", "SELECT", "VALUES"}
)
_SHOWN = 40
_KNOWN_FUNCTION = re.compile(r"The custom function <([^>]*)> is not supported")


def explain(text: str, message: str, line: int = 0, column: int = 0) -> QuerySyntaxError:
    """Describe a syntax error.

    Args:
        text: the query.
        message: the parser's message without its position.
        line: the parser's line, from one; 0 if unknown.
        column: the parser's column, from one; 0 if unknown.
    """
    found = tokens(text)
    for look in (_typographic_quote, _unclosed_string, _missing_prefix, _unbalanced, _misshapen_triple):
        error = look(text, found)
        if error is not None:
            return error
    function = _KNOWN_FUNCTION.search(message)
    if function:
        offset = max(0, text.find(function[1]))
        return _error(text, offset, "function", f"There is no function <{function[1]}>.", subject=function[1])
    return _generic(text, found, message, line, column)


def _error(
    text: str, offset: int, code: str, message: str, *, hint: str = "", subject: str = ""
) -> QuerySyntaxError:
    line, column = position(text, offset)
    return QuerySyntaxError(message, line, column, line_at(text, line), hint, code, subject)


def _typographic_quote(text: str, found: list[Token]) -> QuerySyntaxError | None:
    for token in found:
        if token.kind == "other" and _TYPOGRAPHIC.match(token.text):
            return _error(
                text, token.start, "quotes", f"{token.text} is a typographic quotation mark.",
                hint="Write straight quotation marks: \" or '.", subject=token.text,
            )  # fmt: skip
    return None


def _unclosed_string(text: str, found: list[Token]) -> QuerySyntaxError | None:
    for token in found:
        if token.kind == "broken":
            return _error(
                text, token.start, "string", "This string has no end.",
                hint="Close it with the mark that opens it; a text of several lines needs three marks.",
            )  # fmt: skip
    return None


def _missing_prefix(text: str, found: list[Token]) -> QuerySyntaxError | None:
    """SPARQL 1.1 Query 4.1.1: every prefix is declared before it is used."""
    declared: set[str] = set()
    for before, token in zip([Token("mark", "", 0), *found], found, strict=False):
        if token.kind != "name" or token.text.startswith("_:"):
            continue
        prefix = token.text.partition(":")[0]
        if before.kind == "word" and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared:
            return _error(
                text, token.start, "prefix", f"The prefix {prefix}: is not declared.",
                hint=f"Begin the query with PREFIX {prefix}: <…>.", subject=prefix,
            )  # fmt: skip
    return None


def _unbalanced(text: str, found: list[Token]) -> QuerySyntaxError | None:
    stack: list[Token] = []
    for token in found:
        if token.kind != "mark":
            continue
        if token.text in _PAIRS:
            stack.append(token)
        elif token.text in _PAIRS.values():
            if not stack or _PAIRS[stack[-1].text] != token.text:
                wanted = f" where {_PAIRS[stack[-1].text]} was expected" if stack else " that nothing opens"
                return _error(
                    text, token.start, "bracket", f"Here is a {token.text}{wanted}.", subject=token.text
                )
            stack.pop()
    if stack:
        opened = stack[-1]
        return _error(
            text, opened.start, "unclosed", f"This {opened.text} is never closed.",
            hint=f"Add {_PAIRS[opened.text]}.", subject=opened.text,
        )  # fmt: skip
    return None


@dataclass
class _Statement:
    """How far the triple at this place of the query has come.

    Attributes:
        bracket: what surrounds it: `{`, `[` or `(`; in parentheses nothing is counted.
        wanted: terms that the triple needs: three, two after `;` and in `[`, one after `,`.
        seen: terms so far.
    """

    bracket: str
    wanted: int = 3
    seen: int = 0
    node: bool = (
        False  # for `[` and `(`: whether it is a term of a triple; for `{`: whether it began with one
    )
    opening: Token | None = None


def _misshapen_triple(text: str, found: list[Token]) -> QuerySyntaxError | None:
    """A term too many, where a dot was forgotten, or a term too few.

    The parser's position is of little use here: it lies some tokens further on.
    """
    stack: list[_Statement] = []
    previous = Token("mark", "", 0)
    word = ""
    for token in found:
        here = stack[-1] if stack else _Statement("")
        term = token.kind in _TERMS or token.text == "a"
        if token.kind == "word" and not term:
            word, here.wanted, here.seen = token.text.upper(), 3, 0
        elif token.text in ("{", "[", "("):
            counted = previous.kind != "word" and word not in _NO_TRIPLES
            kind = "(" if token.text == "(" or word == "VALUES" else token.text
            stack.append(_Statement(kind, 2 if kind == "[" else 3, node=counted, opening=token))
            word = word if token.text == "(" else ""
        elif token.text in ("}", "]", ")") and stack:
            if _too_few(here) and token.text != ")":
                return _unexpected(text, token)
            closed = stack.pop()
            term, token = closed.node and token.text != "}", closed.opening or token  # noqa: PLW2901
            here = stack[-1] if stack else _Statement("")
            here.node = token.text == "[" and here.seen == 0
            here.wanted, here.seen = (here.wanted, here.seen) if term else (3, 0)
            word = word if word == "VALUES" else ""
        elif token.text in (".", ";", ","):
            if _too_few(here):
                return _unexpected(text, token)
            here.wanted, here.seen = {".": 3, ";": 2, ",": 1}[token.text], 0
        elif token.text in ("/", "|", "^^") or (token.text == "^" and previous.kind in _TERMS):
            here.seen -= 1
        if term and here.bracket in ("{", "[") and word not in _NO_TRIPLES:
            here.seen += 1
            if here.seen > here.wanted:
                return _unexpected(text, token, dot=True)
        previous = token
    return None


def _too_few(statement: _Statement) -> bool:
    return statement.bracket in ("{", "[") and 0 < statement.seen < statement.wanted and not statement.node


def _unexpected(text: str, token: Token, *, dot: bool = False) -> QuerySyntaxError:
    name = token.text if len(token.text) <= _SHOWN else token.text[:_SHOWN] + "…"
    hint = "Is there a dot missing before it?" if dot else ""
    code = "dot" if dot else "unexpected"
    return _error(text, token.start, code, f"{name} cannot stand here.", hint=hint, subject=name)


def _generic(text: str, found: list[Token], message: str, line: int, column: int) -> QuerySyntaxError:
    """The parser's own words, if it has any, else the token that it could not take."""
    if not line:
        return QuerySyntaxError(_sentence(message), code="parser", subject=message[:200])
    lines = text.split("\n")
    offset = sum(len(part) + 1 for part in lines[: line - 1]) + column - 1
    at = next((token for token in found if token.start + len(token.text) > offset), None)
    said = _SENTENCE.search(message)
    if said:
        where = position(text, min(offset, len(text)))
        return QuerySyntaxError(
            _sentence(said[0]), *where, line_at(text, where[0]), code="parser", subject=said[0]
        )
    if at is None:
        return _error(text, len(text), "end", "The query ends too early.")
    return _unexpected(text, at)


def _sentence(words: str) -> str:
    return words.strip().rstrip(".")[:300] + "."
