"""Lower bounds on distances, with error bounds, from one matrix product."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

METRICS = ("cosine", "euclidean")  # those with bounds; any other is searched by brute force


class Bounds:
    """Lower and upper bounds on how far vectors are from some queries. A smaller value is nearer, for both metrics.

    Both metrics of a vector x and a query y start from their product x.y. What is the same for all vectors is left
    out, since it can't change which of them is nearest:

    - cosine: -x.y / (|x| |y|), negated, so that small is near.
    - Euclidean: |x|^2 - 2 x.y, from the identity |x - y|^2 = |x|^2 - 2 x.y + |y|^2.

    The products are computed in float32 (in float64 for float64 vectors). A sum of d products, in any order, has an
    absolute error of at most gamma(d) |x| |y|, where gamma(d) = d u / (1 - d u) and u is the unit roundoff
    (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, 2002, section 3.1). So the cosine is
    off by at most gamma(d), and the Euclidean value by gamma(d) (|x|^2 + |y|^2), since 2 |x| |y| <= |x|^2 + |y|^2.
    The lower bound subtracts the part of this error that differs from vector to vector. The rest is the same for all
    and is added to the upper bound instead.

    `relative_error` is gamma(2 d + 16) rather than gamma(d): another d, in case norms were summed in float32, and 16
    for the other roundings. Eight gamma of float64 on top cover the rounding of the definitions themselves.

    The bounds don't hold where squares overflow or underflow; `in_range` says where. Queries must be in range. A vector
    out of range gets bounds of nan (for Euclidean distances, small norms are fine). A score of nan, which ranks last,
    gets the largest number of the type as its lower bound.

    Parameters
    ----------
    queries, query_norms : ndarrays of shape (q, d) and (q,), float64
        The queries, and their norms.
    metric : "cosine" or "euclidean"
        How to measure.
    dtype : float32 or float64
        The type to compute in.

    Attributes
    ----------
    relative_error : float
        The error of a value, relative to the sizes above.
    query_error_bounds : ndarray of shape (q,)
        The part of upper minus lower bound that depends on the query.
    """

    def __init__(
        self, queries: NDArray[np.float64], query_norms: NDArray[np.float64], metric: str, dtype: np.dtype[Any]
    ) -> None:
        self.cosine, self.dtype = {"cosine": True, "euclidean": False}[metric], dtype
        terms = 2 * queries.shape[1] + 16
        self.relative_error = gamma(terms, dtype) + 8 * gamma(terms, np.dtype(np.float64))
        factors = -1 / query_norms if self.cosine else np.full(len(query_norms), -2.0)
        self._scaled_queries = (queries * factors[:, np.newaxis]).astype(dtype)
        sizes = np.ones(len(query_norms)) if self.cosine else query_norms**2
        self.query_error_bounds = (2 * self.relative_error * sizes).astype(dtype)

    def lower(self, vectors: Array, norms: Array, out: Array) -> Array:
        """Write the lower bounds for vectors (b, d) with norms (b,) into `out`, of shape (b, q).

        Returns
        -------
        ndarray of shape (b,)
            The part of upper minus lower bound that depends on the vector; nan where the bounds don't hold.
        """
        np.matmul(vectors.astype(self.dtype, copy=False), self._scaled_queries.T, out=out)
        norms_in_dtype = norms.astype(self.dtype)
        out_of_range = np.flatnonzero(~in_range(norms_in_dtype, self.dtype, or_zero=not self.cosine))
        norms_in_dtype[out_of_range] = np.nan
        if self.cosine:
            inverse = 1 / norms_in_dtype
            out *= inverse[:, np.newaxis]
            error_bounds = 0 * inverse
        else:
            squares = norms_in_dtype**2
            out += ((1 - self.relative_error) * squares)[:, np.newaxis]
            error_bounds = 2 * self.relative_error * squares
        without_direction = (norms[out_of_range] == 0) | (norms[out_of_range] == np.inf)
        last = out_of_range[np.isnan(norms[out_of_range]) | (without_direction & self.cosine)]
        out[last], error_bounds[last] = np.finfo(self.dtype).max, 0
        return error_bounds


def in_range(norms: Array, dtype: np.dtype[Any], or_zero: bool = False) -> NDArray[np.bool_]:
    """Return a mask of the norms whose products neither overflow nor underflow.

    These norms lie between the cube roots of the dtype's smallest normal and its largest number. With
    `or_zero`, smaller norms fit, too.
    """
    lowest, highest = _limits(dtype)
    fits: NDArray[np.bool_] = (norms >= 0 if or_zero else norms > lowest) & (norms < highest)
    return fits


@cache
def _limits(dtype: np.dtype[Any]) -> tuple[float, float]:
    """Return the cube roots of a type's smallest normal number and of its largest number."""
    return float(np.cbrt(np.finfo(dtype).tiny)), float(np.cbrt(np.finfo(dtype).max))


def gamma(terms: int, dtype: np.dtype[Any]) -> float:
    """Return the bound on the rounding error of a sum of products, relative to the sum of their absolute values."""
    rounding = terms * float(np.finfo(dtype).eps) / 2
    return rounding / (1 - rounding) if rounding < 1 else float("inf")
