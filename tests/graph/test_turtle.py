"""Reading Turtle: triples, places, comments, and errors that say where and what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from tsgraph.graph.namespaces import CLM, TSG, TSR
from tsgraph.graph.reader import read
from tsgraph.graph.tokens import Text
from tsgraph.graph.turtle import SourceIndex, TurtleError, graph_of, parse_turtle

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """\
@prefix tsg: <https://w3id.org/tsgraph/ontology#> .
@prefix tsr: <https://w3id.org/tsgraph/id/> .
@prefix clm: <https://w3id.org/tsgraph/claim/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
FIRST = PREFIXES.count("\n") + 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "benhur.ttl"


def fail(file: Path, body: str) -> TurtleError:
    """The error of a file whose body begins on line FIRST."""
    file.write_text(PREFIXES + body, encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        parse_turtle(file)
    return caught.value


def place(error: TurtleError) -> tuple[int, int]:
    return (error.line - FIRST + 1, error.column)


def test_statements_have_their_lines_comments_and_text(file: Path) -> None:
    body = (
        "# the state\ntsr:turkey a tsg:State ;\n  rdfs:label 'Turkey'@en . # behind\n\ntsr:x a tsg:Place .\n"
    )
    file.write_text(PREFIXES + body, encoding="utf-8")
    graph, (turkey, place_) = parse_turtle(file)
    assert (TSR.turkey, RDFS.label, Literal("Turkey", lang="en")) in graph
    assert (turkey.subject, turkey.line, turkey.end_line) == (TSR.turkey, FIRST + 1, FIRST + 2)
    assert turkey.comments == ["# the state", "# behind"]
    assert turkey.text == "tsr:turkey a tsg:State ;\n  rdfs:label 'Turkey'@en ."
    assert (place_.subject, place_.line, place_.end_line) == (TSR.x, FIRST + 4, FIRST + 4)


def test_every_form_of_term_is_read(file: Path) -> None:
    body = r"""
tsr:a tsg:p "plain", 'single', '''it's "long"
on two lines''' , "\t \" \\ \u0131 \U0001F600"@tr-Latn ;
  tsg:n 1 , -2 , 3.5 , 1e3 , true , false ; tsg:d "1945-03-19"^^xsd:date ;
  a tsg:Thing , <http://example.org/\u0061> ; ; .
PREFIX ex: <http://example.org/>
ex:b.c ex:%41 ex:d\,e . # end"""
    file.write_text(PREFIXES + body, encoding="utf-8")
    graph, statements = parse_turtle(file)
    assert len(statements) == 2
    typed = {(str(v), v.datatype) for v in graph.objects(TSR.a, TSG.n) if isinstance(v, Literal)}
    assert typed == {
        ("1", XSD.integer),
        ("-2", XSD.integer),
        ("3.5", XSD.decimal),
        ("1e3", XSD.double),
        ("true", XSD.boolean),
        ("false", XSD.boolean),
    }
    assert set(graph.objects(TSR.a, TSG.p)) == {
        Literal("plain"),
        Literal("single"),
        Literal('it\'s "long"\non two lines'),
        Literal('\t " \\ ı 😀', lang="tr-Latn"),
    }
    assert set(graph.objects(TSR.a, RDF.type)) == {TSG.Thing, URIRef("http://example.org/a")}
    example = "http://example.org/"
    assert (URIRef(example + "b.c"), URIRef(example + "%41"), URIRef(example + "d,e")) in graph


def test_long_text_in_double_quotes_may_hold_quotes_and_lines(file: Path) -> None:
    file.write_text(PREFIXES + 'tsr:a tsg:p """one "" two\n\\"""" .', encoding="utf-8")
    assert list(parse_turtle(file)[0].objects()) == [Literal('one "" two\n"')]


def test_literals_keep_the_form_in_which_they_are_written(file: Path) -> None:
    file.write_text(PREFIXES + 'tsr:a tsg:p "08"^^xsd:integer , "x"^^xsd:string .', encoding="utf-8")
    values = set(parse_turtle(file)[0].objects(TSR.a))
    assert values == {Literal("08", datatype=XSD.integer, normalize=False), Literal("x")}
    assert {str(value) for value in values} == {"08", "x"}
    assert rdflib.NORMALIZE_LITERALS


def test_byte_order_mark_and_foreign_line_ends_are_read(file: Path) -> None:
    file.write_bytes(
        b"\xef\xbb\xbf" + (PREFIXES + "tsr:a a tsg:B .\n\ntsr:c a tsg:D .\n").replace("\n", "\r\n").encode()
    )
    assert [s.line for s in parse_turtle(file)[1]] == [FIRST, FIRST + 2]


def test_blank_nodes_are_read_where_they_are_allowed(file: Path) -> None:
    body = "[] a tsg:A .\n_:b tsg:p [ a tsg:B ; tsg:q ( 1 [] ) ] .\n[ tsg:r () ] .\n( 1 ) tsg:s 2 .\n"
    file.write_text(PREFIXES + body, encoding="utf-8")
    graph, statements = parse_turtle(file, blank_nodes=True)
    assert isomorphic(graph, Graph().parse(data=PREFIXES + body, format="turtle"))
    index = SourceIndex()
    index.add("data/a.ttl", statements)
    assert index == {}


def test_index_names_every_place_of_a_subject(file: Path) -> None:
    file.write_text(PREFIXES + "tsr:a a tsg:B .\ntsr:a a tsg:C .\n", encoding="utf-8")
    index = SourceIndex()
    index.add("data/a.ttl", parse_turtle(file)[1])
    assert index[TSR.a] == [("data/a.ttl", FIRST), ("data/a.ttl", FIRST + 1)]


@pytest.mark.parametrize(
    ("body", "where", "says", "expects"),
    [
        ("tsr:a a shema:B .", (1, 9), "prefix shema: is not declared", "Did you mean schema:B?"),
        ("tsr:a a wd:Q43 .", (1, 9), "prefix wd:", "@prefix wd: <http://www.wikidata.org/entity/> ."),
        ("tsr:a a quxquxqux:B .", (1, 9), "prefix quxquxqux:", "Declare it with @prefix."),
        ("tsr:a a tsg:B\ntsr:c a tsg:D .", (1, 14), "a dot is missing", "a dot"),
        ("tsr:a a tsg:B", (1, 14), "last statement is not closed", "a dot"),
        ("tsr:a a tsg:B ;\ntsr:c a tsg:D .", (1, 15), "a dot is missing", "in place of the semicolon"),
        ("tsr:a a tsg:B\n  tsg:p tsr:c .", (1, 14), "semicolon is missing before tsg:p", "a semicolon"),
        ("tsr:a a tsg:B tsg:p tsr:c .", (1, 14), "semicolon is missing before tsg:p", "a semicolon"),
        ('tsr:a rdfs:label "A"@en "B"@tr .', (1, 24), "A comma is missing", "a comma"),
        ('tsr:a rdfs:label "A""B" .', (1, 21), 'The text ends before "B"', '\\"'),
        ("tsr:a a", (1, 8), "file ends inside a statement", "a dot"),
        ("tsr:a", (1, 6), "file ends inside a statement", "a dot"),
        ("tsr:a tsg:p [", (1, 13), "no blank nodes", "a name of its own"),
        ("tsr:a a tsg:B ; 5 .", (1, 17), "A property must follow", "tsg:sender"),
        ("tsr:a tsg:p ; .", (1, 13), "A value must follow", "a text in quotes"),
        ("tsr:a tsg:p yes .", (1, 13), "A value must follow", "a number"),
        ("5 a tsg:B .", (1, 1), "must begin with the thing", "a name or an IRI"),
        (". ", (1, 1), "must begin with the thing", "a name or an IRI"),
        ('\ntsr:a rdfs:label "Tur\n', (2, 18), "not closed on its line", "before its language tag"),
        ('tsr:a rdfs:label """Tur\n\n', (1, 18), "long text that begins here is never closed", '"""'),
        (r'tsr:a rdfs:label "a\qb" .', (1, 20), r"\q is no escape", r"\t"),
        (r'tsr:a rdfs:label "\u12" .', (1, 19), r"\u is no escape", "four"),
        ('tsr:a rdfs:label "a\\', (1, 20), "is no escape", "Allowed"),
        (r'tsr:a rdfs:label "ab\uD800" .', (1, 21), r"\uD800 is no character", "itself"),
        (r'tsr:a rdfs:label """ab\UFFFFFFFF""" .', (1, 23), "is no character", "itself"),
        ("tsr:a tsg:p <http://a b> .", (1, 22), "cannot contain a space", "%20"),
        ("tsr:a tsg:p <http://a{b> .", (1, 22), "cannot contain '{'", "percent-encoded"),
        ("tsr:a tsg:p <http://a\x01b> .", (1, 22), "cannot contain U+0001", "percent-encoded"),
        ("tsr:a tsg:p <http://ab\n", (1, 13), "IRI that begins here is not closed", ">"),
        ("tsr:a tsg:p <turkey> .", (1, 13), "<turkey> is not complete", "in full"),
        ("tsr:a tsg:p tsr:b/c .", (1, 18), "The character '/' cannot stand here", "Expected a name"),
        ("tsr:a tsg:p \x07 .", (1, 13), "The character U+0007", "Expected a name"),
        ("tsr:a\\ tsg:p 1 .", (1, 6), "backslash stands outside a text", "without it"),
        ('tsr:a tsg:p "1"^^5 .', (1, 18), "A datatype must follow", "^^xsd:date"),
        ('tsr:a tsg:p "1945-13-40"^^xsd:date .', (1, 13), "is not of the datatype xsd:date", "Mend the text"),
        ("@base <http://a/> .", (1, 1), "base IRI is not used", "in full"),
        ("@prefixx a: <http://a/> .", (1, 1), "@prefixx is unknown", "@prefix"),
        ("@prefix <http://a/> .", (1, 9), "A prefix with a colon", "Example"),
        ("@prefix a: b .", (1, 12), "IRI of the prefix must follow", "Example"),
        ("@prefix a: <http://a/>\ntsr:a a tsg:B .", (1, 23), "A dot is missing here", "prefix line"),
        ("@prefix tsr: <http://a/> .", (1, 9), "declared twice", "one of them"),
        ("@prefix a:", (1, 11), "ends inside a statement", "a dot"),
    ],
)  # fmt: skip
def test_error_names_line_column_and_what_was_expected(
    file: Path, body: str, where: tuple[int, int], says: str, expects: str
) -> None:
    error = fail(file, body)
    assert place(error) == where
    assert says in error.message
    assert expects in error.expected
    assert str(error).startswith(f"{file}:{error.line}:{error.column}: {error.message}")


def test_unclosed_bracket_is_placed_behind_the_last_word(file: Path) -> None:
    text = Text(file, PREFIXES + "tsr:a tsg:p [ tsg:q 1 .\n")
    with pytest.raises(TurtleError) as caught:
        read(text)
    assert place(caught.value) == (1, 22)
    assert "bracket is not closed" in caught.value.message


def test_file_that_is_not_utf_8_is_refused_with_the_place_of_the_byte(file: Path) -> None:
    file.write_bytes((PREFIXES + 'tsr:ğ rdfs:label "').encode() + "Türkiye".encode("iso8859-9") + b'"@tr .\n')
    with pytest.raises(TurtleError, match="0xFC is not UTF-8") as caught:
        parse_turtle(file)
    assert place(caught.value) == (1, 20)


def test_claim_id_used_twice_is_refused_with_both_lines(file: Path) -> None:
    error = fail(file, "clm:b-0001 a tsg:Claim .\nclm:b-0002 a tsg:Claim .\n  clm:b-0001 a tsg:Claim .\n")
    assert place(error) == (3, 3)
    assert f"clm:b-0001 is used twice: on line {FIRST} and on line {FIRST + 2}" in error.message


def test_claim_without_number_is_refused(file: Path) -> None:
    error = fail(file, "clm:b-0001 a tsg:Claim .\nclm:new a tsg:Claim .\n")
    assert place(error) == (2, 1)
    assert "tsgraph fmt" in error.expected


def test_claim_id_may_stand_in_many_statements_as_object(file: Path) -> None:
    file.write_text(PREFIXES + "clm:d-0001 tsg:comparedClaim clm:x-0001 , clm:x-0002 .\n", encoding="utf-8")
    assert len(set(parse_turtle(file)[0].objects(CLM["d-0001"], TSG.comparedClaim))) == 2


def test_ill_typed_text_is_not_logged_as_a_traceback(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    fail(file, 'tsr:a tsg:p "x"^^xsd:integer .')
    assert caplog.records == []


def test_what_only_rdflib_refuses_is_reported_with_its_line(file: Path) -> None:
    with pytest.raises(TurtleError) as caught:
        graph_of(Text(file, PREFIXES + "tsr:a a tsg:B .\ntsr:c tsg:p .\n"))
    assert caught.value.line == FIRST + 1


def test_error_shows_without_expectation_too(file: Path) -> None:
    assert str(TurtleError(file, 3, 4, "No.")) == f"{file}:3:4: No."


def test_empty_and_comment_only_files_are_read(file: Path) -> None:
    file.write_text("# nothing yet\n\n", encoding="utf-8")
    graph, statements = parse_turtle(file)
    assert (len(graph), statements) == (0, [])
    assert (None, RDF.type, None) not in graph
