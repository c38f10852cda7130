"""The command line, run as a person runs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import HEADER, ROOT
from tsgraph.release import Release
from tsgraph.settings import SETTINGS

# What the measurement of coverage needs to follow a command into its own process.
MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
Result = subprocess.CompletedProcess[str]


def tsgraph(*words: object, stdin: str = "", **environment: str) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "tsgraph", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8", **MEASURED, **environment},
    )


def refusal(result: Result, code: int) -> str:
    """The one sentence that a failed command says; there is no traceback and no answer."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout
    return result.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


def test_help_lists_every_command_with_an_example() -> None:
    listed = tsgraph("--help").stdout
    for command in ("ask", "build", "dump", "fmt", "serve", "settings", "source", "sparql", "validate"):
        assert f"\n  {command} " in listed
    for command in ("ask", "build", "dump", "fmt", "serve", "sparql", "validate"):
        assert "Example" in tsgraph(command, "--help").stdout
    for command in ("check", "span"):
        assert "Example" in tsgraph("source", command, "--help").stdout


def test_build_writes_data_set_manifest_and_dumps(tmp_path: Path) -> None:
    result = tsgraph("build", "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert f"version {manifest['version']}" in result.stdout
    assert {p.name for p in (tmp_path / "out" / "dumps" / manifest["version"]).iterdir()} == {
        "tsgraph.ttl",
        "tsgraph.trig",
        "tsgraph.nq",
        "SHA256SUMS",
    }
    assert not result.stderr  # progress is for a terminal, and this is a pipe


def test_a_folder_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = tsgraph("build", "--out", tmp_path / "file" / "out")
    assert f"{tmp_path / 'file' / 'out'}: Not a directory" in refusal(result, 3)


def test_a_folder_without_data_is_not_called_valid(tmp_path: Path) -> None:
    assert "has no data" in refusal(tsgraph("validate", "--data", tmp_path), 2)


def test_the_project_is_valid() -> None:
    result = tsgraph("validate", "--format", "json")
    assert result.returncode == 0, result.stdout[-2000:]
    assert json.loads(result.stdout)["conforms"] is True


def test_a_violation_names_file_line_and_claim_and_nothing_is_built(copy: Path, tmp_path: Path) -> None:
    claims = copy / "data" / "claims" / "benhur.ttl"
    lines = claims.read_text(encoding="utf-8").splitlines()
    at = next(
        i for i, line in enumerate(lines) if "tsr:note-1945-non-renewal ; tsg:predicate tsg:sender ;" in line
    )
    lines[at] = lines[at].replace("tsg:object tsr:molotov", "tsg:object tsr:paris")
    claims.write_text("\n".join(lines) + "\n", encoding="utf-8")
    number = lines[at].split()[0]
    result = tsgraph("--project", copy, "validate", "--language", "tr")
    assert result.returncode == 1
    assert f"data/claims/benhur.ttl:{at + 1}: ihlal:" in result.stdout
    assert number in result.stdout
    built = tsgraph("--project", copy, "build", "--out", tmp_path / "out")
    assert f"data/claims/benhur.ttl:{at + 1}: violation:" in refusal(built, 1)
    assert not (tmp_path / "out" / "dataset.nq").exists()


def test_broken_turtle_names_file_line_and_what_was_expected_and_is_not_served(copy: Path) -> None:
    (copy / "data" / "entities" / "new.ttl").write_text(
        HEADER + 'tsr:a rdfs:label "A"@en\n\ntsr:b a tsg:Place .\n'
    )
    for command in ("build", "validate", "serve"):
        said = refusal(tsgraph("--project", copy, command), 1)
        assert "data/entities/new.ttl:21:" in said


def test_claims_get_their_ids_from_fmt(copy: Path) -> None:
    claims = copy / "data" / "claims" / "benhur.ttl"
    before = claims.read_text(encoding="utf-8")
    last = int(before.splitlines()[0].split()[-1])
    line = (
        "clm:new a tsg:Claim ; tsg:subject tsr:ankara ; tsg:predicate tsg:locatedIn ; tsg:object tsr:caucasus"
    )
    claims.write_text(f"{before}{line} ; tsg:statedIn psg:benhur-p8.s1 .\n", encoding="utf-8")
    assert "clm:new" in refusal(tsgraph("--project", copy, "validate"), 1)
    check = tsgraph("--project", copy, "fmt", "--check")
    assert (check.returncode, check.stdout) == (1, "would change data/claims/benhur.ttl\n")
    assert tsgraph("--project", copy, "fmt").stdout == "changed data/claims/benhur.ttl\n"
    after = claims.read_text(encoding="utf-8")
    assert after.splitlines()[0] == f"# ids: b {last + 1:04d}"
    assert f"\nclm:b-{last + 1:04d} a tsg:Claim ; tsg:subject tsr:ankara ;" in after
    assert tsgraph("--project", copy, "fmt", claims).stdout == ""


def test_questions_are_listed_with_their_blanks() -> None:
    listed = tsgraph("ask", "--language", "tr").stdout
    assert "notes-by-sender\n    Bir kişinin gönderdiği notalar\n" in listed
    assert "    sender= gönderen\n" in listed


def test_a_question_is_answered_as_csv(release: Release) -> None:
    result = tsgraph(
        "ask", "notes-by-sender", "kind=communications", "--format", "csv", "--out", release.folder
    )
    rows = result.stdout.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["1939-09-05", "1945-03-19"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ask", "nothing"], "There is no question nothing. There are: article-and-record"),
        (["ask", "notes-by-sender", "molotov"], "“molotov” is not BLANK=VALUE"),
        (["ask", "notes-by-sender", "colour=red"], "colour"),
        (["ask", "events-in-a-span", "from=yesterday"], "from"),
        (["ask", "notes-by-sender", "sender=Molotov"], "The graph has no sender “Molotov”"),
        (["ask", "notes-by-sender", "sender=ankara"], "The graph has no sender “ankara”"),
        (["source", "check", "other", "pyproject.toml"], "There is no source other. There are: benhur."),
        (["dump", "ttl", "--graph", "none"], "There is no graph none. There are: claims-benhur"),
        (["dump", "docx"], "'docx' is not one of"),
        (["--project", "/nonexistent", "build"], "is not a project"),
        (["serve", "--data", "/nonexistent.ttl"], "'/nonexistent.ttl' does not exist"),
        (["serve", "--port", "high"], "'high' is not a valid integer"),
        (["serve", "--workers", "0"], "TSGRAPH_WORKERS must be at least 1"),
        (["fly"], "No such command 'fly'"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(release: Release, words: list[str], said: str) -> None:
    out = ["--out", release.folder] if words[0] in {"ask", "dump"} else []
    assert said in refusal(tsgraph(*words, *out), 2)


def test_a_query_is_answered_from_standard_input(release: Release) -> None:
    query = "PREFIX tsr: <https://w3id.org/tsgraph/id/> ASK { tsr:molotov ?p ?o }"
    result = tsgraph("sparql", "-", "--out", release.folder, stdin=query)
    assert (result.returncode, result.stdout) == (0, "yes\n")
    result = tsgraph("sparql", "-", "--out", release.folder, stdin="ASK { <x:no> ?p ?o }")
    assert result.stdout == "no\n"


def test_a_graph_is_answered_in_turtle(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:b> <x:c> .")
    result = tsgraph(
        "sparql", "-", "--data", tmp_path / "a.ttl", stdin="CONSTRUCT { ?s <x:d> ?o } { ?s ?p ?o }"
    )
    assert result.stdout == "<x:a> <x:d> <x:c> .\n"


def test_a_syntax_error_names_line_and_column(release: Release) -> None:
    result = tsgraph("sparql", "-", "--out", release.folder, stdin="SELECT * WHERE {\n ?s ?p }")
    assert "Line 2, column" in refusal(result, 1)


def test_a_query_that_is_not_utf_8_is_said(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"ASK { ?s ?p '\xff' }")
    assert "is not UTF-8 (byte 13)" in refusal(tsgraph("sparql", tmp_path / "q.rq"), 2)


def test_a_broken_data_file_names_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:b> <x:c> .\n<x:a> <x:b> .\n")
    result = tsgraph("sparql", "-", "--data", tmp_path / "a.ttl", stdin="ASK {}")
    assert "a.ttl:2:" in refusal(result, 1)


def test_a_dump_of_one_graph_goes_to_standard_output(release: Release) -> None:
    result = tsgraph("dump", "nt", "--graph", "reviewed", "--out", release.folder)
    assert '"1946-08-07"' in result.stdout
    assert '"1946-08-08"' not in result.stdout


def test_a_copy_of_another_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text("Something else.")
    result = tsgraph("source", "check", "benhur", tmp_path / "copy.txt")
    assert result.returncode == 1
    assert "benhur-p1.s1: It ends at 174, after the end of the copy." in result.stdout
    assert "differs in 139 places" in result.stderr


def test_a_sentence_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text("Something else.")
    result = tsgraph("source", "span", "benhur", tmp_path / "copy.txt", "p99.s1", "word")
    assert "benhur has no sentence p99.s1" in refusal(result, 2)
    result = tsgraph("source", "span", "benhur", tmp_path / "copy.txt", "p1.s1", "word")
    assert "does not contain “word”" in refusal(result, 1)


def test_settings_are_listed_with_the_environment_taken_in() -> None:
    listed = tsgraph("settings", TSGRAPH_PORT="9000").stdout
    assert "TSGRAPH_PORT=9000\n" in listed
    values = json.loads(tsgraph("settings", "--json").stdout)
    assert list(values) == [setting.name for setting in SETTINGS]
    assert "TSGRAPH_PORT must be a whole number" in refusal(tsgraph("settings", TSGRAPH_PORT="x"), 2)


def test_the_page_of_the_settings_is_up_to_date() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert tsgraph("settings", "--markdown").stdout == page


def test_every_setting_has_a_flag_with_its_help() -> None:
    shown = " ".join(tsgraph("serve", "--help").stdout.split())
    for setting in SETTINGS:
        assert setting.flag in shown
        assert setting.variable in shown
