"""Claims of notebook 1."""

from collections import Counter
from typing import Any

import numpy as np

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.synonyms import nearest_tokens
from tests.claims.claim import Claim
from tests.claims.found import letter, numbers_in, toy
from tests.notebooks import TOY, run_cell

BEAUTY = """\
rank  token          id  distance  similarity
   1  beautiful    3376     1.298       0.526
   2  gorgeous     9882     1.403       0.402
   3  beau        17935     1.425       0.393
   4  attractive   8702     1.498       0.367"""


def votes(k: int) -> Counter[str]:
    """Count the votes of the k letters nearest to X."""
    _, labels, distances = toy()
    return Counter(labels[i] for i in nearest_neighbors(distances, k))


def predictions(places: list[list[float]], k: int) -> list[str]:
    """Return the labels that places of notebook 1 get."""
    points, labels, _ = toy()
    return [["round", "square"][i] for i in predict(places, points, labels, [k])[k]]


def from_letter(row: int) -> Any:
    """Return the distances of all points of notebook 1 from one of them."""
    points = run_cell(TOY, "points")["points"]
    return euclidean_distances(points, points[row])


def labels_as_numbers() -> list[int]:
    """Return the labels of notebook 1 as its median has them."""
    found: list[int] = run_cell(TOY, "median", nearest=nearest_neighbors(toy()[2], 5))["numbers"].tolist()
    return found


def three_classes() -> list[float]:
    """Return the labels of three classes for which the median of notebook 1 fails; the vote has the same."""
    median, vote = (
        numbers_in(TOY, name, rf"{function}\((\[[^\[\]]+\])\)")
        for name, function in [("median-fails", "np.median"), ("vote", "majority_vote")]
    )
    assert median == vote
    return median


def grid() -> list[list[float]]:
    """Return places in the plane of notebook 1, row by row, a hundred in each."""
    return [[x, y] for y in np.linspace(-1, 5, 50) for x in np.linspace(-1, 5, 100)]


def class_of_the_farthest_loses() -> bool:
    """Return whether, with k = 15, each place of notebook 1 gets the class that its farthest letter isn't of."""
    points, labels, _ = toy()
    farthest = [labels[euclidean_distances(points, place).argmax()] for place in grid()]
    return (
        all(loser != winner for loser, winner in zip(farthest, predictions(grid(), 15), strict=True))
        and labels.count("round") == labels.count("square") == 8
    )


def turns(k: int) -> int:
    """Return how often the border in the plane of notebook 1, followed upward, turns from left to right or back."""
    squares = np.array(predictions(grid(), k)).reshape(50, 100) == "square"
    steps = np.diff(squares.argmax(axis=1))  # of the leftmost square place in each row
    directions = np.sign(steps[steps != 0])
    return int((directions[1:] != directions[:-1]).sum())


CLAIMS: list[Claim] = [
    (TOY, "destination", BEAUTY, lambda bert: str(nearest_tokens(bert, "beauty", k=4)), BEAUTY),
    (TOY, "exercise-distance", "D at (1.3, 3.4)", lambda _: toy()[0][3].tolist() == [1.3, 3.4]),
    (TOY, "exercise-all-distances", "K, which is row 10", lambda _: run_cell(TOY, "labels")["letters"][10] == "K"),
    (TOY, "five-caption", "two are square, three are round", lambda _: votes(5) == {"square": 2, "round": 3}),
    (TOY, "median-seen", "The median is 0, so X is round", lambda _: votes(5)["round"] == 3),
    (
        TOY,
        "ties-seen",
        "With k = 3, 5 and 7 it is outvoted. At k = 2, 4 and 6 the vote is tied",
        lambda _: (
            all(votes(k)["round"] > votes(k)["square"] for k in (3, 5, 7))
            and all(votes(k)["round"] == votes(k)["square"] for k in (2, 4, 6))
        ),
    ),
    (TOY, "equal-about", "No two of our letters are", lambda _: len(set(toy()[2].tolist())) == 16),
    (
        TOY,
        "exercise-place",
        "X at (2, 2) is square with k = 1 and round with k = 5",
        lambda _: predictions([[2, 2]], 1) + predictions([[2, 2]], 5) == ["square", "round"],
    ),
    (
        TOY,
        "help-place",
        "One such region begins half a unit straight below the X, another more than a unit above it",
        lambda _: [predictions([[2, 1.5], [2, 3.2]], k) for k in (1, 5)] == [["round"] * 2, ["square"] * 2],
    ),
    (
        TOY,
        "points-about",
        "eight *round* points around (1, 2) and eight *square* points around (3, 2)",
        lambda _: [numbers_in(TOY, "points", rf"{name} = .*loc=(.*)") for name in ("round_points", "square_points")],
        [[1, 2, 8, 2], [3, 2, 8, 2]],
    ),
    (
        TOY,
        "points-about",
        "X, lies in the middle at (2, 2)",
        lambda _: run_cell(TOY, "points")["points"][16].tolist(),
        [2, 2],
    ),
    (
        TOY,
        "points-shape",
        "The X is the last row, number 16, because Python counts from 0",
        lambda _: letter(16) + letter(0),
        "XA",
    ),
    (TOY, "by-hand-about", "from X, which is row 16, to B, which is row 1?", lambda _: letter(16) + letter(1), "XB"),
    (
        TOY,
        "exercise-distance",
        "from X at (2.0, 2.0) to",
        lambda _: run_cell(TOY, "points")["points"][16].tolist(),
        [2, 2],
    ),
    (TOY, "help-distance", "D is row 3", lambda _: letter(3), "D"),
    (
        TOY,
        "broadcasting-about",
        "`points` has shape (17, 2) and X has shape (2,)",
        lambda _: [run_cell(TOY, "points")["points"][of].shape for of in (slice(None), 16)],
        [(17, 2), (2,)],
    ),
    (
        TOY,
        "exercise-all-distances",
        "which of them must be 0?",
        lambda _: np.flatnonzero(from_letter(10) == 0).tolist(),
        [10],
    ),
    (TOY, "self-about", "at distance 0", lambda _: from_letter(16)[16], 0),
    (
        TOY,
        "median-about",
        "0 for round and 1 for square",
        lambda _: sorted(set(zip(run_cell(TOY, "labels")["labels"], labels_as_numbers(), strict=True))),
        [("round", 0), ("square", 1)],
    ),
    (TOY, "median-seen", "three classes called 0, 1 and 2", lambda _: sorted(set(three_classes())), [0, 1, 2]),
    (
        TOY,
        "median-fails-seen",
        "of three classes the median picks 1, although only one neighbor says 1, and two each say 0 and 2",
        lambda _: (np.median(three_classes()), Counter(three_classes())),
        (1, {1: 1, 0: 2, 2: 2}),
    ),
    (
        TOY,
        "vote-seen",
        "In the second list 2 and 0 are tied, two votes each",
        lambda _: [label for label, count in Counter(three_classes()).items() if count == 2],
        [2, 0],
    ),
    (TOY, "vote-seen", "Here that is 2.", lambda _: majority_vote(three_classes()), 2),
    (TOY, "ties-about", "Let k grow from 1 to 7", lambda _: numbers_in(TOY, "ties", r"range\(1, (\d+)\)")[0] - 1, 7),
    (
        TOY,
        "ties-seen",
        "With k = 1 the nearest letter, K, decides alone. (Did your eye agree with it, or with k = 5?)",
        lambda _: (
            letter(nearest_neighbors(toy()[2], 1)[0]),
            votes(1).most_common(1)[0],
            votes(5).most_common(1)[0][0],
        ),
        ("K", ("square", 1), "round"),
    ),
    (
        TOY,
        "equal-seen",
        "Rows 1 and 3 are equally near",
        lambda _: nearest_neighbors(numbers_in(TOY, "equal", r"\[(.*)\]"), 2).tolist(),
        [1, 3],
    ),
    (
        TOY,
        "boundary-about",
        "that of k = 1 or that of k = 15",
        lambda _: numbers_in(TOY, "boundary-figure", r"ks=(.*)\]")[::2],
        [1, 15],
    ),
    (
        TOY,
        "boundary-caption",
        "With k = 15 it has hardly any bends left",
        lambda _: [turns(15), min(turns(1), turns(5)) > 0],
        [0, True],
    ),
    (
        TOY,
        "boundary-named",
        "With k = 15 all letters but the farthest one vote, so its class always loses, 7 to 8",
        lambda _: class_of_the_farthest_loses(),
    ),
    (
        TOY,
        "exercise-place",
        "where k = 1 and k = 5 disagree",
        lambda _: predictions([[2, 2]], 1) != predictions([[2, 2]], 5),
    ),
    (
        TOY,
        "exercise-place",
        "round with k = 1, square with k = 5",
        lambda _: [predictions([numbers_in(TOY, "help-place", r"answer = \((.*)\)")], k) for k in (1, 5)],
        [["round"], ["square"]],
    ),
    (
        TOY,
        "help-place",
        "It lies between two borders: that of k = 1 and that of k = 5",
        lambda _: ("round", "square") in zip(predictions(grid(), 1), predictions(grid(), 5), strict=True),
    ),
]
