"""Loading a model: its vocabulary and its embedding matrix, from a folder, an installed package or the hub.

`load_model` brings the parts together: `registry` knows the models, `model_files` and `hub` find the files, `checksums`
checks them, `tokenizer` and `matrix` read them.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.loading._messages import shorten
from helpers.loading.errors import ModelDamagedError
from helpers.loading.matrix import Matrix, read_matrix
from helpers.loading.model_files import ModelFiles
from helpers.loading.registry import Model
from helpers.loading.tokenizer import WordPiece, read_wordpiece
from helpers.tokens import printable


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

    Rows at the end of the matrix that belong to no token are left out: many models have some, to make a round number.

    Raises
    ------
    ModelError
        If the files can't be obtained or are damaged, or the model isn't supported.
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
    if rows > n and vocabulary.may_be_cut:
        raise ModelDamagedError(
            f"The vocabulary of {model.display_name} has {n:,} tokens, and its embedding matrix {rows:,} rows.\n"
            f"It ends in the middle of a line, {shorten(vocabulary.tokens[-1])}, so it may have been cut short.\n"
            "Download it again; or, if it is complete, add a line break at its end."
        )
    vectors = matrix.vectors[:n] if n < rows else matrix.vectors
    origin = _origin(files, matrix, vocabulary, rows - n)
    return LoadedModel(vocabulary, vectors, matrix.path.parent, "\n".join(map(printable, origin)))


def _origin(files: ModelFiles, matrix: Matrix, vocabulary: WordPiece, extra_rows: int) -> list[str]:
    """Return where a matrix comes from: the place, the revision, the tensor and the checksum."""
    model = files.model
    pinned = matrix.path.name in model.sha256
    lines = [f"from {files.location.description}: {matrix.path.parent}"]
    if model.repository:
        revision = matrix.path.parent.name if model.folder is None and model.package is None else model.revision
        lines += [f"on the hub: {model.repository}, revision {revision}"]
    lines += [f"matrix: {matrix.name} in {matrix.path.name}, {matrix.conversion}"]
    lines += vocabulary.notes
    lines += [f"left out: {extra_rows:,} rows at the end, which belong to no token"] if extra_rows else []
    lines += [f"SHA-256 of {matrix.path.name}: {matrix.sha256} ({'as it must be' if pinned else 'none is known here'})"]
    return lines
