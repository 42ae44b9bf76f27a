"""Tests of helpers/loading/tokenizer.py: vocabularies that are damaged or don't fit, and their encodings."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError
from tests.loading.valid_model import NAME, TOKENS, error_message, is_intact


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[PAD]\nbeauty\n\xff\xfe\n", "is not text in UTF-8: byte 13 is not valid"),
        ("\n".join(TOKENS).encode("utf-16"), "is not text in UTF-8"),
        (b"beauty\n[UNK]\nbeauty", "the token 'beauty' is there twice, with the ids 0 and 2"),
        ("\n".join([*TOKENS, "more"]).encode(), "has 13 tokens, and its embedding matrix only 12 rows"),
        (b"[PAD]\n[UNK]\n[CLS]\nbeau", "The vocabulary seems to be cut short"),
    ],
    ids=["invalid UTF-8", "UTF-16", "duplicate", "too long", "cut"],
)
def test_damaged_vocab_txt_is_refused(folder: Path, content: bytes, expected: str) -> None:
    (folder / "vocab.txt").write_bytes(content)
    assert expected in error_message(folder, ModelDamagedError)


def test_vocab_txt_cut_at_the_end_of_a_line_is_refused(folder: Path) -> None:
    (folder / "vocab.txt").write_bytes(b"[UNK]\n")
    save_file({NAME: np.ones((2000, 4), np.float32)}, folder / "model.safetensors")
    assert "has 1 tokens, and its embedding matrix 2,000 rows" in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["", "\r\n", "\r\n\r\n"])
def test_vocab_txt_from_windows_is_read(folder: Path, encoding: str, end: str) -> None:
    (folder / "vocab.txt").write_bytes(("\r\n".join(TOKENS) + end).encode(encoding))
    embeddings = load_embeddings(folder)
    assert is_intact(embeddings)
    assert embeddings.tokenize("Beautys 美 [MASK]") == ["beauty", "##s", "美", "[MASK]"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"max_input_chars_per_word": 10**9}, "is no length of a word"),  # a long word would take minutes
        (  # the library panics
            {"normalizer": {"type": "Precompiled", "precompiled_charsmap": "AAAA"}},
            "is not a tokenizer that can be read",
        ),
        ({"vocab": {"[UNK]": 0, "beauty": 2}}, "is damaged: no token has the id 1"),
        ({"vocab": {"[UNK]": 0, "beauty": 0}}, "have the same id, 0"),
    ],
)
def test_damaged_tokenizer_json_is_refused(folder: Path, changes: dict[str, Any], expected: str) -> None:
    content = json.loads(Tokenizer(WordPiece({"[UNK]": 0, "beauty": 1}, unk_token="[UNK]")).to_str())
    for key, value in changes.items():
        (content if key in content else content["model"])[key] = value
    (folder / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert expected in error_message(folder, ModelDamagedError)
