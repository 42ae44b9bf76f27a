"""Where labels go in a figure: beside named dots, and in the regions of the plane."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.plots.display import HALO

Floats = NDArray[np.float64]
FONT_SIZE = 9.0  # of the labels, in points
# Where a label can go beside its dot, in order of preference: offsets to the right and up, in points.
OFFSETS = ((6, 5), (6, -5), (-6, 5), (-6, -5), (6, 11), (-6, 11), (6, -11), (-6, -11), (6, 17), (6, -17))


def label_dots(axes: Axes, embeddings: TokenEmbeddings, ids: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> None:
    """Ring the dots of some tokens and write each token beside its dot.

    Labels keep clear of other labels and rings; of the places right beside a dot, they take the one that covers the
    fewest of the dots drawn so far.
    """
    drawn = np.concatenate([np.asarray(dots.get_offsets()) for dots in axes.collections])
    # So large that a ring's halo leaves the dot in it free. What lies in another one's halo needs a higher zorder.
    axes.scatter(x, y, s=60, facecolor="none", edgecolor="black", linewidth=0.8, path_effects=HALO)
    pixels_per_point = axes.figure.dpi / 72
    frame = Bbox(axes.get_window_extent().get_points() / pixels_per_point)
    drawn = axes.transData.transform(drawn) / pixels_per_point
    dots = axes.transData.transform(list(zip(x.tolist(), y.tolist(), strict=True))) / pixels_per_point
    taken = [Bbox.from_extents(right - 5, up - 5, right + 5, up + 5) for right, up in dots.tolist()]
    for token_id, (right, up), x_data, y_data in zip(ids.tolist(), dots.tolist(), x.tolist(), y.tolist(), strict=True):
        label = drawable(embeddings, token_id)
        # The width is estimated, because a measured one differs from one version of matplotlib to the next.
        width = 0.62 * FONT_SIZE * len(label)
        boxes = {offset: _label_box(right + offset[0], up + offset[1], width, offset[0] < 0) for offset in OFFSETS}
        free = [offset for offset, box in boxes.items() if _contains(frame, box) and not box.count_overlaps(taken)]
        close = [offset for offset in free if abs(offset[1]) == 5] or free[:1] or [OFFSETS[0]]
        offset = min(close, key=lambda place: _dots_inside(boxes[place], drawn))
        taken.append(boxes[offset])
        align = "left" if offset[0] > 0 else "right"
        text = axes.annotate(label, (x_data, y_data), xytext=offset, textcoords="offset points", ha=align, va="center")
        text.set(size=FONT_SIZE, path_effects=HALO)


def drawable(embeddings: TokenEmbeddings, token_id: int) -> str:
    """Return the token, or its id if matplotlib's own font lacks a character of it."""
    token = embeddings.tokens[token_id]
    characters = get_font(findfont("DejaVu Sans")).get_charmap()
    if not all(ord(character) in characters for character in token):
        return f"token {token_id}"
    return token


def place_region_label(
    axes: Axes,
    x_grid: Floats,
    y_grid: Floats,
    inside: NDArray[np.bool_],
    points: Floats,
    label: str,
    *,
    font_size: float,
) -> tuple[float, float] | None:
    """Return the position in a region where a label is farthest from all points, or None if there is no room.

    Parameters
    ----------
    axes : Axes
        The axes that the label goes into, with their limits set.
    x_grid, y_grid : ndarrays of shape (w,) and (h,)
        The coordinates of a grid with equal steps: its columns and its rows.
    inside : ndarray of shape (h, w), bool
        Which grid points belong to the region.
    points : ndarray of shape (n, 2)
        What to keep clear of: letters, which are larger than points.
    label : str
        What to write.
    font_size : float
        The size of the font, in points.
    """
    # The size of the text is estimated, because measured sizes differ from one version of matplotlib to the next.
    em = font_size * _units_per_point(axes)
    for padding in (0.5, 0.1):
        half_size = em * (0.35 * len(label) + padding), em * (0.5 + padding)
        if position := _farthest_box(x_grid, y_grid, inside, points, half_size, min_distance=em):
            return position
    return None


def _farthest_box(
    x_grid: Floats,
    y_grid: Floats,
    inside: NDArray[np.bool_],
    points: Floats,
    half_size: tuple[float, float],
    min_distance: float,
) -> tuple[float, float] | None:
    """Return the center of a box inside a region that is farthest from all points, if that is far enough."""
    half_width, half_height = half_size
    columns = int(np.ceil(half_width / (x_grid[1] - x_grid[0])))
    rows = int(np.ceil(half_height / (y_grid[1] - y_grid[0])))
    fits = _erode(inside, rows, columns)
    if not fits.any():
        return None
    x, y = np.meshgrid(x_grid, y_grid)
    horizontal = np.maximum(np.abs(x[..., None] - points[:, 0]) - half_width, 0)
    vertical = np.maximum(np.abs(y[..., None] - points[:, 1]) - half_height, 0)
    # Rounded, so that of distances that are equal but for rounding errors the first is taken.
    distance = np.where(fits, np.hypot(horizontal, vertical).min(axis=-1), -1).round(6)
    row, column = np.unravel_index(distance.argmax(), distance.shape)
    if distance[row, column] < min_distance:
        return None
    return float(x_grid[column]), float(y_grid[row])


def _units_per_point(axes: Axes) -> float:
    """Return the length of a point, a 72nd of an inch, in data units of axes with an equal aspect."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    box, (width, height) = axes.get_position(original=True), figure.get_size_inches()
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    return float(max((right - left) / (box.width * width), (top - bottom) / (box.height * height)) / 72)


def _erode(inside: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """Erode a mask: keep the points whose neighbors within so many rows and columns are all inside."""
    eroded = np.zeros_like(inside)
    height, width = inside.shape[0] - 2 * rows, inside.shape[1] - 2 * columns
    if height > 0 and width > 0:
        windows = np.lib.stride_tricks.sliding_window_view(inside, (2 * rows + 1, 2 * columns + 1))
        eroded[rows : rows + height, columns : columns + width] = windows.all(axis=(2, 3))
    return eroded


def _label_box(x: float, middle: float, width: float, leftward: bool) -> Bbox:
    """Return the box of a label that begins at x, or ends there."""
    left = x - width if leftward else x
    return Bbox.from_extents(left, middle - 0.6 * FONT_SIZE, left + width, middle + 0.6 * FONT_SIZE)


def _dots_inside(box: Bbox, dots: Floats) -> int:
    """Return how many dots lie in a box."""
    return int(((dots > box.min) & (dots < box.max)).all(axis=1).sum())


def _contains(frame: Bbox, box: Bbox) -> bool:
    """Return whether a box lies in a frame."""
    return bool(frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 and box.y1 < frame.y1)
