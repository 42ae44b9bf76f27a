"""Tests of tools/verify.py and tools/environments.py."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebooks import ROOT
from tools import environments, verify
from tools.environments import ENVIRONMENTS


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of docs/verification.md, with the record of a run in each environment."""
    monkeypatch.setattr(verify, "PAGE", tmp_path / "verification.md")
    monkeypatch.setattr(environments, "FOLDER", tmp_path)
    shutil.copy(ROOT / "docs" / "verification.md", tmp_path)
    for name in ENVIRONMENTS:
        record = {
            "date": "2030-01-31",
            "commit": "abc1234",
            "notebooks": ["01_toy_knn.ipynb", "04_top_k_synonyms.ipynb"],
            "cells": 35,
            "cells with output": 30,
            "figures": 5,
            "python": "3.11.7",
            "versions": {"numpy": "2.4.6", "torch": None},
        }
        environments.record_file(name).write_text(json.dumps(record), encoding="utf-8")
    return tmp_path / "verification.md"


def test_new_table_replaces_the_old_one(page: Path) -> None:
    before = page.read_text(encoding="utf-8")
    verify.write_table()
    after = page.read_text(encoding="utf-8")
    row = (
        "| pinned (`constraints.txt`) | 3.11.7 | numpy 2.4.6 | 1, 4 | 35, of which 30 print or draw | 5 | 2030-01-31 |"
    )
    assert f"{row} abc1234 |" in after.splitlines()
    assert after.count("2030-01-31") == len(ENVIRONMENTS)
    assert after.split("<!-- written by")[0] == before.split("<!-- written by")[0]
    assert after.split("<!-- end of")[1] == before.split("<!-- end of")[1]
    verify.write_table()
    assert page.read_text(encoding="utf-8") == after


def test_missing_record_leaves_the_table_as_it_is(page: Path) -> None:
    before = page.read_text(encoding="utf-8")
    environments.record_file("oldest").unlink()
    with pytest.raises(SystemExit, match="oldest supported"):
        verify.write_table()
    assert page.read_text(encoding="utf-8") == before


def test_other_parts_run_when_one_fails(capfd: pytest.CaptureFixture[str]) -> None:
    code = "print('here is {}'); exit({})"
    parts = {name: [sys.executable, "-c", code.format(name, status)] for name, status in [("A", 1), ("B", 0)]}
    with pytest.raises(SystemExit, match="1 of 2 parts failed"):
        verify.main(parts)
    output = capfd.readouterr().out
    assert "here is B" in output
    assert "FAILED  A\npassed  B" in output


def test_unknown_environment_is_refused() -> None:
    command = [sys.executable, "-m", "tools.environments", "colabb"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (1, "Name one environment: pinned, colab, oldest, newest.\n")


def test_packages_of_colab_are_pinned_and_dated() -> None:
    head, *lines = (ROOT / "tools" / "colab-packages.txt").read_text(encoding="utf-8").splitlines()
    assert head.startswith("#")
    assert any(re.search(r"\b20\d\d\b", line) for line in lines if line.startswith("#"))
    assert all("==" in line for line in lines if not line.startswith("#"))
