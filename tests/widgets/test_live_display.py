"""Tests of what the explorers display: a live widget, and in the same output the picture or table to store."""

import base64
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nbformat
import pytest
from PIL import Image

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from helpers.widgets import _live_display, explore_letters, explore_tokens
from tests.notebooks import ROOT
from tests.widgets import smoke
from tests.widgets.reading import LABELS, LETTERS, points_of_notebook_1

VIEW = "application/vnd.jupyter.widget-view+json"
COLAB = ROOT / ".verify" / "colab" / "bin" / "python"


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect the data and metadata of each output."""
    outputs: list[dict[str, Any]] = []

    def display(data: dict[str, Any], *, metadata: dict[str, Any], raw: bool) -> None:
        assert raw
        outputs.append({"data": data, "metadata": metadata})

    monkeypatch.setattr(_live_display, "display", display)
    return outputs


def test_letters_are_displayed_live_and_as_a_figure(outputs: list[dict[str, Any]]) -> None:
    explore_letters(points_of_notebook_1(), LETTERS, LABELS)
    (output,) = outputs
    assert output["data"].keys() == {VIEW, "image/png", "text/plain"}
    assert output["data"][VIEW].keys() == {"version_major", "version_minor", "model_id"}
    alt = output["data"]["text/plain"]
    assert alt.startswith("X at (2.0, 2.0), k = 5")
    assert output["metadata"] == {"image/png": {"alt": alt, "width": 432, "height": 324}}
    image = Image.open(io.BytesIO(base64.b64decode(output["data"]["image/png"])))
    assert (image.size, image.mode) == ((864, 648), "P")


def test_tokens_are_displayed_live_and_as_a_table(bert: TokenEmbeddings, outputs: list[dict[str, Any]]) -> None:
    explore_tokens(bert, "beauty")
    (output,) = outputs
    assert output["data"].keys() == {VIEW, "text/plain"}
    assert output["metadata"] == {}
    assert output["data"]["text/plain"] == (
        f"Nearest to beauty by cosine:\n\n{nearest_tokens(bert, 'beauty', k=10)}\n\n"
        "(Run this cell, and you can change the word, the metric and k here.)"
    )


def test_explorers_work_with_the_installed_ipywidgets() -> None:
    smoke.operate_letters()
    smoke.operate_tokens()


@pytest.mark.verify
@pytest.mark.skipif(not COLAB.exists(), reason="`make colab` makes that environment")
def test_explorers_work_with_the_ipywidgets_of_colab() -> None:
    run = subprocess.run([str(COLAB), "-m", "tests.widgets.smoke"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("7.7")


LOAD = f"""from helpers.embeddings import load_embeddings
from helpers.widgets import explore_letters, explore_tokens
points = {points_of_notebook_1().tolist()}
bert = load_embeddings("all-MiniLM-L6-v2")"""


@pytest.mark.verify
def test_changed_outputs_of_explorers_are_noticed(tmp_path: Path) -> None:
    """Run a notebook through nbconvert and nbval as this project does, as stored and with two changed outputs."""
    for name in ("conftest.py", "pyproject.toml", "constraints.txt", "tests/__init__.py", "tests/figures"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, tmp_path / name)
    environment = {**os.environ, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}

    def run(*arguments: str, check: bool) -> None:
        command = [sys.executable, "-m", *arguments]
        subprocess.run(command, check=check, cwd=tmp_path, env=environment, capture_output=True)

    letters = 'explore_letters(points, "{}", ["round"] * 8 + ["square"] * 8)'
    sources = [LOAD, letters.format(LETTERS), 'explore_tokens(bert, "beauty")', letters.format(LETTERS.lower())]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]  # type: ignore[no-untyped-call]
    notebook: Any = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    good = tmp_path / "good.ipynb"
    nbformat.write(notebook, good)  # type: ignore[no-untyped-call]
    config = f"--config={ROOT / 'tools' / 'nbconvert_config.py'}"
    run("nbconvert", config, "--to=notebook", "--inplace", "--execute", good.name, check=True)
    assert "vnd.jupyter.widget" not in good.read_text(encoding="utf-8")

    notebook = nbformat.read(good, as_version=4)  # type: ignore[no-untyped-call]
    (figure,), (table,), (other_figure,) = (cell.outputs for cell in notebook.cells[1:])
    assert (set(figure.data), set(table.data)) == ({"image/png", "text/plain"}, {"text/plain"})
    figure.data["image/png"] = other_figure.data["image/png"]
    table.data["text/plain"] = table.data["text/plain"].replace("0.526", "0.527")
    nbformat.write(notebook, tmp_path / "changed.ipynb")  # type: ignore[no-untyped-call]

    run("pytest", "--nbval", "--junit-xml=report.xml", good.name, "changed.ipynb", check=False)
    cases = ElementTree.parse(tmp_path / "report.xml").iter("testcase")
    failed = [(case.get("classname"), case.get("name")) for case in cases if case.find("failure") is not None]
    assert failed == [("changed.ipynb", "Cell 1"), ("changed.ipynb", "Cell 2")]
