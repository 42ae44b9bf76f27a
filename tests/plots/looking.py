"""Looks at a figure as a reader does, and asks of each text and mark if its contrast to what is behind it will do.

What is behind is taken from the picture itself: the figure is drawn again without its texts, or without its marks.
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
    """Return the texts that are in too little contrast to what is behind any of their letters."""
    texts = [text for text in drawn(fig, Text) if text.get_text().strip()]
    with_texts = picture(fig)
    with changed(texts, _only_the_halo):
        behind = picture(fig)
    inked = Image.fromarray(np.abs(with_texts - behind).max(axis=-1) > 0.1).convert("L")
    around = np.asarray(inked.filter(ImageFilter.MaxFilter(3))) > 0  # and the pixels beside the ink
    said = []
    for text in texts:
        box = _pixels(text.get_window_extent(), behind)
        color = rgb(text.get_color())
        worst = contrast(behind[box][around[box]], color).min(initial=21)
        large = text.get_fontsize() >= 18 or (text.get_fontsize() >= 14 and text.get_fontweight() in ("bold", 700))
        if worst < (LARGE_TEXT if large else TEXT):
            said.append(f"text {text.get_text()!r} in {_hex(color[0])}: {worst:.1f}")
    return said


def faint_marks(fig: Figure) -> list[str]:
    """Return the dots, frames and lines that are in too little contrast to what is behind them."""
    artists = [artist for artist in drawn(fig, Artist) if _is_mark(artist)]
    texts, rings = drawn(fig, Text), [artist for artist in artists if _is_ring(artist)]
    with changed(texts + artists, lambda artist: artist.set_visible(False)):
        ground = picture(fig)
    with changed(texts + rings, lambda artist: artist.set_visible(False)):
        dots = picture(fig)
    said = set()
    for artist in artists:
        behind = dots if artist in rings else ground
        if is_dots(artist) and _has_an_edge(artist):
            for face, edge in zip(rgb(*artist.get_facecolor()), rgb(*artist.get_edgecolor()), strict=False):
                if (face != edge).any() and (worst := float(contrast(face, edge))) < MARK:
                    said.add(f"PathCollection in {_hex(edge)} around {_hex(face)}: {worst:.1f}")
        for color, places in _colors_and_places(artist):
            rows = np.rint(behind.shape[0] - 1 - places[:, 1]).astype(int).clip(0, behind.shape[0] - 1)
            columns = np.rint(places[:, 0]).astype(int).clip(0, behind.shape[1] - 1)
            around = rgb("white") if artist.get_path_effects() else np.unique(behind[rows, columns], axis=0)
            if (worst := contrast(around, color).min()) < MARK:
                said.add(f"{type(artist).__name__} in {_hex(color)}: {worst:.1f}")
    return sorted(said)


def drawn(fig: Figure, kind: type[Any]) -> list[Any]:
    """Return the artists of a kind that can be seen: all their parents can, too."""

    def visible(artist: Artist) -> Iterator[Artist]:
        if artist.get_visible():
            yield artist
            for child in artist.get_children():
                yield from visible(child)

    picture(fig)  # ticks and the colors of a color map are made only then
    return [artist for artist in visible(fig) if isinstance(artist, kind)]


@contextmanager
def changed(artists: list[Any], change: Callable[[Any], None]) -> Iterator[None]:
    """Change artists for a while."""
    before = [{name: getattr(artist, f"get_{name}")() for name in ("visible", *_colors(artist))} for artist in artists]
    for artist in artists:
        change(artist)
    yield
    for artist, properties in zip(artists, before, strict=True):
        artist.set(**properties)


def _colors(artist: Any) -> tuple[str, ...]:
    return ("color",) if isinstance(artist, Text) else ()


def _only_the_halo(text: Text) -> None:
    """Turn a text into its white halo, or into nothing where it has none."""
    if text.get_path_effects():
        text.set_color("white")
    else:
        text.set_visible(False)


def is_dots(artist: Artist) -> bool:
    """Return whether an artist is markers at places, and not a contour line of matplotlib before 3.8."""
    return isinstance(artist, PathCollection) and np.size(artist.get_sizes()) > 0


def _is_mark(artist: Artist) -> bool:
    """Return whether an artist means something by being seen; backgrounds, tints and the bar of colors don't."""
    if isinstance(artist, Patch):
        backgrounds = [artist.figure and artist.figure.patch, artist.axes and artist.axes.patch]
        return artist.get_linewidth() > 0 and not any(artist is background for background in backgrounds)
    return isinstance(artist, Collection | Line2D) and not isinstance(artist, QuadMesh)


def _colors_and_places(artist: Any) -> Iterator[tuple[Floats, Floats]]:
    """Return each color of a mark with the pixels where it is."""
    if is_dots(artist):
        places = artist.get_offset_transform().transform(artist.get_offsets())
        colors: Any = artist.get_facecolor()
        if _has_an_edge(artist):
            colors = artist.get_edgecolor()
            reach = np.sqrt(artist.get_sizes().max()) / 2 * artist.figure.dpi / 72  # the edge is so far from the middle
            places = np.concatenate([places + np.array(step) * reach for step in ((1, 0), (-1, 0), (0, 1), (0, -1))])
        colors = np.broadcast_to(colors, (len(places), 4))
        for color in np.unique(colors, axis=0):
            yield color[:3], places[(colors == color).all(axis=1)]
    elif isinstance(artist, Collection):
        for path in artist.get_paths():
            for color in to_rgba_array(artist.get_edgecolor()):
                if np.size(path.vertices):
                    yield color[:3], artist.get_transform().transform(path.vertices)
    elif isinstance(artist, Line2D):
        places = artist.get_transform().transform(artist.get_xydata())
        if not len(places) or not np.isfinite(places).all():
            return
        if artist.get_linestyle() != "None" and len(places) > 1:
            yield rgb(artist.get_color())[0], places
        if artist.get_marker() not in ("None", None, "", " "):
            yield rgb(artist.get_markeredgecolor())[0], places
    elif isinstance(artist, Patch):
        yield rgb(artist.get_edgecolor())[0], artist.get_transform().transform(artist.get_path().vertices)


def _is_ring(artist: Any) -> bool:
    """Return whether a mark is drawn around others, which are seen through it."""
    return is_dots(artist) and np.size(artist.get_facecolor()) == 0


def _hex(color: Floats) -> str:
    red, green, blue = color.tolist()
    return to_hex((red, green, blue))


def _has_an_edge(artist: Any) -> bool:
    return len(to_rgba_array(artist.get_edgecolor())) > 0 and np.max(artist.get_linewidth()) > 0


def _pixels(box: Any, pixels: Floats) -> tuple[slice, slice]:
    """Return the rows and columns of a box, which counts upward from the bottom."""
    height = pixels.shape[0]
    rows = slice(max(0, int(height - box.y1)), max(0, int(np.ceil(height - box.y0))))
    return rows, slice(max(0, int(box.x0)), max(0, int(np.ceil(box.x1))))
