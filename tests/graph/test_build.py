import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
from rdflib import OWL, PROV, Literal, URIRef
from rdflib.namespace import DCTERMS

from tests.conftest import ROOT, Workshop
from tsgraph.graph.build import Build, fingerprint
from tsgraph.graph.namespaces import DATASET, VOID, G
from tsgraph.graph.provenance import labels


def graph_names(built: Build) -> list[URIRef]:
    names = [URIRef(str(graph.identifier)) for graph in built.dataset.graphs()]
    return [name for name in names if name.startswith(str(G)) and len(built.dataset.graph(name))]


def test_the_default_graph_is_the_union_without_the_reviewed_view(built: Build) -> None:
    union = {
        triple for name in graph_names(built) if name != G["reviewed"] for triple in built.dataset.graph(name)
    }
    assert set(built.default_graph()) == union
    only_reviewed = set(built.dataset.graph(G["reviewed"])) - union
    assert only_reviewed


def test_the_n_quads_hold_the_whole_data_set(built: Build) -> None:
    sizes = Counter(str(quad.graph_name) for quad in ox.parse(built.quads, ox.RdfFormat.N_QUADS))
    default = sizes.pop("DEFAULT")
    assert default == len(built.default_graph())
    assert sizes == {f"<{name}>": len(built.dataset.graph(name)) for name in graph_names(built)}


def test_a_build_does_not_depend_on_place_clock_locale_or_hash_seed(built: Build, tmp_path: Path) -> None:
    copy = Workshop(tmp_path / "elsewhere" / "copy")
    for path in (ROOT / "data").rglob("*.*"):
        target = copy.project.data / path.relative_to(ROOT / "data")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    code = (
        "import sys; from pathlib import Path; from tsgraph.project import Project\n"
        "from tsgraph.graph.build import build; from tsgraph.dumps import write_dumps\n"
        "b = build(Project(Path(sys.argv[1]))); out = Path(sys.argv[2])\n"
        "b.write(out); write_dumps(b.quads, out / 'dumps')"
    )
    outputs = []
    for i, seed in enumerate(("1", "2")):
        out = tmp_path / f"out{i}"
        root = [ROOT, copy.project.root][i]
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": f"Etc/GMT{i * 9:+d}",
            "LC_ALL": ["C", "C.UTF-8"][i],
        }
        subprocess.run([sys.executable, "-c", code, root, out], check=True, env=environment)
        outputs.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert outputs[0] == outputs[1]
    assert outputs[0][Path("dataset.nq")] == built.quads


def test_the_version_changes_with_the_content(workshop: Workshop) -> None:
    workshop.write("entities/a.ttl", 'tsr:a rdfs:label "A"@en .')
    before = workshop.build().version
    workshop.write("entities/a.ttl", '# only a comment\ntsr:a rdfs:label "A"@en .')
    assert workshop.build().version == before
    workshop.write("entities/a.ttl", 'tsr:a rdfs:label "B"@en .')
    assert workshop.build().version != before


def test_the_fingerprint_changes_with_any_authored_byte(workshop: Workshop) -> None:
    workshop.write("entities/a.ttl", "")
    before = fingerprint(workshop.project)
    assert fingerprint(workshop.project) == before
    workshop.write("entities/a.ttl", "# a comment")
    assert fingerprint(workshop.project) != before


def test_the_provenance_counts_each_graph_and_names_its_origin(built: Build) -> None:
    about = built.dataset.graph(G["provenance"])
    assert about.value(DATASET, OWL.versionInfo) == Literal(built.version)
    for graph in about.objects(DATASET, DCTERMS.hasPart):
        if graph != G["provenance"]:
            assert int(str(about.value(graph, VOID.triples))) == len(built.dataset.graph(str(graph)))
    assert (G["said-benhur"], PROV.wasDerivedFrom, G["claims-benhur"]) in about
    assert (G["claims-benhur"], DCTERMS.source, Literal("data/claims/benhur.ttl")) in about


def test_a_graph_of_another_source_gets_a_label_too() -> None:
    assert labels("said-soysal")[0] == "What Soysal says"
    assert labels("other") == ("other", "other", "other")
