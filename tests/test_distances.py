"""Tests of helpers/distances.py."""

from helpers.distances import euclidean_distances


def test_a_row_is_at_distance_zero_from_itself() -> None:
    """A triangle of sides 3, 4 and 5 has the distances that Pythagoras gives it."""
    assert euclidean_distances([[0, 0], [3, 4]], [0, 0]).tolist() == [0.0, 5.0]
