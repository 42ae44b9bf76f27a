"""Claims of notebook 3."""

import re
from typing import Any

import numpy as np

from helpers.distances import cosine_similarities
from helpers.embeddings import TokenEmbeddings
from helpers.exercises import check_free_of_hub, check_right_angle
from helpers.neighbors import nearest_neighbors
from helpers.search import search
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.claims.claim import Claim
from tests.claims.found import (
    are_words,
    comes_after,
    cosines,
    letter,
    nearest,
    norms,
    numbers_in,
    says,
    shortest,
    to_beauty,
    toy,
)
from tests.notebooks import BERT, MEASURES, SYNONYMS, TOY, cell, run_cell


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
    return float(np.median(are_words(bert)[neighbors[~has_mask]].sum(axis=1)))


def correlations_of_distance(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the correlations of the distance to beauty with length, and with the similarity to beauty."""
    query_id, distances, similarities = compare_with_all(bert, "beauty")
    others = {"correlation with length": norms(bert), "with similarity": similarities}
    return {name: np.corrcoef(np.delete([distances, of], query_id, axis=1))[0, 1] for name, of in others.items()}


def distances_from_center(bert: TokenEmbeddings) -> Any:
    vectors = bert.vectors.astype(np.float64)
    return np.linalg.norm(vectors - vectors.mean(axis=0), axis=1)


def whole_words_by_distance(bert: TokenEmbeddings, word: str) -> int:
    """Return how many of the 15 tokens nearest to a word by Euclidean distance are whole words."""
    return sum(token_kind(token) == "word" for token in nearest(bert, word, 15, "euclidean"))


def formula_holds(bert: TokenEmbeddings) -> bool:
    """Return whether |a - b|² = |a|² + |b|² - 2 |a| |b| cos(a, b), for beauty and all tokens."""
    _, distances, similarities = compare_with_all(bert, "beauty")
    a, b = norms(bert)[bert.token_id("beauty")], norms(bert)
    return bool(np.allclose(distances**2, a**2 + b**2 - 2 * a * b * similarities, atol=1e-5))


def ranked_by_formula(bert: TokenEmbeddings) -> bool:
    """Return whether |b|² - 2 a·b ranks the hundred tokens nearest to beauty as the distance does."""
    vectors, a = bert.vectors.astype(np.float64), bert["beauty"].astype(np.float64)
    _, distances, _ = compare_with_all(bert, "beauty")
    scores = (vectors**2).sum(axis=1) - 2 * (vectors @ a)
    return np.array_equal(nearest_neighbors(scores, 100), nearest_neighbors(distances, 100))


def formula_of_units_holds(bert: TokenEmbeddings) -> bool:
    """Return whether |a - b|² = 2 - 2 cos(a, b), for beauty and all tokens, divided by their lengths."""
    units = bert.vectors / norms(bert)[:, None]
    unit = units[bert.token_id("beauty")]
    return bool(np.allclose(((units - unit) ** 2).sum(axis=1), 2 - 2 * cosine_similarities(units, unit), atol=1e-5))


def correlations_of_lines() -> list[float]:
    """Return the correlations of dots on a rising line, on a falling line, and without a trend."""
    return [round(float(np.corrcoef([0, 1, 2, 3], y)[0, 1]), 6) for y in ([1, 3, 5, 7], [7, 5, 3, 1], [1, 0, 0, 1])]


CLAIMS: list[Claim] = [
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
        lambda bert: 1 - are_words(bert)[neighbors_of_picked(bert, "euclidean")].mean(),
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
    (MEASURES, "objectives", "Notebooks 1 and 2", lambda _: comes_after(MEASURES, TOY, BERT)),
    (
        MEASURES,
        "letters-about",
        "X and K, its nearest neighbor in notebook 1",
        lambda _: letter(nearest_neighbors(toy()[2], 1)[0]),
        "K",
    ),
    (
        MEASURES,
        "letters-about",
        "multiply K by 0.5, 1, 2 and 3",
        lambda _: run_cell(MEASURES, "letters")["factors"].tolist(),
        [0.5, 1, 2, 3],
    ),
    (
        MEASURES,
        "cosine-range-after",
        "1, 0 and -1, and everything in between",
        lambda _: cosines([2, 2], [4, 4], [2, -2], [-2, -2], [3, 0]),
        lambda found: found[:3] == [1, 0, -1] and 0 < found[3] < 1,
    ),
    (
        MEASURES,
        "load-about",
        "As in notebook 2, the next line",
        lambda _: cell(MEASURES, "load").source == cell(BERT, "load").source,
    ),
    (
        MEASURES,
        "measure-seen",
        "From *beauty* to itself they are 0 and 1",
        lambda bert: to_beauty(bert, "beauty"),
        ("0.000", "1.000"),
    ),
    (
        MEASURES,
        "exercise-twice",
        'a vector twice as long, `2 * bert["beauty"]`',
        lambda bert: np.linalg.norm(2 * bert["beauty"]) / np.linalg.norm(bert["beauty"]),
        lambda ratio: bool(np.isclose(ratio, 2)),
    ),
    (
        MEASURES,
        "exercise-twice",
        "how far is it from K to 2 K?",
        lambda _: 2 in run_cell(MEASURES, "letters")["factors"],
    ),
    (
        MEASURES,
        "help-twice",
        "2a if you subtract a",
        lambda bert: np.array_equal(2 * bert["beauty"] - bert["beauty"], bert["beauty"]),
    ),
    (
        MEASURES,
        "nearest-seen",
        "its similarity is near 0",
        lambda bert: float(to_beauty(bert, "[MASK]")[1]),
        lambda similarity: abs(similarity) < 0.1,
    ),
    (
        MEASURES,
        "correlations-seen",
        "A correlation of 1 or -1 means that the dots lie on a straight line, 0 that there is no such trend",
        lambda _: correlations_of_lines(),
        [1, -1, 0],
    ),
    (
        MEASURES,
        "formula-about",
        "= a·a + b·b - 2 a·b\n             = |a|² + |b|² - 2 |a| |b| cos(a, b)",
        formula_holds,
    ),
    (MEASURES, "formula-about", "At a right angle the last term is 0", lambda _: cosines([3, 4], [4, -3]), [0]),
    (
        MEASURES,
        "formula-seen-angle",
        "1.403 against 1.392",
        lambda bert: (to_beauty(bert, "[MASK]")[0], f"{norms(bert)[bert.token_id('beauty')]:.3f}"),
        ("1.403", "1.392"),
    ),
    (
        MEASURES,
        "exercise-right-angle",
        "cosine 0, and its vector has the length 0.5",
        lambda bert: check_right_angle(np.hypot(norms(bert)[bert.token_id("beauty")], 0.5), bert).right,
    ),
    (MEASURES, "formula-seen", "ranked by |b|² - 2 a·b", ranked_by_formula),
    (
        MEASURES,
        "hub-about",
        "their 15 nearest tokens",
        lambda _: numbers_in(MEASURES, "hub-many", r"k=(\d+)")[0] - 1,
        15,
    ),
    (MEASURES, "hub-about", "as in notebook 2.)", lambda _: says(BERT, "kinds", "token_kind")),
    (
        MEASURES,
        "hub-many-about",
        "we ask for 16 and drop the first column",
        lambda _: numbers_in(MEASURES, "hub-many", r"k=(\d+)")[0],
        16,
    ),
    (
        MEASURES,
        "hub-kinds-seen",
        "The map of notebook 2",
        lambda _: says(BERT, "lengths-about", "## A map of the vocabulary"),
    ),
    (MEASURES, "hub-escaped-seen", "By |b|² - 2 a·b", ranked_by_formula),
    (
        MEASURES,
        "exercise-free-of-hub",
        "no [MASK] among its 15 nearest",
        lambda bert: re.findall(r"[Nn]umber (\d+) is at", check_free_of_hub("twenty", bert).says),
        ["15"],
    ),
    (
        MEASURES,
        "unit-about",
        "All then have length 1",
        lambda bert: np.linalg.norm(bert.vectors / norms(bert)[:, None], axis=1),
        lambda lengths: bool(np.allclose(lengths, 1)),
    ),
    (
        MEASURES,
        "unit-about",
        "With |a| = |b| = 1 the formula becomes\n\n    |a - b|² = 2 - 2 cos(a, b)",
        formula_of_units_holds,
    ),
    (
        MEASURES,
        "which",
        "notebook 4 keeps both side by side",
        lambda _: "distance  similarity" in cell(SYNONYMS, "lecture-cosine").outputs[0].text,
    ),
    (MEASURES, "recap", "ranked by |b|² - 2 a·b", ranked_by_formula),
    (
        MEASURES,
        "recap",
        "Where cosines are near 0, short vectors come before long ones",
        lambda bert: shortest(bert, 1)[0][0] in nearest(bert, "beauty", 5, "euclidean"),
    ),
    (MEASURES, "recap", "|a - b|² = 2 - 2 cos(a, b)", formula_of_units_holds),
]
