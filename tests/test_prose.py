"""Tests of what the text of the notebooks says beyond the outputs: each sentence is there, and is what is computed.

A sentence that repeats the output above it is held to that output by a reader. Here are those that no output shows, and
the conclusions that carry a notebook. Whoever changes one changes it here too.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.synonyms import measure, nearest_tokens
from helpers.tokens import token_kind
from tests.notebooks import BERT, MEASURES, SYNONYMS, TOY, cell, run_cell

LETTERS = "ABCDEFGHIJKLMNOP"


def toy(*factors: float) -> tuple[Any, Any]:
    """Return the labels of notebook 1 and the distances from X, with coordinates multiplied by factors."""
    points = run_cell(TOY, "points")["points"] * (factors or (1, 1))
    return run_cell(TOY, "labels")["labels"], euclidean_distances(points[:-1], points[-1])


def votes(k: int) -> Counter[str]:
    """Count the votes of the k nearest letters."""
    labels, distances = toy()
    return Counter(labels[i] for i in nearest_neighbors(distances, k))


def tokens(bert: TokenEmbeddings, word: str, k: int, metric: str = "cosine") -> list[str]:
    """Return the k nearest tokens."""
    return [row.token for row in nearest_tokens(bert, word, k, metric=metric)]


def ranks_by_distance(bert: TokenEmbeddings) -> list[int]:
    """Return how many tokens are nearer to beauty than each of the 15 most similar."""
    seed, distances, _ = measure(bert, "beauty")
    others = np.delete(distances, seed)
    return [int((others < row.distance).sum()) for row in nearest_tokens(bert, "beauty", 15)]


def far_synonyms(bert: TokenEmbeddings) -> list[str]:
    """Return the tokens with a cosine above 0.25 that are farther from beauty than its own length."""
    seed, distances, similarities = measure(bert, "beauty")
    length = float(np.linalg.norm(bert.vectors[seed].astype(np.float64)))
    return [bert.tokens[i] for i in np.flatnonzero((similarities > 0.25) & (distances > length))]


def lengths(bert: TokenEmbeddings) -> Any:
    """Return the length of each vector."""
    return np.linalg.norm(bert.vectors.astype(np.float64), axis=1)


Claim = tuple[Path, str, str, Callable[[TokenEmbeddings], bool]]
CLAIMS: list[Claim] = [
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
    (TOY, "equal-about", "No two of our letters are", lambda _: len(set(toy()[1].tolist())) == len(LETTERS)),
    (
        TOY,
        "exercise-a",
        "No. The root of a larger number is larger, so the order stays as it is.",
        lambda _: nearest_neighbors(toy()[1], 5).tolist() == nearest_neighbors(toy()[1] ** 2, 5).tolist(),
    ),
    (
        TOY,
        "exercise-b",
        "Every vote is 8 to 8, and every tie goes to the nearest letter.",
        lambda _: (
            votes(16) == {"square": 8, "round": 8}
            and majority_vote(toy()[0][i] for i in nearest_neighbors(toy()[1], 16))
            == toy()[0][nearest_neighbors(toy()[1], 1)[0]]
        ),
    ),
    (TOY, "exercise-c", "C, which lies exactly to the left", lambda _: LETTERS[int(toy(1, 10)[1].argmin())] == "C"),
    (BERT, "kinds-seen", "Three quarters are words", lambda bert: 0.7 < share_of_words(bert) < 0.8),
    (BERT, "lengths-seen", "[MASK] is the shortest of all", lambda bert: shortest(bert, 1) == ["[MASK]"]),
    (
        MEASURES,
        "hub-about",
        "[MASK] is by far the shortest",
        lambda bert: np.diff(np.sort(lengths(bert))[:2])[0] > 0.1,
    ),
    (MEASURES, "exercise-c", "44 tokens with a cosine above 0.25", lambda bert: len(far_synonyms(bert)) == 44),
    (MEASURES, "exercise-c", "*pretty* and *art* among", lambda bert: {"pretty", "art"} <= set(far_synonyms(bert))),
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
        lambda bert: all(b in tokens(bert, a, 9) for a, b in [("good", "bad"), ("hot", "cold"), ("love", "hate")]),
    ),
    (
        SYNONYMS,
        "exercise-a",
        "it has rank 53",
        lambda bert: tokens(bert, "picturesque", 60).index("beauty") + 1 == 53,
    ),
    (SYNONYMS, "exercise-a", "*picturesque* is among the 15", lambda bert: "picturesque" in tokens(bert, "beauty", 15)),
    (
        SYNONYMS,
        "exercise-b",
        "*positive* and *upper* are two of the first kind, with *negative* and *lower*",
        lambda bert: tokens(bert, "positive", 1) + tokens(bert, "upper", 1) == ["negative", "lower"],
    ),
    (
        SYNONYMS,
        "exercise-b",
        "*australia* and *twenty* are of the second",
        lambda bert: all("[MASK]" not in tokens(bert, word, 10, "euclidean") for word in ("australia", "twenty")),
    ),
]


def share_of_words(bert: TokenEmbeddings) -> float:
    """Return which part of the vocabulary is words."""
    return sum(token_kind(token) == "word" for token in bert.tokens) / len(bert)


def shortest(bert: TokenEmbeddings, k: int) -> list[str]:
    """Return the tokens with the k shortest vectors."""
    return [bert.tokens[i] for i in nearest_neighbors(lengths(bert), k)]


@pytest.mark.parametrize(("notebook", "cell_id", "words", "holds"), CLAIMS, ids=lambda value: str(value)[:40])
def test_what_the_text_says_is_so(
    bert: TokenEmbeddings, notebook: Path, cell_id: str, words: str, holds: Callable[[TokenEmbeddings], bool]
) -> None:
    """The words stand in the cell, and they are true."""
    assert words in cell(notebook, cell_id).source
    assert holds(bert)
