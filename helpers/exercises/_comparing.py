"""Comparing an answer with the right one, and with those that known mistakes give."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from helpers.exercises._replies import NotYet

CLOSE = 0.005  # two decimals are enough
Mistakes = Iterable[tuple[Any, str]]  # the answer that a mistake gives, and the reply to it


def raise_for_mistake(given: Any, mistakes: Mistakes) -> None:
    """Raise NotYet with the reply to the mistake that gives this answer; of several, the closest."""
    found = [(max_difference(given, mistaken), sentence) for mistaken, sentence in mistakes if matches(given, mistaken)]
    if found:
        raise NotYet(min(found, key=lambda pair: pair[0])[1])  # min takes the first of equals


def check_number(given: float, expected: float, mistakes: Mistakes, what: str = "This number") -> None:
    """Raise NotYet if a number isn't the right one: with the reply to a mistake, or that it is too large or small."""
    if is_close(given, expected):
        return
    raise_for_mistake(given, mistakes)
    if given < 0 <= expected:
        size = " Without the minus sign it is right." * is_close(-given, expected)
        raise NotYet(f"{what} is never negative, and yours is {format_number(given)}.{size}")
    digits = decimals(given)
    if digits < 3 and abs(given - expected) < 10.0**-digits and expected % 1:
        raise NotYet(f"Your number, {format_number(given)}, may be rounded too much. Give two decimals or more.")
    close = "a little " if abs(given - expected) < 0.1 * abs(expected) else ""
    raise NotYet(f"Your number, {format_number(given)}, is {close}too {'large' if given > expected else 'small'}.")


def is_close(given: Any, expected: Any) -> bool:
    """Return whether two answers are equal, numbers to two decimals."""
    if is_text(expected) or is_text(given):
        return bool(given == expected)
    given, expected = np.asarray(given), np.asarray(expected)
    return given.shape == expected.shape and bool((np.abs(given - expected) <= CLOSE).all())


def matches(given: Any, mistaken: Any) -> bool:
    """Return whether an answer is the one that a mistake gives, with a tighter tolerance than `is_close`."""
    if is_text(mistaken) or is_text(given):
        return bool(given == mistaken)
    if np.shape(given) != np.shape(mistaken):
        return False
    if np.ndim(given) == 0 and decimals(given) in (2, 3):
        return bool(abs(round(float(mistaken), decimals(given)) - given) < 1e-9)
    return max_difference(given, mistaken) <= 1e-4 * max(1.0, float(np.max(np.abs(mistaken), initial=0)))


def max_difference(given: Any, mistaken: Any) -> float:
    """Return the largest difference between the numbers of two answers of the same shape; 0 for texts."""
    if is_text(mistaken) or is_text(given):
        return 0.0
    return float(np.max(np.abs(np.asarray(given, dtype=float) - np.asarray(mistaken, dtype=float)), initial=0))


def decimals(value: float) -> int:
    """Return the number of decimals of a number."""
    return len(f"{float(value):.10f}".rstrip("0").partition(".")[2])


def format_number(value: float) -> str:
    """Return a number with at most three decimals."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1e9 else f"{value:.3g}"


def is_text(value: Any) -> bool:
    """Return whether a value is a text, or a list with a text in it."""
    return isinstance(value, str) or (isinstance(value, list) and any(isinstance(item, str) for item in value))
