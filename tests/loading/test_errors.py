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


def test_notebook_shows_the_message_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    cells = [nbformat.v4.new_code_cell(source) for source in (LOAD, CAUSE)]  # type: ignore[no-untyped-call]
    notebook: Any = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    (output,) = notebook.cells[0].outputs
    problem, advice = "\n".join(output.traceback).splitlines()
    assert problem.startswith(
        "ModelNotFetchedError: The files of owner/model can't be fetched: the connection to the Hugging Face hub"
    )
    assert advice.startswith("Check the network and run this again.")
    assert notebook.cells[1].outputs[0].text == "ModelNotFetchedError from ConnectError\n"
