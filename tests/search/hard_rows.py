"""Vectors that are hard to search: what an estimate in float32 gets wrong, or can't tell apart."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Spoil = Callable[[Array, np.random.Generator], Any]  # from rows of normal numbers to hard ones


def as_they_are(rows: Array, rng: np.random.Generator) -> Any:
    """Leave them alone."""
    return rows


def twins(rows: Array, rng: np.random.Generator) -> Any:
    """Make each row stand there about three times."""
    return rows[rng.integers(0, max(1, len(rows) // 3), size=len(rows))]


def near_twins(rows: Array, rng: np.random.Generator) -> Any:
    """Make all rows the same but for the last digits of float32."""
    return rows[:1] + rows * 1e-7


def lengths(rows: Array, rng: np.random.Generator) -> Any:
    """Let their norms differ by up to a million millions."""
    return rows * 10.0 ** rng.integers(-6, 7, size=(len(rows), 1))


def offset(rows: Array, rng: np.random.Generator) -> Any:
    """Move them far away from the origin."""
    return rows + 1e4


def zeros(rows: Array, rng: np.random.Generator) -> Any:
    """Make half of them zero."""
    return rows * (rng.random((len(rows), 1)) < 0.5)


def not_numbers(rows: Array, rng: np.random.Generator) -> Any:
    """Make a third of them nan."""
    return np.where(rng.random((len(rows), 1)) < 0.3, np.nan, rows)


def infinite(rows: Array, rng: np.random.Generator) -> Any:
    """Put infinity in some."""
    return np.where(rng.random(rows.shape) < 0.05, np.inf, rows)


def extreme(rows: Array, rng: np.random.Generator) -> Any:
    """Make some so large or small that squares, or they themselves, overflow or underflow in float32."""
    return rows * 10.0 ** rng.choice([-45, -38, -20, 0, 18, 30], size=(len(rows), 1))


def whole_numbers(rows: Array, rng: np.random.Generator) -> Any:
    """Make ties."""
    return (rows * 2).round()


SPOILED = [as_they_are, twins, near_twins, lengths, offset, zeros, not_numbers, infinite, extreme, whole_numbers]
