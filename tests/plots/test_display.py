"""Tests of helpers/plots/display.py."""

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
    """Collect the data and the metadata of each output."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr(display, "display_data", lambda data, metadata: outputs.append({**data, "metadata": metadata}))
    return outputs


def picture(output: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(output["image/png"]))).convert("RGB")


def pyplot_figure() -> Figure:
    """Draw a figure whose size would change if it were cropped."""
    fig, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1], [0, 1])
    axes.text(0.5, -0.3, "a long text that extends beyond the edge of the figure, and so beyond its size")
    return fig


def test_show_displays_at_double_resolution_and_closes(displayed: list[dict[str, Any]]) -> None:
    show(pyplot_figure(), "A line.")
    assert len(displayed) == 1
    assert displayed[0]["metadata"] == {"image/png": {"alt": "A line.", "width": 288, "height": 216}}
    assert displayed[0]["text/plain"] == "A line."
    assert picture(displayed[0]).size == (576, 432)
    assert plt.get_fignums() == []


def test_show_prints_the_text_alternative_in_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    show(pyplot_figure(), "A line.")
    assert capsys.readouterr().out == "A line.\n"


def test_show_is_deterministic(displayed: list[dict[str, Any]]) -> None:
    show(pyplot_figure(), "A line.")
    show(pyplot_figure(), "A line.")
    assert displayed[0] == displayed[1]


def test_show_ignores_and_keeps_settings_for_saving(displayed: list[dict[str, Any]]) -> None:
    with mpl.rc_context({"savefig.bbox": "tight", "savefig.facecolor": "black", "savefig.transparent": True}):
        before = dict(mpl.rcParams)
        show(pyplot_figure(), "A line.")
        assert dict(mpl.rcParams) == before
    assert picture(displayed[0]).size == (576, 432)
    assert picture(displayed[0]).getpixel((0, 0)) == (255, 255, 255)


def test_reduced_palette_is_close_to_exact_colors(displayed: list[dict[str, Any]]) -> None:
    fig = Figure(figsize=(4, 1))
    fig.add_axes((0, 0, 1, 1)).imshow(np.linspace(0, 1, 256)[None], aspect="auto", cmap="plasma")
    exact = io.BytesIO()
    fig.savefig(exact, dpi=display.FILE_DPI)
    show(fig, "A color gradient.")
    difference = np.asarray(picture(displayed[0]), dtype=int) - np.asarray(Image.open(exact).convert("RGB"), dtype=int)
    assert np.abs(difference).max() <= 8


def test_style_affects_only_figures_of_the_user(displayed: list[dict[str, Any]]) -> None:
    """Matplotlib reads some settings when it creates a figure, and those of ticks only when it draws them."""

    def figures() -> list[tuple[Figure, str]]:
        return [plot_letters([[0, 0], [1, 1], [2, 0]], "ABX", ["round", "square"]), (pyplot_figure(), "A line.")]

    created_before = figures()
    for fig, alt in figures():
        show(fig, alt)
    with mpl.style.context(["dark_background", {"xtick.direction": "in", "xtick.labelsize": 20}]):
        for fig, alt in [*created_before, *figures()]:
            show(fig, alt)
    ours, own = displayed[::2], displayed[1::2]
    assert ours[0] == ours[1] == ours[2]
    assert own[0] != own[1]
    assert picture(own[2]).getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_missing_text_alternative_is_refused(displayed: list[dict[str, Any]], alt: Any) -> None:
    fig = pyplot_figure()
    with pytest.raises(ValueError, match="show needs a text alternative"):
        show(fig, alt)
    assert displayed == []
    plt.close(fig)


def test_anything_but_a_figure_is_refused(displayed: list[dict[str, Any]]) -> None:
    fig = pyplot_figure()
    with pytest.raises(TypeError, match=r"show needs a figure, such as plt\.gcf\(\); got NoneType"):
        show(None, "text")  # type: ignore[arg-type]
    show(plt.gcf(), "text")
    assert len(displayed) == 1
    assert not plt.fignum_exists(fig.number)
