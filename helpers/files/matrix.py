"""The embedding matrix of a model, read from its safetensors file without the rest."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from helpers.errors import ModelDamagedError, ModelError, ModelNotFoundError, ModelNotSupportedError
from helpers.files.advice import how_to_replace
from helpers.files.checking import check_sha256, remembered
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
    name = None
    if path is None and not files.model.sha256 and (index := files.find(INDEX)):
        path, name = _shard(files, index)
    if path is None:
        files.raise_why_missing()
        refuse_pickles(files.place.names(), files.model)
        raise ModelNotFoundError(
            f"{files.model.called} has no {WEIGHTS}.\n"
            "Download that file from the model's page into the same folder, or choose another model."
        )
    try:
        return _read(files, path, name)
    except MemoryError as error:
        raise ModelError(
            f"There is not enough memory to read {path.name}.\nClose other notebooks and programs, and run this again."
        ) from error


def _read(files: ModelFiles, path: Path, name: str | None) -> Matrix:
    """Return the embedding matrix in a safetensors file; an index may have said what it is called."""
    status = path.stat()
    header, start = read_header(path)
    name = matrix_name(header if name is None else {name: header.get(name)} if name in header else {}, path)
    try:
        with safe_open(path, "numpy") as checked:  # the library checks that the header and the file agree
            tensor = checked.get_slice(name)
            kind, shape = tensor.get_dtype(), tuple(tensor.get_shape())
        if kind in TYPES and len(shape) == 2 and 0 not in shape:
            mapped = np.memmap(path, TYPES[kind][0], "r", start + header[name]["data_offsets"][0], shape)
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelDamagedError(
            f"{path} is damaged: its list of tensors and its size don't fit. It was cut short or changed.\n"
            f"{how_to_replace(path)}"
        ) from error
    if kind not in TYPES:
        raise ModelNotSupportedError(
            f"{path.name} keeps its embedding matrix in numbers of type {kind}.\n"
            f"This series reads {', '.join(TYPES)}. Choose the original of this model, which was not compressed."
        )
    if len(shape) != 2 or 0 in shape:
        raise ModelDamagedError(
            f"{name} in {path} has the shape {shape}: that is not a matrix.\n{how_to_replace(path)}"
        )
    numbers = mapped.view(np.ndarray)  # still the map, but it prints and computes as any array does
    vectors = numbers if kind == "F32" else _as_float32(numbers, kind)
    vectors.flags.writeable = False
    finite = remembered(path, f"finite {name}", lambda _: _is_finite(vectors), status)
    if finite != "yes":
        what = "numbers that float32 can't hold, or none at all" if kind == "F64" else "nan or infinite numbers"
        raise ModelDamagedError(f"{name} in {path} has {what}: no distance can be measured.\n{how_to_replace(path)}")
    digest = check_sha256(path, files.model.sha256.get(path.name))  # it may have been replaced before it was mapped
    return Matrix(vectors, path, name, TYPES[kind][1], digest)


def _shard(files: ModelFiles, index: Path) -> tuple[Path, str]:
    """Return the file that holds the matrix, and its name there, of a model whose weights are in several files."""
    places = read_json(index).get("weight_map")
    if not isinstance(places, dict) or not all(isinstance(place, str) for place in places.values()):
        raise ModelDamagedError(f"{index} doesn't say which tensor is in which file.\n{how_to_replace(index)}")
    name = matrix_name(places, index)
    shard = places[name]
    path = files.find(shard) if shard.endswith(".safetensors") else None
    if path is None:
        files.raise_why_missing()
        raise ModelDamagedError(
            f"{index} says that the embedding matrix is in {short(shard)}, and there is no such file.\n"
            "Download it into the same folder."
        )
    return path, name


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
