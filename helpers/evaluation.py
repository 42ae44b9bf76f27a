"""How good neighbors are: measures of ranked lists, intervals by bootstrap, hubs, and the vote, leave one out.

The measures return a number for each query. Their mean is what is reported: `hit_at_k(right, 10).mean()` is the hit
rate at 10, `reciprocal_rank(right).mean()` the mean reciprocal rank. `bootstrap_interval` says how far that can be
trusted.
"""

from __future__ import annotations  # so that help() shows ArrayLike by its name

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array, check_k
from helpers.neighbors import majority_votes, number_labels

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


def hit_at_k(right: ArrayLike, k: int) -> Floats:
    """Return 1 for each query that has a right neighbor among its first k, and else 0.

    Parameters
    ----------
    right : array-like of shape (m, n), bool
        For each query, whether its neighbors are right, nearest first.
    k : int
        How many neighbors count, from 1 to n.

    Returns
    -------
    ndarray of shape (m,)
        0 or 1 for each query. The mean is the hit rate at k.

    Raises
    ------
    ValueError
        If `right` isn't booleans of that shape, or k is out of range.

    Examples
    --------
    >>> right = [[False, True, True], [False, False, True]]
    >>> hit_at_k(right, 2)
    array([1., 0.])
    """
    return np.asarray(_first(right, k).any(axis=1), dtype=np.float64)


def precision_at_k(right: ArrayLike, k: int) -> Floats:
    """Return the share of each query's first k neighbors that is right.

    A query with fewer than k right answers can't reach 1. See C. D. Manning, P. Raghavan and H. Schütze, Introduction
    to Information Retrieval, 2008, section 8.4.

    Parameters
    ----------
    right : array-like of shape (m, n), bool
        For each query, whether its neighbors are right, nearest first.
    k : int
        How many neighbors count, from 1 to n.

    Returns
    -------
    ndarray of shape (m,)
        From 0 to 1 for each query.

    Raises
    ------
    ValueError
        If `right` isn't booleans of that shape, or k is out of range.

    Examples
    --------
    >>> right = [[False, True, True], [False, False, True]]
    >>> precision_at_k(right, 2)
    array([0.5, 0. ])
    """
    shares: Floats = _first(right, k).mean(axis=1)
    return shares


def reciprocal_rank(right: ArrayLike) -> Floats:
    """Return 1 / r for each query, where r is the rank of its first right neighbor, from 1; 0 if none is right.

    The mean is the mean reciprocal rank: E. M. Voorhees, The TREC-8 Question Answering Track Report, 1999.

    Parameters
    ----------
    right : array-like of shape (m, n), bool
        For each query, whether its neighbors are right, nearest first. What comes after the n-th isn't counted.

    Returns
    -------
    ndarray of shape (m,)
        From 0 to 1 for each query.

    Raises
    ------
    ValueError
        If `right` isn't booleans of that shape.

    Examples
    --------
    >>> reciprocal_rank([[False, True, True], [False, False, False]])
    array([0.5, 0. ])
    """
    right = _check_right(right)
    inverse: Floats = right.any(axis=1) / (1 + right.argmax(axis=1))  # argmax finds the first True
    return inverse


def recall_at_k(found: ArrayLike, nearest: ArrayLike) -> Floats:
    """Return the share of each query's k nearest neighbors that an approximate search has found.

    The order doesn't count. See M. Aumüller, E. Bernhardsson and A. Faithfull, ANN-Benchmarks: A Benchmarking Tool for
    Approximate Nearest Neighbor Algorithms, Information Systems 87, 2020.

    Parameters
    ----------
    found : array-like of shape (m, k), int
        The ids that were found for each query; -1 where nothing more was found, as Faiss has it.
    nearest : array-like of shape (m, k), int
        The ids of the true nearest neighbors, none of them twice in a row.

    Returns
    -------
    ndarray of shape (m,)
        From 0 to 1 for each query. The mean is the recall at k.

    Raises
    ------
    ValueError
        If they aren't ids, or the shapes differ.

    Examples
    --------
    >>> recall_at_k(found=[[3, 1], [4, -1]], nearest=[[1, 3], [5, 4]])
    array([1. , 0.5])
    """
    found, nearest = _check_ids(found, name="found"), _check_ids(nearest, name="nearest")
    if found.shape != nearest.shape:
        raise ValueError(f"found and nearest must have the same shape; got {found.shape} and {nearest.shape}.")
    if (nearest < 0).any():
        raise ValueError("nearest holds a negative id: the true nearest neighbors are all known.")
    shares: Floats = (nearest[:, :, np.newaxis] == found[:, np.newaxis, :]).any(axis=2).mean(axis=1)
    return shares


def bootstrap_interval(
    values: ArrayLike, *, level: float = 0.95, resamples: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return a confidence interval of the mean of some values, by the percentile bootstrap.

    As many values are drawn from the given ones, with replacement, and their mean is taken, over and over. The interval
    goes from the (1 - level) / 2 quantile of these means to the (1 + level) / 2 quantile. See B. Efron and R. J.
    Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.

    To compare two ways of searching with the same queries, give the differences of their values, query by query. Where
    the interval of the differences doesn't contain 0, luck in the choice of queries hardly explains the difference.

    Parameters
    ----------
    values : array-like of shape (m,)
        One for each query.
    level : float
        The share of such intervals that should contain the true mean; between 0 and 1.
    resamples : int
        How often values are drawn.
    seed : int
        Of the random numbers.

    Returns
    -------
    low, high : float
        The ends of the interval.

    Raises
    ------
    ValueError
        If there are no values, they don't stand in one row, aren't numbers or are nan, or the level is out of range.

    Examples
    --------
    >>> low, high = bootstrap_interval([1, 0, 0, 1, 1, 0, 1, 1, 1, 0])
    >>> round(low, 3), round(high, 3)
    (0.3, 0.9)
    """
    values = check_array("values", values).astype(np.float64)
    if values.ndim != 1 or not values.size or np.isnan(values).any():
        raise ValueError(f"values must be one or more numbers in one row, none of them nan; got shape {values.shape}.")
    if not 0 < level < 1:
        raise ValueError(f"level is {level!r}, but it must be between 0 and 1, such as 0.95.")
    rng, m = np.random.default_rng(seed), len(values)
    means = [values[rng.integers(m, size=m)].mean() for _ in range(resamples)]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def without_self(ids: ArrayLike, queries: ArrayLike) -> NDArray[np.intp]:
    """Return lists of neighbors without the queries themselves: one shorter, in the same order.

    Search for k + 1 neighbors to get k. A query that isn't in its list, since others are as near, has the last removed.

    Parameters
    ----------
    ids : array-like of shape (m, k + 1), int
        The neighbors of each query, nearest first, none of them twice.
    queries : array-like of shape (m,), int
        The id of each query.

    Returns
    -------
    ndarray of shape (m, k), int
        The other neighbors of each query.

    Raises
    ------
    ValueError
        If a shape doesn't fit, or they aren't ids.

    Examples
    --------
    >>> without_self([[7, 3, 5], [3, 4, 5]], queries=[7, 5])
    array([[3, 5],
           [3, 4]])
    """
    ids, queries = _check_ids(ids), np.asarray(queries)
    if queries.shape != ids.shape[:1]:
        raise ValueError(f"{len(ids)} rows of neighbors need as many queries; got shape {queries.shape}.")
    others = ids != queries[:, np.newaxis]
    others[others.all(axis=1), -1] = False
    rest: NDArray[np.intp] = ids[others].reshape(len(ids), -1)
    return rest


def neighbor_counts(ids: ArrayLike, n: int) -> NDArray[np.intp]:
    """Return how often each of n points is a neighbor in these lists: N_k(x), its k-occurrence.

    The mean is m k / n. A point with a count far above it is a hub, one with a count of 0 is nobody's neighbor. See
    M. Radovanović, A. Nanopoulos and M. Ivanović, Hubs in Space, Journal of Machine Learning Research 11, 2010.

    Parameters
    ----------
    ids : array-like of shape (m, k), int
        The neighbors of each query, without the query.
    n : int
        How many points there are; ids are from 0 to n - 1.

    Returns
    -------
    ndarray of shape (n,), int
        A count for each point.

    Raises
    ------
    ValueError
        If they aren't ids, or one is out of range.

    Examples
    --------
    >>> neighbor_counts([[1, 2], [2, 0], [1, 0], [2, 1]], n=4)
    array([2, 3, 3, 0])
    """
    return np.bincount(_check_ids(ids, n).ravel(), minlength=n)


def mutual_neighbors(ids: ArrayLike) -> Booleans:
    """Return for each point and each of its neighbors, whether the point is among that one's neighbors, too.

    Parameters
    ----------
    ids : array-like of shape (n, k), int
        The neighbors of point 0, of point 1 and so on, without the point itself.

    Returns
    -------
    ndarray of shape (n, k), bool
        Whether they are neighbors of each other. The mean is the share of neighbors that are mutual.

    Raises
    ------
    ValueError
        If they aren't ids of these points.

    Examples
    --------
    >>> mutual_neighbors([[1], [0], [1]])
    array([[ True],
           [ True],
           [False]])
    """
    ids = _check_ids(ids)
    ids = _check_ids(ids, len(ids))
    points = np.arange(len(ids))
    columns = [(ids[neighbors] == points[:, np.newaxis]).any(axis=1) for neighbors in ids.T]
    return np.column_stack(columns)


def leave_one_out(ids: ArrayLike, labels: Sequence[Hashable], ks: Sequence[int]) -> dict[int, Booleans]:
    """Return, for each k, whether each point's k nearest neighbors vote for its label.

    No point votes for itself, so each is predicted from all others. Of tied labels the nearest neighbor's wins, as in
    `majority_vote`. See T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, sections
    7.10 and 13.3.

    Parameters
    ----------
    ids : array-like of shape (n, k), int
        The neighbors of point 0, of point 1 and so on, nearest first, without the point itself.
    labels : sequence of n hashables
        The label of each point.
    ks : sequence of int
        How many neighbors vote, each from 1 to the number there are in a row.

    Returns
    -------
    dict of int to ndarray of shape (n,), bool
        For each k, whether each point's label is predicted. The mean is the accuracy.

    Raises
    ------
    ValueError
        If the numbers of labels and points differ, they aren't ids of other points, or a k is out of range.

    Examples
    --------
    >>> leave_one_out([[1, 2], [0, 2], [1, 0]], labels=["round", "round", "square"], ks=[1])
    {1: array([ True,  True, False])}
    """
    ids = _check_ids(ids, len(labels))
    if len(ids) != len(labels):
        raise ValueError(f"{len(ids)} rows of neighbors need as many labels; got {len(labels)}.")
    if (own := (ids == np.arange(len(ids))[:, np.newaxis]).any(axis=1)).any():
        raise ValueError(f"point {own.argmax()} is among its own neighbors, and would vote for itself: leave it out.")
    numbered = number_labels(labels)
    voters = numbered[ids]
    return {k: majority_votes(voters[:, : _check_k(k, ids.shape[1])]) == numbered for k in ks}


def _first(right: ArrayLike, k: int) -> Booleans:
    """Return the first k columns."""
    right = _check_right(right)
    return right[:, : _check_k(k, right.shape[1])]


def _check_right(right: ArrayLike) -> Booleans:
    """Return which neighbors are right as an array of shape (m, n). Raises ValueError if it isn't one of booleans."""
    array = check_array("right", right)
    if array.dtype != bool or array.ndim != 2:
        raise ValueError(
            "right must hold True or False for each neighbor, with a row for each query; "
            f"got {array.dtype} values of shape {array.shape}.{' Of one query, give [right].' * (array.ndim == 1)}"
        )
    return array


def _check_k(k: int, n: int) -> int:
    """Return k. Raises ValueError if it isn't a whole number from 1 to n."""
    return check_k(k, n, n, "the neighbors in each row")


def _check_ids(ids: ArrayLike, n: int | None = None, name: str = "ids") -> NDArray[np.intp]:
    """Return ids as an array of shape (m, k). Raises ValueError if they aren't whole numbers from 0 to n - 1."""
    array = check_array(name, ids)
    if array.dtype.kind not in "iu" or array.ndim != 2:
        raise ValueError(
            f"{name} must be whole numbers, with a row of neighbors for each query; "
            f"got {array.dtype} values of shape {array.shape}."
        )
    if n is not None and (outside := array[(array < 0) | (array >= n)]).size:
        raise ValueError(f"ids hold {outside[0]}, but there are {n} points, and the first id is 0.")
    return array.astype(np.intp)
