"""Claims of notebook 6."""

import contextlib
import functools
import io
import json
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from benchmarks import report
from benchmarks.timing import median
from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from tests.claims.claim import Claim
from tests.claims.found import comes_after, says, toy
from tests.notebooks import BERT, BILLION, MEASURES, SCORES, SYNONYMS, TOY, cell, run_cell


@functools.cache
def run(bert: TokenEmbeddings | None, *cell_ids: str) -> dict[str, Any]:
    """Run the imports and some cells, without what they print, and return their variables."""
    variables: dict[str, Any] = {"bert": bert}
    for cell_id in ("imports", "imports-evaluation", *cell_ids):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(cell(BILLION, cell_id).source, variables)
        variables["show"] = lambda *_: plt.close("all")
    return variables


def in_two_cells(_: TokenEmbeddings) -> bool:
    """Return whether the nearest letter to X is in one of the two cells whose centers are nearest to X."""
    found = run(None, "letters", "ivf-figure")
    points, centers = found["points"], found["centers"]
    (nearest,) = nearest_neighbors(euclidean_distances(points[:-1], points[-1]), k=1)
    (own,) = nearest_neighbors(euclidean_distances(centers, points[nearest]), k=1)
    return own in nearest_neighbors(euclidean_distances(centers, points[-1]), k=2)


def compared_from_p(_: TokenEmbeddings) -> int:
    """Return how many letters the walk from P compares: those on it, and those that they link to."""
    found = run(None, "letters", "walk")
    walk = found["walk_from"](found["letters"].index("P"))
    return len({*walk, *(int(other) for i in walk for other in found["links"][i])})


def more_than_equal_cells(bert: TokenEmbeddings) -> dict[str, int]:
    """Return with how many vectors a word is compared, with 8 cells searched, and how many it were in equal cells."""
    found = run(bert, "cost", "units", "cells", "ivf", "ivf-recall")
    return {
        "compared": round(found["ivf_shares"][8] * len(bert)),
        "in equal cells": found["n_cells"] + 8 * len(bert) // found["n_cells"],
    }


def times_of_a_vector() -> list[float]:
    """Return how long one query took for each vector, in the stored run of the benchmark."""
    growth = json.loads(report.LATEST.read_text(encoding="utf-8"))["growth"]["n"]
    return [median(times[metric]) / int(n) for n, times in growth.items() for metric in report.METRICS]


CLAIMS: list[Claim] = [
    (BILLION, "objectives", "Notebooks 1 to 5", lambda _: comes_after(BILLION, TOY, BERT, MEASURES, SYNONYMS, SCORES)),
    (
        BILLION,
        "benchmark-seen",
        "`search` takes about the same time for each vector, within a factor of two",
        lambda _: max(times_of_a_vector()) / min(times_of_a_vector()),
        lambda factor: factor < 2,
    ),
    (
        BILLION,
        "approximate-about",
        "for these the nearest by cosine are the nearest by distance (notebook 3)",
        lambda _: says(MEASURES, "unit-about", "Then both must give the same ranking"),
    ),
    (
        BILLION,
        "ivf-about",
        "Here are the letters of notebook 1, in four cells",
        lambda _: np.array_equal(run_cell(BILLION, "letters")["points"][:-1], toy()[0]),
    ),
    (BILLION, "ivf-caption", "If X searched two cells, K would be found", in_two_cells),
    (
        BILLION,
        "ivf-seen",
        "With 8 cells a little more is compared than your answer",
        more_than_equal_cells,
        lambda found: found["in equal cells"] < found["compared"] < 1.5 * found["in equal cells"],
    ),
    (BILLION, "walk-caption", "compares seven letters", compared_from_p, 7),
    (
        BILLION,
        "walk-caption",
        "M is linked to N, but N not to M",
        lambda _: [(b in run(None, "letters", "walk")["links"][a]) for a, b in ((12, 13), (13, 12))],
        [True, False],
    ),
    (
        BILLION,
        "sort-about",
        "In notebook 1 we sorted all distances",
        lambda _: says(TOY, "sorting", "argsort(distances)"),
    ),
    (
        BILLION,
        "whose-about",
        "hubs, the tokens that stand in the most lists (notebook 5)",
        lambda _: says(SCORES, "hubs-about", "Now we count for every token of a sample whose neighbor it is"),
    ),
    (
        BILLION,
        "million-about",
        "in which they differ the most (notebook 5)",
        lambda _: says(SCORES, "cures-about", "the direction in which they differ most"),
    ),
]
