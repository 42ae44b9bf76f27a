"""Tests of predict: it gives what nearest_neighbors and majority_vote give, query by query."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 3))
def test_it_is_the_plain_vote_place_by_place(seed: int, n: int, n_labels: int) -> None:
    """On whole coordinates, where many points are equally far and many votes tied."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 4, size=(n, 2)).astype(float)
    labels = ["round", "square", "third"]
    labels = [labels[i] for i in rng.integers(0, n_labels, size=n)]
    places = rng.integers(0, 4, size=(5, 2)).astype(float)
    names = list(dict.fromkeys(labels))
    everywhere = predict(places, points, labels, ks=range(1, n + 1))
    for k, winners in everywhere.items():
        for place, winner in zip(places, winners, strict=True):
            nearest = nearest_neighbors(euclidean_distances(points, place), k)
            assert names[winner] == majority_vote(labels[i] for i in nearest)


def test_what_does_not_fit_is_refused() -> None:
    """A label too few, and a k that asks for more points than there are."""
    with pytest.raises(ValueError, match="3 points need as many labels; got 2"):
        predict([[0, 0]], [[0, 0], [1, 1], [2, 2]], ["a", "b"], ks=[1])
    with pytest.raises(ValueError, match="k is 3, but it must be a whole number from 1 to 2"):
        predict([[0, 0]], [[0, 0], [1, 1]], ["a", "b"], ks=[1, 3])
