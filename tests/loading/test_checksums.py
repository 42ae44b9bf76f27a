"""Tests of helpers/loading/checksums.py."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from helpers.loading import checksums
from helpers.loading.checksums import cached, check_sha256
from helpers.loading.errors import ModelDamagedError

CONTENT = b"12345"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the cache, in a folder of the test."""
    path = tmp_path / "cache" / "files.json"
    monkeypatch.setattr(checksums, "_cache_file", lambda: path)
    return path


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "weights"
    path.write_bytes(CONTENT)
    return path


def test_unchanged_file_is_read_once(cache: Path, weights: Path) -> None:
    assert cached(weights, "first byte", lambda: "1") == "1"
    assert cached(weights, "first byte", lambda: pytest.fail("it was read again")) == "1"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no time of change")
def test_change_that_restores_the_modification_time_is_noticed(cache: Path, weights: Path) -> None:
    check_sha256(weights, DIGEST)
    status = weights.stat()
    weights.write_bytes(b"54321")
    os.utime(weights, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ModelDamagedError):
        check_sha256(weights, DIGEST)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_pipe_in_place_of_the_cache_is_ignored(cache: Path, weights: Path) -> None:
    cache.parent.mkdir()
    os.mkfifo(cache)
    assert check_sha256(weights, None) == DIGEST


def test_cache_that_cannot_be_replaced_leaves_no_files(cache: Path, weights: Path) -> None:
    (cache / "folder in its place").mkdir(parents=True)
    assert check_sha256(weights, None) == DIGEST
    assert list(cache.parent.iterdir()) == [cache]


def test_changed_size_time_or_inode_makes_it_read_again(cache: Path, weights: Path) -> None:
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


def test_damaged_cache_is_ignored(cache: Path, weights: Path) -> None:
    check_sha256(weights, None)
    damaged_entries = json.dumps(dict.fromkeys(json.loads(cache.read_text()), 7))
    for content in ("", "{", "[1, 2]", '{"x": 1}', damaged_entries):
        cache.write_text(content)
        assert check_sha256(weights, None) == DIGEST


def test_unwritable_cache_is_ignored(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A file in the place of a folder: not even an administrator can write there.
    monkeypatch.setattr(checksums, "_cache_file", lambda: weights / "files.json")
    for _ in range(2):
        assert check_sha256(weights, None) == DIGEST


def test_unexpected_checksum_is_refused(cache: Path, weights: Path) -> None:
    check_sha256(weights, DIGEST)
    with pytest.raises(ModelDamagedError, match="weights is not the file it should be: its SHA-256 is 5994471abb01"):
        check_sha256(weights, "0" * 64)
