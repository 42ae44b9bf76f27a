"""Copy the figure that README shows out of the notebook that draws it. `make notebooks` runs this."""

import base64

import nbformat

from tools.files import replace_file
from tools.set_up import ROOT

NOTEBOOK, CELL = ROOT / "notebooks" / "03_euclidean_vs_cosine.ipynb", "similarities-figure"
FIGURE = ROOT / ".github" / "figure.png"


def stored_figure() -> bytes:
    """Return the PNG that is stored in the notebook."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    outputs = next(cell.outputs for cell in notebook.cells if cell.id == CELL)
    return base64.b64decode(outputs[0].data["image/png"])


if __name__ == "__main__":
    replace_file(FIGURE, stored_figure())
