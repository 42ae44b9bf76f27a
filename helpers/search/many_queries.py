"""Exact search for many queries: one pass over the vectors for each block of queries, in bounded memory."""

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import row_norms
from helpers.search.bounds import Bounds
from helpers.search.candidates import Candidates
from helpers.search.metrics import Metric

Floats = NDArray[np.float64]
Ids = NDArray[np.intp]

# Block sizes, chosen to fit the processor's cache and to need less than 64 MB in total.
QUERY_BLOCK = 512
BLOCK_SIZE = 2**20  # lower bounds
QUERY_ELEMENTS = 2**21  # elements of queries
COPY_BYTES = 2**25  # bytes of vectors that NumPy has to copy
GROUP_SIZE = 32  # vectors of a block in each group: see Candidates
PAIR_ELEMENTS = 2**16  # elements of vectors that are scored exactly


def search_many(
    vectors: NDArray[Any], queries: NDArray[Any], k: int, metric: Metric, norms: NDArray[Any] | None, excluded: Ids
) -> tuple[Ids, Floats]:
    """Return ids and scores of the k vectors nearest to each query, both of shape (m, k).

    Parameters are as in `helpers.search.search`, and have been validated.
    """
    ids, scores = np.empty((len(queries), k), dtype=np.intp), np.empty((len(queries), k))
    step = max(1, min(QUERY_BLOCK, BLOCK_SIZE // (4 * k), QUERY_ELEMENTS // max(1, vectors.shape[1])))
    for start in range(0, len(queries), step):
        block = slice(start, start + step)
        rows = np.ascontiguousarray(queries[block], dtype=np.float64)
        ids[block], scores[block] = _search_block(vectors, rows, k, metric, norms, excluded)
    return ids, scores


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")  # bounds that don't hold are nan
def _search_block(
    vectors: NDArray[Any], queries: Floats, k: int, metric: Metric, norms: NDArray[Any] | None, excluded: Ids
) -> tuple[Ids, Floats]:
    """Return ids and scores for a block of queries, after one pass over the vectors."""
    n, q = len(vectors), len(queries)
    dtype = np.result_type(vectors.dtype, np.float32)
    rows, groups = _rows_and_groups(vectors, dtype, q, k)
    lower, error_bounds = np.empty((rows, q), dtype), np.zeros(rows, dtype)
    query_norms = row_norms(queries)
    bounds = Bounds(queries, query_norms, metric.name, dtype)
    score_pairs = partial(_score_pairs, vectors, queries, query_norms, metric)
    candidates = Candidates(k, q, groups, dtype, score_pairs, metric.largest)
    for start in range(0, n, rows):
        block = vectors[start : start + rows]
        end = start + len(block)
        block_norms = row_norms(block) if norms is None else norms[start:end]
        error_bounds[: len(block)] = bounds.lower(block, block_norms, out=lower[: len(block)])
        left_out = excluded[slice(*np.searchsorted(excluded, (start, end)))] - start
        lower[left_out] = lower[len(block) :] = np.inf  # rows after the last vector are left out, too
        error_bounds[len(block) :] = 0
        candidates.add_block(start, lower, error_bounds, bounds.query_error_bounds)
    scores = candidates.rerank()
    if len(scores) != q * k:
        raise ValueError("norms are not the lengths of these vectors: row_norms(vectors) computes them.")
    return candidates.id.reshape(q, k), scores.reshape(q, k)


def _rows_and_groups(vectors: NDArray[Any], dtype: np.dtype[Any], q: int, k: int) -> tuple[int, int]:
    """Return the number of vectors in a block for q queries, and the number of groups, a divisor of it."""
    rows = min(BLOCK_SIZE // q, len(vectors))
    if vectors.dtype != dtype or not vectors.flags.aligned:  # then NumPy works on a copy of the block
        rows = min(rows, COPY_BYTES // max(1, vectors.shape[1] * dtype.itemsize))
    groups = min(max(4 * k, rows // GROUP_SIZE), len(vectors))
    return max(1, -(-rows // groups)) * groups, groups


def _score_pairs(
    vectors: NDArray[Any], queries: Floats, query_norms: Floats, metric: Metric, ids: Ids, query_ids: NDArray[Any]
) -> Floats:
    """Return the score of each pair of a vector and a query, by the definition."""
    assert metric.paired_scores is not None  # every metric with bounds has them
    scores = np.empty(len(ids))
    step = max(1, PAIR_ELEMENTS // max(1, queries.shape[1]))
    for start in range(0, len(ids), step):
        part = slice(start, start + step)
        x, y = vectors[ids[part]].astype(np.float64), queries[query_ids[part]]
        scores[part] = metric.paired_scores(x, y, query_norms[query_ids[part]])
    return scores
