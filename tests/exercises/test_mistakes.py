"""Tests that the reply to a wrong answer names the mistake."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.exercises import _comparing, notebook_1, notebook_3, notebook_4, notebook_5, notebook_6
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


def test_recall_mistakes_all_give_different_numbers() -> None:
    functions = [notebook_6.right_recall, *(mistaken for mistaken, _ in notebook_6.RECALL_MISTAKES)]
    assert_all_differ([[function(*case) for case in notebook_6.TRIES] for function in functions])


def test_merge_mistakes_all_give_different_ids() -> None:
    functions = [notebook_6.right_merge, *(mistaken for mistaken, _ in notebook_6.MERGE_MISTAKES)]
    answers = [repr([function(*case) for case in notebook_6.PIECES]) for function in functions]
    assert len(set(answers)) == len(functions)
    for mistakes in (notebook_6.DISTANCE_MISTAKES, notebook_6.PLACE_MISTAKES):
        chosen = [repr([mistaken(case[1], case[2]) for case in notebook_6.PIECES]) for mistaken, _ in mistakes]
        assert len(set(chosen)) == len(mistakes)


@pytest.mark.parametrize("answer", ["1536", "1536.0", "1.536e3", "1_536", "np.float32(1536)", "[1536]", "2**9 * 3"])
def test_gigabytes_may_be_written_in_any_way(answer: str) -> None:
    assert reply_to(named("gigabytes"), f"answer = {answer}").right


@pytest.mark.parametrize("answer", ["1209", "1209.8", "1210", "256 + 8 * 119", "256 + 8 * 120", "256 + 8 * n // 256"])
def test_compared_may_be_rounded(answer: str) -> None:
    assert reply_to(named("compared"), f"n = len(bert)\nanswer = {answer}").right


@pytest.mark.parametrize("answer", ["64", "64.0", "np.int64(64)", "[64]", "np.array(64)"])
def test_setting_may_have_any_type(answer: str) -> None:
    assert reply_to(named("setting"), f"answer = {answer}").right


@pytest.mark.parametrize(
    ("recalls", "answer", "message"),
    [
        ({1: 0.5, 2: 0.9}, 2, "Not yet. None of these settings reaches 0.95"),
        ({1: 0.96, 2: 0.99}, 1, "Right: with 1 cell the recall is 0.960. As in notebook 5"),
        (
            {4: 0.9499, 8: 0.95},
            8,
            "Right: with 8 cells the recall is 0.950, and with 4 cells it falls short, at 0.949900",
        ),
        ({8: 0.96, 4: 0.5}, 4, "Not yet. With 4 cells the recall is 0.500, which is less"),
        ({1: 0.5, 2: 1.0}, 1, "Not yet. With 1 cell the recall is 0.500"),
    ],
)
def test_setting_of_other_recalls(recalls: dict[int, float], answer: int, message: str) -> None:
    assert notebook_6.check_setting(answer, recalls).says.startswith(message)


@pytest.mark.parametrize(
    "lines",
    [
        "return ids.ravel()[np.lexsort((ids.ravel(), distances.ravel()))[:k]]",
        "return tuple(i for _, i in sorted(zip(distances.ravel(), ids.ravel()))[:k])",
        "return [float(i) for _, i in sorted(zip(distances.ravel(), ids.ravel()))[:k]]",
        "ids, distances = ids.ravel(), distances.ravel()\n    order = np.argsort(ids)\n"
        "    return ids[order][np.argsort(distances[order], kind='stable')][:k].tolist()",
        "import heapq\n    return [i for _, i in heapq.nsmallest(k, zip(distances.flat, ids.flat))]",
    ],
)
def test_merge_may_be_written_in_any_way(lines: str) -> None:
    assert reply_to(named("merge"), f"def merge(ids, distances, k):\n    {lines}").right


@pytest.mark.parametrize(
    "lines",
    [
        "return (nearest[:, :, None] == found[:, None]).any(axis=2).mean()",
        "return np.mean([np.isin(true, row).mean() for row, true in zip(found, nearest)])",
        "return np.mean([np.isin(row, true).mean() for row, true in zip(found, nearest)])",
        "return sum(len(np.intersect1d(*rows)) for rows in zip(found, nearest)) / nearest.size",
        "return [sum(i in true for row, true in zip(found, nearest) for i in row) / found.size]",
    ],
)
def test_recall_may_be_written_in_any_way(lines: str) -> None:
    assert reply_to(named("recall"), f"def recall_of(found, nearest):\n    {lines}").right


def assert_all_differ(answers: list[list[float]]) -> None:
    for one, other in combinations(answers, 2):
        assert np.max(np.abs(np.array(one) - np.array(other))) > _comparing.CLOSE, (one, other)
