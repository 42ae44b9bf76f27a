"""The nearest neighbors of a word in the vocabulary."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances, paired_cosine_similarities, row_norms
from helpers.embeddings import TokenEmbeddings
from helpers.search import check_metric, search
from helpers.tokens import printable


class Neighbor(NamedTuple):
    """A row of the table: a token with its distance and its similarity to the query."""

    rank: int
    token: str
    token_id: int
    distance: float
    similarity: float


class NeighborTable(Sequence[Neighbor]):
    """The nearest tokens, nearest first: a sequence of `Neighbor` that prints as a table."""

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
        """Return a row, or for a slice a shorter table."""
        return NeighborTable(self._rows[index]) if isinstance(index, slice) else self._rows[index]

    def __eq__(self, other: object) -> bool:
        """Return whether the other is a table with equal rows."""
        return self._rows == other._rows if isinstance(other, NeighborTable) else NotImplemented

    def __hash__(self) -> int:
        """Return a hash of the rows."""
        return hash(self._rows)

    def __repr__(self) -> str:
        """Return the table as aligned text, distances and similarities to three decimals."""
        width = max([len("token"), *(_columns(printable(row.token)) for row in self)])
        lines = [f"rank  {'token':{width}}     id  distance  similarity"]
        for rank, token, token_id, distance, similarity in self:
            padded = printable(token) + " " * (width - _columns(printable(token)))
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
        The query. It must be one token (see `TokenEmbeddings.token_id`).
    k : int
        The number of neighbors.
    metric : "cosine" or "euclidean"
        Rank by the largest cosine similarity or by the smallest Euclidean distance. Each row has both.
    words_only : bool
        Whether to leave out tokens for which `helpers.tokens.is_word` is False.
    include_self : bool
        Whether to include the word itself, at distance 0.

    Returns
    -------
    NeighborTable
        Rank, token, token id, distance and similarity of each neighbor; nearest first, equally near ones by id.

    Raises
    ------
    TypeError
        If the embeddings don't come first.
    ValueError
        If the metric is unknown, the word isn't one token, or k is out of range.

    Examples
    --------
    >>> from helpers.embeddings import load_embeddings
    >>> nearest_tokens(load_embeddings("all-MiniLM-L6-v2"), "beauty", k=3)
    rank  token         id  distance  similarity
       1  beautiful   3376     1.298       0.526
       2  gorgeous    9882     1.403       0.402
       3  beau       17935     1.425       0.393
    """
    if not isinstance(embeddings, TokenEmbeddings):
        raise TypeError(f"nearest_tokens takes the embeddings first, then a word; got {type(embeddings).__name__}.")
    check_metric(metric)  # before anything is looked up
    query_id = embeddings.token_id(word)
    query = embeddings.vectors[query_id]
    excluded = embeddings.not_words if words_only else np.empty(0, dtype=np.intp)
    excluded = excluded[excluded != query_id] if include_self else np.append(excluded, query_id)
    ids, _ = search(embeddings.vectors, query, k, metric, norms=embeddings.norms, exclude=excluded)

    rows = embeddings.vectors[ids]
    distances = euclidean_distances(rows, query).tolist()
    # For a query of zeros, which has distances and no direction, these are nan.
    similarities = paired_cosine_similarities(rows, query.astype(np.float64), row_norms(query[np.newaxis])[0]).tolist()
    return NeighborTable(
        [
            Neighbor(rank, embeddings.tokens[i], i, distance, similarity)
            for rank, (i, distance, similarity) in enumerate(
                zip(ids.tolist(), distances, similarities, strict=True), start=1
            )
        ]
    )


def compare_with_all(embeddings: TokenEmbeddings, word: str) -> tuple[int, NDArray[np.float64], NDArray[np.float64]]:
    """Return the id of a word, and the distances and similarities of all tokens to it, of shape (n,) each."""
    query_id = embeddings.token_id(word)
    query = embeddings.vectors[query_id]
    return query_id, euclidean_distances(embeddings.vectors, query), cosine_similarities(embeddings.vectors, query)


def _columns(text: str) -> int:
    """Return the width of a text in a fixed-width font: wide characters take two columns, combining ones none."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
