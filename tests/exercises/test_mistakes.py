"""Tests that the reply to a wrong answer names the mistake."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import _comparing, notebook_1, notebook_3, notebook_4, notebook_5
from tests.exercises.learner import exercises, named, reply_to, variables_before
from tests.exercises.mistakes import BY_NOTEBOOK

MISTAKES = [
    pytest.param(name, code, message, id=f"{name}: {message}")
    for by_exercise in BY_NOTEBOOK.values()
    for name, mistakes in by_exercise.items()
    for code, message in mistakes
]


@pytest.mark.parametrize(("name", "code", "message"), MISTAKES)
def test_wrong_answer_names_the_mistake(name: str, code: str, message: str) -> None:
    reply = reply_to(named(name), code)
    assert reply.right is False, reply.says
    assert reply.says.startswith("Not yet. ")
    assert message in reply.says


@pytest.mark.parametrize("path", BY_NOTEBOOK, ids=lambda path: path.stem)
def test_every_exercise_has_three_mistakes_and_every_notebook_five(path: Path) -> None:
    mistakes = BY_NOTEBOOK[path]
    assert list(mistakes) == [exercise.name for exercise in exercises(path)]
    assert min(map(len, mistakes.values())) >= 3
    assert len({message for pairs in mistakes.values() for _, message in pairs}) >= 5


def test_classify_mistakes_all_give_different_labels() -> None:
    variables = variables_before(named("classify"))
    cases = list(notebook_1.vote_cases(variables["points"][:-1], variables["labels"]))
    functions = [notebook_1.right_label, *(mistaken for mistaken, _ in notebook_1.MISTAKES)]
    assert len({tuple(function(*case) for case in cases) for function in functions}) == len(functions)
    assert sum(notebook_1.is_tied(*case) for case in cases) >= 5


def test_cosine_mistakes_all_give_different_numbers() -> None:
    pairs = [(np.array(a), np.array(b)) for a, b in notebook_3.PAIRS]
    functions = [notebook_3.clipped_cosine, *(mistaken for mistaken, _ in notebook_3.COSINE_MISTAKES)]
    assert_all_differ([[function(a, b) for a, b in pairs] for function in functions])


def test_overlap_mistakes_all_give_different_numbers(bert: TokenEmbeddings) -> None:
    answers = [[mistaken(bert, *case) for case in notebook_4.TRIES] for mistaken, _ in notebook_4.OVERLAP_MISTAKES]
    answers.append([notebook_4.shared(bert, word, k) / k for word, k in notebook_4.TRIES])
    assert_all_differ(answers)


def test_reciprocal_rank_mistakes_all_give_different_numbers() -> None:
    functions = [notebook_5.right_reciprocal_rank, *(mistaken for mistaken, _ in notebook_5.RANK_MISTAKES)]
    assert_all_differ([[function(row) for row in notebook_5.ROWS] for function in functions])


@pytest.mark.parametrize(
    "answer", ["2 * (high - low)", "high_500 - low_500", "round(high_500 - low_500, 2)", "0.9 * (high_500 - low_500)"]
)
def test_width_may_be_computed_predicted_or_a_little_off(answer: str) -> None:
    code = (
        f"low, high = bootstrap_interval(hits)\nlow_500, high_500 = bootstrap_interval(hits[:500])\nanswer = {answer}"
    )
    assert reply_to(named("width"), code).right


@pytest.mark.parametrize("rate", ["report[best]", "round(report[best], 3)", "round(report[best], 2)"])
def test_hit_rate_of_a_report_may_be_rounded(rate: str) -> None:
    assert reply_to(named("report"), f"best = max(tuning, key=tuning.get)\nanswer = (best, {rate})").right


def assert_all_differ(answers: list[list[float]]) -> None:
    for one, other in combinations(answers, 2):
        assert np.max(np.abs(np.array(one) - np.array(other))) > _comparing.CLOSE, (one, other)
