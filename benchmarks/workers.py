"""Measure how long `search_pieces` takes with one worker and with two, beside `search` in one process.

`.venv/bin/python -m benchmarks.workers` takes about two minutes and 800 MB of disk, and writes the table of
docs/cluster.md. All are measured by turns, in one run. `search` has a thread on each core, a worker has one.
"""

import tempfile
from pathlib import Path

import dask
import numpy as np
from distributed import Client, LocalCluster

from benchmarks import machine
from benchmarks.report import table
from benchmarks.timing import by_turns, median, ratio
from helpers.cluster import search_pieces, write_pieces
from helpers.search import search
from tools.pages import DOCS, write_section

N, D, PIECES, ROUNDS = 500_000, 384, 16, 7
MALLOC = {"MALLOC_TRIM_THRESHOLD_": "134217728", "MALLOC_MMAP_THRESHOLD_": "33554432"}  # see docs/cluster.md


def main() -> None:
    """Measure, and write the table."""
    vectors = np.random.default_rng(seed=0).normal(size=(N, D)).astype(np.float32)
    dask.config.set({f"distributed.nanny.pre-spawn-environ.{name}": value for name, value in MALLOC.items()})
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster(1) as one,
        cluster(2) as two,
        Client(one) as client_of_one,
        Client(two) as client_of_two,
    ):
        write_pieces(vectors, Path(folder) / "pieces", rows_per_piece=N // PIECES)
        rows = [["queries", "`search`", "one worker", "two workers", "one worker / two"]]
        for m in (1, 100):
            queries = vectors[:m]
            ways = {
                "search": lambda queries=queries: search(vectors, queries, 10),
                "one": lambda queries=queries: search_pieces(client_of_one, Path(folder) / "pieces", queries, 10),
                "two": lambda queries=queries: search_pieces(client_of_two, Path(folder) / "pieces", queries, 10),
            }
            times = by_turns(ways, ROUNDS)
            seconds = [f"{median(times[way]):.2f} s" for way in ways]
            rows.append([f"{m}", *seconds, f"{ratio(times['one'], times['two']):.1f}"])
            print(rows[-1], flush=True)
    measured = machine.describe()
    text = (
        f"{table(rows)}\nMeasured on {measured['date']} at commit {measured['commit']}, with {measured['processor']}, "
    )
    text += f"{measured['cores']} cores, {measured['memory']}, {measured['system']}.\n"
    write_section(DOCS / "cluster.md", "python -m benchmarks.workers", text)


def cluster(workers: int) -> LocalCluster:
    """Return a cluster of worker processes on this machine, with one thread each."""
    return LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0")


if __name__ == "__main__":
    main()
