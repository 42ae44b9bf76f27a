"""What indexes for approximate search do: the figures of notebook 6."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Polygon
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike, NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import nearest_neighbors
from helpers.plots.alt_text import describe_cells, describe_codes, describe_recall, describe_walk
from helpers.plots.display import BLUE, GRAY, GREEN, HALO, ORANGE, PURPLE, add_axes, in_plain_style, new_figure
from helpers.plots.toy import draw_letters

Floats = NDArray[np.float64]
SEARCHED = "#FAE8A4"  # the tint of the cells that are searched: no class has it
LINE = "#7F7F7F"  # 4 to 1 on white: thin lines that letters stand on
SIZE = 200  # of the letters: small, so that lines are seen between them
MARGIN = 0.4  # of the plane around the letters, in data units
CURVES = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"), (PURPLE, "D"))
NAME_HEIGHT = 0.07  # of a curve's name, in units of recall


@in_plain_style
def plot_cells(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], centers: ArrayLike, searched: Sequence[int]
) -> tuple[Figure, str]:
    """Draw the cells of an inverted file, tint those that are searched, and fill the letters in them.

    A cell is the part of the plane that is nearer to its center than to any other. The circle around the query goes
    through its nearest letter: if this isn't filled, the search misses it.

    Parameters
    ----------
    points, letters, labels
        As in `plot_letters`.
    centers : array-like of shape (c, 2)
        The center of each cell.
    searched : sequence of int
        The cells whose letters are compared with the query, as positions in `centers`.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Raises
    ------
    ValueError
        If there are too few labels, more than four classes, or no such cell.

    Examples
    --------
    >>> points, labels = [[0, 0], [1, 0], [4, 0], [2, 1]], ["round", "round", "square"]
    >>> fig, alt = plot_cells(points, "ABCX", labels, centers=[[0.5, 0], [4, 0]], searched=[0])
    >>> alt
    'The nearest letter to X, B, is among those compared. Of 2 cells of the plane, 1 is searched, ...'
    """
    points, centers = np.asarray(points, dtype=np.float64), np.asarray(centers, dtype=np.float64)
    for i in searched:
        if not 0 <= i < len(centers):
            raise ValueError(f"searched has {i}, but there are {len(centers)} cells: 0 to {len(centers) - 1}.")
    cells = [int(nearest_neighbors(euclidean_distances(centers, point), 1)[0]) for point in points]
    compared = [i for i, cell in enumerate(cells[:-1]) if cell in searched]
    fig, axes, frame = _new_plane(points)
    for i in range(len(centers)):
        corners = cell_corners(centers, i, frame)
        if len(corners):
            axes.add_patch(Polygon(corners, facecolor=SEARCHED if i in searched else "white", edgecolor=LINE, zorder=0))
    draw_letters(axes, points, letters, labels, filled=compared, size=SIZE)
    cross: dict[str, Any] = {"marker": "x", "color": "black", "linewidth": 1.5, "path_effects": HALO}
    axes.scatter(centers[:, 0], centers[:, 1], s=45, zorder=1, **cross)  # under the letters, which stay readable
    nearest = _circle_nearest(axes, points)
    _draw_key(axes, 0, "center of a cell", marker="x", color="black", markersize=45**0.5, markeredgewidth=1.5)
    _draw_key(axes, 1.45, "searched", marker="s", markersize=10, color=SEARCHED, markeredgecolor=LINE)
    _draw_key(axes, 2.5, f"compared with {letters[-1]}", marker="s", markersize=10, color="black")
    return fig, describe_cells(letters, cells, len(centers), searched, nearest)


@in_plain_style
def plot_walk(
    points: ArrayLike,
    letters: Sequence[str],
    labels: Sequence[str],
    links: Sequence[Sequence[int]],
    walk: Sequence[int],
) -> tuple[Figure, str]:
    """Draw a graph on the letters, and a walk along its links toward the query.

    The circle around the query goes through its nearest letter, where the walk should end.

    Parameters
    ----------
    points, letters, labels
        As in `plot_letters`. The query isn't in the graph.
    links : sequence of n sequences of int
        For each letter, those it has a link to.
    walk : sequence of int
        The letters visited, in order; each has a link to the next.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Raises
    ------
    ValueError
        If there are too few labels, more than four classes, no links for some letter, an empty walk, or a step of it
        without a link.

    Examples
    --------
    >>> points, labels = [[0, 0], [1, 0], [4, 0], [2, 1]], ["round", "round", "square"]
    >>> fig, alt = plot_walk(points, "ABCX", labels, links=[[1], [0, 2], [1]], walk=[2, 1])
    >>> alt
    'The walk from C ends at B, the nearest letter to X. ...'
    """
    points = np.asarray(points, dtype=np.float64)
    _check_walk(letters, links, walk, len(points) - 1)
    fig, axes, _ = _new_plane(points)
    pairs = sorted({(min(i, j), max(i, j)) for i, others in enumerate(links) for j in others})
    axes.add_collection(LineCollection([points[list(pair)] for pair in pairs], colors=LINE, linewidths=0.8, zorder=1))
    for here, there in pairwise(walk):
        _draw_arrow(axes, points[here], points[there], shrinkA=8, shrinkB=8, linewidth=2.5, mutation_scale=15)
    draw_letters(axes, points, letters, labels, filled=walk, size=SIZE)
    nearest = _circle_nearest(axes, points)
    _draw_key(axes, 0, "link", marker="_", color=LINE, markersize=16, markeredgewidth=0.8)
    _draw_key(axes, 0.8, "step of the walk", marker="_", color="black", markersize=16, markeredgewidth=2.5)
    return fig, describe_walk(letters, pairs, walk, nearest)


@in_plain_style
def plot_codes(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], decoded: ArrayLike
) -> tuple[Figure, str]:
    """Draw where each letter is decoded by product quantization, on a grid of few values for each coordinate.

    Parameters
    ----------
    points, letters, labels
        As in `plot_letters`. The query isn't coded.
    decoded : array-like of shape (n, 2)
        The place that each letter is decoded to.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Raises
    ------
    ValueError
        If there are too few labels, more than four classes, or not one decoded place for each letter.

    Examples
    --------
    >>> points, labels = [[0, 0], [1, 0], [4, 0], [2, 1]], ["round", "round", "square"]
    >>> fig, alt = plot_codes(points, "ABCX", labels, decoded=[[0.5, 0], [0.5, 0], [4, 0]])
    >>> alt
    'By the decoded places B, the nearest letter to X, is tied with A. ...'
    """
    points, decoded = np.asarray(points, dtype=np.float64), np.asarray(decoded, dtype=np.float64)
    if decoded.shape != points[:-1].shape:
        raise ValueError(
            f"{len(points) - 1} letters need one decoded place each, shape {points[:-1].shape}; got {decoded.shape}."
        )
    fig, axes, _ = _new_plane(points)
    for x in np.unique(decoded[:, 0]):
        axes.axvline(x, color=LINE, linewidth=0.6, zorder=0)
    for y in np.unique(decoded[:, 1]):
        axes.axhline(y, color=LINE, linewidth=0.6, zorder=0)
    for point, place in zip(points[:-1], decoded, strict=True):
        _draw_arrow(axes, point, place, shrinkA=5, shrinkB=2, linewidth=1, mutation_scale=8)
    draw_letters(axes, points, letters, labels, size=150)  # smaller still: many are decoded close by
    axes.scatter(decoded[:, 0], decoded[:, 1], s=14, color="black", linewidth=0, zorder=2)
    _draw_key(axes, 0, "decoded place", marker="o", color="black", markersize=14**0.5)
    return fig, describe_codes(points, letters, decoded)


@in_plain_style
def plot_recall(curves: Mapping[str, tuple[ArrayLike, ArrayLike]], *, floor: float | None = None) -> tuple[Figure, str]:
    """Draw the recall of indexes against the share of the vectors that they compare with the query.

    Parameters
    ----------
    curves : dict of str to (array-like of shape (m,), array-like of shape (m,))
        For each of one to four indexes, the shares, in increasing order, and the recall at each; from 0 to 1.
    floor : float, optional
        The recall that one wants at least, drawn as a dashed line.

    Returns
    -------
    Figure, str
        The figure and its text alternative, which says where each curve reaches the floor, or else 90%.

    Raises
    ------
    ValueError
        If there are no curves or more than four, or the values of one can't be drawn.

    Examples
    --------
    >>> fig, alt = plot_recall({"IVF": ([0.01, 0.02, 0.1], [0.5, 0.8, 0.95])})
    >>> alt
    'A recall of 90% is reached by IVF where 10% are compared. ...'
    """
    lines = {name: _check_curve(name, *curve) for name, curve in curves.items()}
    if not 1 <= len(lines) <= len(CURVES):
        raise ValueError(f"curves must have 1 to {len(CURVES)} curves, to be told apart; got {len(lines)}.")
    fig = new_figure(7.3, 4)
    axes = add_axes(fig, 0.75, 0.6, 1.9, 0.2)
    all_shares = np.concatenate([shares for shares, _ in lines.values()])
    axes.set(xscale="log", xlim=(all_shares.min() / 1.3, all_shares.max() * 1.3), ylim=(0, 1.03))
    axes.set(xlabel="share of the vectors compared", ylabel="recall at 10")
    left, right = axes.get_xlim()
    digits = (1, 2, 5) if right < 1000 * left else (1,)
    ticks = [tick for power in range(-9, 1) for digit in digits if left <= (tick := digit * 10.0**power) <= right]
    axes.set_xticks(ticks, [f"{100 * tick:g}%" for tick in ticks])
    axes.set_xticks([], minor=True)
    for (shares, recalls), (color, marker) in zip(lines.values(), CURVES, strict=False):
        axes.plot(shares, recalls, color=color, marker=marker, markersize=6, clip_on=False)
    if floor is not None:
        axes.axhline(floor, color=GRAY, linestyle="--", linewidth=1, zorder=0)
        above: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "path_effects": HALO}
        axes.text(0.01, floor + 0.012, f"at least {floor:g}", color=GRAY, size=9, **above)
    _name_curves(axes, lines)
    return fig, describe_recall(lines, 0.9 if floor is None else floor)


def cell_corners(centers: Floats, i: int, frame: Floats) -> Floats:
    """Return the corners of the part of a frame that is nearer to one center than to any other.

    Parameters
    ----------
    centers : ndarray of shape (c, 2)
        The centers of the cells.
    i : int
        Which cell.
    frame : ndarray of shape (4, 2)
        The corners of the frame, in order around it.

    Returns
    -------
    ndarray of shape (k, 2)
        The corners, in the same order; none if the cell lies outside the frame.
    """
    corners = frame
    for other in np.delete(centers, i, axis=0):
        # How far each corner lies beyond the border, which is halfway to the other center.
        beyond = (corners - (centers[i] + other) / 2) @ (other - centers[i])
        kept = []
        for corner, following, a, b in zip(
            corners, np.roll(corners, -1, axis=0), beyond, np.roll(beyond, -1), strict=True
        ):
            if a <= 0:
                kept.append(corner)
            if a < 0 < b or b < 0 < a:
                kept.append(corner + (following - corner) * a / (a - b))
        corners = np.reshape(kept, (-1, 2))
    return corners


def _new_plane(points: Floats) -> tuple[Figure, Axes, Floats]:
    """Return a figure, its axes around the points, and the corners of a frame a little larger than these."""
    fig = new_figure(6, 4.5)
    axes = add_axes(fig, 0.6, 0.5, 0.1, 0.35)
    (left, bottom), (right, top) = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
    axes.set(xlabel="first coordinate", ylabel="second coordinate")
    corners = [(left - 1, bottom - 1), (right + 1, bottom - 1), (right + 1, top + 1), (left - 1, top + 1)]
    return fig, axes, np.array(corners)


def _circle_nearest(axes: Axes, points: Floats) -> int:
    """Draw a circle around the last point, the query, through the point nearest to it, and return the id of this."""
    distances = euclidean_distances(points[:-1], points[-1])
    nearest = int(nearest_neighbors(distances, 1)[0])
    axes.add_patch(Circle((points[-1, 0], points[-1, 1]), distances[nearest], fill=False, linestyle="--", zorder=1))
    return nearest


def _draw_arrow(axes: Axes, start: Floats, end: Floats, **style: Any) -> None:
    """Draw an arrow under the letters, from the edge of one place to that of another."""
    ends = (start[0], start[1]), (end[0], end[1])
    axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", color="black", zorder=1, **style))


def _draw_key(axes: Axes, left: float, text: str, **marker: Any) -> None:
    """Draw a marker and what it means above the axes, so many inches to the right of where they begin."""
    axes.annotate(
        text,
        (0, 1),
        xycoords="axes fraction",
        xytext=(72 * left + 20, 12),
        textcoords="offset points",
        va="center_baseline",
    )
    place = axes.transAxes + ScaledTranslation(left + 0.1, 12 / 72, axes.figure.dpi_scale_trans)
    axes.plot([0], [1], transform=place, clip_on=False, linestyle="none", **marker)


def _name_curves(axes: Axes, lines: Mapping[str, tuple[Floats, Floats]]) -> None:
    """Write the names to the right of the axes, with their markers, from the curve that ends highest to the lowest."""
    styles = dict(zip(lines, CURVES, strict=False))
    names = sorted(lines, key=lambda name: (lines[name][1][-1], lines[name][1].mean()), reverse=True)
    height = 1.03 + NAME_HEIGHT
    for below, name in zip(reversed(range(len(names))), names, strict=True):
        height = min(height - NAME_HEIGHT, max(lines[name][1][-1], below * NAME_HEIGHT))
        color, marker = styles[name]
        to_right = axes.get_yaxis_transform()
        axes.plot([1.03], [height], transform=to_right, color=color, marker=marker, markersize=6, clip_on=False)
        axes.text(1.06, height, name, transform=to_right, color=color, va="center_baseline")


def _check_walk(letters: Sequence[str], links: Sequence[Sequence[int]], walk: Sequence[int], n: int) -> None:
    """Raise ValueError unless each of n letters has links, and the walk follows them."""
    if len(links) != n:
        raise ValueError(f"{n} letters need as many rows of links; got {len(links)}.")
    for i in [*walk, *(j for others in links for j in others)]:
        if not 0 <= i < n:
            raise ValueError(f"links and walk must have ids of letters, 0 to {n - 1}; got {i}.")
    if not len(walk):
        raise ValueError("walk has no letters: give the one it starts at, and those it goes to.")
    for here, there in pairwise(walk):
        if there not in links[here]:
            raise ValueError(f"walk goes from {letters[here]} to {letters[there]}, but links[{here}] has no {there}.")


def _check_curve(name: str, shares: ArrayLike, recalls: ArrayLike) -> tuple[Floats, Floats]:
    """Return the values of a curve as arrays, or raise ValueError if they can't be drawn."""
    x, y = np.asarray(shares, dtype=np.float64), np.asarray(recalls, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape or not len(x):
        raise ValueError(f"{name!r} needs as many shares as recalls, one or more; got shapes {x.shape} and {y.shape}.")
    if not ((x > 0) & (x <= 1) & (y >= 0) & (y <= 1)).all():  # nan is neither
        raise ValueError(f"{name!r} needs shares above 0 and recalls from 0, both up to 1; got {x} and {y}.")
    if (np.diff(x) < 0).any():
        raise ValueError(f"the shares of {name!r} must be in increasing order; got {x}.")
    return x, y
