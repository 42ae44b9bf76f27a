"""Tests of row_norms: the distance of each row from the origin."""

import tracemalloc
from typing import Any

import numpy as np
import pytest

from helpers.distances import euclidean_distances, row_norms
from tests.search.hard_rows import SPOILED, Spoil


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("spoil", SPOILED)
def test_it_is_the_distance_from_the_origin(spoil: Spoil, kind: type) -> None:
    """To the last bit, whatever the rows are, and in several tiles."""
    rng = np.random.default_rng(3)
    with np.errstate(all="ignore"):  # of making such rows
        vectors = spoil(rng.normal(size=(2000, 100)), rng).astype(kind)
    assert row_norms(vectors).tobytes() == euclidean_distances(vectors, np.zeros(100)).tobytes()


def test_squares_that_overflow_and_underflow() -> None:
    """As for a distance: infinitely long, or 0."""
    assert row_norms(np.array([[3, 4], [1e200, 0], [1e-200, 0]])).tolist() == [5.0, np.inf, 0.0]


def test_a_long_matrix_takes_little_space() -> None:
    """The squares of a large matrix never stand in memory."""
    vectors = np.ones((100_000, 100), dtype=np.float32)
    tracemalloc.start()
    norms = row_norms(vectors)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < norms.nbytes + 4e6


@pytest.mark.parametrize("vectors", [[1.0, 2.0], 3.0, [[[1.0]]]])
def test_what_is_no_matrix_is_refused(vectors: Any) -> None:
    """The sentence says which shape it should have."""
    with pytest.raises(ValueError, match=r"vectors must have shape \(n, d\), one vector in each row; got shape"):
        row_norms(vectors)
