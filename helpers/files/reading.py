"""What is in a model's files: one tensor of a safetensors file as a memory map, and the vocabulary."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.files.errors import ModelDamagedError


def map_tensor(path: Path, name: str) -> NDArray[np.float32]:
    """Return a tensor of float32 from a safetensors file, memory-mapped and read-only.

    No number is read before it is used, and all programs that map the same file share its memory. A safetensors file
    is 8 bytes that give the length of a header, the header (JSON: each tensor's dtype, shape and place), then the data.

    Source: the format's description, https://github.com/huggingface/safetensors#format

    Raises
    ------
    ModelDamagedError
        When the file is not of this format, or has no such tensor of float32.
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            header: dict[str, Any] = json.loads(file.read(length))
        entry = header[name]
        start, end = entry["data_offsets"]
        if entry["dtype"] != "F32" or end - start != 4 * np.prod(entry["shape"], dtype=np.int64):
            raise ValueError(f"{name} is {entry['dtype']} of shape {entry['shape']}")
        mapped = np.memmap(path, dtype="<f4", mode="r", offset=8 + length + start, shape=tuple(entry["shape"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelDamagedError(
            f"{path} can't be read as a safetensors file with a float32 tensor called {name}.\n"
            "Delete it, then install or fetch it again."
        ) from error
    return mapped.view(np.ndarray)  # still the map, but it prints and computes as any array does


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """Return the tokens of a vocab.txt, one a line: the line number, from 0, is the token's id."""
    return tuple(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
