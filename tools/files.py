"""Replacing a file that a person may have edited: a full disk or an interruption leaves the old file as it was."""

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, content: str | bytes) -> None:
    """Write a file beside the old one, then put it in its place in one step.

    Parameters
    ----------
    path : Path
        The file. If it is a link, the file that it leads to is replaced.
    content : str or bytes
        The new content; text is written in UTF-8, its line ends as they are.

    Raises
    ------
    OSError
        If the new file can't be written. The old one is unchanged then.
    """
    path = path.resolve()
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        Path(name).chmod(path.stat().st_mode if path.exists() else 0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
