import pytest
from rdflib import RDFS

from tests.conftest import Workshop
from tsgraph.graph.load import load
from tsgraph.graph.namespaces import SCHEMA, TSR, WD, G
from tsgraph.graph.turtle import TurtleError

COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"


def links(workshop: Workshop, text: str) -> None:
    folder = workshop.project.data / "links"
    folder.mkdir()
    (folder / "wikidata.tsv").write_text(text, encoding="utf-8")


def test_an_exact_link_is_the_same_thing_and_a_close_one_only_related(workshop: Workshop) -> None:
    links(workshop, COLUMNS + "tsr:a\tskos:exactMatch\twd:Q1\tm\t1\ntsr:b\tskos:closeMatch\twd:Q2\tm\t1\n")
    graph = load(workshop.project).dataset.graph(G["links"])
    assert set(graph) == {(TSR.a, SCHEMA.sameAs, WD.Q1), (TSR.b, RDFS.seeAlso, WD.Q2)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("subject_id\n", "wikidata.tsv:1:1: The table has no column predicate_id"),
        (COLUMNS + "tsr:a\towl:sameAs\twd:Q1\tm\t1\n", "wikidata.tsv:2:1: “owl:sameAs” is not a relation"),
        (
            COLUMNS + "Paris\tskos:exactMatch\twd:Q1\tm\t1\n",
            "wikidata.tsv:2:1: “Paris” is not a prefixed name",
        ),
    ],
)
def test_a_faulty_table_of_links_names_the_line(workshop: Workshop, text: str, message: str) -> None:
    links(workshop, text)
    with pytest.raises(TurtleError, match=message):
        load(workshop.project)


def test_broken_turtle_names_file_and_line(workshop: Workshop) -> None:
    workshop.write("entities/a.ttl", 'tsr:a rdfs:label "A"@en\ntsr:b rdfs:label "B"@en .\n')
    with pytest.raises(TurtleError) as caught:
        load(workshop.project)
    assert caught.value.line == 21


def test_every_subject_has_its_place(workshop: Workshop) -> None:
    workshop.write("entities/a.ttl", 'tsr:a rdfs:label "A"@en .\n')
    assert load(workshop.project).lines[TSR.a] == [("data/entities/a.ttl", 21)]
