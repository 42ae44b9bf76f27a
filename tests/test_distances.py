"""Tests of helpers/distances.py: against the definition, against SciPy and scikit-learn, and at the edges."""

import math
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

from helpers.distances import cosine_similarities, euclidean_distances

Array = NDArray[Any]
MEASURES = [euclidean_distances, cosine_similarities]

# Squares of these neither overflow nor underflow, so that the definition holds in float64.
NUMBERS = st.floats(-1e100, 1e100).map(lambda number: 0.0 if abs(number) < 1e-100 else number)


def tables(least_rows: int = 1) -> st.SearchStrategy[Array]:
    """Make tables of a few rows, all of one length."""
    sizes = st.tuples(st.integers(least_rows, 6), st.integers(1, 5))
    return sizes.flatmap(lambda size: arrays(np.float64, size, elements=NUMBERS))


def distance_by_definition(a: Array, b: Array) -> float:
    """Take the root of the summed squared differences, summed exactly."""
    return math.sqrt(math.fsum((x - y) ** 2 for x, y in zip(a.tolist(), b.tolist(), strict=True)))


def cosine_by_definition(a: Array, b: Array) -> float:
    """Divide the dot product, summed exactly, by both norms; nan without a direction."""
    norms = [math.sqrt(math.fsum(x * x for x in vector.tolist())) for vector in (a, b)]
    dot = math.fsum(x * y for x, y in zip(a.tolist(), b.tolist(), strict=True))
    return dot / norms[0] / norms[1] if all(norms) else math.nan


@given(tables())
def test_distances_are_the_definition(vectors: Array) -> None:
    """The reference is the definition in float64, row by row."""
    expected = [distance_by_definition(row, vectors[0]) for row in vectors]
    np.testing.assert_allclose(euclidean_distances(vectors, vectors[0]), expected, rtol=1e-12)


@given(tables())
def test_similarities_are_the_definition(vectors: Array) -> None:
    """The reference is the definition in float64; a row of zeros gets nan."""
    if vectors[0].any():
        expected = [cosine_by_definition(row, vectors[0]) for row in vectors]
        np.testing.assert_allclose(cosine_similarities(vectors, vectors[0]), expected, rtol=1e-12, atol=1e-12)


@given(tables())
def test_scipy_agrees_where_it_is_finite(vectors: Array) -> None:
    """SciPy computes 1 - cosine, so its cosine is compared after taking it from 1 again."""
    query = vectors[:1]
    np.testing.assert_allclose(euclidean_distances(vectors, query[0]), cdist(vectors, query)[:, 0], rtol=1e-12)
    if query.any():
        with np.errstate(invalid="ignore"):
            scipy = 1 - cdist(vectors, query, "cosine")[:, 0]
        ours = cosine_similarities(vectors, query[0])
        np.testing.assert_allclose(ours[np.isfinite(scipy)], scipy[np.isfinite(scipy)], rtol=1e-9, atol=1e-9)


def test_scikit_learn_agrees_on_ordinary_vectors() -> None:
    """On vectors like those of a model, scikit-learn's faster but less exact way gives the same to nine digits."""
    vectors = np.random.default_rng(0).normal(size=(200, 30))
    distances = sklearn_distances(vectors, vectors[:1])[:, 0]
    np.testing.assert_allclose(euclidean_distances(vectors, vectors[0])[1:], distances[1:], rtol=1e-9)
    np.testing.assert_allclose(cosine_similarities(vectors, vectors[0]), cosine_similarity(vectors, vectors[:1])[:, 0])


def test_near_neighbors_keep_their_digits_where_the_expansion_loses_them() -> None:
    """Far from zero scikit-learn, which expands the square, loses the difference; the definition doesn't."""
    query = np.full(384, 1e6)
    near = query + 0.0005
    expected = distance_by_definition(near, query)
    assert euclidean_distances([near], query)[0] == pytest.approx(expected, rel=1e-12)
    assert sklearn_distances([near], [query])[0, 0] != pytest.approx(expected, rel=0.1)


@given(tables(least_rows=3))
def test_the_distance_is_a_metric(vectors: Array) -> None:
    """Zero to itself, never negative, the same both ways, and no way around is shorter."""
    a, b = vectors[:2]
    from_a, from_b = euclidean_distances(vectors, a), euclidean_distances(vectors, b)
    assert from_a[0] == 0.0
    assert (from_a >= 0).all()
    assert from_a[1] == pytest.approx(from_b[0], rel=1e-12)
    assert from_a[2] <= (from_a[1] + from_b[2]) * (1 + 1e-12)
    assert (from_a[1] == 0) == np.array_equal(a, b) or np.abs(a - b).max() < 1e-100


@given(tables(), st.floats(1e-20, 1e20))
def test_the_similarity_ignores_length_and_stays_in_its_range(vectors: Array, factor: float) -> None:
    """Stretching a vector changes nothing, turning it around changes the sign, itself gives 1."""
    if vectors[0].any():
        similarities = cosine_similarities(vectors, vectors[0])
        assert (np.isnan(similarities) | (np.abs(similarities) <= 1)).all()
        assert similarities[0] == pytest.approx(1)
        np.testing.assert_allclose(cosine_similarities(vectors, vectors[0] * factor), similarities, atol=1e-12)
        np.testing.assert_allclose(cosine_similarities(-vectors, vectors[0]), -similarities, atol=1e-12)


def test_on_unit_vectors_the_squared_distance_is_two_minus_two_cosines() -> None:
    """The identity that notebook 03 shows."""
    vectors = np.random.default_rng(0).normal(size=(50, 7))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = cosine_similarities(vectors, vectors[3])
    np.testing.assert_allclose(euclidean_distances(vectors, vectors[3]) ** 2, 2 - 2 * cosines, atol=1e-12)


def test_a_row_of_zeros_has_no_direction() -> None:
    """As in SciPy it gets nan, where scikit-learn says 0, as if it were at a right angle to everything."""
    assert np.isnan(cosine_similarities([[0, 0], [1, 0]], [1, 0])).tolist() == [True, False]
    assert cosine_similarity([[0, 0]], [[1, 0]]).tolist() == [[0.0]]


def test_tiny_vectors_keep_their_direction() -> None:
    """At 1e-100 the product of both squared norms would underflow; dividing twice doesn't."""
    assert cosine_similarities([[1e-100, 0], [0, 1e-100]], [1e-100, 0]).tolist() == [1.0, 0.0]


def test_what_overflows_is_infinitely_far_without_a_warning() -> None:
    """Squares beyond float64 give infinity, as everywhere; the tests turn any warning into an error."""
    assert euclidean_distances([[1e200, 0.0], [1.0, 0.0]], [0.0, 0.0]).tolist() == [math.inf, 1.0]
    assert np.isnan(cosine_similarities([[1e200, 0.0], [1e-200, 1e-200]], [1.0, 0.0])).all()


def test_a_row_with_nan_or_infinity_spoils_only_itself() -> None:
    """The other rows are measured as if it weren't there."""
    vectors = [[math.nan, 1.0], [math.inf, 0.0], [3.0, 4.0]]
    np.testing.assert_array_equal(euclidean_distances(vectors, [0.0, 0.0]), [math.nan, math.inf, 5.0])
    np.testing.assert_allclose(cosine_similarities(vectors, [3.0, 4.0]), [math.nan, math.nan, 1.0])


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "dtype", [np.uint8, np.int8, np.int64, np.float16, np.float32, np.float64, np.longdouble, bool]
)
def test_any_real_numbers_are_computed_in_float64(measure: Callable[..., Array], dtype: type) -> None:
    """Small integers must not wrap around, and half precision must not overflow."""
    vectors: Array = np.array([[0, 100], [100, 1], [1, 1]]).astype(dtype)
    result = measure(vectors, vectors[2])
    assert result.dtype == np.float64
    np.testing.assert_allclose(result, measure(vectors.astype(np.float64), vectors[2].astype(np.float64)), rtol=1e-15)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_layout_in_memory_makes_no_difference(measure: Callable[..., Array]) -> None:
    """Columns first, every other row, backwards, read-only, unaligned, a list: the numbers are what counts."""
    plain = np.random.default_rng(0).normal(size=(6, 4))
    spread = np.zeros((12, 4))
    spread[::2] = plain
    unaligned = np.frombuffer(b"x" + plain.tobytes(), dtype=np.uint8)[1:].view(np.float64).reshape(6, 4)
    read_only = plain.copy()
    read_only.flags.writeable = False
    expected = measure(plain, plain[1])
    for vectors in (np.asfortranarray(plain), spread[::2], plain[::-1][::-1], unaligned, read_only, plain.tolist()):
        np.testing.assert_allclose(measure(vectors, vectors[1]), expected, rtol=1e-14)


@pytest.mark.parametrize("measure", MEASURES)
def test_one_row_and_no_rows(measure: Callable[..., Array]) -> None:
    """The result has one number for each row, whatever their number."""
    assert measure(np.ones((1, 3)), np.ones(3)).shape == (1,)
    assert measure(np.ones((0, 3)), np.ones(3)).shape == (0,)


@pytest.mark.parametrize("measure", MEASURES)
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
def test_what_does_not_fit_gets_a_sentence(
    measure: Callable[..., Array], vectors: object, query: object, message: str
) -> None:
    """Each error names the argument and what was wrong with it."""
    with pytest.raises(ValueError, match=message):
        measure(vectors, query)


def test_a_query_of_zeros_has_no_direction() -> None:
    """For distances it is a place like any other; for cosines it is an error."""
    assert euclidean_distances([[3, 4]], [0, 0]).tolist() == [5.0]
    for query in ([0, 0], [1e-200, 0], [1e200, 0]):
        with pytest.raises(ValueError, match="The query has no direction"):
            cosine_similarities([[3, 4]], query)


def test_a_tensor_in_training_gets_a_sentence() -> None:
    """The slip of notebook 02: the model's weights without detach()."""
    torch = pytest.importorskip("torch")
    weights = torch.ones((2, 2), requires_grad=True)
    with pytest.raises(ValueError, match=r"vectors can't be read as an array of numbers: .*requires grad"):
        euclidean_distances(weights, [1.0, 1.0])
    assert euclidean_distances(weights.detach(), [1.0, 1.0]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("measure", MEASURES)
def test_equal_rows_get_equal_numbers(measure: Callable[..., Array]) -> None:
    """To the last bit, wherever they stand: otherwise they would not tie."""
    random = np.random.default_rng(1)
    vectors = np.tile(random.normal(size=384).astype(np.float32), (7, 1))
    assert len(set(measure(vectors, random.normal(size=384)).tolist())) == 1
