"""How far vectors are from queries, from one matrix product: not exactly, but with a bound on what it is off by."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Estimates:
    """How far vectors are at best from some queries, and how much farther they can be. The smaller, the nearer.

    Both measures of a vector x and a query y begin with their product x.y. What is the same for all vectors is left
    out, since it can't change which of them is nearest:

    - cosine: -x.y / (|x| |y|), with a minus, so that small is near.
    - Euclidean: |x|^2 - 2 x.y, from the identity |x - y|^2 = |x|^2 - 2 x.y + |y|^2.

    The products are computed in float32 (in float64 for float64 vectors), and that loses digits, with a known bound.
    Added up in any order, a product of d numbers each is off by gamma(d) |x| |y| at the most, where gamma(d) =
    d u / (1 - d u) and u is the unit roundoff (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd
    edition, 2002, section 3.1). So the cosine is off by gamma(d), and the other by gamma(d) (|x|^2 + |y|^2), since
    2 |x| |y| is never more than |x|^2 + |y|^2. At best a vector is nearer by that, and at worst it is farther. Here
    too, what is the same for all vectors is left out of the best: all of it for the cosine, the part with |y|^2
    otherwise. The widths, from best to worst, have it.

    `margin` is gamma of 2 d + 16 rather than of d: another d, as somebody may have added up the norms in float32, and
    16 for what else is rounded on the way. Eight gamma of float64 on top are for the rounding of the plain formulas.

    The bound doesn't hold where squares overflow or underflow: see `in_range`. For the queries that has to be checked
    before. Of a vector out of range nothing is known, and its estimates are nan. (A short one does no harm to the
    Euclidean estimate.) And where the score itself is nan, which comes last, the estimate is the largest number of the
    type.

    Parameters
    ----------
    queries, query_norms : float64, shapes (q, d) and (q,)
        The vectors to measure from, and their norms.
    metric : "cosine" or "euclidean"
        How to measure.
    dtype : float32 or float64
        The type to compute in.

    Attributes
    ----------
    margin : float
        How far off an estimate can be, as a part of the sizes above.
    widths : float32 or float64, shape (q,)
        How much farther a vector can be at worst than at best, on account of the query.
    """

    def __init__(
        self, queries: NDArray[np.float64], query_norms: NDArray[np.float64], metric: str, dtype: np.dtype[Any]
    ) -> None:
        self.cosine, self.dtype = metric == "cosine", dtype
        terms = 2 * queries.shape[1] + 16
        self.margin = gamma(terms, dtype) + 8 * gamma(terms, np.dtype(np.float64))
        factors = -1 / query_norms if self.cosine else np.full(len(query_norms), -2.0)
        self._factored = (queries * factors[:, np.newaxis]).astype(dtype)
        self.widths = (2 * self.margin * (np.ones(len(query_norms)) if self.cosine else query_norms**2)).astype(dtype)

    def at_best(self, vectors: Array, norms: Array, out: Array) -> Array:
        """Write how far vectors (t, d) with norms (t,) are at best into `out`, shape (t, q).

        Returns
        -------
        float32 or float64, shape (t,)
            How much farther they can be at worst, on account of each vector; nan where that isn't known.
        """
        np.matmul(vectors.astype(self.dtype, copy=False), self._factored.T, out=out)
        known = norms.astype(self.dtype)
        odd = np.flatnonzero(~in_range(known, self.dtype, or_zero=not self.cosine))
        known[odd] = np.nan
        if self.cosine:
            inverse = 1 / known
            out *= inverse[:, np.newaxis]
            widths = 0 * inverse
        else:
            squares = known**2
            out += ((1 - self.margin) * squares)[:, np.newaxis]
            widths = 2 * self.margin * squares
        without_direction = (norms[odd] == 0) | (norms[odd] == np.inf)
        last = odd[np.isnan(norms[odd]) | (without_direction & self.cosine)]
        out[last], widths[last] = np.finfo(self.dtype).max, 0
        return widths


def in_range(norms: Array, dtype: np.dtype[Any], or_zero: bool = False) -> NDArray[np.bool_]:
    """Return whether products of vectors with these norms are neither too large nor too small for the type.

    They are not, as long as each norm is below the cube root of the largest number of the type, and above that of the
    smallest normal one.
    """
    lowest, highest = _limits(dtype)
    fits: NDArray[np.bool_] = (norms >= 0 if or_zero else norms > lowest) & (norms < highest)
    return fits


@cache
def _limits(dtype: np.dtype[Any]) -> tuple[float, float]:
    """Return the cube roots of the smallest normal number of a type and of the largest."""
    return float(np.cbrt(np.finfo(dtype).tiny)), float(np.cbrt(np.finfo(dtype).max))


def gamma(terms: int, dtype: np.dtype[Any]) -> float:
    """Return the bound on the rounding of a sum of so many products, relative to the sum of their absolute values."""
    rounding = terms * float(np.finfo(dtype).eps) / 2
    return rounding / (1 - rounding) if rounding < 1 else float("inf")
