"""The pictures of some figures in the notebooks, with one fault each."""

from typing import Any

from helpers.embeddings import load_embeddings
from helpers.plots import display, plot_boundaries, plot_distances, plot_letters, toy
from tests.notebooks import TOY, run_cell


def with_one_letter_moved() -> bytes:
    """Draw the letters of notebook 1 with K moved by 0.1 to the right, in the same limits."""
    points = run_cell(TOY, "points")["points"]
    before, _ = plot_letters(points, **_letters_and_labels())
    points[10, 0] += 0.1
    fig, _ = plot_letters(points, **_letters_and_labels())
    fig.axes[0].axis(before.axes[0].axis())
    return display.to_png(fig)


def with_one_class_recolored() -> bytes:
    """Draw the decision boundaries of notebook 1 with the round class in green."""
    colors = toy.COLORS
    toy.COLORS = (display.GREEN, *colors[1:])
    try:
        return display.to_png(plot_boundaries(run_cell(TOY, "points")["points"], **_letters_and_labels())[0])
    finally:
        toy.COLORS = colors


def without_the_cloud() -> bytes:
    """Draw the distances of notebook 3 without the 30,521 dots."""
    fig, _ = plot_distances(load_embeddings("all-MiniLM-L6-v2"), "beauty")
    fig.axes[0].collections[0].remove()
    return display.to_png(fig)


def _letters_and_labels() -> dict[str, Any]:
    variables = run_cell(TOY, "labels")
    return {"letters": variables["letters"], "labels": variables["labels"]}
