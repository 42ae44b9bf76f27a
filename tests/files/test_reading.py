"""Tests of helpers/files/reading.py: one tensor as a memory map, and the vocabulary."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from helpers.embeddings import TokenEmbeddings
from helpers.files.errors import ModelDamagedError
from helpers.files.reading import map_tensor, read_vocabulary


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Write a checkpoint of the layout that bert-base-uncased has, small, with the safetensors library itself."""
    path = tmp_path / "model.safetensors"
    tensors: dict[str, NDArray[Any]] = {
        "bert.embeddings.word_embeddings.weight": np.arange(12, dtype=np.float32).reshape(4, 3),
        "bert.embeddings.position_embeddings.weight": np.ones((5, 3), dtype=np.float32),
        "cls.predictions.bias": np.zeros(4, dtype=np.float32),
        "half": np.zeros((4, 3), dtype=np.float16),
    }
    save_file(tensors, path, metadata={"format": "pt"})
    return path


def test_a_tensor_is_mapped_and_not_copied(weights: Path) -> None:
    """The numbers are those of the file, and can't be written to."""
    matrix = map_tensor(weights, "bert.embeddings.word_embeddings.weight")
    np.testing.assert_array_equal(matrix, np.arange(12, dtype=np.float32).reshape(4, 3))
    assert isinstance(matrix.base, np.memmap)
    assert type(matrix) is np.ndarray
    assert not matrix.flags.writeable


@pytest.mark.parametrize("name", ["no such tensor", "half"])
def test_a_tensor_that_is_not_there_or_not_float32_is_refused(weights: Path, name: str) -> None:
    """The message names the file and the tensor."""
    with pytest.raises(ModelDamagedError, match=f"model.safetensors can't be read .* float32 tensor called {name}"):
        map_tensor(weights, name)


@pytest.mark.parametrize("kept", [0, 7, 50, -1])
def test_a_file_that_was_cut_short_is_refused(weights: Path, kept: int) -> None:
    """At the length of the header, in it, and in the data: even a tensor that is whole is not read then."""
    weights.write_bytes(weights.read_bytes()[:kept])
    with pytest.raises(ModelDamagedError, match="can't be read as a safetensors file"):
        map_tensor(weights, "bert.embeddings.word_embeddings.weight")


@pytest.mark.parametrize("content", [b"\xff" * 100, b"\x02" + b"\x00" * 7 + b"[]", b"hello world, this is no model"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    """A header that claims to be huge, one that is no table, and a text."""
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelDamagedError, match="can't be read as a safetensors file"):
        map_tensor(path, "x")


def test_a_vocabulary_has_one_token_a_line(tmp_path: Path) -> None:
    """Only the line feed ends a line: other characters that some call line ends are tokens."""
    path = tmp_path / "vocab.txt"
    path.write_bytes("[PAD]\nbeauty\n\u2028\n\x85\n美\n".encode())
    assert read_vocabulary(path) == ("[PAD]", "beauty", "\u2028", "\x85", "美")


def test_the_real_vocabulary(bert: TokenEmbeddings) -> None:
    """As many tokens as rows, all different."""
    assert len(bert.tokens) == len(set(bert.tokens)) == len(bert.vectors) == 30_522
