"""Loading a model: its vocabulary and its embedding matrix, from a folder, an installed package or the hub.

`load_model` brings the parts together: `registry` knows the models, `locations` and `hub` find the files, `checksums`
checks them, `tokenizer` and `matrix` read them.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.loading.errors import ModelDamagedError
from helpers.loading.matrix import Matrix, read_matrix
from helpers.loading.model_files import ModelFiles
from helpers.loading.registry import Model
from helpers.loading.tokenizer import WordPiece, read_wordpiece

MAX_EXTRA_ROWS = 1024  # rows without a token; a matrix is padded to a multiple of 8 or 128 rows


class LoadedModel(NamedTuple):
    """The parts of a model that the series uses.

    Attributes
    ----------
    vocabulary : WordPiece
        The n tokens, and how a text is split into them.
    vectors : ndarray of shape (n, d), float32
        The embedding matrix, read-only. Row i belongs to token i.
    folder : Path
        The folder of its files.
    origin : str
        Where the matrix comes from, in a few lines.
    """

    vocabulary: WordPiece
    vectors: NDArray[np.float32]
    folder: Path
    origin: str


def load_model(model: Model) -> LoadedModel:
    """Return the vocabulary and the embedding matrix of a model.

    Padding rows at the end of the matrix, which belong to no token, are left out.

    Raises
    ------
    ModelError
        If the files can't be had or are damaged, or the model is of a kind that isn't read here.
    """
    files = ModelFiles(model)
    vocabulary = read_wordpiece(files)
    matrix = read_matrix(files)
    n, rows = len(vocabulary.tokens), len(matrix.vectors)
    if n > rows:
        raise ModelDamagedError(
            f"The vocabulary of {model.display_name} has {n:,} tokens, and its embedding matrix only {rows:,} rows.\n"
            "They belong to different models, or one of them was changed: download both again from the same page."
        )
    if rows - n > MAX_EXTRA_ROWS or (rows > n and vocabulary.may_be_cut):
        raise ModelDamagedError(
            f"The vocabulary of {model.display_name} has {n:,} tokens, and its embedding matrix {rows:,} rows.\n"
            "The vocabulary seems to be cut short: download it again from the model's page."
        )
    vectors = matrix.vectors[:n] if n < rows else matrix.vectors
    return LoadedModel(vocabulary, vectors, matrix.path.parent, _origin(files, matrix, rows - n))


def _origin(files: ModelFiles, matrix: Matrix, extra_rows: int) -> str:
    """Return where a matrix comes from: the place, the revision, the tensor and the checksum."""
    model = files.model
    pinned = matrix.path.name in model.sha256
    lines = [f"from {files.location.description}: {matrix.path.parent}"]
    if model.repository:
        revision = matrix.path.parent.name if model.folder is None and model.package is None else model.revision
        lines += [f"on the hub: {model.repository}, revision {revision}"]
    lines += [f"matrix: {matrix.name} in {matrix.path.name}, {matrix.conversion}"]
    lines += [f"left out: {extra_rows} rows at the end, which belong to no token"] if extra_rows else []
    lines += [f"SHA-256 of {matrix.path.name}: {matrix.sha256} ({'as it must be' if pinned else 'none is known here'})"]
    return "\n".join(lines)
