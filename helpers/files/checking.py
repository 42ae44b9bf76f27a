"""Whether a file is the very file that was meant: its SHA-256, computed once and remembered."""

import contextlib
import hashlib
import json
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from helpers.files.errors import ModelDamagedError


def check_sha256(path: Path, expected: str) -> None:
    """Do nothing when the file's SHA-256 is the expected one.

    Raises
    ------
    ModelDamagedError
        When it is another, or the file can't be read.
    """
    try:
        found = sha256(path)
    except OSError as error:
        raise ModelDamagedError(f"{path} can't be read: {error.strerror}.") from error
    if found != expected:
        raise ModelDamagedError(
            f"{path.name} is not the file it should be: its SHA-256 is {found[:12]}..., not {expected[:12]}....\n"
            f"It may have been cut short or changed. Delete {path.resolve()}, then install or fetch it again."
        )


def sha256(path: Path) -> str:
    """Return the file's SHA-256 as 64 hexadecimal digits.

    It takes about a second for each gigabyte, so it is remembered in the user's cache folder, for as long as the
    file's path, size, modification time and inode stay the same. Where nothing can be written it is computed anew.
    """
    status = path.stat()
    key = f"{path.resolve()} {status.st_size} {status.st_mtime_ns} {status.st_ino}"
    remembered = _remembered()
    if isinstance(remembered.get(key), str):
        return remembered[key]
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with contextlib.suppress(OSError, RuntimeError):  # RuntimeError: there is no home folder
        _remember({**remembered, key: digest})
    return digest


def _memory() -> Path:
    return user_cache_path("knn-bert-notebooks") / "sha256.json"


def _remembered() -> dict[str, str]:
    """Return what is remembered; nothing, when that can't be read."""
    try:
        remembered = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError, RuntimeError):
        return {}
    return remembered if isinstance(remembered, dict) else {}


def _remember(checksums: dict[str, str]) -> None:
    """Write in one step, so that a kernel that reads at the same time finds the old file or the new one."""
    folder = _memory().parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
        json.dump(checksums, file, indent=1)
    try:
        Path(file.name).replace(_memory())
    except OSError:
        Path(file.name).unlink()
        raise
