"""Input validation: arrays, k, and ids to exclude."""

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def check_array(name: str, values: ArrayLike) -> NDArray[Any]:
    """Return values as an array of real numbers; types wider than float64 become float64.

    Parameters
    ----------
    name : str
        The parameter's name, for the error message.
    values : array-like
        Anything that NumPy can read: an array, a list, a tensor.

    Raises
    ------
    ValueError
        If NumPy can't read the values, or they aren't real numbers.
    """
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as error:  # rows of different lengths; a tensor that is being trained
        raise ValueError(f"{name} can't be read as an array of numbers: {error}") from error
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; got {array.dtype} values.")
    with np.errstate(over="ignore"):  # a long double too large for float64 becomes infinite
        return array.astype(np.float64) if array.dtype.itemsize > 8 else array


def check_vectors(vectors: ArrayLike) -> NDArray[Any]:
    """Return vectors as an array of shape (n, d).

    Raises
    ------
    ValueError
        If they aren't real numbers of that shape.
    """
    vectors = check_array("vectors", vectors)
    if vectors.ndim != 2:
        raise ValueError(f"vectors must have shape (n, d), one vector in each row; got shape {vectors.shape}.")
    return vectors


def check_k(k: int, available: int, n: int, what: str = "the number of scores to choose from") -> int:
    """Return k as an int.

    Parameters
    ----------
    k : int
        How many of the scores to choose.
    available : int
        How many of the n scores are not excluded.
    n : int
        The number of scores.
    what : str
        What `available` is, for the error message.

    Raises
    ------
    ValueError
        If k isn't a whole number from 1 to `available`.
    """
    if available == 0:
        raise ValueError(f"k is {k}, but there is nothing to choose from: of {n} scores, {n - available} are excluded.")
    try:
        whole = operator.index(k)
    except TypeError:
        whole = 0
    if isinstance(k, bool) or not 1 <= whole <= available:
        raise ValueError(
            f"k is {k!r}, but it must be a whole number from 1 to {available}, {what}"
            + (f" ({n} less {n - available} excluded)." if available < n else ".")
        )
    return whole


def check_exclude(exclude: int | Iterable[int], n: int) -> NDArray[np.intp]:
    """Return the excluded ids, sorted and without duplicates.

    Raises
    ------
    ValueError
        If they aren't whole numbers from 0 to n - 1.
    """
    if not hasattr(exclude, "__array__") and isinstance(exclude, Iterable):
        exclude = list(exclude)
    excluded = np.atleast_1d(check_array("exclude", exclude))  # type: ignore[arg-type]
    if excluded.size and excluded.dtype.kind not in "iu":
        hint = " np.flatnonzero(mask) turns a mask into ids." if excluded.dtype.kind == "b" else ""
        raise ValueError(f"exclude takes ids, which are whole numbers; got {excluded.dtype} values.{hint}")
    if excluded.ndim != 1:
        raise ValueError(f"exclude takes ids in one row, as np.flatnonzero gives them; got shape {excluded.shape}.")
    outside = excluded[(excluded < 0) | (excluded >= n)]
    if outside.size:
        raise ValueError(f"exclude holds {outside[0]}, but there are {n} scores, and the first id is 0.")
    in_order = np.sort(excluded.astype(np.intp))  # np.unique would import numpy.ma, which slows down the start
    return np.concatenate([in_order[:1], in_order[1:][np.diff(in_order) > 0]])
