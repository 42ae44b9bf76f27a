"""What the exercises of notebook 1 share: the letters, and which row each has."""

from typing import Any

LETTERS = "ABCDEFGHIJKLMNOPX"  # the rows of the points, in order
X, D, K = (LETTERS.index(letter) for letter in "XDK")


def named(rows: Any) -> list[str]:
    """Return the letters of rows."""
    return [LETTERS[i] for i in rows]


def others(row: int) -> list[int]:
    """Return all rows but one."""
    return [i for i in range(len(LETTERS)) if i != row]
