"""Tests of the explorer of notebook 1 against the helpers that the notebook uses."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.widgets import explore_letters
from helpers.widgets.letter_explorer import LetterExplorer
from tests.widgets.reading import LABELS, LETTERS, picture, points_of_notebook_1, text


@pytest.fixture
def explorer() -> LetterExplorer:
    return LetterExplorer(points_of_notebook_1(), LETTERS, LABELS)


def test_opens_with_five_neighbors_of_x(explorer: LetterExplorer) -> None:
    sentence = "X at (2.0, 2.0), k = 5: K, C, A, N, B vote: 3 round, 2 square. X is round."
    assert text(explorer.message.value) == sentence
    shown = picture(explorer)
    assert shown.alt == (
        f"{sentence} The dashed circle around X has radius 1.03. Class round: A, B, C, D, E, F, G, H; 53% of the "
        "plane. Class square: I, J, K, L, M, N, O, P; 47% of the plane."
    )
    assert shown.size == (432, 324)
    assert shown.image.size == (864, 648)


def test_sliders_are_described_and_reach_every_letter(explorer: LetterExplorer) -> None:
    points = points_of_notebook_1()
    for slider, column in ((explorer.x_slider, points[:, 0]), (explorer.y_slider, points[:, 1])):
        assert slider.step == 0.1
        assert slider.min == pytest.approx(column.min(), abs=0.1)
        assert slider.max == pytest.approx(column.max(), abs=0.1)
        assert slider.min <= column.min() < column.max() <= slider.max + 1e-9
    assert (explorer.k.min, explorer.k.max) == (1, 15)
    assert explorer.x_slider.description == "X, first coordinate:"
    assert explorer.y_slider.description == "X, second coordinate:"
    assert explorer.k.description == "k, neighbors that vote:"


@pytest.mark.parametrize("k", [1, 2, 4, 5, 15])
@pytest.mark.parametrize("place", [(2.0, 2.0), (0.1, 3.3), (3.9, 0.0), (1.9, 2.4)])
def test_vote_is_that_of_the_helpers(explorer: LetterExplorer, place: tuple[float, float], k: int) -> None:
    # Sliders add up steps of 0.1, so their values are a little off. Ties must survive that.
    explorer.x_slider.value, explorer.y_slider.value, explorer.k.value = place[0] + 1e-12, place[1], k
    nearest = nearest_neighbors(euclidean_distances(points_of_notebook_1()[:-1], place), k)
    voters = [LABELS[i] for i in nearest]
    sentence = text(explorer.message.value)
    assert sentence.startswith(f"X at ({place[0]:.1f}, {place[1]:.1f}), k = {k}: ")
    assert f": {', '.join(LETTERS[i] for i in nearest)} vote" in sentence
    for name in ("round", "square"):
        assert (f"{voters.count(name)} {name}" in sentence) == (name in voters)
    assert sentence.endswith(f"X is {majority_vote(voters)}.")
    assert ("A tie" in sentence) == (voters.count("round") == voters.count("square"))
    assert picture(explorer).alt.startswith(sentence)


def test_tie_is_explained(explorer: LetterExplorer) -> None:
    explorer.k.value = 4
    assert text(explorer.message.value) == (
        "X at (2.0, 2.0), k = 4: K, C, A, N vote: 2 round, 2 square. A tie, and of the tied K is nearest. X is square."
    )


def test_picture_follows_each_control(explorer: LetterExplorer) -> None:
    images = [picture(explorer).image.tobytes()]
    for control, value in ((explorer.x_slider, 2.1), (explorer.y_slider, 1.9), (explorer.k, 6)):
        control.value = value
        images.append(picture(explorer).image.tobytes())
    assert len(set(images)) == 4
    explorer.x_slider.value, explorer.y_slider.value, explorer.k.value = 2.0, 2.0, 5
    assert picture(explorer).image.tobytes() == images[0]


def test_plane_is_tinted_by_the_vote_at_each_place(explorer: LetterExplorer) -> None:
    plane, points = explorer.plane, points_of_notebook_1()[:-1]
    for k in (1, 5):
        regions = plane.regions(k)
        for row in range(0, len(plane.y_grid), 40):
            for column in range(0, len(plane.x_grid), 50):
                distances = euclidean_distances(points, [plane.x_grid[column], plane.y_grid[row]])
                label = majority_vote(LABELS[i] for i in nearest_neighbors(distances, k))
                assert plane.names[regions[row, column]] == label


def test_moving_x_leaves_the_points_unchanged() -> None:
    points = points_of_notebook_1()
    before = points.copy()
    LetterExplorer(points, LETTERS, LABELS).x_slider.value = 3.0
    np.testing.assert_array_equal(points, before)


def test_picture_is_the_same_in_any_style(explorer: LetterExplorer) -> None:
    before = picture(explorer).image.tobytes()
    with mpl.style.context("dark_background"):
        explorer.k.value = 6
        explorer.k.value = 5
    assert picture(explorer).image.tobytes() == before


def test_letters_and_classes_are_escaped() -> None:
    points = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.5, 0.4]]
    explorer = LetterExplorer(points, ["<", "&", '"', "d", "X"], ["<b>", "&amp;", '"q"', "d"])
    explorer.k.value = 4
    assert explorer.k.max == 4
    assert "<b>" not in explorer.message.value
    assert text(explorer.message.value).startswith(
        'X at (0.5, 0.4), k = 4: <, &, ", d vote: 1 <b>, 1 &amp;, 1 "q", 1 d.'
    )
    assert 'Class "q": ";' in picture(explorer).alt


@pytest.mark.parametrize("points", [[[1, 1], [1, 1]], [[1, 1], [1, 1], [1, 1]], [[0, 0], [1, 0], [2, 0]]])
def test_points_may_coincide_or_lie_on_a_line(points: list[list[float]]) -> None:
    explorer = LetterExplorer(points, "ABX"[-len(points) :], ["round"] * len(points))
    for control in (explorer.x_slider, explorer.y_slider, explorer.k):
        assert control.min < control.max
        control.value = control.max
    assert picture(explorer).image.size == (864, 648)


@pytest.mark.parametrize(
    ("points", "letters", "labels", "message"),
    [
        ([1, 2], "AX", ["a"], r"points must have shape \(n \+ 1, 2\)"),
        ([[1, 2, 3], [1, 2, 3]], "AX", ["a"], r"got shape \(2, 3\)"),
        ([[1, 2]], "X", [], r"got shape \(1, 2\)"),
        ([[1, np.nan], [1, 2]], "AX", ["a"], "points holds nan or infinity"),
        ([["a", "b"]], "AX", ["a"], "points must hold real numbers"),
        ([[1, 2], [3, 4]], "ABX", ["a"], "2 points need as many letters; got 3"),
        ([[1, 2], [3, 4], [5, 6]], "ABX", ["a"], "2 letters need as many labels, of 4 classes at the most"),
        (np.eye(6, 2), "ABCDEX", list("abcde"), "5 letters need as many labels, of 4 classes at the most"),
    ],
)
def test_invalid_arguments_are_refused(points: Any, letters: str, labels: Sequence[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        explore_letters(points, letters, labels)


def test_unexpected_error_is_shown(explorer: LetterExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("<no more memory>")

    monkeypatch.setattr(explorer.plane, "draw", fail)
    explorer.k.value = 7
    assert text(explorer.message.value) == "<no more memory>"
