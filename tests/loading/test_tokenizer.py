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
from tests.loading.valid_model import NAME, TOKENS, VECTORS, error_message, is_intact


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[PAD]\nbeauty\n\xff\xfe\n", "is not text in UTF-8: byte 13 is not valid"),
        ("\n".join([*TOKENS, "more"]).encode(), "has 13 tokens, and its embedding matrix only 12 rows"),
        (b"[PAD]\n[UNK]\n[CLS]\nbeau", "It ends in the middle of a line, 'beau', so it may have been cut short."),
    ],
    ids=["invalid UTF-8", "too long", "cut"],
)
def test_damaged_vocab_txt_is_refused(folder: Path, content: bytes, expected: str) -> None:
    (folder / "vocab.txt").write_bytes(content)
    assert expected in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize(
    ("content", "encoding", "expected"),
    [
        ("\n".join(TOKENS), "utf-16", "is not text in UTF-8, but in UTF-16.\nOpen it in a text editor, and save it as"),
        (
            "\r".join([*TOKENS, ""]),
            "utf-8",
            "ends its lines with CR alone, as old Macs did.\nSave it with the",
        ),
    ],
    ids=["UTF-16", "CR"],
)
def test_vocab_txt_of_another_encoding_is_read_once_it_is_saved_as_advised(
    folder: Path, content: str, encoding: str, expected: str
) -> None:
    path = folder / "vocab.txt"
    path.write_bytes(content.encode(encoding))
    assert f"{path} {expected}" in error_message(folder, ModelDamagedError)
    path.write_bytes(content.replace("\r", "\n").encode("utf-8-sig"))
    assert is_intact(load_embeddings(folder))


def test_many_more_rows_than_tokens_are_left_out(folder: Path) -> None:
    # IndoBERT has 50,000 rows for 30,521 tokens.
    save_file({NAME: np.vstack([VECTORS, np.ones((20_000, 4), np.float32)])}, folder / "model.safetensors")
    embeddings = load_embeddings(folder)
    assert is_intact(embeddings)
    assert "left out: 20,000 rows at the end, which belong to no token" in embeddings.describe()


def test_setting_of_the_wrong_type_is_named_as_in_the_file(folder: Path) -> None:
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": null}', encoding="utf-8")
    assert "do_lower_case is None, and should be true or false" in error_message(folder, ModelDamagedError)


def test_huge_value_in_a_file_is_not_written_out(folder: Path) -> None:
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": [[7] * 9] * 10**5}), encoding="utf-8")
    assert len(error_message(folder, ModelDamagedError)) < 1000


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
        ({"vocab": {"[UNK]": 0, "beauty": 10**9}}, "it has 2 tokens, with ids from 0 to 1000000000"),
        ({"vocab": {"[UNK]": 0, "beauty": 0}}, "have the same id, 0"),
    ],
)
def test_damaged_tokenizer_json_is_refused(folder: Path, changes: dict[str, Any], expected: str) -> None:
    content = json.loads(Tokenizer(WordPiece({"[UNK]": 0, "beauty": 1}, unk_token="[UNK]")).to_str())
    for key, value in changes.items():
        (content if key in content else content["model"])[key] = value
    (folder / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")
    assert expected in error_message(folder, ModelDamagedError)
