"""Tests of benchmarks/: docs/performance.md shows the stored run, and a wrong answer is noticed.

Nothing is timed here. `make verify` runs the benchmark, which compares what the libraries find.
"""

from typing import Any

import numpy as np
import pytest

from benchmarks import report
from benchmarks.agreement import require
from benchmarks.report import ROWS, short
from benchmarks.timing import best, by_turns, ratio, spread
from helpers.search import search


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    return report.read()


def test_page_shows_stored_run(results: dict[str, Any]) -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert f"<!-- written by make benchmark -->\n{short(results)}<!-- end of" in page
    assert f"![{report.alt(results)}](benchmark.png)" in page


def test_every_measured_way_has_a_row(results: dict[str, Any]) -> None:
    measured = {way for part in report.PARTS for times in results[part].values() for way in times}
    assert measured == set(ROWS)


def test_ways_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.timing.REST", 0)
    monkeypatch.setattr("benchmarks.timing.WARM_UP", 0)
    calls: list[str] = []
    times = by_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3)
    assert "".join(calls) == "aabb" * 3  # the first call of each pair warms up
    assert {name: len(each) for name, each in times.items()} == {"a": 3, "b": 3}


def test_statistics_of_times() -> None:
    # The ratio is taken round by round: a machine that gets slower halfway would change a ratio of medians.
    assert ratio([1.0, 2.0, 30.0], [1.0, 1.0, 10.0]) == 2.0
    assert best([1.0, 5.0], [2.0, 3.0]) == [1.0, 3.0]
    assert spread([1.0, 2.0, 3.0, 4.0, 5.0]) == (2.0, 4.0)
    assert spread([1.0]) == (1.0, 1.0)


def test_wrong_ids_are_noticed() -> None:
    vectors = np.random.default_rng(9).normal(size=(200, 16)).astype(np.float32)
    vectors[150] = vectors[20]
    queries = vectors[:10]
    ids, _ = search(vectors, queries, 5, "euclidean")
    require("the same in another order", ids[:, ::-1], ids, vectors, queries, "euclidean")
    wrong = ids.copy()
    wrong[7, 4] = next(i for i in range(200) if i not in ids[7])
    with pytest.raises(AssertionError, match="finds others than ours for query 7, with scores that are"):
        require("a wrong one", wrong, ids, vectors, queries, "euclidean")
    with pytest.raises(AssertionError, match=r"finds ids of shape \(10, 4\), and ours \(10, 5\)"):
        require("a short one", ids[:, :4], ids, vectors, queries, "euclidean")
    assert search(vectors, vectors[20], 1)[0].tolist() == [20]
    require("an equal vector", [150], np.array([20]), vectors, vectors[20], "cosine")
