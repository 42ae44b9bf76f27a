"""Tests of helpers/loading/errors.py: what a learner sees in a notebook, and what one who debugs can find."""

from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from helpers.loading import errors
from helpers.loading.errors import ModelError

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


def test_a_notebook_shows_the_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a real kernel; the error of the library beneath is there for those who look for it."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    cells = [nbformat.v4.new_code_cell(source) for source in (LOAD, CAUSE)]  # type: ignore[no-untyped-call]
    notebook: Any = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    (failed,) = notebook.cells[0].outputs
    said, to_do = failed.traceback if len(failed.traceback) == 2 else "\n".join(failed.traceback).splitlines()
    assert said.startswith(
        "ModelNotFetchedError: The files of owner/model can't be fetched: the connection to the Hugging Face hub"
    )
    assert to_do.startswith("Check the network and run this again.")
    assert notebook.cells[1].outputs[0].text == "ModelNotFetchedError from ConnectError\n"


def test_all_that_can_be_wrong_with_a_model_is_one_class_with_a_few_below_it() -> None:
    """So that `except ModelError` catches all of it."""
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ModelError)}
    below = {"ModelNotFoundError", "ModelNotFetchedError", "ModelDamagedError", "ModelNotSupportedError"}
    assert kinds == {"ModelError"} | below
