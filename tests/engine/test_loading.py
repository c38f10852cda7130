from __future__ import annotations

from pathlib import Path

import pytest

from tsgraph.engine.errors import DataError
from tsgraph.engine.loading import load

FILES = {
    "a.ttl": '@prefix x: <http://x/> . x:s x:p "o" .',
    "a.nt": '<http://x/s> <http://x/p> "o" .',
    "a.rdf": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x/">'
        '<rdf:Description rdf:about="http://x/s"><x:p>o</x:p></rdf:Description></rdf:RDF>'
    ),
    "a.jsonld": '{"@id": "http://x/s", "http://x/p": "o"}',
    "a.nq": '<http://x/s> <http://x/p> "o" .',
    "a.TRIG": '<http://x/s> <http://x/p> "o" .',
}


def write(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


@pytest.mark.parametrize("name", FILES)
def test_each_format_is_known_by_its_ending(tmp_path: Path, name: str) -> None:
    store, summary = load([write(tmp_path, name, FILES[name])])
    assert [str(quad.object) for quad in store] == ['"o"']
    assert (summary.quads, summary.default_triples, summary.graph_count) == (1, 1, 0)


def test_named_graphs_are_filled_as_written_without_a_union(tmp_path: Path) -> None:
    text = '<http://x/s> <http://x/p> "d" . <http://x/g> { <http://x/s> <http://x/p> "n", "m" }'
    _, summary = load([write(tmp_path, "a.trig", text)])
    assert (summary.quads, summary.default_triples, summary.graphs) == (3, 1, {"http://x/g": 2})


def test_blank_nodes_of_different_files_stay_apart(tmp_path: Path) -> None:
    files = [write(tmp_path, f"{n}.nt", '_:a <http://x/p> "o" .') for n in (1, 2)]
    assert load(files)[1].quads == 2


def test_relative_iris_are_resolved_against_the_file(tmp_path: Path) -> None:
    store, _ = load([write(tmp_path, "a.ttl", "<> <#p> <other> .")])
    assert [quad.object.value for quad in store] == [(tmp_path / "other").as_uri()]


def test_the_version_is_a_hash_of_the_contents_unless_it_is_given(tmp_path: Path) -> None:
    first, same = write(tmp_path, "a.nt", FILES["a.nt"]), write(tmp_path, "b.nt", FILES["a.nt"])
    other = write(tmp_path, "c.nt", FILES["a.nt"].replace('"o"', '"x"'))
    assert load([first])[1].version == load([same])[1].version
    assert load([first])[1].version != load([other])[1].version
    assert load([first], "1.0")[1].version == "1.0"


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("a.ttl", '@prefix a: <http://a/> .\na:x a:y "z" ;\n a:w b:q .', 3, "prefix b:"),
        ("a.ttl", b'<http://a> <http://b> "\xff" .', 1, "UTF-8"),
        ("a.nq", "<http://a> <http://b> .\n", 1, ""),
        ("a.trig", "<http://a> { ", 1, "end"),
        ("a.jsonld", '{"@id":', 1, ""),
    ],
)
def test_a_broken_file_is_named_with_line_and_column(
    tmp_path: Path, name: str, text: str | bytes, line: int, words: str
) -> None:
    file = write(tmp_path, name, text)
    with pytest.raises(DataError) as caught:
        load([file])
    error = caught.value
    assert (error.file, error.line) == (file, line)
    assert error.column > 0
    assert words in error.message
    assert str(error).startswith(f"{file}:{line}:")


def test_a_remote_json_ld_context_is_not_fetched(tmp_path: Path) -> None:
    file = write(tmp_path, "a.jsonld", '{"@context": "http://127.0.0.1:9/context", "@id": "http://a"}')
    with pytest.raises(DataError, match="remote contexts"):
        load([file])


@pytest.mark.parametrize(
    ("name", "words"), [("missing.ttl", "no such file"), ("a.doc", "ending of the name")]
)
def test_files_that_are_missing_or_of_an_unknown_kind_are_named(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(DataError, match=words) as caught:
        load([str(tmp_path / name)])
    assert caught.value.line == 0


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        load([str(tmp_path / "folder.ttl")])
