"""Times that can be compared: measured by turns, each after a rest and untimed runs of its own."""

import statistics
import time
from collections.abc import Callable, Mapping

# Seconds. After the rest no library's threads are still waiting for more work, at the others' expense. While a way
# warms up, the processor's clock, its caches and that way's threads get into the state that they are in when in use.
REST, WARM_UP = 0.06, 0.03

Times = dict[str, list[float]]  # of each way, a time for each round, in seconds


def by_turns(ways: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """Return the time that each way takes in each round.

    In a round every way has its turn, so that what the machine does besides hits all of them alike.
    """
    times: Times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            time.sleep(REST)
            warm = time.perf_counter() + WARM_UP
            run()
            while time.perf_counter() < warm:
                run()
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return times


def median(times: list[float]) -> float:
    """Return the middle time."""
    return statistics.median(times)


def spread(times: list[float]) -> tuple[float, float]:
    """Return the quartiles: half of the times lie between them."""
    first, _, third = statistics.quantiles(times, n=4, method="inclusive") if len(times) > 1 else times * 3
    return first, third


def ratio(times: list[float], others: list[float]) -> float:
    """Return how many times as long as another a way takes: the median of the ratios, round by round."""
    return statistics.median(mine / its for mine, its in zip(times, others, strict=True))


def best(*several: list[float]) -> list[float]:
    """Return the shortest time of each round."""
    return [min(times) for times in zip(*several, strict=True)]
