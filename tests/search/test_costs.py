"""Tests of what a search costs, as far as it can be counted: memory, passes over the vectors, sorting, imports."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.search import search
from helpers.search.bounds import Bounds
from helpers.search.many_queries import BLOCK_SIZE, GROUP_SIZE, QUERY_BLOCK
from tests.search.hard_rows import unaligned

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]
LIMIT = 64e6  # bytes


def peak_memory(call: Callable[[], Any]) -> int:
    """Return how many bytes a call allocates at once, at most."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def normal(n: int, d: int, dtype: Any = np.float32, factor: float = 1, offset: float = 0) -> Array:
    return (np.random.default_rng(8).normal(size=(n, d)) * factor + offset).astype(dtype)


@pytest.mark.verify
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    ("make_vectors", "m", "k", "excluded", "limit"),
    [
        pytest.param(lambda: normal(120_000, 8), 1000, 5, 0, 30e6, id="scores of all pairs take 480 MB"),
        pytest.param(lambda: normal(600, 20_000), 512, 3, 0, LIMIT, id="queries in float64 take 82 MB"),
        # Where bounds tell no vectors apart, every pair is measured exactly, but not all at once.
        pytest.param(lambda: np.ones((8000, 4), np.float32), 600, 15, 0, LIMIT, id="equal float32"),
        pytest.param(lambda: np.ones((8000, 4)), 600, 15, 0, LIMIT, id="equal float64"),
        pytest.param(lambda: normal(8000, 4, factor=1e-3, offset=1e4), 600, 15, 0, LIMIT, id="nearly equal"),
        pytest.param(lambda: np.ones((6144, 2)), 512, 15, 1024, LIMIT, id="equal, half a block excluded"),
        # In float32 these take 77 MB, in float64 twice that.
        pytest.param(lambda: normal(50_000, 384, np.float16, 100), 3, 15, 0, LIMIT, id="float16"),
        pytest.param(lambda: normal(50_000, 384, np.float64, 100), 3, 15, 0, LIMIT, id="float64"),
        pytest.param(lambda: normal(50_000, 384, np.int32, 100), 3, 15, 0, LIMIT, id="int32"),
        pytest.param(lambda: normal(50_000, 384, ">f4", 100), 3, 15, 0, LIMIT, id="other byte order"),
        pytest.param(lambda: unaligned(normal(50_000, 384)), 3, 15, 0, LIMIT, id="unaligned"),
    ],
)
def test_many_queries_take_bounded_memory(
    make_vectors: Callable[[], Array], m: int, k: int, excluded: int, limit: float, metric: str
) -> None:
    vectors = make_vectors()
    assert peak_memory(lambda: search(vectors, vectors[:m], k, metric, exclude=np.arange(excluded))) < limit


def test_queries_are_not_copied_as_a_whole() -> None:
    vectors, queries = normal(100, 384), normal(40_000, 384)  # in float64 the queries take 123 MB
    assert peak_memory(lambda: search(vectors, queries, 2)) < LIMIT


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("make_vectors", [normal, lambda n, d: np.ones((n, d), np.float32)], ids=["random", "equal"])
def test_one_query_takes_a_few_numbers_per_vector(make_vectors: Callable[[int, int], Array], metric: str) -> None:
    vectors = make_vectors(500_000, 64)  # in float64 they take 256 MB
    norms = np.linalg.norm(vectors, axis=1)
    assert peak_memory(lambda: search(vectors, vectors[0], 3, metric, norms=norms)) < 64e6 + 80 * len(vectors)


def test_memory_mapped_vectors_are_not_copied(tmp_path: Path) -> None:
    rows = normal(50_000, 384)
    rows.tofile(tmp_path / "matrix")
    mapped = np.memmap(tmp_path / "matrix", np.float32, "r", shape=rows.shape)
    norms = np.ones(len(mapped))
    assert peak_memory(lambda: search(mapped, mapped[7], 15, norms=norms)) < 3e6
    assert peak_memory(lambda: search(mapped, mapped[7], 15)) < 6e6
    for metric in METRICS:
        assert peak_memory(partial(search, mapped, mapped[[3, 9000]], 3, metric)) < LIMIT


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("m", "passes"), [(1, 1), (QUERY_BLOCK, 1), (QUERY_BLOCK + 1, 2)])
def test_each_block_of_queries_takes_one_pass(
    m: int, passes: int, metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    original = Bounds.lower

    def lower(self: Bounds, vectors: Array, norms: Array, out: Array) -> Array:
        first = (vectors.__array_interface__["data"][0] - matrix.__array_interface__["data"][0]) // matrix.strides[0]
        seen.append((first, first + len(vectors)))
        return original(self, vectors, norms, out)

    monkeypatch.setattr(Bounds, "lower", lower)
    matrix = normal(5000, 16)
    search(matrix, normal(m, 16)[0] if m == 1 else normal(m, 16), 15, metric)
    starts, ends = [start for start, _ in seen], [end for _, end in seen]
    assert starts.count(0) == ends.count(len(matrix)) == passes
    assert all(start in (0, end) for end, start in zip(ends, starts[1:], strict=False))
    assert sum(end - start for start, end in seen) == passes * len(matrix)


@pytest.mark.parametrize("metric", METRICS)
def test_few_values_are_sorted(bert: TokenEmbeddings, metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: dict[str, list[int]] = {"partition": [], "argpartition": [], "sort": [], "argsort": [], "lexsort": []}
    for name, recorded in sizes.items():
        original = getattr(np, name)

        def record(a: Any, *args: Any, _original: Any = original, _recorded: list[int] = recorded, **kw: Any) -> Any:
            _recorded.append(np.size(a[0] if isinstance(a, tuple) else a))
            return _original(a, *args, **kw)

        monkeypatch.setattr(np, name, record)
    queries = bert.vectors[2000:2100]
    search(bert.vectors, queries, 15, metric, norms=bert.norms)
    rows = BLOCK_SIZE // len(queries)
    groups, blocks = rows // GROUP_SIZE, -(-len(bert) // rows)
    assert sum(sizes["partition"]) <= blocks * groups * len(queries)
    assert blocks * groups < len(bert) / 20
    assert sum(sizes["lexsort"]) < 20 * len(queries)
    assert sum(sizes["sort"]) + sum(sizes["argsort"]) + sum(sizes["argpartition"]) == 0


def test_first_neighbor_imports_little() -> None:
    code = (
        "import sys\n"
        "from helpers.embeddings import load_embeddings\n"
        "from helpers.synonyms import nearest_tokens\n"
        "print(nearest_tokens(load_embeddings('all-MiniLM-L6-v2'), 'beauty', k=1)[0].token)\n"
        "print(*{name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)\n"
        "print(*[name for name in sys.modules if name.startswith('numpy.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    token, packages, of_numpy = run.stdout.splitlines()
    assert token == "beautiful"
    # A package that is installed may add a hook to the start of Python; the names of hooks begin with an underscore.
    imported = {name for name in packages.split() if not name.startswith("_")}
    assert imported == {"helpers", "numpy", "safetensors", "platformdirs"}
    not_needed = {"numpy.ma", "numpy.random", "numpy.fft", "numpy.polynomial", "numpy.testing"}
    assert not not_needed & set(of_numpy.split())
