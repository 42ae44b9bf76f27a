"""The notebooks, for the tests that read them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

ROOT = Path(__file__).parent.parent
NAMES = ("01_toy_knn", "02_bert_embeddings", "03_euclidean_vs_cosine", "04_top_k_synonyms")
PATHS = [ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES]
TOY, BERT, MEASURES, SYNONYMS = PATHS


@dataclass
class Notebook:
    """A notebook as it is stored."""

    name: str  # of its file
    content: Any  # as nbformat reads it

    @property
    def cells(self) -> list[Any]:
        """Return all cells, in order."""
        return list(self.content.cells)

    @property
    def code_cells(self) -> list[Any]:
        """Return the cells that hold code, in order."""
        return [cell for cell in self.content.cells if cell.cell_type == "code"]

    @property
    def text(self) -> str:
        """Return the text of the file."""
        return str(nbformat.writes(self.content))  # type: ignore[no-untyped-call]


def read(path: Path) -> Any:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def stored(path: Path) -> Notebook:
    """Return a notebook with the name of its file."""
    return Notebook(path.name, read(path))


def code_cells(path: Path) -> list[Any]:
    """Return the code cells of a notebook, in order."""
    return stored(path).code_cells


def cell(path: Path, cell_id: str) -> Any:
    """Return one cell of a notebook."""
    return next(cell for cell in read(path).cells if cell.id == cell_id)


def run_cell(path: Path, cell_id: str, **given: Any) -> dict[str, Any]:
    """Run one cell of a notebook by itself, with NumPy and what is given, and return its variables."""
    variables: dict[str, Any] = {"np": np, **given}
    exec(cell(path, cell_id).source, variables)
    return variables
