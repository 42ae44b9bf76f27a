"""The check of the exercise in notebook 1 that asks for a function: k-nearest neighbors from end to end."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.exercises.reading import described, returned, shown
from helpers.exercises.replies import NotYet, check
from helpers.neighbors import majority_vote, nearest_neighbors

Case = tuple[NDArray[np.float64], list[str], NDArray[np.float64], int]  # points, labels, query, k


@check
def check_classify(classify: object, points: NDArray[np.float64], labels: Sequence[str]) -> str:
    """Check a function that returns the label of a query by the vote of its k nearest points."""
    cases = list(places(points, labels))
    truth = [right_label(*case) for case in cases]
    given = [label(returned(classify, *case), case) for case in cases]
    if given != truth:
        for mistaken, sentence in MISTAKES:
            if given == [mistaken(*case) for case in cases]:
                raise NotYet(sentence)
        refuse_other_labels(given, truth, cases)
    ties = sum(is_tied(*case) for case in cases)
    return (
        f"the same as the helpers in {len(cases)} tries, {ties} of them ties. scikit-learn has this function as "
        "KNeighborsClassifier, and like yours it learns nothing beforehand: the points are the model."
    )


def places(points: NDArray[np.float64], labels: Sequence[str]) -> Iterator[Case]:
    """Yield what to try: the letters of the notebook, for places in their midst; then three classes."""
    queries = np.random.default_rng(seed=1).normal(loc=[2, 2], size=(12, 2)).round(1)
    for query in queries:
        for k in (1, 2, 3, 4, 5):
            yield points[: len(labels)], list(labels), query, k
    names = (["c", "a", "b", "b"] * len(labels))[: len(labels)]
    for query in queries[:4]:
        for k in (1, 3, 6):
            yield points[: len(names)], names, query, k


def label(result: Any, case: Case) -> str:
    """Return what a learner's function has returned, if it is one of the labels."""
    result = result.item() if getattr(result, "size", 0) == 1 and hasattr(result, "item") else result
    if isinstance(result, str):
        if result not in case[1]:
            raise NotYet(f"Your function returns {shown(result)}, which is none of the labels that it got.")
        return str(result)
    if isinstance(result, tuple) and any(isinstance(item, str) for item in result[:1]):
        raise NotYet(f"Your function returns {described(result)}. Return the label alone.")
    if isinstance(result, list | tuple | np.ndarray):
        raise NotYet(f"Your function returns {described(result)}, not one label. Let the labels vote: majority_vote.")
    raise NotYet(f"Your function returns {described(result)}, and it should return a label, such as {case[1][0]!r}.")


def voters(points: NDArray[np.float64], labels: list[str], query: NDArray[np.float64]) -> list[str]:
    """Return all labels, that of the nearest point first."""
    return [labels[i] for i in nearest_neighbors(euclidean_distances(points, query), len(points))]


def right_label(points: NDArray[np.float64], labels: list[str], query: NDArray[np.float64], k: int) -> str:
    """Return the right label: the majority among the k nearest."""
    nearest = nearest_neighbors(euclidean_distances(points, query), k)
    return str(majority_vote(labels[i] for i in nearest))


def is_tied(points: NDArray[np.float64], labels: list[str], query: NDArray[np.float64], k: int) -> bool:
    """Return whether two labels share the lead."""
    counts = sorted(Counter(voters(points, labels, query)[:k]).values())
    return counts[-2:-1] == counts[-1:]


def refuse_other_labels(given: list[str], truth: list[str], cases: list[Case]) -> None:
    """Say where labels differ that match no known mistake."""
    wrong = [case for case, ours, right in zip(cases, given, truth, strict=True) if ours != right]
    if all(is_tied(*case) for case in wrong):
        raise NotYet("It is right where the vote is clear. Where it is tied, the label of the nearest should win.")
    by_k: dict[tuple[int, str], set[str]] = {}
    for ours, (_, labels, _, k) in zip(given, cases, strict=True):
        by_k.setdefault((k, labels[0]), set()).add(ours)
    if all(len(answers) == 1 for answers in by_k.values()):
        raise NotYet("Every place gets the same label. Where does your function use its query, and measure to it?")
    place = next(i for i in range(len(cases)) if given[i] != truth[i])
    points, labels, query, k = cases[place]
    raise NotYet(
        f"It is right in {len(cases) - len(wrong)} of {len(cases)} tries. At ({query[0]:g}, {query[1]:g}) with k = {k} "
        f"it says {given[place]}, and the labels, nearest first, are {', '.join(voters(points, labels, query)[:k])}."
    )


# What a function returns that mixes something up, and what to say.
MISTAKES: list[tuple[Callable[..., str], str]] = [
    (
        lambda points, labels, query, k: voters(points, labels, query)[0],
        "Your function follows the nearest point alone, whatever k is. Let the labels of k points vote.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(voters(points, labels, query)[-k:][::-1])),
        "Your function asks the k farthest. Near means a small distance, so sort the other way.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(voters(points, labels, query)[: k + 1])),
        "Your function asks one neighbor too many: k + 1 of them vote.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(voters(points, labels, query)[1 : k + 1])),
        "Your function leaves out the nearest, as if it were the query itself. Here the query is not among the points.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(voters(points, labels, query)[: max(k - 1, 1)])),
        "Your function asks one neighbor too few: only k - 1 of them vote.",
    ),
    (
        lambda points, labels, query, k: right_label(points, labels, query, 5),
        "Your function asks five neighbors, whatever k is.",
    ),
    (
        lambda points, labels, query, k: right_label(points, labels, query, 3),
        "Your function asks three neighbors, whatever k is.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(labels[:k])),
        "Your function lets the first k points vote. Sort them by distance first, and let the k nearest vote.",
    ),
    (
        lambda points, labels, query, k: str(majority_vote(voters(points, labels, query))),
        "Your function lets all points vote. Only the k nearest have a say.",
    ),
    (
        lambda points, labels, query, k: sorted(voters(points, labels, query)[:k])[k // 2],
        "Your function takes the median, the middle label in alphabetical order. Count the votes instead.",
    ),
    (
        lambda points, labels, query, k: sorted(voters(points, labels, query)[:k])[(k - 1) // 2],
        "Your function takes the median, the middle label in alphabetical order. Count the votes instead.",
    ),
]
