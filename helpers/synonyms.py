"""From a word to its nearest neighbors in the vocabulary: where everything before comes together."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.search import check_metric, search


class Neighbor(NamedTuple):
    """One row of the table: a token, and how near it is by both measures."""

    rank: int
    token: str
    token_id: int
    distance: float
    similarity: float


class NeighborTable(Sequence[Neighbor]):
    """The nearest tokens, best first: a sequence of `Neighbor` that prints as a table."""

    def __init__(self, rows: Sequence[Neighbor]) -> None:
        self._rows = tuple(rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Neighbor: ...
    @overload
    def __getitem__(self, index: slice) -> "NeighborTable": ...
    def __getitem__(self, index: int | slice) -> "Neighbor | NeighborTable":
        """Return one row, or a shorter table."""
        return NeighborTable(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a table with the same rows."""
        return self._rows == other._rows if isinstance(other, NeighborTable) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash of the rows."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Return the table as aligned text, distances and similarities to three decimals."""
        width = max([len("token"), *(_columns(row.token) for row in self)])
        lines = [f"rank  {'token':{width}}     id  distance  similarity"]
        for rank, token, token_id, distance, similarity in self:
            padded = token + " " * (width - _columns(token))
            lines.append(f"{rank:>4}  {padded}  {token_id:>5}  {distance:>8.3f}  {similarity:>10.3f}")
        return "\n".join(lines)


def nearest_tokens(
    embeddings: TokenEmbeddings,
    word: str,
    k: int = 15,
    metric: str = "cosine",
    *,
    words_only: bool = False,
    include_self: bool = False,
) -> NeighborTable:
    """Return the `k` tokens whose vectors are nearest to the vector of a word.

    Parameters
    ----------
    embeddings : TokenEmbeddings
        The vocabulary to search.
    word : str
        What to search for. It must be one token (see `TokenEmbeddings.token_id`).
    k : int
        How many neighbors.
    metric : "cosine" or "euclidean"
        What ranks them: the largest cosine similarity or the smallest Euclidean distance. Each row has both.
    words_only : bool
        True to leave out every token that `helpers.tokens.is_word` says is none.
    include_self : bool
        True to keep the word itself, at distance 0.

    Returns
    -------
    NeighborTable
        Rows of rank, token, token id, distance and similarity; nearest first, and of equally near ones the lower id.

    Raises
    ------
    ValueError
        When the metric is another one, the word isn't one token, or k is not a number of tokens that there are.
    """
    check_metric(metric)  # before anything is looked up
    seed = embeddings.token_id(word)
    query = embeddings.vectors[seed]
    left_out = embeddings.not_words if words_only else np.empty(0, dtype=np.intp)
    left_out = left_out[left_out != seed] if include_self else np.append(left_out, seed)
    ids, _ = search(embeddings.vectors, query, k, metric, norms=embeddings.norms, exclude=left_out)

    rows = embeddings.vectors[ids]
    distances, similarities = euclidean_distances(rows, query).tolist(), cosine_similarities(rows, query).tolist()
    return NeighborTable(
        [
            Neighbor(rank, embeddings.tokens[i], i, distance, similarity)
            for rank, (i, distance, similarity) in enumerate(
                zip(ids.tolist(), distances, similarities, strict=True), start=1
            )
        ]
    )


def measure(embeddings: TokenEmbeddings, word: str) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """Return the id of a word, and the distance and the similarity of every token to it, each of shape (n,)."""
    seed = embeddings.token_id(word)
    query = embeddings.vectors[seed]
    return seed, euclidean_distances(embeddings.vectors, query), cosine_similarities(embeddings.vectors, query)


def _columns(text: str) -> int:
    """Return how many columns a text takes in a fixed-width font: a wide character two, a combining one none."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
