"""Checksums of files, and other results of reading them, cached for as long as a file doesn't change."""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from helpers.loading._messages import how_to_replace, is_offline, unreadable
from helpers.loading.errors import ModelDamagedError

MAX_ENTRIES = 200  # of the cache; then the oldest is dropped


def check_sha256(path: Path, expected: str | None) -> str:
    """Return the file's SHA-256. It takes about a second for each gigabyte, once.

    Raises
    ------
    ModelDamagedError
        If it isn't the expected one.
    """
    found = cached(path, "sha256", lambda: _digest(path, hashlib.sha256()))
    if expected is not None and found != expected:
        raise ModelDamagedError(
            f"{path.name} is not the file it should be: its SHA-256 is {found[:12]}..., not {expected[:12]}....\n"
            f"It may have been cut short or changed. {how_to_replace(path)}"
        )
    return found


def check_hub_file(path: Path, etag: str | None = None) -> None:
    """Check a file in the hub's cache against the checksum that the hub gave for it; remove it if it differs.

    Offline, nothing is removed, because it couldn't be fetched again.

    In the cache a file is a symbolic link to its content, which is named by this checksum: SHA-256 for large files,
    Git's own for small ones. Without symbolic links, pass the hub's ETag. If neither is a checksum, as with some
    mirrors, nothing is compared.

    Source: https://huggingface.co/docs/huggingface_hub/guides/manage-cache

    Raises
    ------
    ModelDamagedError
        If the checksum differs.
    """
    expected = etag or (path.readlink().name if path.is_symlink() else "")
    if re.fullmatch("[0-9a-f]{64}", expected):
        found = check_sha256(path, None)
    elif re.fullmatch("[0-9a-f]{40}", expected):
        git = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
        found = cached(path, "git", lambda: _digest(path, git))
    else:
        return
    if found == expected:
        return
    to_do = "It has been removed. Run this again to fetch it anew. If it comes damaged again, try another network."
    if is_offline() or not _remove(path):
        to_do = how_to_replace(path)
    raise ModelDamagedError(
        f"{path.name} is not the file that the hub has: it came damaged, or was changed in the cache.\n{to_do}"
    )


def cached(path: Path, what: str, compute: Callable[[], str], status: os.stat_result | None = None) -> str:
    """Return the result of `compute()` for a file, cached.

    The cache is a file in the user's cache folder. An entry is valid for as long as path, size, times of modification
    and of change, and inode of the file stay the same. (Windows has no time of change.) If the cache isn't writable,
    every call computes the result again.

    Parameters
    ----------
    path : Path
        The file.
    what : str
        What is computed, as a part of the key.
    compute : callable
        Computes it.
    status : os.stat_result, optional
        The file's status when it was opened, in case it has been replaced since.

    Raises
    ------
    ModelError
        If the file can't be read.
    """
    try:
        status = status or path.stat()
        times = f"{status.st_mtime_ns} {status.st_ctime_ns}"  # a program can restore the first, but not the second
        key = f"{what} {path.resolve()} {status.st_size} {times} {status.st_ino}"
        entries = _read_cache()
        if isinstance(entries.get(key), str):
            return str(entries[key])
        found = compute()
    except OSError as error:
        raise unreadable(path, error) from error
    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: there is no home folder
        _write_cache(dict([*entries.items(), (key, found)][-MAX_ENTRIES:]))
    return found


def _digest(path: Path, digest: Any) -> str:
    with path.open("rb") as file:
        return str(hashlib.file_digest(file, lambda: digest).hexdigest())


def _remove(path: Path) -> bool:
    """Remove a file from the hub's cache: its name, and the content that it leads to by one link or two."""
    parts = [path.resolve(), path.parent / path.readlink(), path] if path.is_symlink() else [path]
    with contextlib.suppress(OSError):
        for part in parts:
            part.unlink(missing_ok=True)
    return not any(os.path.lexists(part) for part in parts)


def _cache_file() -> Path:
    return user_cache_path("knn-bert-notebooks") / "files.json"


def _read_cache() -> dict[str, Any]:
    """Return the cached entries; none if they can't be read."""
    try:
        file = _cache_file()
        entries = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}  # a pipe would never end
    except (OSError, ValueError, RuntimeError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _write_cache(entries: dict[str, Any]) -> None:
    """Replace the cache in one step, so that another kernel reads the old entries or the new ones."""
    target = _cache_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=target.parent, delete=False, encoding="utf-8") as file:
        temporary = Path(file.name)
        try:
            json.dump(entries, file, indent=1)
            file.close()
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
