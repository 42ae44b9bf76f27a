"""The check of the exercise in notebook 2 that asks for one-hot rows."""

import numpy as np
from numpy.typing import NDArray

from helpers.exercises.comparing import refuse, same
from helpers.exercises.reading import RETURNED, numbers, returned
from helpers.exercises.replies import NotYet, check


@check
def check_one_hot_rows(one_hot_rows: object) -> str:
    """Check a function that returns a matrix with a one-hot row for each id."""
    tries = [([2, 0, 3], 4), ([1], 3), ([3, 3, 0, 5], 7)]
    for ids, n in tries:
        truth = np.eye(n)[ids]
        given = numbers(returned(one_hot_rows, list(ids), n), RETURNED)
        if same(given, truth):
            continue
        called = f"one_hot_rows({ids}, {n})"
        if len(set(ids)) < len(ids) and same(given, np.eye(n)[list(dict.fromkeys(ids))]):
            raise NotYet(f"In {called} the id {ids[0]} is there twice, and needs two rows.")
        refuse(given, row_mistakes(ids, n))
        if given.shape != truth.shape:
            raise NotYet(f"{called} must have the shape {truth.shape}, a row for each id; yours has {given.shape}.")
        row = next(row for row in range(len(ids)) if not same(given[row], truth[row]))
        raise NotYet(
            f"Row {row} of {called} is {in_brackets(given[row])}, and for the id {ids[row]} it should be "
            f"{in_brackets(truth[row])}."
        )
    return (
        "each row lets one row of the matrix pass, so one_hot_rows(ids, n) @ matrix looks a whole sentence up at once. "
        "It is a great many multiplications by 0, and matrix[ids] gives the same without them."
    )


def in_brackets(row: NDArray[np.float64]) -> str:
    """Return a row as Python writes a list of such numbers."""
    return f"[{', '.join(f'{value:g}' for value in row)}]"


def row_mistakes(ids: list[int], n: int) -> list[tuple[NDArray[np.float64], str]]:
    """Return what a function gives that mixes something up about one-hot rows."""
    rows = np.eye(n)[ids]
    together = rows.max(axis=0)
    shape = f"{rows.shape}"
    return [
        (rows.T, f"Rows and columns are mixed up: the shape should be {shape}, a row for each id."),
        (together, f"All ones are in one row, and their order is lost. Make a row for each id, shape {shape}."),
        (rows.sum(axis=0), f"All ones are in one row, and their order is lost. Make a row for each id, shape {shape}."),
        (rows[0], f"There is a row for the first id alone. Make a row for each, shape {shape}."),
        (np.roll(rows, 1, axis=1), "Each 1 is one place too far to the right: ids count from 0."),
        (np.roll(rows, -1, axis=1), "Each 1 is one place too far to the left: ids count from 0."),
        (rows[::-1], "The rows are there, but from the last id to the first."),
        (np.eye(n)[sorted(ids)], "The rows are there, but sorted by id. Keep the order of the list."),
        (rows * np.array(ids)[:, None], "The id itself stands where a 1 should be."),
        (np.eye(n), "That has a row for each token. Take the rows of the ids alone."),
    ]
