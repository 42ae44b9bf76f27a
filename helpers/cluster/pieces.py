"""Vectors in pieces: one .npy file for each, and a description of all that is written last."""

from __future__ import annotations  # so that help() shows ArrayLike by its name

import json
import socket
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers._validation import check_vectors
from helpers.cluster.errors import PieceError

DESCRIPTION = "pieces.json"


class Piece(NamedTuple):
    """One file of vectors, and what it must hold.

    Attributes
    ----------
    path : str
        The file, as every worker sees it.
    start : int
        The id of its first vector.
    shape : tuple of int
        How many vectors, and how many numbers each has.
    dtype : str
        The type of the numbers, as NumPy writes it.
    """

    path: str
    start: int
    shape: tuple[int, int]
    dtype: str


def write_pieces(vectors: ArrayLike, folder: str | Path, rows_per_piece: int) -> None:
    """Write vectors into a new folder, in files of `rows_per_piece` each, for `search_pieces`.

    A worker maps one piece at a time into its memory, so a piece should take less than half of that.

    Parameters
    ----------
    vectors : array-like of shape (n, d)
        One vector in each row. A memory-mapped matrix is read piece by piece.
    folder : str or Path
        Where to write. It must be new or empty: pieces that are there already are never changed.
    rows_per_piece : int
        How many vectors a file holds, 1 or more. The last one may hold fewer.

    Raises
    ------
    ValueError
        If the vectors aren't real numbers of that shape, there are none, or `rows_per_piece` is less than 1.
    PieceError
        If the folder holds something, or can't be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_pieces([[1, 0], [3, 3], [0, 2]], folder, rows_per_piece=2)
    ...     [piece.shape for piece in open_pieces(folder)]
    [(2, 2), (1, 2)]
    """
    vectors, folder = check_vectors(vectors), Path(folder)
    if len(vectors) == 0 or rows_per_piece < 1:
        raise ValueError(f"A piece needs a vector or more; got {len(vectors)} vectors and {rows_per_piece=}.")
    starts = range(0, len(vectors), rows_per_piece)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise PieceError(f"{folder} holds files already: name a new folder for these pieces, or empty this one.")
        for i, start in enumerate(starts):
            np.save(
                folder / _file_name(i),
                np.ascontiguousarray(vectors[start : start + rows_per_piece]),
                allow_pickle=False,
            )
        counts = [len(vectors[start : start + rows_per_piece]) for start in starts]
        description = {"dtype": vectors.dtype.str, "columns": vectors.shape[1], "rows": counts}
        (folder / DESCRIPTION).write_text(json.dumps(description), encoding="utf-8")
    except OSError as error:
        reason = error.strerror or error
        raise PieceError(
            f"The pieces can't be written into {folder}: {reason}. Delete it, and write them anew."
        ) from error


def open_pieces(folder: str | Path) -> list[Piece]:
    """Return the pieces in a folder, in the order of their ids, by their description alone.

    Raises
    ------
    PieceError
        If there is no description, as after writing was interrupted, or it can't be read.
    """
    folder = Path(folder).absolute()
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        rows, columns, dtype = described["rows"], int(described["columns"]), np.dtype(described["dtype"]).str
        starts = np.cumsum([0, *rows]).tolist()
        return [
            Piece(str(folder / _file_name(i)), start, (int(count), columns), dtype)
            for i, (start, count) in enumerate(zip(starts, rows, strict=False))
        ]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise PieceError(
            f"{folder} has no complete pieces: {DESCRIPTION} is missing or can't be read. Write them with write_pieces."
        ) from error


def read_piece(piece: Piece) -> NDArray[Any]:
    """Return the vectors of a piece, memory-mapped.

    Raises
    ------
    PieceError
        If the file can't be read, or isn't as described.
    """
    where = f"{piece.path} on {socket.gethostname()}"
    try:
        vectors = np.lib.format.open_memmap(piece.path, mode="r")
    except OSError as error:
        reason = error.strerror or error
        raise PieceError(f"{where} can't be read: {reason}. Every worker must see the same folder.") from error
    except ValueError as error:  # no .npy file, or shorter than its header says
        raise PieceError(f"{where} was cut short or changed: write the pieces anew.") from error
    found = (vectors.shape, vectors.dtype.str)
    if found != (piece.shape, piece.dtype) or not vectors.flags.c_contiguous:
        raise PieceError(
            f"{where} was changed: it has the shape {found[0]} and the type {found[1]}, "
            f"not {piece.shape} and {piece.dtype}, row by row. Write the pieces anew."
        )
    return vectors


def _file_name(i: int) -> str:
    """Return the name of the file of a piece."""
    return f"piece-{i:05}.npy"
