"""The catalogue: files are checked when they are read, and errors name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.interface import Query
from tsgraph.questions import BindingError, Catalogue, CatalogueError, ask

GOOD = """\
# title:
#   en: Title
#   tr: Başlık
#   ru: Заголовок
# sentence:
#   en: Which {word} of {who} in {year}?
#   tr: "{who}, {year}: {word}?"
#   ru: "{who}, {year}: {word}?"
# parameters:
#   - name: word
#     type: word
#     label:
#       en: word
#       tr: sözcük
#       ru: слово
#     optional: yes
#   - name: who
#     type: entity
#     of: ex:Person
#     namespace: ex
#     label:
#       en: who
#       tr: kim
#       ru: кто
#     default: a
#   - name: year
#     type: year
#     label:
#       en: year
#       tr: yıl
#       ru: год
#     default: 1945
# columns:
#   - name: thing
#     kind: thing
#     label:
#       en: thing
#       tr: şey
#       ru: вещь
# example:
#   values:
#     who: a
#   rows: 0

PREFIX ex: <https://example.org/>
SELECT DISTINCT ?thing ?thingLabel WHERE {
  VALUES ?lang { "en" }
  VALUES ?word { UNDEF }
  VALUES ?who { ex:a }
  VALUES ?year { 1945 }
  ?thing ex:by ?who ; ex:year ?year ; ex:word ?word ; ex:label ?thingLabel .
  FILTER(lang(?thingLabel) = ?lang)
}
"""


OPTIONS = """\
#     options:
#       - key: a
#         term: ex:a
#         label:
#           en: a
#           tr: a
#           ru: a
#     optional: yes"""


def load(folder: Path, text: str, name: str = "example.rq") -> Catalogue:
    (folder / name).write_text(text, encoding="utf-8")
    return Catalogue.load(folder)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    question = load(tmp_path, GOOD)["example"]
    assert [p.name for p in question.parameters] == ["word", "who", "year"]
    assert question.parameters[1].of == ("https://example.org/Person",)
    assert [c.name for c in question.columns] == ["thing"]
    assert question.title["tr"] == "Başlık"
    assert [part if isinstance(part, str) else part.name for part in question.phrase("en")] == [
        "Which ", "word", " of ", "who", " in ", "year", "?",
    ]  # fmt: skip


def test_values_defaults_and_open_blanks_are_bound(tmp_path: Path) -> None:
    question = load(tmp_path, GOOD)["example"]
    bound = question.bind({"year": "1946", "word": "Straits"}, "ru")
    assert 'VALUES ?lang { "ru" }' in bound
    assert 'VALUES ?word { "Straits" }' in bound
    assert "VALUES ?who { <https://example.org/a> }" in bound
    assert 'VALUES ?year { "1946"^^<http://www.w3.org/2001/XMLSchema#integer> }' in bound
    assert "VALUES ?word { UNDEF }" in question.bind({"word": ""})


def test_unknown_missing_and_wrong_values_are_refused(tmp_path: Path) -> None:
    question = load(tmp_path, GOOD)["example"]
    with pytest.raises(BindingError, match=r"no such blank\. Its blanks: word, who, year"):
        question.bind({"whom": "a"})
    with pytest.raises(BindingError, match="must be filled in"):
        question.bind({"who": " "})
    with pytest.raises(BindingError, match="four digits"):
        question.bind({"year": "46"})
    with pytest.raises(BindingError, match="en, tr or ru"):
        question.bind({}, 'en" }')


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("#   tr: Başlık\n", "", "title: tr is missing"),
        ("#   tr: Başlık\n", "#   tr: Başlık\n#   de: Titel\n", "title: de is not known here"),
        ("# title:\n", "# title: Title\n# titles:\n", 'title: expected "key: value"'),
        ("# example:", "# exmaple:", "example is missing"),
        ("of {who} in", "of {whom} in", "sentence, en: its blanks must be"),
        ("#     type: word", "#     type: text", "type: text is not one of"),
        ("#   - name: word", "#   - name: lang", "cannot be a blank's name"),
        ("#   - name: year", "#   - name: word", "same name"),
        ("#     of: ex:Person", "#     of: nope:Person", "not a prefixed name"),
        ("#     namespace: ex", "#     namespace: nope", "no prefix nope"),
        ("#     default: 1945", "#     default: long ago", "default: year: Give a year"),
        ("#     default: 1945", "#     default: 1946", "does not hold the default"),
        ("  VALUES ?word { UNDEF }\n", "", "no line VALUES \\?word"),
        ("  VALUES ?word { UNDEF }\n", "  VALUES ?who { ex:b }\n", "declared twice"),
        ('  VALUES ?lang { "en" }\n', "", "no line VALUES \\?lang"),
        ("#     optional: yes", "#     optional: maybe", "optional: maybe is not one of yes, no"),
        ("#     optional: yes", OPTIONS, "only a choice, has options"),
        ("?thing ?thingLabel WHERE", "?thing ?other WHERE", "The query selects thing, other"),
        ("SELECT DISTINCT ?thing ?thingLabel WHERE", "SELECT *", "plain variables"),
        ("#   rows: 0", "#   rows: some", "whole number"),
        ("#     who: a\n#   rows", "#     who: a b\n#   rows", "example: who: Give an id"),
        ("#     kind: thing", "#     kind: picture", "kind: picture is not one of"),
        ("# parameters:\n", "# parameters: none\n# others:\n", "parameters: expected a list"),
        ("#   - name: word\n", "#   - name:\n#       - word\n", "name: expected one text"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_file_and_line(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError, match=words) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert str(caught.value).startswith(f"example.rq, line {caught.value.line}: ")


def test_a_file_name_is_lower_case_words(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="lower-case words"):
        load(tmp_path, GOOD, "Example One.rq")


def test_the_projects_questions_are_at_hand(catalogue: Catalogue) -> None:
    assert [question.name for question in catalogue] == [
        "article-and-record",
        "events-in-a-span",
        "footnotes-of-a-statement",
        "legal-chain",
        "notes-by-sender",
        "treaties-by-party",
    ]
    assert len(catalogue) == 6
    assert "legal-chain" in catalogue
    assert "nothing" not in catalogue


def test_every_question_file_is_valid_sparql_as_it_stands(
    catalogue: Catalogue, engine: EmbeddedEngine
) -> None:
    for question in catalogue:
        assert engine.query(Query(question.template.text)).kind == "select"


@pytest.mark.parametrize("lang", ["en", "tr", "ru"])
def test_every_example_has_the_rows_it_promises(
    catalogue: Catalogue, engine: EmbeddedEngine, lang: str
) -> None:
    for question in catalogue:
        table = ask(engine, question, question.example.values, lang)
        assert len(table) == question.example.rows, question.name
        for row in table:
            for name, term in row.items():
                assert term.kind == "iri" or not term.language or term.language == lang, (question.name, name)
