"""Copy the figure that README shows out of the notebook that draws it. `make notebooks` runs this."""

import base64
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK, CELL = ROOT / "notebooks" / "03_euclidean_vs_cosine.ipynb", "similarities-figure"
FIGURE = ROOT / ".github" / "figure.png"


def stored_figure() -> bytes:
    """Return the PNG that is stored in the notebook."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    outputs = next(cell.outputs for cell in notebook.cells if cell.id == CELL)
    return base64.b64decode(outputs[0].data["image/png"])


if __name__ == "__main__":
    FIGURE.write_bytes(stored_figure())
