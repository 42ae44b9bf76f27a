"""Lettered points in the plane: the figures of notebook 1."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.plots.alt_text import describe_boundaries, describe_letters, describe_neighbors
from helpers.plots.display import BLUE, GREEN, HALO, ORANGE, PURPLE, add_axes, in_plain_style, new_figure
from helpers.plots.label_placement import place_region_label

COLORS = (BLUE, ORANGE, GREEN, PURPLE)
MARKERS = ("o", "s", "p", "D")
FRAME_SCALE = {"p": 1.5}  # a pentagon must be larger to hold a letter
STEP = 3  # from one row or column of a grid that is predicted first to the next


@in_plain_style
def plot_letters(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], neighbors: Sequence[int] = ()
) -> tuple[Figure, str]:
    """Draw points as letters, framed and colored by class, and a circle around the last point's neighbors.

    Parameters
    ----------
    points : array-like of shape (n + 1, 2)
        The last one is the query, which is drawn without a frame.
    letters : sequence of n + 1 str
        The letter of each point.
    labels : sequence of at least n str
        The class of each point but the last; up to four classes.
    neighbors : sequence of int
        The points to shade; the circle around the query reaches to the farthest of them.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Raises
    ------
    ValueError
        If there are too few labels, or more than four classes.

    Examples
    --------
    >>> fig, alt = plot_letters([[0, 0], [1, 0], [4, 0], [2, 1]], "ABCX", ["round", "round", "square"])
    >>> alt
    'For 1 of 3 letters (C) the nearest other letter is of another class. ...'
    """
    points = np.asarray(points, dtype=np.float64)
    names = class_names(labels, len(points) - 1)
    fig = new_figure(6, 4.5)
    axes = add_axes(fig, 0.6, 0.5, 0.1, 0.35)
    draw_letters(axes, points, letters, labels, shaded=neighbors)
    axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
    axes.margins(0.1)
    key = [
        Line2D([], [], marker=marker, color=color, markerfacecolor="white", markersize=10, linestyle="none", label=name)
        for name, color, marker in zip(names, COLORS, MARKERS, strict=False)
    ]
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(key), frameon=False, borderpad=0)
    if not len(neighbors):
        return fig, describe_letters(points, letters, labels, names)
    radius = euclidean_distances(points[list(neighbors)], points[-1]).max()
    axes.add_patch(Circle((points[-1, 0], points[-1, 1]), radius, fill=False, linestyle="--", zorder=1))
    return fig, describe_neighbors(points, letters, labels, list(neighbors))


@in_plain_style
def plot_boundaries(
    points: ArrayLike, letters: Sequence[str], labels: Sequence[str], ks: Sequence[int] = (1, 5, 15)
) -> tuple[Figure, str]:
    """Color the plane by the majority vote of the k nearest points, with a panel for each k.

    Letters that lie in the region of another class are filled.

    Parameters
    ----------
    points, letters, labels
        As in `plot_letters`. The last point doesn't vote.
    ks : sequence of int
        The numbers of neighbors.

    Returns
    -------
    Figure, str
        The figure and its text alternative.

    Examples
    --------
    >>> points, labels = [[0, 0], [1, 0], [4, 0], [2, 1]], ["round", "round", "square"]
    >>> fig, alt = plot_boundaries(points, "ABCX", labels, ks=[1, 3])
    >>> alt
    'In the region of their own class lie all letters with k = 1 and all letters but C with k = 3; ...'
    """
    points = np.asarray(points, dtype=np.float64)
    names = class_names(labels, len(points) - 1)
    (left, bottom), (right, top) = points.min(axis=0) - 0.4, points.max(axis=0) + 0.4
    x_grid, y_grid = np.linspace(left, right, 361), np.linspace(bottom, top, 361)
    own = predict(points[:-1], points[:-1], labels[: len(points) - 1], ks)

    fig = new_figure(9, 3.6)
    regions, votes = {}, {}
    misclassified = {k: [i for i, vote in enumerate(own[k]) if names[vote] != labels[i]] for k in ks}
    for panel, k in enumerate(ks):
        width = 8.45 / len(ks)
        axes = add_axes(fig, 0.55 + panel * width, 0.75, 9 - 0.45 - (panel + 1) * width, 0.35)
        regions[k] = predict_grid(x_grid, y_grid, points[:-1], labels[: len(points) - 1], k)
        draw_letters(axes, points, letters, labels, filled=misclassified[k], size=130)
        nearest = nearest_neighbors(euclidean_distances(points[:-1], points[-1]), k)
        votes[k] = majority_vote(labels[i] for i in nearest)
        title = f"k = {k}: {letters[-1]} is {votes[k]}"
        axes.set(aspect="equal", xlim=(left, right), ylim=(bottom, top), title=title, xlabel="first coordinate")
        if panel == 0:
            axes.set(ylabel="second coordinate")
        else:
            axes.tick_params(labelleft=False)
        draw_regions(axes, x_grid, y_grid, regions[k], names, points)
    if any(misclassified.values()):
        fig.text(0.5, 0.03, "filled: a letter in the region of another class", ha="center", size=9)
    return fig, describe_boundaries(letters, names, misclassified, regions, votes)


def predict_grid(
    x_grid: NDArray[np.float64],
    y_grid: NDArray[np.float64],
    points: ArrayLike,
    labels: Sequence[str],
    k: int,
) -> NDArray[np.intp]:
    """Return the predicted class of every grid point, of shape (len(y_grid), len(x_grid)).

    To save time, every third row and column are predicted first, and then only the points near a border. A region
    that is too small for the coarser grid is missed.
    """
    grid = np.stack(np.meshgrid(x_grid, y_grid), axis=-1)
    coarse_points = grid[::STEP, ::STEP]
    coarse = predict(coarse_points.reshape(-1, 2), points, labels, [k])[k].reshape(coarse_points.shape[:2])
    around = np.lib.stride_tricks.sliding_window_view(np.pad(coarse, 1, mode="edge"), (3, 3))
    near_border = around.min(axis=(2, 3)) != around.max(axis=(2, 3))
    # The nearest row and column of the coarser grid.
    rows, columns = (np.minimum((np.arange(n) + STEP // 2) // STEP, (n - 1) // STEP) for n in grid.shape[:2])
    regions, refined = coarse[np.ix_(rows, columns)], near_border[np.ix_(rows, columns)]
    if refined.any():
        regions[refined] = predict(grid[refined], points, labels, [k])[k]
    return regions


def draw_letters(
    axes: Axes,
    points: NDArray[np.float64],
    letters: Sequence[str],
    labels: Sequence[str],
    *,
    shaded: Sequence[int] = (),
    filled: Sequence[int] = (),
    size: float = 300,
) -> None:
    """Draw each letter in the frame and color of its class, some shaded or filled, and the last one without a frame."""
    names = class_names(labels, len(points) - 1)
    for i, (x, y) in enumerate(points[:-1].tolist()):
        color, marker = COLORS[names.index(labels[i])], MARKERS[names.index(labels[i])]
        face = color if i in filled else tint(color) if i in shaded else "white"
        axes.scatter(
            [x], [y], s=size * FRAME_SCALE.get(marker, 1), marker=marker, facecolor=face, edgecolor=color, zorder=2
        )
        ink = "white" if i in filled else color
        axes.text(x, y, letters[i], color=ink, ha="center", va="center_baseline", size=0.62 * size**0.5)
    x, y = points[-1].tolist()
    query = axes.text(x, y, letters[-1], weight="bold", ha="center", va="center_baseline", size=0.85 * size**0.5)
    query.set_path_effects(HALO)  # it may lie on the border, or on another letter


def draw_regions(
    axes: Axes,
    x_grid: NDArray[np.float64],
    y_grid: NDArray[np.float64],
    regions: NDArray[np.intp],
    names: Sequence[str],
    points: NDArray[np.float64],
    *,
    strength: float = 0.22,
) -> None:
    """Tint the plane by class, with a line where the class changes and the name of each class in its region.

    Parameters
    ----------
    axes : Axes
        The axes to draw into, with their limits set.
    x_grid, y_grid : ndarrays of shape (w,) and (h,)
        The coordinates of the grid.
    regions : ndarray of shape (h, w), int
        The class of each grid point, as a position in `names`.
    names : sequence of str
        The classes.
    points : ndarray of shape (n, 2)
        What the names must keep clear of.
    strength : float
        The share of the class's color in its tint.
    """
    tints = to_rgba_array([tint(color, strength) for color in COLORS])  # of RGB alone, imshow takes four times as long
    half_width, half_height = (x_grid[1] - x_grid[0]) / 2, (y_grid[1] - y_grid[0]) / 2  # of a grid cell
    left, right = x_grid[0] - half_width, x_grid[-1] + half_width
    bottom, top = y_grid[0] - half_height, y_grid[-1] + half_height
    colors = (255 * tints).round().astype(np.uint8)[regions]
    axes.imshow(colors, extent=(left, right, bottom, top), origin="lower", interpolation="nearest", zorder=0)
    for i, name in enumerate(names):
        inside = regions == i
        share = _smoothed(inside)
        if i < len(names) - 1 and share.min() < 0.5 < share.max():  # the last class borders only on these
            axes.contour(x_grid, y_grid, share, levels=[0.5], colors="black", linewidths=1, zorder=1)
        x_coarse, y_coarse, coarse = x_grid[:: 2 * STEP], y_grid[:: 2 * STEP], inside[:: 2 * STEP, :: 2 * STEP]
        position = place_region_label(axes, x_coarse, y_coarse, coarse, points, name, font_size=9)
        if position:
            axes.text(*position, name, color=COLORS[i], weight="bold", ha="center", va="center", size=9)


def _smoothed(inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of a region in each grid point and the eight around it, whose contour has no steps."""
    padded = np.pad(inside.astype(np.float64), 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9


def class_names(labels: Sequence[str], n: int) -> list[str]:
    """Return the classes of the first n points, in order of first occurrence."""
    names = list(dict.fromkeys(labels[:n]))
    if len(labels) < n or len(names) > len(COLORS):
        raise ValueError(f"{n} letters need as many labels, of {len(COLORS)} classes at the most; got {labels!r}.")
    return names


def tint(color: str, strength: float = 0.22) -> tuple[float, float, float]:
    """Return a pale tint of a color, as RGB. Text in a color must be readable on its tint."""
    red, green, blue = (1 - strength * (1 - value) for value in to_rgb(color))
    return red, green, blue
