"""Tests of helpers/plots/toy.py: what is drawn, and what the text alternative says."""

from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.patches import Circle
from numpy.typing import NDArray

from helpers.plots import plot_boundaries, plot_letters
from helpers.plots.display import BLUE, ORANGE

POINTS: NDArray[Any] = np.array([[0.0, 0.0], [1.0, 0.0], [4.0, 0.0], [1.4, 0.5]])
LETTERS = "ABCX"
LABELS = ["round", "round", "square"]


def test_every_letter_stands_at_its_point_in_the_color_of_its_class() -> None:
    """A frame for each letter but the last, and the letters themselves."""
    fig, _ = plot_letters(POINTS, LETTERS, LABELS)
    axes = fig.axes[0]
    written = {text.get_text(): (text.get_position(), text.get_color()) for text in axes.texts}
    assert written == {
        "A": ((0.0, 0.0), BLUE),
        "B": ((1.0, 0.0), BLUE),
        "C": ((4.0, 0.0), ORANGE),
        "X": ((1.4, 0.5), "black"),
    }
    frames = [collection.get_offsets() for collection in axes.collections if isinstance(collection, PathCollection)]
    np.testing.assert_array_equal(np.concatenate(frames), POINTS[:3])
    assert axes.get_aspect() == 1.0


def test_the_alternative_gives_the_points_and_their_classes() -> None:
    """Somebody who can't see the figure could draw it."""
    _, alt = plot_letters(POINTS, LETTERS, LABELS)
    assert alt == (
        "On average round lies 3.5 left of square, "
        "and for 1 of 3 letters (C) the nearest other one is of another class. "
        "Centers of the classes: round (0.5, 0.0), square (4.0, 0.0). "
        "X (1.4, 0.5) has no label and lies 1.03, 2.65 from these centers. "
        "3 lettered points. Class round: A (0.0, 0.0), B (1.0, 0.0). Class square: C (4.0, 0.0)."
    )


@pytest.mark.parametrize(
    ("points", "labels", "begins"),
    [
        ([[0, 3], [0, 0], [1, 1]], "ab", "On average a lies 3.0 above b, and for 2 of 2 letters (A, B)"),
        ([[2, 0], [0, 1], [1, 1]], "ab", "On average a lies 2.0 right of b"),
        ([[0, 0], [0, 1], [1, 1]], "ab", "On average a lies 1.0 below b"),
        ([[1, 1], [1, 1], [1, 1]], "ab", "On average the letters of a and b lie at the same place"),
        ([[0, 0], [0, 1], [1, 1]], "aa", "There is one class. "),
        ([[0, 0], [0, 1], [5, 0], [5, 1], [9, 9]], "aabb", "On average a lies 5.0 left of b, and for each letter"),
        ([[0, 0], [0, 1], [5, 0], [9, 9]], "abc", "There are 3 classes, and for 3 of 3 letters (A, B, C)"),
    ],
)
def test_the_alternative_says_where_the_classes_lie_in_any_data(points: Any, labels: str, begins: str) -> None:
    """First of all, and only what is so."""
    _, alt = plot_letters(points, "ABCDEF"[: len(points)], list(labels))
    assert alt.startswith(begins)


@pytest.mark.parametrize(
    ("neighbors", "begins"),
    [
        ([1], "Of the 1 letter nearest to X, 1 is round."),
        ([1, 0], "Of the 2 letters nearest to X, 2 are round."),
        ([1, 0, 2], "Of the 3 letters nearest to X, 2 are round and 1 is square."),
        (
            [2],
            "Of the 1 shaded, 1 is square. A circle of radius 2.65 around X takes in C. It also takes in A and B",
        ),
        ([3, 1], "Of the 2 shaded, 1 is X itself and 1 is round."),
    ],
)
def test_the_alternative_says_what_the_neighbors_are(neighbors: list[int], begins: str) -> None:
    """How many of each class, whether they are the nearest, and if the query is among them by mistake."""
    assert plot_letters(POINTS, LETTERS, LABELS, neighbors=neighbors)[1].startswith(begins)


def test_a_circle_takes_in_the_neighbors() -> None:
    """It reaches to the farthest of them, and their frames are shaded."""
    fig, alt = plot_letters(POINTS, LETTERS, LABELS, neighbors=[1, 0])
    assert (
        "A circle of radius 1.49 around X takes in B, A. Class and distance of each: B round 0.64, A round 1.49." in alt
    )
    circle = fig.axes[0].patches[0]
    assert isinstance(circle, Circle)
    assert (circle.center, circle.radius) == ((1.4, 0.5), pytest.approx(np.hypot(1.4, 0.5)))
    white = [np.asarray(frame.get_facecolor()).min() == 1 for frame in fig.axes[0].collections]
    assert white == [False, False, True]


@pytest.mark.parametrize("labels", [["round"], ["a", "b"], list("abcde")])
def test_labels_that_do_not_fit_get_a_sentence(labels: list[str]) -> None:
    """Too few, or of more classes than there are frames."""
    points = np.arange(2.0 * len("ABCDEX")).reshape(-1, 2)
    with pytest.raises(ValueError, match="5 letters need as many labels, of 4 classes at the most"):
        plot_letters(points, "ABCDEX", labels)


def test_the_plane_is_colored_by_the_vote_of_each_place() -> None:
    """With k = 1 the border between B at 1 and C at 4 is at 2.5; with k = 3 round always wins."""
    fig, alt = plot_boundaries(POINTS, LETTERS, LABELS, ks=[1, 3])
    assert [axes.get_title() for axes in fig.axes] == ["k = 1: X is round", "k = 3: X is round"]
    for axes, border in zip(fig.axes, [2.5, np.inf], strict=True):
        colors = np.asarray(axes.images[0].get_array())
        across = np.linspace(-0.4, 4.4, colors.shape[1])
        reddish = colors[0, :, 0] > colors[0, :, 2]  # the tint of square has more red than blue
        np.testing.assert_array_equal(reddish, across > border)
    assert "k = 3: X is round; of the area round 100%, square 0%." in alt
    assert alt.startswith(
        "In the region of their own class lie all letters with k = 1 and all letters but C with k = 3; "
        "X is round with k = 1 and 3. "
    )
    assert "Length of the line, the shorter the larger k: k = 1: 1.3; k = 3: 0.0." in alt


def test_a_line_and_names_divide_the_plane_where_there_is_room() -> None:
    """The line is where the colors change, and a name stands in the region of its class, away from the letters."""
    fig, _ = plot_boundaries(POINTS * 3, LETTERS, LABELS, ks=[1, 3])
    first, second = fig.axes
    names = {text.get_text(): text.get_position() for text in first.texts if len(text.get_text()) > 1}
    assert names["round"][0] < 7.5 < names["square"][0]
    assert {text.get_text() for text in second.texts} == {"A", "B", "C", "X", "round"}
    lines = [np.concatenate([path.vertices for path in lines.get_paths()]) for lines in first.collections[3:]]
    np.testing.assert_allclose(np.concatenate(lines)[:, 0], 7.5, atol=0.1)
    assert len(second.collections) == 3


def test_each_class_has_a_shape_and_the_key_names_it() -> None:
    """Color is never the only sign."""
    fig, _ = plot_letters(POINTS, LETTERS, LABELS)
    legend = fig.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["round", "square"]
    assert len({line.get_marker() for line in legend.get_lines()}) == 2
