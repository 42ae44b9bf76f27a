"""Tests of helpers.cluster on a cluster of real processes: the result is that of `search`, and the matrix stays put."""

import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import Client
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpers.cluster import search as cluster_search
from helpers.cluster import search_pieces, write_pieces
from helpers.neighbors import nearest_neighbors
from helpers.search import search
from tests.cluster.proxy import relay
from tests.search.hard_rows import HARD_ROWS, hard_rows

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]


def check(client: Client, folder: Path, vectors: Array, queries: Array, k: int, metric: str) -> None:
    """Compare with the search of the whole matrix: ids, and scores bit by bit."""
    ids, scores = search_pieces(client, folder, queries, k, metric)
    expected_ids, expected_scores = search(vectors, queries, k, metric)
    assert ids.tolist() == expected_ids.tolist()
    assert scores.tobytes() == expected_scores.tobytes()
    assert (ids.dtype, scores.dtype) == (expected_ids.dtype, expected_scores.dtype)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("kind", HARD_ROWS)
def test_result_is_that_of_one_machine(client: Client, tmp_path: Path, kind: str, metric: str) -> None:
    vectors = hard_rows([kind], (257, 24), np.random.default_rng(4)).astype(np.float32)
    write_pieces(vectors, tmp_path, 64)  # the last piece has one vector
    finite = vectors[np.isfinite(vectors).all(axis=1) & vectors.astype(bool).any(axis=1)]
    for queries, k in ((finite[0], 1), (finite[1], 257), (finite[:5], 70)):
        check(client, tmp_path, vectors, queries, k, metric)


@pytest.mark.parametrize("dtype", ["<f2", "<f8", ">f4", "<i4", "|b1"])
def test_any_type_of_numbers(client: Client, tmp_path: Path, dtype: str) -> None:
    vectors: Array = (np.random.default_rng(4).normal(size=(100, 24)) * 3).astype(dtype)
    write_pieces(vectors[:, ::-1].T[::-1].T, tmp_path, 40)  # equal rows, in another order in memory
    check(client, tmp_path, vectors, vectors[:3], 50, "euclidean")


SCORES = st.lists(st.sampled_from([0.0, -0.0, 0.25, 1.0, np.inf, np.nan]), min_size=1, max_size=30)


@given(SCORES, st.integers(1, 30), st.lists(st.integers(0, 30), max_size=4), st.booleans(), st.randoms())
def test_pieces_are_merged_by_the_rule_for_ties(
    scores: list[float], k: int, cuts: list[int], largest: bool, random: Any
) -> None:
    k, values = min(k, len(scores)), np.array(scores)
    edges = sorted({0, len(scores), *(cut for cut in cuts if cut < len(scores))})
    parts = list(itertools.pairwise(edges))
    random.shuffle(parts)  # workers finish in any order
    best = np.empty(0, np.intp), np.empty(0)
    for start, end in parts:
        ids = start + nearest_neighbors(values[start:end], min(k, end - start), largest=largest)
        best = cluster_search.merge(best, (ids, values[ids]), k, largest)
    expected = nearest_neighbors(values, k, largest=largest)
    assert best[0].tolist() == expected.tolist()
    assert best[1].tobytes() == values[expected].tobytes()


def test_the_matrix_stays_where_it_lies(address: str, tmp_path: Path) -> None:
    vectors = np.random.default_rng(4).normal(size=(40_000, 100)).astype(np.float32)  # 16 MB
    write_pieces(vectors, tmp_path, 5000)
    with relay(address) as server, Client(f"tcp://127.0.0.1:{server.server_address[1]}") as client:
        client.wait_for_workers(2, timeout=300)
        search_pieces(client, tmp_path, vectors[7], 10)  # the workers import what they need
        before, sent = server.count, sum(client.run(_bytes_sent).values())
        check(client, tmp_path, vectors, vectors[8], 10, "cosine")
        assert 8 * 10 * 16 < server.count - before < 60_000  # the tasks, and 10 ids and scores of each piece
        assert 8 * 10 * 16 < sum(client.run(_bytes_sent).values()) - sent < 10_000


def _bytes_sent(dask_worker: Any) -> int:
    """Return how many bytes of results a worker has sent, by its own count."""
    return int(dask_worker.transfer_outgoing_bytes_total)


@pytest.mark.parametrize(
    ("queries", "k", "metric", "message"),
    [
        ([1.0, 2.0], 3, "cosine", "k is 3, but it must be a whole number from 1 to 2"),
        ([1.0, 2.0], 1, "cos", "metric must be 'cosine' or 'euclidean'; got 'cos'."),
        ([0.0, 0.0], 1, "cosine", "^The query has no direction"),
        (
            [[1, 2, 3]],
            1,
            "cosine",
            "Row 0 of queries can't be used: query has 3 numbers, but each row of vectors has 2",
        ),
    ],
)
def test_errors_are_those_of_search(
    client: Client, tmp_path: Path, queries: Any, k: int, metric: str, message: str
) -> None:
    write_pieces(np.eye(2), tmp_path, 1)
    for call in (
        lambda: search(np.eye(2), queries, k, metric),
        lambda: search_pieces(client, tmp_path, queries, k, metric),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_long_searches_show_their_progress(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pieces(np.eye(8), tmp_path, 2)
    search_pieces(client, tmp_path, np.eye(8), 1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(cluster_search, "QUIET", 0)
    search_pieces(client, tmp_path, np.eye(8), 1)
    assert "pieces searched: 100%" in capsys.readouterr().err


def test_missing_dask_is_named() -> None:
    code = "import sys; sys.modules['distributed'] = None; import helpers.cluster"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stderr.splitlines()[-1].startswith("ImportError: helpers.cluster needs Dask, which can't be imported")
    assert "run python -m pip install distributed" in run.stderr


@pytest.mark.verify
def test_example_opens_no_port_to_others() -> None:
    """Whoever reaches a port of Dask can run code."""
    code = (
        "import psutil\nfrom distributed import LocalCluster\nif __name__ == '__main__':\n"
        "  with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address='127.0.0.1:0'):\n"
        "    family = [psutil.Process(), *psutil.Process().children(recursive=True)]\n"
        "    print({c.laddr.ip for p in family for c in p.net_connections() if c.status == psutil.CONN_LISTEN})"
    )
    assert 'dashboard_address="127.0.0.1:0"' in str(search_pieces.__doc__)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "{'127.0.0.1'}\n"
