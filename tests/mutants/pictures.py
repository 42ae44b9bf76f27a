"""Pictures that are wrong in one thing, drawn as the notebooks draw them."""

import base64
import io
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from helpers.embeddings import load_embeddings
from helpers.plots import letters, plot_boundaries, plot_distances, plot_letters, showing
from tests.notebooks import TOY, run_cell


def with_one_letter_moved() -> Image.Image:
    """Draw the letters of notebook 1 with K a tenth to the right, in the same frame."""
    points = run_cell(TOY, "points")["points"]
    before, _ = plot_letters(points, **_letters_and_labels())
    points[10, 0] += 0.1
    fig, _ = plot_letters(points, **_letters_and_labels())
    fig.axes[0].axis(before.axes[0].axis())
    return _picture(fig)


def with_one_class_recolored() -> Image.Image:
    """Draw the decision boundaries of notebook 1 with the round class in green."""
    colors = letters.COLORS
    letters.COLORS = (showing.GREEN, *colors[1:])
    try:
        return _picture(plot_boundaries(run_cell(TOY, "points")["points"], **_letters_and_labels())[0])
    finally:
        letters.COLORS = colors


def without_the_cloud() -> Image.Image:
    """Draw the distances of notebook 3 with rings and names, and without the 30,521 dots."""
    fig, _ = plot_distances(load_embeddings("all-MiniLM-L6-v2"), "beauty")
    fig.axes[0].collections[0].remove()
    return _picture(fig)


def stored(cell: Any) -> Image.Image:
    """Read the picture that a cell has stored."""
    return Image.open(io.BytesIO(base64.b64decode(cell.outputs[0].data["image/png"])))


def _letters_and_labels() -> dict[str, Any]:
    variables = run_cell(TOY, "labels")
    return {"letters": variables["letters"], "labels": variables["labels"]}


def _picture(fig: Figure) -> Image.Image:
    return Image.open(io.BytesIO(showing._png(fig)))
