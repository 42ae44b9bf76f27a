"""The embedding matrix of a model, memory-mapped from its safetensors file."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from helpers.loading._messages import CHOOSE_ANOTHER, damaged, list_names, shorten, unreadable
from helpers.loading.checksums import cached, check_sha256
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotSupportedError
from helpers.loading.model_files import ModelFiles
from helpers.loading.registry import Model

WEIGHTS, INDEX = "model.safetensors", "model.safetensors.index.json"
PICKLED = ("pytorch_model.bin", "pytorch_model.bin.index.json")  # of pickled weights, those that transformers looks for
CLASSES = ("AutoModel", "AutoTokenizer")  # of transformers, which read those
# transformers' name for the matrix in all models of BERT's family. A checkpoint that holds more than the bare model has
# a prefix before it, such as "bert." or "distilbert.".
NAME = "embeddings.word_embeddings.weight"

# safetensors dtype: (NumPy dtype, conversion). bfloat16 is the upper half of a float32, and NumPy has no name for it.
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
    vectors : ndarray of shape (n, d), float32
        The matrix, read-only.
    path : Path
        The file.
    name : str
        The name of the tensor.
    conversion : str
        The type of its numbers, and what was done with them.
    sha256 : str
        The checksum of the file.
    """

    vectors: NDArray[np.float32]
    path: Path
    name: str
    conversion: str
    sha256: str


def read_matrix(files: ModelFiles) -> Matrix:
    """Return the embedding matrix of a model: memory-mapped if it is float32, otherwise a copy in memory.

    Processes that map the same file share its memory. Replacing the file is safe; writing to it changes values;
    truncating it crashes the processes that map it. (pip and huggingface_hub replace files.)

    Raises
    ------
    ModelError
        If there are no weights in safetensors files, no matrix in them, or they are damaged.
    """
    path, name = files.find(WEIGHTS), None
    if path is None and not files.model.sha256 and (index := files.find(INDEX)):
        path, name = _find_shard(files, index)
    path = path or files.require(WEIGHTS, _no_weights(files))
    try:
        return _read(files.model, path, name)
    except MemoryError as error:
        raise ModelError(
            f"There is not enough memory to read {path.name}.\nClose other notebooks and programs, and run this again."
        ) from error


def _read(model: Model, path: Path, expected_name: str | None) -> Matrix:
    """Return the embedding matrix in a safetensors file; an index may have given its name."""
    mapped = None
    try:
        status = path.stat()
        with safe_open(path, "numpy") as file:  # the library checks that header and file agree
            # Of tensors that share memory only one is saved; in the metadata the names of the others lead to it.
            tensors = set(file.keys())
            saved_as = {**(file.metadata() or {}), **{name: name for name in tensors}}
            names = {name for name in saved_as if saved_as[name] in tensors}
            name = saved_as[_matrix_name(names if expected_name is None else names & {expected_name}, path)]
            kind, shape = file.get_slice(name).get_dtype(), tuple(file.get_slice(name).get_shape())
        is_matrix = len(shape) == 2 and 0 not in shape
        if is_matrix and kind in TYPES:
            mapped = np.memmap(path, TYPES[kind][0], "r", _offset(path, name), shape)
    except OSError as error:
        raise unreadable(path, error) from error
    except (SafetensorError, ValueError, TypeError, KeyError) as error:
        problem = "was cut short or changed: its list of tensors can't be read, or doesn't fit its size"
        raise damaged(path, problem) from error
    if not is_matrix:
        raise damaged(path, f"is damaged: {name} has the shape {shorten(shape)}, which is not a matrix")
    if mapped is None:
        raise ModelNotSupportedError(
            f"{path.name} keeps its embedding matrix in numbers of type {kind}.\n"
            f"This series reads {', '.join(TYPES)}. Choose the original of this model, which was not compressed."
        )
    vectors = _as_float32(mapped.view(np.ndarray), kind)  # the view is still the map, but prints as an array does
    vectors.flags.writeable = False
    if cached(path, f"finite {name}", lambda: _is_finite(vectors), status) != "yes":
        what = "numbers that float32 can't hold, or none at all" if kind == "F64" else "nan or infinite numbers"
        raise damaged(path, f"has {what} in {name}: no distance can be measured")
    digest = check_sha256(path, model.sha256.get(path.name))  # it may have been replaced before it was mapped
    return Matrix(vectors, path, name, TYPES[kind][1], digest)


def _offset(path: Path, name: str) -> int:
    """Return where a tensor begins in a safetensors file: 8 bytes for the header's length, the header, the data.

    Source: https://github.com/huggingface/safetensors#format
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    return 8 + length + int(header[name]["data_offsets"][0])


def _matrix_name(names: Iterable[str], path: Path) -> str:
    """Return the name of the embedding matrix among the names of tensors."""
    found = [name for name in names if name == NAME or name.endswith(f".{NAME}")]
    if len(found) == 1:
        if not re.fullmatch(r"[\w.-]{1,200}", found[0], re.ASCII):  # it is shown in messages and in describe()
            raise damaged(path, f"has a tensor with an unusable name, {shorten(found[0])}")
        return found[0]
    if found:
        raise ModelNotSupportedError(
            f"{path} holds more than one model: {' and '.join(shorten(name) for name in sorted(found)[:3])}.\n"
            f"This series reads models with one embedding matrix. {CHOOSE_ANOTHER}"
        )
    raise ModelNotSupportedError(
        f"{path} has no tensor called {NAME}, as models of BERT's family have.\n"
        f"Its tensors are: {list_names(sorted(names), 4)}.\n{CHOOSE_ANOTHER}"
    )


def _find_shard(files: ModelFiles, index: Path) -> tuple[Path, str]:
    """Return the file that holds the matrix, and its name there, if the weights are in several files (shards)."""
    try:
        shards: dict[str, str] = dict(json.loads(index.read_bytes())["weight_map"].items())
        name = _matrix_name(shards, index)
        shard = shards[name]
        path = files.find(shard) if shard.endswith(".safetensors") else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise damaged(index, "doesn't say which tensor is in which file") from error
    missing = ModelDamagedError(
        f"{index} says that the embedding matrix is in {shorten(shard)}, and there is no such file.\n"
        f"In {files.location.place} there are: {list_names(files.location.list_names())}."
    )
    return path or files.require(WEIGHTS, missing), name


def _no_weights(files: ModelFiles) -> ModelError:
    """Return the error for a model without model.safetensors: it may have pickled weights."""
    model = files.model
    names = files.location.list_names()
    pickled = [name for name in PICKLED if name in names]
    if not pickled:
        return files.missing(WEIGHTS, WEIGHTS)
    source = model.repository if model.folder is None else str(model.folder.resolve())
    target = f"{source if model.folder else source.rpartition('/')[2]}-safetensors"
    while Path(target).exists():  # never into a folder that may hold something else
        target += "-new"
    revision = "" if model.revision == "main" else f", revision={model.revision!r}"
    parts = [f"{part}.from_pretrained({source!r}{revision}).save_pretrained(new)" for part in CLASSES]
    return ModelNotSupportedError(
        f"{model.display_name} has no {WEIGHTS}, only pickled weights ({pickled[0]}), which can run code when opened.\n"
        f"Choose a model that has a {WEIGHTS}. If you trust this one, write a new folder with it, and name that one:\n"
        f"from transformers import {', '.join(CLASSES)}; new = {target!r}; {'; '.join(parts)}"
    )


def _as_float32(numbers: NDArray[Any], kind: str) -> NDArray[np.float32]:
    """Return the values as float32: the memory map itself if it is float32, otherwise a copy; float64 is rounded."""
    if kind == "BF16":
        return (numbers.astype("u4") << 16).view(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):  # what doesn't fit becomes infinite, and is refused as such
        return numbers.astype(np.float32, copy=False)


def _is_finite(vectors: NDArray[np.float32]) -> str:
    """Return "yes" if every number is finite: the smallest and the largest are nan if any number is."""
    with np.errstate(invalid="ignore"):
        return "yes" if np.isfinite([vectors.min(), vectors.max()]).all() else "no"
