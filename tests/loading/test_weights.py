"""Tests of the weights that a disk may hold: cut, damaged, forged, of another kind; and what a map of them does."""

import hashlib
import json
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotSupportedError
from tests.loading.sound import NAME, VECTORS, entry, is_right, on_posix, said, with_header


def test_a_sound_folder_is_read(folder: Path) -> None:
    """Line ends that only Unicode calls so are tokens, the matrix is mapped, and the checksum is shown."""
    embeddings = load_embeddings(folder)
    assert is_right(embeddings)
    assert (embeddings.name, embeddings.folder) == ("model", folder)
    assert isinstance(embeddings.vectors.base, np.memmap)
    assert not embeddings.vectors.flags.writeable
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert f"SHA-256 of model.safetensors: {digest} (none is known here)" in embeddings.describe()


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "zero bytes": (lambda _: b"", "is empty"),
    "Git LFS pointer": (
        lambda _: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
        "is a Git LFS pointer",
    ),
    "web page": (lambda _: b"\n<!DOCTYPE html>\n<html>", "is a web page"),
    "web page with a mark": (lambda _: b"\xef\xbb\xbf<HTML lang=en>", "is a web page"),
}


@pytest.mark.parametrize("file", ["model.safetensors", "vocab.txt", "config.json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_another_thing_in_a_files_place_is_recognized(folder: Path, file: str, damage: str) -> None:
    """Whichever file it is."""
    change, sentence = DAMAGES[damage]
    path = folder / file
    path.write_bytes(change(path.read_bytes()))
    assert f"{path} {sentence}" in said(folder, ModelDamagedError)


@pytest.mark.parametrize("kept", range(1, 380, 7))
def test_weights_that_were_cut_anywhere_are_refused(folder: Path, kept: int) -> None:
    """In the length, in the header, in the data."""
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:kept])
    assert f"{path} " in said(folder, ModelDamagedError)


CUT_OR_CHANGED = "was cut short or changed: its list of tensors can't be read, or doesn't fit its size"
HEADERS: dict[str, tuple[Any, type[ModelError], str]] = {
    "2^40 bytes": (None, ModelDamagedError, CUT_OR_CHANGED),
    "no JSON": (b"not JSON", ModelDamagedError, CUT_OR_CHANGED),
    "a list": (b"[]", ModelDamagedError, CUT_OR_CHANGED),
    "deep": (b"[" * 50_000, ModelDamagedError, CUT_OR_CHANGED),
    "bad UTF-8": (b'{"\xff": 1}', ModelDamagedError, CUT_OR_CHANGED),
    "a name twice": (
        json.dumps(entry()).encode()[:-1] + b', "' + NAME.encode() + b'": 1}',
        ModelDamagedError,
        CUT_OR_CHANGED,
    ),
    "too short for its shape": (entry(shape=[13, 4]), ModelDamagedError, CUT_OR_CHANGED),
    "out of range": (entry(data_offsets=[8, VECTORS.nbytes + 8]), ModelDamagedError, CUT_OR_CHANGED),
    "backward": (entry(data_offsets=[VECTORS.nbytes, 0]), ModelDamagedError, CUT_OR_CHANGED),
    "overlap": ({**entry(), "b": entry()[NAME]}, ModelDamagedError, CUT_OR_CHANGED),
    "no such type": (entry(dtype="X9"), ModelDamagedError, CUT_OR_CHANGED),
    "whole numbers": (entry(dtype="I32"), ModelNotSupportedError, "in numbers of type I32"),
    "rank 1": (
        entry(shape=[VECTORS.size]),
        ModelDamagedError,
        f"has the shape ({VECTORS.size},), which is not a matrix",
    ),
    "rank 3": (entry(shape=[2, 6, 4]), ModelDamagedError, "which is not a matrix"),
    "another tensor": ({"wte.weight": entry()[NAME]}, ModelNotSupportedError, f"has no tensor called {NAME}"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_does_not_fit_is_refused(folder: Path, name: str) -> None:
    """By the safetensors library, or by us."""
    header, kind, sentence = HEADERS[name]
    path = folder / "model.safetensors"
    if header is None:
        path.write_bytes(struct.pack("<Q", 2**40) + path.read_bytes()[8:])
    else:
        with_header(path, header)
    assert sentence in said(folder, kind)


def test_a_matrix_without_rows_is_refused(folder: Path) -> None:
    """It has a shape, and nothing in it."""
    with_header(folder / "model.safetensors", entry(shape=[0, 4], data_offsets=[0, 0]), b"")
    assert "has the shape (0, 4), which is not a matrix" in said(folder, ModelDamagedError)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_matrix_with_nan_or_infinity_is_refused(folder: Path, dtype: Any, value: float) -> None:
    """Each time, also when it is remembered."""
    vectors: NDArray[Any] = VECTORS.astype(dtype)
    vectors[-1, -1] = value
    save_file({NAME: vectors}, folder / "model.safetensors")
    for _ in range(2):
        assert "no distance can be measured" in said(folder, ModelDamagedError)


def test_numbers_beyond_float32_are_refused(folder: Path) -> None:
    """A float64 can be larger than any float32."""
    save_file({NAME: VECTORS.astype(np.float64) * 1e300}, folder / "model.safetensors")
    assert "numbers that float32 can't hold" in said(folder, ModelDamagedError)


def test_a_name_that_cannot_be_printed_is_refused(folder: Path) -> None:
    """It would stand in messages and in describe()."""
    save_file({f"\x1b[31m.{NAME}": VECTORS}, folder / "model.safetensors")
    assert "has a tensor with an unusable name, '\\x1b[31m.embeddings" in said(folder, ModelDamagedError)


def test_two_matrices_in_one_file_are_refused(folder: Path) -> None:
    """Nobody could say which is meant."""
    save_file({f"encoder.{NAME}": VECTORS, f"decoder.{NAME}": VECTORS}, folder / "model.safetensors")
    assert "holds more than one model" in said(folder, ModelNotSupportedError)


PICKLES = [pickle.dumps({"a": 1}, protocol) for protocol in range(2, 6)] + [b"PK\x03\x04" + bytes(40)]


@pytest.mark.parametrize("content", PICKLES, ids=[*(f"protocol {protocol}" for protocol in range(2, 6)), "zip"])
def test_a_pickle_is_never_opened_whatever_its_name(folder: Path, content: bytes) -> None:
    """PyTorch writes zip archives now, with a pickle inside."""
    (folder / "model.safetensors").write_bytes(content)
    assert "is a pickled checkpoint, whatever its name says" in said(folder, ModelNotSupportedError)


def test_a_header_of_640_bytes_is_not_taken_for_a_pickle(folder: Path) -> None:
    """Its length, 80 02 in hexadecimal digits, is how a pickle begins."""
    text = json.dumps(entry()).encode().ljust(0x280)
    with_header(folder / "model.safetensors", text, VECTORS.tobytes())
    assert (folder / "model.safetensors").read_bytes()[:2] == pickle.dumps(1, protocol=2)[:2]
    assert is_right(load_embeddings(folder))


@pytest.mark.parametrize("pickled", ["pytorch_model.bin", "model.pt", "last.ckpt"])
def test_pickled_weights_are_named_and_a_way_out(folder: Path, pickled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a flag of another library says."""
    monkeypatch.setenv("TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD", "1")
    (folder / "model.safetensors").rename(folder / pickled)
    message = said(folder, ModelNotSupportedError)
    assert f"only pickled weights ({pickled})" in message
    assert f"AutoModel.from_pretrained({str(folder)!r}).save_pretrained" in message


@pytest.mark.parametrize("index", ["{}", '{"weight_map": []}', json.dumps({"weight_map": {NAME: 7}}), "[", "7"])
def test_an_index_that_says_nothing_is_refused(folder: Path, index: str) -> None:
    """It should say which tensor is in which file."""
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors.index.json").write_text(index, encoding="utf-8")
    assert str(folder / "model.safetensors.index.json") in said(folder, ModelDamagedError)


@on_posix
def test_a_file_that_is_replaced_while_it_is_mapped_stays_as_it_was(folder: Path) -> None:
    """Until it is loaded again. Pip and huggingface_hub replace files."""
    embeddings = load_embeddings(folder)
    other = folder / "other"
    save_file({NAME: -VECTORS}, other)
    other.replace(folder / "model.safetensors")
    assert is_right(embeddings)
    assert np.array_equal(load_embeddings(folder).vectors, -VECTORS)


WRITE = """
import os, sys
from helpers.embeddings import load_embeddings
path = os.path.join(sys.argv[1], "model.safetensors")
bert = load_embeddings(sys.argv[1])
with open(path, "r+b") as file:
    file.seek(int(sys.argv[2]))
    file.write(bytes([0, 0, 0x80, 0x3F]))  # 1.0
print(bert.vectors[0, 0], flush=True)
os.truncate(path, 0)
print(bert.vectors.sum())
"""


@on_posix
def test_who_writes_into_a_mapped_file_changes_the_numbers_and_who_cuts_it_ends_the_program(folder: Path) -> None:
    """As read_matrix says: a map is the file itself."""
    content = (folder / "model.safetensors").read_bytes()
    start = content.index(VECTORS.tobytes())
    run = subprocess.run([sys.executable, "-c", WRITE, str(folder), str(start)], capture_output=True, text=True)
    assert VECTORS[0, 0] == 0
    assert (run.stdout, run.returncode) == ("1.0\n", -signal.SIGBUS)
