"""Tests of helpers/pairs.py: what helpers/distances.py gives for each pair."""

import numpy as np
import pytest

from helpers.norms import row_norms
from helpers.pairs import scores_of_pairs
from helpers.search import measure_of
from tests.hard_rows import SPOILED, Spoil


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("spoil", SPOILED)
def test_each_pair_is_measured_by_the_plain_formula(spoil: Spoil, kind: type, metric: str) -> None:
    """To the last bit, in any order, and in several tiles."""
    rng = np.random.default_rng(4)
    with np.errstate(all="ignore"):  # of making such rows
        vectors = spoil(rng.normal(size=(500, 384)), rng).astype(kind)
    queries = rng.normal(size=(7, 384))
    ids, numbers = rng.integers(500, size=2000), rng.integers(7, size=2000).astype(np.uint16)
    measure, _ = measure_of(metric)
    plain = np.stack([measure(vectors, query) for query in queries])[numbers, ids]
    assert scores_of_pairs(vectors, queries, row_norms(queries), metric, ids, numbers).tobytes() == plain.tobytes()


def test_no_pairs() -> None:
    """Nothing to measure is nothing wrong."""
    none = np.empty(0, dtype=np.intp)
    assert scores_of_pairs(np.ones((2, 3)), np.ones((1, 3)), np.ones(1), "cosine", none, none).shape == (0,)
