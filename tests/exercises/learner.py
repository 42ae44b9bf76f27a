"""A learner at an exercise: the notebook up to that point, the learner's code, and the reply of the check."""

import contextlib
import functools
import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt

from helpers.exercises import Reply
from tests.notebooks import BERT, BILLION, PATHS, stored

# The cells that need PyTorch, and those that take long. No exercise needs what they define.
NOT_RUN = {
    BERT.name: ("torch-imports", "model", "matrix", "share", "one-hot-bert", "file", "tokenizer", "tokenizer-ids"),
    BILLION.name: (
        *("graph", "graph-recall", "curves", "others", "hubs", "whose-recall", "structure", "structure-recall"),
        *("pq-figure", "pq", "pq-recall", "rerank", "million", "million-file", "alike", "dask", "cluster"),
        "cluster-compared",
    ),
}
KINDS = ("exercise", "answer", "check", "help")  # of the cells of an exercise, in order


class Exercise(NamedTuple):
    """The name of an exercise, as in the ids of its cells, and their sources."""

    notebook: Path
    name: str
    text: str
    answer: str
    check: str
    help: str


def exercises(path: Path) -> list[Exercise]:
    cells = {cell.id: cell.source for cell in stored(path).cells}
    names = [cell_id.removeprefix("check-") for cell_id in cells if cell_id.startswith("check-")]
    return [Exercise(path, name, *(cells[f"{kind}-{name}"] for kind in KINDS)) for name in names]


ALL = [exercise for path in PATHS for exercise in exercises(path)]


def named(name: str) -> Exercise:
    return next(exercise for exercise in ALL if exercise.name == name)


@functools.cache
def variables_before(exercise: Exercise) -> dict[str, Any]:
    """Run a notebook up to an exercise, without PyTorch, long computations and figures, and return its variables.

    It goes on from where the exercise before has led, so that each cell runs once.
    """
    of_notebook, cells = exercises(exercise.notebook), stored(exercise.notebook).code_cells
    ids, place = [cell.id for cell in cells], of_notebook.index(exercise)
    variables: dict[str, Any] = {}
    start, end = 0, ids.index(f"answer-{exercise.name}")
    if place:
        variables.update(variables_before(of_notebook[place - 1]))
        start = ids.index(f"answer-{of_notebook[place - 1].name}")
    not_run = NOT_RUN.get(exercise.notebook.name, ())
    for cell in cells[start:end]:
        # The first ones have a line of IPython's. The notebook may be a copy, with another model.
        if cell.id.startswith("set-up") or cell.id in not_run:
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell.source, variables)
        variables.update(
            show=lambda *_: plt.close("all"), explore_letters=lambda *_: None, explore_tokens=lambda *_: None
        )
    return variables


def reply_to(exercise: Exercise, code: str) -> Reply:
    """Run code in the cell of the answer, then the check."""
    variables = dict(variables_before(exercise))
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, variables)
        reply = eval(exercise.check, variables)
    assert isinstance(reply, Reply)
    return reply


def folded(exercise: Exercise, title: str) -> str:
    """Return the text of the hint or of the solution."""
    (text,) = re.findall(rf"(?s)<details><summary>{title}</summary>\n\n(.*?)\n\n?</details>", exercise.help)
    return str(text)


def solution(exercise: Exercise) -> str:
    (code,) = re.findall(r"(?s)```python\n(.*?)\n```", folded(exercise, "Solution"))
    return str(code)
