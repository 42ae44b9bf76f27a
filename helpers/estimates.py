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

    The products are computed in float32 (in float64 for float64 vectors), and that loses digits, but no more than is
    known. Added up in any order, a product of d numbers each is off by gamma(d) |x| |y| at the most, where gamma(d) =
    d u / (1 - d u) and u is the unit roundoff (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd
    edition, 2002, section 3.1). So the cosine is off by gamma(d), and the other by gamma(d) (|x|^2 + |y|^2), since
    2 |x| |y| is never more than |x|^2 + |y|^2. At best, a vector is nearer by that, and at worst, it is farther.

    `off` takes 2 d + 16 for d: the norms may be off as well, if somebody added them up in float32, and 16 pays for what
    else is rounded on the way. Eight gamma of float64 on top pay for the rounding of the plain formulas.

    The bound doesn't hold where squares overflow or underflow. Where |x| or |y| is beyond the cube root of what the
    type can hold, nothing is known of the pair, and the estimate is nan.

    Parameters
    ----------
    queries, norms : float64, shapes (q, d) and (q,)
        The vectors to measure from, and their norms.
    metric : "cosine" or "euclidean"
        How to measure.
    kind : float32 or float64
        The type to compute in.

    Attributes
    ----------
    widths : float32 or float64, shape (q,)
        How much farther a vector can be at worst than at best, on account of the query.
    """

    def __init__(
        self, queries: NDArray[np.float64], norms: NDArray[np.float64], metric: str, kind: np.dtype[Any]
    ) -> None:
        self.cosine, self.kind = metric == "cosine", kind
        terms = 2 * queries.shape[1] + 16
        self.off = gamma(terms, kind) + 8 * gamma(terms, np.dtype(np.float64))
        norms = self._known(norms)
        factors, sizes = (-1 / norms, 1 + 0 * norms) if self.cosine else (-2 + 0 * norms, norms**2)
        self._factored = (queries * factors[:, np.newaxis]).astype(kind)  # nan where the norm is
        self.widths = (2 * self.off * sizes).astype(kind)

    def at_best(self, vectors: Array, norms: NDArray[np.float64], out: Array) -> Array:
        """Write how far vectors (t, d) with norms (t,) are at best into `out`, shape (t, q).

        Returns
        -------
        float32 or float64, shape (t,)
            How much farther they can be at worst, on account of each vector.
        """
        np.matmul(vectors.astype(self.kind, copy=False), self._factored.T, out=out)
        if self.cosine:
            out *= (1 / self._known(norms))[:, np.newaxis]
            return np.zeros(len(norms), self.kind)
        squares = self._known(norms, or_zero=True) ** 2
        out += ((1 - self.off) * squares)[:, np.newaxis]
        return 2 * self.off * squares

    def _known(self, norms: Array, or_zero: bool = False) -> Array:
        """Return norms, with nan in place of those too large or too small for the bound to hold."""
        known = norms.astype(self.kind)
        lowest, highest = np.cbrt(np.finfo(self.kind).tiny), np.cbrt(np.finfo(self.kind).max)
        known[~((known > (-1 if or_zero else lowest)) & (known < highest))] = np.nan
        return known


def gamma(terms: int, kind: np.dtype[Any]) -> float:
    """Return how far off a sum of so many products can be, as a part of the sum of their sizes."""
    rounding = terms * float(np.finfo(kind).eps) / 2
    return rounding / (1 - rounding) if rounding < 1 else float("inf")
