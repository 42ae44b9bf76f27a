"""A small valid model in a folder, for tests that then damage it."""

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


def write_valid_model(folder: Path) -> None:
    """Write a model whose vocabulary is in vocab.txt."""
    folder.mkdir(parents=True)
    save_file({NAME: VECTORS, "pooler.dense.bias": np.zeros(4, np.float32)}, folder / "model.safetensors")
    (folder / "vocab.txt").write_bytes("\n".join([*TOKENS, ""]).encode())
    (folder / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")


def is_intact(embeddings: TokenEmbeddings) -> bool:
    """Return whether tokens and vectors are those of the valid model."""
    return embeddings.tokens == tuple(TOKENS) and np.array_equal(embeddings.vectors, VECTORS)


def error_message(folder: Path | str, error: type[ModelError]) -> str:
    """Return the message of the error that loading a folder raises."""
    with pytest.raises(error) as caught:
        load_embeddings(folder)
    assert len(str(caught.value).splitlines()) <= 3
    return str(caught.value)


def write_safetensors(path: Path, header: bytes | dict[str, Any], data: bytes = VECTORS.tobytes()) -> None:
    """Write a safetensors file with any header, also one that the library would not write."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def header(**changes: Any) -> dict[str, Any]:
    """Return the header of a file with one tensor, with some of its entries changed."""
    return {NAME: {"dtype": "F32", "shape": list(VECTORS.shape), "data_offsets": [0, VECTORS.nbytes], **changes}}


def write_index(folder: Path, content: object) -> None:
    """Write the index of weights in several files."""
    (folder / "model.safetensors.index.json").write_text(json.dumps(content), encoding="utf-8")
