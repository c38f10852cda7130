"""The header of a question file: what is read, and what is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tsgraph.questions.header import CatalogueError, Mapping, Scalar, Sequence, split

PATH = Path("queries/example.rq")


def read(text: str) -> Mapping:
    return split(PATH, text)[0]


def test_texts_mappings_and_lists_are_read() -> None:
    node = read(
        '# a: one\n# b:\n#   c: "two: \\"three\\" \\\\ four"\n# d:\n#   - e: 1\n#     f: 2\n#   - plain\n'
    )
    assert node.entries["a"] == Scalar("one", 1)
    inner = node.entries["b"]
    assert isinstance(inner, Mapping)
    assert inner.entries["c"] == Scalar('two: "three" \\ four', 3)
    items = node.entries["d"]
    assert isinstance(items, Sequence)
    first, second = items.items
    assert isinstance(first, Mapping)
    assert [*first.entries] == ["e", "f"]
    assert second == Scalar("plain", 7)


def test_the_query_begins_after_the_header_and_its_blank_lines() -> None:
    _, body, line = split(PATH, "# a: one\n\n\nASK {}\n# not a header\n")
    assert body == "ASK {}\n# not a header\n"
    assert line == 4


def test_values_are_taken_as_written() -> None:
    assert read("# a: no\n# b: 01\n").entries == {"a": Scalar("no", 1), "b": Scalar("01", 2)}


def test_empty_comment_lines_do_not_end_the_header() -> None:
    assert [*read("# a: one\n#\n# b: two\nASK {}").entries] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("ASK {}\n", 1, "must begin with its description"),
        ("# a\n", 1, 'Expected "key: value"'),
        ("# - a\n", 1, 'Expected "key: value"'),
        ("# a: one\n# a: two\n", 2, "given twice"),
        ("# a:\n", 1, "has no value"),
        ("# a:\n# b: one\n", 1, "has no value"),
        ("# a: one\n#   b: two\n", 2, "not YAML: mapping values are not allowed here"),
        ("# a:\n#   - one\n#   b: two\n", 3, "not YAML: expected <block end>"),
        ("# a: one: two\n", 1, "not YAML"),
        ('# a: "one\n', 1, "not YAML"),
        ("# a: 'one' two\n", 1, "not YAML"),
        ("# a:\n#\tb: one\n", 2, "not YAML: found character"),
        ("# a: \x07\n", 1, "not YAML: unacceptable character"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CatalogueError, match=words) as caught:
        read(text)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"example.rq, line {line}: ")
