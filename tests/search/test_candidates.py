"""Tests of helpers/search/candidates.py: none of the k nearest is left out, and few others are kept."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.search.candidates import Candidates

Array = NDArray[Any]


def candidates_of(scores: Array, lower: Array, width: float, k: int, groups: int, rows: int) -> Candidates:
    """Return the candidates after all blocks of `rows` vectors; scores and lower bounds have shape (n, q)."""
    q = scores.shape[1]
    candidates = Candidates(k, q, groups, np.dtype(np.float32), lambda ids, query: scores[ids, query], largest=False)
    for start in range(0, len(lower), rows):
        block = lower[start : start + rows].astype(np.float32)
        error_bounds = np.where(np.isnan(block).any(axis=1), np.nan, width).astype(np.float32)
        candidates.add_block(start, block, error_bounds, np.zeros(q, np.float32))
    return candidates


@pytest.mark.parametrize("k", [1, 5, 16])
@pytest.mark.parametrize("width", [0.0, 0.01, 10.0])
def test_k_nearest_are_among_the_candidates(k: int, width: float) -> None:
    rng = np.random.default_rng(k)
    distances = rng.normal(size=(320, 3)).astype(np.float32).astype(np.float64)
    candidates = candidates_of(distances, distances - width * rng.random(distances.shape), width, k, groups=16, rows=64)
    kept = set(zip(candidates.query.tolist(), candidates.id.tolist(), strict=True))
    kth = np.partition(distances, k - 1, axis=0)[k - 1]
    assert {(q, i) for i, q in np.argwhere(distances <= kth).tolist()} <= kept
    assert (candidates.threshold >= kth).all()

    scores = candidates.rerank()
    assert candidates.id.reshape(3, k).T.tolist() == np.argsort(distances, axis=0)[:k].tolist()
    assert scores.reshape(3, k).tolist() == np.sort(distances, axis=0)[:k].T.tolist()


def test_few_others_are_candidates() -> None:
    distances = np.random.default_rng(6).random(size=(16_000, 4))
    candidates = candidates_of(distances, distances, 0.0, k=15, groups=64, rows=1600)
    # At each of 10 blocks the k nearest so far come in, and at most a fifth more.
    assert (np.bincount(candidates.query) < 1.4 * 15 * sum(1 / i for i in range(1, 11))).all()
    within = (candidates.lower <= candidates.threshold[candidates.query]).sum()
    assert 4 * 15 <= within < 1.25 * 4 * 15


def test_unknown_bounds_are_kept_and_do_not_change_the_threshold() -> None:
    distances = np.arange(16.0)[:, np.newaxis]
    distances[15] = np.nan  # unknown
    distances[8:12] = np.inf  # excluded
    for lower, expected in ((distances, {0, 1, 15}), (distances[::-1], {0, 14, 15})):
        candidates = candidates_of(lower, lower, 0.0, k=2, groups=4, rows=8)
        assert candidates.threshold == 1.0
        assert expected <= set(candidates.id.tolist())
    assert len(candidates_of(distances, distances, 0.0, k=2, groups=4, rows=8).id) == 3
