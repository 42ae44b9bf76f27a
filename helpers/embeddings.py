"""A model's vocabulary and embedding matrix, without torch or transformers."""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helpers.distances import row_norms
from helpers.loading import load_model
from helpers.loading.errors import ModelError
from helpers.loading.registry import find_model
from helpers.loading.tokenizer import WordPiece
from helpers.tokens import is_word, printable

__all__ = ["ModelError", "NotOneTokenError", "TokenEmbeddings", "load_embeddings"]


class NotOneTokenError(LookupError, ValueError):
    """A word is not one token of the vocabulary. The message says which tokens BERT makes of it."""


class TokenEmbeddings:
    """A vocabulary and its embedding matrix: `bert["beauty"]` is the vector of the token *beauty*.

    Parameters
    ----------
    tokens : sequence of n str
        The vocabulary. A token's position is its id.
    vectors : ndarray of shape (n, d), float32
        The embedding matrix. Row i belongs to token i.
    name : str
        The name of the model.
    folder : Path, optional
        The folder of the model's files.
    origin : str
        Where the vectors come from, for `describe`.
    vocabulary : WordPiece, optional
        Splits texts into these tokens; by default as BERT (uncased) does.

    Raises
    ------
    ValueError
        If the numbers of tokens and vectors differ.

    Examples
    --------
    >>> toy = TokenEmbeddings(["cat", "dog", "##s"], np.eye(3, dtype=np.float32))
    >>> toy["dog"]
    array([0., 1., 0.], dtype=float32)
    >>> toy.tokenize("Cats")
    ['cat', '##s']
    >>> "cats" in toy
    False
    """

    def __init__(
        self,
        tokens: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        name: str = "embeddings",
        folder: Path | None = None,
        origin: str = "from tokens and vectors that were given",
        vocabulary: WordPiece | None = None,
    ) -> None:
        vectors = np.asarray(vectors, order="C")  # NumPy sums the rows of other orders differently
        if vectors.ndim != 2 or len(tokens) != len(vectors):
            raise ValueError(f"{len(tokens)} tokens don't fit vectors of shape {vectors.shape}: one row each.")
        self.tokens = tuple(tokens)
        if vectors.flags.writeable:
            vectors = vectors.view()
            vectors.flags.writeable = False  # the norms are kept
        self.vectors = vectors
        self.name = name
        self.folder = folder
        self.origin = origin
        self._vocabulary = vocabulary or WordPiece(self.tokens)
        self._ids = {token: token_id for token_id, token in enumerate(self.tokens)}

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def __repr__(self) -> str:
        """Return the name, the number of tokens, and the length of each vector."""
        return f"<{printable(self.name)}: {len(self):,} tokens, {self.vectors.shape[1]} numbers each>"

    def describe(self) -> str:
        """Return the name, the size and the origin in a few lines, for printing."""
        return f"{printable(self.name)}: {len(self):,} tokens, {self.vectors.shape[1]} numbers each\n{self.origin}"

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """The norms of the vectors, an ndarray of shape (n,); computed once."""
        norms = row_norms(self.vectors)
        norms.flags.writeable = False
        return norms

    @cached_property
    def not_words(self) -> NDArray[np.intp]:
        """The ids of the tokens for which `helpers.tokens.is_word` is False; computed once."""
        ids = np.array([i for i, token in enumerate(self.tokens) if not is_word(token)], dtype=np.intp)
        ids.flags.writeable = False
        return ids

    def __contains__(self, word: object) -> bool:
        """Return whether the word is one token."""
        try:
            self.token_id(word)  # type: ignore[arg-type]
        except NotOneTokenError:
            return False
        return True

    def __getitem__(self, word: str) -> NDArray[np.float32]:
        """Return the vector of a word, of shape (d,). Raises what `token_id` raises."""
        vector: NDArray[np.float32] = self.vectors[self.token_id(word)]
        return vector

    def token_id(self, word: str) -> int:
        """Return the id of a token, or of the one token that a word is tokenized to (Beauty becomes beauty).

        Raises
        ------
        NotOneTokenError
            If BERT makes several tokens of the word, or none, or doesn't know it.
        """
        if not isinstance(word, str):
            hint = " The row of an id is in .vectors." if isinstance(word, int | np.integer) else ""
            raise NotOneTokenError(f"Look up a word as a string, such as 'beauty'; got {word!r}.{hint}")
        if word in self._ids:
            return self._ids[word]
        made = self.tokenize(word)
        unknown = self._vocabulary.unknown
        if len(made) == 1 and made[0] != unknown:
            return self._ids[made[0]]
        example = "beauty" if "beauty" in self._ids else next(filter(is_word, self.tokens), self.tokens[0])
        raise NotOneTokenError(_explain_not_one_token(word, made, unknown, example))

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens that BERT makes of a text, without [CLS] and [SEP].

        Raises
        ------
        NotOneTokenError
            If it isn't a string, or contains a lone surrogate.
        """
        try:
            return self._vocabulary.split(text)
        except TypeError as error:
            raise NotOneTokenError(f"{text!r} can't be read as text.") from error


def _explain_not_one_token(word: str, made: list[str], unknown: str, example: str) -> str:
    """Return why a word is not one token, and what to try."""
    word = printable(word)
    word = word if len(word) <= 40 else word[:40] + "..."
    if not made:
        return f'"{word}" is no token: BERT finds nothing in it to read. Try a word, such as {printable(example)}.'
    if made == [unknown]:
        return f'"{word}" is not in this vocabulary, in whole or in pieces: BERT reads it as {unknown}. Try another.'
    shown = printable(" ".join(made[:8])) + (f" and {len(made) - 8} more" if len(made) > 8 else "")
    return f'"{word}" is {len(made)} tokens in this vocabulary: {shown}. Look up one of them.'


def load_embeddings(name: str | os.PathLike[str] | None = None) -> TokenEmbeddings:
    """Return the vocabulary and the embedding matrix of a model.

    The matrix is memory-mapped from the model's file, after the file has been checked. Files that aren't on this
    computer yet are fetched from the Hugging Face hub and kept in its cache.

    Parameters
    ----------
    name : str or path, optional
        One of the names in `helpers.loading.registry`, a folder with a model's files, or a model on the hub:
        owner/model, or owner/model@revision. By default, the one that the environment variable KNN_MODEL names, or
        all-MiniLM-L6-v2 if it is unset.

    Raises
    ------
    ModelError
        If there is no such model, its files can't be fetched or are damaged, or it is of a kind that isn't supported:
        `helpers.loading.errors` has a class for each.

    Examples
    --------
    >>> bert = load_embeddings("all-MiniLM-L6-v2")
    >>> bert
    <all-MiniLM-L6-v2: 30,522 tokens, 384 numbers each>
    >>> bert.token_id("beauty")
    5053
    >>> bert["beauty"].shape
    (384,)
    """
    model = find_model(name)
    vocabulary, vectors, folder, origin = load_model(model)
    return TokenEmbeddings(
        vocabulary.tokens, vectors, name=model.name, folder=folder, origin=origin, vocabulary=vocabulary
    )
