"""Sentences of the notebooks that no output shows: the table of claims, each with its cell and with what it claims."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors, predict
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.notebooks import BERT, MEASURES, SYNONYMS, TOY, run_cell


def toy() -> tuple[Any, Any, Any]:
    """Return the points of notebook 1 without X, their labels, and their distances from X."""
    points = run_cell(TOY, "points")["points"]
    return points[:-1], run_cell(TOY, "labels")["labels"], euclidean_distances(points[:-1], points[-1])


def votes(k: int) -> Counter[str]:
    """Count the votes of the k letters nearest to X."""
    _, labels, distances = toy()
    return Counter(labels[i] for i in nearest_neighbors(distances, k))


def predictions(places: list[list[float]], k: int) -> list[str]:
    """Return the labels that places of notebook 1 get."""
    points, labels, _ = toy()
    return [["round", "square"][i] for i in predict(places, points, labels, [k])[k]]


def nearest(bert: TokenEmbeddings, word: str, k: int, metric: str = "cosine") -> list[str]:
    return [row.token for row in nearest_tokens(bert, word, k, metric=metric)]


def ranks_by_distance(bert: TokenEmbeddings) -> list[int]:
    """Return how many tokens are nearer to beauty than each of the 15 most similar."""
    query_id, distances, _ = compare_with_all(bert, "beauty")
    others = np.delete(distances, query_id)
    return [int((others < row.distance).sum()) for row in nearest_tokens(bert, "beauty", 15)]


def norms(bert: TokenEmbeddings) -> Any:
    return np.linalg.norm(bert.vectors.astype(np.float64), axis=1)


def words(bert: TokenEmbeddings) -> Any:
    """Return for each token whether it is a word."""
    return np.array([token_kind(token) == "word" for token in bert.tokens])


def small_numbers_with_digit_first(bert: TokenEmbeddings) -> int:
    numbers = ("two", "three", "four", "five", "six", "seven", "eight")
    return sum(nearest(bert, number, 1)[0].isdigit() for number in numbers)


def same_five(bert: TokenEmbeddings, word: str) -> bool:
    """Return whether both metrics find the same five neighbors."""
    return set(nearest(bert, word, 5)) == set(nearest(bert, word, 5, "euclidean"))


Claim = tuple[Path, str, str, Callable[[TokenEmbeddings], bool]]
CLAIMS: list[Claim] = [
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
        "One such region is straight below the X, another above it",
        lambda _: [predictions([[2, 1.2], [2, 3.5]], k) for k in (1, 5)] == [["round"] * 2, ["square"] * 2],
    ),
    (BERT, "kinds-seen", "Three quarters are words", lambda bert: 0.7 < words(bert).mean() < 0.8),
    (BERT, "file-seen", "the 32 bits of each number", lambda bert: bert.vectors.itemsize == 4),
    (BERT, "lengths-seen", "[MASK] is the shortest of all", lambda bert: bert.tokens[norms(bert).argmin()] == "[MASK]"),
    (
        BERT,
        "help-counterexample",
        "the very most frequent words are shorter",
        lambda bert: np.median(norms(bert)[words(bert)][:100]) < np.median(norms(bert)[words(bert)][200:1000]),
    ),
    (MEASURES, "nearest-about", "token 1935, 美", lambda bert: bert.tokens[1935] == "美"),
    (MEASURES, "hub-about", "[MASK] is by far the shortest", lambda bert: np.diff(np.sort(norms(bert))[:2])[0] > 0.1),
    (
        MEASURES,
        "help-free-of-hub",
        "countries, say, or twenty and its kind",
        lambda bert: all(
            "[MASK]" not in nearest(bert, word, 15, "euclidean") for word in ("twenty", "thirty", "germany", "france")
        ),
    ),
    (
        SYNONYMS,
        "ranks-caption",
        "eight of the fifteen tokens most similar by cosine have more than a thousand tokens before them",
        lambda bert: sum(rank > 1000 for rank in ranks_by_distance(bert)) == 8,
    ),
    (
        SYNONYMS,
        "antonyms-seen",
        "*bad* for *good*, *cold* for *hot*, *hate* for *love*",
        lambda bert: all(b in nearest(bert, a, 9) for a, b in [("good", "bad"), ("hot", "cold"), ("love", "hate")]),
    ),
    (
        SYNONYMS,
        "exercise-rank",
        "*picturesque* is among the 15",
        lambda bert: "picturesque" in nearest(bert, "beauty", 15),
    ),
    (
        SYNONYMS,
        "help-hidden",
        "*percent* has %, *dollar* would have $ but for its plural",
        lambda bert: nearest(bert, "percent", 1) + nearest(bert, "dollar", 2) == ["%", "dollars", "$"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "most small numbers have a digit",
        lambda bert: small_numbers_with_digit_first(bert) >= 4,
    ),
    (
        SYNONYMS,
        "help-same-five",
        "Days, months and numbers are good candidates",
        lambda bert: all(same_five(bert, word) for word in ("monday", "june", "five")),
    ),
]
