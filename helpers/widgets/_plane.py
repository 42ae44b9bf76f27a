"""The picture of the letters in the plane, drawn again and again at a low cost."""

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Circle
from numpy.typing import NDArray
from PIL import Image

from helpers.neighbors import predict
from helpers.plots.display import FILE_DPI, PAGE_DPI, _png, add_axes, in_plain_style, new_figure
from helpers.plots.toy import _draw_letters, _draw_regions, _names
from helpers.widgets._live_display import Still, still_picture

INCHES = (6, 4.5)
PLACES = 121  # in each direction
TINT = 0.11  # of the plane: half of what a shaded frame has, so that a neighbor stands out
Numbers = NDArray[np.float64]


class Plane:
    """One figure, in which the last point moves.

    Attributes
    ----------
    size : int, int
        Width and height on the page, in pixels.
    """

    @in_plain_style
    def __init__(self, points: Numbers, letters: Sequence[str], labels: Sequence[str]) -> None:
        self.points, self.letters, self.labels = points[:-1], letters, labels
        self.names = _names(labels, len(points) - 1)
        self.size = (round(INCHES[0] * PAGE_DPI), round(INCHES[1] * PAGE_DPI))
        margin = 0.1 * (np.ptp(points, axis=0).max() or 1)
        self.across, self.up = np.linspace(points.min(axis=0) - margin, points.max(axis=0) + margin, PLACES).T
        self.votes: dict[int, NDArray[np.intp]] = {}
        self.fig = new_figure(*INCHES)
        self.fig.set_dpi(FILE_DPI)
        self.canvas = FigureCanvasAgg(self.fig)
        self.axes = add_axes(self.fig, 0.6, 0.5, 0.1, 0.1)
        self.axes.set(xlabel="first coordinate", ylabel="second coordinate", aspect="equal")
        self.axes.set(xlim=(self.across[0], self.across[-1]), ylim=(self.up[0], self.up[-1]))

    def regions(self, k: int) -> NDArray[np.intp]:
        """Return which class each place gets from its k nearest letters. They don't move, so each answer is kept."""
        if k not in self.votes:
            places = np.stack(np.meshgrid(self.across, self.up), axis=-1).reshape(-1, 2)
            votes = predict(places, self.points, self.labels[: len(self.points)], [k])[k]
            self.votes[k] = votes.reshape(PLACES, PLACES)
        return self.votes[k]

    @in_plain_style
    def draw(
        self, place: Numbers, neighbors: Sequence[int], radius: float, regions: NDArray[np.intp]
    ) -> tuple[bytes, str]:
        """Return a PNG of the letters with the last one at a place, and what it shows in words."""
        axes = self.axes
        for drawn in [*axes.images, *axes.collections, *axes.patches, *axes.lines, *axes.texts]:
            drawn.remove()  # the axes stay: their ticks and labels take a third of the time
        points = np.vstack([self.points, place])
        _draw_letters(axes, points, self.letters, self.labels, shaded=neighbors)
        axes.add_patch(Circle((place[0], place[1]), radius, fill=False, linestyle="--", zorder=1))
        _draw_regions(axes, self.across, self.up, regions, self.names, points, part=TINT)
        self.canvas.draw()  # type: ignore[no-untyped-call]
        return self._quick_png(), self._in_words(regions, radius)

    def _quick_png(self) -> bytes:
        """Return what is drawn as a PNG that is made in little time, and is a bit larger than those of `show`."""
        pixels = self.canvas.buffer_rgba()  # type: ignore[no-untyped-call]
        drawn = Image.frombuffer("RGBA", self.canvas.get_width_height(), pixels)
        file = io.BytesIO()
        drawn.convert("RGB").save(file, "png", compress_level=1)
        return file.getvalue()

    def _in_words(self, regions: NDArray[np.intp], radius: float) -> str:
        """Return a text alternative for all that the sentence about the vote doesn't say."""
        said = [f"The dashed circle around {self.letters[-1]} has radius {radius:.2f}."]
        for number, name in enumerate(self.names):
            members = ", ".join(self.letters[i] for i in range(len(self.points)) if self.labels[i] == name)
            said.append(f"Class {name}: {members}; {np.mean(regions == number):.0%} of the plane.")
        return " ".join(said)

    def still(self, alt: str) -> Still:
        """Return what stands for the picture where no kernel runs: data and metadata, as `show` displays a figure."""
        return still_picture(_png(self.fig), alt, self.size)
