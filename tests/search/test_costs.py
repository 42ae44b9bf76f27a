"""What a search costs, as far as it can be counted: space, passes over the vectors, sorting, imports."""

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from helpers.embeddings import TokenEmbeddings
from helpers.search import search
from helpers.search.bounds import Bounds
from helpers.search.many_queries import BLOCK_SIZE, GROUP_SIZE, QUERY_BLOCK

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]
SPACE = 64e6  # bytes


def most_allocated(do: Callable[[], Any]) -> int:
    """Return how many bytes were allocated at once, at most, while something was done."""
    tracemalloc.start()
    try:
        do()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def normal(n: int, d: int, kind: type = np.float32) -> Array:
    """Return random vectors."""
    return np.random.default_rng(8).normal(size=(n, d)).astype(kind)


@pytest.mark.parametrize("metric", METRICS)
def test_the_scores_of_all_pairs_never_stand_in_memory(metric: str) -> None:
    """Of 120,000 vectors and 1,000 queries they would take 480 MB."""
    vectors = normal(120_000, 8)
    assert most_allocated(lambda: search(vectors, vectors[:1000], 5, metric)) < 30e6


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    ("vectors", "m", "exclude"),
    [
        (np.ones((8000, 4), np.float32), 600, ()),
        (np.ones((8000, 4), np.float64), 600, ()),
        (normal(8000, 4) * np.float32(1e-3) + np.float32(1e4), 600, ()),
        (np.ones((6144, 2), np.float64), 512, np.arange(1024)),
    ],
    ids=["equal", "float64", "at an offset", "half a tile left out"],
)
def test_where_the_estimate_tells_nothing_apart_space_is_bounded_too(
    vectors: Array, m: int, exclude: Any, metric: str
) -> None:
    """Then every pair is measured exactly, but not all at once."""
    assert most_allocated(lambda: search(vectors, vectors[:m], 15, metric, exclude=exclude)) < SPACE


def test_queries_of_many_numbers_are_taken_in_smaller_blocks() -> None:
    """512 of these would take 82 MB in float64."""
    vectors = normal(600, 20_000)
    assert most_allocated(lambda: search(vectors, vectors[:512], 3)) < SPACE


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("vectors", [normal(500_000, 64), np.ones((500_000, 64), np.float32)], ids=["random", "equal"])
def test_one_query_takes_a_few_numbers_for_each_vector(vectors: Array, metric: str) -> None:
    """Even if the bounds tell nothing apart: the vectors in float64 would take 256 MB."""
    norms = np.linalg.norm(vectors, axis=1)
    assert most_allocated(lambda: search(vectors, vectors[0], 3, metric, norms=norms)) < 64e6 + 80 * len(vectors)


def test_many_queries_are_not_copied_as_a_whole() -> None:
    """In float64 these would take 123 MB. What is returned takes 1 MB."""
    queries = normal(40_000, 384)
    assert most_allocated(lambda: search(normal(100, 384), queries, 2)) < SPACE


@pytest.mark.parametrize("kind", [np.float16, np.float64, np.int32, ">f4"])
def test_vectors_of_another_type_are_never_copied_as_a_whole(kind: Any) -> None:
    """Nor those of another byte order. In float32 these would take 77 MB, in float64 twice that."""
    vectors = (normal(50_000, 384) * 100).astype(kind)
    assert most_allocated(lambda: search(vectors, vectors[:3], 15)) < SPACE


def test_vectors_that_lie_askew_in_memory_are_never_copied_as_a_whole() -> None:
    """A matrix may begin anywhere in a file, and BLAS wants numbers at even addresses."""
    rows = normal(50_000, 384)
    skewed = np.empty(rows.nbytes + 1, np.uint8)[1:].view(np.float32).reshape(rows.shape)
    skewed[:] = rows
    assert not skewed.flags.aligned
    assert most_allocated(lambda: search(skewed, rows[:3], 15)) < SPACE
    assert search(skewed, rows[:3], 15)[0].tolist() == search(rows, rows[:3], 15)[0].tolist()


def test_a_memory_mapped_matrix_is_not_copied(tmp_path: Path) -> None:
    """One query to a matrix of 77 MB takes next to nothing."""
    rows = normal(50_000, 384)
    rows.tofile(tmp_path / "matrix")
    mapped = np.memmap(tmp_path / "matrix", np.float32, "r", shape=rows.shape)
    norms = np.ones(len(mapped))
    assert most_allocated(lambda: search(mapped, mapped[7], 15, norms=norms)) < 3e6
    assert most_allocated(lambda: search(mapped, mapped[7], 15)) < 6e6


# Runs in a process of its own. RLIMIT_DATA limits the private memory that a process can write to; a file that is
# mapped to be read doesn't count. (Pages that are only reserved do, so the limit is set on top of those of the start.)
LARGER_THAN_THE_LIMIT = """
import json, resource, sys
import numpy as np
from helpers.search import search

def mapped(name):
    return np.memmap(name, np.float32, "r").reshape(-1, 384)

search(mapped(sys.argv[1])[:5000], np.ones((600, 384)), 15)  # so that BLAS has its buffers and its threads
status = open("/proc/self/status").read()
limit = 1024 * int(status.split("VmData:")[1].split()[0]) + 64 * 2**20
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
vectors = mapped(sys.argv[1])
try:
    vectors.astype(np.float32)
    sys.exit("the limit limits nothing")
except MemoryError:
    pass
found = [search(vectors, vectors[[3, 100_000]], 3, metric)[0].tolist() for metric in ("cosine", "euclidean")]
print(json.dumps([vectors.nbytes, found]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit on private memory is Linux's")
def test_a_matrix_larger_than_the_memory_that_may_be_used(tmp_path: Path) -> None:
    """A file of 230 MB, and 64 MB of memory for the whole process besides what it starts with."""
    block = normal(10_000, 384)
    with (tmp_path / "matrix").open("wb") as file:
        for i in range(15):
            (block + np.float32(i)).tofile(file)
    command = [sys.executable, "-c", LARGER_THAN_THE_LIMIT, str(tmp_path / "matrix")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    size, ids = json.loads(run.stdout)
    assert size > 3 * 64 * 2**20
    for by_metric in ids:
        assert [row[0] for row in by_metric] == [3, 100_000]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(("m", "passes"), [(1, 1), (QUERY_BLOCK, 1), (QUERY_BLOCK + 1, 2)])
def test_each_block_of_queries_takes_one_pass_over_the_vectors(
    m: int, passes: int, metric: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row once, in order, without gaps."""
    seen: list[tuple[int, int]] = []
    lower = Bounds.lower

    def watched(self: Bounds, vectors: Array, norms: Array, out: Array) -> Array:
        first = (vectors.__array_interface__["data"][0] - matrix.__array_interface__["data"][0]) // matrix.strides[0]
        seen.append((first, first + len(vectors)))
        return lower(self, vectors, norms, out)

    monkeypatch.setattr(Bounds, "lower", watched)
    matrix = normal(5000, 16)
    search(matrix, normal(m, 16)[0] if m == 1 else normal(m, 16), 15, metric)
    starts, ends = [start for start, _ in seen], [end for _, end in seen]
    assert starts.count(0) == ends.count(len(matrix)) == passes
    assert all(start in (0, end) for end, start in zip(ends, starts[1:], strict=False))
    assert sum(end - start for start, end in seen) == passes * len(matrix)


@pytest.mark.parametrize("metric", METRICS)
def test_next_to_nothing_is_sorted(bert: TokenEmbeddings, metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No full sort, no partition of all scores: of 30,522 for each query, hardly more than the best of each group."""
    sizes: dict[str, list[int]] = {"partition": [], "argpartition": [], "sort": [], "argsort": [], "lexsort": []}
    for name, called in sizes.items():
        original = getattr(np, name)

        def watched(a: Any, *rest: Any, _original: Any = original, _called: list[int] = called, **named: Any) -> Any:
            _called.append(np.size(a[0] if isinstance(a, tuple) else a))
            return _original(a, *rest, **named)

        monkeypatch.setattr(np, name, watched)
    queries = bert.vectors[2000:2100]
    search(bert.vectors, queries, 15, metric, norms=bert.norms)
    rows = BLOCK_SIZE // len(queries)
    groups, blocks = rows // GROUP_SIZE, -(-len(bert) // rows)
    assert sum(sizes["partition"]) <= blocks * groups * len(queries)
    assert blocks * groups < len(bert) / 20
    assert sum(sizes["lexsort"]) < 20 * len(queries)
    assert sum(sizes["sort"]) + sum(sizes["argsort"]) + sum(sizes["argpartition"]) == 0


def test_what_is_imported_before_the_first_neighbor() -> None:
    """NumPy, the checker of the model's file, the place for what is remembered, and Python's own: no more."""
    code = (
        "import sys\n"
        "from helpers.embeddings import load_embeddings\n"
        "from helpers.synonyms import nearest_tokens\n"
        "nearest_tokens(load_embeddings('all-MiniLM-L6-v2'), 'beauty', k=1)\n"
        "print(*{name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)\n"
        "print(*[name for name in sys.modules if name.startswith('numpy.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    packages, of_numpy = (set(line.split()) for line in run.stdout.splitlines())
    packages = {name for name in packages if not name.startswith("_")}  # an installed package may add a hook at start
    assert packages == {"helpers", "numpy", "safetensors", "platformdirs"}
    assert not of_numpy & {"numpy.ma", "numpy.random", "numpy.fft", "numpy.polynomial", "numpy.testing"}
