"""`search`: validates its input and chooses an algorithm."""

from __future__ import annotations  # so that help(search) shows ArrayLike by its name

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array, check_exclude, check_k
from helpers.distances import row_norms
from helpers.neighbors import nearest_neighbors
from helpers.search import bounds
from helpers.search.many_queries import search_many
from helpers.search.metrics import Metric, check_metric
from helpers.search.one_query import search_one

BRUTE_FORCE_ELEMENTS = 2**22  # elements of vectors that are scored at a time


def search(
    vectors: ArrayLike,
    queries: ArrayLike,
    k: int,
    metric: str = "cosine",
    *,
    norms: ArrayLike | None = None,
    exclude: int | Iterable[int] = (),
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the ids and the scores of the `k` vectors that are nearest to each query, nearest first.

    The result is the same, to the last bit, as that of `cosine_similarities` or `euclidean_distances` followed by
    `nearest_neighbors`. One query (`helpers.search.one_query`) needs memory for a few numbers per vector. Several
    (`helpers.search.many_queries`) read the vectors once for each block of 512 queries, and besides the result they
    need less than 64 MB for any n and m, unless k is over 512 or d over 50,000. Matrices stored column by column, and
    queries whose squares overflow or underflow in float32, are searched by brute force.

    Parameters
    ----------
    vectors : array-like of shape (n, d)
        One vector in each row. A memory-mapped matrix is never copied in full, unless its dtype is long double.
    queries : array-like of shape (d,) or (m, d)
        The vector to measure from, or several.
    k : int
        How many neighbors to return, from 1 to the number of vectors that `exclude` leaves.
    metric : "cosine" or "euclidean"
        The largest similarity first, or the smallest distance first.
    norms : array-like of shape (n,), optional
        The norm of each vector, as `row_norms` returns it, to save computing it again. It isn't checked: with wrong
        norms, neighbors are missed. Norms of lower precision than the vectors are ignored.
    exclude : int or iterable of ints
        Ids to leave out before choosing, the same for all queries.

    Returns
    -------
    ids, scores : ndarrays of shape (k,) for one query, (m, k) for several
        Which vectors, and their similarities or distances. Equal scores are in order of id, and nan comes last.

    Raises
    ------
    ValueError
        If the metric is unknown, a shape doesn't fit, k is out of range, an excluded id doesn't exist, something isn't
        a real number, or a query holds nan or (for the cosine) has no direction.

    Examples
    --------
    >>> vectors = [[1, 0], [3, 3], [0, 2]]
    >>> ids, scores = search(vectors, [2, 1], k=2, metric="euclidean")
    >>> ids
    array([0, 1])
    >>> scores.round(3)
    array([1.414, 2.236])
    """
    chosen = check_metric(metric)
    vectors = check_array("vectors", vectors)
    queries = check_array("queries", queries)
    rows, query_norms = _check_queries(queries, vectors, chosen)
    excluded = check_exclude(exclude, len(vectors))
    k = check_k(k, len(vectors) - len(excluded), len(vectors))
    dtype = np.result_type(vectors.dtype, np.float32)
    norms = None if norms is None else _check_norms(norms, len(vectors), dtype)

    ids, scores = np.empty((len(rows), k), dtype=np.intp), np.empty((len(rows), k))
    column_order = abs(vectors.strides[0]) < abs(vectors.strides[1])  # there NumPy sums a row in another order
    has_bounds = chosen.name in bounds.METRICS and not column_order
    bounded = bounds.in_range(query_norms, dtype) & has_bounds
    for i in np.flatnonzero(~bounded).tolist():
        ids[i], scores[i] = _brute_force(vectors, rows[i], k, chosen, excluded)
    if queries.ndim == 1 and bounded.all():
        return search_one(vectors, rows[0].astype(np.float64), k, chosen, norms, excluded)
    which = np.flatnonzero(bounded)
    whole = len(which) == len(rows)
    ids[which], scores[which] = search_many(vectors, rows if whole else rows[which], k, chosen, norms, excluded)
    return (ids, scores) if queries.ndim == 2 else (ids[0], scores[0])


def _brute_force(
    vectors: NDArray[Any], query: NDArray[Any], k: int, metric: Metric, excluded: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return ids and scores for one query, by measuring to every vector."""
    parts = max(1, min(vectors.size // BRUTE_FORCE_ELEMENTS, len(vectors) // 2))  # NumPy may sum a lone row differently
    scores = np.concatenate([metric.scores(part, query) for part in np.array_split(vectors, parts)])
    ids = nearest_neighbors(scores, k, largest=metric.largest, exclude=excluded)
    return ids, scores[ids]


def _check_queries(
    queries: NDArray[Any], vectors: NDArray[Any], metric: Metric
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return the queries as rows, of shape (m, d), and their norms; raise what the definition raises."""
    if queries.ndim == 0 or vectors.ndim != 2:
        metric.scores(vectors, queries)
    if queries.ndim > 2:
        raise ValueError(f"queries must be one, of shape (d,), or several, of shape (m, d); got shape {queries.shape}.")
    rows = np.atleast_2d(queries)
    norms = row_norms(rows)
    valid = (norms > 0) & (norms < np.inf) & (rows.shape[1] == vectors.shape[1])
    for i in np.flatnonzero(~valid).tolist():
        try:
            metric.scores(vectors[:0], rows[i])
        except ValueError as error:
            if queries.ndim == 1:
                raise
            raise ValueError(f"Row {i} of queries can't be used: {error}") from error
    return rows, norms


def _check_norms(norms: ArrayLike, n: int, dtype: np.dtype[Any]) -> NDArray[Any] | None:
    """Return the norms, if there is one for each vector; None if their precision is too low for the bounds."""
    norms = check_array("norms", norms)
    if norms.shape != (n,):
        raise ValueError(f"norms must hold the length of each of the {n} rows; got shape {norms.shape}.")
    return norms if norms.dtype.itemsize >= dtype.itemsize else None
