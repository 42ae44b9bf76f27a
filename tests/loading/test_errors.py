"""Test of helpers/loading/errors.py."""

from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

LOAD = """
import os
os.environ["HF_ENDPOINT"] = "http://127.0.0.1:9"
from helpers.embeddings import load_embeddings
load_embeddings("owner/model")
"""
CAUSE = """
import sys
print(type(sys.last_value).__name__, "from", type(sys.last_value.__cause__).__name__)
"""


def run_cells(*sources: str) -> list[Any]:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]  # type: ignore[no-untyped-call]
    notebook: Any = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    return [cell.outputs for cell in notebook.cells]


def test_notebook_is_told_how_a_notebook_sets_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    ((output,),) = run_cells(LOAD)
    advice = "\n".join(output.traceback).splitlines()[1]
    assert advice == "Connect to a network. Restart the kernel, and run this first: %env HF_HUB_OFFLINE=0"
    _, (output,) = run_cells(advice.rpartition(": ")[2], LOAD)
    assert "the connection to the Hugging Face hub" in "\n".join(output.traceback)


def test_notebook_shows_the_message_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    (output,), (cause,) = run_cells(LOAD, CAUSE)
    problem, advice = "\n".join(output.traceback).splitlines()
    assert problem.startswith(
        "ModelNotFetchedError: The files of owner/model can't be fetched: the connection to the Hugging Face hub"
    )
    assert advice.startswith("Check the network and run this again.")
    assert cause.text == "ModelNotFetchedError from ConnectError\n"
