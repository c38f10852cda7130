"""Each rule finds the error meant for it, names claim, file and line, and finds nothing else."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyshacl import validate as validate_shapes
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef

from tests.validate.plants import FILES, PLACES, PLANTS, Plant, claim, thing, write
from tsgraph.graph.namespaces import PREFIXES, SHP, TSG, TSR
from tsgraph.graph.turtle import SourceIndex
from tsgraph.validate.report import Report, Result, short
from tsgraph.validate.shacl import ShapesError, load_shapes, validate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Workshop
    from tests.validate.conftest import Clean, Planted
    from tsgraph.graph.build import Build
    from tsgraph.project import Project

LANGUAGES = {"en", "tr", "ru"}
SHAPE_PREFIXES = "".join(f"@prefix {p}: <{n}> .\n" for p, n in (PREFIXES | {"sh": str(SH)}).items())


@pytest.fixture
def one_file(project: Project, tmp_path: Path) -> Path:
    """A folder of shapes that holds those of entities only."""
    folder = tmp_path / "shapes"
    folder.mkdir()
    shutil.copy(project.shapes / "entities.ttl", folder)
    return folder


@pytest.fixture(scope="module")
def shapes(project: Project) -> Graph:
    return load_shapes(project.shapes)


def found(report: Report, plant: Plant) -> Result:
    (result,) = [
        r for r in report.results if short(r.shape) == f"shp:{plant.shape}" and short(r.focus) == plant.focus
    ]
    return result


def test_data_in_order_give_no_result_at_all(clean_report: Report) -> None:
    assert clean_report.results == []
    assert clean_report.conforms
    assert clean_report.to_text() == "No rule is violated.\n"


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.shape)
def test_planted_error_is_found_by_the_rule_meant_for_it(planted: Planted, plant: Plant) -> None:
    result = found(planted.report, plant)
    assert result.severity == plant.severity
    if plant.place is None:
        assert (result.file, result.line) == (None, None)
    else:
        key, begins = plant.place
        assert result.file == PLACES[key]
        assert result.line is not None
        lines = (planted.workshop.project.root / result.file).read_text(encoding="utf-8").splitlines()
        assert lines[result.line - 1].startswith(begins)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.shape)
def test_message_comes_in_every_language_from_the_shape(
    planted: Planted, shapes: Graph, plant: Plant
) -> None:
    messages = found(planted.report, plant).messages
    shape = URIRef(SHP + plant.shape)
    texts = shapes.objects(shape, SH.message)
    wanted = {m.language: str(m) for m in texts if isinstance(m, Literal)}
    assert messages == wanted
    assert set(messages) == LANGUAGES
    assert len(set(messages.values())) == len(LANGUAGES)


def test_no_planted_error_is_found_by_another_rule(planted: Planted) -> None:
    assert sorted((short(r.shape), short(r.focus)) for r in planted.report.results) == sorted(
        (f"shp:{plant.shape}", plant.focus) for plant in PLANTS
    )


def test_data_of_the_project_violate_no_rule(built: Build, project: Project) -> None:
    report = validate(built.dataset, project.shapes, built.lines)
    assert report.conforms, report.to_text()


# --- the shapes themselves


def test_shapes_conform_to_the_shapes_of_shapes(shapes: Graph) -> None:
    conforms, _, text = validate_shapes(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_shape_that_can_fail_has_a_message_in_every_language(shapes: Graph) -> None:
    containers = {SH.property, SH.targetClass, SH.targetSubjectsOf, RDF.type}
    for shape in {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}:
        if set(shapes.predicates(shape)) <= {
            *containers,
            RDFS.label,
        }:
            continue
        messages = [m for m in shapes.objects(shape, SH.message) if isinstance(m, Literal)]
        assert sorted(m.language or "" for m in messages) == sorted(LANGUAGES), shape


@pytest.mark.parametrize("predicate", [SH.message, SH.name, RDFS.label, SHP.remedy])
def test_every_text_of_the_shapes_comes_once_in_every_language(shapes: Graph, predicate: URIRef) -> None:
    subjects = set(shapes.subjects(predicate))
    assert subjects
    for subject in subjects:
        texts = [text for text in shapes.objects(subject, predicate) if isinstance(text, Literal)]
        assert sorted(text.language or "" for text in texts) == sorted(LANGUAGES), subject


def test_russian_texts_of_the_shapes_are_in_cyrillic(shapes: Graph) -> None:
    texts = {str(o) for o in shapes.objects() if isinstance(o, Literal) and o.language == "ru"}
    assert {text for text in texts if not re.search("[а-яё]", text)} == set()


def test_shapes_speak_only_of_terms_that_the_ontology_has(shapes: Graph, project: Project) -> None:
    ontology = Graph().parse(project.ontology / "tsgraph.ttl")
    used = {t for triple in shapes for t in triple if isinstance(t, URIRef) and t.startswith(TSG)}
    assert {t for t in used if (t, RDF.type, None) not in ontology} == set()


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(
    "shape",
    [
        'sh:sparql [ sh:select "SELECT $this WHERE { VALUES ?x { 1 } }" ]',
        'sh:sparql [ sh:select "SELECT $this WHERE {" ]',
        "sh:property [ sh:minCount 1 ]",
        'sh:property [ sh:path rdfs:label ; sh:minCount "x" ]',
    ],
)
def test_shape_that_is_not_legal_stops_the_validation(
    clean: Clean, tmp_path: Path, shape: str, fast: bool
) -> None:
    (tmp_path / "a.ttl").write_text(
        f"{SHAPE_PREFIXES}shp:A a sh:NodeShape ; sh:targetNode tsr:turkey ; {shape} .", encoding="utf-8"
    )
    with pytest.raises(ShapesError, match="cannot be used"):
        validate(clean.built.dataset, tmp_path, clean.built.lines, fast=fast)


def test_rule_that_is_no_select_stops_the_validation(clean: Clean, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        f"{SHAPE_PREFIXES}shp:A a sh:NodeShape ; sh:targetNode tsr:turkey ; "
        'sh:sparql [ sh:select "ASK { $this ?p ?o }" ] .',
        encoding="utf-8",
    )
    with pytest.raises(ShapesError, match="is no SELECT"):
        validate(clean.built.dataset, tmp_path, clean.built.lines)


def test_query_may_return_any_term_as_the_culprit(clean: Clean, tmp_path: Path) -> None:
    rows = "{ BIND(1.5 AS ?value) } UNION { BIND('x'@tr AS ?value) } UNION { BIND('y' AS ?value) }"
    rest = "UNION { BIND(BNODE() AS ?value) } UNION { FILTER(true) }"
    (tmp_path / "a.ttl").write_text(
        f"{SHAPE_PREFIXES}shp:A a sh:NodeShape ; sh:targetNode tsr:turkey ; "
        f'sh:sparql [ sh:select "SELECT $this ?value WHERE {{ {rows} {rest} }}" ] .',
        encoding="utf-8",
    )
    results = validate(clean.built.dataset, tmp_path, clean.built.lines).results
    assert {r.focus for r in results} == {TSR.turkey}
    values = {r.value for r in results if not isinstance(r.value, BNode)}
    assert values == {
        None,
        Literal("1.5", datatype=XSD.decimal),
        Literal("x", lang="tr"),
        Literal("y"),
    }
    assert len(results) == 5


def test_both_engines_come_to_the_same_results(planted: Planted) -> None:
    slow = validate(planted.dataset, planted.workshop.project.shapes, planted.lines, fast=False)
    assert slow.results == [
        replace(r, messages=s.messages) for r, s in zip(planted.report.results, slow.results, strict=True)
    ]


def test_folder_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="No shapes in"):
        load_shapes(tmp_path)


def test_shape_without_message_keeps_that_of_the_engine(clean: Clean, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        f"{SHAPE_PREFIXES}shp:A a sh:NodeShape ; sh:targetNode tsr:turkey ; "
        "sh:property [ sh:path tsg:memberOf ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    (result,) = validate(clean.built.dataset, tmp_path, clean.built.lines).results
    assert "Less than 1 values" in result.messages["en"]
    assert (result.focus, result.path, result.file) == (TSR.turkey, TSG.memberOf, "data/entities/things.ttl")


def test_reviewed_values_do_not_leak_into_the_rules_of_the_default_graph(clean_report: Report) -> None:
    """Yalta has 5 February in the article and 4 February after review; together it would have two bounds."""
    assert not [r for r in clean_report.results if r.focus == TSR.yalta]


# --- what is made of the results


def test_result_names_the_claims_behind_the_value(planted: Planted) -> None:
    plant = next(p for p in PLANTS if p.shape == "senderNotRecipient")
    result = found(planted.report, plant)
    assert result.path == TSG.senderState
    assert result.value == TSR.turkey
    assert [short(e.claim) for e in result.claims] == ["clm:b-0121"]
    assert (result.claims[0].file, result.claims[0].line) == (result.file, result.line)


def test_rule_over_the_data_set_names_the_claims_that_it_looks_at(planted: Planted) -> None:
    plant = next(p for p in PLANTS if p.shape == "chainInOrder")
    assert [short(e.claim) for e in found(planted.report, plant).claims] == ["clm:b-0160", "clm:b-0161"]


def test_text_shows_place_thing_claim_value_and_what_to_do(planted: Planted) -> None:
    text = planted.report.to_text("en")
    paragraph = next(p for p in text.split("\n\n") if "tsr:n4 " in p)
    line = found(planted.report, next(p for p in PLANTS if p.focus == "tsr:n4")).line
    assert line is not None
    claims = "data/claims/benhur.ttl"
    assert paragraph.splitlines() == [
        f"{claims}:{line}: warning: No office is recorded that the sender held for the sender state on the "
        "day of the message.",
        "    about       tsr:n4  “n4”",
        f'    claim       clm:b-0130  tsr:n4 tsg:date "1945-06-07"  ({claims}:{line})',
        f"    claim       clm:b-0131  tsr:n4 tsg:senderState tsr:ussr  ({claims}:{line + 1})",
        f"    claim       clm:b-0133  tsr:n4 tsg:sender tsr:sarper  ({claims}:{line + 3})",
        "    what to do  Is the person its sender, or did he only deliver it? If he is, enter his office: a "
        "tenure with its span, or tsg:attestedOn with a day on which a source shows him in it.",
        "    rule        shp:senderServesState",
    ]
    assert 'value  tsg:textHash "ABC"' in text
    assert text.endswith("The data cannot be served until the violations are gone.\n")


def test_summary_counts_by_severity(planted: Planted) -> None:
    counts = planted.report.counts()
    assert counts == {s: sum(p.severity == s for p in PLANTS) for s in ("violation", "warning", "info")}
    summary = planted.report.to_text("tr").splitlines()[-1]
    assert summary.startswith(
        f"{counts['violation']} ihlal, {counts['warning']} uyarı, {counts['info']} not."
    )
    assert not planted.report.conforms


def test_claim_at_fault_is_shown_with_what_it_says(planted: Planted) -> None:
    text = planted.report.to_text("en")
    paragraph = next(p for p in text.split("\n\n") if "shp:claimRange" in p)
    assert "    claim  clm:b-0171  tsr:note-1945 tsg:handedTo tsr:turkey\n" in paragraph


def test_messages_come_in_the_language_asked_for(planted: Planted) -> None:
    assert "violation: A note needs a sender state.\n" in planted.report.to_text("en")
    assert "ihlal: Notanın gönderen devleti olmalı.\n" in planted.report.to_text("tr")
    assert "нарушение: Укажите государство-отправителя ноты.\n" in planted.report.to_text("ru")


def test_russian_text_is_russian_down_to_what_to_do(planted: Planted) -> None:
    text = planted.report.to_text("ru")
    (paragraph,) = (p for p in text.split("\n\n") if "shp:subjectExists" in p)
    assert (
        "нарушение: Субъекта утверждения не существует. Ошибка в имени или объект не внесён?\n" in paragraph
    )
    remedy = "Внесите объект в data/entities с классом и метками на трёх языках или исправьте имя."
    assert f"    что делать   {remedy}\n" in paragraph


def test_message_that_lacks_the_language_is_given_in_english(planted: Planted) -> None:
    result = replace(planted.report.results[0], messages={"en": "Only this."}, file=None)
    assert Report([result], Graph()).to_text("ru").startswith("нарушение: Only this.\n")


@pytest.mark.parametrize(
    ("number", "counted"),
    [
        (1, "1 предупреждение"),
        (2, "2 предупреждения"),
        (5, "5 предупреждений"),
        (11, "11 предупреждений"),
        (12, "12 предупреждений"),
        (21, "21 предупреждение"),
        (22, "22 предупреждения"),
    ],
)
def test_russian_summary_inflects_its_words_with_the_number(
    planted: Planted, number: int, counted: str
) -> None:
    warning = next(result for result in planted.report.results if result.severity == "warning")
    summary = Report([warning] * number, Graph()).to_text("ru").splitlines()[-1]
    assert summary == f"{counted}. Нарушений нет."


def test_notes_are_gathered_by_rule(workshop: Workshop, one_file: Path) -> None:
    write(workshop, [])
    names = [f"place-{i:02d}" for i in range(14)]
    with (workshop.project.data / FILES["e"]).open("a", encoding="utf-8") as file:
        file.write("\n".join(thing(name, "tsg:Place", "; rdfs:seeAlso wd:Q99 ") for name in names))
    with (workshop.project.data / FILES["c"]).open("a", encoding="utf-8") as file:
        file.write(
            "\n".join(claim(500 + i, f"tsr:yalta tsg:place tsr:{name}") for i, name in enumerate(names))
        )
    built = workshop.build()
    text = validate(built.dataset, one_file, built.lines).to_text()
    assert text.startswith(
        "note: The place has no coordinates, so the map leaves it out.\n    tsr:place-00, tsr:place-01"
    )
    assert "tsr:place-11, and 2 more\n\n14 notes. No rule is violated." in text


def test_json_holds_every_result_with_its_place(planted: Planted) -> None:
    data = json.loads(planted.report.to_json())
    assert data["conforms"] is False
    assert len(data["results"]) == len(planted.report.results)
    (result,) = [r for r in data["results"] if r["shape"] == SHP + "senderNotRecipient"]
    assert result["focus"] == str(TSR.n3)
    assert result["path"] == str(TSG.senderState)
    assert result["value"] == str(TSR.turkey)
    assert result["messages"]["tr"] == "Bir devlet hem gönderen hem alıcı olamaz."
    assert result["claims"][0]["file"] == result["file"] == "data/claims/benhur.ttl"
    assert result["claims"][0]["line"] == result["line"]


def test_turtle_is_a_shacl_report_with_messages_in_every_language(
    planted: Planted, clean_report: Report
) -> None:
    graph = Graph().parse(data=planted.report.to_turtle(), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == Literal(False)
    assert len(set(graph.objects(report, SH.result))) == len(planted.report.results)
    (result,) = graph.subjects(SH.sourceShape, SHP.senderNotRecipient)
    texts = graph.objects(result, SH.resultMessage)
    assert {text.language for text in texts if isinstance(text, Literal)} == LANGUAGES
    assert graph.value(result, SHP.file) == Literal("data/claims/benhur.ttl")
    assert graph.value(result, SH.resultSeverity) == SH.Violation
    clean = Graph().parse(data=clean_report.to_turtle(), format="turtle")
    assert (None, SH.conforms, Literal(True)) in clean


def test_terms_are_shown_as_people_write_them() -> None:
    assert short(TSR.turkey) == "tsr:turkey"
    assert short(OWL.Class) == "owl:Class"
    assert short(URIRef("http://example.org/x")) == "<http://example.org/x>"
    assert short(Literal("x", lang="tr")) == '"x"@tr'


def test_empty_index_leaves_the_place_open(workshop: Workshop, one_file: Path) -> None:
    write(workshop, [p for p in PLANTS if p.shape == "mentioned"])
    built = workshop.build()
    (result,) = validate(built.dataset, one_file, SourceIndex()).results
    assert (result.file, result.line) == (None, None)
    assert Report([result], Graph()).to_text().startswith("warning: No claim mentions this.\n")
