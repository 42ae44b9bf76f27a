"""Tests of contrast: everything that is drawn can be seen, and every text read, by WCAG 2.2, level AA."""

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.plots import (
    plot_boundaries,
    plot_distances,
    plot_lengths,
    plot_letters,
    plot_ranks,
    plot_similarities,
    vocabulary,
)
from helpers.plots import toy as letters_module
from helpers.plots.display import HALO
from tests.notebooks import MEASURES, TOY, run_cell
from tests.plots.looking import faint_marks, faint_texts, is_dots


def toy() -> dict[str, Any]:
    """Return the letters of notebook 1."""
    labels = run_cell(TOY, "labels")
    return {"points": run_cell(TOY, "points")["points"], "letters": labels["letters"], "labels": labels["labels"]}


def four_classes() -> dict[str, Any]:
    """Return letters of as many classes as can be drawn."""
    jitter = np.random.default_rng(3).uniform(-0.2, 0.2, size=(25, 2))
    points = np.stack(np.meshgrid(range(5), range(5)), axis=-1).reshape(-1, 2) + jitter  # no letter covers another
    labels = ["red deer"] * 6 + ["fox"] * 6 + ["owl"] * 6 + ["badger"] * 6
    return {"points": points, "letters": "ABCDEFGHIJKLMNOPQRSTUVWXY", "labels": labels}


FIGURES: dict[str, Callable[[TokenEmbeddings], tuple[Figure, str]]] = {
    "letters": lambda _: plot_letters(**toy()),
    "neighbors": lambda _: plot_letters(**toy(), neighbors=[10, 2, 0, 13, 1]),
    "boundaries": lambda _: plot_boundaries(**toy()),
    "four classes": lambda _: plot_letters(**four_classes(), neighbors=[23, 19, 18]),
    "boundaries of four classes": lambda _: plot_boundaries(**four_classes(), ks=[1, 7]),
    "lengths": plot_lengths,
    "distances": lambda bert: plot_distances(bert, "beauty"),
    "distances to another word": lambda bert: plot_distances(bert, "king"),
    "similarities": lambda bert: plot_similarities(bert, "beauty"),
    "ranks": lambda bert: plot_ranks(bert, "beauty"),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_texts_can_be_read_and_marks_seen(bert: TokenEmbeddings, draw: Callable[..., tuple[Figure, str]]) -> None:
    """In every figure that helpers/plots draws."""
    fig, _ = draw(bert)
    assert faint_texts(fig) == []
    assert faint_marks(fig) == []


def hand_drawn(bert: TokenEmbeddings) -> dict[str, tuple[Figure, str]]:
    """Run the cells of the notebooks that draw by hand, and those before them that they need."""
    shown: list[tuple[Figure, str]] = []
    known: dict[str, Any] = {
        "plt": plt,
        "bert": bert,
        "beauty": bert.token_id("beauty"),
        "show": lambda fig, alt: shown.append((fig, alt)),
        "euclidean_distances": euclidean_distances,
        "cosine_similarities": cosine_similarities,
    }
    with plt.style.context("default", after_reset=True):
        toys: dict[str, Any] = known
        for cell in ("points", "labels", "by-hand", "triangle-figure"):
            toys = run_cell(TOY, cell, **toys)
        measures: dict[str, Any] = known
        for cell in ("imports", "letters", "letters-figure", "measure", "correlations", "unit", "unit-figure"):
            measures = run_cell(MEASURES, cell, **{**measures, "show": known["show"]})
    plt.close("all")
    return dict(zip(("triangle-figure", "letters-figure", "unit-figure"), shown, strict=True))


def test_the_figures_that_notebooks_draw_by_hand_can_be_read_and_seen(bert: TokenEmbeddings) -> None:
    """The three of notebooks 1 and 3."""
    faint = {name: faint_texts(fig) + faint_marks(fig) for name, (fig, _) in hand_drawn(bert).items()}
    assert faint == {"triangle-figure": [], "letters-figure": [], "unit-figure": []}


@pytest.mark.parametrize(
    ("color", "text", "mark"),
    [("black", False, False), ("#CC79A7", True, False), ("#D0D0D0", True, True)],
)
def test_a_faint_class_is_found(monkeypatch: pytest.MonkeyPatch, color: str, text: bool, mark: bool) -> None:
    """The purple of Okabe and Ito is 3.06 to 1 on white: enough for a frame, but not for a letter."""
    monkeypatch.setattr(letters_module, "COLORS", ("black", color))
    fig, _ = plot_letters(**toy())
    assert (bool(faint_texts(fig)), bool(faint_marks(fig))) == (text, mark)
    fig, _ = plot_letters(**toy(), neighbors=[10])
    assert any("around" in said for said in faint_marks(fig)) == text  # nor is it enough around its own tint


def test_a_faint_border_is_found() -> None:
    """A white line where the class changes."""
    fig, _ = plot_boundaries(**toy(), ks=[5])
    for collection in fig.axes[0].collections:
        if not is_dots(collection):
            collection.set_edgecolor("white")
    assert any("#ffffff" in said for said in faint_marks(fig))


def test_faint_dots_are_found(bert: TokenEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A color map that ends in yellow, and a light gray for the unused tokens."""
    monkeypatch.setattr(vocabulary, "DARK_TO_ORANGE", "plasma")
    assert any("PathCollection" in said for said in faint_marks(plot_similarities(bert, "beauty")[0]))
    monkeypatch.setitem(vocabulary.KIND_COLORS, "unused", "#AAAAAA")
    fig, _ = plot_lengths(bert)
    assert any("PathCollection in #aaaaaa" in said for said in faint_marks(fig))
    assert any("'unused' in #aaaaaa" in said for said in faint_texts(fig))


def test_a_name_among_dots_is_found_unless_it_has_a_halo(bert: TokenEmbeddings) -> None:
    """Black on dark dots."""
    fig, _ = plot_distances(bert, "beauty")
    name = fig.axes[0].text(15_000, 1.8, "among dots")
    assert any("among dots" in said for said in faint_texts(fig))
    name.set_path_effects(HALO)
    assert faint_texts(fig) == []


def test_rings_among_dots_are_found_unless_they_have_a_halo(bert: TokenEmbeddings) -> None:
    """Black around dark dots."""
    fig, _ = plot_distances(bert, "beauty")
    ring = fig.axes[0].scatter(range(15_000, 16_000, 10), [1.8] * 100, s=30, facecolor="none", edgecolor="black")
    assert any("#000000" in said for said in faint_marks(fig))
    ring.set_path_effects(HALO)
    assert faint_marks(fig) == []


def test_a_faint_axis_is_found() -> None:
    """Its line, its ticks and its label."""
    fig, _ = plot_letters(**toy())
    fig.axes[0].spines["left"].set_edgecolor("#BBBBBB")
    fig.axes[0].tick_params(axis="x", color="#CCCCCC", labelcolor="#999999")
    assert {said.split(" in ")[0] for said in faint_marks(fig)} == {"Spine", "Line2D"}
    assert faint_texts(fig)
    assert all("#999999" in said for said in faint_texts(fig))
