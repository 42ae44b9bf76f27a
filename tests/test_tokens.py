"""Tests of helpers/tokens.py."""

from collections import Counter

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.tokens import KINDS, is_word, token_kind


@pytest.mark.parametrize(
    ("token", "kind", "word"),
    [
        ("[MASK]", "special", False),
        ("[unused7]", "unused", False),
        ("##ing", "piece", False),
        ("##9", "piece", False),
        ("#", "character", False),
        ("9", "character", False),
        ("a", "character", True),
        ("美", "character", True),
        ("beauty", "word", True),
        ("1990", "word", False),
        ("h₂o", "word", False),
        ("naïve", "word", True),
    ],
)
def test_kind_of_token(token: str, kind: str, word: bool) -> None:
    assert token_kind(token) == kind
    assert is_word(token) is word


def test_vocabulary_has_tokens_of_every_kind(bert: TokenEmbeddings) -> None:
    counts = Counter(token_kind(token) for token in bert.tokens)
    assert set(counts) == set(KINDS)
    assert counts["special"] == 5
    assert not is_word("")
