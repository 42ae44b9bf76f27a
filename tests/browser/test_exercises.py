"""A learner answers an exercise in each notebook: right, wrong in two ways, and not at all."""

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
    """Return the first exercise of a notebook."""
    return exercises(path)[0]


@pytest.fixture
def lab(opened: Callable[[Path], LabNotebook], path: Path, exercise: Exercise) -> Iterator[LabNotebook]:
    """Open the notebook; in the end, take the answer back."""
    notebook = opened(path)
    yield notebook
    answer(notebook, exercise, exercise.answer)
    assert_as_stored(notebook)


def answer(lab: LabNotebook, exercise: Exercise, code: str) -> str:
    """Type an answer, run it and the check, and return what is on the screen."""
    lab.set_cell(f"answer-{exercise.name}", code)
    lab.run_cell(f"answer-{exercise.name}")
    lab.run_cell(f"check-{exercise.name}")
    return lab.output_text(f"check-{exercise.name}")


def test_a_right_answer_and_two_wrong_ones_are_answered(lab: LabNotebook, exercise: Exercise, path: Path) -> None:
    """What is on the screen is what the check says, and that names the mistake."""
    said = answer(lab, exercise, solution(exercise))
    assert said.startswith("Right: ")
    assert said == repr(reply_to(exercise, solution(exercise)))
    for code, names in BY_NOTEBOOK[path][exercise.name][:2]:
        said = answer(lab, exercise, code)
        assert said.startswith("Not yet. ")
        assert names in said.replace("\n", " ")


def test_a_hint_and_a_solution_unfold(lab: LabNotebook, exercise: Exercise, path: Path) -> None:
    """By the keyboard, one after the other."""
    folded = lab.cell(f"help-{exercise.name}").locator("details")
    assert folded.evaluate_all("all => all.map(one => one.open)") == [False, False]
    for number in (0, 1):
        folded.nth(number).locator("summary").press("Enter")
    assert folded.evaluate_all("all => all.map(one => one.open)") == [True, True]
    assert folded.nth(1).locator("pre").inner_text().strip() == solution(exercise)
    for number in (0, 1):
        folded.nth(number).locator("summary").press("Enter")
