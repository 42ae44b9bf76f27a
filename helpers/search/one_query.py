"""Exact search for one query: bounds on all vectors, and the definition for the few that can be among the nearest."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import row_norms
from helpers.neighbors import nearest_neighbors
from helpers.search.bounds import Bounds
from helpers.search.metrics import Metric

PRODUCT_ELEMENTS = 2**24  # vector elements per matrix product
EXACT_ELEMENTS = 2**22  # vector elements scored exactly at a time, as float64 copies


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")  # bounds that don't hold are nan
def search_one(
    vectors: NDArray[Any],
    query: NDArray[np.float64],
    k: int,
    metric: Metric,
    norms: NDArray[Any] | None,
    excluded: NDArray[np.intp],
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return ids and scores of the k vectors nearest to one query, both of shape (k,).

    Parameters are as in `helpers.search.search`, and have been validated.
    """
    n, rows = len(vectors), max(2, PRODUCT_ELEMENTS // max(1, vectors.shape[1]))
    dtype = np.result_type(vectors.dtype, np.float32)
    bounds = Bounds(query[np.newaxis], row_norms(query[np.newaxis]), metric.name, dtype)
    lower, error_bounds = np.empty((n, 1), dtype), np.empty(n, dtype)
    for start in range(0, n, rows):
        block = slice(start, start + rows)
        block_norms = row_norms(vectors[block]) if norms is None else norms[block]
        error_bounds[block] = bounds.lower(vectors[block], block_norms, out=lower[block])

    # At least k vectors are no farther than the k-th smallest upper bound, so what is surely farther can be left out.
    lower = lower[:, 0]
    upper = lower + error_bounds + bounds.query_error_bounds
    upper[excluded] = np.inf
    can_be_near = ~(lower > np.partition(upper, k - 1)[k - 1])  # also where the bounds are nan
    can_be_near[excluded] = False
    candidates = np.flatnonzero(can_be_near)

    parts = np.array_split(candidates, 1 + candidates.size * vectors.shape[1] // EXACT_ELEMENTS)
    scores = np.concatenate([metric.scores(vectors[ids], query) for ids in parts])
    nearest = nearest_neighbors(scores, k, largest=metric.largest)
    return candidates[nearest], scores[nearest]
