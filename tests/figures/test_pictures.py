"""Tests of tests/figures/pictures.py on our figures with the smallest changes that must be noticed."""

import io
from importlib.metadata import version

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from helpers.embeddings import TokenEmbeddings
from helpers.plots import display, plot_distances, plot_letters, toy
from tests.figures import pictures
from tests.figures.pictures import OTHER, PINNED, Tolerance, difference, largest_mean, tolerance

POINTS = np.array([[1.4, 1.4], [0.5, 1.7], [2.2, 2.4], [4.4, 3.1], [2, 2]])
LABELS = ["round", "round", "square", "square"]


def picture(fig: Figure) -> Image.Image:
    return Image.open(io.BytesIO(display.to_png(fig))).convert("RGB")


def letters(points: ArrayLike = POINTS, names: str = "ABCDX") -> Image.Image:
    fig, _ = plot_letters(points, names, LABELS)
    fig.axes[0].set(xlim=(0, 5), ylim=(1, 4))
    return picture(fig)


def distances(embeddings: TokenEmbeddings, *, without: str = "") -> Image.Image:
    """Draw the figure with 30,521 dots, or leave out one thing in it."""
    fig, _ = plot_distances(embeddings, "beauty")
    dots, *_, rings = fig.axes[0].collections
    if without == "dots":
        dots.remove()
    elif without == "one dot":
        offsets = np.array(dots.get_offsets())
        offsets[offsets[:, 1].argmax()] = np.nan  # the highest, which stands apart from the others
        dots.set_offsets(offsets)
    elif without == "rings":
        rings.remove()
    elif without == "name":
        fig.axes[0].texts[0].remove()
    return picture(fig)


def mean(stored: Image.Image, fresh: Image.Image, allowed: Tolerance) -> int:
    """Return the number that is compared with the limit."""
    return largest_mean(difference(stored, fresh, allowed.reach))


def test_same_figure_drawn_twice_has_no_difference() -> None:
    assert mean(letters(), letters(), PINNED) == 0


@pytest.mark.verify
@pytest.mark.parametrize(("letter", "coordinate"), [(0, 0), (2, 1), (4, 0)], ids=["round", "square", "query"])
def test_letter_moved_by_smallest_step_exceeds_wide_tolerance(letter: int, coordinate: int) -> None:
    points = POINTS.copy()
    points[letter, coordinate] += 0.1
    assert mean(letters(), letters(points), OTHER) > 2 * OTHER.limit


def test_most_similar_color_exceeds_wide_tolerance(monkeypatch: pytest.MonkeyPatch) -> None:
    before = letters()
    monkeypatch.setattr(toy, "COLORS", (display.GREEN, display.ORANGE))
    assert mean(before, letters(), OTHER) > OTHER.limit


@pytest.mark.verify
@pytest.mark.parametrize("without", ["dots", "rings", "name"])
def test_missing_part_exceeds_wide_tolerance(bert: TokenEmbeddings, without: str) -> None:
    assert mean(distances(bert), distances(bert, without=without), OTHER) > 2 * OTHER.limit


def test_one_missing_dot_exceeds_strict_tolerance(bert: TokenEmbeddings) -> None:
    assert mean(distances(bert), distances(bert, without="one dot"), PINNED) > PINNED.limit


@pytest.mark.parametrize("names", ["ABCQX", "ABC X"], ids=["changed", "missing"])
def test_one_letter_exceeds_strict_tolerance_in_both_directions(names: str) -> None:
    assert mean(letters(), letters(names=names), PINNED) > PINNED.limit
    assert mean(letters(names=names), letters(), PINNED) > PINNED.limit


def test_shift_by_two_pixels_is_within_wide_tolerance_only() -> None:
    shifted = Image.new("RGB", letters().size, "white")
    shifted.paste(letters(), (2, 1))
    assert mean(letters(), shifted, OTHER) <= OTHER.limit
    assert mean(letters(), shifted, PINNED) > PINNED.limit


@pytest.mark.parametrize("package", pictures.DRAWN_BY)
def test_tolerance_is_strict_for_pinned_versions_only(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    assert tolerance() == PINNED
    monkeypatch.setattr(pictures, "version", lambda name: "0.1" if name == package else version(name))
    assert tolerance() == OTHER
