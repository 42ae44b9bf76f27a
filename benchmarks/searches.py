"""What searching costs: one query, many queries, and how it grows with the vectors, the queries, d and k."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.agreement import require
from benchmarks.timing import Times, by_turns
from benchmarks.ways import FLOORS, OURS, PRODUCT, Vectors, bare_products, floor_of, many_queries
from benchmarks.ways import one_query as ways_for_one
from helpers.distances import row_norms
from helpers.search import search

METRICS = ("euclidean", "cosine")
K = 15


class Size(NamedTuple):
    """How much is measured."""

    rounds: int  # of the quick ones
    few_rounds: int  # of those that take long
    queries: int
    ns: tuple[int, ...]
    ms: tuple[int, ...]
    ds: tuple[int, ...]
    ks: tuple[int, ...]


FULL = Size(21, 7, 1000, (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000), (1, 10, 100, 1000, 10_000),
            (64, 128, 256, 512, 1024), (1, 15, 100, 1000))  # fmt: skip
QUICK = Size(2, 2, 100, (1000, 3000), (1, 10), (64, 128), (1, 15))


def one_query(vectors: Vectors, query_id: int, size: Size) -> dict[str, Times]:
    """Return the times of all ways to find the 15 nearest to one row, for each metric, once they agree."""
    measured = {}
    for metric in METRICS:
        ways = ways_for_one(vectors, query_id, K, metric)
        _require_agreement(ways, vectors, vectors[query_id], metric)
        measured[metric] = by_turns(ways, size.rounds)
    return measured


def many(vectors: Vectors, size: Size) -> dict[str, Times]:
    """Return the times of all ways to find the 15 nearest to many rows, for each metric, once they agree."""
    rows = np.random.default_rng(seed=0).choice(len(vectors), size.queries, replace=False)
    queries = vectors[rows]
    measured = {}
    for metric in METRICS:
        ways = many_queries(vectors, queries, K, metric)
        _require_agreement(ways, vectors, queries, metric)
        measured[metric] = by_turns(ways, size.few_rounds)
    return measured


def growth(vectors: Vectors, query_id: int, size: Size, say: Callable[[str], None]) -> dict[str, dict[str, Times]]:
    """Return the times of ours and of the floor as one number grows: n and d of random vectors, m and k of the real."""
    measured: dict[str, dict[str, Times]] = {"n": {}, "m": {}, "d": {}, "k, one query": {}, "k": {}}
    largest = [n for n in size.ns if 2 * n * 384 * 4 < available()]
    if skipped := set(size.ns) - set(largest):
        say(f"not enough memory for n = {', '.join(f'{n:,}' for n in sorted(skipped))}")
    matrix = _random(max(largest), 384)
    norms = row_norms(matrix)
    for n in largest:
        measured["n"][str(n)] = _with_floor(matrix[:n], matrix[n // 2], K, norms[:n], size.few_rounds)
    del matrix
    norms = row_norms(vectors)
    queries = np.concatenate([vectors] * (max(size.ms) // len(vectors) + 1))
    for m in size.ms:
        rounds = size.rounds if m < 100 else 2
        measured["m"][str(m)] = _with_floor(vectors, queries[:m], K, norms, rounds)
    for d in size.ds:
        rows = _random(30_522, d)
        measured["d"][str(d)] = _with_floor(rows, rows[: size.queries], K, row_norms(rows), size.few_rounds // 2 + 1)
    for k in size.ks:
        measured["k, one query"][str(k)] = _with_floor(vectors, vectors[query_id], k, norms, size.rounds)
        measured["k"][str(k)] = _with_floor(vectors, vectors[: size.queries], k, norms, size.few_rounds // 2 + 1)
    return measured


def available() -> float:
    """Return how many bytes of memory are free, as far as that can be told."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return 1024.0 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
    except (OSError, StopIteration):
        return 8e9


def _require_agreement(ways: dict[str, Any], vectors: Vectors, queries: Vectors, metric: str) -> None:
    ours = ways[OURS]()
    for name, find in ways.items():
        if name not in FLOORS:
            require(name, find(), ours, vectors, queries, metric)


def _with_floor(vectors: Vectors, queries: Vectors, k: int, norms: NDArray[np.float64], rounds: int) -> Times:
    """Return the times of ours by both metrics, and of the better bare product."""
    ways: dict[str, Callable[[], object]] = {
        metric: partial(search, vectors, queries, k, metric, norms=norms) for metric in METRICS
    }
    if queries.ndim == 1:
        return by_turns({PRODUCT: lambda: vectors @ queries, **ways}, rounds)
    times = by_turns({**bare_products(vectors, queries), **ways}, rounds)
    return {PRODUCT: floor_of(times), **{metric: times[metric] for metric in METRICS}}


def _random(n: int, d: int) -> Vectors:
    """Return random vectors, made a part at a time, since 3,000,000 of them fill much of the memory."""
    rng = np.random.default_rng(seed=0)
    vectors = np.empty((n, d), np.float32)
    for start in range(0, n, 100_000):
        part = vectors[start : start + 100_000]
        rng.standard_normal(out=part, dtype=np.float32)
    return vectors
