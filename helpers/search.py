"""The nearest vectors to one query or to many, fast: what the plain way gives, for little more than one product."""

from __future__ import annotations  # help(search) shows ArrayLike by its name then, and not all that it stands for

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers
from helpers.candidates import Candidates
from helpers.distances import cosine_similarities, euclidean_distances
from helpers.estimates import Estimates, in_range
from helpers.neighbors import excluded_ids, nearest_neighbors, whole_k
from helpers.norms import row_norms
from helpers.pairs import scores_of_pairs

Numbers = NDArray[np.float64]
Ids = NDArray[np.intp]

# How much is worked on at a time. So much stays in a processor's cache, and all that is made of it takes under 64 MB.
QUERIES = 512
ESTIMATES = 2**20
NUMBERS = 2**21  # of queries
BYTES = 2**25  # of vectors that have to be copied, into another type
HAND_SIZE = 32  # vectors of a tile in each hand: see Candidates


def search(
    vectors: ArrayLike,
    queries: ArrayLike,
    k: int,
    metric: str = "cosine",
    *,
    norms: ArrayLike | None = None,
    exclude: int | Iterable[int] = (),
) -> tuple[Ids, Numbers]:
    """Return the ids and the scores of the `k` vectors that are nearest to each query, nearest first.

    The result is the same, to the last bit, as that of `cosine_similarities` or `euclidean_distances` followed by
    `nearest_neighbors`. The vectors are gone through once, in order, for 512 queries at a time (fewer if k is over
    512), and the few that may be near are read again. Besides the result this takes less than 64 MB of memory, however
    many vectors and queries there are. Only a large k, or vectors of more than 50,000 numbers, take more. (A matrix
    that is stored column by column is gone through once for each query, and takes memory for a few numbers for each
    vector. So does a query whose squares are too large or small for float32.)

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row. A memory-mapped matrix is never copied as a whole (unless it is of long double).
    queries : real numbers, shape (d,) or (m, d)
        The vector to measure from, or several.
    k : int
        How many to return, from 1 to the number that `exclude` leaves.
    metric : "cosine" or "euclidean"
        The largest similarity first, or the smallest distance first.
    norms : real numbers, shape (n,)
        The length of each vector, as `row_norms` returns it, to save computing it again. That it is right isn't
        checked: with wrong norms, neighbors are missed. (Norms with fewer digits than the vectors have aren't used.)
    exclude : int or ints
        Ids that are left out before choosing, the same for all queries.

    Returns
    -------
    ids (int) and scores (float64), each of shape (k,) for one query, (m, k) for several
        Which vectors, and their similarities or distances. Of equal scores the lower id comes first, and nan last.

    Raises
    ------
    ValueError
        When the metric is neither of the two, a shape doesn't fit, k is not such a number, an excluded id isn't there,
        something isn't a real number, or a query holds nan or (for the cosine) has no direction.
    """
    measure, largest = measure_of(metric)
    vectors = real_numbers("vectors", vectors)
    queries = real_numbers("queries", queries)
    rows, query_norms = _checked_rows(queries, vectors, measure)
    excluded = excluded_ids(exclude, len(vectors))
    k = whole_k(k, len(vectors) - len(excluded), len(vectors))
    dtype = np.result_type(vectors.dtype, np.float32)
    norms = None if norms is None else _one_for_each(norms, vectors, dtype)

    ids, scores = np.empty((len(rows), k), dtype=np.intp), np.empty((len(rows), k))
    by_columns = abs(vectors.strides[0]) < abs(vectors.strides[1])  # there NumPy adds up a row in another order
    can_be_estimated = in_range(query_norms, dtype) & (not by_columns)
    for i in np.flatnonzero(~can_be_estimated).tolist():
        ids[i], scores[i] = _plainly(vectors, rows[i], k, measure, largest, excluded)
    left = np.flatnonzero(can_be_estimated)
    at_once = max(1, min(QUERIES, ESTIMATES // (4 * k), NUMBERS // max(1, vectors.shape[1])))
    for start in range(0, len(left), at_once):
        some = left[start : start + at_once]
        block = np.ascontiguousarray(rows[some], dtype=np.float64)
        ids[some], scores[some] = _nearest(vectors, block, k, metric, norms, excluded)
    return (ids, scores) if queries.ndim == 2 else (ids[0], scores[0])


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")  # gives nan: such a vector isn't known
def _nearest(
    vectors: NDArray[Any], queries: Numbers, k: int, metric: str, norms: NDArray[Any] | None, excluded: Ids
) -> tuple[Ids, Numbers]:
    """Return ids and scores for a block of queries, after one pass over the vectors, tile by tile."""
    n, q = len(vectors), len(queries)
    dtype = np.result_type(vectors.dtype, np.float32)
    rows, hands = _tile_and_hands(vectors, dtype, q, k)
    at_best, widths = np.empty((rows, q), dtype), np.zeros(rows, dtype)
    query_norms = row_norms(queries)
    measure = partial(scores_of_pairs, vectors, queries, query_norms, metric)
    estimates = Estimates(queries, query_norms, metric, dtype)
    candidates = Candidates(k, q, hands, dtype, measure, largest=metric == "cosine")
    for start in range(0, n, rows):
        tile = vectors[start : start + rows]
        end = start + len(tile)
        tile_norms = row_norms(tile) if norms is None else norms[start:end]
        widths[: len(tile)] = estimates.at_best(tile, tile_norms, out=at_best[: len(tile)])
        left_out = excluded[slice(*np.searchsorted(excluded, (start, end)))] - start
        at_best[left_out] = at_best[len(tile) :] = np.inf  # nobody is near there
        widths[len(tile) :] = 0
        candidates.add_tile(start, at_best, widths, estimates.widths)
    scores = candidates.settle()
    if len(scores) != q * k:
        raise ValueError("norms are not the lengths of these vectors: row_norms(vectors) computes them.")
    return candidates.id.reshape(q, k), scores.reshape(q, k)


def _tile_and_hands(vectors: NDArray[Any], dtype: np.dtype[Any], q: int, k: int) -> tuple[int, int]:
    """Return how many vectors a tile has for q queries, and into how many hands it is dealt: all get as many."""
    rows = min(ESTIMATES // q, len(vectors))
    if vectors.dtype != dtype or not vectors.flags.aligned:  # then NumPy works on a copy of the tile
        rows = min(rows, BYTES // max(1, vectors.shape[1] * dtype.itemsize))
    hands = min(max(4 * k, rows // HAND_SIZE), len(vectors))
    return max(1, -(-rows // hands)) * hands, hands


def _plainly(
    vectors: NDArray[Any], query: Numbers, k: int, measure: Callable[..., Numbers], largest: bool, excluded: Ids
) -> tuple[Ids, Numbers]:
    """Return ids and scores for one query, by measuring to every vector."""
    tiles = max(1, min(8 * vectors.size // BYTES, len(vectors) // 2))  # a row alone would be added up otherwise
    scores = np.concatenate([measure(tile, query) for tile in np.array_split(vectors, tiles)])
    ids = nearest_neighbors(scores, k, largest=largest, exclude=excluded)
    return ids, scores[ids]


def measure_of(metric: str) -> tuple[Callable[[ArrayLike, ArrayLike], Numbers], bool]:
    """Return the plain formula of a metric, and whether a large score is a good one.

    Raises
    ------
    ValueError
        When the metric is neither "cosine" nor "euclidean".
    """
    if metric not in ("cosine", "euclidean"):
        raise ValueError(f"metric is {metric!r}, but there are two: 'cosine' and 'euclidean'.")
    return (cosine_similarities, True) if metric == "cosine" else (euclidean_distances, False)


def _checked_rows(
    queries: NDArray[Any], vectors: NDArray[Any], measure: Callable[..., Numbers]
) -> tuple[NDArray[Any], Numbers]:
    """Return the queries as rows, shape (m, d), and their norms. What the plain formula refuses is refused alike."""
    if queries.ndim == 0 or vectors.ndim != 2:
        measure(vectors, queries)
    if queries.ndim > 2:
        raise ValueError(f"queries must be one, of shape (d,), or several, of shape (m, d); got shape {queries.shape}.")
    rows = np.atleast_2d(queries)
    norms = row_norms(rows)
    sound = (norms > 0) & (norms < np.inf) & (rows.shape[1] == vectors.shape[1])
    for i in np.flatnonzero(~sound).tolist():
        try:
            measure(vectors[:0], rows[i])
        except ValueError as error:
            if queries.ndim == 1:
                raise
            raise ValueError(f"Row {i} of queries can't be used: {error}") from error
    return rows, norms


def _one_for_each(norms: ArrayLike, vectors: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any] | None:
    """Return the norms, if there is one for each vector; None where they have too few digits for the estimates."""
    norms = real_numbers("norms", norms)
    if norms.shape != (len(vectors),):
        raise ValueError(f"norms must hold the length of each of the {len(vectors)} rows; got shape {norms.shape}.")
    return norms if norms.dtype.itemsize >= dtype.itemsize else None
