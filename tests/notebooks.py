"""Reading the notebooks, and running single cells of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

ROOT = Path(__file__).parent.parent
NAMES = (
    "01_toy_knn",
    "02_bert_embeddings",
    "03_euclidean_vs_cosine",
    "04_top_k_synonyms",
    "05_how_good",
    "06_a_billion",
)
PATHS = [ROOT / "notebooks" / f"{name}.ipynb" for name in NAMES]
TOY, BERT, MEASURES, SYNONYMS, SCORES, BILLION = PATHS


@dataclass
class Notebook:
    """A stored notebook."""

    name: str  # of its file
    content: Any  # as nbformat reads it

    @property
    def cells(self) -> list[Any]:
        return list(self.content.cells)

    @property
    def code_cells(self) -> list[Any]:
        return [cell for cell in self.content.cells if cell.cell_type == "code"]

    @property
    def text(self) -> str:
        """Return the text of the file."""
        return str(nbformat.writes(self.content))  # type: ignore[no-untyped-call]


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def stored(path: Path) -> Notebook:
    return Notebook(path.name, read(path))


def code_cells(path: Path) -> list[Any]:
    return stored(path).code_cells


def cell(path: Path, cell_id: str) -> Any:
    return next(cell for cell in read(path).cells if cell.id == cell_id)


def run_cell(path: Path, cell_id: str, **variables: Any) -> dict[str, Any]:
    """Run one cell by itself, with NumPy and the given variables, and return all variables."""
    namespace: dict[str, Any] = {"np": np, **variables}
    exec(cell(path, cell_id).source, namespace)
    return namespace
