"""Notebook 1, live: move the X, change k, and see who votes."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array
from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.widgets._live_display import display_live, in_words, picture, sentence
from helpers.widgets._plane import Plane

STEP = 0.1
ALIGNED = {"style": {"description_width": "14em"}, "layout": {"width": "38em", "max_width": "98%"}}


def explore_letters(points: ArrayLike, letters: Sequence[str], labels: Sequence[str]) -> None:
    """Display lettered points with controls that move the last one, X, and choose how many neighbors vote.

    Parameters
    ----------
    points : real numbers, shape (n + 1, 2)
        The last one is the query, which starts where it is.
    letters : n + 1 strings
        What to write at each point.
    labels : n strings, or more
        The class of each point but the last; of up to four kinds.

    Raises
    ------
    ValueError
        When there are no such points, or not as many letters and labels.
    """
    explorer = LetterExplorer(points, letters, labels)
    display_live(explorer.box, explorer.plane.still(explorer.alt))


class Vote(NamedTuple):
    """What is shown of one place: who is near, and what they say."""

    place: NDArray[np.float64]
    neighbors: list[int]  # nearest first
    radius: float  # to the farthest of them
    label: str
    regions: NDArray[np.intp]  # what every other place would get


class LetterExplorer:
    """The controls, what follows them, and `box`, which holds all of it."""

    def __init__(self, points: ArrayLike, letters: Sequence[str], labels: Sequence[str]) -> None:
        points = _checked(points, letters)
        self.points, self.letters, self.labels = points[:-1], letters, labels
        self.plane = Plane(points, letters, labels)
        lows, highs = np.floor(points.min(axis=0) / STEP) * STEP, np.ceil(points.max(axis=0) / STEP) * STEP
        self.across, self.up = (
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
        most = min(15, len(self.points))
        self.k = widgets.IntSlider(
            value=min(5, most),
            min=1,
            max=max(2, most),  # a slider can't be drawn from 1 to 1
            disabled=most < 2,
            description="k, neighbors that vote:",
            **ALIGNED,
        )
        self.said, self.picture = widgets.HTML(), widgets.HTML()
        self.box = widgets.VBox([self.across, self.up, self.k, self.said, self.picture])
        self.alt = ""
        self.update()
        for control in (self.across, self.up, self.k):
            control.observe(in_words(self.say, self.update), "value")

    def update(self) -> None:
        """Show what the controls say."""
        self.show(self.ask())

    def ask(self) -> Vote:
        """Let the nearest letters vote, as notebook 1 does."""
        # A slider gives 2.1 as 2.1000000000000001, and two letters that are equally far would no longer tie.
        place = np.array([self.across.value, self.up.value]).round(6)
        distances = euclidean_distances(self.points, place)
        neighbors = nearest_neighbors(distances, self.k.value)
        label = majority_vote(self.labels[i] for i in neighbors)
        radius = float(distances[neighbors[-1]])
        return Vote(place, neighbors.tolist(), radius, label, self.plane.regions(self.k.value))

    def show(self, vote: Vote) -> None:
        """Draw a vote and say it."""
        said = self.in_a_sentence(vote)
        png, about = self.plane.draw(vote.place, vote.neighbors, vote.radius, vote.regions)
        self.alt = f"{said} {about}"
        self.said.value = sentence(said)
        self.picture.value = picture(png, self.alt, self.plane.size)

    def say(self, text: str) -> None:
        """Put a sentence under the controls."""
        self.said.value = sentence(text)

    def in_a_sentence(self, vote: Vote) -> str:
        """Return who votes, for what, and what comes of it."""
        x, (across, up) = self.letters[-1], vote.place
        voters = ", ".join(self.letters[i] for i in vote.neighbors)
        counts = Counter(self.labels[i] for i in vote.neighbors)
        said = f"{x} at ({across:.1f}, {up:.1f}), k = {self.k.value}: "
        said += f"{voters} {'vote' if len(vote.neighbors) > 1 else 'votes'}: "
        said += ", ".join(f"{counts[name]} {name}" for name in dict.fromkeys(self.labels) if counts[name]) + ". "
        if list(counts.values()).count(counts[vote.label]) > 1:
            nearest = next(i for i in vote.neighbors if self.labels[i] == vote.label)
            said += f"A tie, and of the tied {self.letters[nearest]} is nearest. "
        return f"{said}{x} is {vote.label}."


def _checked(points: ArrayLike, letters: Sequence[str]) -> NDArray[np.float64]:
    """Return the points as float64, or say what is wrong with them."""
    points = check_array("points", points).astype(np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < 2:
        raise ValueError(f"points must have shape (n + 1, 2), the last one to be moved; got shape {points.shape}.")
    if not np.isfinite(points).all():
        raise ValueError("points holds nan or infinity, which has no place in the plane.")
    if len(letters) != len(points):
        raise ValueError(f"{len(points)} points need as many letters; got {len(letters)}.")
    return points
