"""Tests of the vocabularies that a disk may hold: of another encoding, from Windows, of another model."""

import json
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError
from tests.loading.sound import TOKENS, is_right, said

VOCABULARIES = {
    "bad UTF-8": (b"[PAD]\nbeauty\n\xff\xfe\n", "is not text in UTF-8: byte 13 is not valid"),
    "duplicate tokens": (
        b"\n".join([b"beauty", b"[UNK]", b"beauty"]),
        "the token 'beauty' is there twice, with the ids 0 and 2",
    ),
    "too many": ("\n".join([*TOKENS, "more"]).encode(), "has 13 tokens, and its embedding matrix only 12 rows"),
    "UTF-16": ("\n".join(TOKENS).encode("utf-16"), "is not text in UTF-8"),
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_that_is_not_sound_is_refused(folder: Path, name: str) -> None:
    """And the message says where."""
    content, sentence = VOCABULARIES[name]
    (folder / "vocab.txt").write_bytes(content)
    assert sentence in said(folder, ModelDamagedError)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf%s", b"%s"])
def test_windows_line_ends_and_a_byte_order_mark_are_no_tokens(folder: Path, content: bytes) -> None:
    """A vocabulary that went through an editor on Windows is the same vocabulary."""
    (folder / "vocab.txt").write_bytes(content % "\r\n".join([*TOKENS, "", ""]).encode())
    assert is_right(load_embeddings(folder))


TOKENIZERS: dict[str, tuple[dict[str, Any], str]] = {
    "a word of 10,000 letters, which takes minutes": ({"max_input_chars_per_word": 10**9}, "is no length of a word"),
    "a step at which the library panics": (
        {"normalizer": {"type": "Precompiled", "precompiled_charsmap": "AAAA"}},
        "is not a tokenizer that can be read",
    ),
    "a gap": ({"vocab": {"[UNK]": 0, "beauty": 2}}, "is damaged: no token has the id 1"),
    "two tokens with one id": ({"vocab": {"[UNK]": 0, "beauty": 0}}, "have the same id, 0"),
}


@pytest.mark.parametrize("name", TOKENIZERS)
def test_tokenizers_that_hang_or_abort_the_library_are_refused(folder: Path, name: str) -> None:
    """Or whose ids don't fit rows."""
    changed, sentence = TOKENIZERS[name]
    content = json.loads(Tokenizer(WordPiece({"[UNK]": 0, "beauty": 1}, unk_token="[UNK]")).to_str())
    for key, value in changed.items():
        (content if key in content else content["model"])[key] = value
    (folder / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert sentence in said(folder, ModelDamagedError)
