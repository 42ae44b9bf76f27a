"""The nearest vectors to a query, fast: the same ids and scores as the plain way, from one float32 product."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers
from helpers.distances import cosine_similarities, euclidean_distances
from helpers.neighbors import nearest_neighbors

Numbers = NDArray[np.float64]


def search(
    vectors: ArrayLike,
    query: ArrayLike,
    k: int,
    metric: str = "cosine",
    *,
    norms: ArrayLike | None = None,
    exclude: int | Iterable[int] = (),
) -> tuple[NDArray[np.intp], Numbers]:
    """Return the ids and the scores of the `k` vectors that are nearest to a query, nearest first.

    They are what the plain way gives, to the last bit: `cosine_similarities` or `euclidean_distances`, and then
    `nearest_neighbors`. A quick estimate leaves out what is certainly too far (see `_estimates`), and the plain way
    chooses from the few rows that are left. Where the estimate can't tell rows apart, more are left, up to all.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row.
    query : real numbers, shape (d,)
        The vector to measure from.
    k : int
        How many to return, from 1 to the number that `exclude` leaves.
    metric : "cosine" or "euclidean"
        What ranks them: the largest cosine similarity or the smallest Euclidean distance.
    norms : real numbers, shape (n,)
        The length of each vector, as `row_norms` gives it, if it was kept. Without it, it is computed.
    exclude : int or ints
        Ids that are left out before choosing.

    Returns
    -------
    int, shape (k,), and float64, shape (k,)
        The ids and their similarities or distances. Of equal scores the lower id comes first, and nan comes last.

    Raises
    ------
    ValueError
        When the metric is another one, there is not one norm for each row, or one of the plain functions refuses.
    """
    measure, largest = measure_of(metric)
    vectors = real_numbers("vectors", vectors)
    measure(vectors[:0] if vectors.ndim == 2 else vectors, query)  # says what is wrong with them, if anything is
    if isinstance(exclude, Iterable) and not hasattr(exclude, "__array__"):
        exclude = list(exclude)  # it is read twice
    if vectors.strides[0] < vectors.strides[1]:  # stored column by column: NumPy adds up a row in another order then
        scores = measure(vectors, query)
        ids = nearest_neighbors(scores, k, largest=largest, exclude=exclude)
        return ids, scores[ids]

    estimates, errors = _estimates(vectors, np.asarray(query, dtype=np.float64), metric, norms)
    at_worst = estimates + errors
    # At least k rows are no farther than this one at its worst, so what is farther at its best isn't among the k.
    threshold = at_worst[nearest_neighbors(at_worst, k, exclude=exclude)[-1]]
    possible = ~(estimates - errors > threshold)  # true where an estimate is nan, and everywhere if the threshold is
    possible[np.asarray(exclude, dtype=np.intp)] = False
    ids = np.flatnonzero(possible)
    scores = measure(vectors[ids], query)
    chosen = nearest_neighbors(scores, k, largest=largest)
    return ids[chosen], scores[chosen]


def measure_of(metric: str) -> tuple[Callable[[ArrayLike, ArrayLike], Numbers], bool]:
    """Return the plain formula of a metric, and whether a large score is a good one.

    Raises
    ------
    ValueError
        When the metric is neither "cosine" nor "euclidean".
    """
    if metric not in ("cosine", "euclidean"):
        raise ValueError(f"metric is {metric!r}, but there are two: 'cosine' and 'euclidean'.")
    return (cosine_similarities, True) if metric == "cosine" else (euclidean_distances, False)


def row_norms(vectors: ArrayLike) -> Numbers:
    """Return the length of each vector, shape (n,): its distance from the origin, in float64."""
    vectors = real_numbers("vectors", vectors)
    return euclidean_distances(vectors, np.zeros(vectors.shape[-1:]))


@np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore")  # those rows become nan
def _estimates(vectors: NDArray[Any], query: Numbers, metric: str, norms: ArrayLike | None) -> tuple[Numbers, Numbers]:
    """Estimate how far each row is (minus the cosine, or the squared distance), and how far off that can be.

    All of it rests on one product in float32 (for float64 vectors, float64). Added up in any order, a product of
    vectors x and y of d numbers is off by gamma(d) |x| |y| at the most, where gamma(d) = d u / (1 - d u) and u is the
    unit roundoff (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1).

    - The cosine is the product divided by both norms, so it is off by gamma(d).
    - The squared distance is |x|^2 + |y|^2 - 2 x.y, so it is off by gamma(d) 2 |x| |y|, which is no more than
      gamma(d) (|x|^2 + |y|^2).

    Eight more than d pays for rounding the query to float32 and for numbers that underflow. The float64 steps, the
    norms, and the rounding of the plain formula itself (gamma(d + 5) of a squared distance, which is 2 (|x|^2 + |y|^2)
    at the most) are together less than eight times gamma of float64.

    The bound does not hold where products overflow or underflow as a whole. So a norm beyond the cube root of what
    the type can hold, zero among them, gives nan: nothing is known of that row.
    """
    kind = np.result_type(vectors.dtype, np.float32)
    norms = row_norms(vectors) if norms is None else real_numbers("norms", norms).astype(np.float64)
    if norms.shape != (len(vectors),):
        raise ValueError(f"norms must hold the length of each of the {len(vectors)} rows; got shape {norms.shape}.")
    norm = np.sqrt((query**2).sum())
    dots = (vectors.astype(kind, copy=False) @ query.astype(kind)).astype(np.float64)
    lowest, highest = np.cbrt(np.finfo(kind).tiny), np.cbrt(np.finfo(kind).max)
    dots[~((norms > lowest) & (norms < highest) & (lowest < norm < highest))] = np.nan
    off = _gamma(len(query) + 8, kind) + 8 * _gamma(len(query) + 8, np.dtype(np.float64))
    if metric == "cosine":
        return -dots / norms / norm, np.full(len(vectors), off)
    squares = norms**2 + norm**2
    return squares - 2 * dots, off * squares


def _gamma(terms: int, kind: np.dtype[Any]) -> float:
    """Return how far off a sum of so many products can be, as a part of the sum of their sizes."""
    rounding = terms * float(np.finfo(kind).eps) / 2
    return rounding / (1 - rounding) if rounding < 1 else float("inf")
