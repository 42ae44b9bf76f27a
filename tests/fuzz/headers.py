"""Mutations of a safetensors file: its header, its length, its data."""

import copy
import json
import random
import struct
from typing import Any

from tests.fuzz.trees import mutate_tree
from tests.fuzz.values import NUMBERS, STRINGS, to_json

DTYPES = (
    "BOOL", "F4", "F6_E2M3", "F6_E3M2", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ",
    "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "C64", "F64", "I64", "U64", "f32", "F128", "", "FP32",
)  # fmt: skip
BITS = {"F4": 4, "U8": 8, "F16": 16, "BF16": 16, "I16": 16, "F32": 32, "I32": 32, "F64": 64, "C64": 64, "U64": 64}
BAD_NUMBERS = ("000080ff", "0000807f", "0000c07f", "ffffffff", "007c", "807f", "c07f", "000000000000f07f", "ffffff7f")


def mutate_weights(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Return what was done, and a changed file."""
    end = 8 + struct.unpack("<Q", data[:8])[0]
    header, body = json.loads(data[8:end]), bytearray(data[end:])
    kind = rng.choice((*KINDS, "tree", "tree", "length", "numbers", "numbers", "body"))
    if kind == "tree":
        kind, header = mutate_tree(header, rng)
    elif kind == "numbers":
        for _ in range(rng.choice((1, 1, 4))):
            number = bytes.fromhex(rng.choice(BAD_NUMBERS))
            at = rng.randrange(len(body)) // len(number) * len(number)
            body[at : at + len(number)] = number[: len(body) - at]
    elif kind == "body":
        body = rng.choice((body + b"\0", body + body, body[:-1], body[: rng.randrange(len(body))], bytearray()))
    elif kind in KINDS:
        header = copy.deepcopy(header)
        KINDS[kind](header, rng, len(body))
    written = to_json(header, rng)
    written += b" " * rng.choice((0, 0, 1, -len(written) % 8, 100))  # padded, as the library does, or not
    length = len(written)
    if kind == "length":
        length = rng.choice((0, 1, 2, length - 1, length + 1, length + len(body), 10**7, 2**31, 2**63, 2**64 - 1))
    return f"weights: {kind}", struct.pack("<Q", length) + written + bytes(body)


def _some(header: dict[str, Any], rng: random.Random) -> Any:
    """Return what the header says of a tensor, most often of the matrix."""
    names = [name for name in header if name != "__metadata__"]
    matrix = [name for name in names if name.endswith("word_embeddings.weight")]
    return header[rng.choice([*matrix * 3, *names])]


def _matrix(header: dict[str, Any]) -> str:
    """Return what the matrix is called; in a shard without one, the last tensor."""
    return next((name for name in header if name.endswith("word_embeddings.weight")), list(header)[-1])


def _dtype(header: dict[str, Any], rng: random.Random, _: int) -> None:
    _some(header, rng)["dtype"] = rng.choice((*DTYPES, *NUMBERS[:3]))


def _reread(header: dict[str, Any], rng: random.Random, _: int) -> None:
    """Give another type, and the shape that fits it: the file is as sound as before, with other numbers."""
    tensor = _some(header, rng)
    dtype = rng.choice(list(BITS))
    start, stop = tensor["data_offsets"]
    rows = rng.choice((tensor["shape"][0], 1, 2, 100, 104))
    tensor |= {"dtype": dtype, "shape": [rows, (stop - start) * 8 // BITS[dtype] // rows]}


def _shape(header: dict[str, Any], rng: random.Random, _: int) -> None:
    tensor = _some(header, rng)
    shape = tensor["shape"]
    rows = shape[0]
    near: tuple[Any, ...] = (
        [*shape, 1],
        [1, *shape],
        shape[::-1],
        [],
        [0, *shape[1:]],
        [rows * 2, *shape[1:]],
        [rows // 2, 16],
        rows,
    )
    tensor["shape"] = rng.choice((*near, [rng.choice(NUMBERS), *shape[1:]], [rng.choice(NUMBERS) for _ in shape]))


def _offsets(header: dict[str, Any], rng: random.Random, size: int) -> None:
    tensor = _some(header, rng)
    start, stop = tensor["data_offsets"]
    by = rng.choice((-8, -4, -1, 1, 4, 8, size))
    near = ([start + by, stop + by], [start + by, stop], [start, stop + by], [stop, start], [start, start], [0, size])
    other: tuple[Any, ...] = (
        [start],
        [start, stop, stop],
        [rng.choice(NUMBERS), stop],
        [start, rng.choice(NUMBERS)],
        [],
    )
    tensor["data_offsets"] = rng.choice((*near, *other))


def _extra(header: dict[str, Any], rng: random.Random, size: int) -> None:
    """Add tensors: with a hard name, of no bytes, over others, or a second matrix."""
    matrix = _matrix(header)
    for _ in range(rng.choice((1, 1, 4))):
        name = rng.choice((rng.choice(STRINGS), f"{rng.choice(STRINGS)}.{matrix}"))
        empty = {"dtype": "F32", "shape": [0], "data_offsets": [size, size]}
        header[name] = rng.choice((empty, empty, copy.deepcopy(header[matrix])))


def _rename(header: dict[str, Any], rng: random.Random, _: int) -> None:
    """Put a hard prefix before the matrix, or call it otherwise."""
    matrix = _matrix(header)
    new = rng.choice((f"{rng.choice(STRINGS)}.{matrix}", f"{rng.choice(STRINGS)}.{matrix}", rng.choice(STRINGS)))
    header[new] = header.pop(matrix)


def _listed(header: dict[str, Any], rng: random.Random, _: int) -> None:
    """Write a tensor as a list of its values, which the library in Rust takes for the same."""
    for name in rng.choice((list(header)[1:], list(header)[1:2], list(header)[:1])):
        header[name] = list(header[name].values())


def _metadata(header: dict[str, Any], rng: random.Random, _: int) -> None:
    header["__metadata__"] = rng.choice((None, {}, {"format": rng.choice(STRINGS)}, {"": 1}, [], {"a": {}}))


KINDS = {
    "dtype": _dtype,
    "reread": _reread,
    "shape": _shape,
    "offsets": _offsets,
    "extra": _extra,
    "rename": _rename,
    "listed": _listed,
    "metadata": _metadata,
}
