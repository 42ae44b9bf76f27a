"""The command: `python -m tests.fuzz 100000` tries so many inputs, and prints how far they got and what was found."""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.fuzz.parent import run
from tests.fuzz.stages import PAST_THE_PARSER, STAGES, UNEXPECTED
from tests.fuzz.worker import Outcome


def share_past_the_parser(outcomes: Sequence[Outcome]) -> float:
    """Return which part of the inputs got past the parser."""
    return sum(outcome.stage in PAST_THE_PARSER for outcome in outcomes) / len(outcomes)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return how many inputs got how far."""
    counts = Counter(outcome.stage for outcome in outcomes)
    rows = [f"{counts[stage]:>9,}  {counts[stage] / len(outcomes):>6.1%}  {stage}" for stage in (*STAGES, UNEXPECTED)]
    return "\n".join([*rows, f"{len(outcomes):>9,}  {share_past_the_parser(outcomes):>6.1%}  got past the parser"])


def findings(outcomes: Sequence[Outcome]) -> str:
    """Return what was found: each fault once, with some of the inputs that show it."""
    by_fault: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.finding:
            by_fault[outcome.finding].append(outcome)
    said = []
    for fault, found in sorted(by_fault.items(), key=lambda item: -len(item[1])):
        said += [f"FOUND {len(found)} times: {fault}"]
        said += [f"  --only {outcome.number}  {outcome.kind}" for outcome in found[:3]]
        said += ["    " + line for line in found[0].detail.splitlines()]
    return "\n".join(said)


def main() -> int:
    """Run the command, and return its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("inputs", type=int, nargs="?", default=100_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--only", type=int, help="one input alone")
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.inputs)
    if options.only is not None:
        (outcome,) = outcomes = run(range(options.only, options.only + 1))
        print(f"{outcome.kind}\n{outcome.stage}\n{outcome.detail}")
    else:
        start = time.perf_counter()
        outcomes = run(numbers)
        print(table(outcomes))
        print(f"{time.perf_counter() - start:.0f} seconds")
    found = findings(outcomes)
    print(found or "Nothing found.")
    return 1 if found or (options.only is None and share_past_the_parser(outcomes) < 0.25) else 0


if __name__ == "__main__":
    sys.exit(main())
