"""The metrics of `search`: the definition of each, and which scores are near."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.distances import cosine_similarities, euclidean_distances, paired_distances, paired_similarities

Floats = NDArray[np.float64]


class Metric(NamedTuple):
    """A metric.

    Attributes
    ----------
    name : "cosine" or "euclidean"
        The name for users.
    scores : callable
        Returns the scores of vectors (n, d) for one query (d,), by the definition.
    paired_scores : callable
        Returns the scores of pairs of vectors (p, d) and queries (p, d), which have norms (p,).
    largest : bool
        Whether a large score is near, as in `nearest_neighbors`.
    """

    name: str
    scores: Callable[[ArrayLike, ArrayLike], Floats]
    paired_scores: Callable[[NDArray[Any], Floats, Floats], Floats]
    largest: bool


METRICS = {
    "cosine": Metric("cosine", cosine_similarities, paired_similarities, largest=True),
    "euclidean": Metric("euclidean", euclidean_distances, lambda x, y, _: paired_distances(x, y), largest=False),
}


def check_metric(name: str) -> Metric:
    """Return the metric of that name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not isinstance(name, str) or name not in METRICS:
        raise ValueError(f"metric must be {' or '.join(map(repr, METRICS))}; got {name!r}.")
    return METRICS[name]
