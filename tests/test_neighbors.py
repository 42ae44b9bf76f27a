"""Tests of helpers/neighbors.py: the choice against a full sort, the vote, and every error."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpers.neighbors import majority_vote, nearest_neighbors

# Few different scores, so that ties are the rule; with nan and both infinities and both zeros.
SCORES = st.lists(st.sampled_from([-math.inf, -1.5, -0.0, 0.0, 1.0, 2.0, math.inf, math.nan]), min_size=1, max_size=300)


def by_full_sort(scores: list[float], k: int, largest: bool, exclude: set[int]) -> list[int]:
    """Sort everything by (nan last, score, id) and take the first k: the rule, spelled out."""

    def place(i: int) -> tuple[bool, float, int]:
        score = scores[i]
        return (math.isnan(score), 0.0 if math.isnan(score) else -score if largest else score, i)

    return sorted((i for i in range(len(scores)) if i not in exclude), key=place)[:k]


@given(SCORES, st.booleans(), st.data())
def test_the_choice_is_that_of_a_full_sort(scores: list[float], largest: bool, data: st.DataObject) -> None:
    """Best first, equal scores by lower id, nan last, and none that is excluded."""
    exclude = data.draw(st.sets(st.integers(0, len(scores) - 1), max_size=len(scores) - 1))
    k = data.draw(st.integers(1, len(scores) - len(exclude)))
    expected = by_full_sort(scores, k, largest, exclude)
    assert nearest_neighbors(scores, k, largest=largest, exclude=exclude).tolist() == expected


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int16, np.float16, np.float32])
def test_any_real_numbers_can_be_scores(dtype: type) -> None:
    """Unsigned numbers must not wrap around when the largest are wanted."""
    scores: NDArray[Any] = np.array([1, 0, 3, 3, 2]).astype(dtype)
    expected = by_full_sort(scores.astype(float).tolist(), 3, True, set())
    assert nearest_neighbors(scores, 3, largest=True).tolist() == expected


def test_the_scores_stay_as_they_are() -> None:
    """Choosing reads; it works on read-only scores and changes nothing."""
    scores = np.array([3.0, 1.0, 2.0])
    scores.flags.writeable = False
    assert nearest_neighbors(scores, 2, largest=True).tolist() == [0, 2]


@pytest.mark.parametrize("exclude", [[[0, 1]], np.argwhere([True, False, True]), [[]], np.zeros((0, 2), int)])
def test_ids_to_exclude_stand_in_one_row(exclude: Any) -> None:
    """The sentence names what gives them so."""
    with pytest.raises(ValueError, match=r"exclude takes ids in one row, as np\.flatnonzero gives them; got shape"):
        nearest_neighbors([3, 1, 2], 1, exclude=exclude)


@pytest.mark.parametrize(
    "exclude", [1, [1], (1,), {1}, np.array([1]), np.array(1), np.int64(1), range(1, 2), (i for i in [1, 1])]
)
def test_what_to_exclude_can_be_one_id_or_several_in_any_form(exclude: Any) -> None:
    """A set, an array, a generator, an id named twice: all leave out the same."""
    assert nearest_neighbors([3, 1, 2], 2, exclude=exclude).tolist() == [2, 0]


@pytest.mark.parametrize("k", [0, -1, 4, 2.5, 3.0, True, "two", None])
def test_a_k_that_cannot_be_gets_both_numbers(k: Any) -> None:
    """The message gives the k that was asked for and the number that there are."""
    with pytest.raises(ValueError, match=rf"k is {k!r}, but it must be a whole number from 1 to 3"):
        nearest_neighbors([3, 1, 2], k)


def test_the_message_counts_what_is_excluded() -> None:
    """Two are left of three, and the message says how that comes."""
    with pytest.raises(ValueError, match=r"k is 3, .* from 1 to 2, .* \(3 less 1 excluded\)"):
        nearest_neighbors([3, 1, 2], 3, exclude=1)


@pytest.mark.parametrize(("scores", "exclude"), [([], ()), ([1.0, 2.0], (0, 1))])
def test_nothing_to_choose_from(scores: list[float], exclude: tuple[int, ...]) -> None:
    """No scores, or all of them excluded."""
    with pytest.raises(ValueError, match="k is 1, but there is nothing to choose from"):
        nearest_neighbors(scores, 1, exclude=exclude)


@pytest.mark.parametrize(
    ("exclude", "message"),
    [
        (-1, "exclude holds -1, but there are 2 scores, and the first id is 0"),
        ([0, 2], "exclude holds 2, but there are 2 scores"),
        (1.5, "exclude takes ids, which are whole numbers; got float64"),
        ("ab", "exclude must hold real numbers"),
        ([1, [2, 3]], "exclude can't be read as an array of numbers"),
        (np.array([True, False]), r"got bool values. np.flatnonzero\(mask\) turns a mask into ids"),
    ],
)
def test_what_cannot_be_excluded_gets_a_sentence(exclude: Any, message: str) -> None:
    """Ids that aren't there, and things that are no ids."""
    with pytest.raises(ValueError, match=message):
        nearest_neighbors([1.0, 2.0], 1, exclude=exclude)


@pytest.mark.parametrize("scores", [[[1.0, 2.0]], 1.0, ["a", "b"], [1j]])
def test_scores_must_be_one_row_of_real_numbers(scores: Any) -> None:
    """A table, a single number, words and complex numbers are refused."""
    with pytest.raises(ValueError, match="scores must "):
        nearest_neighbors(scores, 1)


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
def test_the_most_frequent_label_wins_and_the_first_in_a_tie(labels: Any, winner: object) -> None:
    """Labels of any hashable kind, in order of nearness."""
    assert majority_vote(labels) == winner


@given(st.lists(st.sampled_from("abcd"), min_size=1))
def test_no_label_is_more_frequent_and_none_as_frequent_comes_sooner(labels: list[str]) -> None:
    """The rule, spelled out."""
    winner = majority_vote(labels)
    for other in labels:
        assert labels.count(other) <= labels.count(winner)
        if labels.count(other) == labels.count(winner):
            assert labels.index(winner) <= labels.index(other)


def test_an_array_gives_a_plain_label() -> None:
    """It prints as round, not as np.str_('round')."""
    labels = np.array(["round", "square", "round"])
    assert type(majority_vote(labels)) is type(majority_vote([labels[i] for i in (2, 1, 0)])) is str


def test_tensors_are_counted_by_their_value() -> None:
    """By themselves they aren't equal: each is its own label."""
    torch = pytest.importorskip("torch")
    assert majority_vote(torch.tensor([2, 1, 1])) == majority_vote(list(torch.tensor([2, 1, 1]))) == 1


def test_no_labels_is_an_error() -> None:
    """There is nobody to ask."""
    with pytest.raises(ValueError, match="at least one label"):
        majority_vote([])


@pytest.mark.parametrize("labels", [[["round"], ["square"]], np.ones((2, 2)), 7])
def test_labels_that_cannot_be_counted_get_a_sentence(labels: Any) -> None:
    """Lists as labels, a table, and no row at all."""
    with pytest.raises(TypeError, match="majority_vote needs a row of labels that can be counted"):
        majority_vote(labels)
