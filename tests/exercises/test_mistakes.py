"""Tests that a wrong answer is told what it mixes up: the code that a learner would write, and what the check says."""

from collections import Counter
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import _comparing, notebook_1, notebook_3, notebook_4
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
    cases = list(notebook_1.places(points[:-1], labels))
    answers = [[mistaken(*case) for case in cases] for mistaken, _ in notebook_1.MISTAKES]
    answers.append([notebook_1.right_label(*case) for case in cases])
    assert len({tuple(answer) for answer in answers}) == len(answers)
    assert sum(notebook_1.is_tied(*case) for case in cases) >= 5


def test_the_tries_of_a_cosine_tell_all_mistakes_apart() -> None:
    """The same for the cosine as a function."""
    pairs = [(np.array(a), np.array(b)) for a, b in notebook_3.PAIRS]
    mistakes: list[Any] = [*(mistaken for mistaken, _ in notebook_3.COSINE_MISTAKES), notebook_3.clipped_cosine]
    all_differ([[mistaken(a, b) for a, b in pairs] for mistaken in mistakes])


def test_the_tries_of_an_overlap_tell_all_mistakes_apart(bert: TokenEmbeddings) -> None:
    """The same for the share of two lists."""
    answers = [[mistaken(bert, *case) for case in notebook_4.TRIES] for mistaken, _ in notebook_4.OVERLAP_MISTAKES]
    answers.append([notebook_4.shared(bert, word, k) / k for word, k in notebook_4.TRIES])
    all_differ(answers)


def all_differ(answers: list[list[float]]) -> None:
    """Compare all with all, at the distance at which a check tells two numbers apart."""
    for one, other in combinations(answers, 2):
        assert np.max(np.abs(np.array(one) - np.array(other))) > _comparing.CLOSE, (one, other)
