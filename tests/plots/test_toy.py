"""Tests of helpers/plots/toy.py and its text alternatives."""

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Circle
from matplotlib.text import Text
from numpy.typing import NDArray

from helpers.neighbors import predict
from helpers.plots import plot_boundaries, plot_letters
from helpers.plots.display import BLUE, ORANGE
from helpers.plots.toy import predict_grid

POINTS: NDArray[Any] = np.array([[0.0, 0.0], [1.0, 0.0], [4.0, 0.0], [1.4, 0.5]])
LETTERS = "ABCX"
LABELS = ["round", "round", "square"]


def test_letters_are_at_their_points_in_the_colors_of_their_classes() -> None:
    fig, _ = plot_letters(POINTS, LETTERS, LABELS)
    axes = fig.axes[0]
    letters = {text.get_text(): (text.get_position(), text.get_color()) for text in axes.texts}
    assert letters == {
        "A": ((0.0, 0.0), BLUE),
        "B": ((1.0, 0.0), BLUE),
        "C": ((4.0, 0.0), ORANGE),
        "X": ((1.4, 0.5), "black"),
    }
    frames = [collection.get_offsets() for collection in axes.collections if isinstance(collection, PathCollection)]
    np.testing.assert_array_equal(np.concatenate(frames), POINTS[:3])
    assert axes.get_aspect() == 1.0


def test_dollar_signs_in_names_begin_no_formula() -> None:
    names = ["$a$", r"$\frac", "$"]
    for fig, _ in (plot_letters(POINTS, [*names, "$X"], names), plot_boundaries(POINTS, [*names, "$X"], names, [1])):
        texts = {text.get_text(): text for text in fig.findobj(Text)}
        assert not any(texts[name].get_parse_math() for name in [*names, "$X"])
        fig.savefig(io.BytesIO(), format="png")


def test_alt_of_letters() -> None:
    _, alt = plot_letters(POINTS, LETTERS, LABELS)
    assert alt == (
        "For 1 of 3 letters (C) the nearest other letter is of another class. "
        "3 letters of 2 classes, round and square, and X without a label. "
        "First coordinates run from 0.0 to 4.0, second ones from 0.0 to 0.5."
    )


@pytest.mark.parametrize(
    ("points", "labels", "finding"),
    [
        ([[0, 3], [0, 0], [1, 1]], "ab", "For 2 of 2 letters (A, B) the nearest other letter is of another class."),
        ([[0, 0], [0, 1], [5, 0], [5, 1], [9, 9]], "aabb", "For each letter the nearest other letter is of the same"),
        (
            [[0, 0], [1, 1]],
            "a",
            "For each letter the nearest other letter is of the same class. 1 letter of 1 class, a",
        ),
    ],
)
def test_alt_of_letters_follows_from_the_data(points: Any, labels: str, finding: str) -> None:
    _, alt = plot_letters(points, "ABCDEF"[: len(points)], list(labels))
    assert alt.startswith(finding)


@pytest.mark.parametrize(
    ("neighbors", "finding"),
    [
        ([1], "Of the 1 letter nearest to X, 1 is round: B."),
        ([1, 0, 2], "Of the 3 letters nearest to X, 2 are round and 1 is square: B, A, C."),
        ([2], "Of the 1 letter shaded, 1 is square: C."),
        ([3, 1], "Of the 2 letters shaded, 1 is X itself and 1 is round: X, B."),
    ],
)
def test_alt_of_neighbors_follows_from_the_data(neighbors: list[int], finding: str) -> None:
    assert plot_letters(POINTS, LETTERS, LABELS, neighbors=neighbors)[1].startswith(finding)


def test_neighbors_are_shaded_within_a_circle() -> None:
    fig, alt = plot_letters(POINTS, LETTERS, LABELS, neighbors=[1, 0])
    assert alt.endswith("The circle around X reaches to the farthest of them; its radius is 1.49.")
    circle = fig.axes[0].patches[0]
    assert isinstance(circle, Circle)
    assert (circle.center, circle.radius) == ((1.4, 0.5), pytest.approx(np.hypot(1.4, 0.5)))
    white = [np.asarray(frame.get_facecolor()).min() == 1 for frame in fig.axes[0].collections]
    assert white == [False, False, True]


@pytest.mark.parametrize("labels", [["round"], ["a", "b"], list("abcde")])
def test_too_few_labels_or_too_many_classes_are_refused(labels: list[str]) -> None:
    points = np.arange(2.0 * len("ABCDEX")).reshape(-1, 2)
    with pytest.raises(ValueError, match="5 letters need as many labels, of 4 classes at the most"):
        plot_letters(points, "ABCDEX", labels)


def test_plane_is_colored_by_vote() -> None:
    """With k = 1 the border between B at 1 and C at 4 is at 2.5; with k = 3 round always wins."""
    fig, alt = plot_boundaries(POINTS, LETTERS, LABELS, ks=[1, 3])
    assert [axes.get_title() for axes in fig.axes] == ["k = 1: X is round", "k = 3: X is round"]
    for axes, border in zip(fig.axes, [2.5, np.inf], strict=True):
        colors = np.asarray(axes.images[0].get_array())
        x_grid = np.linspace(-0.4, 4.4, colors.shape[1])
        reddish = colors[0, :, 0] > colors[0, :, 2]  # the tint of square has more red than blue
        np.testing.assert_array_equal(reddish, x_grid > border)
    assert alt == (
        "In the region of their own class lie all letters with k = 1 and all letters but C with k = 3; "
        "X is round with k = 1 and 3. The plane is tinted by the class that the k nearest letters vote for; "
        "round has 60% to 100% of it."
    )


def test_regions_have_names_and_a_border() -> None:
    fig, _ = plot_boundaries(POINTS * 3, LETTERS, LABELS, ks=[1, 3])
    first, second = fig.axes
    names = {text.get_text(): text.get_position() for text in first.texts if len(text.get_text()) > 1}
    assert names["round"][0] < 7.5 < names["square"][0]
    assert {text.get_text() for text in second.texts} == {"A", "B", "C", "X", "round"}
    lines = [np.concatenate([path.vertices for path in lines.get_paths()]) for lines in first.collections[3:]]
    np.testing.assert_allclose(np.concatenate(lines)[:, 0], 7.5, atol=0.1)
    assert len(second.collections) == 3


def test_border_is_a_line_without_steps() -> None:
    """Halfway between two points; a border along the cells of a grid would turn by 45 degrees and more."""
    fig, _ = plot_boundaries([[0, 0], [2, 1], [0, 0]], "ABX", ["round", "square"], ks=[1])
    border = np.concatenate([path.vertices for path in fig.axes[0].collections[-1].get_paths()])
    cell = 2.8 / 360
    assert np.abs((border - [1, 0.5]) @ [2, 1] / np.sqrt(5)).max() < cell
    directions = np.unwrap(np.arctan2(*np.diff(border, axis=0).T))
    assert np.abs(np.diff(directions)).max() < np.radians(40)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_every_place_has_its_predicted_class(k: int) -> None:
    """Not only the rows and columns that are predicted first. The grid ends between two of these."""
    x_grid, y_grid = np.linspace(-1, 5, 83), np.linspace(-1, 2, 60)
    queries = np.stack(np.meshgrid(x_grid, y_grid), axis=-1).reshape(-1, 2)
    expected = predict(queries, POINTS[:-1], LABELS, [k])[k].reshape(60, 83)
    np.testing.assert_array_equal(predict_grid(x_grid, y_grid, POINTS[:-1], LABELS, k), expected)


def test_letters_in_the_region_of_another_class_are_filled() -> None:
    fig, _ = plot_boundaries(POINTS, LETTERS, LABELS, ks=[1, 3])
    filled = []
    for axes in fig.axes:
        faces = [to_hex(np.asarray(frames.get_facecolor())[0]) for frames in axes.collections[:3]]
        filled.append([letter for letter, face in zip(LETTERS, faces, strict=False) if face != "#ffffff"])
        ink = {text.get_text(): to_hex(text.get_color()) for text in axes.texts}
        assert [letter for letter in "ABC" if ink[letter] == "#ffffff"] == filled[-1]
    assert filled == [[], ["C"]]
    assert [text.get_text() for text in fig.texts] == ["filled: a letter in the region of another class"]
    assert plot_boundaries(POINTS, LETTERS, LABELS, ks=[1])[0].texts == []


def test_boundaries_have_axes() -> None:
    fig, _ = plot_boundaries(POINTS, LETTERS, LABELS, ks=[1, 3])
    assert [axes.get_xlabel() for axes in fig.axes] == ["first coordinate"] * 2
    assert [axes.get_ylabel() for axes in fig.axes] == ["second coordinate", ""]
    assert all(len(axes.get_xticks()) > 2 for axes in fig.axes)


def test_each_class_has_its_marker_in_the_legend() -> None:
    """Color must not be the only way to tell classes apart."""
    fig, _ = plot_letters(POINTS, LETTERS, LABELS)
    legend = fig.axes[0].get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["round", "square"]
    assert len({line.get_marker() for line in legend.get_lines()}) == 2
