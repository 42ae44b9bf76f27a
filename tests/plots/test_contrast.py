"""Tests that texts and marks in the figures have the contrast that WCAG 2.2, level AA, asks for."""

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
    plot_cells,
    plot_codes,
    plot_distances,
    plot_lengths,
    plot_letters,
    plot_ranks,
    plot_recall,
    plot_relations,
    plot_similarities,
    plot_walk,
    toy,
    vocabulary,
)
from helpers.plots.display import HALO
from tests.notebooks import MEASURES, SCORES, TOY, run_cell
from tests.plots.legibility import faint_marks, faint_texts, is_scatter
from tests.plots.test_indexes import CENTERS, CURVES, DECODED, LINKS
from tests.plots.test_relations import SHARES


def two_classes() -> dict[str, Any]:
    """Return the letters of notebook 1."""
    labels = run_cell(TOY, "labels")
    return {"points": run_cell(TOY, "points")["points"], "letters": labels["letters"], "labels": labels["labels"]}


def four_classes() -> dict[str, Any]:
    """Return letters of as many classes as can be drawn, none of which covers another."""
    jitter = np.random.default_rng(3).uniform(-0.2, 0.2, size=(25, 2))
    points = np.stack(np.meshgrid(range(5), range(5)), axis=-1).reshape(-1, 2) + jitter
    labels = ["red deer"] * 6 + ["fox"] * 6 + ["owl"] * 6 + ["badger"] * 6
    return {"points": points, "letters": "ABCDEFGHIJKLMNOPQRSTUVWXY", "labels": labels}


FIGURES: dict[str, Callable[[TokenEmbeddings], tuple[Figure, str]]] = {
    "letters": lambda _: plot_letters(**two_classes()),
    "neighbors": lambda _: plot_letters(**two_classes(), neighbors=[10, 2, 0, 13, 1]),
    "boundaries": lambda _: plot_boundaries(**two_classes()),
    "four classes": lambda _: plot_letters(**four_classes(), neighbors=[23, 19, 18]),
    "boundaries of four classes": lambda _: plot_boundaries(**four_classes(), ks=[1, 7]),
    "lengths": plot_lengths,
    "distances": lambda bert: plot_distances(bert, "beauty"),
    "distances to another word": lambda bert: plot_distances(bert, "king"),
    "similarities": lambda bert: plot_similarities(bert, "beauty"),
    "ranks": lambda bert: plot_ranks(bert, "beauty"),
    "relations": lambda _: plot_relations(SHARES),
    "cells": lambda _: plot_cells(**two_classes(), centers=CENTERS, searched=[3]),
    "walk": lambda _: plot_walk(**two_classes(), links=LINKS, walk=[14, 0, 2, 10]),
    "codes": lambda _: plot_codes(**two_classes(), decoded=DECODED),
    "recall": lambda _: plot_recall(CURVES, floor=0.9),
}


@pytest.mark.parametrize("draw", FIGURES.values(), ids=FIGURES)
def test_figures_of_helpers_have_enough_contrast(
    bert: TokenEmbeddings, draw: Callable[..., tuple[Figure, str]]
) -> None:
    fig, _ = draw(bert)
    assert faint_texts(fig) == []
    assert faint_marks(fig) == []


@pytest.mark.parametrize(
    ("notebook", "cells", "count"),
    [
        (TOY, ("points", "labels", "by-hand", "triangle-figure"), 1),
        (MEASURES, ("imports", "letters", "letters-figure", "measure", "correlations", "unit", "unit-figure"), 2),
        (SCORES, ("imports", "hubs-figure"), 1),
    ],
    ids=["notebook 1", "notebook 3", "notebook 5"],
)
def test_figures_drawn_in_notebooks_have_enough_contrast(
    bert: TokenEmbeddings, notebook: Any, cells: tuple[str, ...], count: int
) -> None:
    figures: list[Figure] = []
    variables: dict[str, Any] = {
        "plt": plt,
        "bert": bert,
        "beauty": bert.token_id("beauty"),
        "units": bert.vectors / bert.norms[:, None],
        "euclidean_distances": euclidean_distances,
        "cosine_similarities": cosine_similarities,
        "counts": {name: np.arange(100) for name in ("distance", "cosine")},
    }
    with plt.style.context("default", after_reset=True):
        for cell in cells:
            variables = run_cell(notebook, cell, **{**variables, "show": lambda fig, alt: figures.append(fig)})
    plt.close("all")
    assert [faint_texts(fig) + faint_marks(fig) for fig in figures] == [[]] * count


@pytest.mark.parametrize(("color", "faint_mark"), [("#CC79A7", False), ("#D0D0D0", True)])
def test_faint_class_is_noticed(monkeypatch: pytest.MonkeyPatch, color: str, faint_mark: bool) -> None:
    """The purple of Okabe and Ito has 3.06 to 1 on white: enough for a frame, but not for text or around its tint."""
    monkeypatch.setattr(toy, "COLORS", ("black", color))
    fig, _ = plot_letters(**two_classes())
    assert faint_texts(fig)
    assert bool(faint_marks(fig)) == faint_mark
    fig, _ = plot_letters(**two_classes(), neighbors=[10])
    assert any("around" in problem for problem in faint_marks(fig))


def test_faint_lines_are_noticed() -> None:
    fig, _ = plot_letters(**two_classes())
    fig.axes[0].spines["left"].set_edgecolor("#BBBBBB")
    fig.axes[0].tick_params(axis="x", color="#CCCCCC")
    assert {problem.split(" in ")[0] for problem in faint_marks(fig)} == {"Spine", "Line2D"}
    fig, _ = plot_boundaries(**two_classes(), ks=[5])
    for collection in fig.axes[0].collections:
        if not is_scatter(collection):
            collection.set_edgecolor("white")
    assert any("#ffffff" in problem for problem in faint_marks(fig))


def test_faint_dots_are_noticed(bert: TokenEmbeddings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vocabulary.KIND_COLORS, "unused", "#AAAAAA")
    assert any("PathCollection in #aaaaaa" in problem for problem in faint_marks(plot_lengths(bert)[0]))


def test_name_and_rings_among_dots_need_a_halo(bert: TokenEmbeddings) -> None:
    fig, _ = plot_similarities(bert, "beauty")
    name = fig.axes[0].text(1.8, 0, "among dots")
    rings = fig.axes[0].scatter(np.linspace(1.48, 1.5, 100), [-0.08] * 100, s=30, facecolor="none", edgecolor="black")
    assert any("among dots" in problem for problem in faint_texts(fig))
    assert any("#000000" in problem for problem in faint_marks(fig))
    for artist in (name, rings):
        artist.set_path_effects(HALO)
    assert faint_texts(fig) == faint_marks(fig) == []
