"""Euclidean distances, cosine similarities, and norms: the definitions, in float64."""

from __future__ import annotations  # so that help() shows ArrayLike by its name

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_array, check_vectors

BLOCK_SIZE = 2**17  # elements squared at a time by row_norms; they fit into a processor's cache


def euclidean_distances(vectors: ArrayLike, query: ArrayLike) -> NDArray[np.float64]:
    """Return the Euclidean distance from each row of `vectors` to `query`.

    This is the definition, the square root of the sum of squared differences, in float64.

    Parameters
    ----------
    vectors : array-like of shape (n, d)
        One vector in each row.
    query : array-like of shape (d,)
        The vector to measure from.

    Returns
    -------
    ndarray of shape (n,), float64
        Distances, 0 or more; exactly 0.0 for a row that equals the query. A row whose squared differences overflow
        (from about 1e154 on) is infinitely far, differences below about 1e-162 count as 0, and nan gives nan.

    Raises
    ------
    ValueError
        If the shapes don't fit, something isn't a real number, or the query holds nan or infinity.

    Examples
    --------
    >>> euclidean_distances([[0, 0], [3, 0], [3, 4]], [0, 0])
    array([0., 3., 5.])
    """
    return paired_euclidean_distances(*_check_vectors_and_query(vectors, query))


def cosine_similarities(vectors: ArrayLike, query: ArrayLike) -> NDArray[np.float64]:
    """Return the cosine of the angle between each row of `vectors` and `query`.

    This is the definition, the dot product divided by both norms, in float64. The length of a vector makes no
    difference to it; only the direction does.

    Parameters
    ----------
    vectors : array-like of shape (n, d)
        One vector in each row.
    query : array-like of shape (d,)
        The vector to compare with.

    Returns
    -------
    ndarray of shape (n,), float64
        Similarities from -1 (opposite) through 0 (at right angles) to 1 (the same direction). A row of zeros has no
        direction and gets nan, as in SciPy; so does a row that holds nan, or whose squares all underflow or overflow.

    Raises
    ------
    ValueError
        If the shapes don't fit, something isn't a real number, or the query holds nan or has no direction.

    Examples
    --------
    >>> cosine_similarities([[2, 0], [0, 5], [-1, 0]], [1, 0])
    array([ 1.,  0., -1.])
    """
    vectors, query = _check_vectors_and_query(vectors, query)
    with np.errstate(over="ignore", under="ignore"):
        query_norm = np.sqrt((query**2).sum())
    if not 0 < query_norm < np.inf:
        raise ValueError(
            "The query has no direction, so nothing can be compared with it: "
            "its numbers are all zero, or too small or too large to be squared."
        )
    return paired_cosine_similarities(vectors, query, query_norm)


@np.errstate(over="ignore", under="ignore")  # see "Returns"
def row_norms(vectors: ArrayLike) -> NDArray[np.float64]:
    """Return the norm (length) of each row, the square root of its sum of squares, in float64.

    Parameters
    ----------
    vectors : array-like of shape (n, d)
        One vector in each row. A memory-mapped matrix is read once, in order.

    Returns
    -------
    ndarray of shape (n,), float64
        Norms, 0 or more. A row whose squares overflow has an infinite norm, one whose squares all underflow has norm
        0, and nan gives nan.

    Raises
    ------
    ValueError
        If the vectors aren't real numbers of shape (n, d).

    Examples
    --------
    >>> row_norms([[3, 4], [0, 0]])
    array([5., 0.])
    """
    vectors = check_vectors(vectors)
    norms = np.empty(len(vectors))
    rows = max(1, BLOCK_SIZE // max(1, vectors.shape[1]))
    for start in range(0, len(vectors), rows):
        block = vectors[start : start + rows]
        norms[start : start + rows] = np.sqrt(np.square(block, dtype=np.float64).sum(axis=1))
    return norms


@np.errstate(over="ignore", under="ignore", invalid="ignore")  # what overflows is infinite, or nan
def paired_euclidean_distances(vectors: NDArray[Any], queries: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Euclidean distance between each row of `vectors` and the same row of `queries`, or its only row."""
    differences = vectors - queries
    distances: NDArray[np.float64] = np.sqrt((differences**2).sum(axis=1))
    return distances


@np.errstate(over="ignore", under="ignore", invalid="ignore")  # what has no direction gets nan
def paired_cosine_similarities(
    vectors: NDArray[Any], queries: NDArray[np.float64], query_norms: NDArray[np.float64] | np.float64
) -> NDArray[np.float64]:
    """Return the cosine similarity between each row of `vectors` and the same row of `queries`, or its only row."""
    norms = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=1))
    norms[(norms == 0) | np.isinf(norms)] = np.nan
    # Multiply and add up row by row: `vectors @ query` rounds equal rows differently, and they would not tie.
    dots = (vectors * queries).sum(axis=1)
    similarities: NDArray[np.float64] = dots / norms / query_norms
    return np.clip(similarities, -1.0, 1.0)  # rounding can put an exact match at 1.0000000000000002


def _check_vectors_and_query(vectors: ArrayLike, query: ArrayLike) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Check both, and make the query float64, so that all that is computed with it is float64 as well."""
    vectors = check_vectors(vectors)
    query = check_array("query", query).astype(np.float64)
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
