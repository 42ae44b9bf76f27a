"""The header of a safetensors file: which tensors there are, and where."""

import json
from pathlib import Path
from typing import Any

from helpers.errors import ModelDamagedError, ModelNotSupportedError
from helpers.files.advice import CHOOSE_ANOTHER, how_to_replace
from helpers.files.families import MATRIX
from helpers.files.soundness import short

LONGEST_NAME = 200  # characters; BERT's matrix has 41 with its prefix
LARGEST_HEADER = 10_000_000  # bytes; BERT's has 30 thousand


def read_header(path: Path) -> tuple[dict[str, Any], int]:
    """Return the header of a safetensors file, and where its data start.

    A safetensors file is 8 bytes that give the length of the header, the header (JSON: each tensor's type, shape and
    place), then the data.

    Source: the format's description, https://github.com/huggingface/safetensors#format
    """
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            size = path.stat().st_size
            if 8 + length > size or length > LARGEST_HEADER:
                raise ModelDamagedError(
                    f"{path} was cut short, or is not a safetensors file, the format that holds a model's weights.\n"
                    f"{how_to_replace(path)}"
                )
            header = json.loads(file.read(length), object_pairs_hook=_without_doubles)
        # The library also takes a list of values for what an object says of a tensor. No program writes that.
        if not isinstance(header, dict) or not all(isinstance(said, dict) for said in header.values()):
            raise ValueError("the header is no JSON object, or what it says of a tensor is none")
    except (ValueError, RecursionError) as error:
        raise ModelDamagedError(f"{path} is damaged: its header can't be read.\n{how_to_replace(path)}") from error
    return header, 8 + length


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object, if each name stands in it once: of two, readers may choose different ones."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice in the header")
    return dict(pairs)


def matrix_name(names: dict[str, Any], path: Path) -> str:
    """Return what the embedding matrix is called among tensors."""
    found = [name for name in names if name == MATRIX or name.endswith("." + MATRIX)]
    if len(found) == 1:
        if len(found[0]) > LONGEST_NAME or not found[0].isprintable():  # it stands in messages and in describe()
            raise ModelDamagedError(
                f"{path} has a tensor with an unusable name, {short(found[0])}.\n{how_to_replace(path)}"
            )
        return found[0]
    if found:
        raise ModelNotSupportedError(
            f"{path} holds more than one model: {' and '.join(short(name) for name in found[:3])}.\n"
            f"This series reads models with one embedding matrix. {CHOOSE_ANOTHER}"
        )
    raise ModelNotSupportedError(
        f"{path} has no tensor called {MATRIX}: it is not a model of BERT's family.\n{CHOOSE_ANOTHER}"
    )
