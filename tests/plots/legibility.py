"""Contrast of the texts and marks in a figure with their backgrounds, by WCAG 2.2, level AA.

Backgrounds are taken from the picture: the figure is drawn again without its texts, or without its marks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.colors import to_hex, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image, ImageFilter

from tests.plots.colors import Floats, contrast, rgb

TEXT, LARGE_TEXT, MARK = 4.5, 3.0, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11, level AA


def picture(fig: Figure) -> Floats:
    """Return the pixels of a figure, from 0 to 1, top row first."""
    canvas: Any = FigureCanvasAgg(fig)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3] / 255


def faint_texts(fig: Figure) -> list[str]:
    """Return a description of each text with too little contrast to the background of any of its letters."""
    texts = [text for text in visible_artists(fig, Text) if text.get_text().strip()]
    with_texts = picture(fig)
    with temporarily(texts, _show_only_halo):
        background = picture(fig)
    inked = Image.fromarray(np.abs(with_texts - background).max(axis=-1) > 0.1).convert("L")
    near_ink = np.asarray(inked.filter(ImageFilter.MaxFilter(3))) > 0
    problems = []
    for text in texts:
        box = _slices(text.get_window_extent(), background)
        color = rgb(text.get_color())
        lowest = contrast(background[box][near_ink[box]], color).min(initial=21)
        large = text.get_fontsize() >= 18 or (text.get_fontsize() >= 14 and text.get_fontweight() in ("bold", 700))
        if lowest < (LARGE_TEXT if large else TEXT):
            problems.append(f"text {text.get_text()!r} in {_hex(color[0])}: {lowest:.1f}")
    return problems


def faint_marks(fig: Figure) -> list[str]:
    """Return a description of each dot, frame or line with too little contrast to its background."""
    marks = [artist for artist in visible_artists(fig, Artist) if _is_mark(artist)]
    texts, rings = visible_artists(fig, Text), [mark for mark in marks if _is_ring(mark)]
    with temporarily(texts + marks, lambda artist: artist.set_visible(False)):
        empty = picture(fig)
    with temporarily(texts + rings, lambda artist: artist.set_visible(False)):
        with_dots = picture(fig)
    problems = set()
    for mark in marks:
        background = with_dots if mark in rings else empty
        if is_scatter(mark) and _has_edge(mark):
            for face, edge in zip(rgb(*mark.get_facecolor()), rgb(*mark.get_edgecolor()), strict=False):
                if (face != edge).any() and (lowest := float(contrast(face, edge))) < MARK:
                    problems.add(f"PathCollection in {_hex(edge)} around {_hex(face)}: {lowest:.1f}")
        for color, pixels in _colors_and_pixels(mark):
            rows = np.rint(background.shape[0] - 1 - pixels[:, 1]).astype(int).clip(0, background.shape[0] - 1)
            columns = np.rint(pixels[:, 0]).astype(int).clip(0, background.shape[1] - 1)
            behind = rgb("white") if mark.get_path_effects() else np.unique(background[rows, columns], axis=0)
            if (lowest := contrast(behind, color).min()) < MARK:
                problems.add(f"{type(mark).__name__} in {_hex(color)}: {lowest:.1f}")
    return sorted(problems)


def visible_artists(fig: Figure, kind: type[Any]) -> list[Any]:
    """Return the artists of a kind that are visible, as are all their parents."""

    def visible(artist: Artist) -> Iterator[Artist]:
        if artist.get_visible():
            yield artist
            for child in artist.get_children():
                yield from visible(child)

    picture(fig)  # creates ticks and the colors of color maps
    return [artist for artist in visible(fig) if isinstance(artist, kind)]


@contextmanager
def temporarily(artists: list[Any], change: Callable[[Any], None]) -> Iterator[None]:
    """Change visible artists, and restore their colors and visibility afterwards."""
    colors = [{"color": artist.get_color()} if isinstance(artist, Text) else {} for artist in artists]
    for artist in artists:
        change(artist)
    yield
    for artist, properties in zip(artists, colors, strict=True):
        artist.set(visible=True, **properties)


def is_scatter(artist: Artist) -> bool:
    """Return whether an artist is dots, and not a contour line of matplotlib before 3.8."""
    return isinstance(artist, PathCollection) and np.size(artist.get_sizes()) > 0


def _show_only_halo(text: Text) -> None:
    if text.get_path_effects():
        text.set_color("white")
    else:
        text.set_visible(False)


def _is_mark(artist: Artist) -> bool:
    """Return whether an artist carries meaning; backgrounds, tints and the color bar's mesh don't."""
    if isinstance(artist, Patch):
        backgrounds = [artist.figure and artist.figure.patch, artist.axes and artist.axes.patch]
        return artist.get_linewidth() > 0 and not any(artist is background for background in backgrounds)
    return isinstance(artist, Collection | Line2D) and not isinstance(artist, QuadMesh)


def _is_ring(artist: Any) -> bool:
    """Return whether an artist is rings around dots, which are seen through it."""
    return is_scatter(artist) and np.size(artist.get_facecolor()) == 0


def _has_edge(artist: Any) -> bool:
    return len(to_rgba_array(artist.get_edgecolor())) > 0 and np.max(artist.get_linewidth()) > 0


def _colors_and_pixels(mark: Any) -> Iterator[tuple[Floats, Floats]]:
    """Yield each color of a mark with the coordinates of its pixels."""
    if is_scatter(mark):
        pixels = mark.get_offset_transform().transform(mark.get_offsets())
        colors: Any = mark.get_facecolor()
        if _has_edge(mark):
            colors = mark.get_edgecolor()
            radius = np.sqrt(mark.get_sizes().max()) / 2 * mark.figure.dpi / 72
            pixels = np.concatenate([pixels + np.array(step) * radius for step in ((1, 0), (-1, 0), (0, 1), (0, -1))])
        colors = np.broadcast_to(colors, (len(pixels), 4))
        for color in np.unique(colors, axis=0):
            yield color[:3], pixels[(colors == color).all(axis=1)]
    elif isinstance(mark, Collection):
        for path in mark.get_paths():
            for color in to_rgba_array(mark.get_edgecolor()):
                if np.size(path.vertices):
                    yield color[:3], mark.get_transform().transform(path.vertices)
    elif isinstance(mark, Line2D):
        pixels = mark.get_transform().transform(mark.get_xydata())
        if not len(pixels) or not np.isfinite(pixels).all():
            return
        if mark.get_linestyle() != "None" and len(pixels) > 1:
            yield rgb(mark.get_color())[0], pixels
        if mark.get_marker() not in ("None", None, "", " "):
            yield rgb(mark.get_markeredgecolor())[0], pixels
    elif isinstance(mark, Patch):
        yield rgb(mark.get_edgecolor())[0], mark.get_transform().transform(mark.get_path().vertices)


def _hex(color: Floats) -> str:
    red, green, blue = color.tolist()
    return to_hex((red, green, blue))


def _slices(box: Any, pixels: Floats) -> tuple[slice, slice]:
    """Return the rows and columns of a box, whose y axis points upward."""
    height = pixels.shape[0]
    rows = slice(max(0, int(height - box.y1)), max(0, int(np.ceil(height - box.y0))))
    return rows, slice(max(0, int(box.x0)), max(0, int(np.ceil(box.x1))))
