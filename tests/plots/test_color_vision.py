"""Tests that the colors of the palette are distinguishable with all simulated kinds of color vision.

The measure is CIEDE2000 between the colors as each kind of vision sees them. The threshold comes from the colors of
Okabe and Ito, which were chosen with color-blind readers for use in figures: ours must differ at least as much as the
two of theirs that look most alike. Shapes, lines and names repeat what colors say; other tests check them.
"""

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from helpers.plots import BLUE, GRAY, ORANGE
from helpers.plots.indexes import SEARCHED
from helpers.plots.relations import RELATION_COLORS
from helpers.plots.toy import COLORS, tint
from helpers.plots.vocabulary import KIND_COLORS, PALE_GRAY, VIOLET_TO_GREEN
from tests.plots.colors import VISIONS, contrast, difference, lab, rgb, smallest_difference

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "black")  # their four that ours come from, and their black
ENOUGH = min(smallest_difference(*pair) for pair in combinations(OKABE_ITO, 2))  # 12.2: their blue and their purple
STEPS = np.asarray(VIOLET_TO_GREEN.colors)[:, :3]


def too_similar(*colors: Any) -> list[tuple[Any, ...]]:
    return [pair for pair in combinations(colors, 2) if smallest_difference(*pair) < ENOUGH]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ],
)
def test_difference_equals_published_examples(one: Any, other: Any, expected: float) -> None:
    """From the paper by Sharma, Wu and Dalal."""
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)


def test_contrast_equals_known_values() -> None:
    """The lightest gray that WCAG allows for text on white is #767676."""
    assert contrast(rgb("black"), rgb("white")) == pytest.approx(21)
    assert contrast(rgb("#767676"), rgb("white")) >= 4.5 > contrast(rgb("#777777"), rgb("white"))


def test_simulation_keeps_grays_and_confuses_red_with_green() -> None:
    for vision in VISIONS:
        np.testing.assert_allclose(lab(rgb("white", "gray"), vision)[:, 1:], 0, atol=0.05)
    red, green = "#C00000", "#007800"
    assert difference(*lab(rgb(red, green))) > 5 * ENOUGH
    assert too_similar(red, green) == [(red, green)]


def test_colors_of_classes_and_kinds_are_distinguishable() -> None:
    assert not too_similar(*COLORS)
    assert not too_similar(*KIND_COLORS.values())
    assert not too_similar(*RELATION_COLORS.values())
    assert not too_similar(BLUE, ORANGE, GRAY, "black")


def test_most_similar_tokens_are_distinguishable_from_the_others() -> None:
    assert not too_similar(ORANGE, PALE_GRAY, "black")


def test_color_map_is_not_mistaken_for_the_color_of_similar_tokens() -> None:
    """Notebook 3 shows lengths by a color map soon after it shows the most similar tokens in orange."""
    assert min(smallest_difference(ORANGE, step) for step in STEPS) > ENOUGH


def test_tints_of_two_classes_are_distinguishable() -> None:
    """From each other and from white. With more classes, lines and names divide the plane, too."""
    blue, orange, *_ = tints = [tint(color) for color in COLORS]
    assert not too_similar(blue, orange)
    assert all(smallest_difference(pale, "white") > ENOUGH / 2 for pale in [*tints, SEARCHED])


@pytest.mark.parametrize("vision", VISIONS)
def test_color_map_gets_lighter_without_visible_steps(vision: str) -> None:
    """A difference of 1 is just visible on large patches, and only there."""
    assert np.diff(lab(STEPS, vision)[:, 0]).min() > 0
    assert difference(lab(STEPS[1:], vision), lab(STEPS[:-1], vision)).max() < 1.2
    assert difference(*lab(STEPS[[0, -1]], vision)) > 3 * ENOUGH


def test_color_map_is_visible_on_white() -> None:
    assert contrast(STEPS, rgb("white")).min() >= 3
