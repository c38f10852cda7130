"""The canonical layout: order, comments, numbers for new claims, and that nothing is ever lost."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from tsgraph.graph import formatting
from tsgraph.graph.formatting import format_file, format_paths, format_text
from tsgraph.graph.namespaces import PREFIXES
from tsgraph.graph.reader import read
from tsgraph.graph.tokens import Text
from tsgraph.graph.turtle import TurtleError, graph_of, parse_turtle

HOUSE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


def lay_out(content: str, *, one_line: bool = True) -> str:
    return format_text(Text(Path("a.ttl"), content), one_line=one_line)


def body(content: str) -> str:
    """What follows the prefixes."""
    return content.rpartition("> .\n\n")[2]


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    folder = tmp_path / "claims"
    folder.mkdir()
    return folder / "benhur.ttl"


def test_claim_is_one_line_with_its_parts_in_reading_order() -> None:
    assert body(
        lay_out(
            "clm:b-1 tsg:rank voc:rank-normal ; rdfs:comment 'ç'@tr , 'e'@en ; tsg:basis voc:basis-context ;"
            " tsg:spanEnd 9 ; tsg:spanStart 4 ; tsg:statedIn psg:benhur-p7.s3 ; tsg:value '1925' ;\n"
            " tsg:predicate tsg:date ; tsg:claimKind voc:kind-hedged ; tsg:subject tsr:x ; a tsg:Claim ."
        )
    ) == (
        "# p7.s3\n"
        "clm:b-1 a tsg:Claim ; tsg:subject tsr:x ; tsg:predicate tsg:date ; tsg:value \"1925\" ; "
        "tsg:statedIn psg:benhur-p7.s3 ; tsg:spanStart 4 ; tsg:spanEnd 9 ; tsg:claimKind voc:kind-hedged ; "
        'tsg:basis voc:basis-context ; tsg:rank voc:rank-normal ; rdfs:comment "e"@en , "ç"@tr .\n'
    )  # fmt: skip


def claim(name: str, place: str, span: int | None = None) -> str:
    where = f"tsg:statedIn psg:benhur-{place}" if place[0] in "ph" else f"tsg:recordedIn src:{place}"
    tail = "" if span is None else f" ; tsg:spanStart {span} ; tsg:spanEnd {span + 1}"
    says = "tsg:subject tsr:x ; tsg:predicate tsg:p ; tsg:object tsr:y"
    return f"clm:{name} a tsg:Claim ; {says} ; {where}{tail} ."


def test_claims_are_grouped_by_passage_in_the_order_of_the_article() -> None:
    written = [
        claim("b-5", "p10.s1"),
        claim("x-2", "ext-b"),
        claim("b-4", "p9.s2"),
        claim("x-1", "ext-a"),
        claim("b-3", "p9.s1", 30),
        claim("b-1", "p9.s1"),
        claim("b-2", "p9.s1", 4),
        claim("x-3", "ext-b"),
    ]
    text = body(lay_out("\n".join(written)))
    assert re.findall(r"^(?:# (\S+)|clm:(\S+) )", text, re.M) == [
        ("p9.s1", ""), ("", "b-2"), ("", "b-3"), ("", "b-1"), ("p9.s2", ""), ("", "b-4"),
        ("p10.s1", ""), ("", "b-5"), ("ext-b", ""), ("", "x-2"), ("", "x-3"), ("ext-a", ""), ("", "x-1"),
    ]  # fmt: skip
    assert "\n\n# p9.s2\n" in text


def test_comments_stay_with_their_statement_and_headings_are_made_anew() -> None:
    text = lay_out(
        f"# the file\n{HOUSE}\n# p9.s1\n# later\n{claim('b-2', 'p10.s1')} # behind\n\n# p10.s1\n# first\n"
        + claim("b-1", "p9.s1").replace(" ; tsg:object", " # inside\n ; tsg:object")
        + "\n# the end\n# p99.s9\n"
    )
    assert text.startswith("# the file\n# ids: b 0002\n@prefix tsg:")
    assert body(text) == (
        f"# p9.s1\n# first\n# inside\n{claim('b-1', 'p9.s1')}\n\n"
        f"# p10.s1\n# later\n# behind\n{claim('b-2', 'p10.s1')}\n\n# the end\n"
    )


def test_claim_without_a_usual_place_has_no_heading() -> None:
    text = body(lay_out(f"{claim('b-1', 'odd')}\nclm:b-2 tsg:subject tsr:x .\n"))
    assert "#" not in text
    assert text.index("b-1") < text.index("b-2")


def test_new_claims_get_numbers_in_the_order_of_the_article_and_the_count_is_kept() -> None:
    text = lay_out(
        "# ids: b 0042\n"
        + "\n".join((claim("new", "p9.s1"), claim("b-0007", "p8.s1"), claim("new", "p7.s1")))
    )
    assert re.findall(r"clm:(\S+) a", text) == ["b-0043", "b-0007", "b-0044"]
    assert text.startswith("# ids: b 0044\n")


def test_number_of_a_deleted_claim_is_not_given_again() -> None:
    text = lay_out(claim("b-0041", "p9.s1") + "\n" + claim("b-0042", "p9.s1"))
    without = "\n".join(line for line in text.splitlines() if "b-0042" not in line)
    assert "clm:b-0043" in lay_out(without + "\n" + claim("new", "p9.s1"))


def test_numbers_grow_beyond_four_digits() -> None:
    assert "clm:b-10000 a" in lay_out("# ids: b 9999\n" + claim("new", "p9.s1"))


def test_letters_come_from_the_ids_in_use_when_no_line_names_them() -> None:
    assert "clm:d-0004 a tsg:Discrepancy" in lay_out(
        "clm:d-0003 a tsg:Discrepancy .\nclm:new a tsg:Discrepancy .\n"
    )


def test_ids_of_other_letters_do_not_count() -> None:
    assert "clm:b-0003 a" in lay_out(
        "# ids: b 0002\n"
        + "\n".join((claim("x-0100", "p9.s1"), claim("odd", "p9.s1"), claim("new", "p9.s1")))
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (claim("new", "p9.s1"), "Nothing says which letter"),
        ("# ids: b 0001\n# ids: c 0001\n" + claim("new", "p9.s1"), "two '# ids:' lines"),
        ("# ids: b 0001\nclm:d-0001 tsg:comparedClaim clm:new .", "cannot be referred to"),
        ("@prefix tsr: <http://example.org/> .\ntsr:a a tsg:B .", "another namespace in this project"),
        ("tsr:a a tsg:B", "a dot is missing"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(claims: Path, content: str, says: str) -> None:
    claims.write_text(content, encoding="utf-8")
    with pytest.raises(TurtleError, match=re.escape(says)):
        format_file(claims)
    assert claims.read_text(encoding="utf-8") == content


def test_entity_has_one_property_a_line_and_languages_in_order() -> None:
    written = (
        "tsr:turkey skos:altLabel 'TR'@de , 'x' ; rdfs:label 'Турция'@ru , 'Turkey'@en , 'Türkiye'@tr ;"
        " a tsg:State ; tsg:locatedIn tsr:b , tsr:a ; tsg:locatedIn tsr:b ; geo:lat 39.0 ."
        " tsr:empty rdfs:label 'e'@en ."
    )
    assert body(lay_out(written, one_line=False)) == (
        "tsr:turkey a tsg:State ;\n"
        '  rdfs:label "Turkey"@en , "Türkiye"@tr , "Турция"@ru ;\n'
        '  skos:altLabel "x" , "TR"@de ;\n'
        "  tsg:locatedIn tsr:b , tsr:a ;\n"
        "  geo:lat 39.0 .\n\n"
        'tsr:empty rdfs:label "e"@en .\n'
    )


def test_long_values_stand_on_lines_of_their_own() -> None:
    text = body(
        lay_out(
            f"tsr:a rdfs:label 'short'@en ; dcterms:description '{'e' * 70}'@en , '{'t' * 70}'@tr .",
            one_line=False,
        )
    )
    assert text.splitlines()[1:] == [f'  dcterms:description "{"e" * 70}"@en ,', f'    "{"t" * 70}"@tr .']


def test_long_texts_keep_their_lines_in_blocks_and_lose_them_on_one_line() -> None:
    written = 'tsr:a rdfs:comment \'one \\"two\\" \\t\\u0001\\r\\nthree """ "\' ; tsg:p \'b\\\\\' .'
    assert body(lay_out(written, one_line=False)) == (
        'tsr:a rdfs:comment """one "two" \\t\\u0001\\r\nthree \\"\\"\\" \\"""" ;\n  tsg:p "b\\\\" .\n'
    )
    assert '"one \\"two\\" \\t\\u0001\\r\\nthree' in lay_out(written, one_line=True)


def test_prefixes_are_those_used_in_the_order_of_the_house() -> None:
    text = lay_out(
        "@prefix zz: <http://example.org/z/> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix no: <http://no.example/> .\ntsr:a dct:title 'x' ; zz:p <https://w3id.org/tsgraph/id/b> ,"
        " <https://w3id.org/tsgraph/id/b/c> , zz:q\\,r ; a rdf:List ;"
        " tsg:n '1'^^xsd:integer , '1'^^xsd:byte .",
    )
    assert re.findall(r"@prefix (\w+):", text) == ["tsg", "tsr", "rdf", "xsd", "dcterms", "zz"]
    assert body(text) == (
        'tsr:a a rdf:List ; dcterms:title "x" ; tsg:n 1 , "1"^^xsd:byte ; '
        "zz:p tsr:b , <https://w3id.org/tsgraph/id/b/c> , <http://example.org/z/q,r> .\n"
    )


def test_blank_lines_between_sources_are_kept_one_at_a_time() -> None:
    assert body(
        lay_out("\n\nsrc:a a tsg:Source .\n\n\n# books\n\nsrc:b a tsg:Source .\nsrc:c a tsg:Source .\n")
    ) == ("src:a a tsg:Source .\n\n# books\n\nsrc:b a tsg:Source .\nsrc:c a tsg:Source .\n")


def test_blank_nodes_of_the_ontology_are_laid_out_in_place() -> None:
    written = "[] a tsg:A . _:b tsg:p [ tsg:q ( 1 [] ) ; a tsg:B ] , () . [ tsg:r 1 ] ."
    text = lay_out(written, one_line=False)
    assert body(text) == "[] a tsg:A .\n\n_:b tsg:p [ a tsg:B ; tsg:q ( 1 [] ) ] , ( ) .\n\n[ tsg:r 1 ] .\n"
    assert isomorphic(graph_of(Text(Path("a"), text)), graph_of(Text(Path("b"), HOUSE + written)))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "# only words\n",
        "# one\n\n# two\n",
        "# ids: b 0001\n",
        "<http://a.example/> <http://b.example/> 1 .\n",
    ],
)
def test_small_files_are_stable(content: str) -> None:
    assert lay_out(content) == content


def test_header_of_a_file_without_prefixes_is_told_from_the_first_comment() -> None:
    written = "# about the file\n\n# about turkey\ntsr:turkey a tsg:State ."
    assert lay_out(written, one_line=False) == (
        "# about the file\n@prefix tsg: <https://w3id.org/tsgraph/ontology#> .\n"
        "@prefix tsr: <https://w3id.org/tsgraph/id/> .\n\n# about turkey\ntsr:turkey a tsg:State .\n"
    )


def test_folder_decides_on_the_layout_and_check_writes_nothing(tmp_path: Path) -> None:
    for folder in ("sources", "entities"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.ttl").write_text("tsr:a rdfs:label 'x'@en ; a tsg:State .", encoding="utf-8")
    files = [tmp_path / "entities" / "a.ttl", tmp_path / "sources" / "a.ttl"]
    assert format_paths([tmp_path, files[0]], check=True) == files
    assert "'x'" in files[0].read_text(encoding="utf-8")
    assert format_paths([tmp_path]) == files
    assert 'tsr:a a tsg:State ;\n  rdfs:label "x"@en .' in files[0].read_text(encoding="utf-8")
    assert 'tsr:a a tsg:State ; rdfs:label "x"@en .' in files[1].read_text(encoding="utf-8")
    assert format_paths(files) == []


def test_windows_line_ends_are_replaced(claims: Path) -> None:
    claims.write_bytes(b"# nothing\r\n")
    assert format_file(claims)
    assert claims.read_bytes() == b"# nothing\n"


def test_permissions_survive_and_no_other_file_is_left(claims: Path) -> None:
    claims.write_text("tsr:a   a tsg:B .", encoding="utf-8")
    claims.chmod(0o640)
    assert format_file(claims)
    assert stat.S_IMODE(claims.stat().st_mode) == 0o640
    assert list(claims.parent.iterdir()) == [claims]


def test_failed_write_leaves_the_file_as_it_was(claims: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims.write_text("tsr:a   a tsg:B .", encoding="utf-8")

    def refuse(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        format_file(claims)
    assert os.listdir(claims.parent) == ["benhur.ttl"]
    assert claims.read_text(encoding="utf-8") == "tsr:a   a tsg:B ."


def test_layout_that_would_change_the_meaning_is_never_written(
    claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims.write_text("tsr:a tsg:p 'x' .", encoding="utf-8")
    monkeypatch.setattr(formatting, "_escaped", lambda text, **_: text + "!")
    with pytest.raises(RuntimeError, match="would change the meaning"):
        format_file(claims)
    assert claims.read_text(encoding="utf-8") == "tsr:a tsg:p 'x' ."


# --- properties of every file

WORDS = st.text(st.sampled_from("aşİıЖ漢😀 \t\n\\\"'#.;,<>@^_:\x01\u2028"), max_size=12)
NAMES = st.sampled_from(
    ["tsr:a", "tsr:b-1", "voc:rank-normal", "<http://example.org/x,y>", "ex:z", "clm:b-0001"]
)
PREDICATES = st.sampled_from(
    ["a", "rdfs:label", "tsg:statedIn", "tsg:subject", "tsg:spanStart", "ex:p", "dcterms:title"]
)
LITERALS = st.builds(
    lambda text, tail: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' + tail,
    WORDS,
    st.sampled_from(["", "@en", "@tr", "@ru", "@de-Latn", "^^xsd:string", "^^ex:type"]),
)
PASSAGES = st.builds("psg:benhur-p{}.s{}".format, st.integers(1, 12), st.integers(1, 12))
OBJECTS = st.one_of(NAMES, LITERALS, PASSAGES, st.sampled_from(["1", "-2", "3.0", "true", "1e3"]))
COMMENTS = st.builds(lambda words: "# w " + re.sub(r"[\n\s]+", " ", words).strip(), WORDS)
GAPS = st.sampled_from(["\n", "\n\n", "\n\n\n", " "])


@st.composite
def statements(draw: st.DrawFn) -> str:
    before = "".join(
        draw(COMMENTS) + draw(st.sampled_from(["\n", "\n\n"])) for _ in range(draw(st.integers(0, 2)))
    )
    properties = []
    for _ in range(draw(st.integers(1, 4))):
        objects = " , ".join(draw(st.lists(OBJECTS, min_size=1, max_size=3)))
        properties.append(
            f"{draw(PREDICATES)} {objects}" + draw(st.one_of(st.just(""), COMMENTS.map(lambda c: f" {c}\n")))
        )
    subject = draw(st.sampled_from(["tsr:a", "tsr:b", "psg:benhur-fn1", "clm:new"]))
    behind = draw(st.one_of(st.just("\n"), COMMENTS.map(lambda c: f" {c}\n")))
    return f"{before}{subject} {' ; '.join(properties)} .{behind}{draw(GAPS)}"


def comments(content: str) -> list[str]:
    document = read(Text(Path("a.ttl"), content), house_prefixes=True)
    every = (document.header, *(s.comments for s in document.statements), document.trailer)
    return [comment for part in every for comment in part if comment.startswith("# w")]


@given(st.lists(statements(), max_size=5), st.booleans(), st.booleans())
def test_layout_is_stable_and_loses_neither_triple_nor_comment(
    parts: list[str], one_line: bool, declared: bool
) -> None:
    written = (
        (HOUSE if declared else "")
        + "# ids: b 0001\n@prefix ex: <http://example.org/> .\n"
        + "\n".join(parts)
    )
    once = lay_out(written, one_line=one_line)
    assert lay_out(once, one_line=one_line) == once
    assert sorted(comments(once)) == sorted(comments(written))
    if "clm:new" not in written:
        assert isomorphic(graph_of(Text(Path("a"), once)), graph_of(Text(Path("b"), HOUSE + written)))


def test_laid_out_file_can_be_parsed_strictly(claims: Path) -> None:
    claims.write_text(
        "# ids: b 0000\n" + claim("new", "p9.s1") + "\n" + claim("new", "p7.s1"), encoding="utf-8"
    )
    with pytest.raises(TurtleError):
        parse_turtle(claims)
    format_file(claims)
    assert [str(s.subject)[-6:] for s in parse_turtle(claims)[1]] == ["b-0001", "b-0002"]
