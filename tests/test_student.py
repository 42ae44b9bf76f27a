"""Tests of the notebooks without solutions, which `make student` writes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.exercises.learner import ALL, exercises, folded, solution
from tests.notebooks import BILLION, MEASURES, PATHS, ROOT, SYNONYMS, TOY, Notebook, read, stored
from tools.student import write_copies


@pytest.fixture(scope="module")
def student(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "student"
    write_copies(folder)
    return folder


def texts(notebook: Notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_no_solution_is_left_and_every_hint_is(student: Path) -> None:
    hints = []
    for path in PATHS:
        copy = student / path.name
        assert "olution" not in texts(stored(copy))
        for before, after in zip(exercises(path), exercises(copy), strict=True):
            assert solution(before) not in after.help
            assert folded(after, "Hint") == folded(before, "Hint")
            hints.append(after.name)
    assert len(hints) == len(ALL)


@pytest.mark.verify
def test_copy_gives_its_stored_outputs(student: Path) -> None:
    copy = student / TOY.name
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "conftest", "--nbval", str(copy)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
    assert "Notebooks: 1." in run.stdout
