"""Sentences that no output shows, or that another model makes untrue: the table of claims, each with its cell.

An entry has a notebook, the id of a cell, a sentence of it, and a function of the model that returns whether it is so.
Better is a function that returns what is so, followed by what it must be, or by a function that says whether it will
do: then the report of an edition for another model (tools/edition.py) can say what is so there. Of several numbers a
dict says what each is.
"""

import math
import operator
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises.notebook_2 import follows_the_rule
from helpers.loading.registry import DEFAULT
from helpers.neighbors import nearest_neighbors, predict
from helpers.search import search
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.notebooks import BERT, MEASURES, SYNONYMS, TOY, run_cell

BEAUTY = """\
rank  token          id  distance  similarity
   1  beautiful    3376     1.298       0.526
   2  gorgeous     9882     1.403       0.402
   3  beau        17935     1.425       0.393
   4  attractive   8702     1.498       0.367"""


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


def model_of_the_text(bert: TokenEmbeddings) -> bool:
    """Return True for the default model; of any other, the files don't tell how it was trained."""
    if bert.name != DEFAULT.name:
        raise ValueError(
            f"The sentence is about {DEFAULT.name}, and the files of a model don't tell how it was trained."
        )
    return True


def share_of_matrix(bert: TokenEmbeddings) -> float:
    """Return which share of the numbers in a model's files is its embedding matrix."""
    assert bert.folder is not None
    numbers = 0
    for path in bert.folder.glob("*.safetensors"):
        with safe_open(path, "numpy") as file:
            numbers += sum(math.prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118
    return float(bert.vectors.size / numbers)


def lengths_of_words(bert: TokenEmbeddings) -> Any:
    return norms(bert)[words(bert)]


def shortest(bert: TokenEmbeddings, k: int) -> list[tuple[str, float]]:
    """Return the tokens with the shortest vectors, each with its length."""
    return [(bert.tokens[i], float(norms(bert)[i])) for i in nearest_neighbors(norms(bert), k)]


def same_five(bert: TokenEmbeddings, word: str) -> bool:
    """Return whether both metrics find the same five neighbors."""
    return set(nearest(bert, word, 5)) == set(nearest(bert, word, 5, "euclidean"))


def parameters_of_bert_base() -> int:
    """Return how many numbers bert-base-uncased has learned: embeddings, twelve layers, and the pooler."""
    d, inner = 768, 3072
    layer = 4 * (d * d + d) + (d * inner + inner) + (inner * d + d) + 2 * 2 * d
    return (30522 + 512 + 2) * d + 2 * d + 12 * layer + d * d + d


def picked_words(bert: TokenEmbeddings) -> tuple[Any, Any, Any]:
    """Return the 300 words of notebook 3, their 15 nearest by distance, and which of them have [MASK] there."""
    picked = run_cell(MEASURES, "picked", bert=bert, token_kind=token_kind)["picked"]
    ids, _ = search(bert.vectors, bert.vectors[picked], 16, "euclidean", norms=bert.norms)
    neighbors = ids[:, 1:]
    return picked, neighbors, (neighbors == bert.token_id("[MASK]")).any(axis=1)


def neighbors_of_picked(bert: TokenEmbeddings, metric: str) -> Any:
    """Return the ids of the 15 nearest of each of the 300 words of notebook 3."""
    picked, by_distance, _ = picked_words(bert)
    if metric == "euclidean":
        return by_distance
    return search(bert.vectors, bert.vectors[picked], 16, metric, norms=bert.norms)[0][:, 1:]


def words_with_mask(bert: TokenEmbeddings, metric: str) -> int:
    return int((neighbors_of_picked(bert, metric) == bert.token_id("[MASK]")).any(axis=1).sum())


def whole_words_without_mask(bert: TokenEmbeddings) -> float:
    """Return the median count of whole words in the lists of notebook 3 that don't have [MASK]."""
    _, neighbors, has_mask = picked_words(bert)
    return float(np.median(words(bert)[neighbors[~has_mask]].sum(axis=1)))


def correlations_of_distance(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the correlations of the distance to beauty with length, and with the similarity to beauty."""
    query_id, distances, similarities = compare_with_all(bert, "beauty")
    others = {"correlation with length": norms(bert), "with similarity": similarities}
    return {name: np.corrcoef(np.delete([distances, of], query_id, axis=1))[0, 1] for name, of in others.items()}


def nearest_to_mean(bert: TokenEmbeddings, pieces: list[str]) -> list[str]:
    """Return the tokens most similar to the mean of some pieces, as many as there are pieces."""
    similarities = cosine_similarities(bert.vectors, np.mean([bert[piece] for piece in pieces], axis=0))
    return [bert.tokens[i] for i in nearest_neighbors(similarities, len(pieces), largest=True)]


def distances_from_center(bert: TokenEmbeddings) -> Any:
    vectors = bert.vectors.astype(np.float64)
    return np.linalg.norm(vectors - vectors.mean(axis=0), axis=1)


def whole_words_by_distance(bert: TokenEmbeddings, word: str) -> int:
    """Return how many of the 15 tokens nearest to a word by Euclidean distance are whole words."""
    return sum(token_kind(token) == "word" for token in nearest(bert, word, 15, "euclidean"))


Find = Callable[[TokenEmbeddings], Any]
Claim = tuple[Path, str, str, Find] | tuple[Path, str, str, Find, Any]


def look(claim: Claim, bert: TokenEmbeddings) -> tuple[bool, Any]:
    """Return whether a claim holds in a model, and what its function found there."""
    found, expected = claim[3](bert), claim[4] if len(claim) == 5 else True
    return bool(expected(found) if callable(expected) else found == expected), found


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
    (BERT, "load-seen", "it starts from a MiniLM", model_of_the_text),
    (BERT, "kinds-seen", "Three quarters are words", lambda bert: words(bert).mean(), lambda share: 0.7 < share < 0.8),
    (
        BERT,
        "share-seen",
        "this one matrix is a little more than half of all the numbers of the model",
        share_of_matrix,
        lambda share: 0.5 < share < 0.55,
    ),
    (
        BERT,
        "share-seen",
        "In bert-base-uncased it is 23.4 of 109.5 million",
        lambda _: (30522 * 768, parameters_of_bert_base()) == (23_440_896, 109_482_240),
    ),
    (
        BERT,
        "lengths-seen",
        "words of a lower id mostly do have longer arrows, in about three of four pairs of words",
        lambda bert: follows_the_rule(bert, norms(bert)),
        lambda share: 0.7 < share < 0.8,
    ),
    (BERT, "lengths-seen", "[MASK] is the shortest of all", lambda bert: shortest(bert, 1)[0][0], "[MASK]"),
    (
        BERT,
        "help-counterexample",
        "the very first words are shorter",
        lambda bert: {
            "median length of the first hundred words": np.median(lengths_of_words(bert)[:100]),
            "of the third to tenth hundred": np.median(lengths_of_words(bert)[200:1000]),
        },
        lambda medians: operator.lt(*medians.values()),
    ),
    (
        MEASURES,
        "distances-caption",
        "All are nearer than the median token",
        lambda bert: {
            "the farthest of the hundred": max(row.distance for row in nearest_tokens(bert, "beauty", 100)),
            "median": np.median(compare_with_all(bert, "beauty")[1]),
        },
        lambda of: of["the farthest of the hundred"] < of["median"],
    ),
    (
        MEASURES,
        "distances-caption",
        "unused tokens on the left and pieces on the right, have no diamond",
        lambda bert: sum(
            row.token.startswith("[unused") or row.token_id > 29_612 for row in nearest_tokens(bert, "beauty", 100)
        ),
        0,
    ),
    (MEASURES, "nearest-about", "token 1935, 美", lambda bert: bert.tokens[1935], "美"),
    (
        MEASURES,
        "formula-seen",
        "For most tokens in the figure the cosine is near 0",
        lambda bert: (np.abs(compare_with_all(bert, "beauty")[2]) < 0.1).mean(),
        lambda share: share > 0.8,
    ),
    (
        MEASURES,
        "correlations-seen",
        "The distance to *beauty* goes with the length of a token's vector far more than with its similarity",
        correlations_of_distance,
        lambda of: of["correlation with length"] > abs(of["with similarity"]) + 0.5,
    ),
    (
        MEASURES,
        "hub-seen",
        "[MASK] is a neighbor of most of these words by Euclidean distance, and of none by cosine",
        lambda bert: {metric: words_with_mask(bert, metric) for metric in ("euclidean", "cosine")},
        lambda counts: counts["euclidean"] > 150 and counts["cosine"] == 0,
    ),
    (
        MEASURES,
        "hub-seen",
        "Such a sample can be off by some five percent",
        lambda bert: 1.96 * np.std(has_mask := picked_words(bert)[2]) / np.sqrt(len(has_mask)),  # a 95% interval
        lambda error: 0.04 < error < 0.06,
    ),
    (
        MEASURES,
        "hub-others-seen",
        "each would be in 0.15 of these lists",
        lambda bert: picked_words(bert)[1].size / len(bert),
        lambda lists: round(lists, 2) == 0.15,
    ),
    (
        MEASURES,
        "hub-others-seen",
        "By cosine no token is in more than a few",
        lambda bert: np.bincount(neighbors_of_picked(bert, "cosine").ravel()).max(),
        lambda lists: lists < 6,
    ),
    (
        MEASURES,
        "hub-kinds-seen",
        "By distance about three of four neighbors are unused tokens, single characters, pieces or [MASK]",
        lambda bert: 1 - words(bert)[neighbors_of_picked(bert, "euclidean")].mean(),
        lambda share: 0.7 < share < 0.8,
    ),
    (
        MEASURES,
        "hub-escaped-seen",
        "most of their lists, too, hold few whole words",
        whole_words_without_mask,
        lambda median: median < 6,
    ),
    (
        MEASURES,
        "center-seen",
        "The center is near to zero, compared with the lengths in the figure",
        lambda bert: {
            "center": np.linalg.norm(bert.vectors.mean(axis=0, dtype=np.float64)),
            "median length": np.median(norms(bert)),
        },
        lambda of: of["center"] < of["median length"] / 5,
    ),
    (
        MEASURES,
        "center-seen",
        "short vectors are mostly the central ones",
        lambda bert: np.corrcoef(norms(bert), distances_from_center(bert))[0, 1],
        lambda correlation: correlation > 0.99,
    ),
    (
        MEASURES,
        "hub-about",
        "[MASK] is by far the shortest",
        lambda bert: shortest(bert, 2),
        lambda two: two[0][0] == "[MASK]" and two[1][1] > two[0][1] + 0.1,
    ),
    (
        MEASURES,
        "help-free-of-hub",
        "countries, say, or twenty and its kind",
        lambda bert: {
            word: whole_words_by_distance(bert, word)
            for word in ("twenty", "thirty", "germany", "france", "italy", "spain")
        },
        lambda counts: min(counts.values()) >= 12,
    ),
    (
        SYNONYMS,
        "lecture-cosine-seen",
        "All fifteen are words now",
        lambda bert: ["beauty", *nearest(bert, "beauty", 14)],
        lambda tokens: all(token_kind(token) == "word" for token in tokens),
    ),
    (
        SYNONYMS,
        "ranks-caption",
        "Eight of the fifteen tokens most similar by cosine have more than a thousand tokens before them",
        lambda bert: sum(rank > 1000 for rank in ranks_by_distance(bert)),
        8,
    ),
    (SYNONYMS, "hides-two", "The very nearest token to *two* is *2*", lambda bert: nearest(bert, "two", 1), ["2"]),
    (
        SYNONYMS,
        "split-mean-seen",
        "The two pieces come first",
        lambda bert: nearest_to_mean(bert, ["sun", "##flower"]),
        ["sun", "##flower"],
    ),
    (
        SYNONYMS,
        "antonyms-seen",
        "*bad* for *good*, *cold* for *hot*, *hate* for *love*",
        lambda bert: [b for a, b in [("good", "bad"), ("hot", "cold"), ("love", "hate")] if b in nearest(bert, a, 9)],
        ["bad", "cold", "hate"],
    ),
    (
        SYNONYMS,
        "explorer-seen",
        "*glad* begins at 0.453, with *happy*, and *gravity* at 0.657, without a synonym",
        lambda bert: [f"{nearest_tokens(bert, word, 1)[0].similarity:.3f}" for word in ("glad", "gravity")],
        ["0.453", "0.657"],
    ),
    (
        SYNONYMS,
        "exercise-rank",
        "*picturesque* is among the 15",
        lambda bert: nearest(bert, "beauty", 15),
        lambda tokens: "picturesque" in tokens,
    ),
    (
        SYNONYMS,
        "help-hidden",
        "*percent* has %, of *dollar* the plural comes before $",
        lambda bert: nearest(bert, "percent", 1) + nearest(bert, "dollar", 2),
        ["%", "dollars", "$"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "Go on counting, up to ten: each of these numbers has a sign",
        lambda bert: [nearest(bert, word, 1)[0] for word in ("three", "five", "seven", "ten")],
        ["3", "5", "7", "10"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "Or read % and + aloud",
        lambda bert: nearest(bert, "percent", 1) + nearest(bert, "plus", 1),
        ["%", "+"],
    ),
    (
        SYNONYMS,
        "help-hidden",
        "most small numbers have a digit",
        small_numbers_with_digit_first,
        lambda count: count >= 4,
    ),
    (
        SYNONYMS,
        "help-same-five",
        "Days and months are good candidates",
        lambda bert: [word for word in ("monday", "tuesday", "april", "june") if same_five(bert, word)],
        ["monday", "tuesday", "april", "june"],
    ),
]
