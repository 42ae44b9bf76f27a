"""Where in a region of the plane there is room for its name."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def roomiest_place(
    axes: Axes,
    across: Numbers,
    up: Numbers,
    inside: NDArray[np.bool_],
    points: Numbers,
    name: str,
    *,
    size: float,
) -> tuple[float, float] | None:
    """Return the place in a region where a name is farthest from all points, or None when there is no room.

    Parameters
    ----------
    axes : Axes
        In the picture where the name is to stand, with its limits set.
    across, up : float arrays
        The coordinates of the places: columns and rows of a grid with equal steps.
    inside : bool array, shape (len(up), len(across))
        Which places belong to the region.
    points : shape (n, 2)
        What to keep clear of: letters, which are larger than points.
    name : str
        What to write.
    size : float
        The height of the letters, in points.
    """
    # The size of the text is estimated, because measured sizes differ from one version of matplotlib to the next.
    em = size * _units_per_point(axes)
    for spare in (0.5, 0.1):
        place = _place(across, up, inside, points, em * (0.35 * len(name) + spare), em * (0.5 + spare), em)
        if place:
            return place
    return None


def _place(
    across: Numbers,
    up: Numbers,
    inside: NDArray[np.bool_],
    points: Numbers,
    half_width: float,
    half_height: float,
    least: float,
) -> tuple[float, float] | None:
    """Return where in a region a box is farthest from all points, if that is far enough."""
    columns = int(np.ceil(half_width / (across[1] - across[0])))
    rows = int(np.ceil(half_height / (up[1] - up[0])))
    room = _all_around(inside, rows, columns)
    if not room.any():
        return None
    x, y = np.meshgrid(across, up)
    beside = np.maximum(np.abs(x[..., None] - points[:, 0]) - half_width, 0)
    above = np.maximum(np.abs(y[..., None] - points[:, 1]) - half_height, 0)
    clear = np.where(room, np.hypot(beside, above).min(axis=-1), -1).round(6)  # equal but for rounding: the first
    row, column = np.unravel_index(clear.argmax(), clear.shape)
    if clear[row, column] < least:
        return None
    return float(across[column]), float(up[row])


def _units_per_point(axes: Axes) -> float:
    """Return how long a 72nd of an inch is in the units of axes with an equal aspect."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    box, (width, height) = axes.get_position(original=True), figure.get_size_inches()
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return float(max((right - left) / (box.width * width), (top - bottom) / (box.height * height)) / 72)


def _all_around(inside: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """Return of each place whether all places up to so many rows and columns away are inside, and none off the grid."""
    room = np.zeros_like(inside)
    height, width = inside.shape[0] - 2 * rows, inside.shape[1] - 2 * columns
    if height > 0 and width > 0:
        boxes = np.lib.stride_tricks.sliding_window_view(inside, (2 * rows + 1, 2 * columns + 1))
        room[rows : rows + height, columns : columns + width] = boxes.all(axis=(2, 3))
    return room
