"""Tests of helpers/evaluation.py: the measures by hand, and against scikit-learn and SciPy where these have them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap
from sklearn.metrics import label_ranking_average_precision_score, top_k_accuracy_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from helpers.evaluation import (
    bootstrap_interval,
    hit_at_k,
    leave_one_out,
    mutual_neighbors,
    neighbor_counts,
    precision_at_k,
    recall_at_k,
    reciprocal_rank,
    without_self,
)
from helpers.neighbors import majority_vote
from helpers.search import search

RIGHT = [
    [False, True, True, False],
    [False, False, False, True],
    [False, False, False, False],
    [True, True, True, True],
]


def points_and_neighbors(seed: int, n: int, k: int, whole: bool = False) -> tuple[Any, Any]:
    """Return random points, and the k nearest others of each; whole coordinates make many of them equal."""
    points = np.random.default_rng(seed).normal(size=(n, 2))
    points = points.round() if whole else points
    ids, _ = search(points, points, k + 1, "euclidean")
    return points, without_self(ids, np.arange(n))


def test_measures_by_hand() -> None:
    assert hit_at_k(RIGHT, 1).tolist() == [0, 0, 0, 1]
    assert hit_at_k(RIGHT, 3).tolist() == [1, 0, 0, 1]
    assert precision_at_k(RIGHT, 4).tolist() == [0.5, 0.25, 0, 1]
    assert reciprocal_rank(RIGHT).tolist() == [0.5, 0.25, 0, 1]


def test_measures_agree_with_scikit_learn_where_one_answer_is_right() -> None:
    rng = np.random.default_rng(1)
    scores, answers = rng.normal(size=(50, 8)), rng.integers(8, size=50)
    right = np.argsort(-scores, axis=1) == answers[:, np.newaxis]
    assert np.isclose(reciprocal_rank(right).mean(), label_ranking_average_precision_score(np.eye(8)[answers], scores))
    for k in range(1, 8):
        assert np.isclose(hit_at_k(right, k).mean(), top_k_accuracy_score(answers, scores, k=k, labels=range(8)))
        assert np.isclose(precision_at_k(right, k).mean(), hit_at_k(right, k).mean() / k)


def test_recall_by_hand_and_by_sets() -> None:
    assert recall_at_k([[3, 1], [4, -1], [-1, -1]], [[1, 3], [5, 4], [4, 5]]).tolist() == [1, 0.5, 0]
    rng = np.random.default_rng(2)
    nearest, found = (np.array([rng.permutation(9)[:4] for _ in range(30)]) for _ in range(2))
    found[rng.random(found.shape) < 0.2] = -1
    shares = [len(set(row) & set(true)) / 4 for row, true in zip(found, nearest, strict=True)]
    assert recall_at_k(found, nearest).tolist() == shares
    assert np.array_equal(recall_at_k(nearest[:, ::-1], nearest), np.ones(30))


@pytest.mark.parametrize(
    ("found", "nearest", "message"),
    [
        ([[1.0]], [[1]], r"found must be whole numbers, with a row of neighbors for each query; got float64 values"),
        ([[1]], [1], r"nearest must be whole numbers, with a row .* of shape \(1,\)"),
        ([[1, 2]], [[1]], r"must have the same shape; got \(1, 2\) and \(1, 1\)"),
        ([[1]], [[-1]], "nearest holds a negative id"),
    ],
)
def test_recall_of_what_is_no_list_of_ids_is_refused(found: Any, nearest: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        recall_at_k(found, nearest)


@pytest.mark.parametrize(
    ("right", "message"),
    [
        ([[1, 0]], r"True or False for each neighbor, with a row for each query; got int64 values of shape \(1, 2\)"),
        ([True, False], r"with a row for each query; got bool values of shape \(2,\)"),
        ([[True], [True, False]], "right can't be read as an array"),
    ],
)
def test_what_is_not_right_or_wrong_is_refused(right: Any, message: str) -> None:
    for measure in (hit_at_k, precision_at_k):
        with pytest.raises(ValueError, match=message):
            measure(right, 1)
    with pytest.raises(ValueError, match=message):
        reciprocal_rank(right)


@pytest.mark.parametrize("measure", [hit_at_k, precision_at_k])
@pytest.mark.parametrize("k", [0, 5, 1.5, True, None])
def test_invalid_k_is_refused(measure: Any, k: Any) -> None:
    with pytest.raises(ValueError, match=f"k is {k!r}, but it must be a whole number from 1 to 4, the neighbors"):
        measure(RIGHT, k)


@pytest.mark.parametrize("level", [0.5, 0.95])
def test_interval_is_that_of_scipy(level: float) -> None:
    values = np.random.default_rng(2).normal(size=200)
    options = {"n_resamples": 2000, "confidence_level": level, "method": "percentile"}
    theirs = bootstrap((values,), np.mean, rng=np.random.default_rng(7), **options).confidence_interval
    assert np.allclose(bootstrap_interval(values, level=level, seed=7), theirs)


def test_interval_has_the_width_that_theory_gives() -> None:
    values = np.random.default_rng(3).random(2000) < 0.3
    low, high = bootstrap_interval(values)
    assert np.isclose(high - low, 2 * 1.96 * values.std() / np.sqrt(2000), rtol=0.06)
    assert low < values.mean() < high


def test_interval_of_differences_is_narrower_than_those_of_the_two() -> None:
    rng = np.random.default_rng(4)
    first = rng.random(500)
    second = first + 0.01 * rng.random(500)
    assert bootstrap_interval(second - first)[0] > 0
    assert bootstrap_interval(second)[0] < bootstrap_interval(first)[1]


def test_interval_depends_on_the_seed_alone() -> None:
    values = np.arange(30.0)
    assert bootstrap_interval(values, seed=1) == bootstrap_interval(values.tolist(), seed=1)
    assert bootstrap_interval(values, seed=1) != bootstrap_interval(values, seed=2)


@pytest.mark.parametrize("values", [[], [[1.0, 2.0]], [1.0, np.nan], 1.0])
def test_interval_of_what_has_no_mean_is_refused(values: Any) -> None:
    with pytest.raises(ValueError, match="values must be one or more numbers in one row, none of them nan; got shape"):
        bootstrap_interval(values)


@pytest.mark.parametrize("level", [0, 1, 95, np.nan])
def test_invalid_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match=f"level is {level!r}, but it must be between 0 and 1, such as 0.95"):
        bootstrap_interval([1.0, 2.0], level=level)


def test_query_is_left_out_wherever_it_stands() -> None:
    assert without_self([[0, 1, 2], [0, 1, 2], [0, 1, 2], [0, 1, 2]], [0, 1, 2, 3]).tolist() == [
        [1, 2],
        [0, 2],
        [0, 1],
        [0, 1],  # it isn't there, as three others are as near
    ]


@given(st.integers(0, 2**32 - 1), st.integers(3, 30), st.data())
def test_counts_and_mutual_neighbors_agree_with_definitions(seed: int, n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(1, n - 1))
    _, ids = points_and_neighbors(seed, n, k, whole=True)
    near = [set(row) for row in ids.tolist()]
    assert all(len(others) == k and i not in others for i, others in enumerate(near))
    assert neighbor_counts(ids, n).tolist() == [sum(i in others for others in near) for i in range(n)]
    assert mutual_neighbors(ids).tolist() == [[i in near[j] for j in row] for i, row in enumerate(ids.tolist())]


def test_counts_have_a_place_for_every_point() -> None:
    assert neighbor_counts([[0], [1]], n=4).tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("k", [1, 3, 7])
def test_accuracy_is_that_of_scikit_learn(k: int) -> None:
    # Two labels and an odd k, as ties are settled in another way there.
    points, ids = points_and_neighbors(5, 80, 7)
    labels = np.where(points[:, 0] + np.random.default_rng(6).normal(size=80) > 0, "a", "b")
    expected = cross_val_predict(KNeighborsClassifier(k), points, labels, cv=LeaveOneOut()) == labels
    assert leave_one_out(ids, labels.tolist(), [k])[k].tolist() == expected.tolist()
    assert 0 < expected.mean() < 1


@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_votes_are_those_of_majority_vote(seed: int, n: int) -> None:
    _, ids = points_and_neighbors(seed, n, n - 1, whole=True)
    labels = ["nvar"[i] for i in np.random.default_rng(seed).integers(4, size=n)]
    for k, right in leave_one_out(ids, labels, range(1, n)).items():
        votes = [majority_vote(labels[i] for i in row[:k]) for row in ids]
        assert right.tolist() == [vote == label for vote, label in zip(votes, labels, strict=True)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: neighbor_counts([[0, 3]], 3), "ids hold 3, but there are 3 points, and the first id is 0"),
        (lambda: neighbor_counts([[-1, 0]], 3), "ids hold -1, but there are 3 points"),
        (lambda: neighbor_counts([0, 1], 3), r"ids must be whole numbers, with a row .* int64 values of shape \(2,\)"),
        (lambda: neighbor_counts([[0.0]], 3), "ids must be whole numbers, with a row .* float64 values"),
        (lambda: mutual_neighbors([[1], [2]]), "ids hold 2, but there are 2 points"),
        (lambda: without_self([[0, 1]], [0, 1]), r"1 rows of neighbors need as many queries; got shape \(2,\)"),
        (lambda: leave_one_out([[1], [0]], "abc", [1]), "2 rows of neighbors need as many labels; got 3"),
        (lambda: leave_one_out([[1], [1]], "ab", [1]), "point 1 is among its own neighbors, and would vote for itself"),
        (lambda: leave_one_out([[1], [0]], "ab", [2]), "k is 2, but it must be a whole number from 1 to 1"),
    ],
)
def test_invalid_neighbors_are_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
