from pathlib import Path

import pytest

from tests.conftest import Workshop
from tsgraph.project import Project
from tsgraph.release import ReleaseError, default_folder, make, read


def test_what_has_not_changed_is_not_built_again(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("entities/a.ttl", "")
    said: list[str] = []
    first = make(workshop.project, tmp_path, said.append)
    assert said == ["Building the graph …", "Validating …", "Writing the dumps …"]
    assert make(workshop.project, tmp_path, said.append) == first
    assert len(said) == 3
    make(workshop.project, tmp_path, said.append, force=True)
    assert len(said) == 6


def test_a_violation_leaves_the_release_before_it_in_place(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("entities/a.ttl", "")
    first = make(workshop.project, tmp_path)
    before = first.dataset.read_bytes()
    workshop.write("entities/a.ttl", 'tsr:a a tsg:Person ; rdfs:label "A"@en .')
    with pytest.raises(ReleaseError, match=r"data/entities/a.ttl:21"):
        make(workshop.project, tmp_path)
    assert first.dataset.read_bytes() == before


def test_the_dumps_of_the_release_before_stay_for_a_server_that_still_runs(
    workshop: Workshop, tmp_path: Path
) -> None:
    made = []
    for label in "ABC":
        place = f'a tsg:Place ; rdfs:label "{label}"@en , "{label}"@tr , "{label}"@ru .'
        workshop.write("entities/a.ttl", f"tsr:a {place}")
        made.append(make(workshop.project, tmp_path))
    assert [release.dumps.exists() for release in made] == [False, True, True]


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"version": "x"}'])
def test_a_folder_without_a_whole_release_counts_as_empty(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    assert read(tmp_path) is None


def test_an_installed_project_is_built_in_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert default_folder(Project(tmp_path)) == tmp_path / "cache" / "tsgraph"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_folder(Project(tmp_path)) == Path.home() / ".cache" / "tsgraph"
    (tmp_path / "pyproject.toml").touch()
    assert default_folder(Project(tmp_path)) == tmp_path / "build"
