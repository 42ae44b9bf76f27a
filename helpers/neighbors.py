"""Which vectors are nearest, and what their labels say together: the one rule for choosing, and for ties."""

import operator
from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers


def nearest_neighbors(
    scores: ArrayLike, k: int, *, largest: bool = False, exclude: int | Iterable[int] = ()
) -> NDArray[np.intp]:
    """Return the ids of the `k` best scores, best first.

    An id is a position in `scores`. Of equal scores the lower id comes first, and a score that is nan comes last. The
    time it takes grows with n, not with n log n: only the k chosen scores are sorted.

    Parameters
    ----------
    scores : real numbers, shape (n,)
        Distances or similarities. They are compared as float64.
    k : int
        How many ids to return, from 1 to the number that `exclude` leaves.
    largest : bool
        False when a small score is good (a distance), True when a large one is (a similarity).
    exclude : int or ints
        Ids that are left out before choosing: often the query itself, which is its own nearest neighbor.

    Returns
    -------
    int, shape (k,)
        The ids, best first.

    Raises
    ------
    ValueError
        When k is not such a number, scores are not real numbers in one row, or an excluded id isn't there.
    """
    values = real_numbers("scores", scores)
    if values.ndim != 1:
        raise ValueError(f"scores must stand in one row, shape (n,); got shape {values.shape}.")
    excluded = excluded_ids(exclude, len(values))
    ids = np.delete(np.arange(len(values)), excluded)
    k = whole_k(k, len(ids), len(values))

    values = values[ids].astype(np.float64)
    if largest:
        values = -values
    kth_best = np.partition(values, k - 1)[k - 1]
    candidates = np.flatnonzero(~(values > kth_best))  # k of them, and all that equal the k-th, and every nan
    best_first = np.argsort(values[candidates], kind="stable")  # equal scores stay in the order of their ids
    return ids[candidates[best_first[:k]]]


def majority_vote(labels: Iterable[Hashable]) -> Any:
    """Return the label that occurs most often; of tied labels, the one that comes first.

    With the labels in order of nearness, a tie goes to the tied label with the nearest member.

    Parameters
    ----------
    labels : labels of any hashable kind
        In order of nearness, nearest first. There may be any number of different ones.

    Returns
    -------
    one of the labels
        An array's labels come back as plain Python objects.

    Raises
    ------
    ValueError
        When there are no labels.
    TypeError
        When a label can't be counted because it can't be hashed (a list, say).
    """
    try:
        # Elements of arrays and tensors become plain objects: these print better, and tensors don't count as equal.
        counts = Counter(label.tolist() if hasattr(label, "tolist") else label for label in labels)
    except TypeError as error:
        raise TypeError(
            f"majority_vote needs a row of labels that can be counted, such as strings: {error}."
        ) from error
    if not counts:
        raise ValueError("majority_vote needs at least one label, and got none.")
    return max(counts, key=counts.__getitem__)  # a Counter keeps the order of first sight, and max takes the first


def excluded_ids(exclude: int | Iterable[int], n: int) -> NDArray[np.intp]:
    """Return the ids that are to be left out of n, in order and each once.

    Raises
    ------
    ValueError
        When they are not whole numbers from 0 to n - 1.
    """
    if not hasattr(exclude, "__array__") and isinstance(exclude, Iterable):
        exclude = list(exclude)
    excluded = np.atleast_1d(real_numbers("exclude", exclude))  # type: ignore[arg-type]
    if excluded.size and excluded.dtype.kind not in "iu":
        hint = " np.flatnonzero(mask) turns a mask into ids." if excluded.dtype.kind == "b" else ""
        raise ValueError(f"exclude takes ids, which are whole numbers; got {excluded.dtype} values.{hint}")
    if excluded.ndim != 1:
        raise ValueError(f"exclude takes ids in one row, as np.flatnonzero gives them; got shape {excluded.shape}.")
    outside = excluded[(excluded < 0) | (excluded >= n)]
    if outside.size:
        raise ValueError(f"exclude holds {outside[0]}, but there are {n} scores, and the first id is 0.")
    in_order = np.sort(excluded.astype(np.intp))  # np.unique would import numpy.ma first, and a start would take longer
    return np.concatenate([in_order[:1], in_order[1:][np.diff(in_order) > 0]])


def whole_k(k: int, left: int, n: int) -> int:
    """Return k as an int, when so many of n scores can be chosen from the `left` ones that are not excluded.

    Raises
    ------
    ValueError
        When they can't.
    """
    if left == 0:
        raise ValueError(f"k is {k}, but there is nothing to choose from: of {n} scores, {n - left} are excluded.")
    try:
        whole = operator.index(k)
    except TypeError:
        whole = 0
    if isinstance(k, bool) or not 1 <= whole <= left:
        raise ValueError(
            f"k is {k!r}, but it must be a whole number from 1 to {left}, the number of scores to choose from"
            + (f" ({n} less {n - left} excluded)." if left < n else ".")
        )
    return whole
