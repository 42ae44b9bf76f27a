"""Checks of the exercises in notebook 1 that ask for distances: one, and all at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.exercises.comparing import refuse, refuse_number, same
from helpers.exercises.letters import LETTERS, D, K, X, others
from helpers.exercises.reading import described, number, numbers
from helpers.exercises.replies import NotYet, check


@check
def check_distance(answer: object, points: NDArray[np.float64]) -> str:
    """Check the distance from X to D."""
    given = number(answer)
    distances = euclidean_distances(points, points[X])
    truth, (across, up) = distances[D], points[D] - points[X]
    mistakes: list[tuple[Any, str]] = [
        (truth**2, f"{given:.3f} is the squared distance. Take its root."),
        (
            abs(across) + abs(up),
            "You added the two steps, as if walking around the corner. The straight way is shorter.",
        ),
        (
            abs(across + up),
            f"{abs(across):.1f} is the two steps added with their signs, and the step sideways alone. Square both, "
            "then add.",
        ),
        (abs(up), "That is the step up alone. Square both steps, add, take the root."),
        ((across + up) ** 2, "You added first and squared the sum. Square each step, then add."),
        (np.sqrt(abs(up**2 - across**2)), "One square was subtracted: to Python -0.7**2 is -0.49. Write (-0.7)**2."),
        (truth**2 / 2, "You halved the sum: to Python **1/2 means to the power of 1, then half. Write **0.5."),
        (truth / np.sqrt(2), "You took the mean of the two squares. Add them."),
        (np.sqrt((points[D] ** 2).sum()), "That is how far D is from (0, 0). Subtract the coordinates of X first."),
        (np.sqrt(((points[D] + points[X]) ** 2).sum()), "The coordinates were added. Subtract them."),
        (euclidean_distances(points, points[D])[1], "That is from D to B. From D to X is asked for: X is row 16."),
        *(
            (distances[i], f"That is the distance to {LETTERS[i]}. Rows count from 0, so D is row {D}.")
            for i in others(D)
        ),
    ]
    refuse_number(given, truth, mistakes)
    return (
        f"the root of {abs(across):.1f}² + {abs(up):.1f}² is {truth:.3f}. One of the steps has a minus sign, but a "
        "square has none, so the way back is exactly as long."
    )


@check
def check_all_distances(answer: object, points: NDArray[np.float64]) -> str:
    """Check the distances of all points from K."""
    given = numbers(answer)
    steps = points - points[K]
    truth = euclidean_distances(points, points[K])
    mistakes: list[tuple[Any, str]] = [
        (
            np.sqrt((steps**2).sum(axis=0)),
            "You got two numbers, one for each coordinate: axis=0 adds down the columns. Use axis=1.",
        ),
        (
            np.sqrt((steps**2).sum()),
            "You got one number for all points together: say axis=1, so that each row has its own sum.",
        ),
        (truth**2, "These are the squared distances. Take the root."),
        (
            np.abs(steps).sum(axis=1),
            "You added the steps without squaring them, as if walking around corners. Square them first.",
        ),
        (np.abs(steps), "You got both steps of every point: add their squares along each row, with axis=1."),
        (steps, "You got both steps of every point: add their squares along each row, with axis=1."),
        (np.sqrt((steps**2).mean(axis=1)), "You took the mean of the squares. Take their sum."),
        (truth.round(1), "The numbers are rounded to one decimal. Leave them as they are."),
        (np.sort(truth), "The distances are sorted. Leave them in the order of the rows."),
        (np.argsort(truth), "These are row numbers, the nearest first. The distances are asked for."),
        (np.sqrt((points**2).sum(axis=1)), "These are distances from (0, 0). Subtract K first: points[10]."),
        (np.sqrt(((points - K) ** 2).sum(axis=1)), "You subtracted the number 10. Subtract the row: points[10]."),
        (
            np.delete(truth, K),
            "K itself is missing. Here it stays, at distance 0, so that row numbers keep their meaning.",
        ),
        *(
            (euclidean_distances(points, points[i]), f"These are the distances from {LETTERS[i]}. K is row {K}.")
            for i in others(K)
        ),
    ]
    if not same(given, truth):
        refuse(given, mistakes)
        if given.shape != truth.shape:
            raise NotYet(f"One distance for each of {len(truth)} points is asked for, and yours is {described(given)}.")
        first = int(np.flatnonzero(np.abs(given - truth) > 0.005)[0])
        raise NotYet(
            f"There are as many numbers as points, but the one for {LETTERS[first]}, {given[first]:.3f}, is off."
        )
    return (
        f"one distance for each row, and 0 for K itself. To X it is {truth[X]:.3f}, the same as from X to K: a "
        "distance has no direction."
    )
