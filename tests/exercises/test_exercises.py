"""Tests of the exercises as they stand in the notebooks."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from helpers import exercises as checks
from tests.exercises.learner import ALL, KINDS, Exercise, exercises, folded, reply_to, solution
from tests.notebooks import PATHS, cell, stored

each_exercise = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_notebook_has_numbered_exercises_among_its_cells(path: Path) -> None:
    of_notebook = exercises(path)
    assert len(of_notebook) >= 3
    numbers = [re.findall(r"^### Exercise (\d): ", exercise.text) for exercise in of_notebook]
    assert numbers == [[str(number)] for number in range(1, len(of_notebook) + 1)]
    ids = [cell.id for cell in stored(path).code_cells]
    positions = [ids.index(f"check-{exercise.name}") for exercise in of_notebook]
    between = [after - before - 2 for before, after in pairwise(positions)]  # other code cells
    assert sum(count > 0 for count in between) >= len(between) - 1
    assert positions[0] < len(ids) / 2


@each_exercise
def test_cells_of_an_exercise_are_in_order(exercise: Exercise) -> None:
    ids = [cell.id for cell in stored(exercise.notebook).cells]
    start = ids.index(f"exercise-{exercise.name}")
    assert ids[start : start + 4] == [f"{kind}-{exercise.name}" for kind in KINDS]


@each_exercise
def test_reply_to_an_untouched_cell_is_stored(exercise: Exercise) -> None:
    reply = reply_to(exercise, exercise.answer)
    assert reply.right is None
    assert reply.says.startswith("Not answered yet: ")
    outputs = cell(exercise.notebook, f"check-{exercise.name}").outputs
    assert [output.data["text/plain"] for output in outputs] == [repr(reply)]


@each_exercise
def test_solution_is_right(exercise: Exercise) -> None:
    reply = reply_to(exercise, solution(exercise))
    assert reply.right, reply.says
    assert reply.says.startswith("Right: ")
    assert 1 <= len(re.findall(r"[.?](?: |$)", reply.says)) <= 4
    assert max(map(len, repr(reply).splitlines())) <= 84  # fits JupyterLab on a small screen


@each_exercise
def test_hint_comes_first_and_does_not_contain_the_solution(exercise: Exercise) -> None:
    assert exercise.help.index(">Hint<") < exercise.help.index(">Solution<")
    assert "```" not in folded(exercise, "Hint")
    hint = "".join(folded(exercise, "Hint").split())
    for line in solution(exercise).splitlines():
        code = "".join(line.split()).removeprefix("return").removeprefix("answer=")
        if line not in exercise.answer and len(code) > 1:
            assert code not in hint


def test_every_exported_check_is_used_and_documented() -> None:
    used = {re.findall(r"^(check_\w+)\(", exercise.check)[0] for exercise in ALL}
    assert used == {name for name in checks.__all__ if name.startswith("check_")}
    assert all((getattr(checks, name).__doc__ or "").startswith("Check ") for name in used)
