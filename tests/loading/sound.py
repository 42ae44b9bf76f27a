"""A small sound model in a folder, for tests that then damage it, and what load_embeddings says of it."""

import json
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading.errors import ModelError

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "beauty", "##s", "\u2028", "\x85", "美", "cafe", "a b"]
VECTORS = np.arange(len(TOKENS) * 4, dtype=np.float32).reshape(-1, 4)
NAME = "embeddings.word_embeddings.weight"
on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions, links or limits")


def write_sound_model(folder: Path) -> None:
    """Write a sound model, with the vocabulary as vocab.txt."""
    folder.mkdir()
    save_file({NAME: VECTORS, "pooler.dense.bias": np.zeros(4, np.float32)}, folder / "model.safetensors")
    (folder / "vocab.txt").write_bytes("\n".join([*TOKENS, ""]).encode())
    (folder / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")


def is_right(embeddings: TokenEmbeddings) -> bool:
    """Return whether tokens and vectors are those of the sound model."""
    return embeddings.tokens == tuple(TOKENS) and np.array_equal(embeddings.vectors, VECTORS)


def said(folder: Path | str, kind: type[ModelError]) -> str:
    """Return what load_embeddings says of a folder, in three lines at the most."""
    with pytest.raises(kind) as caught:
        load_embeddings(folder)
    assert len(str(caught.value).splitlines()) <= 3
    return str(caught.value)


def with_header(path: Path, header: Any, data: bytes = bytes(VECTORS.nbytes)) -> None:
    """Write a safetensors file with a header of ours."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def entry(**changed: Any) -> dict[str, Any]:
    """Return a header with one tensor, changed in some way."""
    return {NAME: {"dtype": "F32", "shape": list(VECTORS.shape), "data_offsets": [0, VECTORS.nbytes], **changed}}
