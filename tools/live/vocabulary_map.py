"""Write the data of the page "A map of the vocabulary": each token's place on a plane, and its true nearest neighbors.

The plane is that of the first two principal components. The neighbors are those in the full space.
"""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading.registry import DEFAULT
from helpers.search import search
from helpers.search.metrics import METRICS
from helpers.tokens import KINDS, token_kind

K = 10
LARGEST = 2**16 - 1  # what the page's numbers are stored in goes from 0 to this
Ids = NDArray[np.intp]
Floats = NDArray[np.float64]


def write(folder: Path) -> None:
    """Write `map-data.js`: a call, so that a page opened from disk can load it, too."""
    bert = load_embeddings(DEFAULT.name)
    points, _ = project(bert.vectors)
    data = {
        "model": bert.name,
        "tokens": bert.tokens,
        "kindNames": KINDS,
        "kinds": encode([KINDS.index(token_kind(token)) for token in bert.tokens], "<u1"),
        "points": encode(to_integers(points), "<u2"),
        "neighbors": {metric: encode_neighbors(bert, metric) for metric in METRICS},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "map-data.js").write_text(f"receiveMap({json.dumps(data)});\n", encoding="utf-8")


def project(vectors: NDArray[Any]) -> tuple[Floats, float]:
    """Return coordinates on the plane of the first two principal components, and the share of the variance in it.

    Of each component the largest number is positive. Without such a rule the sign is left to chance.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        The embedding matrix.

    Returns
    -------
    ndarray of shape (n, 2), float
        The coordinates, and the share, from 0 to 1.
    """
    centered = vectors.astype(np.float64)
    centered -= centered.mean(axis=0)
    variances, components = np.linalg.eigh(centered.T @ centered)
    axes = components[:, [-1, -2]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    return centered @ axes, float(variances[-2:].sum() / variances.sum())


def neighbors(vectors: NDArray[Any], ids: ArrayLike, metric: str, norms: Floats | None = None) -> tuple[Ids, Floats]:
    """Return the ids and scores of the K vectors nearest to each of those with the given ids, without itself.

    Parameters
    ----------
    vectors : ndarray of shape (n, d)
        All vectors.
    ids : array-like of m ints
        The vectors to measure from.
    metric : "cosine" or "euclidean"
        What to measure.
    norms : ndarray of shape (n,), optional
        As in `helpers.search.search`.

    Returns
    -------
    ids, scores : ndarrays of shape (m, K)
        The neighbors, nearest first, and their similarities or distances.
    """
    ids = np.asarray(ids)
    found, scores = search(vectors, vectors[ids], K + 1, metric, norms=norms)
    itself = found == ids[:, np.newaxis]
    itself[~itself.any(axis=1), -1] = True  # more than K equal to it come first: then the last one goes
    return found[~itself].reshape(-1, K), scores[~itself].reshape(-1, K)


def to_integers(points: Floats) -> NDArray[np.uint16]:
    """Return points as whole numbers from 0 to LARGEST, on the same scale in both directions."""
    shifted = points - points.min(axis=0)
    return np.asarray(np.rint(shifted * (LARGEST / shifted.max())), dtype=np.uint16)


def encode_neighbors(bert: TokenEmbeddings, metric: str) -> dict[str, str]:
    """Return all tokens' neighbors as text: the ids, and the scores in thousandths, which is how they are shown."""
    ids, scores = neighbors(bert.vectors, np.arange(len(bert)), metric, bert.norms)
    return {"ids": encode(ids, "<u2"), "scores": encode(np.rint(scores * 1000), "<u2")}


def encode(numbers: ArrayLike, dtype: str) -> str:
    """Return numbers as text: base64 of their bytes."""
    return base64.b64encode(np.asarray(numbers).astype(dtype).tobytes()).decode("ascii")
