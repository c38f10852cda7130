"""Passages of a source whose words are not shipped: offsets, hashes, and their check against a copy.

Normalisation, version 1: take the parts of the passage (a sentence may run over a block of footnotes),
leave out the marks of footnotes, compose (Unicode NFC), leave out white space and hyphens, and take the
SHA-256 of the UTF-8. So the hash survives other line breaks and other hyphenation, and no other change.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from tsgraph.graph.namespaces import TSG

_DROPPED = re.compile(r"[\s\u002d\u00ad\u2010\u2011]+")


class SourceTextError(Exception):
    """A copy of a source cannot be used."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A passage that a copy of the source does not bear out.

    Attributes:
        passage: The passage, or the source for the text as a whole.
        message: What differs.
    """

    passage: URIRef
    message: str


def text_hash(text: str) -> str:
    """The hash of a whole text: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def passage_text(text: str, parts: Sequence[tuple[int, int]], marks: Iterable[tuple[int, int]] = ()) -> str:
    """The words of a passage without marks of footnotes.

    Args:
        text: The text of the source.
        parts: Start and end offset (in characters, end excluded) of each part.
        marks: Offset and length of each mark of a footnote.

    Returns:
        The words, parts joined by a line break.
    """
    dropped = {i for start, length in marks for i in range(start, start + length)}
    return "\n".join("".join(text[i] for i in range(a, b) if i not in dropped) for a, b in parts)


def passage_hash(text: str, parts: Sequence[tuple[int, int]], marks: Iterable[tuple[int, int]] = ()) -> str:
    """The hash of a passage after normalisation version 1, in hex. Arguments as in `passage_text`."""
    words = unicodedata.normalize("NFC", passage_text(text, parts, marks))
    return hashlib.sha256(_DROPPED.sub("", words).encode()).hexdigest()


def passage_parts(graph: Graph, passage: URIRef) -> list[tuple[int, int]]:
    """Start and end offset of each part of a passage, in the order of the text."""
    parts = [tuple(map(int, str(part).split("-"))) for part in graph.objects(passage, TSG.textPart)]
    if not parts:
        parts = [tuple(int(str(graph.value(passage, p))) for p in (TSG.charStart, TSG.charEnd))]
    return sorted((a, b) for a, b in parts)


def footnote_marks(graph: Graph, passage: URIRef) -> list[tuple[int, int]]:
    """Offset and length of each mark of a footnote inside a passage, in the order of the text."""
    return sorted(
        (int(str(graph.value(note, TSG.markOffset))), len(str(graph.value(note, TSG.footnoteNumber))))
        for note in graph.objects(passage, TSG.footnote)
    )


def read_copy(path: Path) -> str:
    """Read a reader's own copy of a source.

    Raises:
        SourceTextError: The file cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise SourceTextError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise SourceTextError(f"{path} is not UTF-8 (byte {error.start}).") from None


def check_copy(graph: Graph, source: URIRef, text: str) -> list[Problem]:
    """Compare every offset and hash of a source with a copy of its text.

    Args:
        graph: The graph with the passages of the source.
        source: The source.
        text: The copy.

    Returns:
        What differs, in the order of the passages; empty when the copy is the text that the
        offsets count from.

    Raises:
        SourceTextError: The graph has no passage of this source.
    """
    passages = sorted(graph.subjects(TSG.passageOf, source), key=str)
    if not passages:
        raise SourceTextError(f"The graph has no passage of {source}.")
    problems = []
    wanted = graph.value(source, TSG.sourceTextHash)
    if wanted is not None and str(wanted) != text_hash(text):
        problems.append(Problem(source, "The text as a whole is not the one that the offsets count from."))
    for passage in passages:
        assert isinstance(passage, URIRef)  # noqa: S101  # a subject of passageOf is never a literal
        parts = passage_parts(graph, passage)
        if parts[-1][1] > len(text):
            problems.append(Problem(passage, f"It ends at {parts[-1][1]}, after the end of the copy."))
            continue
        marks = footnote_marks(graph, passage)
        if any(not text[start : start + length].isdigit() for start, length in marks):
            problems.append(Problem(passage, "The mark of a footnote is not where it should be."))
        elif passage_hash(text, parts, marks) != str(graph.value(passage, TSG.textHash)):
            problems.append(Problem(passage, "Its words differ."))
    return problems


def find_span(graph: Graph, passage: URIRef, text: str, words: str) -> tuple[int, int]:
    """Find words in a passage, white space counting for nothing.

    Args:
        graph: The graph with the passage.
        passage: The passage to look in.
        text: The text of the source.
        words: The words as printed.

    Returns:
        Offset of the first character and after the last.

    Raises:
        SourceTextError: The words do not stand in the passage, or stand there twice.
    """
    start, end = passage_parts(graph, passage)[0][0], passage_parts(graph, passage)[-1][1]
    pattern = r"\s*".join(re.escape(c) for c in words if not c.isspace())
    found = list(re.finditer(pattern, text[start:end]))
    name = str(passage).rpartition("/")[2]
    if not found:
        raise SourceTextError(f"{name} does not contain “{words}”.")
    if len(found) > 1:
        raise SourceTextError(f"{name} contains “{words}” {len(found)} times; give more words.")
    return start + found[0].start(), start + found[0].end()
