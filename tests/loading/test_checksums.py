"""Tests of helpers/loading/checking.py: the checksum, and its memory."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from helpers.loading import checksums
from helpers.loading.checksums import check_sha256
from helpers.loading.errors import ModelDamagedError


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the memory be a file in a folder of the test's own."""
    path = tmp_path / "cache" / "files.json"
    monkeypatch.setattr(checksums, "_cache_file", lambda: path)
    return path


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Make a small file."""
    path = tmp_path / "weights"
    path.write_bytes(b"12345")
    return path


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let computing a checksum fail, so that only a remembered one can come back."""

    def fail(*_: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(hashlib, "file_digest", fail)


def test_a_checksum_is_computed_once(memory: Path, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time it is remembered."""
    expected = hashlib.sha256(b"12345").hexdigest()
    assert check_sha256(weights, None) == expected
    forbid_reading(monkeypatch)
    assert check_sha256(weights, None) == expected


def test_a_changed_file_is_read_again(memory: Path, weights: Path) -> None:
    """Another size, another time, or another file in the same place."""
    check_sha256(weights, None)
    weights.write_bytes(b"1234")
    assert check_sha256(weights, None) == hashlib.sha256(b"1234").hexdigest()

    weights.write_bytes(b"abcd")
    os.utime(weights, ns=(1, 1))
    assert check_sha256(weights, None) == hashlib.sha256(b"abcd").hexdigest()

    other = weights.with_name("other")
    other.write_bytes(b"wxyz")
    os.utime(other, ns=(1, 1))
    other.replace(weights)
    assert check_sha256(weights, None) == hashlib.sha256(b"wxyz").hexdigest()


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"x": 1}'])
def test_a_damaged_memory_is_no_memory(memory: Path, weights: Path, content: str) -> None:
    """What can't be read is computed, and written anew."""
    memory.parent.mkdir()
    memory.write_text(content)
    assert check_sha256(weights, None) == hashlib.sha256(b"12345").hexdigest()


def test_a_damaged_entry_is_no_memory(memory: Path, weights: Path) -> None:
    """The rest of the memory may be sound, and this one entry not."""
    check_sha256(weights, None)
    memory.write_text(json.dumps(dict.fromkeys(json.loads(memory.read_text()), 7)))
    assert check_sha256(weights, None) == hashlib.sha256(b"12345").hexdigest()


def test_where_nothing_can_be_written_it_works_all_the_same(
    tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder of the memory is a file, so not even an administrator can write there."""
    monkeypatch.setattr(checksums, "_cache_file", lambda: weights / "files.json")
    for _ in range(2):
        assert check_sha256(weights, None) == hashlib.sha256(b"12345").hexdigest()


def test_another_checksum_is_refused_in_a_sentence(memory: Path, weights: Path) -> None:
    """It names the file, both checksums, and what to do."""
    check_sha256(weights, hashlib.sha256(b"12345").hexdigest())
    with pytest.raises(ModelDamagedError, match="weights is not the file it should be: its SHA-256 is 5994471abb01"):
        check_sha256(weights, "0" * 64)
