"""The metrics of `search`: the definition of each, and which scores are near."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.distances import (
    cosine_similarities,
    euclidean_distances,
    paired_cosine_similarities,
    paired_euclidean_distances,
)

Floats = NDArray[np.float64]


class Metric(NamedTuple):
    """A metric.

    Attributes
    ----------
    name : str
        The name for users.
    scores : callable
        Returns the scores of vectors (n, d) for one query (d,), by the definition.
    largest : bool
        Whether a large score is near, as in `nearest_neighbors`.
    paired_scores : callable, optional
        Returns the scores of pairs of vectors (p, d) and queries (p, d), which have norms (p,). Only a metric with
        bounds (see `helpers.search.bounds`) needs it.
    """

    name: str
    scores: Callable[[ArrayLike, ArrayLike], Floats]
    largest: bool
    paired_scores: Callable[[NDArray[Any], Floats, Floats], Floats] | None = None


METRICS = {
    "cosine": Metric("cosine", cosine_similarities, largest=True, paired_scores=paired_cosine_similarities),
    "euclidean": Metric(
        "euclidean",
        euclidean_distances,
        largest=False,
        paired_scores=lambda vectors, queries, _: paired_euclidean_distances(vectors, queries),
    ),
}


def check_metric(name: str) -> Metric:
    """Return the metric of that name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if not isinstance(name, str) or name not in METRICS:
        *others, last = map(repr, METRICS)
        raise ValueError(f"metric must be {', '.join(others)} or {last}; got {name!r}.")
    return METRICS[name]
