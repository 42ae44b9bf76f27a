"""Tests of what the notebooks say to each other."""

import numpy as np

from tests.notebooks import BERT, MEASURES, PATHS, TOY, code_cells, run_cell


def test_there_are_no_other_notebooks() -> None:
    """JupyterLab makes one called Untitled at a click; it isn't part of the series."""
    others = {path.name for path in PATHS[0].parent.iterdir() if path.name[:1] != "."} - {path.name for path in PATHS}
    assert not others, f"Move {', '.join(sorted(others))} elsewhere, or name it in tests/notebooks.py."


def test_the_letters_of_notebook_3_are_those_of_notebook_1() -> None:
    """X and K are written out in notebook 3; notebook 1 draws them from its generator."""
    drawn = run_cell(TOY, "points")["points"]
    again = run_cell(MEASURES, "letters")
    np.testing.assert_array_equal(drawn["ABCDEFGHIJKLMNOP".index("K")], again["K"])
    np.testing.assert_array_equal(drawn[16], again["X"])


def test_only_notebook_2_imports_torch_and_transformers() -> None:
    """The others start in a second or two."""
    for path in PATHS:
        code = "\n".join(cell.source for cell in code_cells(path))
        assert ("import torch" in code) == ("from transformers" in code) == (path == BERT)
