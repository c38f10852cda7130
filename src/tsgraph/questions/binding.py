"""Filling the blanks of a query: text from outside becomes one RDF term, or is refused.

A blank is a line `VALUES ?name { … }` of the query. Only what stands between its braces is ever
replaced, and only by the N-Triples form of terms that were parsed here, so no value can give the
query another shape than its author gave it (SPARQL 1.1 Query, section 10.2; N-Triples, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyoxigraph

XSD = "http://www.w3.org/2001/XMLSchema#"
UNDEF = "UNDEF"
LONGEST_WORD = 200
LONGEST_IRI = 1000

_BLANK = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]*\{([^{}]*)\}[ \t]*$", re.MULTILINE)
_PREFIX = re.compile(r"^\s*PREFIX\s+([A-Za-z][\w-]*)?:\s*<([^<>\s]*)>", re.MULTILINE | re.IGNORECASE)
# IRIREF without its \u escapes (SPARQL 1.1, rule 139)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LOCAL = re.compile(r"[\w.-]+(?<!\.)")
_PREFIXED = re.compile(r"([A-Za-z][\w-]*)?:([\w.-]*)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,18})(\.\d{1,18})?", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)


class BindingError(ValueError):
    """A value does not fit its blank.

    Attributes:
        parameter: The blank's name.
        reason: Why, as a sentence.
        slug: A short name of the reason, for translation.
    """

    def __init__(self, parameter: str, slug: str, reason: str) -> None:
        """Say which blank, and why."""
        super().__init__(f"{parameter}: {reason}")
        self.parameter, self.slug, self.reason = parameter, slug, reason


def prefixes(query: str) -> dict[str, str]:
    """The prefixes that a query declares, by name."""
    return {name or "": iri for name, iri in _PREFIX.findall(query)}


def iri_term(parameter: str, text: str) -> str:
    """An absolute IRI as N-Triples writes it.

    Raises:
        BindingError: It is no absolute IRI.
    """
    bad = BindingError(parameter, "iri", "This is not a usable IRI.")
    if len(text) > LONGEST_IRI or not _IRI.fullmatch(text):
        raise bad
    try:
        return str(pyoxigraph.NamedNode(text))  # the check of RFC 3987 that the engine makes, too
    except ValueError:
        raise bad from None


def entity_term(parameter: str, text: str, known: Mapping[str, str], namespace: str) -> str:
    """A thing, given as a short id, a prefixed name or a full IRI.

    Args:
        parameter: The blank's name, for messages.
        text: What was given.
        known: Namespaces by prefix.
        namespace: The namespace of short ids.

    Returns:
        The IRI as N-Triples writes it.

    Raises:
        BindingError: It is none of the three.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if _LOCAL.fullmatch(text):
        return iri_term(parameter, namespace + text)
    match = _PREFIXED.fullmatch(text)
    if match and (match.group(1) or "") in known:
        return iri_term(parameter, known[match.group(1) or ""] + match.group(2))
    if "://" not in text:
        reason = "Give an id such as molotov, a prefixed name, or a full IRI."
        raise BindingError(parameter, "entity", reason)
    return iri_term(parameter, text)


def literal(text: str, datatype: str = "") -> str:
    """A literal as N-Triples writes it; the text must hold no backslash and no control character."""
    quoted = '"' + text.replace('"', '\\"') + '"'
    return f"{quoted}^^<{XSD}{datatype}>" if datatype else quoted


def day_term(parameter: str, text: str) -> str:
    """A calendar day, `YYYY-MM-DD`, as an xsd:date.

    Raises:
        BindingError: There is no such day.
    """
    try:
        if not _DAY.fullmatch(text.strip()):
            raise ValueError
        return literal(date.fromisoformat(text.strip()).isoformat(), "date")
    except ValueError:
        raise BindingError(parameter, "day", "Give a day as YYYY-MM-DD, such as 1945-03-19.") from None


def year_term(parameter: str, text: str) -> str:
    """A year of four digits as an xsd:integer.

    Raises:
        BindingError: It is no such year.
    """
    if not _YEAR.fullmatch(text.strip()) or text.strip() == "0000":
        raise BindingError(parameter, "year", "Give a year of four digits, such as 1945.")
    return literal(str(int(text)), "integer")


def number_term(parameter: str, text: str) -> str:
    """A whole or decimal number as an xsd:integer or xsd:decimal.

    Raises:
        BindingError: It is no number.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise BindingError(parameter, "number", "Give a number, such as 10 or 8.5.")
    sign = "-" if text.strip().startswith("-") else ""
    whole, part = match.group(1).lstrip("0") or "0", match.group(2)
    return literal(sign + whole + part, "decimal") if part else literal(sign + whole, "integer")


def word_term(parameter: str, text: str) -> str:
    r"""A word or phrase as a plain literal.

    A backslash is refused rather than escaped: SPARQL reads `\uXXXX` before its grammar
    (section 19.2), and engines differ in how they read one behind an escaped backslash.

    Raises:
        BindingError: It is empty, too long, or holds a character that no name holds.
    """
    text = text.strip()
    if not text:
        raise BindingError(parameter, "empty", "This blank must be filled in.")
    if len(text) > LONGEST_WORD:
        raise BindingError(parameter, "long", f"Give at most {LONGEST_WORD} characters.")
    if "\\" in text or not text.isprintable():
        raise BindingError(parameter, "characters", "This holds a character that cannot be used here.")
    return literal(text)


def language_term(text: str) -> str:
    """A language tag as a plain literal.

    Raises:
        BindingError: It is no tag of two or three letters.
    """
    if not _LANGUAGE.fullmatch(text):
        raise BindingError("lang", "language", "Give a language as en, tr or ru.")
    return literal(text)


@dataclass(frozen=True, slots=True)
class Template:
    """A query with blanks.

    Args:
        text: The query, valid SPARQL as it stands.
    """

    text: str
    blanks: dict[str, str] = field(init=False, compare=False)
    """What stands in the braces of each blank, by name."""

    def __post_init__(self) -> None:
        """Find the blanks."""
        found = _BLANK.findall(self.text)
        blanks = {name: content.strip() for name, content in found}
        if len(blanks) != len(found):
            raise ValueError("A blank is declared twice.")
        object.__setattr__(self, "blanks", blanks)

    def fill(self, terms: Mapping[str, str | Iterable[str]]) -> str:
        """Write terms into the blanks.

        Args:
            terms: By blank, one term or several, each in the form that the functions of this
                module return, or `UNDEF`. Blanks that are not named keep what they hold.

        Returns:
            The query.

        Raises:
            KeyError: There is no such blank.
        """
        for name in terms:
            if name not in self.blanks:
                raise KeyError(name)

        def content(match: re.Match[str]) -> str:
            if (value := terms.get(match.group(1))) is None:
                return match.group()
            inside = value if isinstance(value, str) else " ".join(value)
            start, end = match.span(2)
            whole = match.string
            return f"{whole[match.start() : start]} {inside} {whole[end : match.end()]}"

        return _BLANK.sub(content, self.text)
