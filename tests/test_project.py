from pathlib import Path

import pytest

from tsgraph.project import Project, ProjectError


def test_a_checkout_is_used_in_place() -> None:
    assert Project.find().root == Path(__file__).parent.parent


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    with pytest.raises(ProjectError, match="data, shapes, queries"):
        Project.find(tmp_path)


def test_messages_name_paths_from_the_root(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert project.relative(tmp_path / "data" / "a.ttl") == "data/a.ttl"
    assert project.relative(Path("/elsewhere/a.ttl")) == "/elsewhere/a.ttl"


def test_another_data_folder_takes_the_place_of_the_usual_one(tmp_path: Path) -> None:
    assert Project(tmp_path, tmp_path / "other").data == tmp_path / "other"
