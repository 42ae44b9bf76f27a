"""The small files of a model: text in UTF-8, and JSON."""

import json
from pathlib import Path
from typing import Any

from helpers.errors import ModelDamagedError
from helpers.files.advice import how_to_replace

LARGEST = 100_000_000  # bytes; the tokenizer.json of half a million tokens has about 30 million


def read_text(path: Path) -> str:
    """Return the text of a file, without a byte-order mark, and with line feeds as line ends.

    Raises
    ------
    ModelDamagedError
        When it can't be read, is not UTF-8, or is far too large for what it should be.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise ModelDamagedError(
                f"{path} has more than {LARGEST:,} bytes: it can't be what its name says.\n{how_to_replace(path)}"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ModelDamagedError(f"{path} can't be read: {error.strerror}.\n{how_to_replace(path)}") from error
    except UnicodeDecodeError as error:
        raise ModelDamagedError(
            f"{path} is not text in UTF-8: byte {error.start:,} is not valid.\n{how_to_replace(path)}"
        ) from error
    return text.replace("\r\n", "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises
    ------
    ModelDamagedError
        When it can't be read, or holds no JSON object.
    """
    text = read_text(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelDamagedError(
            f"{path} is not valid JSON; it may have been cut short.\n{how_to_replace(path)}"
        ) from error
    if not isinstance(content, dict):
        raise ModelDamagedError(f"{path} should hold a JSON object, and holds something else.\n{how_to_replace(path)}")
    return content
