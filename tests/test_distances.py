"""Tests of helpers/distances.py against the definition, SciPy and scikit-learn."""

import math
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.metrics.pairwise import euclidean_distances as sklearn_distances

from helpers.distances import cosine_similarities, euclidean_distances, row_norms
from tests.search.hard_rows import HARD_ROWS, hard_rows

Array = NDArray[Any]
Metric = Callable[..., Array]
both_metrics = pytest.mark.parametrize("metric", [euclidean_distances, cosine_similarities])

# Squares of these neither overflow nor underflow, so that the definition holds in float64.
NUMBERS = st.floats(-1e100, 1e100).map(lambda number: 0.0 if abs(number) < 1e-100 else number)


def matrices(min_rows: int = 1) -> st.SearchStrategy[Array]:
    shapes = st.tuples(st.integers(min_rows, 6), st.integers(1, 5))
    return shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=NUMBERS))


def exact_distance(a: Array, b: Array) -> float:
    """Return the root of the summed squared differences, summed exactly."""
    return math.sqrt(math.fsum((x - y) ** 2 for x, y in zip(a.tolist(), b.tolist(), strict=True)))


def exact_cosine(a: Array, b: Array) -> float:
    """Return the dot product, summed exactly, divided by both norms; nan for a vector of zeros."""
    norms = [math.sqrt(math.fsum(x * x for x in vector.tolist())) for vector in (a, b)]
    dot = math.fsum(x * y for x, y in zip(a.tolist(), b.tolist(), strict=True))
    return dot / norms[0] / norms[1] if all(norms) else math.nan


@given(matrices())
def test_metrics_agree_with_definition(vectors: Array) -> None:
    query = vectors[0]
    expected = [exact_distance(row, query) for row in vectors]
    np.testing.assert_allclose(euclidean_distances(vectors, query), expected, rtol=1e-12)
    if query.any():
        expected = [exact_cosine(row, query) for row in vectors]
        np.testing.assert_allclose(cosine_similarities(vectors, query), expected, rtol=1e-12, atol=1e-12)


@given(matrices())
def test_metrics_agree_with_scipy(vectors: Array) -> None:
    query = vectors[:1]
    np.testing.assert_allclose(euclidean_distances(vectors, query[0]), cdist(vectors, query)[:, 0], rtol=1e-12)
    if query.any():
        with np.errstate(invalid="ignore"):
            expected = 1 - cdist(vectors, query, "cosine")[:, 0]
        finite = np.isfinite(expected)
        actual = cosine_similarities(vectors, query[0])
        np.testing.assert_allclose(actual[finite], expected[finite], rtol=1e-9, atol=1e-9)


def test_metrics_agree_with_scikit_learn() -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 30))
    distances = sklearn_distances(vectors, vectors[:1])[:, 0]
    np.testing.assert_allclose(euclidean_distances(vectors, vectors[0])[1:], distances[1:], rtol=1e-9)
    np.testing.assert_allclose(cosine_similarities(vectors, vectors[0]), cosine_similarity(vectors, vectors[:1])[:, 0])


def test_no_cancellation_far_from_the_origin() -> None:
    """Scikit-learn, which expands the square, loses them."""
    query = np.full(384, 1e6)
    near = query + 0.0005
    expected = exact_distance(near, query)
    assert euclidean_distances([near], query)[0] == pytest.approx(expected, rel=1e-12)
    assert sklearn_distances([near], [query])[0, 0] != pytest.approx(expected, rel=0.1)


@given(matrices(min_rows=3))
def test_distance_is_a_metric(vectors: Array) -> None:
    a, b = vectors[:2]
    from_a, from_b = euclidean_distances(vectors, a), euclidean_distances(vectors, b)
    assert from_a[0] == 0.0
    assert (from_a >= 0).all()
    assert from_a[1] == pytest.approx(from_b[0], rel=1e-12)
    assert from_a[2] <= (from_a[1] + from_b[2]) * (1 + 1e-12)
    assert (from_a[1] == 0) == np.array_equal(a, b) or np.abs(a - b).max() < 1e-100


@given(matrices(), st.floats(1e-20, 1e20))
def test_similarity_ignores_length_and_stays_in_range(vectors: Array, factor: float) -> None:
    if vectors[0].any():
        similarities = cosine_similarities(vectors, vectors[0])
        assert (np.isnan(similarities) | (np.abs(similarities) <= 1)).all()
        assert similarities[0] == pytest.approx(1)
        np.testing.assert_allclose(cosine_similarities(vectors, vectors[0] * factor), similarities, atol=1e-12)
        np.testing.assert_allclose(cosine_similarities(-vectors, vectors[0]), -similarities, atol=1e-12)


def test_squared_distance_of_unit_vectors_is_two_minus_two_cosines() -> None:
    """Notebook 3 shows this identity."""
    vectors = np.random.default_rng(0).normal(size=(50, 7))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = cosine_similarities(vectors, vectors[3])
    np.testing.assert_allclose(euclidean_distances(vectors, vectors[3]) ** 2, 2 - 2 * cosines, atol=1e-12)


@pytest.mark.parametrize(
    ("vectors", "query", "distances", "similarities"),
    [
        ([[0, 0], [1, 0]], [1, 0], [1, 0], [math.nan, 1]),  # a row of zeros gets nan as in SciPy
        # The product of both squared norms would underflow; dividing by one norm after the other doesn't.
        ([[1e-100, 0], [0, 1e-100]], [1e-100, 0], [0, math.sqrt(2) * 1e-100], [1, 0]),
        ([[1e200, 0], [1e-200, 1e-200]], [1, 0], [math.inf, 1], [math.nan, math.nan]),
        ([[math.nan, 1], [math.inf, 0], [3, 4]], [3, 4], [math.nan, math.inf, 0], [math.nan, math.nan, 1]),
    ],
    ids=["zeros", "tiny", "overflow and underflow", "nan and infinity"],
)
def test_extreme_rows_affect_only_themselves(
    vectors: list[list[float]], query: list[float], distances: list[float], similarities: list[float]
) -> None:
    np.testing.assert_allclose(euclidean_distances(vectors, query), distances, rtol=1e-15)
    np.testing.assert_allclose(cosine_similarities(vectors, query), similarities, rtol=1e-15)


@both_metrics
@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int8, np.int64, np.float16, np.float32, np.longdouble])
def test_real_numbers_of_any_type_are_computed_in_float64(metric: Metric, dtype: type) -> None:
    # Small integers would wrap around, and half precision would overflow.
    vectors: Array = np.array([[0, 100], [100, 1], [1, 1]]).astype(dtype)
    actual = metric(vectors, vectors[2])
    assert actual.dtype == np.float64
    np.testing.assert_allclose(actual, metric(vectors.astype(np.float64), vectors[2].astype(np.float64)), rtol=1e-15)


@both_metrics
def test_memory_layout_makes_no_difference(metric: Metric) -> None:
    plain = np.random.default_rng(0).normal(size=(6, 4))
    spread = np.zeros((12, 4))
    spread[::2] = plain
    unaligned = np.frombuffer(b"x" + plain.tobytes(), dtype=np.uint8)[1:].view(np.float64).reshape(6, 4)
    read_only = plain.copy()
    read_only.flags.writeable = False
    expected = metric(plain, plain[1])
    for vectors in (np.asfortranarray(plain), spread[::2], plain[::-1][::-1], unaligned, read_only, plain.tolist()):
        np.testing.assert_allclose(metric(vectors, vectors[1]), expected, rtol=1e-14)


@both_metrics
@pytest.mark.parametrize("n", [0, 1])
def test_result_has_one_number_per_row(metric: Metric, n: int) -> None:
    assert metric(np.ones((n, 3)), np.ones(3)).shape == (n,)


@both_metrics
def test_equal_rows_tie_to_the_last_bit(metric: Metric) -> None:
    rng = np.random.default_rng(1)
    vectors = np.tile(rng.normal(size=384).astype(np.float32), (7, 1))
    assert len(set(metric(vectors, rng.normal(size=384)).tolist())) == 1


@both_metrics
@pytest.mark.parametrize(
    ("vectors", "query", "message"),
    [
        ([1.0, 2.0], [1.0, 2.0], r"vectors must have shape \(n, d\), one vector in each row; got shape \(2,\)"),
        ([[1.0, 2.0]], [[1.0, 2.0]], r"query must be one vector, of shape \(d,\); got shape \(1, 2\)"),
        ([[1.0, 2.0]], [1.0], "query has 1 numbers, but each row of vectors has 2"),
        ([["a", "b"]], [1.0, 2.0], "vectors must hold real numbers; got <U1 values"),
        ([[1.0, 2.0]], [1j, 2.0], "query must hold real numbers; got complex128 values"),
        ([[1.0, 2.0], [3.0]], [1.0, 2.0], "vectors can't be read as an array of numbers: "),
        ([[1.0, 2.0]], [math.nan, 2.0], "query holds nan or infinity"),
        ([[1.0, 2.0]], [math.inf, 2.0], "query holds nan or infinity"),
    ],
)
def test_invalid_input_is_refused(metric: Metric, vectors: object, query: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        metric(vectors, query)


def test_zero_query_has_distances_but_no_similarities() -> None:
    assert euclidean_distances([[3, 4]], [0, 0]).tolist() == [5.0]
    for query in ([0, 0], [1e-200, 0], [1e200, 0]):
        with pytest.raises(ValueError, match="The query has no direction"):
            cosine_similarities([[3, 4]], query)


def test_tensor_that_requires_grad_is_refused() -> None:
    """Learners forget detach() in notebook 2."""
    torch = pytest.importorskip("torch")
    weights = torch.ones((2, 2), requires_grad=True)
    with pytest.raises(ValueError, match=r"vectors can't be read as an array of numbers: .*requires grad"):
        euclidean_distances(weights, [1.0, 1.0])
    assert euclidean_distances(weights.detach(), [1.0, 1.0]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("kind", HARD_ROWS)
def test_norms_are_distances_from_the_origin(kind: str, dtype: type) -> None:
    with np.errstate(all="ignore"):
        vectors: Array = hard_rows([kind], (2000, 100), np.random.default_rng(3)).astype(dtype)
    assert row_norms(vectors).tobytes() == euclidean_distances(vectors, np.zeros(100)).tobytes()


def test_norms_overflow_and_underflow_without_a_warning() -> None:
    assert row_norms(np.array([[3, 4], [1e200, 0], [1e-200, 0]])).tolist() == [5.0, math.inf, 0.0]


def test_norms_take_little_memory() -> None:
    vectors = np.ones((100_000, 100), dtype=np.float32)
    tracemalloc.start()
    norms = row_norms(vectors)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < norms.nbytes + 4e6


def test_norms_of_anything_but_a_matrix_are_refused() -> None:
    with pytest.raises(ValueError, match=r"vectors must have shape \(n, d\), one vector in each row; got shape"):
        row_norms([1.0, 2.0])
