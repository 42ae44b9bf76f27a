"""Tests of helpers/plots/letters.py: what is drawn, and what the text alternative says."""

from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.patches import Circle
from numpy.typing import NDArray

from helpers.plots import plot_boundaries, plot_letters
from helpers.plots.showing import BLUE, ORANGE

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
        "3 lettered points and an unlabeled one, X (1.4, 0.5). "
        "Class round: A (0.0, 0.0), B (1.0, 0.0). Class square: C (4.0, 0.0)."
    )


def test_a_circle_takes_in_the_neighbors() -> None:
    """It reaches to the farthest of them, and their frames are shaded."""
    fig, alt = plot_letters(POINTS, LETTERS, LABELS, neighbors=[1, 0])
    assert alt.endswith("A circle of radius 1.49 around X takes in B, A.")
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
        mesh = next(collection for collection in axes.collections if isinstance(collection, QuadMesh))
        colors = np.asarray(mesh.get_array())
        across = np.linspace(-0.4, 4.4, colors.shape[1])
        reddish = colors[0, :, 0] > colors[0, :, 2]  # the tint of square has more red than blue
        np.testing.assert_array_equal(reddish, across > border)
    assert "k = 3: X is round; of the area round 100%, square 0%." in alt
