"""Tests of tools/verify.py and tools/environments.py: what is recorded, and what is said when something fails."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebooks import ROOT
from tools import environments, verify
from tools.environments import ENVIRONMENTS, fingerprint

FILES = (
    "notebooks/01_toy_knn.ipynb",
    "helpers/distances.py",
    "constraints.txt",
    "tools/colab-packages.txt",
    "tests/figures/pictures.py",
)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work on a copy of the project."""
    for name in ("notebooks", "helpers", "tools", "tests/figures"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "constraints.txt", "offline.txt", "conftest.py", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(environments, "ROOT", tmp_path)
    monkeypatch.setattr(environments, "FOLDER", tmp_path / ".verify")
    monkeypatch.setattr(verify, "README", tmp_path / "README.md")
    return tmp_path


def record_runs(date: str = "2026-11-23", **changed: str) -> None:
    """Record a run of each environment."""
    environments.FOLDER.mkdir(exist_ok=True)
    for name in ENVIRONMENTS:
        record = {
            "date": date,
            "fingerprint": fingerprint(),
            "notebooks": ["01_toy_knn.ipynb", "04_top_k_synonyms.ipynb"],
            "cells": 35,
            "cells with output": 30,
            "figures": 5,
            "python": "3.11.7",
            "versions": {"numpy": "2.4.6", "torch": None},
        }
        environments.record_file(name).write_text(json.dumps(record | changed), encoding="utf-8")


def test_the_table_in_readme_is_of_the_notebooks_helpers_and_pins_as_they_are() -> None:
    """What it says was run is what is here."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"fingerprint `{fingerprint()}`" in readme, (
        "Notebooks, helpers or pins have changed since `make verify` wrote the table in README: run it again."
    )


@pytest.mark.parametrize("name", FILES)
def test_the_fingerprint_changes_with_each_file(copied: Path, name: str) -> None:
    """By one character."""
    before = fingerprint()
    (copied / name).write_text((copied / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert fingerprint() != before


def test_the_fingerprint_changes_with_a_lower_bound_and_not_with_a_setting_of_a_tool(copied: Path) -> None:
    """Of pyproject.toml only what is installed counts."""
    before, path = fingerprint(), copied / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("line-length = 120", "line-length = 100"), encoding="utf-8")
    assert fingerprint() == before
    path.write_text(text.replace("pillow>=9.1", "pillow>=9.2"), encoding="utf-8")
    assert fingerprint() != before


def test_the_table_is_written_when_all_environments_have_passed(copied: Path) -> None:
    """It stands in the place of the old one, and nothing else in README changes."""
    readme = copied / "README.md"
    before = readme.read_text(encoding="utf-8")
    record_runs(date="2030-01-31")
    verify.write_table()
    after = readme.read_text(encoding="utf-8")
    row = (
        "| pinned (`constraints.txt`) | 3.11.7 | numpy 2.4.6 | 1, 4 | 35, of which 30 print or draw | 5 | 2030-01-31 |"
    )
    assert row in after.splitlines()
    assert after.count("2030-01-31") == len(ENVIRONMENTS)
    assert fingerprint() in after
    assert after.split(verify.BEGIN)[0] == before.split(verify.BEGIN)[0]
    assert after.split(verify.END)[1] == before.split(verify.END)[1]
    verify.write_table()
    assert readme.read_text(encoding="utf-8") == after


def test_the_table_is_left_alone_when_one_has_not(copied: Path) -> None:
    """Or has passed with other notebooks."""
    before = (copied / "README.md").read_text(encoding="utf-8")
    record_runs()
    environments.record_file("oldest").unlink()
    with pytest.raises(SystemExit, match="oldest supported"):
        verify.write_table()
    record_runs(fingerprint="000000000000")
    with pytest.raises(SystemExit, match="have not passed with pinned"):
        verify.write_table()
    assert (copied / "README.md").read_text(encoding="utf-8") == before


def test_when_one_part_fails_the_others_still_run(capfd: pytest.CaptureFixture[str]) -> None:
    """And the end says which failed."""
    parts = {
        name: [sys.executable, "-c", f"print('here is {name}'); exit({code})"] for name, code in [("A", 1), ("B", 0)]
    }
    with pytest.raises(SystemExit, match="1 of 2 parts failed"):
        verify.main(parts)
    said = capfd.readouterr().out
    assert "here is B" in said
    assert "FAILED  A\npassed  B" in said


def test_an_unknown_environment_is_refused_with_the_names_there_are() -> None:
    """One word is enough to know what to type."""
    command = [sys.executable, "-m", "tools.environments", "colabb"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (1, "Name one environment: pinned, colab, oldest, newest.\n")


def test_colabs_packages_are_pinned_and_dated() -> None:
    """The list says where it is from and when it was taken."""
    head, *lines = (ROOT / "tools" / "colab-packages.txt").read_text(encoding="utf-8").splitlines()
    assert head.startswith("#")
    assert any(re.search(r"\b20\d\d\b", line) for line in lines if line.startswith("#"))
    assert all("==" in line for line in lines if not line.startswith("#"))
