"""The ways to search that are compared: what a learner might use instead, each as its own documentation has it.

What a library prepares once (an index, unit vectors, norms) is prepared before anything is timed. `search` has norms.
Each function returns the ways by name. A way that is a floor finds nothing: it only does what no way can do without.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import Times, best
from helpers.distances import row_norms
from helpers.search import search

Ways = dict[str, Callable[[], Any]]
Vectors = NDArray[np.float32]

OURS = "search (ours)"
PRODUCT, PASS = "bare product", "one pass over the bytes"
BY_QUERIES, BY_VECTORS = "bare product, 256 queries at a time", "bare product, 2,048 vectors at a time"
FLOORS = {PRODUCT, PASS, BY_QUERIES, BY_VECTORS}
L2, IP, TORCH, GENSIM = "faiss IndexFlatL2", "faiss IndexFlatIP", "torch, product and topk", "gensim most_similar"
SCIKIT, SCIPY, LINES = "scikit-learn, brute", "SciPy cdist and argpartition", "the lecture's lines"


def floor_of(times: Times) -> list[float]:
    """Return the times of the bare product; for many queries, of the quicker of its two forms in each round."""
    return times[PRODUCT] if PRODUCT in times else best(times[BY_QUERIES], times[BY_VECTORS])


def one_query(vectors: Vectors, query_id: int, k: int, metric: str) -> Ways:
    """Return the ways to find the k nearest to the row `query_id` of a matrix, itself among them."""
    query, norms = vectors[query_id], row_norms(vectors)
    bits = vectors.view(np.uint64)
    ways: Ways = {
        PRODUCT: lambda: vectors @ query,
        PASS: lambda: bits.max(),
        OURS: lambda: search(vectors, query, k, metric, norms=norms)[0],
        LINES: lambda: _lecture(vectors, query, k, metric),
    }
    others = _scikit_learn(vectors, query[np.newaxis], k, metric)
    others |= _faiss(vectors, query[np.newaxis], k, metric)
    others |= _torch(vectors, query, k, metric)
    others |= _scipy(vectors, query, k, metric)
    if metric == "cosine":
        others |= _gensim(vectors, query_id, k)
    return ways | others


def many_queries(vectors: Vectors, queries: Vectors, k: int, metric: str) -> Ways:
    """Return the ways to find the k nearest to each of many queries."""
    norms = row_norms(vectors)
    floors = bare_products(vectors, queries)
    ours: Ways = {OURS: lambda: search(vectors, queries, k, metric, norms=norms)[0]}
    others = _scikit_learn(vectors, queries, k, metric) | _faiss(vectors, queries, k, metric)
    return floors | ours | others | _torch(vectors, queries, k, metric)


def bare_products(vectors: Vectors, queries: Vectors) -> Ways:
    """Return two ways to multiply all vectors with all queries, and to forget the products."""

    def by_queries() -> None:
        for start in range(0, len(queries), 256):
            vectors @ queries[start : start + 256].T

    def by_vectors() -> None:
        for start in range(0, len(vectors), 2048):
            vectors[start : start + 2048] @ queries.T

    return {BY_QUERIES: by_queries, BY_VECTORS: by_vectors}


def _lecture(vectors: Vectors, query: Vectors, k: int, metric: str) -> NDArray[np.intp]:
    if metric == "euclidean":
        distances = np.sqrt(((vectors - query) ** 2).sum(axis=1))
        return np.argsort(distances)[:k]
    similarities = (vectors @ query) / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(query))
    return np.argsort(similarities)[::-1][:k]


def _scikit_learn(vectors: Vectors, queries: Vectors, k: int, metric: str) -> Ways:
    from sklearn.neighbors import NearestNeighbors

    brute = NearestNeighbors(n_neighbors=k, algorithm="brute", metric=metric).fit(vectors)
    return {SCIKIT: lambda: brute.kneighbors(queries, return_distance=False)}


def _faiss(vectors: Vectors, queries: Vectors, k: int, metric: str) -> Ways:
    import faiss

    d = vectors.shape[1]
    if metric == "euclidean":
        index = faiss.IndexFlatL2(d)
        index.add(vectors)
        return {L2: lambda: index.search(queries, k)[1]}
    # On unit vectors the inner product is the cosine, and the distance ranks as it does: notebook 3 shows it.
    inner, distance = faiss.IndexFlatIP(d), faiss.IndexFlatL2(d)
    units, unit_queries = _units(vectors), _units(queries)
    inner.add(units)
    distance.add(units)
    return {
        IP: lambda: inner.search(unit_queries, k)[1],
        L2: lambda: distance.search(unit_queries, k)[1],
    }


def _torch(vectors: Vectors, queries: Vectors, k: int, metric: str) -> Ways:
    import torch

    if metric == "cosine":
        units, unit_queries = torch.from_numpy(_units(vectors)), torch.from_numpy(_units(queries))
        one = queries.ndim == 1

        def by_cosine() -> Any:
            similarities = torch.mv(units, unit_queries) if one else torch.mm(unit_queries, units.T)
            return similarities.topk(k).indices.numpy()

        return {TORCH: by_cosine}

    matrix, tensors = torch.from_numpy(vectors), torch.from_numpy(np.array(queries))
    squares = (matrix**2).sum(dim=1)

    def by_distance() -> Any:
        if tensors.ndim == 1:
            scores = torch.addmv(squares, matrix, tensors, alpha=-2)
        else:
            scores = torch.addmm(squares, tensors, matrix.T, alpha=-2)
        return scores.topk(k, largest=False).indices.numpy()

    return {TORCH: by_distance}


def _scipy(vectors: Vectors, query: Vectors, k: int, metric: str) -> Ways:
    from scipy.spatial.distance import cdist

    def by_cdist() -> NDArray[np.intp]:
        distances = cdist(query[np.newaxis], vectors, metric)[0]
        return np.argpartition(distances, k - 1)[:k]

    return {SCIPY: by_cdist}


def _gensim(vectors: Vectors, query_id: int, k: int) -> Ways:
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(vectors.shape[1])
    keyed.add_vectors([str(i) for i in range(len(vectors))], vectors)
    keyed.fill_norms()

    def most_similar() -> list[int]:
        # It leaves out the word itself, so it is asked for one less.
        return [query_id, *(int(key) for key, _ in keyed.most_similar(str(query_id), topn=k - 1))]

    return {GENSIM: most_similar}


def _units(vectors: Vectors) -> Vectors:
    units: Vectors = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return units
