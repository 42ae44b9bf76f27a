"""A learner at an exercise: the notebook up to that point, what they write, and what the check says."""

import contextlib
import functools
import io
import re
from pathlib import Path
from typing import Any, NamedTuple

from helpers.exercises import Reply
from tests.notebooks import BERT, PATHS, stored

# The cells that need PyTorch. No exercise needs what they define.
TORCH = ("torch-imports", "model", "matrix", "share", "one-hot-bert", "file", "tokenizer", "tokenizer-ids")


class Exercise(NamedTuple):
    """One exercise of a notebook: its four cells."""

    notebook: Path
    name: str  # as in the ids of its cells
    text: str
    answer: str
    check: str
    help: str


def exercises(path: Path) -> list[Exercise]:
    """Return the exercises of a notebook, in order."""
    cells = {cell.id: cell.source for cell in stored(path).cells}
    names = [cell_id.removeprefix("check-") for cell_id in cells if cell_id.startswith("check-")]
    kinds = ("exercise", "answer", "check", "help")
    return [Exercise(path, name, *(cells[f"{kind}-{name}"] for kind in kinds)) for name in names]


ALL = [exercise for path in PATHS for exercise in exercises(path)]


def named(name: str) -> Exercise:
    """Return an exercise by its name."""
    return next(exercise for exercise in ALL if exercise.name == name)


@functools.cache
def variables_before(exercise: Exercise) -> dict[str, Any]:
    """Run a notebook up to an exercise, as far as it needs no PyTorch, and show nothing; return its variables."""
    variables: dict[str, Any] = {}
    for cell in stored(exercise.notebook).code_cells:
        if cell.id == f"answer-{exercise.name}":
            break
        if exercise.notebook == BERT and cell.id in TORCH:
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell.source, variables)
        variables.update(show=lambda *_: None, explore_letters=lambda *_: None, explore_tokens=lambda *_: None)
    return variables


def reply_to(exercise: Exercise, code: str) -> Reply:
    """Return what the check says after a learner has run some code in the answer's cell."""
    variables = dict(variables_before(exercise))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, variables)
        reply = eval(exercise.check, variables)
    assert isinstance(reply, Reply)
    return reply


def folded(exercise: Exercise, title: str) -> str:
    """Return what is folded under a title beneath an exercise."""
    found = re.findall(rf"(?s)<details><summary>{title}</summary>\n\n(.*?)\n\n?</details>", exercise.help)
    assert len(found) == 1, f"{exercise.name} has {len(found)} parts called {title}"
    return str(found[0])


def solution(exercise: Exercise) -> str:
    """Return the code of the solution."""
    found = re.findall(r"(?s)```python\n(.*?)\n```", folded(exercise, "Solution"))
    assert len(found) == 1
    return str(found[0])
