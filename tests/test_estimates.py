"""Tests of helpers/estimates.py: no estimate is farther off than its bound."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.estimates import Estimates
from helpers.norms import row_norms
from tests.hard_rows import Spoil, as_they_are, lengths, near_twins, offset, twins, zeros

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]


def estimated(vectors: Array, queries: Array, metric: str) -> tuple[Array, Array]:
    """Return how far vectors are at best, and at worst, shape (n, q)."""
    kind = np.result_type(vectors.dtype, np.float32)
    with np.errstate(all="ignore"):
        estimates = Estimates(queries, metric, kind)
        at_best = np.empty((len(vectors), len(queries)), kind)
        widths = estimates.at_best(vectors, row_norms(vectors), out=at_best)
        return at_best, at_best.astype(np.float64) + widths[:, np.newaxis] + estimates.widths


def truly(vectors: Array, queries: Array, metric: str) -> Array:
    """Return the same without an error, in long double, which is more exact than float64 on most computers."""
    x, y = vectors.astype(np.longdouble), queries.astype(np.longdouble)
    products = (x[:, np.newaxis] * y).sum(axis=2)
    x_squares, y_squares = (x**2).sum(axis=1)[:, np.newaxis], (y**2).sum(axis=1)
    with np.errstate(all="ignore"):
        scores: Array = -products / np.sqrt(x_squares * y_squares) if metric == "cosine" else x_squares - 2 * products
    return scores


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("spoil", [as_they_are, lengths, offset, near_twins, twins, zeros])
def test_none_is_farther_off_than_its_bound(metric: str, kind: type, spoil: Spoil) -> None:
    """The truth lies between best and worst, all shifted by the same for every vector."""
    rng = np.random.default_rng(1)
    vectors: Array = spoil(rng.normal(size=(400, 300)), rng).clip(-1e4, 1e4).astype(kind)
    queries = np.vstack([vectors[[7, 8]].astype(np.float64) * 1.1, rng.normal(size=(3, 300))])
    queries = queries[row_norms(queries) > 0]
    at_best, at_worst = estimated(vectors, queries, metric)
    middle = (estimated(vectors[:0], queries, metric)[0].shape, Estimates(queries, metric, at_best.dtype).widths / 2)[1]
    true = truly(vectors, queries, metric) + middle
    known = np.isfinite(at_best)
    assert known.mean() > (0.4 if spoil is zeros and metric == "cosine" else 0.9)
    assert (at_best <= true)[known].all()
    assert (true <= at_worst)[known].all()
