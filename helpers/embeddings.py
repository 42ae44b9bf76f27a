"""The embedding matrix of a model and the tokens that its rows belong to, without torch or transformers."""

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
from helpers.tokens import is_word

__all__ = ["ModelError", "NotOneTokenError", "TokenEmbeddings", "load_embeddings"]


class NotOneTokenError(LookupError, ValueError):
    """A word is not one token of the vocabulary. The message says which tokens BERT makes of it."""


class TokenEmbeddings:
    """A vocabulary and its embedding matrix: `bert["beauty"]` is the vector of the token *beauty*.

    Parameters
    ----------
    tokens : sequence of str, length n
        The vocabulary. A token's position is its id.
    vectors : float32, shape (n, d)
        The embedding matrix. Row i belongs to token i.
    name : str
        What to call the model.
    folder : Path or None
        Where the model's files are.
    origin : str
        Where the vectors come from, for `describe`.
    vocabulary : WordPiece or None
        How the model splits a text into these tokens. Without it: as BERT (uncased) does.

    Raises
    ------
    ValueError
        When there are not as many tokens as vectors.
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
        vectors = np.asarray(vectors, order="C")  # row after row, so that all rows add up in the same way
        if vectors.ndim != 2 or len(tokens) != len(vectors):
            raise ValueError(f"{len(tokens)} tokens don't fit vectors of shape {vectors.shape}: one row each.")
        self.tokens = tuple(tokens)
        if vectors.flags.writeable:
            vectors = vectors.view()
            vectors.flags.writeable = False  # what is kept of them, such as their norms, must stay true
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
        """Name the model, the size of its vocabulary and of its vectors."""
        return f"<{self.name}: {len(self):,} tokens, {self.vectors.shape[1]} numbers each>"

    def describe(self) -> str:
        """Return in a few lines what this is and where it comes from: `print(bert.describe())`."""
        return f"{self.name}: {len(self):,} tokens, {self.vectors.shape[1]} numbers each\n{self.origin}"

    @cached_property
    def norms(self) -> NDArray[np.float64]:
        """The length of each vector, shape (n,): computed at the first use, and kept."""
        norms = row_norms(self.vectors)
        norms.flags.writeable = False
        return norms

    @cached_property
    def not_words(self) -> NDArray[np.intp]:
        """The ids of all tokens that `helpers.tokens.is_word` says are none: found at the first use, and kept."""
        ids = np.array([i for i, token in enumerate(self.tokens) if not is_word(token)], dtype=np.intp)
        ids.flags.writeable = False
        return ids

    def __contains__(self, word: object) -> bool:
        """Return whether `token_id` finds the word."""
        try:
            self.token_id(word)  # type: ignore[arg-type]
        except NotOneTokenError:
            return False
        return True

    def __getitem__(self, word: str) -> NDArray[np.float32]:
        """Return the vector of a word, shape (d,); see `token_id` for what is found and what is raised."""
        vector: NDArray[np.float32] = self.vectors[self.token_id(word)]
        return vector

    def token_id(self, word: str) -> int:
        """Return the id of a word: of the token itself, or of the one token that BERT makes of it (Beauty: beauty).

        Raises
        ------
        NotOneTokenError
            When BERT makes several tokens of the word, or none, or doesn't know it.
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
        raise NotOneTokenError(_what_bert_makes_of(word, made, unknown))

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens that BERT makes of a text, without [CLS] and [SEP].

        Raises
        ------
        NotOneTokenError
            When it is no text: not a string, or with half a character in it (a lone surrogate).
        """
        try:
            return self._vocabulary.split(text)
        except TypeError as error:
            raise NotOneTokenError(f"{text!r} can't be read as text.") from error


def _what_bert_makes_of(word: str, made: list[str], unknown: str) -> str:
    """Say why a word is not one token, and what to try."""
    word = word if word.isprintable() else repr(word)[1:-1]
    word = word if len(word) <= 40 else word[:40] + "..."
    if not made:
        return f'"{word}" is no token: BERT finds nothing in it to read. Try a word, such as beauty.'
    if made == [unknown]:
        return f'"{word}" is not in this vocabulary, in whole or in pieces: BERT reads it as {unknown}. Try another.'
    shown = " ".join(made[:8]) + (f" and {len(made) - 8} more" if len(made) > 8 else "")
    return f'"{word}" is {len(made)} tokens in this vocabulary: {shown}. Look up one of them.'


def load_embeddings(name: str | os.PathLike[str] | None = None) -> TokenEmbeddings:
    """Return the embedding matrix and the vocabulary of a model, ready in a moment and without torch.

    The matrix is memory-mapped from the model's file, after the file has been checked. Where a model is not on this
    computer yet, its files are fetched from the Hugging Face hub and kept.

    Parameters
    ----------
    name : str or None
        One of the names in `helpers.loading.registry`, a folder with a model's files, or a model on the hub:
        owner/model, or owner/model@revision. By default that of the variable KNN_MODEL, or else all-MiniLM-L6-v2.

    Raises
    ------
    ModelError
        When there is no such model, its files can't be had or are not sound, or it is of a kind that is not read here:
        `helpers.loading.errors` has a class for each.
    """
    model = find_model(name)
    vocabulary, vectors, folder, origin = load_model(model)
    return TokenEmbeddings(
        vocabulary.tokens, vectors, name=model.name, folder=folder, origin=origin, vocabulary=vocabulary
    )
