"""Lettered points in two dimensions: the toy world of nearest neighbors."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.plots.showing import BLUE, GREEN, ORANGE, PURPLE, add_axes, in_plain_style, new_figure
from helpers.regions import vote_everywhere

COLORS = (BLUE, ORANGE, GREEN, PURPLE)
MARKERS = ("o", "s", "^", "D")


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
    fig = new_figure(6, 4.5)
    axes = add_axes(fig, 0.6, 0.5, 0.1, 0.1)
    _draw_letters(axes, points, letters, labels, shaded=neighbors)
    axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
    axes.margins(0.1)
    *others, query = (f"{letter} ({x:.1f}, {y:.1f})" for letter, (x, y) in zip(letters, points, strict=True))
    groups = " ".join(
        f"Class {name}: {', '.join(other for i, other in enumerate(others) if labels[i] == name)}."
        for name in _names(labels, len(others))
    )
    alt = f"{len(others)} lettered points and an unlabeled one, {query}. {groups}"
    if len(neighbors):
        radius = euclidean_distances(points[list(neighbors)], points[-1]).max()
        axes.add_patch(Circle((points[-1, 0], points[-1, 1]), radius, fill=False, linestyle="--", zorder=1))
        inside = ", ".join(letters[neighbor] for neighbor in neighbors)
        alt += f" A circle of radius {radius:.2f} around {letters[-1]} takes in {inside}."
    return fig, alt


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
    across, up = np.linspace(left, right, 121), np.linspace(bottom, top, 121)
    places = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    votes = vote_everywhere(places, points[:-1], labels[: len(points) - 1], ks)

    tints = np.array([_tint(color) for color in COLORS])
    fig = new_figure(9, 3.2)
    said = []
    for panel, k in enumerate(ks):
        width = 9 / len(ks)
        axes = add_axes(fig, panel * width + 0.1, 0.1, 9 - (panel + 1) * width + 0.1, 0.35)
        axes.pcolormesh(across, up, tints[votes[k].reshape(len(up), len(across))], shading="nearest")
        _draw_letters(axes, points, letters, labels, size=130)
        nearest = nearest_neighbors(euclidean_distances(points[:-1], points[-1]), k)
        label = majority_vote(labels[i] for i in nearest)
        axes.set(
            aspect="equal",
            xticks=[],
            yticks=[],
            xlim=(left, right),
            ylim=(bottom, top),
            title=f"k = {k}: {letters[-1]} is {label}",
        )
        shares = ", ".join(f"{name} {np.mean(votes[k] == i):.0%}" for i, name in enumerate(names))
        said.append(f"k = {k}: {letters[-1]} is {label}; of the area {shares}")
    return fig, "The plane colored by the class of its k nearest letters. " + ". ".join(said) + "."


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
        axes.scatter([x], [y], s=size, marker=marker, facecolor=face, edgecolor=color, zorder=2)
        axes.text(x, y, letters[i], color=color, ha="center", va="center_baseline", size=0.62 * size**0.5)
    x, y = points[-1].tolist()
    axes.text(x, y, letters[-1], weight="bold", ha="center", va="center_baseline", size=0.85 * size**0.5)


def _names(labels: Sequence[str], n: int) -> list[str]:
    """Return the different classes of the first n points, in order of first sight."""
    names = list(dict.fromkeys(labels[:n]))
    if len(labels) < n or len(names) > len(COLORS):
        raise ValueError(f"{n} letters need as many labels, of {len(COLORS)} classes at the most; got {labels!r}.")
    return names


def _tint(color: str) -> tuple[float, float, float]:
    """Return a pale tint of a color, as parts of red, green and blue."""
    red, green, blue = (1 - 0.3 * (1 - part) for part in to_rgb(color))
    return red, green, blue
