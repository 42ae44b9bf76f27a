"""How far vectors are from queries, from one matrix product: not exactly, but with a bound on what it is off by."""

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

    The bound doesn't hold where squares overflow or underflow. Where |x| or |y| is above the cube root of the largest
    number of the type, or below that of the smallest normal one, the estimate is nan: nothing is known of that pair.
    (A short x does no harm to the Euclidean one.)

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
        known = self._known(query_norms)
        factors, sizes = (-1 / known, 1 + 0 * known) if self.cosine else (-2 + 0 * known, known**2)
        self._factored = (queries * factors[:, np.newaxis]).astype(dtype)  # nan where the norm is
        self.widths = (2 * self.margin * sizes).astype(dtype)

    def at_best(self, vectors: Array, norms: NDArray[np.float64], out: Array) -> Array:
        """Write how far vectors (t, d) with norms (t,) are at best into `out`, shape (t, q).

        Returns
        -------
        float32 or float64, shape (t,)
            How much farther they can be at worst, on account of each vector.
        """
        np.matmul(vectors.astype(self.dtype, copy=False), self._factored.T, out=out)
        if self.cosine:
            out *= (1 / self._known(norms))[:, np.newaxis]
            return np.zeros(len(norms), self.dtype)
        squares = self._known(norms, or_zero=True) ** 2
        out += ((1 - self.margin) * squares)[:, np.newaxis]
        return 2 * self.margin * squares

    def _known(self, norms: Array, or_zero: bool = False) -> Array:
        """Return norms, with nan in place of those too large or too small for the bound to hold."""
        known = norms.astype(self.dtype)
        lowest, highest = np.cbrt(np.finfo(self.dtype).tiny), np.cbrt(np.finfo(self.dtype).max)
        known[~((known > (-1 if or_zero else lowest)) & (known < highest))] = np.nan
        return known


def gamma(terms: int, dtype: np.dtype[Any]) -> float:
    """Return the bound on the rounding of a sum of so many products, relative to the sum of their absolute values."""
    rounding = terms * float(np.finfo(dtype).eps) / 2
    return rounding / (1 - rounding) if rounding < 1 else float("inf")
