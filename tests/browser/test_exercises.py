"""Tests of the first exercise of each notebook in JupyterLab."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.expected import assert_as_stored
from tests.browser.lab import LabNotebook
from tests.exercises.learner import Exercise, exercises, reply_to, solution
from tests.exercises.mistakes import BY_NOTEBOOK
from tests.notebooks import PATHS

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)]


@pytest.fixture
def exercise(path: Path) -> Exercise:
    return exercises(path)[0]


@pytest.fixture
def lab(opened: Callable[[Path], LabNotebook], path: Path, exercise: Exercise) -> Iterator[LabNotebook]:
    notebook = opened(path)
    yield notebook
    answer(notebook, exercise, exercise.answer)
    assert_as_stored(notebook)


def answer(lab: LabNotebook, exercise: Exercise, code: str) -> str:
    """Type an answer, run it and the check, and return the reply on the screen."""
    lab.set_cell(f"answer-{exercise.name}", code)
    lab.run_cell(f"answer-{exercise.name}")
    lab.run_cell(f"check-{exercise.name}")
    return lab.output_text(f"check-{exercise.name}")


def test_right_and_wrong_answers_get_their_replies(lab: LabNotebook, exercise: Exercise, path: Path) -> None:
    reply = answer(lab, exercise, solution(exercise))
    assert reply.startswith("Right: ")
    assert reply == repr(reply_to(exercise, solution(exercise)))
    for code, message in BY_NOTEBOOK[path][exercise.name][:2]:
        reply = answer(lab, exercise, code)
        assert reply.startswith("Not yet. ")
        assert message in reply.replace("\n", " ")


def test_hint_and_solution_unfold_by_the_keyboard(lab: LabNotebook, exercise: Exercise, path: Path) -> None:
    details = lab.cell(f"help-{exercise.name}").locator("details")
    for is_open in (False, True):
        assert details.evaluate_all("all => all.map(one => one.open)") == [is_open, is_open]
        if is_open:
            assert details.nth(1).locator("pre").inner_text().strip() == solution(exercise)
        for number in (0, 1):
            details.nth(number).locator("summary").press("Enter")
