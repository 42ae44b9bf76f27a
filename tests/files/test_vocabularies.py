"""Tests of the vocabularies that a disk may hold: of another encoding, from Windows, of another model."""

from pathlib import Path

import pytest

from helpers.embeddings import load_embeddings
from helpers.errors import ModelDamagedError
from tests.files.sound import TOKENS, is_right, said

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
