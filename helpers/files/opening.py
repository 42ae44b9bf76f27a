"""A model from its name to what the series needs of it: where everything in this folder comes together."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.errors import ModelDamagedError
from helpers.files.finding import ModelFiles
from helpers.files.matrix import Matrix, read_matrix
from helpers.files.reading_vocabulary import read_vocabulary
from helpers.files.vocabulary import Vocabulary
from helpers.models import Model

MOST_LEFT_OVER = 1024  # rows without a token; a matrix is filled up to a multiple of 8, or of 128, or so


class OpenedModel(NamedTuple):
    """What the series needs of a model.

    Attributes
    ----------
    vocabulary : Vocabulary, of n tokens
        The tokens, and how a text is split into them.
    vectors : float32, shape (n, d)
        The embedding matrix, read-only. Row i belongs to token i.
    folder : Path
        Where the model's files are.
    origin : str
        Where the matrix comes from, in a few lines.
    """

    vocabulary: Vocabulary
    vectors: NDArray[np.float32]
    folder: Path
    origin: str


def open_model(model: Model) -> OpenedModel:
    """Return the vocabulary and the embedding matrix of a model.

    A matrix may have more rows than there are tokens, to fill up a round number. They belong to no token and are left
    out, as transformers never looks them up.

    Raises
    ------
    ModelError
        When the files can't be had or are not sound, or the model is of a kind that is not read here.
    """
    files = ModelFiles(model)
    vocabulary = read_vocabulary(files)
    matrix = read_matrix(files)
    n, rows = len(vocabulary.tokens), len(matrix.vectors)
    if n > rows:
        raise ModelDamagedError(
            f"The vocabulary of {model.called} has {n:,} tokens, and its embedding matrix only {rows:,} rows.\n"
            "They belong to different models, or one of them was changed: download both again from the same page."
        )
    if rows - n > MOST_LEFT_OVER or (rows > n and vocabulary.may_be_cut):
        raise ModelDamagedError(
            f"The vocabulary of {model.called} has {n:,} tokens, and its embedding matrix {rows:,} rows.\n"
            "The vocabulary seems to be cut short: download it again from the model's page."
        )
    vectors = matrix.vectors[:n] if n < rows else matrix.vectors
    return OpenedModel(vocabulary, vectors, matrix.path.parent, _origin(files, matrix, rows - n))


def _origin(files: ModelFiles, matrix: Matrix, left_out: int) -> str:
    """Say where a matrix comes from: the place, the revision, the tensor and the checksum."""
    model = files.model
    pinned = matrix.path.name in model.sha256
    lines = [f"from {files.place.said}: {matrix.path.parent}"]
    if model.repository:
        revision = matrix.path.parent.name if model.folder is None and model.package is None else model.revision
        lines += [f"on the hub: {model.repository}, revision {revision}"]
    lines += [f"matrix: {matrix.name} in {matrix.path.name}, {matrix.kept}"]
    lines += [f"left out: {left_out} rows at the end, which belong to no token"] if left_out else []
    lines += [f"SHA-256 of {matrix.path.name}: {matrix.sha256} ({'as it must be' if pinned else 'none is known here'})"]
    return "\n".join(lines)
