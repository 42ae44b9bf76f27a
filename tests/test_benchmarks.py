"""Tests of benchmarks/: what is shown is what a run has stored, and an answer that is wrong is not let through.

Nothing here is timed. That the benchmark runs, and that all ways find the same, `make verify` shows.
"""

from typing import Any

import numpy as np
import pytest

from benchmarks import report
from benchmarks.agreement import require
from benchmarks.report import ROWS, short
from benchmarks.timing import best, by_turns, ratio, spread
from helpers.search import search

PAGE = report.PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """Read the last run."""
    return report.read()


def test_page_shows_the_latest_run(results: dict[str, Any]) -> None:
    """Every number, the date, the commit and the machine, and the figure with its text alternative."""
    assert f"<!-- written by make benchmark -->\n{short(results)}<!-- end of" in PAGE
    assert f"![{report.alt(results)}](benchmark.png)" in PAGE


def test_every_way_that_was_measured_is_shown(results: dict[str, Any]) -> None:
    """None is left out of the tables."""
    measured = {way for part in report.PARTS for times in results[part].values() for way in times}
    assert measured == set(ROWS)


def test_ways_take_their_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each round every way runs at least twice, the last time with the clock."""
    monkeypatch.setattr("benchmarks.timing.REST", 0)
    monkeypatch.setattr("benchmarks.timing.WARM_UP", 0)
    calls: list[str] = []
    times = by_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=3)
    assert "".join(calls) == "aabb" * 3
    assert {name: len(each) for name, each in times.items()} == {"a": 3, "b": 3}


def test_ratios_are_taken_round_by_round() -> None:
    """Where a machine gets slower half-way, ratios of medians would mislead."""
    assert ratio([1.0, 2.0, 30.0], [1.0, 1.0, 10.0]) == 2.0
    assert best([1.0, 5.0], [2.0, 3.0]) == [1.0, 3.0]
    assert spread([1.0, 2.0, 3.0, 4.0, 5.0]) == (2.0, 4.0)
    assert spread([1.0]) == (1.0, 1.0)


def test_an_answer_that_is_wrong_is_not_let_through() -> None:
    """One other vector is enough, in one of many rows; but for one that is as near, and in another order."""
    rng = np.random.default_rng(9)
    vectors = rng.normal(size=(200, 16)).astype(np.float32)
    vectors[150] = vectors[20]
    queries = vectors[:10]
    ours, _ = search(vectors, queries, 5, "euclidean")
    require("the same", ours[:, ::-1], ours, vectors, queries, "euclidean")
    wrong = ours.copy()
    wrong[7, 4] = next(i for i in range(200) if i not in ours[7])
    with pytest.raises(AssertionError, match="finds others than ours for query 7, with scores that are"):
        require("a wrong one", wrong, ours, vectors, queries, "euclidean")
    with pytest.raises(AssertionError, match=r"finds ids of shape \(10, 4\), and ours \(10, 5\)"):
        require("a short one", ours[:, :4], ours, vectors, queries, "euclidean")
    first = search(vectors, vectors[20], 1)[0]
    assert first.tolist() == [20]
    require("its copy", [150], first, vectors, vectors[20], "cosine")
