"""Turns the parser's complaint into something that helps: what is wrong, where, and what to try.

The parser (oxigraph's, a PEG) reports the furthest place it reached and the terminals it would have taken
there, often a misleading choice of them. The commonest mistakes are therefore looked for in the tokens first.
"""

from __future__ import annotations

import re

from .errors import QuerySyntaxError
from .tokens import Token, line_at, position, tokens

_TYPOGRAPHIC = re.compile("[“”„‟«»‘’‚‛]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "{|": "|}", "<<": ">>", "<<(": ")>>"}
_SENTENCE = re.compile(r"[A-Z][^,\[\]]* (?:contains|failed|variable|name|overrides|not|must|is) ?[^,\[\]]*")
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
    for look in (_typographic_quote, _unclosed_string, _missing_prefix, _unbalanced):
        error = look(text, found)
        if error is not None:
            return error
    function = _KNOWN_FUNCTION.search(message)
    if function:
        offset = max(0, text.find(function[1]))
        return _error(text, offset, f"There is no function <{function[1]}>.", "", "function", function[1])
    return _generic(text, found, message, line, column)


def _error(text: str, offset: int, message: str, hint: str, code: str, subject: str = "") -> QuerySyntaxError:
    line, column = position(text, offset)
    return QuerySyntaxError(message, line, column, line_at(text, line), hint, code, subject)


def _typographic_quote(text: str, found: list[Token]) -> QuerySyntaxError | None:
    for token in found:
        if token.kind == "other" and _TYPOGRAPHIC.match(token.text):
            return _error(
                text, token.start, f"{token.text} is a typographic quotation mark.",
                "Write straight quotation marks: \" or '.", "quotes", token.text,
            )  # fmt: skip
    return None


def _unclosed_string(text: str, found: list[Token]) -> QuerySyntaxError | None:
    for token in found:
        if token.kind == "broken":
            return _error(
                text, token.start, "This string has no end.",
                "Close it with the mark that opens it; a text of several lines needs three marks.", "string",
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
                text, token.start, f"The prefix {prefix}: is not declared.",
                f"Begin the query with PREFIX {prefix}: <…>.", "prefix", prefix,
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
                    text, token.start, f"Here is a {token.text}{wanted}.", "", "bracket", token.text
                )
            stack.pop()
    if stack:
        opened = stack[-1]
        return _error(
            text, opened.start, f"This {opened.text} is never closed.",
            f"Add {_PAIRS[opened.text]}.", "unclosed", opened.text,
        )  # fmt: skip
    return None


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
        return _error(text, len(text), "The query ends too early.", "", "end")
    hint = "Is there a dot missing before it?" if _begins_fourth_term(found, at) else ""
    name = at.text if len(at.text) <= _SHOWN else at.text[:_SHOWN] + "…"
    code = "dot" if hint else "unexpected"
    return _error(text, at.start, f"{name} cannot stand here.", hint, code, name)


def _sentence(words: str) -> str:
    return words.strip().rstrip(".")[:300] + "."


def _begins_fourth_term(found: list[Token], at: Token) -> bool:
    """Whether three terms stand right before this one, as they do where a dot was forgotten."""
    index = found.index(at)
    terms = ("iri", "name", "variable", "string", "number")

    def is_term(token: Token) -> bool:
        return token.kind in terms or token.text == "a"

    before = found[max(0, index - 3) : index]
    after = [at] if is_term(at) else []
    return len(before) + len(after) >= 4 and all(is_term(token) for token in [*before, *after])  # noqa: PLR2004
