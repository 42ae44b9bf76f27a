"""Nearest neighbors and majority votes, with one rule for ties.

Of equal scores the lower id comes first; of tied labels, the one of the nearest neighbor.
"""

from __future__ import annotations  # so that help() shows ArrayLike by its name

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array, check_exclude, check_k
from helpers.distances import euclidean_distances


def nearest_neighbors(
    scores: ArrayLike, k: int, *, largest: bool = False, exclude: int | Iterable[int] = ()
) -> NDArray[np.intp]:
    """Return the ids of the `k` best scores, best first.

    An id is a position in `scores`. Of equal scores the lower id comes first, and nan comes last. Only the k best and
    those that tie with them are sorted, so it usually takes O(n) time.

    Parameters
    ----------
    scores : array-like of shape (n,)
        Distances or similarities. They are compared as float64.
    k : int
        How many ids to return, from 1 to the number that `exclude` leaves.
    largest : bool
        False when a small score is good (a distance), True when a large one is (a similarity).
    exclude : int or iterable of ints
        Ids that are left out before choosing: often the query itself, which is its own nearest neighbor.

    Returns
    -------
    ndarray of shape (k,), int
        The ids, best first.

    Raises
    ------
    ValueError
        If k is out of range, scores aren't real numbers in one row, or an excluded id doesn't exist.

    Examples
    --------
    >>> nearest_neighbors([0.5, 0.1, 0.9, 0.1], k=3)
    array([1, 3, 0])
    >>> nearest_neighbors([0.5, 0.1, 0.9, 0.1], k=2, largest=True, exclude=2)
    array([0, 1])
    """
    values = check_array("scores", scores)
    if values.ndim != 1:
        raise ValueError(f"scores must stand in one row, shape (n,); got shape {values.shape}.")
    excluded = check_exclude(exclude, len(values))
    ids = np.delete(np.arange(len(values)), excluded)
    k = check_k(k, len(ids), len(values))

    values = values[ids].astype(np.float64)
    if largest:
        values = -values
    kth_best = np.partition(values, k - 1)[k - 1]
    candidates = np.flatnonzero(~(values > kth_best))  # k of them, and all that equal the k-th, and every nan
    best_first = np.argsort(values[candidates], kind="stable")  # equal scores stay in the order of their ids
    return ids[candidates[best_first[:k]]]


def majority_vote(labels: Iterable[Hashable]) -> Any:
    """Return the label that occurs most often; of tied labels, the one that comes first.

    With the labels in order of nearness, a tie goes to the tied label with the nearest member.

    Parameters
    ----------
    labels : iterable of hashable
        In order of nearness, nearest first. There may be any number of different ones.

    Returns
    -------
    hashable
        One of the labels. Elements of arrays become plain Python objects.

    Raises
    ------
    ValueError
        If there are no labels.
    TypeError
        If a label isn't hashable, such as a list.

    Examples
    --------
    >>> majority_vote(["round", "square", "square"])
    'square'
    >>> majority_vote(["round", "square"])
    'round'
    """
    try:
        # Elements of arrays and tensors become plain objects: these print better, and tensors don't count as equal.
        counts = Counter(label.tolist() if hasattr(label, "tolist") else label for label in labels)
    except TypeError as error:
        raise TypeError(
            f"majority_vote needs a row of labels that can be counted, such as strings: {error}."
        ) from error
    if not counts:
        raise ValueError("majority_vote needs at least one label, and got none.")
    return max(counts, key=counts.__getitem__)  # a Counter keeps the order of first sight, and max takes the first


def predict(
    queries: ArrayLike, points: ArrayLike, labels: Sequence[Hashable], ks: Sequence[int]
) -> dict[int, NDArray[np.intp]]:
    """Return, for each k, the class of each query by a majority vote of its k nearest points.

    Equivalent to `nearest_neighbors` followed by `majority_vote` for each query.

    Parameters
    ----------
    queries : array-like of shape (m, d)
        The points to label.
    points : array-like of shape (n, d)
        The labeled points.
    labels : sequence of n hashables
        The label of each point.
    ks : sequence of int
        How many neighbors vote, each from 1 to n.

    Returns
    -------
    dict of int to ndarray of shape (m,), int
        For each k, the predicted class of each query: an index into the distinct labels, in order of first occurrence.

    Raises
    ------
    ValueError
        If the numbers of labels and points differ, or a k is out of range.

    Examples
    --------
    >>> predict([[0, 0], [8, 8]], points=[[1, 1], [2, 1], [9, 9]], labels=["round", "round", "square"], ks=[1, 3])
    {1: array([0, 1]), 3: array([0, 0])}
    """
    points = np.asarray(points)
    if len(labels) != len(points):
        raise ValueError(f"{len(points)} points need as many labels; got {len(labels)}.")
    numbered = number_labels(labels)
    for k in ks:
        check_k(k, len(points), len(points))
    distances = np.column_stack([euclidean_distances(queries, point) for point in points])
    voters = numbered[np.argsort(distances, axis=1, kind="stable")]  # (m, n): whose label comes first, second, ...
    return {k: majority_votes(voters[:, :k]) for k in ks}


def number_labels(labels: Sequence[Hashable]) -> NDArray[np.intp]:
    """Return for each label its index into the distinct labels, in order of first occurrence.

    Examples
    --------
    >>> number_labels(["round", "square", "round"])
    array([0, 1, 0])
    """
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.intp)


def majority_votes(voters: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the label that occurs most often in each row; of tied labels, the one that comes first.

    It is `majority_vote` for many rows at once.

    Parameters
    ----------
    voters : ndarray of shape (m, k), int
        Numbers of labels, from 0; in each row in order of nearness, nearest first.

    Returns
    -------
    ndarray of shape (m,), int
        For each row one of its labels.

    Examples
    --------
    >>> majority_votes(np.array([[0, 1, 1], [2, 1, 0]]))
    array([1, 2])
    """
    counts = np.column_stack([(voters == label).sum(axis=1) for label in range(voters.max(initial=0) + 1)])
    votes_of_each = np.take_along_axis(counts, voters, axis=1)
    first_of_most = votes_of_each.argmax(axis=1)  # argmax takes the first of equals: the nearest of those tied
    winners: NDArray[np.intp] = np.take_along_axis(voters, first_of_most[:, None], axis=1)[:, 0]
    return winners
