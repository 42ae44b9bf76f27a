"""Tests of candidates: none of the k nearest is left out, and few others are kept."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.search.candidates import Candidates

Array = NDArray[Any]
FLOAT32 = np.dtype(np.float32)


def candidates_of(distances: Array, k: int, groups: int, largest: bool = False) -> Candidates:
    """Return none so far; pairs are measured by looking them up in a table (n, q)."""
    return Candidates(k, distances.shape[1], groups, FLOAT32, lambda ids, query: distances[ids, query], largest)


def add_blocks(candidates: Candidates, distances: Array, rows: int, width: float = 0.0) -> None:
    """Add distances (n, q), of which each may be up to `width` too small; where one is nan, nothing is known."""
    for start in range(0, len(distances), rows):
        block = distances[start : start + rows].astype(np.float32)
        widths = np.where(np.isnan(block).any(axis=1), np.nan, width).astype(np.float32)
        candidates.add_block(start, block, widths, np.zeros(block.shape[1], np.float32))


@pytest.mark.parametrize("k", [1, 5, 16])
@pytest.mark.parametrize("width", [0.0, 0.01, 10.0])
def test_those_that_may_be_among_the_k_nearest_are_there(k: int, width: float) -> None:
    """All whose best is within the true k-th; and after reranking, exactly the k nearest."""
    rng = np.random.default_rng(k)
    distances = rng.normal(size=(320, 3)).astype(np.float32).astype(np.float64)
    candidates = candidates_of(distances, k, 16)
    add_blocks(candidates, distances - width * rng.random(distances.shape), 64, width)
    kept = set(zip(candidates.query.tolist(), candidates.id.tolist(), strict=True))
    kth = np.partition(distances, k - 1, axis=0)[k - 1]
    assert {(q, i) for i, q in np.argwhere(distances <= kth).tolist()} <= kept
    assert (candidates.threshold >= kth).all()

    scores = candidates.rerank()
    assert candidates.id.reshape(3, k).T.tolist() == np.argsort(distances, axis=0)[:k].tolist()
    assert scores.reshape(3, k).tolist() == np.sort(distances, axis=0)[:k].T.tolist()


def test_few_are_kept_that_need_not_be() -> None:
    """Of 64,000 pairs: the k nearest so far at each of 10 blocks, a fifth more at the most, and no others."""
    distances = np.random.default_rng(6).random(size=(16_000, 4))
    candidates = candidates_of(distances, 15, 64)
    add_blocks(candidates, distances, 1600)
    kept = np.bincount(candidates.query)
    harmonic = sum(1 / i for i in range(1, 11))
    assert (kept < 1.4 * 15 * harmonic).all()
    within = (candidates.lower <= candidates.threshold[candidates.query]).sum()
    assert 4 * 15 <= within < 1.25 * 4 * 15


def test_what_is_not_known_is_kept_and_sets_no_threshold() -> None:
    """It may be near; and an infinity is nobody. What else is in the same group counts as ever."""
    distances = np.arange(16.0)[:, np.newaxis]
    distances[15] = np.nan
    distances[8:12] = np.inf
    candidates = candidates_of(distances, 2, 4)
    add_blocks(candidates, distances, 8)
    assert candidates.threshold == 1.0
    assert sorted(candidates.id.tolist()) == [0, 1, 15]
    candidates = candidates_of(distances[::-1], 2, 4)
    add_blocks(candidates, distances[::-1], 8)
    assert candidates.threshold == 1.0
    assert {0, 14, 15} <= set(candidates.id.tolist())


def test_fewer_than_k_so_far() -> None:
    """Then all are kept, whatever group they are in."""
    distances = np.array([[5.0], [np.inf], [7.0], [np.inf], [1.0], [2.0], [3.0], [4.0]])
    candidates = candidates_of(distances, 4, 4)
    add_blocks(candidates, distances[:4], 4)
    candidates.rerank()
    assert candidates.id.tolist() == [0, 2]
    candidates.add_block(4, distances[4:].astype(np.float32), np.zeros(4, np.float32), np.zeros(1, np.float32))
    assert candidates.threshold == 4.0
    assert candidates.rerank().tolist() == [1.0, 2.0, 3.0, 4.0]
    assert candidates.id.tolist() == [4, 5, 6, 7]


def test_ties_come_by_id_and_nan_comes_last() -> None:
    """Like `nearest_neighbors`."""
    distances = np.array([[2.0], [np.nan], [1.0], [2.0], [2.0], [np.nan]])
    for largest in (False, True):
        candidates = candidates_of(-distances if largest else distances, 6, 6, largest)
        add_blocks(candidates, distances, 6)
        candidates.rerank()
        assert candidates.id.tolist() == [2, 0, 3, 4, 1, 5]


def test_more_than_fit_are_reranked_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even within a block: what was kept is as if all had been."""
    monkeypatch.setattr("helpers.search.candidates.MAX_CANDIDATES", 10)
    distances = np.random.default_rng(11).integers(0, 5, size=(96, 3)).astype(np.float64)
    candidates = candidates_of(distances, 4, 8)
    add_blocks(candidates, np.zeros_like(distances), 24, width=9.0)
    candidates.rerank()
    assert candidates.id.reshape(3, 4).T.tolist() == np.argsort(distances, axis=0, kind="stable")[:4].tolist()
