"""Measure the search beside what else one might use. `make benchmark` installs that and runs this.

`--quick` measures next to nothing and writes nothing: it shows that everything runs, and that all find the same.
"""

import argparse
from typing import Any

import numpy as np

from benchmarks import machine, report, searches, start
from benchmarks.ways import Vectors
from helpers.embeddings import load_embeddings

START_ROUNDS = 3


def main() -> None:
    """Measure, print the tables, and write them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure next to nothing, and write nothing")
    quick = parser.parse_args().quick
    bert = load_embeddings("all-MiniLM-L6-v2")
    results = measure(np.array(bert.vectors), bert.token_id("beauty"), searches.QUICK if quick else searches.FULL)
    print(report.full(results))
    print(report.short(results))
    if not quick:
        report.write(results)


def measure(vectors: Vectors, query_id: int, size: searches.Size) -> dict[str, Any]:
    """Return everything that is measured, and on what."""
    described = machine.describe()
    say("one query")
    one = searches.one_query(vectors, query_id, size)
    say(f"{size.queries:,} queries")
    many = searches.many(vectors, size)
    say("from starting Python to the first neighbor")
    starts = start.measure(START_ROUNDS if size is searches.FULL else 1)
    say("how it grows")
    grown = searches.growth(vectors, query_id, size, say)
    return {"machine": described, "one query": one, "many queries": many, "start": starts, "growth": grown}


def say(what: str) -> None:
    """Say what is being measured."""
    print(f"... {what}", flush=True)


if __name__ == "__main__":
    main()
