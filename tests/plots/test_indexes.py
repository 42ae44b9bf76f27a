"""Tests of helpers/plots/indexes.py and its text alternatives."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle, FancyArrowPatch, Polygon
from matplotlib.path import Path
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.plots import plot_cells, plot_codes, plot_recall, plot_walk
from helpers.plots.indexes import SEARCHED, cell_corners
from tests.plots.legibility import picture

# Indexes of the letters of notebook 1, for figures as notebook 6 has them.
CENTERS: NDArray[Any] = np.array([[3.53, 2.77], [3.1, -0.05], [0.97, 2.36], [2.85, 2.3]])
LINKS = [
    *([2, 5, 6, 14], [3, 4, 7, 10], [0, 5, 6, 7, 10], [1, 4, 7, 10], [1, 3, 7], [0, 2, 6, 7], [0, 2, 5, 14]),
    *([1, 2, 3, 4, 5], [9, 11, 12, 13, 15], [8, 10, 11, 13, 15], [1, 2, 3, 9], [8, 9, 13, 15], [8, 13, 14]),
    *([8, 9, 11, 12, 14], [0, 6, 12, 13], [8, 9, 11]),
]
DECODED = np.column_stack(
    [
        np.array([0.32, 1.58, 2.85, 3.67])[[1, 1, 1, 1, 0, 0, 0, 0, 3, 2, 1, 3, 3, 2, 1, 3]],
        np.array([-0.05, 1.93, 2.9, 3.55])[[1, 2, 1, 3, 3, 1, 1, 1, 1, 2, 1, 2, 0, 1, 0, 2]],
    ]
)
CURVES = {
    "cells": ([0.005, 0.02, 0.1, 0.4], [0.3, 0.7, 0.9, 1.0]),
    "graph": ([0.004, 0.01, 0.05], [0.7, 0.92, 1.0]),
    "codes": ([0.006, 0.1], [0.2, 0.45]),
    "both": ([0.005, 0.1], [0.1, 0.45]),
}

LETTERS: dict[str, Any] = {
    "points": np.array([[0.0, 0.0], [1.0, 0.0], [4.0, 0.0], [1.4, 0.5]]),
    "letters": "ABCX",
    "labels": ["round", "round", "square"],
}


def artists(fig: Any, kind: Any) -> list[Any]:
    """Return the patches of a kind in the first axes of a figure."""
    return [patch for patch in fig.axes[0].patches if isinstance(patch, kind)]


def filled(fig: Any) -> list[str]:
    """Return the letters that are white on their color."""
    return [text.get_text() for text in fig.axes[0].texts if to_hex(text.get_color()) == "#ffffff"]


def test_each_place_is_in_the_cell_of_its_nearest_center() -> None:
    frame = np.array([[-1, -1], [5, -1], [5, 4], [-1, 4]])
    cells = [Path(cell_corners(CENTERS, i, frame)) for i in range(len(CENTERS))]
    for place in np.random.default_rng(0).uniform([-1, -1], [5, 4], size=(500, 2)):
        inside = [cell.contains_point((place[0], place[1])) for cell in cells]
        assert np.flatnonzero(inside).tolist() == [euclidean_distances(CENTERS, place).argmin()]
    assert cell_corners(np.array([[0, 0], [99, 0]]), 1, frame).shape == (0, 2)


def test_searched_cells_are_tinted_and_their_letters_filled() -> None:
    fig, alt = plot_cells(**LETTERS, centers=[[0, 0], [2, 0], [4, 0], [99, 0]], searched=[0, 2])
    assert [to_hex(cell.get_facecolor()).upper() == SEARCHED for cell in artists(fig, Polygon)] == [True, False, True]
    assert filled(fig) == ["A", "B", "C"]
    (circle,) = artists(fig, Circle)
    assert (circle.center, circle.radius) == ((1.4, 0.5), pytest.approx(np.hypot(0.4, 0.5)))
    assert alt == (
        "The nearest letter to X, B, is among those compared. Of 4 cells of the plane, 2 are searched, with 3 of 3 "
        "letters: A, B, C. X lies in a cell that isn't searched, and the circle around it goes through B."
    )


@pytest.mark.parametrize(
    ("searched", "finding"),
    [
        ([1], "1 is searched, with 1 of 3 letters: C. X lies in a cell that"),
        ([], "none are searched, with 0 of 3 letters. X lies in a cell that"),
    ],
)
def test_missed_neighbor_is_said(searched: list[int], finding: str) -> None:
    assert plot_cells(**LETTERS, centers=[[0, 0], [3, 0]], searched=searched)[1].startswith(
        f"The nearest letter to X, B, is not among those compared. Of 2 cells of the plane, {finding}"
    )


def test_walk_has_an_arrow_for_each_step() -> None:
    fig, alt = plot_walk(**LETTERS, links=[[1, 2], [0], [0]], walk=[2, 0, 1])
    (links,) = [lines for lines in fig.axes[0].collections if isinstance(lines, LineCollection)]
    assert [segment[:, 0].tolist() for segment in links.get_segments()] == [[0, 1], [0, 4]]
    assert len(artists(fig, FancyArrowPatch)) == 2
    assert filled(fig) == ["A", "B", "C"]
    assert alt == (
        "The walk from C ends at B, the nearest letter to X. It goes C to A to B, along 2 links of 2 between 3 letters."
    )
    stuck = plot_walk(**LETTERS, links=[[1, 2], [0], [0]], walk=[2, 0])[1]
    assert stuck.startswith("The walk from C ends at A, but B is nearest to X. It goes C to A, along 1 link of 2")


def test_codes_have_a_line_for_each_value_and_an_arrow_for_each_letter() -> None:
    fig, alt = plot_codes(**LETTERS, decoded=[[0.5, 0.0], [0.5, 0.0], [4.0, 0.0]])
    assert sorted(np.ravel(line.get_xdata())[0] for line in fig.axes[0].lines[:2]) == [0.5, 4]
    assert len(artists(fig, FancyArrowPatch)) == 3
    assert alt == (
        "By the decoded places B, the nearest letter to X, is tied with A. An arrow leads from each of 3 letters to "
        "its decoded place, on a grid of 2 by 1 lines: 2 different places, 0.33 away on average."
    )


@pytest.mark.parametrize(
    ("decoded", "finding"),
    [
        ([[0, 0], [1, 0], [4, 0]], "By the decoded places, too, B is nearest to X. "),
        ([[1, 0], [0, 0], [1, 0]], "By the decoded places A and C would be nearest to X, but B is. "),
    ],
)
def test_nearest_decoded_place_is_said(decoded: Any, finding: str) -> None:
    fig, alt = plot_codes(**LETTERS, decoded=decoded)
    assert alt.startswith(finding)
    picture(fig)  # an arrow can have no length


def test_recall_is_drawn_against_percentages() -> None:
    fig, alt = plot_recall(CURVES, floor=0.92)
    axes = fig.axes[0]
    for line, (shares, recalls) in zip(axes.lines, CURVES.values(), strict=False):
        np.testing.assert_array_equal(line.get_xydata(), np.column_stack([shares, recalls]))
    assert len({line.get_marker() for line in axes.lines[:4]}) == 4
    ticks = [label.get_text() for label in axes.get_xticklabels()]
    assert ticks == ["0.5%", "1%", "2%", "5%", "10%", "20%", "50%"]
    assert alt == (
        "A recall of 92% is reached by cells where 40% are compared; by graph where 1% are compared; by codes nowhere; "
        "by both nowhere. Recall at 10 is drawn against the share of the vectors compared: cells from 30% at 0.5% to "
        "100% at 40%; graph from 70% at 0.4% to 100% at 5%; codes from 20% at 0.6% to 45% at 10%; both from 10% at "
        "0.5% to 45% at 10%."
    )
    wide = plot_recall({"graph": ([0.000002, 0.3], [0.1, 0.9])})[0]
    ticks = [label.get_text() for label in wide.axes[0].get_xticklabels()]
    assert ticks == ["0.001%", "0.01%", "0.1%", "1%", "10%"]
    assert plot_recall(CURVES)[1].startswith("A recall of 90% is reached by cells where 10% are compared; by graph ")


@pytest.mark.parametrize("recall", [0, 1])
def test_names_of_curves_stand_apart_from_the_highest_end_to_the_lowest(recall: float) -> None:
    fig, _ = plot_recall(CURVES)
    assert [text.get_text() for text in fig.axes[0].texts] == ["graph", "cells", "codes", "both"]
    fig, _ = plot_recall({name: ([0.1], [recall]) for name in CURVES})
    picture(fig)
    boxes = [text.get_window_extent() for text in fig.axes[0].texts]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    assert all(box.y0 > 0 and box.y1 < fig.bbox.y1 and box.x1 < fig.bbox.x1 for box in boxes)


@pytest.mark.parametrize(
    ("draw", "wrong", "message"),
    [
        (plot_cells, {**LETTERS, "centers": [[0, 0]], "searched": [1]}, "searched has 1, but there are 1 cells"),
        (plot_walk, {**LETTERS, "links": [[1], [0]], "walk": [0]}, "3 letters need as many rows of links; got 2"),
        (plot_walk, {**LETTERS, "links": [[3], [], []], "walk": [0]}, "must have ids of letters, 0 to 2; got 3"),
        (plot_walk, {**LETTERS, "links": [[1], [0], []], "walk": []}, "walk has no letters"),
        (plot_walk, {**LETTERS, "links": [[1], [0], []], "walk": [1, 2]}, r"from B to C, but links\[1\] has no 2"),
        (plot_codes, {**LETTERS, "decoded": [[0, 0]]}, r"one decoded place each, shape \(3, 2\); got \(1, 2\)"),
        (plot_recall, {"curves": {}}, "1 to 4 curves, to be told apart; got 0"),
        (plot_recall, {"curves": {"a": ([0.1], [0.5, 0.6])}}, r"'a' needs as many .* \(1,\) and \(2,\)"),
        (plot_recall, {"curves": {"a": ([0, 0.1], [0, 1])}}, "'a' needs shares above 0"),
        (plot_recall, {"curves": {"a": ([0.1], [np.nan])}}, "'a' needs shares above 0"),
        (plot_recall, {"curves": {"a": ([0.2, 0.1], [0, 1])}}, "the shares of 'a' must be in increasing order"),
    ],
)
def test_what_can_not_be_drawn_is_refused(draw: Any, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(**wrong)
