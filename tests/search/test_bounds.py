"""Tests of helpers/search/bounds.py: the exact value is always within its bounds, and few bounds are wide."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.distances import row_norms
from helpers.embeddings import TokenEmbeddings
from helpers.search.bounds import Bounds, gamma, in_range
from tests.search.hard_rows import FINITE, hard_rows

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]


def bounds_of(vectors: Array, queries: Array, metric: str) -> tuple[Array, Array, Array]:
    """Return the lower and upper bounds, shape (n, q), and the error_bounds that the queries add."""
    dtype = np.result_type(vectors.dtype, np.float32)
    with np.errstate(all="ignore"):
        bounds = Bounds(queries, row_norms(queries), metric, dtype)
        lower = np.empty((len(vectors), len(queries)), dtype)
        error_bounds = bounds.lower(vectors, row_norms(vectors), out=lower)
        upper = lower.astype(np.float64) + error_bounds[:, np.newaxis] + bounds.query_error_bounds
    return lower, upper, bounds.query_error_bounds


def exact_values(vectors: Array, queries: Array, metric: str) -> Array:
    """Return what is bounded, in long double, which is more exact than float64 on most computers."""
    x, y = vectors.astype(np.longdouble), queries.astype(np.longdouble)
    products = (x[:, np.newaxis] * y).sum(axis=2)
    x_squares, y_squares = (x**2).sum(axis=1)[:, np.newaxis], (y**2).sum(axis=1)
    with np.errstate(all="ignore"):
        values: Array = -products / np.sqrt(x_squares * y_squares) if metric == "cosine" else x_squares - 2 * products
    return values


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("kind", FINITE)
def test_exact_value_is_within_bounds(kind: str, dtype: type, metric: str) -> None:
    rng = np.random.default_rng(1)
    vectors: Array = hard_rows([kind], (400, 300), rng).clip(-1e4, 1e4).astype(dtype)
    queries = np.vstack([vectors[[7, 8]].astype(np.float64) * 1.1, rng.normal(size=(3, 300))])
    queries = queries[row_norms(queries) > 0]
    lower, upper, query_error_bounds = bounds_of(vectors, queries, metric)
    exact = exact_values(vectors, queries, metric) + query_error_bounds / 2  # lower bounds leave out the query's part
    known = np.isfinite(lower) & np.isfinite(exact)  # a zero vector has no cosine
    assert known.mean() > (0.4 if kind == "zeros" and metric == "cosine" else 0.9)
    assert (lower <= exact)[known].all()
    assert (exact <= upper)[known].all()


@pytest.mark.parametrize("metric", METRICS)
def test_bounds_exclude_nearly_all_words(bert: TokenEmbeddings, metric: str) -> None:
    lower, upper, _ = bounds_of(bert.vectors, bert["beauty"].astype(np.float64)[np.newaxis], metric)
    assert (lower <= np.partition(upper, 14, axis=0)[14]).sum() < 20


@pytest.mark.parametrize(
    ("metric", "last", "unknown"),
    [("cosine", [0, 0, 0, 1, 1, 1], [0, 1, 1, 0, 0, 0]), ("euclidean", [0, 0, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1])],
)
def test_norm_out_of_range_has_unknown_bounds(metric: str, last: list[int], unknown: list[int]) -> None:
    # A short vector is no problem for distances, and a score that is nan ranks last.
    vectors = np.array([[1, 1], [1e14, 0], [1e-14, 0], [0, 0], [np.nan, 1], [np.inf, 1]], dtype=np.float32)
    bounds = Bounds(np.array([[1.0, 2.0]]), np.array([5**0.5]), metric, np.dtype(np.float32))
    lower = np.empty((6, 1), np.float32)
    with np.errstate(all="ignore"):
        error_bounds = bounds.lower(vectors, row_norms(vectors), out=lower)
    assert (lower[:, 0] == np.finfo(np.float32).max).tolist() == last
    assert np.isnan(lower[:, 0]).tolist() == np.isnan(error_bounds).tolist() == unknown


def test_other_metrics_have_no_bounds() -> None:
    with pytest.raises(KeyError, match="manhattan"):
        Bounds(np.array([[1.0, 2.0]]), np.array([5**0.5]), "manhattan", np.dtype(np.float32))


def test_range_of_norms() -> None:
    norms = np.array([0.0, 1e-13, 1e-12, 1.0, 1e12, 1e13, np.inf, np.nan])
    assert in_range(norms, np.dtype(np.float32)).tolist() == [False, False, True, True, True, False, False, False]
    assert in_range(norms, np.dtype(np.float32), or_zero=True)[0]
    assert in_range(norms, np.dtype(np.float64)).tolist() == [False, True, True, True, True, True, False, False]


def test_gamma_is_infinite_beyond_what_the_type_can_sum() -> None:
    assert gamma(2**24, np.dtype(np.float32)) == float("inf")
    assert gamma(2**23, np.dtype(np.float32)) == 1.0
