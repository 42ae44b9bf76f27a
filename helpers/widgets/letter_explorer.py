"""The explorer of notebook 1: move the X, change k, and see which letters vote."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array
from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.widgets._display import callback, display_live, picture, sentence
from helpers.widgets._plane import Plane

STEP = 0.1
ALIGNED = {"style": {"description_width": "14em"}, "layout": {"width": "38em", "max_width": "98%"}}


def explore_letters(points: ArrayLike, letters: Sequence[str], labels: Sequence[str]) -> None:
    """Display lettered points with controls that move the last one, X, and choose how many neighbors vote.

    Parameters
    ----------
    points : array-like of shape (n + 1, 2)
        The last one is the query, which starts where it is.
    letters : sequence of n + 1 str
        The letter of each point.
    labels : sequence of at least n str
        The class of each point but the last; up to four classes.

    Raises
    ------
    ValueError
        If points, letters and labels don't fit together.
    """
    explorer = LetterExplorer(points, letters, labels)
    display_live(explorer.box, explorer.plane.static_output(explorer.alt))


class Vote(NamedTuple):
    """The vote for one position of the query."""

    position: NDArray[np.float64]
    neighbors: list[int]  # nearest first
    radius: float  # distance to the farthest of them
    label: str
    regions: NDArray[np.intp]  # the class of every other position


class LetterExplorer:
    """The controls, the figure that follows them, and `box`, the widget that has both."""

    def __init__(self, points: ArrayLike, letters: Sequence[str], labels: Sequence[str]) -> None:
        points = _check_points(points, letters)
        self.points, self.letters, self.labels = points[:-1], letters, labels
        self.plane = Plane(points, letters, labels)
        lows, highs = np.floor(points.min(axis=0) / STEP) * STEP, np.ceil(points.max(axis=0) / STEP) * STEP
        self.x_slider, self.y_slider = (
            widgets.FloatSlider(
                value=value,
                min=low,
                max=max(high, low + STEP),
                step=STEP,
                description=f"{letters[-1]}, {name} coordinate:",
                readout_format=".1f",
                **ALIGNED,
            )
            for name, value, low, high in zip(
                ("first", "second"), points[-1].tolist(), lows.tolist(), highs.tolist(), strict=True
            )
        )
        max_k = min(15, len(self.points))
        self.k = widgets.IntSlider(
            value=min(5, max_k),
            min=1,
            max=max(2, max_k),  # a slider can't be drawn from 1 to 1
            disabled=max_k < 2,
            description="k, neighbors that vote:",
            **ALIGNED,
        )
        self.message, self.picture = widgets.HTML(), widgets.HTML()
        self.box = widgets.VBox([self.x_slider, self.y_slider, self.k, self.message, self.picture])
        self.alt = ""
        self.update()
        for control in (self.x_slider, self.y_slider, self.k):
            control.observe(callback(self.update, self.show_message), "value")

    def update(self) -> None:
        """Show the vote that the controls ask for."""
        self.show(self.vote())

    def vote(self) -> Vote:
        """Let the nearest letters vote, as notebook 1 does."""
        # A slider gives 2.1 as 2.1000000000000001, and two letters that are equally far would no longer tie.
        position = np.array([self.x_slider.value, self.y_slider.value]).round(6)
        distances = euclidean_distances(self.points, position)
        neighbors = nearest_neighbors(distances, self.k.value)
        label = majority_vote(self.labels[i] for i in neighbors)
        radius = float(distances[neighbors[-1]])
        return Vote(position, neighbors.tolist(), radius, label, self.plane.regions(self.k.value))

    def show(self, vote: Vote) -> None:
        """Show a vote as a sentence and a figure."""
        message = self.describe(vote)
        png, about = self.plane.draw(vote.position, vote.neighbors, vote.radius, vote.regions)
        self.alt = f"{message} {about}"
        self.message.value = sentence(message)
        self.picture.value = picture(png, self.alt, self.plane.size)

    def show_message(self, text: str) -> None:
        """Show a sentence under the controls."""
        self.message.value = sentence(text)

    def describe(self, vote: Vote) -> str:
        """Return which letters vote, for which class, and the result."""
        letter, (x, y) = self.letters[-1], vote.position
        voters = ", ".join(self.letters[i] for i in vote.neighbors)
        counts = Counter(self.labels[i] for i in vote.neighbors)
        listed = ", ".join(f"{counts[name]} {name}" for name in dict.fromkeys(self.labels) if counts[name])
        verb = "vote" if len(vote.neighbors) > 1 else "votes"
        tie = ""
        if list(counts.values()).count(counts[vote.label]) > 1:
            nearest = next(i for i in vote.neighbors if self.labels[i] == vote.label)
            tie = f"A tie, and of the tied {self.letters[nearest]} is nearest. "
        return (
            f"{letter} at ({x:.1f}, {y:.1f}), k = {self.k.value}: {voters} {verb}: {listed}. "
            f"{tie}{letter} is {vote.label}."
        )


def _check_points(points: ArrayLike, letters: Sequence[str]) -> NDArray[np.float64]:
    """Return the points as float64 of shape (n + 1, 2); raise ValueError if they or the letters don't fit."""
    points = check_array("points", points).astype(np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
        raise ValueError(f"points must have shape (n + 1, 2), the last one to be moved; got shape {points.shape}.")
    if not np.isfinite(points).all():
        raise ValueError("points holds nan or infinity, which has no place in the plane.")
    if len(letters) != len(points):
        raise ValueError(f"{len(points)} points need as many letters; got {len(letters)}.")
    return points
