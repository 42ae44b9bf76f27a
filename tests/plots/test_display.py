"""Tests of helpers/plots/display.py: what `show` displays."""

import base64
import io
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from helpers.plots import display, plot_letters, show


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Collect what is displayed: data and metadata of each output."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr(display, "display", lambda data, *, metadata, raw: outputs.append({**data, "about": metadata}))
    return outputs


def hand_drawn() -> Figure:
    """Draw as a notebook does, with pyplot."""
    fig, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1], [0, 1])
    axes.text(0.5, -0.3, "this text sticks out of the figure, which cropping would change the size for")
    return fig


def test_a_figure_is_displayed_once_at_twice_the_size_and_closed(displayed: list[dict[str, Any]]) -> None:
    """4 by 3 inches are 288 by 216 on the page and twice that in the file; nothing is cropped."""
    show(hand_drawn(), "A line.")
    assert len(displayed) == 1
    assert displayed[0]["about"] == {"image/png": {"alt": "A line.", "width": 288, "height": 216}}
    assert displayed[0]["text/plain"] == "A line."
    assert Image.open(io.BytesIO(base64.b64decode(displayed[0]["image/png"]))).size == (576, 432)
    assert plt.get_fignums() == []


def test_the_same_code_gives_the_same_bytes(displayed: list[dict[str, Any]]) -> None:
    """No date, no version, no random id."""
    show(hand_drawn(), "A line.")
    show(hand_drawn(), "A line.")
    assert displayed[0] == displayed[1]


def test_no_setting_is_changed_and_none_crops(displayed: list[dict[str, Any]]) -> None:
    """Somebody may have asked matplotlib to crop everything: the figure keeps its size, and they keep their setting."""
    with mpl.rc_context({"savefig.bbox": "tight", "savefig.facecolor": "black", "savefig.transparent": True}):
        before = dict(mpl.rcParams)
        show(hand_drawn(), "A line.")
        assert dict(mpl.rcParams) == before
    picture = Image.open(io.BytesIO(base64.b64decode(displayed[0]["image/png"]))).convert("RGB")
    assert picture.size == (576, 432)
    assert picture.getpixel((0, 0)) == (255, 255, 255)


def test_the_small_palette_can_hardly_be_seen(displayed: list[dict[str, Any]]) -> None:
    """On a smooth run of colors no pixel is off by more than a few of 255 steps."""
    fig = Figure(figsize=(4, 1))
    fig.add_axes((0, 0, 1, 1)).imshow(np.linspace(0, 1, 256)[None], aspect="auto", cmap="plasma")
    exact = io.BytesIO()
    fig.savefig(exact, dpi=display.FILE_DPI)
    show(fig, "A run of colors.")
    shown = np.asarray(Image.open(io.BytesIO(base64.b64decode(displayed[0]["image/png"]))).convert("RGB"), dtype=int)
    difference = np.abs(shown - np.asarray(Image.open(exact).convert("RGB"), dtype=int))
    assert difference.max() <= 8


def test_our_figures_look_the_same_in_any_style_and_theirs_keep_it(displayed: list[dict[str, Any]]) -> None:
    """In a dark style our labels would be white on white; a figure drawn by hand stays dark."""
    points, letters, labels = [[0, 0], [1, 1], [2, 0]], "ABX", ["round", "square"]
    show(*plot_letters(points, letters, labels))
    with mpl.style.context("dark_background"):
        fig, alt = plot_letters(points, letters, labels)
        show(fig, alt)
        show(hand_drawn(), "A line.")
    assert displayed[0] == displayed[1]
    picture = Image.open(io.BytesIO(base64.b64decode(displayed[2]["image/png"]))).convert("RGB")
    assert picture.getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_a_figure_without_words_is_refused(displayed: list[dict[str, Any]], alt: Any) -> None:
    """And it isn't displayed."""
    fig = hand_drawn()
    with pytest.raises(ValueError, match="show needs a text alternative"):
        show(fig, alt)
    assert displayed == []
    plt.close(fig)
