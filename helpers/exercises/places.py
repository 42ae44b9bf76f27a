"""Checks of the exercises in notebook 1 that ask for neighbors, and for a place between two borders."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.exercises.comparing import refuse
from helpers.exercises.letters import LETTERS, K, X, named
from helpers.exercises.reading import described, listed, numbers, shown
from helpers.exercises.replies import NotYet, check
from helpers.neighbors import majority_vote, nearest_neighbors

EXAMPLE = '["A", "B", "C"]'


@check
def check_neighbors(answer: object, points: NDArray[np.float64]) -> str:
    """Check the letters of the three points nearest to K."""
    given = [item.upper() if isinstance(item, str) else item for item in listed(answer, EXAMPLE)]
    distances = euclidean_distances(points, points[K])
    nearest = nearest_neighbors(distances, 4, exclude=K).tolist()
    truth = named(nearest[:3])
    with_itself = named(nearest_neighbors(distances, 3))
    from_x = nearest_neighbors(euclidean_distances(points, points[X]), 4)
    mistakes: list[tuple[Any, str]] = [
        (with_itself, "K is in your list: it is its own nearest neighbor. Leave it out with exclude=10."),
        (
            named(nearest_neighbors(distances, 4)),
            "K is in your list: it is its own nearest neighbor. Leave it out with exclude=10.",
        ),
        (
            named(nearest_neighbors(distances, 3, exclude=X)),
            "You left out X, and K is still there. This time K asks, so leave out K.",
        ),
        (
            named(nearest_neighbors(distances, 3, largest=True, exclude=K)),
            "These are the farthest. Near means a small distance.",
        ),
        (named(from_x[1:]), "These are the neighbors of X. Measure from K, row 10."),
        (nearest[:3], "These are row numbers. Turn each into its letter: letters[i]."),
        (truth[:2], "There is one too few: k is 3."),
        (named(nearest), "There is one too many: k is 3."),
    ]
    if given != truth:
        refuse(given, mistakes)
        refuse_other_letters(given, truth)
    alone = next((name for name in truth[1:] if K not in three_nearest(points, LETTERS.index(name))), None)
    mutual = f" It isn't always mutual: K is not among the three nearest of {alone}." * (alone is not None)
    return f"{', '.join(truth)}. X comes first, and K is the nearest of X too.{mutual}"


def refuse_other_letters(given: list[Any], truth: list[str]) -> None:
    """Say what is off in a list that matches no known mistake."""
    if any(isinstance(item, float) for item in given):
        raise NotYet("These are distances. Which letters are that near?")
    if not all(isinstance(item, str) for item in given):
        raise NotYet("These are row numbers, and not the right ones. Take three, without row 10, and their letters.")
    if others := [item for item in given if item not in LETTERS or len(item) != 1]:
        raise NotYet(f"{shown(others[0])} is none of the letters. Give letters, such as {EXAMPLE}.")
    if len(set(given)) < len(given):
        raise NotYet("A letter is there twice.")
    if len(given) != 3:
        raise NotYet(f"Three letters are asked for, and you gave {len(given)}.")
    if set(given) == set(truth):
        raise NotYet("The three are right, but not their order: nearest first.")
    if "K" in given:
        raise NotYet("K is in your list. It is the one that asks, so it doesn't count.")
    if "X" not in given:
        raise NotYet("X is missing: it counts as a point here.")
    right = sum(letter in truth for letter in given)
    raise NotYet(f"Of your three, {right} belong there. Sort the distances from K, row 10.")


def three_nearest(points: NDArray[np.float64], row: int) -> list[int]:
    """Return the three rows that are nearest to a row."""
    return [int(i) for i in nearest_neighbors(euclidean_distances(points, points[row]), 3, exclude=row)]


@check
def check_place(answer: object, points: NDArray[np.float64], labels: Sequence[str]) -> str:
    """Check a place that is round to its nearest letter, and square to its five nearest."""
    place = numbers(answer)
    if place.shape != (2,):
        raise NotYet(f"A place has two coordinates, such as (2.0, 2.0); yours is {described(place)}.")
    said = f"({place[0]:g}, {place[1]:g})"
    one, five = votes(place, points, labels)
    if (one, five) == ("round", "square"):
        nearest = LETTERS[nearest_neighbors(euclidean_distances(points[:X], place), 1)[0]]
        return (
            f"at {said} the nearest letter is {nearest}, which is round, but square letters win among five. There the "
            "border for k = 1 and the border for k = 5 have drawn apart."
        )
    if votes(place[::-1], points, labels) == ("round", "square"):
        raise NotYet(
            f"It would be right with the coordinates swapped: the first goes to the right. {said} is another place."
        )
    if (one, five) == ("square", "round"):
        raise NotYet(f"At {said} it is the other way around, as for X: square with k = 1, round with k = 5.")
    raise NotYet(f"At {said} both say {one}. Look for a place between the borders of k = 1 and k = 5.")


def votes(place: NDArray[np.float64], points: NDArray[np.float64], labels: Sequence[str]) -> tuple[str, str]:
    """Return the label of a place by its nearest letter, and by its five nearest."""
    nearest = nearest_neighbors(euclidean_distances(points[:X], place), 5)
    return labels[nearest[0]], majority_vote(labels[i] for i in nearest)
