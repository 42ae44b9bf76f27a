"""The nearest vectors to one query or to many, fast: what the plain way gives, for little more than one product."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers
from helpers.candidates import Candidates
from helpers.distances import cosine_similarities, euclidean_distances
from helpers.estimates import Estimates
from helpers.neighbors import excluded_ids, nearest_neighbors, whole_k
from helpers.norms import row_norms
from helpers.pairs import scores_of_pairs

Numbers = NDArray[np.float64]
Ids = NDArray[np.intp]

# How much is worked on at a time. So much stays in a processor's cache, and all that is made of it takes under 64 MB.
QUERIES = 512
ESTIMATES = 2**20
BYTES = 2**25  # of vectors that have to be copied, into another type
HAND = 32  # vectors of a tile: see Candidates


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

    They are what the plain way gives, to the last bit: `cosine_similarities` or `euclidean_distances`, and then
    `nearest_neighbors`. The vectors are read once, in order, for 512 queries at a time (fewer if k is over 256), and
    the working space stays below 64 MB, however many vectors and queries there are; it grows with k alone.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row. A memory-mapped matrix is never copied as a whole.
    queries : real numbers, shape (d,) or (m, d)
        The vector to measure from, or several.
    k : int
        How many to return, from 1 to the number that `exclude` leaves.
    metric : "cosine" or "euclidean"
        What ranks them: the largest cosine similarity or the smallest Euclidean distance.
    norms : real numbers, shape (n,)
        The norm of each vector, as `row_norms` gives it, if it was kept. Without it, it is computed.
    exclude : int or ints
        Ids that are left out before choosing, for all queries.

    Returns
    -------
    int and float64, both of shape (k,) or (m, k)
        The ids and their similarities or distances. Of equal scores the lower id comes first, and nan comes last.

    Raises
    ------
    ValueError
        When the metric is another one, there is not one norm for each row, or one of the plain functions refuses.
    """
    measure, largest = measure_of(metric)
    vectors = real_numbers("vectors", vectors)
    queries = real_numbers("queries", queries)
    rows = _rows_of(queries, vectors, measure)
    excluded = excluded_ids(exclude, len(vectors))
    k = whole_k(k, len(vectors) - len(excluded), len(vectors))
    norms = None if norms is None else _one_for_each(norms, vectors)

    ids, scores = np.empty((len(rows), k), dtype=np.intp), np.empty((len(rows), k))
    if vectors.strides[0] < vectors.strides[1]:
        for i, row in enumerate(rows):
            ids[i], scores[i] = _plainly(vectors, row, k, measure, largest, excluded)
    else:
        at_once = max(1, min(QUERIES, ESTIMATES // (4 * k)))
        for start in range(0, len(rows), at_once):
            block = slice(start, start + at_once)
            ids[block], scores[block] = _nearest(vectors, rows[block], k, metric, norms, excluded)
    return (ids, scores) if queries.ndim == 2 else (ids[0], scores[0])


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")  # gives nan: such a pair isn't known
def _nearest(
    vectors: NDArray[Any], queries: Numbers, k: int, metric: str, norms: Numbers | None, excluded: Ids
) -> tuple[Ids, Numbers]:
    """Return ids and scores for a block of queries, after one pass over the vectors, tile by tile."""
    n, q = len(vectors), len(queries)
    kind = np.result_type(vectors.dtype, np.float32)
    rows, hands = _tile_and_hands(vectors, kind, q, k)
    at_best, widths = np.empty((rows, q), kind), np.zeros(rows, kind)
    query_norms = row_norms(queries)
    estimates, candidates = Estimates(queries, query_norms, metric, kind), Candidates(k, q, hands, kind)
    measure, largest = partial(scores_of_pairs, vectors, queries, query_norms, metric), metric == "cosine"
    for start in range(0, n, rows):
        tile = vectors[start : start + rows]
        end = start + len(tile)
        tile_norms = row_norms(tile) if norms is None else norms[start:end]
        widths[: len(tile)] = estimates.at_best(tile, tile_norms, out=at_best[: len(tile)])
        left_out = excluded[slice(*np.searchsorted(excluded, (start, end)))] - start
        at_best[left_out] = at_best[len(tile) :] = np.inf  # nobody is near there
        candidates.add_tile(start, at_best, widths, estimates.widths)
        if len(candidates) > ESTIMATES // 2:
            candidates.settle(measure, largest)
    scores = candidates.settle(measure, largest)
    return candidates.id.reshape(q, k), scores


def _tile_and_hands(vectors: NDArray[Any], kind: np.dtype[Any], q: int, k: int) -> tuple[int, int]:
    """Return how many vectors a tile has for q queries, and into how many hands it is dealt: all get as many."""
    rows = min(ESTIMATES // q, len(vectors))
    if vectors.dtype != kind or not vectors.flags.aligned:  # then NumPy works on a copy of the tile
        rows = min(rows, BYTES // max(1, vectors.shape[1] * kind.itemsize))
    hands = min(max(4 * k, rows // HAND), len(vectors))
    return max(1, -(-rows // hands)) * hands, hands


def _plainly(
    vectors: NDArray[Any], query: Numbers, k: int, measure: Callable[..., Numbers], largest: bool, excluded: Ids
) -> tuple[Ids, Numbers]:
    """Return ids and scores for one query, by measuring to every vector.

    This is for a matrix that is stored column by column: there NumPy adds up the numbers of a row in another order.
    """
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


def _rows_of(queries: NDArray[Any], vectors: NDArray[Any], measure: Callable[..., Numbers]) -> Numbers:
    """Return the queries as rows, shape (m, d). What the plain formula refuses is refused in its words."""
    if queries.ndim == 0 or vectors.ndim != 2:
        measure(vectors, queries)
    if queries.ndim > 2:
        raise ValueError(f"queries must be one, of shape (d,), or several, of shape (m, d); got shape {queries.shape}.")
    rows = np.atleast_2d(queries).astype(np.float64)
    norms = row_norms(rows)
    sound = (norms > 0) & (norms < np.inf) & (rows.shape[1] == vectors.shape[1])
    for i in np.flatnonzero(~sound).tolist():
        try:
            measure(vectors[:0], rows[i])
        except ValueError as error:
            if queries.ndim == 1:
                raise
            raise ValueError(f"Row {i} of queries can't be used: {error}") from error
    return rows


def _one_for_each(norms: ArrayLike, vectors: NDArray[Any]) -> Numbers:
    """Return the norms, if there is one for each vector."""
    norms = real_numbers("norms", norms).astype(np.float64, copy=False)
    if norms.shape != (len(vectors),):
        raise ValueError(f"norms must hold the length of each of the {len(vectors)} rows; got shape {norms.shape}.")
    return norms
