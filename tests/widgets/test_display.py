"""Tests of what the explorers display: a live widget, and in the same output the picture or table to store."""

import base64
import io
import os
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
from helpers.widgets import _display, explore_letters, explore_tokens
from helpers.widgets.letter_explorer import LetterExplorer
from tests.notebooks import ROOT, SYNONYMS, TOY, code_cells, read
from tests.widgets import smoke
from tests.widgets.reading import LABELS, LETTERS, points_of_notebook_1

VIEW = "application/vnd.jupyter.widget-view+json"
COLAB = ROOT / ".verify" / "colab" / "bin" / "python"


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect the data and metadata of each output."""
    outputs: list[dict[str, Any]] = []

    def display_data(data: dict[str, Any], metadata: dict[str, Any]) -> None:
        outputs.append({"data": data, "metadata": metadata})

    monkeypatch.setattr(_display, "display_data", display_data)
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


@pytest.mark.verify
def test_changed_outputs_of_explorers_are_noticed(tmp_path: Path) -> None:
    """The stored picture and table are compared, although a run displays a widget beside each."""
    letters, tokens = read(TOY), read(SYNONYMS)
    figure, table = (
        next(c for c in notebook.cells if c.id == "explorer").outputs[0].data for notebook in (letters, tokens)
    )
    other = LetterExplorer(points_of_notebook_1(), LETTERS.lower(), LABELS)
    figure["image/png"] = other.plane.static_output("").data["image/png"]
    table["text/plain"] = table["text/plain"].replace("0.353", "0.354")
    nbformat.write(letters, tmp_path / "letters.ipynb")  # type: ignore[no-untyped-call]
    nbformat.write(tokens, tmp_path / "tokens.ipynb")  # type: ignore[no-untyped-call]

    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "conftest", "--nbval", str(tmp_path)]
    command += [f"--junit-xml={report}", f"--figure-differences={tmp_path}"]
    environment = {**os.environ, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    failed = [
        case.get("name") for case in ElementTree.parse(report).iter("testcase") if case.find("failure") is not None
    ]
    positions = [[c.id for c in code_cells(path)].index("explorer") for path in (TOY, SYNONYMS)]
    assert failed == [f"Cell {position}" for position in positions]
