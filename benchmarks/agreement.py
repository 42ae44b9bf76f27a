"""Whether two ways find the same vectors, but for what float32 can't tell apart."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.search import check_metric

TOLERANCE = 1e-4  # how far the scores may lie apart where the vectors differ: so far off are products in float32


def require(
    name: str,
    found: ArrayLike,
    ours: NDArray[np.intp],
    vectors: NDArray[np.float32],
    queries: NDArray[np.float32],
    metric: str,
) -> None:
    """Stop when a way finds other vectors than ours, and they are not just as near.

    What is found is compared as sets, query by query: ids of shape (k,) or (m, k), in any order. Where they differ, the
    scores of both, by the definition, must be the same within the tolerance.

    Raises
    ------
    AssertionError
        When they are not.
    """
    theirs, ours = np.atleast_2d(np.sort(found)), np.atleast_2d(np.sort(ours))
    if theirs.shape != ours.shape:
        raise AssertionError(f"{name} finds ids of shape {theirs.shape}, and ours {ours.shape}.")
    exact = np.atleast_2d(queries).astype(np.float64)
    for i in np.flatnonzero((theirs != ours).any(axis=1)):
        scores = [np.sort(check_metric(metric).scores(vectors[ids[i]], exact[i])) for ids in (theirs, ours)]
        off = np.abs(scores[0] - scores[1]).max()
        if not off <= TOLERANCE:
            raise AssertionError(f"{name} finds others than ours for query {i}, with scores that are {off:.6f} off.")
