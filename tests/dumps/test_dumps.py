import hashlib
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from tsgraph.dumps import FORMATS, DumpError, serialise, write_dumps
from tsgraph.graph.build import Build
from tsgraph.graph.namespaces import PREFIXES, G


def quads(content: bytes, form: ox.RdfFormat) -> set[tuple[object, ...]]:
    """The quads of a dump, blank nodes named canonically so that two dumps can be compared."""
    dataset = ox.Dataset(ox.parse(content, form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@pytest.mark.parametrize("name", ["trig", "nq"])
def test_formats_with_graphs_hold_the_whole_data_set(built: Build, name: str) -> None:
    dump = serialise(built.quads, FORMATS[name])
    assert quads(dump, FORMATS[name].rdf) == quads(built.quads, ox.RdfFormat.N_QUADS)


@pytest.mark.parametrize("name", ["ttl", "nt"])
def test_formats_without_graphs_hold_the_default_graph(built: Build, name: str) -> None:
    dump = serialise(built.quads, FORMATS[name])
    assert len(list(ox.parse(dump, FORMATS[name].rdf))) == len(built.default_graph())


def test_turtle_is_read_by_rdflib_with_as_many_triples(built: Build) -> None:
    dump = serialise(built.quads, FORMATS["ttl"])
    assert len(Graph().parse(io.BytesIO(dump), format="turtle")) == len(built.default_graph())


def test_prefixes_come_in_the_house_order(built: Build) -> None:
    lines = serialise(built.quads, FORMATS["ttl"]).decode().splitlines()
    assert [line.split()[1].rstrip(":") for line in lines[: len(PREFIXES)]] == list(PREFIXES)
    assert not lines[len(PREFIXES)]
    assert not lines[len(PREFIXES) + 1].startswith("@prefix")


@pytest.mark.parametrize("name", ["reviewed", "g:reviewed", str(G["reviewed"])])
def test_one_graph_can_be_taken_alone(built: Build, name: str) -> None:
    dump = serialise(built.quads, FORMATS["nt"], name)
    assert len(dump.splitlines()) == len(built.dataset.graph(G["reviewed"]))


def test_an_unknown_graph_is_named_with_those_that_exist(built: Build) -> None:
    with pytest.raises(DumpError, match=r"There is no graph nonsense\. There are: .*said-benhur"):
        serialise(built.quads, FORMATS["nt"], "nonsense")


def test_checksums_are_those_of_the_files(built: Build, tmp_path: Path) -> None:
    files = write_dumps(built.quads, tmp_path)
    assert [file.name for file in files] == ["tsgraph.ttl", "tsgraph.trig", "tsgraph.nq", "SHA256SUMS"]
    for line in files[-1].read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
