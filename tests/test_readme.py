"""The README is true: its queries and its command give the answers that it prints."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tsgraph.release import Release
from tsgraph.settings import Settings
from tsgraph.terminal import run

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = re.findall(r"```sparql\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
ASKED = re.findall(r"```sh\n\.venv/bin/tsgraph (ask .*?)\n```\n\n```text\n(.*?)```", README, re.DOTALL)


def test_the_tour_has_three_queries_and_one_question() -> None:
    assert (len(TOUR), len(ASKED)) == (3, 1)


@pytest.mark.parametrize(("query", "answer"), TOUR)
def test_each_query_gives_the_answer_printed(release: Release, query: str, answer: str) -> None:
    assert run(query, [release.dataset], Settings(), "table").decode() == answer


@pytest.mark.parametrize(("command", "answer"), ASKED)
def test_the_question_gives_the_answer_printed(release: Release, command: str, answer: str) -> None:
    words = [sys.executable, "-m", "tsgraph", *command.split(), "--out", str(release.folder)]
    asked = subprocess.run(words, capture_output=True, check=True, text=True)
    assert asked.stdout == answer


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)(.*?)\)", README))
def test_each_file_that_the_readme_points_to_exists(target: str) -> None:
    assert (ROOT / Path(target)).exists()
