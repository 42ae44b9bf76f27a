"""Whether a file is the very file that was meant: what was found out about it once is remembered."""

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

from helpers.errors import ModelDamagedError
from helpers.files.advice import how_to_replace

REMEMBERED = 200  # files, and then the oldest is forgotten


def check_sha256(path: Path, expected: str | None) -> str:
    """Return the file's SHA-256, if it is the expected one, or none is expected.

    Raises
    ------
    ModelDamagedError
        When it is another.
    """
    found = sha256(path)
    if expected is not None and found != expected:
        raise ModelDamagedError(
            f"{path.name} is not the file it should be: its SHA-256 is {found[:12]}..., not {expected[:12]}....\n"
            f"It may have been cut short or changed. {how_to_replace(path)}"
        )
    return found


def check_cached(path: Path) -> None:
    """Do nothing when a file in the hub's cache has the checksum that it is kept under; otherwise remove it there.

    The cache keeps the content of a file in blobs/, under the checksum that the hub gave for it: SHA-256 for large
    files, Git's own for small ones. (Where a system has no links the name of the content is lost, and a mirror of the
    hub may give other names. Then there is nothing to compare.)

    Source: the layout of the cache, https://huggingface.co/docs/huggingface_hub/guides/manage-cache

    Raises
    ------
    ModelDamagedError
        When it has another checksum. It is gone then, so that the next try fetches it anew.
    """
    if path.is_symlink():
        check_etag(path, path.readlink().name)


def check_etag(path: Path, etag: str) -> None:
    """Do nothing when a file in the hub's cache has the checksum that the hub gave for it; otherwise remove it there.

    Raises
    ------
    ModelDamagedError
        When it has another checksum.
    """
    if re.fullmatch("[0-9a-f]{64}", etag):
        found = sha256(path)
    elif re.fullmatch("[0-9a-f]{40}", etag):
        found = remembered(path, "git", _git_checksum)
    else:
        return
    if found == etag:
        return
    wrong = f"{path.name} is not the file that the hub has: it came damaged, or was changed in the cache.\n"
    if _remove_cached(path):
        to_do = "It has been removed. Run this again to fetch it anew. If it comes damaged again, try another network."
    else:
        to_do = f"Delete the folder {path.absolute().parents[2]} and run this again."
    raise ModelDamagedError(wrong + to_do)


def _remove_cached(path: Path) -> bool:
    """Remove a file from the hub's cache: the name, and the content that it leads to by one link or two."""
    places = [path.resolve(), path.parent / path.readlink(), path] if path.is_symlink() else [path]
    with contextlib.suppress(OSError):
        for place in places:
            place.unlink(missing_ok=True)
    return not any(os.path.lexists(place) for place in places)


def sha256(path: Path) -> str:
    """Return the file's SHA-256 as 64 hexadecimal digits. It takes about a second for each gigabyte, once."""
    return str(remembered(path, "sha256", lambda path: _checksum(path, hashlib.sha256())))


def _git_checksum(path: Path) -> str:
    """Return the checksum that Git gives to the content of a file."""
    return _checksum(path, hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False))


def _checksum(path: Path, digest: Any) -> str:
    with path.open("rb") as file:
        return str(hashlib.file_digest(file, lambda: digest).hexdigest())


def remembered(path: Path, what: str, find_out: Callable[[Path], str], status: os.stat_result | None = None) -> str:
    """Return what `find_out` says of a file, from memory where it has been asked before.

    The memory is a file in the user's cache folder. It holds for as long as the file's path, size, modification time
    and inode stay the same. Where nothing can be written, it is found out anew each time. Who has opened the file
    before gives its `status` of that time, in case it has been replaced since.

    Raises
    ------
    ModelDamagedError
        When the file can't be read.
    """
    try:
        status = status or path.stat()
        key = f"{what} {path.resolve()} {status.st_size} {status.st_mtime_ns} {status.st_ino}"
        known = _memory()
        if isinstance(known.get(key), str):
            return str(known[key])
        found = find_out(path)
    except OSError as error:
        raise ModelDamagedError(f"{path} can't be read: {error.strerror}.\n{how_to_replace(path)}") from error
    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: there is no home folder
        _remember(dict([*known.items(), (key, found)][-REMEMBERED:]))
    return found


def _place() -> Path:
    return user_cache_path("knn-bert-notebooks") / "files.json"


def _memory() -> dict[str, Any]:
    """Return what is remembered; nothing, when that can't be read."""
    try:
        known = json.loads(_place().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(known: dict[str, Any]) -> None:
    """Write in one step, so that a kernel that reads at the same time finds the old file or the new one."""
    folder = _place().parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        json.dump(known, file, indent=1)
    try:
        Path(file.name).replace(_place())
    except OSError:
        Path(file.name).unlink()
        raise
