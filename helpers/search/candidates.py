"""Candidates for the k nearest vectors of many queries, kept block by block and reranked by the definition."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Scores = Callable[[Array, Array], Array]

MAX_CANDIDATES = 2**18  # pairs examined at a time; about as many are kept before reranking


class Candidates:
    """The vectors that may be among the `k` nearest of each query.

    The vectors of each block are divided into groups. The smallest upper bound of each group belongs to a different
    vector, so at least k vectors lie within the k-th smallest of these. That is the threshold: a vector whose lower
    bound exceeds it is pruned. The threshold never rises from block to block. With at least 4 k groups it is close to
    the k-th nearest distance, and only one value of each group has to be sorted. A group whose smallest lower bound
    exceeds the threshold is skipped as a whole.

    Parameters
    ----------
    k, q : int
        How many neighbors to find, and for how many queries.
    groups : int
        How many groups a block is divided into, k or more.
    dtype : float32 or float64
        The type of the bounds.
    score_pairs : callable
        Given ids and query ids, both of shape (c,), returns the exact score of each pair.
    largest : bool
        Whether a large score is near, as in `nearest_neighbors`.

    Attributes
    ----------
    query, id, lower : ndarrays of shape (c,)
        The candidates: pairs of a query and a vector, in any order, and their lower bounds.
    threshold : ndarray of shape (q,)
        At least k vectors are within this. Until that many are known, it is the largest number of the type.
    """

    def __init__(
        self,
        k: int,
        q: int,
        groups: int,
        dtype: np.dtype[Any],
        score_pairs: Scores,
        largest: bool,
    ) -> None:
        self.k, self.score_pairs, self.largest = k, score_pairs, largest
        self.query, self.id, self.lower = np.empty(0, np.uint16), np.empty(0, np.intp), np.empty(0, dtype)
        self._group_minima = np.full((groups, q), np.finfo(dtype).max, dtype)  # of upper bounds
        self.threshold = self._group_minima[0]

    def add_block(self, start: int, lower: Array, error_bounds: Array, query_error_bounds: Array) -> None:
        """Add the candidates in a block of vectors, whose ids begin with `start`.

        Parameters
        ----------
        start : int
            The id of the first vector.
        lower : ndarray of shape (b, q)
            Lower bounds: nan where they don't hold, infinity for a vector to leave out. b is a multiple of the number
            of groups.
        error_bounds, query_error_bounds : ndarrays of shape (b,) and (q,)
            The vector's and the query's contributions to upper minus lower bound; the vector's is nan where the bounds
            don't hold.
        """
        groups, q = self._group_minima.shape
        grouped, error_bounds = lower.reshape(-1, groups, q), error_bounds.reshape(-1, groups)
        nearest, largest_error = np.fmin.reduce(grouped), np.fmax.reduce(error_bounds)  # of those that are known
        self._group_minima = np.fmin(self._group_minima, nearest + largest_error[:, np.newaxis] + query_error_bounds)
        self.threshold = np.partition(self._group_minima.T.copy(), self.k - 1)[:, self.k - 1]

        unknown = np.logical_or.reduce(np.isnan(error_bounds))
        hits = np.flatnonzero((nearest <= self.threshold) | unknown[:, np.newaxis])
        for part in np.array_split(hits, 1 + len(hits) * len(grouped) // MAX_CANDIDATES):
            group, query = np.divmod(part, q)
            members = grouped[:, group, query]
            row, i = np.divmod(np.flatnonzero(~(members > self.threshold[query])), max(1, len(part)))
            self.query = np.concatenate([self.query, query[i].astype(np.uint16)])
            self.id = np.concatenate([self.id, start + row * groups + group[i]])
            self.lower = np.concatenate([self.lower, members[row, i]])
            if len(self.id) > max(MAX_CANDIDATES, 2 * self.k * q):
                self.rerank()

    def rerank(self) -> Array:
        """Measure the candidates within the threshold exactly, and keep the k nearest of each query.

        Returns
        -------
        ndarray of shape (c,), float64
            The scores of those kept, query by query, nearest first; equal scores in order of id, and nan last. `query`
            and `id` are in the same order.
        """
        self._keep(~(self.lower > self.threshold[self.query]))
        scores = self.score_pairs(self.id, self.query)
        order = np.lexsort((self.id, -scores if self.largest else scores, self.query))
        query = self.query[order]
        first = order[np.arange(len(order)) - np.searchsorted(query, query) < self.k]
        self._keep(first)
        kept: Array = scores[first]
        return kept

    def _keep(self, which: Array) -> None:
        """Drop all other candidates."""
        self.query, self.id, self.lower = self.query[which], self.id[which], self.lower[which]
