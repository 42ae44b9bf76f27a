"""Tests that a wrong answer is told what it mixes up: the code that a learner would write, and what the check says."""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import comparing, cosine, overlap, vote
from tests.exercises.learner import exercises, named, reply_to, variables_before
from tests.exercises.mistakes import measures, synonyms, toy, vocabulary
from tests.notebooks import BERT, MEASURES, SYNONYMS, TOY

BY_NOTEBOOK = {TOY: toy.MISTAKES, BERT: vocabulary.MISTAKES, MEASURES: measures.MISTAKES, SYNONYMS: synonyms.MISTAKES}
MISTAKES = [mistake for mistakes in BY_NOTEBOOK.values() for mistake in mistakes]


@pytest.mark.parametrize(("name", "code", "says"), MISTAKES)
def test_a_wrong_answer_names_the_mistake(name: str, code: str, says: str) -> None:
    """It is not right, and the sentence is the one for this mistake."""
    reply = reply_to(named(name), code)
    assert reply.right is False, reply.says
    assert reply.says.startswith("Not yet. ")
    assert says in reply.says


@pytest.mark.parametrize("path", BY_NOTEBOOK, ids=lambda path: path.stem)
def test_every_notebook_knows_at_least_five_mistakes(path: object) -> None:
    """And every exercise knows three."""
    mistakes = BY_NOTEBOOK[path]  # type: ignore[index]
    assert len({says for _, _, says in mistakes}) >= 5
    counts = Counter(name for name, _, _ in mistakes)
    assert set(counts) == {exercise.name for exercise in exercises(path)}  # type: ignore[arg-type]
    assert min(counts.values()) >= 3


def test_the_tries_of_a_vote_tell_all_mistakes_apart() -> None:
    """No two mistakes give the same, nor any of them what is right; and some votes are tied."""
    points, labels = (variables_before(named("classify"))[name] for name in ("points", "labels"))
    cases = list(vote.places(points[:-1], labels))
    answers = [[mistaken(*case) for case in cases] for mistaken, _ in vote.MISTAKES]
    answers.append([vote.right_label(*case) for case in cases])
    assert len({tuple(answer) for answer in answers}) == len(answers)
    assert sum(vote.is_tied(*case) for case in cases) >= 5


def test_the_tries_of_a_cosine_tell_all_mistakes_apart() -> None:
    """The same for the cosine as a function."""
    pairs = [(np.array(a), np.array(b)) for a, b in cosine.PAIRS]
    mistakes: list[Any] = [*(mistaken for mistaken, _ in cosine.COSINE_MISTAKES), cosine.clipped_cosine]
    all_differ([[mistaken(a, b) for a, b in pairs] for mistaken in mistakes])


def test_the_tries_of_an_overlap_tell_all_mistakes_apart(bert: TokenEmbeddings) -> None:
    """The same for the share of two lists."""
    answers = [[mistaken(bert, *case) for case in overlap.TRIES] for mistaken, _ in overlap.OVERLAP_MISTAKES]
    answers.append([overlap.shared(bert, word, k) / k for word, k in overlap.TRIES])
    all_differ(answers)


def all_differ(answers: list[list[float]]) -> None:
    """Compare all with all, at the distance at which a check tells two numbers apart."""
    for one, other in combinations(answers, 2):
        assert np.max(np.abs(np.array(one) - np.array(other))) > comparing.CLOSE, (one, other)
