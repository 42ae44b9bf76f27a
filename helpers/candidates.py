"""Which vectors may be among the k nearest to which query: the few that are worth measuring exactly."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


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

    Attributes
    ----------
    query, id, at_best : shape (c,)
        The candidates: pairs of a query and a vector, in any order, and how far apart they are at best.
    threshold : float32 or float64, shape (q,)
        At least k vectors are within this, even at worst; until so many are known, the largest number of the type.
    """

    def __init__(self, k: int, q: int, hands: int, dtype: np.dtype[Any]) -> None:
        self.k = k
        self.query, self.id, self.at_best = np.empty(0, np.uint16), np.empty(0, np.intp), np.empty(0, dtype)
        self._best_of_hands = np.full((hands, q), np.finfo(dtype).max, dtype)
        self.threshold = self._best_of_hands[0]

    def __len__(self) -> int:
        """Return how many candidates there are, for all queries together."""
        return len(self.id)

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
            How much farther it can be at worst, on account of the vector and on account of the query.
        """
        hands, q = self._best_of_hands.shape
        dealt = at_best.reshape(-1, hands, q)
        nearest = np.minimum.reduce(dealt)  # nan where any of the hand is nan: it may be near
        at_worst = nearest + widths.reshape(-1, hands).max(axis=0)[:, np.newaxis] + query_widths
        self._best_of_hands = np.fmin(self._best_of_hands, at_worst)  # what isn't known sets no threshold
        self.threshold = np.partition(self._best_of_hands.T.copy(), self.k - 1)[:, self.k - 1]

        hand, query = np.divmod(np.flatnonzero(~(nearest > self.threshold)), q)
        members = dealt[:, hand, query]
        turn, i = np.divmod(np.flatnonzero(~(members > self.threshold[query])), max(1, len(hand)))
        self.query = np.concatenate([self.query, query[i].astype(np.uint16)])
        self.id = np.concatenate([self.id, start + turn * hands + hand[i]])
        self.at_best = np.concatenate([self.at_best, members[turn, i]])

    def settle(self, measure: Callable[[Array, Array], Array], largest: bool) -> Array:
        """Measure the candidates within the threshold exactly, and drop all but the k nearest of each query.

        Parameters
        ----------
        measure : callable
            Given ids and numbers of queries, it returns the score of each pair.
        largest : bool
            Whether a large score is near, as in `nearest_neighbors`.

        Returns
        -------
        float64, shape (q, k)
            The scores of those kept. A row is one query, nearest first; of equal scores the lower id comes first, and
            nan last. `query` and `id` stand in the same order.
        """
        self._keep(~(self.at_best > self.threshold[self.query]))
        measured = measure(self.id, self.query)
        order = np.lexsort((self.id, -measured if largest else measured, self.query))
        starts = np.searchsorted(self.query[order], np.arange(len(self.threshold)))
        first = order[starts[:, np.newaxis] + np.arange(self.k)]
        self._keep(first.ravel())
        scores: Array = measured[first]
        return scores

    def _keep(self, which: Array) -> None:
        """Leave out all others."""
        self.query, self.id, self.at_best = self.query[which], self.id[which], self.at_best[which]
