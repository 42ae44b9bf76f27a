"""Tests of the palette: its colors are told apart by all kinds of color vision, as far as that is simulated.

The measure is CIEDE2000 between the colors as each kind of vision sees them. What is enough? The colors of Okabe and
Ito were chosen, with color-blind readers, to be told apart in figures: ours must be at least as far apart as the two
of theirs that look most alike. Shapes, lines and names say the same again; other tests see to that.
"""

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from helpers.plots import BLUE, GRAY, ORANGE
from helpers.plots.toy import COLORS, tint
from helpers.plots.vocabulary import DARK_TO_ORANGE, KIND_COLORS
from tests.plots.colors import VISIONS, contrast, difference, lab, rgb, smallest_difference

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "black")  # their four that ours come from, and their black
ENOUGH = min(smallest_difference(*pair) for pair in combinations(OKABE_ITO, 2))  # 12.2: their blue and their purple
STEPS = np.asarray(DARK_TO_ORANGE.colors)[:, :3]


def too_close(*colors: Any) -> list[tuple[Any, ...]]:
    """Return the pairs of colors that somebody can't tell apart."""
    return [pair for pair in combinations(colors, 2) if smallest_difference(*pair) < ENOUGH]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((100, 0, 0), (0, 0, 0), 100),
    ],
)
def test_the_difference_is_that_of_the_published_examples(one: Any, other: Any, expected: float) -> None:
    """Three of the paper by Sharma, Wu and Dalal, and black and white."""
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)


def test_the_simulation_knows_white_and_what_is_confused() -> None:
    """Gray stays gray for everyone. Red is darker for protans, as it is known to be."""
    for vision in VISIONS:
        np.testing.assert_allclose(lab(rgb("white", "gray"), vision)[:, 1:], 0, atol=0.05)
    assert lab(rgb("red"), "protan")[0, 0] < lab(rgb("red"))[0, 0] - 10


def test_classes_and_kinds_are_told_apart() -> None:
    """Each from each, by everyone, with the black and the gray that stand beside them."""
    assert not too_close(*COLORS)
    assert not too_close(*KIND_COLORS.values())
    assert not too_close(BLUE, ORANGE, GRAY, "black")


def test_the_test_bites() -> None:
    """A red and a green of one lightness are far apart for most readers, and the same for some."""
    red, green = "#C00000", "#007800"
    lights = lab(rgb(red, green))
    assert abs(lights[0, 0] - lights[1, 0]) < 5
    assert difference(*lights) > 5 * ENOUGH
    assert too_close(red, green) == [(red, green)]
    assert too_close(BLUE, "#7B53A8")  # a purple that looks blue to many


def test_the_tints_of_two_classes_are_told_apart_and_all_from_white() -> None:
    """So it is seen which frames are shaded. Where there are more classes, lines and names divide the plane, too."""
    blue, orange, *_ = tints = [tint(color) for color in COLORS]
    assert not too_close(blue, orange)
    assert all(smallest_difference(tint, "white") > ENOUGH / 2 for tint in tints)


@pytest.mark.parametrize("vision", VISIONS)
def test_the_color_map_gets_lighter_at_each_step(vision: str) -> None:
    """By at least twice what is said to be just seen on large patches, and its ends are told apart easily."""
    assert np.diff(lab(STEPS, vision)[:, 0]).min() > 2
    assert difference(*lab(STEPS[[0, -1]], vision)) > 3 * ENOUGH


def test_the_color_map_can_be_seen_on_white() -> None:
    """Even its lightest color. Those of plasma, which end in yellow, can't."""
    assert contrast(STEPS, rgb("white")).min() >= 3
    assert contrast(rgb("#F0F921"), rgb("white")) < 3


def test_the_contrast_is_that_of_the_definition() -> None:
    """Black on white is 21 to 1, and #767676 is known as the lightest gray that will do for text on white."""
    assert contrast(rgb("black"), rgb("white")) == pytest.approx(21)
    assert contrast(rgb("#767676"), rgb("white")) >= 4.5 > contrast(rgb("#777777"), rgb("white"))
