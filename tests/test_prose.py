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
from helpers.neighbors import nearest_neighbors, predict
from helpers.synonyms import compare_with_all, nearest_tokens
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
    seed, distances, _ = compare_with_all(bert, "beauty")
    others = np.delete(distances, seed)
    return [int((others < row.distance).sum()) for row in nearest_tokens(bert, "beauty", 15)]


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
    (BERT, "kinds-seen", "Three quarters are words", lambda bert: 0.7 < share_of_words(bert) < 0.8),
    (BERT, "lengths-seen", "[MASK] is the shortest of all", lambda bert: shortest(bert, 1) == ["[MASK]"]),
    (
        MEASURES,
        "hub-about",
        "[MASK] is by far the shortest",
        lambda bert: np.diff(np.sort(lengths(bert))[:2])[0] > 0.1,
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
        lambda bert: all(b in tokens(bert, a, 9) for a, b in [("good", "bad"), ("hot", "cold"), ("love", "hate")]),
    ),
    (
        TOY,
        "exercise-place",
        "X at (2, 2) is square with k = 1 and round with k = 5",
        lambda _: votes_at([[2, 2]], 1, 5) == [("square", "round")],
    ),
    (
        TOY,
        "help-place",
        "One such region is straight below the X, another above it",
        lambda _: votes_at([[2, 1.2], [2, 3.5]], 1, 5) == [("round", "square")] * 2,
    ),
    (
        BERT,
        "help-counterexample",
        "the very most frequent words are shorter",
        lambda bert: np.median(word_lengths(bert)[:100]) < np.median(word_lengths(bert)[200:1000]),
    ),
    (
        MEASURES,
        "help-free-of-hub",
        "countries, say, or twenty and its kind",
        lambda bert: all(
            "[MASK]" not in tokens(bert, word, 15, "euclidean") for word in ("twenty", "thirty", "germany", "france")
        ),
    ),
    (
        SYNONYMS,
        "exercise-rank",
        "*picturesque* is among the 15",
        lambda bert: "picturesque" in tokens(bert, "beauty", 15),
    ),
    (
        SYNONYMS,
        "help-hidden",
        "*percent* has %, *dollar* would have $ but for its plural",
        lambda bert: tokens(bert, "percent", 1) + tokens(bert, "dollar", 2) == ["%", "dollars", "$"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "most small numbers have a digit",
        lambda bert: (
            sum(
                tokens(bert, word, 1)[0].isdigit() for word in ("two", "three", "four", "five", "six", "seven", "eight")
            )
            >= 4
        ),
    ),
    (
        SYNONYMS,
        "help-same-five",
        "Days, months and numbers are good candidates",
        lambda bert: all(
            set(tokens(bert, word, 5)) == set(tokens(bert, word, 5, "euclidean")) for word in ("monday", "june", "five")
        ),
    ),
]


def votes_at(places: Any, *ks: int) -> list[tuple[str, ...]]:
    """Return the labels that places of notebook 1 get, for several k."""
    points, labels = run_cell(TOY, "points")["points"][:-1], toy()[0]
    everywhere = predict(places, points, labels, ks)
    return [tuple(["round", "square"][everywhere[k][i]] for k in ks) for i in range(len(places))]


def word_lengths(bert: TokenEmbeddings) -> Any:
    """Return the length of each word's vector, in order of id."""
    return lengths(bert)[[token_kind(token) == "word" for token in bert.tokens]]


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
