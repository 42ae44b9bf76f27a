"""The embedding matrix of a model and the tokens that its rows belong to, without torch or transformers."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from helpers.files.checking import check_sha256
from helpers.files.finding import fetch_from_hub, find_in_package
from helpers.files.reading import map_tensor, read_vocabulary
from helpers.models import FILES, chosen_model
from helpers.tokens import SPECIAL_TOKENS, UNKNOWN

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class NotOneTokenError(LookupError, ValueError):
    """What was looked up is not one token of the vocabulary; the message says what BERT makes of it."""


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
    ) -> None:
        vectors = np.asarray(vectors)
        if vectors.ndim != 2 or len(tokens) != len(vectors):
            raise ValueError(f"{len(tokens)} tokens don't fit vectors of shape {vectors.shape}: one row each.")
        self.tokens = tuple(tokens)
        self.vectors = vectors
        self.name = name
        self.folder = folder
        self._ids = {token: token_id for token_id, token in enumerate(self.tokens)}

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def __repr__(self) -> str:
        """Name the model, the size of its vocabulary and of its vectors."""
        return f"<{self.name}: {len(self):,} tokens, {self.vectors.shape[1]} numbers each>"

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
        if len(made) == 1 and made[0] != UNKNOWN:
            return self._ids[made[0]]
        raise NotOneTokenError(_what_bert_makes_of(word, made))

    def tokenize(self, text: str) -> list[str]:
        """Return the tokens that BERT makes of a text, without [CLS] and [SEP].

        Raises
        ------
        NotOneTokenError
            When it is no text: not a string, or with half a character in it (a lone surrogate).
        """
        try:
            tokens: list[str] = self._tokenizer.encode(text, add_special_tokens=False).tokens
        except TypeError as error:
            raise NotOneTokenError(f"{text!r} can't be read as text.") from error
        return tokens

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """Put BERT's (uncased) tokenizer together from the vocabulary. Only a split needs it, not a look-up."""
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        tokenizer = Tokenizer(WordPiece({UNKNOWN: len(self), **self._ids}, unk_token=UNKNOWN))
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        tokenizer.add_special_tokens([token for token in SPECIAL_TOKENS if token in self._ids])
        return tokenizer


def _what_bert_makes_of(word: str, made: list[str]) -> str:
    """Say why a word is not one token, and what to try."""
    word = word if word.isprintable() else repr(word)[1:-1]
    word = word if len(word) <= 40 else word[:40] + "..."
    if not made:
        return f'"{word}" is no token: BERT finds nothing in it to read. Try a word, such as beauty.'
    if made == [UNKNOWN]:
        return f'"{word}" is not in this vocabulary, in whole or in pieces: BERT reads it as {UNKNOWN}. Try another.'
    shown = " ".join(made[:8]) + (f" and {len(made) - 8} more" if len(made) > 8 else "")
    return f'"{word}" is {len(made)} tokens in this vocabulary: {shown}. Look up one of them.'


def load_embeddings(name: str | None = None) -> TokenEmbeddings:
    """Return the embedding matrix and the vocabulary of a model, ready in a moment and without torch.

    The matrix is memory-mapped from the model's file, whose SHA-256 is checked first.

    Parameters
    ----------
    name : str or None
        One of the names in `helpers.models`. Without it the variable KNN_MODEL decides, and without that it is
        all-MiniLM-L6-v2.

    Raises
    ------
    ValueError
        When there is no model of that name.
    ModelError
        When the files can't be had, or are not the right ones (see `helpers.files.errors`).
    """
    model = chosen_model(name)
    folder = find_in_package(model.package, "model", FILES) if model.package else None
    folder = folder or fetch_from_hub(model.repository, model.revision, FILES)
    for file, expected in model.sha256.items():
        check_sha256(folder / file, expected)
    vectors = map_tensor(folder / "model.safetensors", model.matrix)
    return TokenEmbeddings(read_vocabulary(folder / "vocab.txt"), vectors, name=model.name, folder=folder)
