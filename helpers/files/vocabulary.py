"""A WordPiece vocabulary: its tokens by id, and how a text is split into them."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from helpers.errors import ModelDamagedError
from helpers.tokens import SPECIAL_TOKENS, UNKNOWN

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# How BERT prepares a text: control characters out, Chinese characters apart, and, if it is uncased, all in lower case
# and without accents (which None leaves to `lowercase`); then apart at spaces and punctuation.
UNCASED: dict[str, Any] = {
    "type": "BertNormalizer",
    "clean_text": True,
    "handle_chinese_chars": True,
    "strip_accents": None,
    "lowercase": True,
}
BERT_WORDS: dict[str, Any] = {"type": "BertPreTokenizer"}
WORDPIECE: dict[str, Any] = {
    "unk_token": UNKNOWN,
    "continuing_subword_prefix": "##",
    "max_input_chars_per_word": 100,
}


class Vocabulary:
    """Tokens, and how a text is split into them.

    Parameters
    ----------
    tokens : sequence of str
        The vocabulary. A token's position is its id.
    normalizer, pre_tokenizer : dict or None
        What happens to a text before, in the terms of tokenizer.json.
    wordpiece : dict
        The settings of WordPiece that are not as BERT has them, in the same terms.
    added : sequence of dict or None
        Tokens that are found in a text before it is split, in the same terms. Without it: BERT's special tokens.
    may_be_cut : bool
        True when the file ended in the middle of a line, as a whole one doesn't.
    """

    def __init__(
        self,
        tokens: Sequence[str],
        *,
        normalizer: dict[str, Any] | None = UNCASED,
        pre_tokenizer: dict[str, Any] | None = BERT_WORDS,
        wordpiece: dict[str, Any] | None = None,
        added: Sequence[dict[str, Any]] | None = None,
        may_be_cut: bool = False,
    ) -> None:
        self.may_be_cut = may_be_cut
        self.tokens = tuple(tokens)
        self.ids = {token: token_id for token_id, token in enumerate(self.tokens)}
        self.normalizer = normalizer
        self.pre_tokenizer = pre_tokenizer
        self.wordpiece = WORDPIECE | (wordpiece or {})
        specials = [token for token in SPECIAL_TOKENS if token in self.ids]
        self.added = added if added is not None else [added_token(token, self.ids[token]) for token in specials]

    @property
    def unknown(self) -> str:
        """Return the token for what can't be put together from others."""
        return str(self.wordpiece["unk_token"])

    def split(self, text: str) -> list[str]:
        """Return the tokens of a text, without those that stand at its beginning and end.

        Raises
        ------
        TypeError
            When it is no text.
        ModelDamagedError
            When the vocabulary is such that no text can be split.
        """
        try:
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        except TypeError:
            raise
        except BaseException as error:
            if not (isinstance(error, Exception) or type(error).__name__ == "PanicException"):
                raise  # the library is in Rust, whose panics are no Exception; but neither is an interrupt
            raise ModelDamagedError(
                "This model's vocabulary can't be used to split a text.\nIts tokens can still be looked up."
            ) from error
        # By id: an added token may be written otherwise in the text, with a space before it, say.
        return [self.tokens[i] if i < len(self.tokens) else self.unknown for i in ids]

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """Make the tokenizer. Only a split needs it, not a look-up."""
        return self._make_tokenizer({self.unknown: len(self.tokens), **self.ids}, self._findable())

    def _findable(self) -> list[dict[str, Any]]:
        """Return the added tokens of which something is left when a text has been prepared.

        The library finds an empty one everywhere in a text, without end.
        """
        normalizer = self._make_tokenizer({self.unknown: 0}, []).normalizer

        def prepared(token: dict[str, Any]) -> str:
            changes = token["normalized"] and normalizer is not None
            return str(normalizer.normalize_str(token["content"]) if changes else token["content"])

        return [token for token in self.added if prepared(token)]

    def _make_tokenizer(self, vocabulary: dict[str, int], added: Sequence[dict[str, Any]]) -> "Tokenizer":
        """Make a tokenizer from its parts."""
        from tokenizers import Tokenizer

        settings = {
            "version": "1.0",
            "added_tokens": list(added),
            "normalizer": self.normalizer,
            "pre_tokenizer": self.pre_tokenizer,
            "model": {"type": "WordPiece", **self.wordpiece, "vocab": vocabulary},
        }
        return Tokenizer.from_str(json.dumps(settings))


def added_token(content: str, token_id: int, **changed: bool) -> dict[str, Any]:
    """Return an added token as tokenizer.json has it; by default one as BERT's special tokens."""
    settings = {"special": True, "normalized": False, "single_word": False, "lstrip": False, "rstrip": False}
    return {"id": token_id, "content": content, **settings, **changed}
