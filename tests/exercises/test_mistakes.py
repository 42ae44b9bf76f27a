"""Tests that a wrong answer is told what it mixes up: the code that a learner would write, and what the check says."""

from collections import Counter

import pytest

from helpers.exercises.vote import MISTAKES as VOTE_MISTAKES
from helpers.exercises.vote import is_tied, places, right_label
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


def test_the_tries_tell_all_mistakes_apart() -> None:
    """A check of a function tries enough that no two mistakes give the same, nor any of them what is right."""
    points, labels = (variables_before(named("classify"))[name] for name in ("points", "labels"))
    cases = list(places(points[:-1], labels))
    answers = [[mistaken(*case) for case in cases] for mistaken, _ in VOTE_MISTAKES]
    answers.append([right_label(*case) for case in cases])
    assert len({tuple(answer) for answer in answers}) == len(answers)
    assert sum(is_tied(*case) for case in cases) >= 5
