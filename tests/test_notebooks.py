"""Tests of facts that more than one notebook states."""

import numpy as np

from tests.notebooks import BERT, MEASURES, PATHS, TOY, code_cells, run_cell


def test_folder_holds_only_the_notebooks() -> None:
    """JupyterLab creates one called Untitled at a click."""
    others = {path.name for path in PATHS[0].parent.iterdir() if path.name[:1] != "."} - {path.name for path in PATHS}
    assert not others, f"Move {', '.join(sorted(others))} elsewhere, or name it in tests/notebooks.py."


def test_letters_of_notebook_3_are_those_of_notebook_1() -> None:
    generated = run_cell(TOY, "points")["points"]
    written = run_cell(MEASURES, "letters")
    np.testing.assert_array_equal(generated["ABCDEFGHIJKLMNOP".index("K")], written["K"])
    np.testing.assert_array_equal(generated[16], written["X"])


def test_only_notebook_2_imports_torch_and_transformers() -> None:
    for path in PATHS:
        code = "\n".join(cell.source for cell in code_cells(path))
        assert ("import torch" in code) == ("from transformers" in code) == (path == BERT)
