"""Lettered points in two dimensions: the toy world of nearest neighbors."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.plots._region_labels import roomiest_place
from helpers.plots.display import BLUE, GREEN, HALO, ORANGE, PURPLE, add_axes, in_plain_style, new_figure
from helpers.plots.toy_alt_text import boundaries_in_words, letters_in_words, neighbors_in_words

COLORS = (BLUE, ORANGE, GREEN, PURPLE)
MARKERS = ("o", "s", "p", "D")
ROOM = {"p": 1.5}  # how much larger a frame must be to hold a letter


@in_plain_style
def plot_letters(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], neighbors: Sequence[int] = ()
) -> tuple[Figure, str]:
    """Draw points as letters, framed and colored by class, and a circle that takes in the last point's neighbors.

    Parameters
    ----------
    points : real numbers, shape (n + 1, 2)
        The last one is the query: it is drawn without a frame.
    letters : n + 1 strings
        What to write at each point.
    labels : n strings, or more
        The class of each point but the last; of up to four kinds.
    neighbors : ints
        The points to shade; the circle around the query reaches to the farthest of them.

    Returns
    -------
    Figure, str
        The figure and its text alternative.
    """
    points = np.asarray(points, dtype=np.float64)
    names = _names(labels, len(points) - 1)
    fig = new_figure(6, 4.5)
    axes = add_axes(fig, 0.6, 0.5, 0.1, 0.35)
    _draw_letters(axes, points, letters, labels, shaded=neighbors)
    axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
    axes.margins(0.1)
    key = [
        Line2D([], [], marker=marker, color=color, markerfacecolor="white", markersize=10, linestyle="none", label=name)
        for name, color, marker in zip(names, COLORS, MARKERS, strict=False)
    ]
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(key), frameon=False, borderpad=0)
    if not len(neighbors):
        return fig, letters_in_words(points, letters, labels, names)
    radius = euclidean_distances(points[list(neighbors)], points[-1]).max()
    axes.add_patch(Circle((points[-1, 0], points[-1, 1]), radius, fill=False, linestyle="--", zorder=1))
    return fig, neighbors_in_words(points, letters, labels, list(neighbors))


@in_plain_style
def plot_boundaries(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], ks: Sequence[int] = (1, 5, 15)
) -> tuple[Figure, str]:
    """Color every place in the plane by the class that it would get from its k nearest points, for several k.

    The parameters are those of `plot_letters`, and `ks`, one for each panel. The last point has no vote.
    """
    points = np.asarray(points, dtype=np.float64)
    names = _names(labels, len(points) - 1)
    (left, bottom), (right, top) = points.min(axis=0) - 0.4, points.max(axis=0) + 0.4
    across, up = np.linspace(left, right, 241), np.linspace(bottom, top, 241)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    votes = predict(places, points[:-1], labels[: len(points) - 1], ks)
    regions = {k: votes[k].reshape(len(up), len(across)) for k in ks}

    fig = new_figure(9, 3.2)
    given = {}
    for panel, k in enumerate(ks):
        width = 9 / len(ks)
        axes = add_axes(fig, panel * width + 0.1, 0.1, 9 - (panel + 1) * width + 0.1, 0.35)
        _draw_letters(axes, points, letters, labels, size=130)
        nearest = nearest_neighbors(euclidean_distances(points[:-1], points[-1]), k)
        given[k] = majority_vote(labels[i] for i in nearest)
        title = f"k = {k}: {letters[-1]} is {given[k]}"
        axes.set(aspect="equal", xticks=[], yticks=[], xlim=(left, right), ylim=(bottom, top), title=title)
        _draw_regions(axes, across, up, regions[k], names, points)
    return fig, boundaries_in_words(points, letters, labels, names, across, up, regions, given)


def _draw_letters(
    axes: Axes,
    points: NDArray[np.float64],
    letters: Sequence[str],
    labels: Sequence[str],
    *,
    shaded: Sequence[int] = (),
    size: float = 300,
) -> None:
    """Write each letter in the frame and color of its class, some frames shaded, and the last letter bare."""
    names = _names(labels, len(points) - 1)
    for i, (x, y) in enumerate(points[:-1].tolist()):
        color, marker = COLORS[names.index(labels[i])], MARKERS[names.index(labels[i])]
        face = _tint(color) if i in shaded else "white"
        axes.scatter([x], [y], s=size * ROOM.get(marker, 1), marker=marker, facecolor=face, edgecolor=color, zorder=2)
        axes.text(x, y, letters[i], color=color, ha="center", va="center_baseline", size=0.62 * size**0.5)
    x, y = points[-1].tolist()
    query = axes.text(x, y, letters[-1], weight="bold", ha="center", va="center_baseline", size=0.85 * size**0.5)
    query.set_path_effects(HALO)  # it may lie on the border, or on another letter


def _draw_regions(
    axes: Axes,
    across: NDArray[np.float64],
    up: NDArray[np.float64],
    regions: NDArray[np.intp],
    names: Sequence[str],
    points: NDArray[np.float64],
    *,
    part: float = 0.22,
) -> None:
    """Tint the plane behind letters by class, with a line where the class changes and the name of each in its region.

    regions : int array, shape (len(up), len(across))
        Which of the names each place has.
    points : shape (n, 2)
        What the names of the classes must keep clear of. The limits of the axes must be set before.
    part : float
        How much of a color is in its tint.
    """
    tints = np.array([_tint(color, part) for color in COLORS])
    right, above = (across[1] - across[0]) / 2, (up[1] - up[0]) / 2  # from the middle of a place to its edge
    edges = (across[0] - right, across[-1] + right, up[0] - above, up[-1] + above)
    axes.imshow(tints[regions], extent=edges, origin="lower", interpolation="nearest", zorder=0)
    for i, name in enumerate(names):
        inside = regions == i
        if inside.any() and not inside.all():
            axes.contour(across, up, inside.astype(float), levels=[0.5], colors="black", linewidths=1, zorder=1)
        place = roomiest_place(axes, across[::2], up[::2], inside[::2, ::2], points, name, size=9)
        if place:
            axes.text(*place, name, color=COLORS[i], weight="bold", ha="center", va="center", size=9)


def _names(labels: Sequence[str], n: int) -> list[str]:
    """Return the different classes of the first n points, in order of first sight."""
    names = list(dict.fromkeys(labels[:n]))
    if len(labels) < n or len(names) > len(COLORS):
        raise ValueError(f"{n} letters need as many labels, of {len(COLORS)} classes at the most; got {labels!r}.")
    return names


def _tint(color: str, part: float = 0.22) -> tuple[float, float, float]:
    """Return a pale tint of a color, as parts of red, green and blue. Text in a color must be readable on its tint."""
    red, green, blue = (1 - part * (1 - light) for light in to_rgb(color))
    return red, green, blue
