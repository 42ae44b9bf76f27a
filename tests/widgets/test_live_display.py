"""Tests of what is displayed and stored: one output, live and still, that nbval compares."""

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
from tests.widgets.reading import LABELS, LETTERS, points_of_notebook_1
from tests.widgets.walk import walk

VIEW = "application/vnd.jupyter.widget-view+json"
COLAB = ROOT / ".verify" / "colab" / "bin" / "python"


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect what is displayed: data and metadata of each output."""
    outputs: list[dict[str, Any]] = []

    def display(data: dict[str, Any], *, metadata: dict[str, Any], raw: bool) -> None:
        assert raw
        outputs.append({"data": data, "metadata": metadata})

    monkeypatch.setattr(_live_display, "display", display)
    return outputs


def test_the_letters_are_displayed_once_live_and_as_a_figure(displayed: list[dict[str, Any]]) -> None:
    """The still one is as `show` displays a figure: picture, text alternative, size on the page."""
    explore_letters(points_of_notebook_1(), LETTERS, LABELS)
    (output,) = displayed
    assert output["data"].keys() == {VIEW, "image/png", "text/plain"}
    assert output["data"][VIEW].keys() == {"version_major", "version_minor", "model_id"}
    alt = output["data"]["text/plain"]
    assert alt.startswith("X at (2.0, 2.0), k = 5")
    assert output["metadata"] == {"image/png": {"alt": alt, "width": 432, "height": 324}}
    image = Image.open(io.BytesIO(base64.b64decode(output["data"]["image/png"])))
    assert (image.size, image.mode) == ((864, 648), "P")


def test_the_tokens_are_displayed_once_live_and_as_a_table(
    bert: TokenEmbeddings, displayed: list[dict[str, Any]]
) -> None:
    """The still one is what the table prints, and a line on what it can do."""
    explore_tokens(bert, "beauty")
    (output,) = displayed
    assert output["data"].keys() == {VIEW, "text/plain"}
    assert output["metadata"] == {}
    assert output["data"]["text/plain"] == (
        f"Nearest to beauty by cosine:\n\n{nearest_tokens(bert, 'beauty', k=10)}\n\n"
        "(Run this cell, and you can change the word, the metric and k here.)"
    )


def test_with_this_release_of_ipywidgets() -> None:
    """Both explorers are played through."""
    assert walk()


@pytest.mark.verify
@pytest.mark.skipif(not COLAB.exists(), reason="`make colab` makes that environment")
def test_with_the_release_of_ipywidgets_that_colab_has() -> None:
    """The same, with 7.7."""
    run = subprocess.run([str(COLAB), "-m", "tests.widgets.walk"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("7.7")


LOAD = f"""from helpers.embeddings import load_embeddings
from helpers.widgets import explore_letters, explore_tokens
points = {points_of_notebook_1().tolist()}
bert = load_embeddings("all-MiniLM-L6-v2")"""


@pytest.mark.verify
def test_a_stored_notebook_is_compared(tmp_path: Path) -> None:
    """As stored it passes; with another number in the table, or another letter in the figure, it fails in that cell."""
    for name in ("conftest.py", "pyproject.toml", "constraints.txt", "tests/__init__.py", "tests/figures"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile)(ROOT / name, tmp_path / name)
    environment = {**os.environ, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    letters = 'explore_letters(points, "{}", ["round"] * 8 + ["square"] * 8)'
    sources = [LOAD, letters.format(LETTERS), 'explore_tokens(bert, "beauty")', letters.format(LETTERS.lower())]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]  # type: ignore[no-untyped-call]
    notebook: Any = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    good = tmp_path / "good.ipynb"
    nbformat.write(notebook, good)  # type: ignore[no-untyped-call]
    config = str(ROOT / "tools" / "nbconvert_config.py")
    store = [
        sys.executable,
        "-m",
        "nbconvert",
        "--config",
        config,
        "--to",
        "notebook",
        "--inplace",
        "--execute",
        str(good),
    ]
    subprocess.run(store, check=True, cwd=tmp_path, env=environment, capture_output=True)
    assert "vnd.jupyter.widget" not in good.read_text(encoding="utf-8")

    notebook = nbformat.read(good, as_version=4)  # type: ignore[no-untyped-call]
    (figure,), (table,), (small,) = (cell.outputs for cell in notebook.cells[1:])
    assert (set(figure.data), set(table.data)) == ({"image/png", "text/plain"}, {"text/plain"})
    figure.data["image/png"] = small.data["image/png"]
    table.data["text/plain"] = table.data["text/plain"].replace("0.526", "0.527")
    nbformat.write(notebook, tmp_path / "changed.ipynb")  # type: ignore[no-untyped-call]

    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "--nbval", f"--junit-xml={report}", "good.ipynb", "changed.ipynb"]
    subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
    failed = [
        (case.attrib["classname"], case.attrib["name"])
        for case in ElementTree.parse(report).iter("testcase")
        if case.find("failure") is not None
    ]
    assert failed == [("changed.ipynb", "Cell 1"), ("changed.ipynb", "Cell 2")]
