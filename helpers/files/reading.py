"""What is in a model's files: one tensor of a safetensors file as a memory map, and the vocabulary."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

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
        with safe_open(path, "numpy") as checked:  # the library checks that the header and the file agree
            tensor = checked.get_slice(name)
            if tensor.get_dtype() != "F32":
                raise ValueError(f"{name} is of type {tensor.get_dtype()}")
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            start, _ = json.loads(file.read(length))[name]["data_offsets"]
        mapped = np.memmap(path, dtype="<f4", mode="r", offset=8 + length + start, shape=tuple(tensor.get_shape()))
    except (SafetensorError, ValueError, OSError) as error:
        raise ModelDamagedError(
            f"{path.name} can't be read as a safetensors file with a float32 tensor called {name}.\n"
            f"Delete {path.resolve()}, then install or fetch it again."
        ) from error
    return mapped.view(np.ndarray)  # still the map, but it prints and computes as any array does


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """Return the tokens of a vocab.txt, one a line: the line number, from 0, is the token's id."""
    return tuple(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
