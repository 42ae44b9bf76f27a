"""The five checks of notebook 1: one distance, all distances, neighbors, a place, and a vote."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.exercises._calling import call, raise_if_left_over
from helpers.exercises._comparing import check_number, is_close, raise_for_mistake
from helpers.exercises._parsing import describe, parse_list, parse_number, parse_numbers, short_repr
from helpers.exercises._replies import NotYet, check
from helpers.neighbors import majority_vote, nearest_neighbors

LETTERS = "ABCDEFGHIJKLMNOPX"  # the rows of the points, in order
X, B, D, K = (LETTERS.index(letter) for letter in "XBDK")


def letters_of(rows: Any) -> list[str]:
    """Return the letters of rows."""
    return [LETTERS[i] for i in rows]


def others(row: int) -> list[int]:
    """Return all rows but one."""
    return [i for i in range(len(LETTERS)) if i != row]


@check
def check_distance(answer: object, points: NDArray[np.float64]) -> str:
    """Check the distance from X to D."""
    given = parse_number(answer)
    distances = euclidean_distances(points, points[X])
    expected, (across, up) = distances[D], points[D] - points[X]
    mistakes: list[tuple[Any, str]] = [
        (expected**2, f"{given:.3f} is the squared distance. Take its root."),
        (
            abs(across) + abs(up),
            "You added the two steps, as if walking around the corner. The straight way is shorter.",
        ),
        (
            abs(across + up),
            f"{abs(across):.1f} is the two steps added with their signs, and the step sideways alone. Square both, "
            "then add.",
        ),
        (abs(up), "That is the step up alone. Square both steps, add, take the root."),
        ((across + up) ** 2, "You added first and squared the sum. Square each step, then add."),
        (np.sqrt(abs(up**2 - across**2)), "One square was subtracted: to Python -0.7**2 is -0.49. Write (-0.7)**2."),
        (expected**2 / 2, "You halved the sum: to Python **1/2 means to the power of 1, then half. Write **0.5."),
        (expected / np.sqrt(2), "You took the mean of the two squares. Add them."),
        (np.sqrt((points[D] ** 2).sum()), "That is how far D is from (0, 0). Subtract the coordinates of X first."),
        (np.sqrt(((points[D] + points[X]) ** 2).sum()), "The coordinates were added. Subtract them."),
        (euclidean_distances(points, points[D])[1], "That is from D to B. From D to X is asked for: X is row 16."),
        (distances[B] ** 2, f"That is to B, as in the text above, and squared. D is row {D}. Take the root, too."),
        (distances[B], f"That is the distance to B, as in the text above. D is row {D}."),
        (distances[D + 1], f"That is the distance to {LETTERS[D + 1]}. Rows count from 0, so D is row {D}."),
        *((distances[i], f"That is the distance to {LETTERS[i]}. D is row {D}.") for i in others(D)),
    ]
    check_number(given, expected, mistakes, "A distance")
    return (
        f"the root of {abs(across):.1f}² + {abs(up):.1f}² is {expected:.3f}. One of the steps has a minus sign, but a "
        "square has none, so the way back is exactly as long."
    )


@check
def check_all_distances(answer: object, points: NDArray[np.float64]) -> str:
    """Check the distances of all points from K."""
    given = parse_numbers(answer)
    steps = points - points[K]
    expected = euclidean_distances(points, points[K])
    mistakes: list[tuple[Any, str]] = [
        (
            np.sqrt((steps**2).sum(axis=0)),
            "You got two numbers, one for each coordinate: axis=0 adds down the columns. Use axis=1.",
        ),
        (
            np.sqrt((steps**2).sum()),
            "You got one number for all points together: say axis=1, so that each row has its own sum.",
        ),
        (
            np.sqrt(((points - points[X]) ** 2).sum(axis=0)),
            f"You got two numbers, one for each coordinate. Use axis=1, and measure from K, row {K}.",
        ),
        (expected**2, "These are the squared distances. Take the root."),
        (
            np.abs(steps).sum(axis=1),
            "These are both steps added, as if walking around corners. Square first, add, and take the root last.",
        ),
        (np.abs(steps), "You got both steps of every point: add their squares along each row, with axis=1."),
        (steps, "You got both steps of every point: add their squares along each row, with axis=1."),
        (np.sqrt((steps**2).mean(axis=1)), "You took the mean of the squares. Take their sum."),
        (expected.round(1), "The numbers are rounded to one decimal. Leave them as they are."),
        (np.sort(expected), "The distances are sorted. Leave them in the order of the rows."),
        (np.argsort(expected), "These are row numbers, the nearest first. The distances are asked for."),
        (np.sqrt((points**2).sum(axis=1)), "These are distances from (0, 0). Subtract K first: points[10]."),
        (np.sqrt(((points - K) ** 2).sum(axis=1)), "You subtracted the number 10. Subtract the row: points[10]."),
        (
            euclidean_distances(points, points[X]) ** 2,
            f"These are squared distances, and from X. K is row {K}. Take the root, too.",
        ),
        (-expected, "A distance is never negative. Without the minus signs yours are right."),
        (
            np.delete(expected, K),
            "K itself is missing. Here it stays, at distance 0, so that row numbers keep their meaning.",
        ),
        *(
            (euclidean_distances(points, points[i]), f"These are the distances from {LETTERS[i]}. K is row {K}.")
            for i in others(K)
        ),
    ]
    if not is_close(given, expected):
        raise_for_mistake(given, mistakes)
        if given.shape != expected.shape:
            raise NotYet(
                f"One distance for each of {len(expected)} points is asked for, and yours is {describe(given)}."
            )
        if (given < 0).any():
            raise NotYet("A distance is never negative, and some of yours are. The square of a step has no minus sign.")
        first = int(np.flatnonzero(np.abs(given - expected) > 0.005)[0])
        raise NotYet(
            f"There are as many numbers as points, but the one for {LETTERS[first]}, {given[first]:.3f}, is off."
        )
    return (
        f"one distance for each row, and 0 for K itself. To X it is {expected[X]:.3f}, the same as from X to K: a "
        "distance has no direction."
    )


EXAMPLE = '["A", "B", "C"]'


@check
def check_neighbors(answer: object, points: NDArray[np.float64]) -> str:
    """Check the letters of the three points nearest to K."""
    given = [item.upper() if isinstance(item, str) else item for item in parse_list(answer, EXAMPLE)]
    expected = three_nearest(points, K)
    if given and all(type(item) is int and 0 <= item < len(LETTERS) for item in given):
        rows = "These are row numbers. Turn each into its letter: letters[i]."
        try:
            compare_letters(letters_of(given), points)
        except NotYet as reason:
            raise NotYet(f"{rows} {reason}") from None
        raise NotYet(rows)
    compare_letters(given, points)
    alone = next((name for name in expected[1:] if "K" not in three_nearest(points, LETTERS.index(name))), None)
    mutual = f" It isn't always mutual: K is not among the three nearest of {alone}." * (alone is not None)
    return f"{', '.join(expected)}. X comes first, and K is the nearest of X too.{mutual}"


def compare_letters(given: list[Any], points: NDArray[np.float64]) -> None:
    """Raise NotYet if the letters are not the three nearest to K, nearest first."""
    distances = euclidean_distances(points, points[K])
    nearest = letters_of(nearest_neighbors(distances, 4, exclude=K))
    from_x = letters_of(nearest_neighbors(euclidean_distances(points, points[X]), 4))
    itself = "K is in your list: it is its own nearest neighbor. Leave it out with exclude=10."
    farthest = letters_of(nearest_neighbors(distances, 3, largest=True, exclude=K))
    mistakes: list[tuple[Any, str]] = [
        *((letters_of(nearest_neighbors(distances, k)), itself) for k in (3, 4)),
        (
            letters_of(nearest_neighbors(distances, 3, exclude=X)),
            "You left out X, and K is still there. This time K asks, so leave out K.",
        ),
        (from_x[1:], "These are the neighbors of X. Measure from K, row 10."),
        (from_x[:3], "These are the neighbors of X, with X itself. Measure from K, row 10, and leave out K."),
        (nearest[:2], "There is one too few: k is 3."),
        (nearest, "There is one too many: k is 3."),
    ]
    turned = [
        (letters[::-1], f"{sentence} And the order is reversed: nearest first.") for letters, sentence in mistakes
    ]
    wrong_end = [
        (order, "These are the farthest. Near means a small distance.") for order in (farthest, farthest[::-1])
    ]
    if given != nearest[:3]:
        raise_for_mistake(given, [*mistakes, *turned, *wrong_end])
        explain_other_letters(given, nearest[:3])


def explain_other_letters(given: list[Any], expected: list[str]) -> None:
    """Say what is off in a list that matches no known mistake."""
    if any(isinstance(item, float) for item in given):
        raise NotYet("These are distances. Which letters are that near?")
    if not all(isinstance(item, str) for item in given):
        raise NotYet("These are row numbers, and not the right ones. Take three, without row 10, and their letters.")
    if others := [item for item in given if item not in LETTERS or len(item) != 1]:
        raise NotYet(f"{short_repr(others[0])} is none of the letters. Give letters, such as {EXAMPLE}.")
    if len(set(given)) < len(given):
        raise NotYet("A letter is there twice.")
    if len(given) != 3:
        raise NotYet(f"Three letters are asked for, and you gave {len(given)}.")
    if set(given) == set(expected):
        raise NotYet("The three are right, but not their order: nearest first.")
    if "K" in given:
        raise NotYet("K is in your list. It is the one that asks, so it doesn't count.")
    if "X" not in given:
        raise NotYet("X is missing: it counts as a point here.")
    right = sum(letter in expected for letter in given)
    raise NotYet(f"Of your three, {right} belong there. Sort the distances from K, row 10.")


def three_nearest(points: NDArray[np.float64], row: int) -> list[str]:
    """Return the letters of the three points that are nearest to a row."""
    return letters_of(nearest_neighbors(euclidean_distances(points, points[row]), 3, exclude=row))


@check
def check_place(answer: object, points: NDArray[np.float64], labels: Sequence[str]) -> str:
    """Check a place that is round to its nearest letter, and square to its five nearest."""
    place = parse_numbers(answer)
    if place.shape != (2,):
        raise NotYet(f"A place has two coordinates, such as (2.0, 2.0); yours is {describe(place)}.")
    spot = f"({place[0]:g}, {place[1]:g})"
    one, five = votes(place, points, labels)
    if (one, five) == ("round", "square"):
        nearest = LETTERS[nearest_neighbors(euclidean_distances(points[:X], place), 1)[0]]
        return (
            f"at {spot} the nearest letter is {nearest}, which is round, but square letters win among five. There the "
            "border for k = 1 and the border for k = 5 have drawn apart."
        )
    if votes(place[::-1], points, labels) == ("round", "square"):
        raise NotYet(
            f"It would be right with the coordinates swapped: the first goes to the right. {spot} is another place."
        )
    if (one, five) == ("square", "round"):
        raise NotYet(f"At {spot} it is the other way around, as for X: square with k = 1, round with k = 5.")
    raise NotYet(f"At {spot} both say {one}. Look for a place between the borders of k = 1 and k = 5.")


def votes(place: NDArray[np.float64], points: NDArray[np.float64], labels: Sequence[str]) -> tuple[str, str]:
    """Return the label of a place by its nearest letter, and by its five nearest."""
    nearest = nearest_neighbors(euclidean_distances(points[:X], place), 5)
    return labels[nearest[0]], majority_vote(labels[i] for i in nearest)


Case = tuple[NDArray[np.float64], list[str], NDArray[np.float64], int]  # points, labels, query, k


@check
def check_classify(classify: object, points: NDArray[np.float64], labels: Sequence[str]) -> str:
    """Check a function that returns the label of a query by the vote of its k nearest points."""
    cases = list(vote_cases(points, labels))
    expected = [right_label(*case) for case in cases]
    given = [label(call(classify, *case), case) for case in cases]
    if given != expected:
        for mistaken, sentence in MISTAKES:
            if given == [mistaken(*case) for case in cases]:
                raise NotYet(sentence)
        raise_if_left_over(classify)
        explain_other_labels(given, expected, cases)
    ties = sum(is_tied(*case) for case in cases)
    return (
        f"the same as the helpers in {len(cases)} tries, {ties} of them ties. scikit-learn has this function as "
        "KNeighborsClassifier, and like yours it learns nothing beforehand: the points are the model."
    )


def vote_cases(points: NDArray[np.float64], labels: Sequence[str]) -> Iterator[Case]:
    """Yield the cases to try: queries among the letters of the notebook, then three classes."""
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
            raise NotYet(f"Your function returns {short_repr(result)}, which is none of the labels that it got.")
        return str(result)
    if isinstance(result, tuple) and any(isinstance(item, str) for item in result[:1]):
        raise NotYet(f"Your function returns {describe(result)}. Return the label alone.")
    if isinstance(result, list | tuple | np.ndarray):
        raise NotYet(f"Your function returns {describe(result)}, not one label. Let the labels vote: majority_vote.")
    raise NotYet(f"Your function returns {describe(result)}, and it should return a label, such as {case[1][0]!r}.")


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


def explain_other_labels(given: list[str], expected: list[str], cases: list[Case]) -> None:
    """Say where labels differ that match no known mistake."""
    wrong = [case for case, ours, right in zip(cases, given, expected, strict=True) if ours != right]
    if all(is_tied(*case) for case in wrong):
        raise NotYet("It is right where the vote is clear. Where it is tied, the label of the nearest should win.")
    by_k: dict[tuple[int, str], set[str]] = {}
    for ours, (_, labels, _, k) in zip(given, cases, strict=True):
        by_k.setdefault((k, labels[0]), set()).add(ours)
    if all(len(answers) == 1 for answers in by_k.values()):
        raise NotYet("Every place gets the same label. Where does your function use its query, and measure to it?")
    place = next(i for i in range(len(cases)) if given[i] != expected[i])
    points, labels, query, k = cases[place]
    raise NotYet(
        f"It is right in {len(cases) - len(wrong)} of {len(cases)} tries. At ({query[0]:g}, {query[1]:g}) with k = {k} "
        f"it says {given[place]}, and the labels, nearest first, are {', '.join(voters(points, labels, query)[:k])}."
    )


# Typical wrong implementations, each with its reply.
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
