"""What the search is held to, and whether the stored runs reach it: `python -m benchmarks.goals`.

Each goal is a ratio within one run. What counts is the median over the runs in benchmarks/results.
"""

import statistics
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks.report import RESULTS, read, table
from benchmarks.start import LECTURE, PEAK, PRIVATE
from benchmarks.start import OURS as OUR_START
from benchmarks.timing import best, median, ratio
from benchmarks.ways import BY_QUERIES, BY_VECTORS, GENSIM, IP, L2, LINES, OURS, PRODUCT, SCIKIT, SCIPY, TORCH

Results = dict[str, Any]


class Goal(NamedTuple):
    """A ratio that must not be above a number."""

    what: str
    at_most: float
    ratio: Callable[[Results], float]


def one(metric: str, *others: str) -> Callable[[Results], float]:
    """Return what gives the ratio of ours to the best of some ways, for one query."""
    return lambda results: _to_the_best(results["one query"][metric], others)


def many(metric: str, *others: str) -> Callable[[Results], float]:
    """Return what gives the ratio of ours to the best of some ways, for 1,000 queries."""
    return lambda results: _to_the_best(results["many queries"][metric], others)


def milliseconds_more(metric: str) -> Callable[[Results], float]:
    """Return what gives how many milliseconds more than the bare product one query takes."""

    def more(results: Results) -> float:
        times: dict[str, list[float]] = results["one query"][metric]
        return 1e3 * statistics.median([ours - its for ours, its in zip(times[OURS], times[PRODUCT], strict=True)])

    return more


def started(what: str) -> Callable[[Results], float]:
    """Return what gives the ratio of ours to the lecture's way, from process start to the first neighbor."""
    return lambda results: ratio(results["start"][OUR_START][what], results["start"][LECTURE][what])


def per_vector(metric: str, few: int, more: int) -> Callable[[Results], float]:
    """Return what gives how many times as long a vector takes where there are more of them."""

    def times(results: Results) -> float:
        each = [median(results["growth"]["n"][str(n)][metric]) / n for n in (few, more)]
        return each[1] / each[0]

    return times


def _to_the_best(times: dict[str, list[float]], others: tuple[str, ...]) -> float:
    return ratio(times[OURS], best(*(times[name] for name in others)))


FAISS = {"euclidean": (L2,), "cosine": (L2, IP)}


def by_metric(metric: str) -> list[Goal]:
    """Return the goals of one metric."""
    return [
        Goal(f"one query, {metric}: the bare product", 1.3, one(metric, PRODUCT)),
        Goal("    or so many milliseconds more", 0.5, milliseconds_more(metric)),
        Goal(f"one query, {metric}: faiss, the better index", 1, one(metric, *FAISS[metric])),
        Goal(f"one query, {metric}: torch", 1, one(metric, TORCH)),
        *([Goal(f"one query, {metric}: gensim", 1, one(metric, GENSIM))] if metric == "cosine" else []),
        Goal(f"one query, {metric}: scikit-learn", 1 / 4, one(metric, SCIKIT)),
        Goal(f"one query, {metric}: SciPy", 1 / 4, one(metric, SCIPY)),
        Goal(f"one query, {metric}: the lecture's lines", 1 / 4, one(metric, LINES)),
        Goal(f"1,000 queries, {metric}: the better bare product", 1.5, many(metric, BY_QUERIES, BY_VECTORS)),
        Goal(f"1,000 queries, {metric}: faiss, the better index", 1, many(metric, *FAISS[metric])),
        Goal(f"1,000 queries, {metric}: torch", 1, many(metric, TORCH)),
        Goal(f"1,000 queries, {metric}: scikit-learn", 1 / 2.5, many(metric, SCIKIT)),
        Goal(f"a vector of 3,000,000, {metric}: of 300,000", 1.3, per_vector(metric, 300_000, 3_000_000)),
    ]


GOALS = [
    *by_metric("euclidean"),
    *by_metric("cosine"),
    Goal("from start to the first neighbor: the lecture's way", 1 / 20, started("seconds")),
    Goal("    peak of resident memory", 1 / 4, started(PEAK)),
    Goal("    private memory at that moment", 1 / 8, started(PRIVATE)),
]


def main() -> None:
    """Print every goal, the median over the stored runs, and the runs."""
    runs = [read(path) for path in sorted(RESULTS.glob("*.json"))]
    rows = [["ours in proportion to", "at most", f"median of {len(runs)}", "runs", "reached"]]
    for goal in GOALS:
        ratios = [goal.ratio(results) for results in runs]
        middle = statistics.median(ratios)
        each = " ".join(f"{value:.3f}" for value in ratios)
        rows.append(
            [goal.what, f"{goal.at_most:.3f}", f"{middle:.3f}", each, "yes" if middle <= goal.at_most else "no"]
        )
    print(table(rows), end="")


if __name__ == "__main__":
    main()
