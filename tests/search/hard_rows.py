"""Vectors that are hard to search, because estimates in float32 get them wrong or can't tell them apart."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Each function turns rows of standard normal numbers into hard ones.
HARD_ROWS: dict[str, Callable[[Array, np.random.Generator], Array]] = {
    "normal": lambda rows, rng: rows,
    "duplicates": lambda rows, rng: rows[rng.integers(0, max(1, len(rows) // 3), size=len(rows))],
    "near duplicates": lambda rows, rng: rows[:1] + rows * 1e-7,  # these differ in the last digits of float32
    "many lengths": lambda rows, rng: rows * 10.0 ** rng.integers(-6, 7, size=(len(rows), 1)),
    "offset": lambda rows, rng: rows + 1e4,
    "zeros": lambda rows, rng: rows * (rng.random((len(rows), 1)) < 0.5),
    "nan": lambda rows, rng: np.where(rng.random((len(rows), 1)) < 0.3, np.nan, rows),
    "infinity": lambda rows, rng: np.where(rng.random(rows.shape) < 0.05, np.inf, rows),
    # Squares of these, or the numbers themselves, overflow or underflow in float32.
    "extreme": lambda rows, rng: rows * 10.0 ** rng.choice([-45, -38, -20, 0, 18, 30], size=(len(rows), 1)),
    "integers": lambda rows, rng: (rows * 2).round(),
}
FINITE = ["normal", "duplicates", "near duplicates", "many lengths", "offset", "zeros"]


def hard_rows(kinds: Sequence[str], shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Return float64 rows, made hard in each of the given ways, one after the other."""
    rows = rng.normal(size=shape)
    with np.errstate(all="ignore"):
        for kind in kinds:
            rows = HARD_ROWS[kind](rows, rng)
    return rows


def unaligned(rows: Array) -> Array:
    """Return a copy that starts at an odd address, as a matrix in a file may."""
    copy = np.frombuffer(b"x" + rows.tobytes(), np.uint8)[1:].view(rows.dtype).reshape(rows.shape)
    assert not copy.flags.aligned or not copy.size
    return copy
