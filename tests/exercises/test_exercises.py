"""Tests of the exercises as they stand in the notebooks: they invite, hint and solve."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from helpers import exercises as checks
from tests.exercises.learner import ALL, Exercise, exercises, folded, reply_to, solution
from tests.notebooks import PATHS, stored

each = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_notebook_has_three_to_five_and_not_all_at_the_end(path: Path) -> None:
    """They are numbered, and other cells of code stand between them."""
    of_notebook = exercises(path)
    assert 3 <= len(of_notebook) <= 5
    numbers = [re.findall(r"^### Exercise (\d): ", exercise.text) for exercise in of_notebook]
    assert numbers == [[str(number)] for number in range(1, len(of_notebook) + 1)]
    ids = [cell.id for cell in stored(path).code_cells]
    places = [ids.index(f"check-{exercise.name}") for exercise in of_notebook]
    between = [after - before - 2 for before, after in pairwise(places)]
    assert sum(count > 0 for count in between) >= len(between) - 1
    assert places[0] < len(ids) / 2


@each
def test_the_four_cells_stand_together(exercise: Exercise) -> None:
    """Text, answer, check, help, in that order."""
    ids = [cell.id for cell in stored(exercise.notebook).cells]
    place = ids.index(f"exercise-{exercise.name}")
    kinds = ("exercise", "answer", "check", "help")
    assert ids[place : place + 4] == [f"{kind}-{exercise.name}" for kind in kinds]


@each
def test_untouched_it_invites(exercise: Exercise) -> None:
    """The stored reply is that of the untouched cell, and says what to do."""
    reply = reply_to(exercise, exercise.answer)
    assert reply.right is None
    assert reply.says.startswith("Not answered yet: ")
    stored_cell = next(cell for cell in stored(exercise.notebook).code_cells if cell.id == f"check-{exercise.name}")
    assert [output.data["text/plain"] for output in stored_cell.outputs] == [repr(reply)]


@each
def test_the_solution_is_right(exercise: Exercise) -> None:
    """By the check, run from the notebook's own text; and it is run in place of the answer's cell."""
    reply = reply_to(exercise, solution(exercise))
    assert reply.right, reply.says
    assert reply.says.startswith("Right: ")
    assert 1 <= len(re.findall(r"[.?](?: |$)", reply.says)) <= 4


@each
def test_the_hint_does_not_hold_the_solution(exercise: Exercise) -> None:
    """Hint first, then solution; and no line of the solution is in the hint, nor its last value."""
    assert exercise.help.index(">Hint<") < exercise.help.index(">Solution<")
    hint = "".join(folded(exercise, "Hint").split())
    for line in solution(exercise).splitlines():
        code = "".join(line.split()).removeprefix("return").removeprefix("answer=")
        if line not in exercise.answer and len(code) > 1:
            assert code not in hint
    assert "```" not in folded(exercise, "Hint")


def test_every_check_is_used_and_explained() -> None:
    """Nothing is exported that no notebook uses, and each check says what it checks."""
    used = {re.findall(r"^(check_\w+)\(", exercise.check)[0] for exercise in ALL}
    assert used == {name for name in checks.__all__ if name.startswith("check_")}
    assert all((getattr(checks, name).__doc__ or "").startswith("Check ") for name in used)


def test_every_reply_fits_a_narrow_page() -> None:
    """It is broken into lines, as JupyterLab on a small screen shows it."""
    for exercise in ALL:
        lines = repr(reply_to(exercise, solution(exercise))).splitlines()
        assert max(map(len, lines)) <= 84
