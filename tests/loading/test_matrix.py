"""Tests of helpers/loading/matrix.py: the memory map, and weights that are damaged, forged or of another kind."""

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotFoundError, ModelNotSupportedError
from tests.loading.valid_model import (
    NAME,
    VECTORS,
    error_message,
    header,
    is_intact,
    on_posix,
    write_index,
    write_safetensors,
)

FLOAT64: NDArray[np.float64] = VECTORS.astype(np.float64)


def test_float32_is_mapped_read_only(folder: Path) -> None:
    embeddings = load_embeddings(folder)
    assert is_intact(embeddings)
    assert isinstance(embeddings.vectors.base, np.memmap)
    assert str(embeddings.vectors.base.filename) == str(folder / "model.safetensors")
    assert not embeddings.vectors.flags.writeable
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert f"SHA-256 of model.safetensors: {digest} (none is known here)" in embeddings.describe()


def test_rows_without_a_token_are_left_out(folder: Path) -> None:
    # Models are often filled up to a multiple of 8 rows, for speed.
    save_file({NAME: np.vstack([VECTORS, VECTORS[:4]])}, folder / "model.safetensors")
    embeddings = load_embeddings(folder)
    assert is_intact(embeddings)
    assert isinstance(embeddings.vectors.base.base, np.memmap)  # type: ignore[union-attr]
    assert "left out: 4 rows at the end, which belong to no token" in embeddings.describe()


def test_file_cut_anywhere_is_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    content = path.read_bytes()
    for length in range(1, len(content), 7):
        path.write_bytes(content[:length])
        assert f"{path} " in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize(
    "wrong",
    [
        b"not JSON",
        b"[" * 50_000,
        json.dumps(header()).encode()[:-1] + b', "' + NAME.encode() + b'": 1}',
        header(shape=[13, 4]),
        header(data_offsets=[8, VECTORS.nbytes + 8]),
        header(dtype="X9"),
    ],
    ids=["no JSON", "deeply nested", "duplicate name", "too large for the file", "out of range", "unknown type"],
)
def test_malformed_header_is_refused(folder: Path, wrong: Any) -> None:
    write_safetensors(folder / "model.safetensors", wrong)
    expected = "was cut short or changed: its list of tensors can't be read, or doesn't fit its size"
    assert expected in error_message(folder, ModelDamagedError)


def test_header_length_of_a_terabyte_is_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(struct.pack("<Q", 2**40) + path.read_bytes()[8:])
    assert "was cut short or changed" in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize(
    ("tensors", "error", "expected"),
    [
        ({"wte.weight": VECTORS}, ModelNotSupportedError, "Its tensors are: wte.weight."),
        ({"wte\n.weight": VECTORS}, ModelNotSupportedError, r"Its tensors are: wte\n.weight."),
        ({f"a.{NAME}": VECTORS, f"b.{NAME}": VECTORS}, ModelNotSupportedError, "holds more than one model"),
        ({f"\x1b[31m.{NAME}": VECTORS}, ModelDamagedError, "has a tensor with an unusable name, '\\x1b[31m.embeddin"),
        ({NAME: VECTORS.astype(np.int32)}, ModelNotSupportedError, "in numbers of type I32"),
        ({NAME: FLOAT64 * 1e300}, ModelDamagedError, "numbers that float32 can't hold"),
        ({NAME: VECTORS.ravel()}, ModelDamagedError, "has the shape (48,), which is not a matrix"),
        ({NAME: VECTORS.reshape(2, 6, 4)}, ModelDamagedError, "has the shape (2, 6, 4), which is not a matrix"),
        ({NAME: VECTORS[:0]}, ModelDamagedError, "has the shape (0, 4), which is not a matrix"),
    ],
)
def test_unsuitable_tensors_are_refused(folder: Path, tensors: Any, error: type[ModelError], expected: str) -> None:
    save_file(tensors, folder / "model.safetensors")
    assert expected in error_message(folder, error)


def test_matrix_that_was_saved_under_another_name_is_found(folder: Path) -> None:
    # safetensors.torch.save_model writes one of the tensors that share memory, and names the others in the metadata.
    metadata = {f"mpnet.{NAME}": "lm_head.decoder.weight"}
    save_file({"lm_head.decoder.weight": VECTORS}, folder / "model.safetensors", metadata)
    assert is_intact(load_embeddings(folder))


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_are_refused(folder: Path, dtype: Any, value: float) -> None:
    vectors: NDArray[Any] = VECTORS.astype(dtype)
    vectors[-1, -1] = value
    save_file({NAME: vectors}, folder / "model.safetensors")
    for _ in range(2):  # the second time from the cache
        assert "no distance can be measured" in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize("file", ["training_args.bin", "optimizer.pt", "scheduler.pt", "rng_state.pth", "last.ckpt"])
def test_pickle_that_transformers_reads_no_weights_from_is_not_taken_for_them(folder: Path, file: str) -> None:
    (folder / "model.safetensors").rename(folder / file)
    assert f"{folder} has no model.safetensors.\nIn {folder} there are:" in error_message(folder, ModelNotFoundError)


@pytest.mark.parametrize("index", [{}, {"weight_map": []}, {"weight_map": {NAME: 7}}, 7])
def test_index_without_the_file_of_the_matrix_is_refused(folder: Path, index: object) -> None:
    (folder / "model.safetensors").unlink()
    write_index(folder, index)
    assert str(folder / "model.safetensors.index.json") in error_message(folder, ModelDamagedError)


def test_index_that_is_not_json_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model.safetensors.index.json")
    assert "doesn't say which tensor is in which file" in error_message(folder, ModelDamagedError)


def test_index_must_name_the_tensor_in_its_file(folder: Path) -> None:
    # Otherwise the matrix of another model in the same file could be read.
    (folder / "model.safetensors").unlink()
    save_file({f"teacher.{NAME}": VECTORS}, folder / "shard.safetensors")
    write_index(folder, {"weight_map": {f"bert.{NAME}": "shard.safetensors"}})
    assert "has no tensor called" in error_message(folder, ModelNotSupportedError)


@on_posix
def test_replaced_file_changes_only_later_loads(folder: Path) -> None:
    # pip and huggingface_hub replace files.
    embeddings = load_embeddings(folder)
    other = folder / "other"
    save_file({NAME: -VECTORS}, other)
    other.replace(folder / "model.safetensors")
    assert is_intact(embeddings)
    assert np.array_equal(load_embeddings(folder).vectors, -VECTORS)
