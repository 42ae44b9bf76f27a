"""The embedding matrix of a model, read from its safetensors file without the rest."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from helpers.errors import ModelDamagedError, ModelNotFoundError, ModelNotSupportedError
from helpers.files.advice import how_to_replace
from helpers.files.checking import remembered, sha256
from helpers.files.finding import ModelFiles
from helpers.files.header import matrix_name, read_header
from helpers.files.recognizing import refuse_pickles
from helpers.files.soundness import short
from helpers.files.texts import read_json

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"

# What a safetensors file calls a type: how NumPy reads it, and what becomes of it. bfloat16 is the upper half of a
# float32, and NumPy has no name for it.
TYPES = {
    "F32": ("<f4", "float32, mapped from the file"),
    "F16": ("<f2", "float16, widened exactly to float32"),
    "BF16": ("<u2", "bfloat16, widened exactly to float32"),
    "F64": ("<f8", "float64, rounded to float32"),
}


@dataclass(frozen=True)
class Matrix:
    """An embedding matrix, and where it comes from.

    Attributes
    ----------
    vectors : float32, shape (n, d)
        The numbers, read-only.
    path : Path
        The file.
    name : str
        What the matrix is called there.
    kept : str
        The type of number there, and what was done with it.
    sha256 : str
        The checksum of the file.
    """

    vectors: NDArray[np.float32]
    path: Path
    name: str
    kept: str
    sha256: str


def read_matrix(files: ModelFiles) -> Matrix:
    """Return the embedding matrix of a model: memory-mapped where it is of float32, otherwise a copy in memory.

    Of a mapped matrix no number is read before it is used, and all programs that map the same file share its memory.
    Who replaces the file leaves the map as it was, as long as it is in use. Who writes into it changes the numbers, and
    who cuts it short ends the programs that use it. (pip and huggingface_hub replace.)

    Raises
    ------
    ModelError
        When there are no weights in safetensors files, no matrix in them, or they are not sound.
    """
    path = files.find(WEIGHTS)
    if path is None and (index := files.find(INDEX)):
        path = _shard(files, index)
    if path is None:
        files.raise_why_missing()
        refuse_pickles(files.place.names(), files.model.name)
        raise ModelNotFoundError(f"{files.model.name} has no {WEIGHTS}: there are no weights that can be read here.")
    header, start = read_header(path)
    name = matrix_name(header, path)
    try:
        with safe_open(path, "numpy") as checked:  # the library checks that the header and the file agree
            tensor = checked.get_slice(name)
            kind, shape = tensor.get_dtype(), tuple(tensor.get_shape())
    except (SafetensorError, OSError) as error:
        raise ModelDamagedError(
            f"{path} is not sound: its list of tensors and its size don't fit. It was cut short or changed.\n"
            f"{how_to_replace(path)}"
        ) from error
    if kind not in TYPES:
        raise ModelNotSupportedError(
            f"{path.name} keeps its embedding matrix in numbers of type {kind}.\nThis series reads {', '.join(TYPES)}: "
            "choose a model that was not quantized."
        )
    if len(shape) != 2 or 0 in shape:
        raise ModelDamagedError(f"{name} in {path} has the shape {shape}: it is no matrix.\n{how_to_replace(path)}")
    dtype, kept = TYPES[kind]
    offset = start + header[name]["data_offsets"][0]
    mapped = np.memmap(path, dtype, "r", offset, shape).view(np.ndarray)  # prints and computes as any array does
    vectors = mapped if kind == "F32" else _as_float32(mapped, kind)
    vectors.flags.writeable = False
    finite = _is_finite(vectors) if kind != "F32" else remembered(path, f"finite {name}", lambda _: _is_finite(vectors))
    if finite != "yes":
        what = "numbers that float32 can't hold, or none at all" if kind == "F64" else "nan or infinity"
        raise ModelDamagedError(f"{name} in {path} has {what}: no distance can be measured.\n{how_to_replace(path)}")
    return Matrix(vectors, path, name, kept, sha256(path))


def _shard(files: ModelFiles, index: Path) -> Path | None:
    """Return the file that holds the matrix, of a model whose weights are spread over several files."""
    places = read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(place, str) for place in places.values()):
        raise ModelDamagedError(f"{index} doesn't say which tensor is in which file.\n{how_to_replace(index)}")
    shard = places[matrix_name(places, index)]
    path = files.find(shard) if shard.endswith(".safetensors") else None
    if path is None:
        files.raise_why_missing()
        raise ModelDamagedError(
            f"{index} says that the embedding matrix is in {short(shard)}, and there is no such file."
        )
    return path


def _as_float32(numbers: NDArray[Any], kind: str) -> NDArray[np.float32]:
    """Return a copy of numbers of another type: widened without loss, or of float64 rounded."""
    if kind == "BF16":
        return (numbers.astype("u4") << 16).view(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):  # what doesn't fit becomes infinity, and is refused as such
        return numbers.astype(np.float32)


def _is_finite(vectors: NDArray[np.float32]) -> str:
    """Return "yes" where every number is finite: the smallest and the largest are nan where any number is."""
    with np.errstate(invalid="ignore"):
        return "yes" if np.isfinite([vectors.min(), vectors.max()]).all() else "no"
