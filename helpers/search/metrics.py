"""The two metrics: the definition of each, and which scores are near."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.distances import cosine_similarities, euclidean_distances


class Metric(NamedTuple):
    """A metric.

    Attributes
    ----------
    name : "cosine" or "euclidean"
        What users call it.
    scores : callable
        The definition, from `helpers.distances`.
    largest : bool
        Whether a large score is near, as in `nearest_neighbors`.
    """

    name: str
    scores: Callable[[ArrayLike, ArrayLike], NDArray[np.float64]]
    largest: bool


METRICS = {
    "cosine": Metric("cosine", cosine_similarities, largest=True),
    "euclidean": Metric("euclidean", euclidean_distances, largest=False),
}


def check_metric(name: str) -> Metric:
    """Return the metric of that name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not isinstance(name, str) or name not in METRICS:
        raise ValueError(f"metric is {name!r}, but there are two: 'cosine' and 'euclidean'.")
    return METRICS[name]
