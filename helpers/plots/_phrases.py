"""Turns of phrase that several text alternatives share."""

from collections.abc import Sequence
from itertools import pairwise


def in_a_row(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: a, b and c."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, one: str, many: str) -> str:
    """Return a number with the verb that it takes, and what follows: none are, 1 is, 2 are."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}" if number else f"none {many}"


def course(values: Sequence[float]) -> str:
    """Return in which way values change from the first to the last: falls, rises, stays, or goes up and down."""
    steps = [later - earlier for earlier, later in pairwise(values)]
    if all(step == 0 for step in steps):
        return "stays"
    if all(step < 0 for step in steps):
        return "falls"
    return "rises" if all(step > 0 for step in steps) else "goes up and down"
