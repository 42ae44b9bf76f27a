"""What neighbors are, in one figure: the bars of notebook 5."""

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from helpers.plots.alt_text import describe_relations
from helpers.plots.display import BLUE, ORANGE, add_axes, in_plain_style, new_figure
from helpers.relations import RELATIONS

# Dark for what a list of synonyms should have and should not, paler the less there is to say.
RELATION_COLORS = dict(zip(RELATIONS, (BLUE, ORANGE, "#58A6DE", "#F6D07A", "#BDBDBD", "white"), strict=True))
WRITTEN = 0.05  # a smaller share has no room for its percentage
EDGE: dict[str, Any] = {"edgecolor": "#333333", "linewidth": 0.6}  # by which the pale colors are seen on white


@in_plain_style
def plot_relations(shares: Mapping[str, Mapping[str, float]]) -> tuple[Figure, str]:
    """Draw a bar for each list of neighbors, divided by how the neighbors are related to their words.

    Parameters
    ----------
    shares : dict of str to dict of str to float
        For each bar, which share of the neighbors is of each kind, by the names in `RELATIONS`; from 0 to 1.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Raises
    ------
    ValueError
        If there are no bars, or the shares of one aren't those of `RELATIONS`, or don't add up to 1.

    Examples
    --------
    >>> kinds = {"synonym": 0.1, "antonym": 0.05, "form": 0.2, "related": 0.3, "unrelated": 0.2, "unknown": 0.15}
    >>> fig, alt = plot_relations({"cosine": kinds})
    >>> alt
    'Synonyms are 10% of "cosine". The largest part is related in "cosine" (30%). ...'
    """
    if not shares:
        raise ValueError("shares has no bars: give a name, and the share of each kind, for one or more.")
    for name, parts in shares.items():
        if set(parts) != set(RELATIONS):
            raise ValueError(f"{name!r} must have a share for each of {', '.join(RELATIONS)}; got {', '.join(parts)}.")
        if not abs(sum(parts.values()) - 1) < 1e-6:  # nan isn't less
            raise ValueError(f"the shares of {name!r} add up to {sum(parts.values()):.3f}, but they must add up to 1.")
    fig = new_figure(9, 1.05 + 0.5 * len(shares))
    axes = add_axes(fig, 1.75, 0.6, 0.3, 0.4)
    axes.set(xlim=(0, 1), ylim=(len(shares) - 0.5, -0.5), xlabel="share of the neighbors")
    for row, parts in enumerate(shares.values()):
        _draw_bar(axes, row, parts)
    axes.set_yticks(range(len(shares)), list(shares))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    _draw_key(fig)
    return fig, describe_relations(shares)


def _draw_bar(axes: Axes, row: int, parts: Mapping[str, float]) -> None:
    """Draw the parts of a bar, one after the other, with the percentages of those that have room for it."""
    left = 0.0
    for kind in RELATIONS:
        axes.add_patch(
            Rectangle((left, row - 0.36), parts[kind], 0.72, facecolor=RELATION_COLORS[kind], clip_on=False, **EDGE)
        )
        if parts[kind] >= WRITTEN:
            middle = left + parts[kind] / 2
            axes.text(middle, row, f"{parts[kind]:.0%}", color=_ink(kind), ha="center", va="center", size=9)
        left += parts[kind]


def _draw_key(fig: Figure) -> None:
    """Draw a patch of each color and its name above the bars. A legend's place would depend on widths of texts."""
    width, height = fig.get_size_inches()
    for place, kind in enumerate(RELATIONS):
        left, bottom = 1.75 + 1.18 * place, height - 0.29
        box = (left / width, bottom / height), 0.2 / width, 0.15 / height
        fig.add_artist(Rectangle(*box, transform=fig.transFigure, facecolor=RELATION_COLORS[kind], **EDGE))
        fig.text((left + 0.27) / width, (bottom + 0.07) / height, kind, va="center", size=10)


def _ink(kind: str) -> str:
    """Return the color of the text on that of a kind."""
    return "white" if RELATION_COLORS[kind] in (BLUE, ORANGE) else "black"
