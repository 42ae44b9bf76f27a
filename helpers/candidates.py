"""Which vectors may be among the k nearest to which query: the few that are worth measuring exactly."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

AT_ONCE = 2**18  # pairs that are looked at, and about as many candidates that are kept before they are settled


class Candidates:
    """The vectors that may be among the `k` nearest of each query, found from estimates, tile after tile.

    The vectors are dealt into hands, as cards are. Take the nearest of each hand. These are different vectors, so the
    k-th nearest of them is at least as far as the k-th nearest of all, and whatever is farther can't be among the k
    nearest. So this is a threshold, and it never rises from tile to tile. With four hands or more for each of the k it
    is hardly farther than the k-th nearest of all, and only the nearest of each hand have to be sorted. And where these
    are beyond the threshold, the rest of the hand need not be looked at.

    Parameters
    ----------
    k, q : int
        How many neighbors to find, and of how many queries.
    hands : int
        How many hands to deal, k or more.
    dtype : float32 or float64
        The type of the estimates.
    measure : callable
        Given ids and numbers of queries, both of shape (c,), it returns the score of each pair.
    largest : bool
        Whether a large score is near, as in `nearest_neighbors`.

    Attributes
    ----------
    query, id, at_best : shape (c,)
        The candidates: pairs of a query and a vector, in any order, and how far apart they are at best.
    threshold : float32 or float64, shape (q,)
        At least k vectors are within this, even at worst; until so many are known, the largest number of the type.
    """

    def __init__(
        self, k: int, q: int, hands: int, dtype: np.dtype[Any], measure: Callable[[Array, Array], Array], largest: bool
    ) -> None:
        self.k, self.measure, self.largest = k, measure, largest
        self.query, self.id, self.at_best = np.empty(0, np.uint16), np.empty(0, np.intp), np.empty(0, dtype)
        self._best_of_hands = np.full((hands, q), np.finfo(dtype).max, dtype)
        self.threshold = self._best_of_hands[0]

    def add_tile(self, start: int, at_best: Array, widths: Array, query_widths: Array) -> None:
        """Add what is near enough in a tile of vectors, whose ids begin with `start`.

        Parameters
        ----------
        start : int
            The id of the first vector.
        at_best : float32 or float64, shape (t, q)
            How far each vector is at best: nan where that isn't known, infinity where none is to be found. All hands
            get the same number, so t is a multiple of the number of hands.
        widths, query_widths : float32 or float64, shapes (t,) and (q,)
            How much farther it can be at worst, on account of the vector (nan where that isn't known) and on account
            of the query.
        """
        hands, q = self._best_of_hands.shape
        dealt, widths = at_best.reshape(-1, hands, q), widths.reshape(-1, hands)
        nearest, widest = np.fmin.reduce(dealt), np.fmax.reduce(widths)  # of those that are known
        self._best_of_hands = np.fmin(self._best_of_hands, nearest + widest[:, np.newaxis] + query_widths)
        self.threshold = np.partition(self._best_of_hands.T.copy(), self.k - 1)[:, self.k - 1]

        unknown = np.logical_or.reduce(np.isnan(widths))
        hits = np.flatnonzero((nearest <= self.threshold) | unknown[:, np.newaxis])
        for some in np.array_split(hits, 1 + len(hits) * len(dealt) // AT_ONCE):
            hand, query = np.divmod(some, q)
            members = dealt[:, hand, query]
            turn, i = np.divmod(np.flatnonzero(~(members > self.threshold[query])), max(1, len(some)))
            self.query = np.concatenate([self.query, query[i].astype(np.uint16)])
            self.id = np.concatenate([self.id, start + turn * hands + hand[i]])
            self.at_best = np.concatenate([self.at_best, members[turn, i]])
            if len(self.id) > max(AT_ONCE, 2 * self.k * q):
                self.settle()

    def settle(self) -> Array:
        """Measure the candidates within the threshold exactly, and drop all but the k nearest of each query.

        Returns
        -------
        float64, shape (c,)
            The scores of those kept, query by query, nearest first; of equal scores the lower id comes first, and nan
            last. `query` and `id` stand in the same order.
        """
        self._keep(~(self.at_best > self.threshold[self.query]))
        scores = self.measure(self.id, self.query)
        order = np.lexsort((self.id, -scores if self.largest else scores, self.query))
        query = self.query[order]
        first = order[np.arange(len(order)) - np.searchsorted(query, query) < self.k]
        self._keep(first)
        kept: Array = scores[first]
        return kept

    def _keep(self, which: Array) -> None:
        """Leave out all others."""
        self.query, self.id, self.at_best = self.query[which], self.id[which], self.at_best[which]
