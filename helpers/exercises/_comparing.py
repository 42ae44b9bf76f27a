"""Whether an answer is right, or which mistake gives the same."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from helpers.exercises._replies import NotYet

CLOSE = 0.005  # two decimals are enough
Mistakes = Iterable[tuple[Any, str]]  # what somebody gets who mixes something up, and what to say


def raise_for_mistake(given: Any, mistakes: Mistakes) -> None:
    """Say what was mixed up, when somebody who mixes it up gets the same; of several, what comes nearest."""
    found = [(max_difference(given, mistaken), sentence) for mistaken, sentence in mistakes if matches(given, mistaken)]
    if found:
        raise NotYet(min(found, key=lambda pair: pair[0])[1])  # min takes the first of equals


def check_number(given: float, wanted: float, mistakes: Mistakes) -> None:
    """Say what is wrong with a number that is not the one that is wanted: what was mixed up, or the size."""
    if is_close(given, wanted):
        return
    raise_for_mistake(given, mistakes)
    if given < 0 <= wanted:
        raise NotYet(f"Your number, {format_number(given)}, is negative, and the right one isn't.")
    digits = decimals(given)
    if digits < 3 and abs(given - wanted) < 10.0**-digits and wanted % 1:
        raise NotYet(f"Your number, {format_number(given)}, may be rounded too much. Give two decimals or more.")
    close = "a little " if abs(given - wanted) < 0.1 * abs(wanted) else ""
    raise NotYet(f"Your number, {format_number(given)}, is {close}too {'large' if given > wanted else 'small'}.")


def is_close(given: Any, wanted: Any) -> bool:
    """Return whether two answers are the same, numbers to two decimals."""
    if is_text(wanted) or is_text(given):
        return bool(given == wanted)
    given, wanted = np.asarray(given), np.asarray(wanted)
    return given.shape == wanted.shape and bool((np.abs(given - wanted) <= CLOSE).all())


def matches(given: Any, mistaken: Any) -> bool:
    """Return whether an answer is what a mistake gives, but for rounding: more strictly than what is right."""
    if is_text(mistaken) or is_text(given):
        return bool(given == mistaken)
    if np.shape(given) != np.shape(mistaken):
        return False
    if np.ndim(given) == 0 and decimals(given) in (2, 3):
        return bool(abs(round(float(mistaken), decimals(given)) - given) < 1e-9)
    return max_difference(given, mistaken) <= 1e-4 * max(1.0, float(np.max(np.abs(mistaken), initial=0)))


def max_difference(given: Any, mistaken: Any) -> float:
    """Return the largest difference between the numbers of two answers of one shape; 0 for words."""
    if is_text(mistaken) or is_text(given):
        return 0.0
    return float(np.max(np.abs(np.asarray(given, dtype=float) - np.asarray(mistaken, dtype=float)), initial=0))


def decimals(value: float) -> int:
    """Return how many decimals a number is written with."""
    return len(f"{float(value):.10f}".rstrip("0").partition(".")[2])


def format_number(value: float) -> str:
    """Return a number with three decimals at most."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1e9 else f"{value:.3g}"


def is_text(value: Any) -> bool:
    """Return whether something is a text, or a list with a text in it."""
    return isinstance(value, str) or (isinstance(value, list) and any(isinstance(item, str) for item in value))
