"""The label that kNN gives to many places at once: what the plane looks like to a vote."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.distances import euclidean_distances


def vote_everywhere(
    places: ArrayLike, points: ArrayLike, labels: Sequence[Hashable], ks: Sequence[int]
) -> dict[int, NDArray[np.intp]]:
    """Return, for each k, which label every place gets from its k nearest points.

    It is `nearest_neighbors` and `majority_vote` for one place after the other, in one go: of equally near points the
    first counts as nearer, and a tie goes to the tied label with the nearest member.

    Parameters
    ----------
    places : real numbers, shape (m, d)
        Where to ask.
    points : real numbers, shape (n, d)
        Who votes.
    labels : n labels of any hashable kind
        What each point votes for.
    ks : ints
        How many neighbors vote, each from 1 to n.

    Returns
    -------
    dict of int to int array, shape (m,)
        For each k the label of each place, as a position among the different labels in order of first sight.

    Raises
    ------
    ValueError
        When there are not as many labels as points, or a k is not such a number.
    """
    points = np.asarray(points)
    if len(labels) != len(points):
        raise ValueError(f"{len(points)} points need as many labels; got {len(labels)}.")
    if wrong := [k for k in ks if not 1 <= k <= len(points)]:
        raise ValueError(
            f"k is {wrong[0]!r}, but it must be a whole number from 1 to {len(points)}, the points there are."
        )
    names = list(dict.fromkeys(labels))
    numbered = np.array([names.index(label) for label in labels])
    distances = np.column_stack([euclidean_distances(places, point) for point in points])
    voters = numbered[np.argsort(distances, axis=1, kind="stable")]  # (m, n): whose label comes first, second, ...
    return {k: _majorities(voters[:, :k], len(names)) for k in ks}


def _majorities(voters: NDArray[np.intp], n_labels: int) -> NDArray[np.intp]:
    """Return the label that occurs most often in each row; of tied labels, the one that comes first."""
    counts = np.column_stack([(voters == label).sum(axis=1) for label in range(n_labels)])
    votes_of_each = np.take_along_axis(counts, voters, axis=1)
    first_of_most = votes_of_each.argmax(axis=1)  # argmax takes the first of equals: the nearest of those tied
    winners: NDArray[np.intp] = np.take_along_axis(voters, first_of_most[:, None], axis=1)[:, 0]
    return winners
