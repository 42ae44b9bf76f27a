"""Tests of what the notebooks say to each other."""

from pathlib import Path

import nbformat
import numpy as np

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def run_cell(notebook: str, cell_id: str) -> dict[str, object]:
    """Run one cell of a notebook by itself, and return its variables."""
    cells = nbformat.read(NOTEBOOKS / notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    variables: dict[str, object] = {"np": np}
    exec(next(cell.source for cell in cells if cell.id == cell_id), variables)
    return variables


def test_the_letters_of_notebook_3_are_those_of_notebook_1() -> None:
    """X and K are written out in notebook 3; notebook 1 draws them from its generator."""
    drawn = run_cell("01_toy_knn.ipynb", "points")["points"]
    again = run_cell("03_euclidean_vs_cosine.ipynb", "letters")
    assert isinstance(drawn, np.ndarray)
    np.testing.assert_array_equal(drawn["ABCDEFGHIJKLMNOP".index("K")], again["K"])
    np.testing.assert_array_equal(drawn[16], again["X"])


def test_only_notebook_2_imports_torch_and_transformers() -> None:
    """The others start in a second or two."""
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        assert ("import torch" in code) == ("from transformers" in code) == (path.name == "02_bert_embeddings.ipynb")
