"""The two measures for pairs of a vector and a query: what helpers.distances gives for each, to the last bit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

AT_A_TIME = 2**16  # numbers of each side: they stay in the processor's cache, however many pairs there are


@np.errstate(over="ignore", under="ignore", invalid="ignore")  # as in helpers.distances
def scores_of_pairs(
    vectors: NDArray[Any],
    queries: Numbers,
    query_norms: Numbers,
    metric: str,
    ids: NDArray[np.intp],
    query_ids: NDArray[Any],
) -> Numbers:
    """Return the score of each pair, of vector `ids[i]` and query `query_ids[i]`.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row.
    queries, query_norms : float64, shapes (m, d) and (m,)
        One query in each row, and their norms.
    metric : "cosine" or "euclidean"
        How to measure. (`search` has checked that it is one of these.)
    ids, query_ids : int, shape (p,)
        Which vector, and which query.

    Returns
    -------
    float64, shape (p,)
        Cosine similarities or Euclidean distances.
    """
    scores = np.empty(len(ids))
    at_once = max(1, AT_A_TIME // max(1, queries.shape[1]))
    for start in range(0, len(ids), at_once):
        some = slice(start, start + at_once)
        x, y = vectors[ids[some]].astype(np.float64), queries[query_ids[some]]
        if metric == "cosine":
            norms = np.sqrt((x**2).sum(axis=1))
            norms[(norms == 0) | np.isinf(norms)] = np.nan  # such a vector has no direction
            scores[some] = np.clip((x * y).sum(axis=1) / norms / query_norms[query_ids[some]], -1.0, 1.0)
        else:
            scores[some] = np.sqrt(((x - y) ** 2).sum(axis=1))
    return scores
