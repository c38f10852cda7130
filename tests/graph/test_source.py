import hashlib
import os
from pathlib import Path

import pytest
from rdflib import Graph

from tests.conftest import HEADER
from tsgraph.graph.build import Build
from tsgraph.graph.namespaces import PSG, SRC, G
from tsgraph.graph.source import (
    SourceTextError,
    check_copy,
    find_span,
    passage_hash,
    read_copy,
    text_hash,
)

# Two sentences; the first has the mark of footnote 7 and runs over a footnote block.
TEXT = "Yeni bir ant-\nlaşma7 ya\n[7 a.g.e.]\npıldı. Son."
MARKS = [(TEXT.index("7"), 1)]
PARTS = [(0, TEXT.index("[")), (TEXT.index("pıldı"), TEXT.index(" Son"))]


def graph(text_digest: str, digest: str, end: int = PARTS[1][1]) -> Graph:
    return Graph().parse(
        data=HEADER
        + f'''
        src:x a tsg:Source ; tsg:sourceTextHash "{text_digest}" .
        psg:x-p1.s1 tsg:passageOf src:x ; tsg:charStart 0 ; tsg:charEnd {end} ; tsg:textHash "{digest}" ;
          tsg:textPart "{PARTS[0][0]}-{PARTS[0][1]}" , "{PARTS[1][0]}-{end}" ; tsg:footnote psg:x-fn7 .
        psg:x-fn7 tsg:footnoteNumber 7 ; tsg:markOffset {MARKS[0][0]} .''',
        format="turtle",
    )


def test_the_hash_leaves_out_marks_white_space_and_hyphens() -> None:
    assert passage_hash(TEXT, PARTS, MARKS) == hashlib.sha256("Yenibirantlaşmayapıldı.".encode()).hexdigest()


def test_composed_and_decomposed_letters_hash_alike() -> None:
    assert passage_hash("s\u0327", [(0, 2)]) == passage_hash("ş", [(0, 1)])


def test_the_copy_that_offsets_count_from_agrees() -> None:
    assert check_copy(graph(text_hash(TEXT), passage_hash(TEXT, PARTS, MARKS)), SRC.x, TEXT) == []


def test_a_changed_word_is_found_in_its_passage() -> None:
    other = TEXT.replace("Yeni", "Eski")
    found = check_copy(graph(text_hash(TEXT), passage_hash(TEXT, PARTS, MARKS)), SRC.x, other)
    assert [(p.passage, p.message) for p in found] == [
        (SRC.x, "The text as a whole is not the one that the offsets count from."),
        (PSG["x-p1.s1"], "Its words differ."),
    ]


def test_a_mark_that_has_moved_is_said() -> None:
    other = TEXT.replace("laşma7", "laşm7a")
    found = check_copy(graph(text_hash(other), passage_hash(TEXT, PARTS, MARKS)), SRC.x, other)
    assert [p.message for p in found] == ["The mark of a footnote is not where it should be."]


def test_a_copy_that_is_too_short_is_said() -> None:
    found = check_copy(graph(text_hash(TEXT), "0" * 64, end=999), SRC.x, TEXT)
    assert [p.message for p in found] == ["It ends at 999, after the end of the copy."]


def test_a_source_without_passages_is_an_error() -> None:
    with pytest.raises(SourceTextError, match="no passage"):
        check_copy(Graph(), SRC.x, TEXT)


def test_words_are_found_across_line_breaks() -> None:
    assert find_span(graph("", ""), PSG["x-p1.s1"], TEXT, "bir ant-laşma") == (5, 19)


@pytest.mark.parametrize(("words", "message"), [("Son", "does not contain"), ("a", "times; give more words")])
def test_words_must_stand_in_the_passage_once(words: str, message: str) -> None:
    with pytest.raises(SourceTextError, match=message):
        find_span(graph("", ""), PSG["x-p1.s1"], TEXT, words)


def test_a_copy_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceTextError, match="cannot be read: No such file"):
        read_copy(tmp_path / "none.txt")
    (tmp_path / "latin").write_bytes("Türk".encode("iso8859-9"))
    with pytest.raises(SourceTextError, match=r"is not UTF-8 \(byte 1\)"):
        read_copy(tmp_path / "latin")


@pytest.mark.skipif(
    "TSGRAPH_ARTICLE_TEXT" not in os.environ, reason="TSGRAPH_ARTICLE_TEXT names no copy of the article"
)
def test_every_passage_of_the_article_agrees_with_a_copy(built: Build) -> None:
    text = read_copy(Path(os.environ["TSGRAPH_ARTICLE_TEXT"]))
    assert check_copy(built.dataset.graph(G["sources"]), SRC.benhur, text) == []
