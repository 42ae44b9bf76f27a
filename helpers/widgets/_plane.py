"""The figure of the letters in the plane, redrawn fast."""

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle
from numpy.typing import NDArray
from PIL import Image

from helpers.plots.display import FILE_DPI, PAGE_DPI, add_axes, in_plain_style, new_figure, to_png
from helpers.plots.toy import class_names, draw_letters, draw_regions, predict_grid
from helpers.widgets._display import StaticOutput, static_picture

INCHES = (6, 4.5)
GRID_SIZE = 361  # points in each direction
TINT = 0.11  # of the plane: half of what a shaded frame has, so that a neighbor stands out
Floats = NDArray[np.float64]


class Plane:
    """One figure, in which the last point moves.

    Attributes
    ----------
    size : int, int
        Width and height on the page, in pixels.
    """

    @in_plain_style
    def __init__(self, points: Floats, letters: Sequence[str], labels: Sequence[str]) -> None:
        self.points, self.letters, self.labels = points[:-1], letters, labels
        self.names = class_names(labels, len(points) - 1)
        self.size = (round(INCHES[0] * PAGE_DPI), round(INCHES[1] * PAGE_DPI))
        margin = 0.1 * (np.ptp(points, axis=0).max() or 1)
        self.x_grid, self.y_grid = np.linspace(points.min(axis=0) - margin, points.max(axis=0) + margin, GRID_SIZE).T
        self.predicted: dict[int, NDArray[np.intp]] = {}
        self.fig = new_figure(*INCHES)
        self.fig.set_dpi(FILE_DPI)
        self.canvas = FigureCanvasAgg(self.fig)
        self.axes = add_axes(self.fig, 0.6, 0.5, 0.1, 0.1)
        self.axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
        self.axes.set(xlim=(self.x_grid[0], self.x_grid[-1]), ylim=(self.y_grid[0], self.y_grid[-1]))

    def regions(self, k: int) -> NDArray[np.intp]:
        """Return the predicted class of every grid point. The letters don't move, so each result is kept."""
        if k not in self.predicted:
            labels = self.labels[: len(self.points)]
            self.predicted[k] = predict_grid(self.x_grid, self.y_grid, self.points, labels, k)
        return self.predicted[k]

    @in_plain_style
    def draw(
        self, position: Floats, neighbors: Sequence[int], radius: float, regions: NDArray[np.intp]
    ) -> tuple[bytes, str]:
        """Return a PNG of the letters with the last one at a position, and its text alternative."""
        axes = self.axes
        for artist in [*axes.images, *axes.collections, *axes.patches, *axes.lines, *axes.texts]:
            artist.remove()  # the axes stay: their ticks and labels take a third of the time
        points = np.vstack([self.points, position])
        draw_letters(axes, points, self.letters, self.labels, shaded=neighbors)
        axes.add_patch(Circle((position[0], position[1]), radius, fill=False, linestyle="--", zorder=1))
        draw_regions(axes, self.x_grid, self.y_grid, regions, self.names, points, strength=TINT)
        self.canvas.draw()  # type: ignore[no-untyped-call]
        return self._quick_png(), self._alt(regions, radius)

    def _quick_png(self) -> bytes:
        """Return the figure as a PNG that is made faster, and is a bit larger, than those of `show`."""
        pixels = self.canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        image = Image.frombuffer("RGBA", self.canvas.get_width_height(), pixels)
        file = io.BytesIO()
        image.convert("RGB").save(file, "png", compress_level=1)
        return file.getvalue()

    def _alt(self, regions: NDArray[np.intp], radius: float) -> str:
        """Return the text alternative, except for the sentence about the vote."""
        parts = [f"The dashed circle around {self.letters[-1]} has radius {radius:.2f}."]
        for i, name in enumerate(self.names):
            members = ", ".join(self.letters[j] for j in range(len(self.points)) if self.labels[j] == name)
            parts.append(f"Class {name}: {members}; {np.mean(regions == i):.0%} of the plane.")
        return " ".join(parts)

    def static_output(self, alt: str) -> StaticOutput:
        """Return the output that is stored beside the widget, for pages without a kernel."""
        return static_picture(to_png(self.fig), alt, self.size)
