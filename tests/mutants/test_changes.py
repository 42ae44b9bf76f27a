"""Tests that each fault is noticed, in the right cell and for the right reason."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import nbformat
import pytest

from tests.mutants.changes import CHANGES, Change
from tests.notebooks import ROOT, code_cells, read

QUICK = ("a", "distance without the root")  # the copies that `make test` runs; `make verify` runs all
TOOLS = (
    "conftest.py",
    "pyproject.toml",
    "constraints.txt",
    "tests/__init__.py",
    "tests/kernel_settings.py",
    "tests/figures",
)


def write_copy(folder: Path, path: Path, changes: list[Change]) -> None:
    """Write a notebook and the helpers into a folder, with changes made in them."""
    # A kernel starts in its notebook's folder and looks there first: these are the helpers that the copy imports.
    shutil.copytree(ROOT / "helpers", folder / "helpers")
    notebook = read(path)
    for change in changes:
        cell_id = change.edited or change.cell
        change.edit(next(cell for cell in notebook.cells if cell.id == cell_id), folder / "helpers")
        if change.in_code:  # what comes later needn't run
            del notebook.cells[1 + [cell.id for cell in notebook.cells].index(change.cell) :]
    nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]


def run_copies(folder: Path, changes: list[Change]) -> dict[str, dict[str, str]]:
    """Run the copies that contain these changes with pytest, as the notebooks of the project are run.

    Returns the message of each failed cell: for each copy, the cells in the order in which they failed.
    """
    for name in TOOLS:
        (folder / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, folder / name)
    notebooks = {change.copy: change.notebook for change in changes}
    for copy, path in notebooks.items():
        write_copy(folder / copy, path, [change for change in changes if change.copy == copy])
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "--nbval", "--color=no", f"--junit-xml={report}", *notebooks]
    environment = {**os.environ, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1"}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout + run.stderr
    messages: dict[str, dict[str, str]] = {copy: {} for copy in notebooks}
    for case in ElementTree.parse(report).iter("testcase"):
        failure = case.find("failure")
        if failure is not None:
            copy = case.attrib["classname"].split(".")[0]
            number = int(case.attrib["name"].removeprefix("Cell "))
            messages[copy][code_cells(notebooks[copy])[number].id] = failure.text or ""
    return messages


@cache
def failures(*, quick: bool) -> dict[str, dict[str, str]]:
    """Run all quick copies, or all others, and return the messages of the failed cells."""
    with TemporaryDirectory() as folder:
        return run_copies(Path(folder), [change for change in CHANGES if (change.copy in QUICK) == quick])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(change, id=change.name, marks=() if change.copy in QUICK else pytest.mark.verify)
        for change in CHANGES
    ],
)
def test_fault_is_noticed_in_its_cell(change: Change) -> None:
    messages = failures(quick=change.copy in QUICK)[change.copy]
    if change.in_code:
        assert next(iter(messages)) == change.cell
    else:
        assert messages.keys() == {other.cell for other in CHANGES if other.copy == change.copy}
    assert change.message in messages[change.cell]
