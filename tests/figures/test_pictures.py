"""Tests of the comparison of pictures, on our figures, changed as little as they can be."""

import io
from importlib.metadata import version

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from helpers.embeddings import TokenEmbeddings
from helpers.plots import display, plot_distances, plot_letters
from helpers.plots import toy as letters_module
from tests.figures import pictures
from tests.figures.pictures import OTHER, PINNED, difference, largest_mean, side_by_side, tolerance

POINTS = np.array([[1.4, 1.4], [0.5, 1.7], [2.2, 2.4], [4.4, 3.1], [2, 2]])
LABELS = ["round", "round", "square", "square"]


def picture(fig: Figure) -> Image.Image:
    """Return what `show` would store of a figure."""
    return Image.open(io.BytesIO(display.to_png(fig))).convert("RGB")


def letters(points: ArrayLike = POINTS, names: str = "ABCDX") -> Image.Image:
    """Draw letters, in the same frame wherever they lie."""
    fig, _ = plot_letters(points, names, LABELS)
    fig.axes[0].set(xlim=(0, 5), ylim=(1, 4))
    return picture(fig)


def distances(embeddings: TokenEmbeddings, *, without: str = "") -> Image.Image:
    """Draw the figure with 30,521 dots, or leave out one thing in it."""
    fig, _ = plot_distances(embeddings, "beauty")
    dots, rings = fig.axes[0].collections
    if without == "the dots":
        dots.remove()
    elif without == "one dot":
        offsets = np.array(dots.get_offsets())
        offsets[distances_rank(offsets, 1)] = np.nan
        dots.set_offsets(offsets)
    elif without == "the rings":
        rings.remove()
    elif without == "a name":
        fig.axes[0].texts[0].remove()
    return picture(fig)


def distances_rank(offsets: np.ndarray, rank: int) -> int:
    """Return which dot is the lowest but `rank`: it stands apart from the others."""
    return int(np.argsort(offsets[:, 1])[rank])


def apart(stored: Image.Image, fresh: Image.Image, reach: int) -> int:
    """Return the number that a limit is compared with."""
    return largest_mean(difference(stored, fresh, reach))


def test_the_same_figure_drawn_twice_is_no_different() -> None:
    """Not by one pixel."""
    assert apart(letters(), letters(), PINNED.reach) == 0


@pytest.mark.verify
@pytest.mark.parametrize(("letter", "coordinate"), [(0, 0), (2, 1), (4, 0)], ids=["round", "square", "query"])
def test_one_moved_letter_is_seen_everywhere(letter: int, coordinate: int) -> None:
    """By a tenth, the smallest step of our points, with twice the limit to spare."""
    points = POINTS.copy()
    points[letter, coordinate] += 0.1
    assert apart(letters(), letters(points), OTHER.reach) > 2 * OTHER.limit


def test_another_color_is_seen_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even green for blue, the two that look most alike."""
    before = letters()
    monkeypatch.setattr(letters_module, "COLORS", (display.GREEN, display.ORANGE))
    assert apart(before, letters(), OTHER.reach) > OTHER.limit


@pytest.mark.verify
@pytest.mark.parametrize("what", ["the dots", "the rings", "a name"])
def test_what_is_missing_is_seen_everywhere(bert: TokenEmbeddings, what: str) -> None:
    """Thirty thousand dots, five rings, or one name among them."""
    assert apart(distances(bert), distances(bert, without=what), OTHER.reach) > 2 * OTHER.limit


def test_the_pinned_versions_see_one_dot_in_thirty_thousand_and_one_letter(bert: TokenEmbeddings) -> None:
    """Where nothing else differs, small things show."""
    assert apart(distances(bert), distances(bert, without="one dot"), PINNED.reach) > PINNED.limit
    assert apart(letters(), letters(names="ABCQX"), PINNED.reach) > PINNED.limit


def test_text_that_moves_by_two_pixels_is_forgiven_elsewhere_only() -> None:
    """As it does between versions of matplotlib."""
    moved = Image.new("RGB", letters().size, "white")
    moved.paste(letters(), (2, 1))
    assert apart(letters(), moved, OTHER.reach) <= OTHER.limit
    assert apart(letters(), moved, PINNED.reach) > PINNED.limit


def test_a_difference_counts_both_ways() -> None:
    """Something more is as bad as something less."""
    assert apart(letters(), letters(names="ABC X"), PINNED.reach) > 0
    assert apart(letters(names="ABC X"), letters(), PINNED.reach) > 0


def test_the_tolerance_is_strict_for_the_pinned_versions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests run with them; another release of matplotlib or Pillow gets the wide one."""
    assert tolerance() == PINNED
    for other in pictures.DRAWN_BY:
        monkeypatch.setattr(pictures, "version", lambda name, other=other: "0.1" if name == other else version(name))
        assert tolerance() == OTHER


def test_pictures_stand_side_by_side() -> None:
    """Each in full."""
    row = side_by_side(("stored", Image.new("RGB", (30, 20), "red")), ("this run", Image.new("RGB", (40, 10), "blue")))
    assert row.getpixel((0, row.height - 1)) == (255, 0, 0)
    assert row.getpixel((40, 20)) == (0, 0, 255)
