"""Tests of the bounds: the true value is never outside them."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.distances import row_norms
from helpers.embeddings import TokenEmbeddings
from helpers.search.bounds import Bounds, gamma, in_range
from tests.search.hard_rows import Spoil, as_they_are, lengths, near_twins, offset, twins, zeros

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]


def bounded(vectors: Array, queries: Array, metric: str) -> tuple[Array, Array, Array]:
    """Return how far vectors are at best and at worst, shape (n, q), and the widths of the queries."""
    kind = np.result_type(vectors.dtype, np.float32)
    with np.errstate(all="ignore"):
        bounds = Bounds(queries, row_norms(queries), metric, kind)
        lower = np.empty((len(vectors), len(queries)), kind)
        widths = bounds.lower(vectors, row_norms(vectors), out=lower)
        upper = lower.astype(np.float64) + widths[:, np.newaxis] + bounds.query_widths
    return lower, upper, bounds.query_widths


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
    lower, upper, widths = bounded(vectors, queries, metric)
    true = truly(vectors, queries, metric) + widths / 2  # what the query adds is left out of the best
    known = np.isfinite(lower) & np.isfinite(true)  # a zero vector has no cosine, and comes last
    assert known.mean() > (0.4 if spoil is zeros and metric == "cosine" else 0.9)
    assert (lower <= true)[known].all()
    assert (true <= upper)[known].all()


@pytest.mark.parametrize("metric", METRICS)
def test_the_bound_is_not_idle(metric: str) -> None:
    """Without it the truth would often lie outside: the products are off by more than nothing."""
    rng = np.random.default_rng(2)
    vectors, queries = rng.normal(size=(400, 300)).astype(np.float32) + 100, rng.normal(size=(5, 300)) + 100
    lower, upper, widths = bounded(vectors, queries, metric)
    true = truly(vectors, queries, metric) + widths / 2
    middle = (lower + upper) / 2
    assert (middle != true).mean() > 0.9
    assert abs(middle - true).max() < (upper - lower).max() / 2


@pytest.mark.parametrize("metric", METRICS)
def test_it_leaves_out_nearly_everything(bert: TokenEmbeddings, metric: str) -> None:
    """The bound is far below the distances between words, so that a few rows more than k are measured exactly."""
    lower, upper, _ = bounded(bert.vectors, bert["beauty"].astype(np.float64)[np.newaxis], metric)
    assert (lower <= np.partition(upper, 14, axis=0)[14]).sum() < 20


@pytest.mark.parametrize("metric", METRICS)
def test_of_a_vector_out_of_range_nothing_is_known(metric: str) -> None:
    """Beyond the cube roots of what float32 holds; but a short vector is near by distance, and nan comes last."""
    vectors = np.array([[1, 1], [1e14, 0], [1e-14, 0], [0, 0], [np.nan, 1], [np.inf, 1]], dtype=np.float32)
    bounds = Bounds(np.array([[1.0, 2.0]]), np.array([5**0.5]), metric, np.dtype(np.float32))
    lower = np.empty((6, 1), np.float32)
    with np.errstate(all="ignore"):
        widths = bounds.lower(vectors, row_norms(vectors), out=lower)
    last, unknown = (lower == np.finfo(np.float32).max)[:, 0].tolist(), np.isnan(lower)[:, 0].tolist()
    if metric == "cosine":
        assert last == [False, False, False, True, True, True]
        assert unknown == [False, True, True, False, False, False]
    else:
        assert last == [False, False, False, False, True, False]
        assert unknown == [False, True, False, False, False, True]
    assert np.isnan(widths).tolist() == unknown


def test_the_range_of_norms() -> None:
    """A product of two of them, and a little more, must fit into the type."""
    norms = np.array([0.0, 1e-13, 1e-12, 1.0, 1e12, 1e13, np.inf, np.nan])
    assert in_range(norms, np.dtype(np.float32)).tolist() == [False, False, True, True, True, False, False, False]
    assert in_range(norms, np.dtype(np.float32), or_zero=True)[0]
    assert in_range(norms, np.dtype(np.float64)).tolist() == [False, True, True, True, True, True, False, False]


def test_with_more_numbers_than_the_type_can_add_up_nothing_is_known() -> None:
    """Of float16 a million would be too many already; of float32 it takes sixteen million."""
    assert gamma(2**24, np.dtype(np.float32)) == float("inf")
    assert gamma(2**23, np.dtype(np.float32)) == 1.0
