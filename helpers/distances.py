"""How far apart two vectors are, and how alike their directions are: the two measures that the series compares."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.arrays import real_numbers


@np.errstate(over="ignore", under="ignore")  # squares too large or small for float64: see what is returned
def euclidean_distances(vectors: ArrayLike, query: ArrayLike) -> NDArray[np.float64]:
    """Return the Euclidean distance from each row of `vectors` to `query`.

    This is the definition, the root of the summed squared differences, in float64.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row.
    query : real numbers, shape (d,)
        The vector to measure from.

    Returns
    -------
    float64, shape (n,)
        Distances, 0 or more; exactly 0.0 for a row that equals the query. A row whose squared differences overflow
        (from about 1e154 on) is infinitely far, differences below about 1e-162 count as 0, and nan gives nan.

    Raises
    ------
    ValueError
        When the shapes don't fit, something isn't a real number, or the query holds nan or infinity.
    """
    vectors, query = _rows_and_query(vectors, query)
    differences = vectors - query
    distances: NDArray[np.float64] = np.sqrt((differences**2).sum(axis=1))
    return distances


@np.errstate(over="ignore", under="ignore", invalid="ignore")  # what has no direction gets nan, as said below
def cosine_similarities(vectors: ArrayLike, query: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of the angle between each row of `vectors` and `query`.

    This is the definition, the dot product divided by both norms, in float64. How long a vector is makes no
    difference to it; only the direction does.

    Parameters
    ----------
    vectors : real numbers, shape (n, d)
        One vector in each row.
    query : real numbers, shape (d,)
        The vector to compare with.

    Returns
    -------
    float64, shape (n,)
        Similarities from -1 (opposite) through 0 (at right angles) to 1 (the same direction). A row of zeros has no
        direction and gets nan, as in SciPy; so does a row that holds nan, or whose squares all underflow or overflow.

    Raises
    ------
    ValueError
        When the shapes don't fit, something isn't a real number, or the query holds nan or has no direction.
    """
    vectors, query = _rows_and_query(vectors, query)
    norms = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=1))
    norms[(norms == 0) | np.isinf(norms)] = np.nan
    query_norm = np.sqrt((query**2).sum())
    if not 0 < query_norm < np.inf:
        raise ValueError(
            "The query has no direction, so nothing can be compared with it: "
            "its numbers are all zero, or too small or too large to be squared."
        )
    # Multiply and add up row by row: `vectors @ query` rounds equal rows differently, and they would not tie.
    dots = (vectors * query).sum(axis=1)
    cosines: NDArray[np.float64] = dots / norms / query_norm
    return np.clip(cosines, -1.0, 1.0)  # rounding can put an exact match at 1.0000000000000002


def _rows_and_query(vectors: ArrayLike, query: ArrayLike) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Check both; make the query float64, which makes all that is computed with it float64 as well."""
    vectors = real_numbers("vectors", vectors)
    query = real_numbers("query", query).astype(np.float64)
    if vectors.ndim != 2:
        raise ValueError(f"vectors must have shape (n, d), one vector in each row; got shape {vectors.shape}.")
    if query.ndim != 1:
        raise ValueError(f"query must be one vector, of shape (d,); got shape {query.shape}.")
    if vectors.shape[1] != query.shape[0]:
        raise ValueError(
            f"query has {query.shape[0]} numbers, but each row of vectors has {vectors.shape[1]}: "
            "both must have the same number."
        )
    if not np.isfinite(query).all():
        raise ValueError("query holds nan or infinity, so no distance or similarity to it means anything.")
    return vectors, query
