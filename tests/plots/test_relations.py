"""Tests of helpers/plots/relations.py and its text alternative."""

import io
import warnings
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.plots import plot_relations
from helpers.plots.relations import RELATION_COLORS
from helpers.relations import RELATIONS

SHARES = {
    "near": dict(zip(RELATIONS, (0.03, 0.01, 0.06, 0.1, 0.14, 0.66), strict=True)),
    "like": dict(zip(RELATIONS, (0.09, 0.0, 0.24, 0.28, 0.35, 0.04), strict=True)),
}


def bars(fig: Figure) -> list[list[tuple[str, float, float]]]:
    """Return the parts of each bar from left to right: color, left end and width."""
    parts = [patch for patch in fig.axes[0].patches if isinstance(patch, Rectangle)]
    rows = sorted({part.get_y() for part in parts})
    return [
        [(to_hex(part.get_facecolor()), part.get_x(), part.get_width()) for part in parts if part.get_y() == row]
        for row in rows
    ]


def test_parts_are_the_shares_in_the_order_of_relations() -> None:
    fig, _ = plot_relations({name: dict(reversed(parts.items())) for name, parts in SHARES.items()})
    assert fig.axes[0].yaxis_inverted()
    assert [label.get_text() for label in fig.axes[0].get_yticklabels()] == list(SHARES)
    for drawn, parts in zip(bars(fig), SHARES.values(), strict=True):
        assert [color for color, _, _ in drawn] == [to_hex(RELATION_COLORS[kind]) for kind in RELATIONS]
        np.testing.assert_allclose([width for _, _, width in drawn], [parts[kind] for kind in RELATIONS])
        np.testing.assert_allclose([left for _, left, _ in drawn], np.cumsum([0, *parts.values()])[:-1], atol=1e-12)


def test_shares_of_five_percent_or_more_are_written_in_their_parts() -> None:
    fig, _ = plot_relations(SHARES)
    written = {(text.get_position()[1], text.get_text()) for text in fig.axes[0].texts}
    assert written == {
        *((0, percent) for percent in ("6%", "10%", "14%", "66%")),
        *((1, percent) for percent in ("9%", "24%", "28%", "35%")),
    }
    fig.canvas.draw()
    left, right = fig.axes[0].get_xlim()
    assert (left, right) == (0, 1)
    for text in fig.axes[0].texts:
        box = text.get_window_extent().transformed(fig.axes[0].transData.inverted())
        assert any(start < box.x0 < box.x1 < start + width for row in bars(fig) for _, start, width in row)


def test_key_above_the_bars_names_each_color() -> None:
    fig, _ = plot_relations(SHARES)
    fig.canvas.draw()
    assert [text.get_text() for text in fig.texts] == list(RELATIONS)
    patches = [artist for artist in fig.artists if isinstance(artist, Rectangle)]
    assert [to_hex(patch.get_facecolor()) for patch in patches] == [to_hex(RELATION_COLORS[kind]) for kind in RELATIONS]
    for patch, text, after in zip(patches, fig.texts, [*patches[1:], None], strict=True):
        box, swatch = text.get_window_extent(), patch.get_window_extent()
        assert box.y0 > fig.axes[0].get_window_extent().y1
        assert swatch.x1 < box.x0 < swatch.x1 + 20
        assert box.x1 < (fig.bbox.x1 if after is None else after.get_window_extent().x0)


def test_alt_leads_with_the_finding() -> None:
    assert plot_relations(SHARES)[1] == (
        'Synonyms are 3% of "near" and 9% of "like". The largest part is unknown in "near" (66%); unrelated in "like" '
        "(35%). Each of 2 bars is divided by how neighbors are related to their words."
    )
    assert plot_relations({"near": SHARES["near"]})[1].startswith('Synonyms are 3% of "near". The largest part is unk')


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({}, "shares has no bars"),
        ({"near": {"synonym": 1.0}}, "'near' must have a share for each of synonym, antonym, form"),
        ({"near": {**SHARES["near"], "unknown": 0.5}}, "the shares of 'near' add up to 0.840"),
        ({"near": dict.fromkeys(RELATIONS, float("nan"))}, "the shares of 'near' add up to nan"),
    ],
)
def test_shares_that_make_no_bar_are_refused(shares: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        plot_relations(shares)


def test_names_of_bars_fit_and_begin_no_formula() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fig, _ = plot_relations({"0.3 to 0.4 (12,345)": SHARES["near"], "$a$": SHARES["like"]})
        fig.savefig(io.BytesIO(), format="png")
    assert min(label.get_window_extent().x0 for label in fig.axes[0].get_yticklabels()) > 0
