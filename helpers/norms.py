"""How long each vector is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers

AT_A_TIME = 2**17  # numbers squared at a time: they stay in the processor's cache, however large the matrix is


@np.errstate(over="ignore", under="ignore")  # see what is returned
def row_norms(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return the length (norm) of each row: the root of its summed squares, in float64.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row. A memory-mapped matrix is read once, in order.

    Returns
    -------
    float64, shape (n,)
        Lengths, 0 or more. A row whose squares overflow is infinitely long, one whose squares all underflow has length
        0, and nan gives nan.

    Raises
    ------
    ValueError
        When the vectors aren't real numbers of shape (n, d).
    """
    vectors = real_numbers("vectors", vectors)
    if vectors.ndim != 2:
        raise ValueError(f"vectors must have shape (n, d), one vector in each row; got shape {vectors.shape}.")
    norms = np.empty(len(vectors))
    rows = max(1, AT_A_TIME // max(1, vectors.shape[1]))
    for start in range(0, len(vectors), rows):
        tile = vectors[start : start + rows]
        norms[start : start + rows] = np.sqrt(np.square(tile, dtype=np.float64).sum(axis=1))
    return norms
