"""Displaying figures in a notebook, and the style that ours share."""

import base64
import functools
import io
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, ParamSpec, TypeVar

import matplotlib.pyplot as plt
from IPython import get_ipython
from IPython.display import display
from matplotlib import rc_context, style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, withStroke
from PIL import Image

# Pixels per inch in the file and on the page. The file has twice as many, so that figures are sharp on today's screens.
FILE_DPI = 144
PAGE_DPI = 72
P = ParamSpec("P")
Drawn = TypeVar("Drawn")
OURS = "drawn by helpers.plots"  # the label of our figures, by which `show` knows that they need our style

# The color families of Okabe and Ito (https://jfly.uni-koeln.de/color/), but darker: of theirs, only the blue will do
# for text. Contrast on white 6.7, 6.6, 9.9, 7.5 and 5.3 to 1, and at least 4.6 for the first four on their own tints.
# They differ in lightness as well as in hue, for readers to whom two hues look alike; tests/plots/ measures both.
BLUE, ORANGE, GREEN, PURPLE, GRAY = "#055CAB", "#A33B00", "#004D3A", "#7C4069", "#6B6B6B"
HALO: list[AbstractPathEffect] = [withStroke(linewidth=2.5, foreground="white")]  # for what is drawn over many dots


def show(fig: Figure, alt: str) -> None:
    """Display a figure once, as a PNG at twice the page's resolution, with its text alternative; then close it.

    The picture is not cropped, and no setting of matplotlib or Jupyter is changed.

    Parameters
    ----------
    fig : Figure
        The figure.
    alt : str
        Its text alternative, for readers who can't see it.

    Raises
    ------
    TypeError
        If it isn't a figure.
    ValueError
        If the text alternative is empty.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("show needs a text alternative: say in a sentence or two what the figure shows.")
    if not isinstance(fig, Figure):
        raise TypeError(f"show needs a figure, such as plt.gcf(); got {type(fig).__name__}.")
    png = to_png(fig)
    plt.close(fig)
    width, height = (round(inches * PAGE_DPI) for inches in fig.get_size_inches())
    data = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": alt}
    display_data(data, {"image/png": {"alt": alt, "width": width, "height": height}})


def display_data(data: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Display an output, given by MIME type; in a script, which can't, print its text."""
    if get_ipython() is None:
        print(data["text/plain"])
    else:
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]


def in_plain_style(draw: Callable[P, Drawn]) -> Callable[P, Drawn]:
    """Make a function draw in matplotlib's default style, whatever style the user has set, and $ as a dollar sign."""

    @functools.wraps(draw)
    def draw_in_plain_style(*args: P.args, **kwargs: P.kwargs) -> Drawn:
        with style.context(["default", {"text.parse_math": False}], after_reset=True):
            return draw(*args, **kwargs)

    return draw_in_plain_style


def to_png(fig: Figure) -> bytes:
    """Return a figure as a PNG with a palette of 256 colors, a quarter of the size of one in full color."""
    drawn, file = io.BytesIO(), io.BytesIO()
    own_style = style.context("default", after_reset=True) if fig.get_label() == OURS else nullcontext()
    with own_style, rc_context({"savefig.bbox": "standard"}):
        fig.savefig(drawn, format="png", dpi=FILE_DPI, facecolor=fig.get_facecolor(), transparent=False)
    picture = Image.open(drawn).convert("RGB")
    picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return file.getvalue()


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, outside pyplot, so that only `show` displays it."""
    fig = Figure(figsize=(width, height))
    fig.set_layout_engine("none")
    fig.set_label(OURS)
    return fig


def add_axes(fig: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Add axes with fixed margins, in inches from each edge of the figure."""
    width, height = fig.get_size_inches()
    box = (left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height)
    axes: Axes = fig.add_axes(box)
    axes.spines[["top", "right"]].set_visible(False)
    return axes
