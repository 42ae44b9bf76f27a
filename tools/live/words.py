"""The whole words of the default model and their vectors in 8 bits, for the page "Find a word's neighbors"."""

import base64
import json
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from helpers.embeddings import load_embeddings
from helpers.loading.registry import DEFAULT
from helpers.tokens import token_kind

MODEL = DEFAULT.name


class Words(NamedTuple):
    """Tokens, and their vectors in 8 bits: row i of the matrix is about `scales[i] * rows[i]`."""

    tokens: list[str]
    ids: NDArray[np.uint16]
    scales: NDArray[np.float32]
    rows: NDArray[np.int8]

    @property
    def vectors(self) -> NDArray[np.float64]:
        """The vectors that the page computes with, an ndarray of shape (n, d)."""
        return self.scales.astype(np.float64)[:, None] * self.rows


def write(folder: Path) -> None:
    """Write `words-data.js`, which holds the words, and `words-version.js`, by which the page knows and checks it."""
    words = whole_words()
    packed = pack(words)
    text = f'receiveWords("{base64.b64encode(packed).decode("ascii")}");\n'
    version: dict[str, Any] = {
        "count": len(words.tokens),
        "dimensions": words.rows.shape[1],
        "bytes": len(packed),
        "checksum": zlib.adler32(packed),
        "download": len(text),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "words-data.js").write_text(text, encoding="ascii")
    (folder / "words-version.js").write_text(f"receiveWordsVersion({json.dumps(version)});\n", encoding="ascii")


def whole_words() -> Words:
    """Return the tokens of the kind *word*, with their vectors rounded to 8 bits."""
    model = load_embeddings(MODEL)
    ids = np.array([i for i, token in enumerate(model.tokens) if token_kind(token) == "word"], dtype=np.uint16)
    scales, rows = quantize(model.vectors[ids])
    return Words([model.tokens[i] for i in ids], ids, scales, rows)


def quantize(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int8]]:
    """Return a scale for each row, and the row in its multiples, rounded: whole numbers from -127 to 127.

    Examples
    --------
    >>> scales, rows = quantize(np.array([[254, -3, 1]], dtype=np.float32))
    >>> scales, rows
    (array([2.], dtype=float32), array([[127,  -2,   0]], dtype=int8))
    """
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    return scales, np.rint(vectors / scales[:, None]).astype(np.int8)


def pack(words: Words) -> bytes:
    """Return all in one row of little-endian bytes: scales, ids, rows, and the tokens with spaces between them."""
    scales, ids = words.scales.astype("<f4"), words.ids.astype("<u2")
    return scales.tobytes() + ids.tobytes() + words.rows.tobytes() + " ".join(words.tokens).encode()
