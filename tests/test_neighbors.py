"""Tests of helpers/neighbors.py: the choice against a full sort, and the vote."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict

# Few different scores, so that there are many ties.
SCORES = st.lists(st.sampled_from([-math.inf, -1.5, -0.0, 0.0, 1.0, 2.0, math.inf, math.nan]), min_size=1, max_size=300)


def by_full_sort(scores: list[float], k: int, largest: bool, exclude: set[int]) -> list[int]:
    """Return the k best ids: nan last, equal scores by id."""

    def key(i: int) -> tuple[bool, float, int]:
        score = scores[i]
        return (math.isnan(score), 0.0 if math.isnan(score) else -score if largest else score, i)

    return sorted((i for i in range(len(scores)) if i not in exclude), key=key)[:k]


@given(SCORES, st.booleans(), st.data())
def test_selection_agrees_with_full_sort(scores: list[float], largest: bool, data: st.DataObject) -> None:
    exclude = data.draw(st.sets(st.integers(0, len(scores) - 1), max_size=len(scores) - 1))
    k = data.draw(st.integers(1, len(scores) - len(exclude)))
    expected = by_full_sort(scores, k, largest, exclude)
    assert nearest_neighbors(scores, k, largest=largest, exclude=exclude).tolist() == expected


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int16, np.float16, np.float32])
def test_largest_of_any_type(dtype: type) -> None:
    # Negated unsigned numbers would wrap around.
    scores: NDArray[Any] = np.array([1, 0, 3, 3, 2]).astype(dtype)
    scores.flags.writeable = False
    expected = by_full_sort(scores.astype(float).tolist(), 3, True, set())
    assert nearest_neighbors(scores, 3, largest=True).tolist() == expected


@pytest.mark.parametrize(
    "exclude", [1, [1], (1,), {1}, np.array([1]), np.array(1), np.int64(1), range(1, 2), (i for i in [1, 1])]
)
def test_exclude_takes_one_id_or_several(exclude: Any) -> None:
    assert nearest_neighbors([3, 1, 2], 2, exclude=exclude).tolist() == [2, 0]


@pytest.mark.parametrize("k", [0, -1, 4, 2.5, 3.0, True, "two", None])
def test_invalid_k_is_refused(k: Any) -> None:
    with pytest.raises(ValueError, match=rf"k is {k!r}, but it must be a whole number from 1 to 3"):
        nearest_neighbors([3, 1, 2], k)


@pytest.mark.parametrize(
    ("scores", "k", "exclude", "message"),
    [
        ([3, 1, 2], 3, 1, r"k is 3, .* from 1 to 2, .* \(3 less 1 excluded\)"),
        ([], 1, (), "k is 1, but there is nothing to choose from"),
        ([1.0, 2.0], 1, (0, 1), "k is 1, but there is nothing to choose from"),
        ([1.0, 2.0], 1, -1, "exclude holds -1, but there are 2 scores, and the first id is 0"),
        ([1.0, 2.0], 1, [0, 2], "exclude holds 2, but there are 2 scores"),
        ([1.0, 2.0], 1, 1.5, "exclude takes ids, which are whole numbers; got float64"),
        ([1.0, 2.0], 1, "ab", "exclude must hold real numbers"),
        ([1.0, 2.0], 1, [1, [2, 3]], "exclude can't be read as an array of numbers"),
        ([1.0, 2.0], 1, np.array([True, False]), r"got bool values. np.flatnonzero\(mask\) turns a mask into ids"),
        ([1.0, 2.0], 1, [[0, 1]], r"exclude takes ids in one row, as np\.flatnonzero gives them; got shape"),
        ([1.0, 2.0], 1, np.zeros((0, 2), int), r"exclude takes ids in one row, as np\.flatnonzero gives them"),
        ([1.0, 2.0], 1, [[]], r"exclude takes ids in one row, as np\.flatnonzero gives them"),
        ([[1.0, 2.0]], 1, (), "scores must stand in one row"),
        (1.0, 1, (), "scores must stand in one row"),
        (["a", "b"], 1, (), "scores must hold real numbers"),
        ([1j], 1, (), "scores must hold real numbers"),
    ],
)
def test_invalid_input_is_refused(scores: Any, k: int, exclude: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nearest_neighbors(scores, k, exclude=exclude)


@pytest.mark.parametrize(
    ("labels", "winner"),
    [
        (["round"], "round"),
        (["square", "round", "round"], "round"),
        (["square", "round"], "square"),
        (["c", "b", "a", "a", "b"], "b"),
        ([2, 0, 2, 0, 1], 2),
        ([None, ("a", 1), ("a", 1)], ("a", 1)),
        (iter("abb"), "b"),
    ],
)
def test_most_frequent_label_wins_and_the_first_of_tied_ones(labels: Any, winner: object) -> None:
    assert majority_vote(labels) == winner


@given(st.lists(st.sampled_from("abcd"), min_size=1))
def test_vote_agrees_with_definition(labels: list[str]) -> None:
    assert majority_vote(labels) == max(labels, key=labels.count)  # of equals, max returns the first


def test_label_from_an_array_is_a_plain_object() -> None:
    labels = np.array(["round", "square", "round"])  # it prints as 'round', not as np.str_('round')
    assert type(majority_vote(labels)) is type(majority_vote(list(labels))) is str


def test_tensors_are_counted_by_value() -> None:
    torch = pytest.importorskip("torch")
    assert majority_vote(torch.tensor([2, 1, 1])) == majority_vote(list(torch.tensor([2, 1, 1]))) == 1


def test_vote_without_labels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one label"):
        majority_vote([])


@pytest.mark.parametrize("labels", [[["round"], ["square"]], np.ones((2, 2)), 7])
def test_labels_that_are_not_hashable_are_refused(labels: Any) -> None:
    with pytest.raises(TypeError, match="majority_vote needs a row of labels that can be counted"):
        majority_vote(labels)


@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 3))
def test_predict_agrees_with_votes_one_by_one(seed: int, n: int, n_labels: int) -> None:
    # On integer coordinates many points are equally far, and many votes are tied.
    rng = np.random.default_rng(seed)
    points, queries = rng.integers(0, 4, size=(n, 2)), rng.integers(0, 4, size=(5, 2))
    labels = [["round", "square", "third"][i] for i in rng.integers(0, n_labels, size=n)]
    names = list(dict.fromkeys(labels))
    for k, winners in predict(queries, points, labels, ks=range(1, n + 1)).items():
        for query, winner in zip(queries, winners, strict=True):
            nearest = nearest_neighbors(euclidean_distances(points, query), k)
            assert names[winner] == majority_vote(labels[i] for i in nearest)


def test_predict_refuses_missing_labels_and_invalid_k() -> None:
    with pytest.raises(ValueError, match="3 points need as many labels; got 2"):
        predict([[0, 0]], [[0, 0], [1, 1], [2, 2]], ["a", "b"], ks=[1])
    for wrong in (3, 1.5, "1"):
        with pytest.raises(ValueError, match=f"k is {wrong!r}, but it must be a whole number from 1 to 2"):
            predict([[0, 0]], [[0, 0], [1, 1]], ["a", "b"], ks=[1, wrong])  # type: ignore[list-item]
