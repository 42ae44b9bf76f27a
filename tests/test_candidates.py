"""Tests of helpers/candidates.py: nobody who may be among the k nearest is left out, and few others are kept."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.candidates import Candidates

Array = NDArray[Any]
FLOAT32 = np.dtype(np.float32)


def all_tiles(candidates: Candidates, distances: Array, rows: int, width: float = 0.0) -> None:
    """Add distances (n, q), of which each may be up to `width` too small."""
    for start in range(0, len(distances), rows):
        tile = distances[start : start + rows].astype(np.float32)
        candidates.add_tile(start, tile, np.full(rows, width, np.float32), np.zeros(tile.shape[1], np.float32))


def from_table(distances: Array) -> Callable[[Array, Array], Array]:
    """Return what measures a pair by looking it up."""
    return lambda ids, query: distances[ids, query]


@pytest.mark.parametrize("k", [1, 5, 16])
@pytest.mark.parametrize("width", [0.0, 0.01, 10.0])
def test_those_that_may_be_among_the_k_nearest_are_there(k: int, width: float) -> None:
    """All whose best is within the true k-th; and after settling, exactly the k nearest."""
    rng = np.random.default_rng(k)
    distances = rng.normal(size=(320, 3)).astype(np.float32).astype(np.float64)
    candidates = Candidates(k, 3, 16, FLOAT32)
    all_tiles(candidates, distances - width * rng.random(distances.shape), 64, width)
    kept = set(zip(candidates.query.tolist(), candidates.id.tolist(), strict=True))
    kth = np.partition(distances, k - 1, axis=0)[k - 1]
    assert {(q, i) for i, q in np.argwhere(distances <= kth).tolist()} <= kept
    assert (candidates.threshold >= kth).all()

    scores = candidates.settle(from_table(distances), largest=False)
    assert candidates.id.reshape(3, k).T.tolist() == np.argsort(distances, axis=0)[:k].tolist()
    assert scores.tolist() == np.sort(distances, axis=0)[:k].T.tolist()


def test_few_are_kept_that_need_not_be() -> None:
    """Of 64,000 pairs: the k nearest so far at each of 10 tiles, a fifth more at the most, and no others."""
    rng = np.random.default_rng(6)
    distances = rng.random(size=(16_000, 4))
    candidates = Candidates(15, 4, 64, FLOAT32)
    all_tiles(candidates, distances, 1600)
    kept = np.bincount(candidates.query)
    harmonic = sum(1 / i for i in range(1, 11))
    assert (kept < 1.4 * 15 * harmonic).all()
    within = (candidates.at_best <= candidates.threshold[candidates.query]).sum()
    assert 4 * 15 <= within < 1.25 * 4 * 15


def test_what_is_not_known_is_kept_and_sets_no_threshold() -> None:
    """In a hand with a nan nobody can be left out; an infinity is nobody."""
    distances = np.arange(16.0)[:, np.newaxis]
    distances[15] = np.nan
    distances[8:12] = np.inf
    candidates = Candidates(2, 1, 4, FLOAT32)
    all_tiles(candidates, distances, 8)
    assert candidates.threshold == 1.0
    assert candidates.id.tolist() == [0, 1, 15]


def test_fewer_than_k_so_far() -> None:
    """Then all are kept, whatever hand they are in."""
    candidates = Candidates(4, 1, 4, FLOAT32)
    all_tiles(candidates, np.array([[5.0], [np.inf], [7.0], [np.inf]]), 4)
    assert candidates.id.tolist() == [0, 2]
    all_tiles(candidates, np.array([[1.0], [2.0], [3.0], [4.0]]), 4)
    assert candidates.threshold == 4.0
    assert len(candidates) == 6


def test_ties_come_by_id_and_nan_comes_last() -> None:
    """Like `nearest_neighbors`."""
    distances = np.array([[2.0], [np.nan], [1.0], [2.0], [2.0], [np.nan]])
    candidates = Candidates(6, 1, 6, FLOAT32)
    all_tiles(candidates, distances, 6)
    candidates.settle(from_table(distances), largest=False)
    assert candidates.id.tolist() == [2, 0, 3, 4, 1, 5]
    candidates.settle(from_table(-distances), largest=True)
    assert candidates.id.tolist() == [2, 0, 3, 4, 1, 5]
