"""Whatever was given, as an array of real numbers, or a sentence that says why not."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def real_numbers(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return values as an array of real numbers, of the type that they have, float64 at the most.

    Parameters
    ----------
    name : str
        What an error calls the values.
    values : array, list, tensor, ...
        Anything that NumPy can read.

    Raises
    ------
    ValueError
        When NumPy can't read them, or they are no real numbers.
    """
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as error:  # rows of different lengths; a tensor that is being trained
        raise ValueError(f"{name} can't be read as an array of numbers: {error}") from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {array.dtype} values.")
    with np.errstate(over="ignore"):  # a long double may be too large for float64, and becomes infinite
        return array.astype(np.float64) if array.dtype.itemsize > 8 else array
