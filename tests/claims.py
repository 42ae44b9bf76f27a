"""Sentences that no output shows, or that another model makes untrue: the table of claims, each with its cell.

An entry has a notebook, the id of a cell, a sentence of it, and a function of the model that returns whether it is so.
Better is a function that returns what is so, followed by what it must be, or by a function that says whether it will
do: then the report of an edition for another model (tools/edition.py) can say what is so there. Of several numbers a
dict says what each is.
"""

import contextlib
import functools
import io
import math
import operator
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.evaluation import bootstrap_interval, hit_at_k
from helpers.exercises import check_free_of_hub, check_right_angle
from helpers.exercises.notebook_2 import follows_the_rule
from helpers.loading.registry import DEFAULT
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.relations import RELATIONS, load_relations, load_word_list, relation
from helpers.search import search
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.notebooks import BERT, MEASURES, PATHS, SCORES, SYNONYMS, TOY, cell, run_cell

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


def are_words(bert: TokenEmbeddings) -> Any:
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
    return norms(bert)[are_words(bert)]


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
    return float(np.median(are_words(bert)[neighbors[~has_mask]].sum(axis=1)))


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


def letter(row: int) -> str:
    """Return the letter of a row of notebook 1."""
    return str(run_cell(TOY, "labels")["letters"][row])


def from_letter(row: int) -> Any:
    """Return the distances of all points of notebook 1 from one of them."""
    points = run_cell(TOY, "points")["points"]
    return euclidean_distances(points, points[row])


def numbers_in(path: Path, cell_id: str, pattern: str) -> list[float]:
    """Return the numbers that a pattern finds in the code of a cell: its groups, or lists in them."""
    (match,) = re.findall(pattern, cell(path, cell_id).source)
    return [float(number) for number in re.findall(r"[\d.]+", " ".join([match] if isinstance(match, str) else match))]


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


def one_hot() -> tuple[Any, Any]:
    """Return the one-hot vector of notebook 2, and its small matrix."""
    variables = run_cell(BERT, "one-hot")
    return variables["one_hot"], variables["small"]


def one_hot_rows(ids: list[int], n: int) -> Any:
    """Call the solution of an exercise of notebook 2."""
    variables: dict[str, Any] = {"np": np}
    exec(re.findall(r"(?s)```python\n(.*?)```", cell(BERT, "help-one-hot-rows").source)[0], variables)
    return variables["one_hot_rows"](ids, n)


def megabytes_of_weights() -> float:
    """Return the size of the file with the weights of the default model."""
    folder = load_embeddings(DEFAULT.name).folder
    assert folder is not None
    return (folder / "model.safetensors").stat().st_size / 1e6


def comes_after(path: Path, *earlier: Path) -> bool:
    """Return whether some notebooks are all that come before another one."""
    return PATHS[: PATHS.index(path)] == list(earlier)


def says(path: Path, cell_id: str, words: str) -> bool:
    """Return whether a cell of another notebook has these words."""
    return words in cell(path, cell_id).source


def to_beauty(bert: TokenEmbeddings, token: str) -> tuple[str, str]:
    """Return the distance and the similarity of a token to beauty, to three decimals."""
    _, distances, similarities = compare_with_all(bert, "beauty")
    i = bert.token_id(token)
    return f"{distances[i]:.3f}", f"{similarities[i]:.3f}"


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


def cosines(a: list[float], *others: list[float]) -> list[float]:
    return [round(float(cosine), 6) for cosine in cosine_similarities(others, a)]


def correlations_of_lines() -> list[float]:
    """Return the correlations of dots on a rising line, on a falling line, and without a trend."""
    return [round(float(np.corrcoef([0, 1, 2, 3], y)[0, 1]), 6) for y in ([1, 3, 5, 7], [7, 5, 3, 1], [1, 0, 0, 1])]


def overlap(bert: TokenEmbeddings, k: int) -> int:
    """Return how many of the k tokens nearest to beauty are so by both metrics."""
    return len(set(nearest(bert, "beauty", k)) & set(nearest(bert, "beauty", k, "euclidean")))


load_wordnet = functools.cache(load_relations)
SOME = 500  # words of notebook 5: enough for sentences that say "about", in a quarter of the time


def run_scores(bert: TokenEmbeddings, *cell_ids: str, **variables: Any) -> dict[str, Any]:
    """Run cells of notebook 5 with a model, without what they print, and return all variables."""
    variables = {"bert": bert, "wordnet": load_wordnet(), **variables}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell_id in ("imports", "imports-evaluation", *cell_ids):
            exec(cell(SCORES, cell_id).source, variables)
    return variables


@functools.cache
def scored(bert: TokenEmbeddings) -> dict[str, Any]:
    """Return the variables of notebook 5 with the first words alone: their neighbors, and which are right."""
    run = run_scores(bert, "many", "many-functions")
    run.update(words=run["words"][:SOME], queries=run["queries"][:SOME])
    for name, metric in (("distance", "euclidean"), ("cosine", "cosine")):
        run[name] = run["ten_nearest"](bert.vectors, metric)
    return run


def hits(bert: TokenEmbeddings, name: str = "cosine") -> Any:
    """Return which words have a hit."""
    return hit_at_k(scored(bert)["is_right"](scored(bert)[name]), 10)


@functools.cache
def hits_among_words(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the hit rate with and without the filter of notebook 5, which keeps words of the table only."""
    run = dict(scored(bert))
    for cell_id in ("relations", "relations-words-only"):
        exec(cell(SCORES, cell_id).source, run)
    rates = {name: float(hits(bert, name).mean()) for name in ("distance", "cosine")}
    for name, metric in (("distance", "euclidean"), ("cosine", "cosine")):
        right = run["is_right"](run["ten_nearest_words"](metric))
        rates[f"{name}, words only"] = float(hit_at_k(right, 10).mean())
    return rates


@functools.cache
def kinds_of_neighbor(bert: TokenEmbeddings, name: str) -> Any:
    """Return how each neighbor of the first words is related to its word."""
    run = scored(bert)
    pairs = zip(run["words"], run[name], strict=True)
    return np.array([[relation(load_wordnet(), word, bert.tokens[i]) for i in row] for word, row in pairs])


def shares_of_kinds(bert: TokenEmbeddings, name: str) -> dict[str, float]:
    return {kind: float((kinds_of_neighbor(bert, name) == kind).mean()) for kind in RELATIONS}


@functools.cache
def shares_by_similarity(bert: TokenEmbeddings) -> dict[str, dict[str, float]]:
    """Return the shares of the kinds of neighbor by cosine, in the bins of notebook 5."""
    run, kinds = scored(bert), kinds_of_neighbor(bert, "cosine")
    similarities = np.array(
        [
            cosine_similarities(bert.vectors[row], bert[word])
            for word, row in zip(run["words"], run["cosine"], strict=True)
        ]
    )
    shares = {}
    for tenth in range(3, 8):
        inside = kinds[(similarities >= tenth / 10) & (similarities < (tenth + 1) / 10)]
        shares[f"0.{tenth}"] = {kind: float((inside == kind).mean()) for kind in RELATIONS}
    return shares


def has_to_do_by_similarity(bert: TokenEmbeddings) -> dict[str, float]:
    return {low: 1 - of["unrelated"] - of["unknown"] for low, of in shares_by_similarity(bert).items()}


@functools.cache
def judged_rates(bert: TokenEmbeddings) -> dict[str, float]:
    """Return the hit rates on the judged list, and how wide the interval of their difference is."""
    own = {word: set(others) for word, others in load_word_list().items() if others}
    found = {
        metric: np.array([bool(own[word] & set(nearest(bert, word, 10, metric))) for word in own], dtype=float)
        for metric in ("euclidean", "cosine")
    }
    low, high = bootstrap_interval(found["cosine"] - found["euclidean"])
    return {**{metric: float(of.mean()) for metric, of in found.items()}, "width": high - low}


@functools.cache
def gains_of_cures(bert: TokenEmbeddings) -> dict[str, tuple[float, float]]:
    """Return the interval of what each cure gains over cosine alone."""
    run = run_scores(bert, "many", "many-functions")
    run.update(words=run["words"][:SOME], queries=run["queries"][:SOME])
    with contextlib.redirect_stdout(io.StringIO()):
        for cell_id in ("cures", "cures-components", "cures-local-scaling"):
            exec(cell(SCORES, cell_id).source, run)
    lists = {
        "less the mean": run["ten_nearest"](run["centered"]),
        "less one component": run["ten_nearest"](run["without_components"](1)),
        "local scaling": run["locally_scaled"](),
    }
    return {name: bootstrap_interval(hit_at_k(run["is_right"](ids), 10) - hits(bert)) for name, ids in lists.items()}


@functools.cache
def halves(bert: TokenEmbeddings) -> dict[str, dict[int, float]]:
    """Return the hit rates of both halves of all words, by the number of components."""
    run = run_scores(bert, "many", "many-functions", "cures", "cures-components")
    run["cured"] = {
        "less the mean": run["ten_nearest"](run["centered"]),
        "less one component": run["ten_nearest"](run["without_components"](1)),
    }
    with contextlib.redirect_stdout(io.StringIO()):
        exec(cell(SCORES, "tune").source, run)
    return {name: {n: float(rate) for n, rate in run[name].items()} for name in ("tuning", "report")}


@functools.cache
def accuracies(bert: TokenEmbeddings) -> tuple[float, dict[int, tuple[float, float]]]:
    """Return the share of the largest part of speech, and for each k the interval of the accuracy."""
    run = run_scores(bert, "vote")
    return run["largest"], {k: bootstrap_interval(run["correct"][k]) for k in run["ks"]}


@functools.cache
def lists_with_token(bert: TokenEmbeddings) -> dict[str, dict[str, float]]:
    """Return by each metric the shares of tokens in no list, in a hundred or more, and in fifty or more."""
    counts = run_scores(bert, "hubs")["counts"]
    return {
        name: {"none": (of == 0).mean(), "a hundred": (of >= 100).mean(), "fifty": (of >= 50).mean()}
        for name, of in counts.items()
    }


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
    (
        BERT,
        "kinds-seen",
        "Three quarters are words",
        lambda bert: are_words(bert).mean(),
        lambda share: 0.7 < share < 0.8,
    ),
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
    (BERT, "objectives", "Notebook 1. From the middle", lambda _: comes_after(BERT, TOY)),
    (BERT, "load-about", "Without a name it is all-MiniLM-L6-v2", lambda _: DEFAULT.name, "all-MiniLM-L6-v2"),
    (
        BERT,
        "load-about",
        "91 MB that come with the installation",
        lambda _: megabytes_of_weights(),
        lambda size: round(size) == 91,
    ),
    (
        BERT,
        "load-about",
        "440 MB, downloaded once",
        lambda _: 4 * parameters_of_bert_base() / 1e6,
        lambda size: round(size, -1) == 440,
    ),
    (
        BERT,
        "exercise-ids",
        "As in notebook 1, replace the three dots",
        lambda _: says(TOY, "exercise-distance", "three dots"),
    ),
    (
        BERT,
        "exercise-share",
        "a number between 0 and 1",
        lambda bert: np.mean([token_kind(token) == "piece" for token in bert.tokens]),
        lambda share: 0 < share < 1,
    ),
    (BERT, "row-seen", "The letters of notebook 1 had two coordinates", lambda _: toy()[0].shape[1], 2),
    (
        BERT,
        "matrix-about",
        "`Embedding(30522, 384)`, which means 30,522 rows of 384 numbers",
        lambda bert: bert.vectors.shape,
        (30522, 384),
    ),
    (BERT, "one-hot-about", "all zeros except for a single 1", lambda _: sorted(one_hot()[0].tolist()), [0, 0, 0, 1]),
    (
        BERT,
        "one-hot-seen",
        "Row 2 comes out. The zeros silence all other rows, and the 1 lets one pass",
        lambda _: one_hot()[0].tolist().index(1) == 2 and np.array_equal(one_hot()[0] @ one_hot()[1], one_hot()[1][2]),
    ),
    (
        BERT,
        "one-hot-seen",
        "with the 1 in the place of *beauty*",
        lambda _: says(BERT, "one-hot-bert", '_id("beauty")] = 1\n'),
    ),
    (
        BERT,
        "exercise-one-hot-rows",
        "`one_hot_rows([2, 0], 4)` has two rows of four numbers",
        lambda _: one_hot_rows([2, 0], 4).shape,
        (2, 4),
    ),
    (
        BERT,
        "help-one-hot-rows",
        "Then each row needs a single 1",
        lambda _: one_hot_rows([2, 0], 4).tolist(),
        [[0, 0, 1, 0], [1, 0, 0, 0]],
    ),
    (
        BERT,
        "help-one-hot-rows",
        "`one_hot_rows([2, 0], 4) @ small` gives the rows 2 and 0 of `small`",
        lambda _: np.array_equal(one_hot_rows([2, 0], 4) @ one_hot()[1], one_hot()[1][[2, 0]]),
    ),
    (
        BERT,
        "lengths-seen",
        "remember it for notebook 3",
        lambda _: says(MEASURES, "hub-about", "[MASK] is by far the shortest"),
    ),
    (
        BERT,
        "context-cosine-about",
        "1 means that two point in the same direction",
        lambda _: cosines([1, 2], [1, 2], [2, 4]),
        [1, 1],
    ),
    (
        BERT,
        "context-cosine-about",
        "Notebook 3 explains it",
        lambda _: says(MEASURES, "cosine-about", "*cosine similarity*"),
    ),
    (
        BERT,
        "context-cosine-about",
        "Without the layers, every number below would be 1",
        lambda bert: cosine_similarities([bert["house"], bert["house"]], bert["house"]),
        lambda found: bool(np.allclose(found, 1)),
    ),
    (BERT, "recap", "30,522 rows of 384 numbers", lambda bert: bert.vectors.shape, (30522, 384)),
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
    (SYNONYMS, "objectives", "Notebooks 1 to 3", lambda _: comes_after(SYNONYMS, TOY, BERT, MEASURES)),
    (
        SYNONYMS,
        "lecture-about",
        "The 15 nearest tokens",
        lambda _: numbers_in(SYNONYMS, "lecture-euclidean", r"k=(\d+)"),
        [15],
    ),
    (SYNONYMS, "lecture-about", "what notebooks 1 to 3 did", lambda _: comes_after(SYNONYMS, TOY, BERT, MEASURES)),
    (SYNONYMS, "lecture-euclidean-seen", "at distance 0", lambda bert: to_beauty(bert, "beauty")[0], "0.000"),
    (
        SYNONYMS,
        "lecture-euclidean-seen",
        "like the X of notebook 1",
        lambda _: says(TOY, "self-about", "its own nearest neighbor"),
    ),
    (
        SYNONYMS,
        "lecture-euclidean-seen",
        "Notebook 3 says why",
        lambda _: says(MEASURES, "formula-seen", "when b is short"),
    ),
    (SYNONYMS, "overlap-about", "Without a `k` you get 15", lambda bert: len(nearest_tokens(bert, "beauty")), 15),
    (
        SYNONYMS,
        "exercise-overlap",
        "For *beauty* and k = 15 that was 6 of 15, so 0.4",
        lambda bert: {"in both lists": overlap(bert, 15), "share": overlap(bert, 15) / 15},
        {"in both lists": 6, "share": 0.4},
    ),
    (
        SYNONYMS,
        "leave-out-about",
        "not the *kind* of notebook 2: a single letter such as 美 stays",
        lambda _: token_kind("美"),
        "character",
    ),
    (
        SYNONYMS,
        "help-mean",
        "In notebook 1 it was `axis=1` that ran along each row",
        lambda _: says(TOY, "broadcasting", "axis=1"),
    ),
    (
        SYNONYMS,
        "explorer-seen",
        "those of *beauty* at 0.526",
        lambda bert: f"{nearest_tokens(bert, 'beauty', 1)[0].similarity:.3f}",
        "0.526",
    ),
    (
        SYNONYMS,
        "model-try",
        "440 MB, downloaded once",
        lambda _: 4 * parameters_of_bert_base() / 1e6,
        lambda size: round(size, -1) == 440,
        SCORES,
        "judged-seen",
        "WordNet lacks more than a third of what both passes accepted",
        lambda _: np.mean(
            [other not in load_wordnet()[word].synonyms for word, of in load_word_list().items() for other in of]
        ),
        lambda share: 1 / 3 < share < 1 / 2,
    ),
    (
        SCORES,
        "many-seen",
        "By cosine about half of the words have a synonym among their ten nearest tokens, by Euclidean distance about "
        "a quarter",
        lambda bert: {name: hits(bert, name).mean() for name in ("cosine", "distance")},
        lambda of: 0.45 < of["cosine"] < 0.58 and 0.2 < of["distance"] < 0.32,
    ),
    (
        SCORES,
        "luck-about",
        "The middle 95% of these means are an interval for the true one",
        lambda _: "[0.025, 0.975]" in cell(SCORES, "luck").source,
    ),
    (
        SCORES,
        "luck-seen",
        "Another 2,000 words could well give two in a hundred more or less",
        lambda bert: 1.96 * np.std(hits(bert)) / np.sqrt(2000),
        lambda error: 0.015 < error < 0.025,
    ),
    (
        SCORES,
        "paired-seen",
        "for this model and this list, cosine finds more synonyms. Not for each word, though",
        lambda bert: {
            "difference": (hits(bert) - hits(bert, "distance")).mean(),
            "words by distance only": (hits(bert) < hits(bert, "distance")).sum(),
        },
        lambda of: of["difference"] > 0.1 and of["words by distance only"] > 0,
    ),
    (
        SCORES,
        "by-hand-list-seen",
        "All scores are higher, the interval is wide, and the order is the same",
        lambda bert: judged_rates(bert),
        lambda of: of["cosine"] > of["euclidean"] > 0.4 and of["cosine"] > 0.65 and of["width"] > 0.15,
    ),
    (
        SCORES,
        "relations-about",
        "Half of the words have a hit, but most neighbors are no synonyms",
        lambda bert: {"hits": hits(bert).mean(), "synonyms": shares_of_kinds(bert, "cosine")["synonym"]},
        lambda of: of["hits"] > 0.45 and of["synonyms"] < 0.15,
    ),
    (
        SCORES,
        "relations-about",
        "We look up all 20,000 neighbors",
        lambda _: "2000, replace=False" in cell(SCORES, "many").source and 2000 * 10 == 20_000,
    ),
    (
        SCORES,
        "relations-caption",
        "two thirds of the neighbors by distance, few by cosine",
        lambda bert: {name: shares_of_kinds(bert, name)["unknown"] for name in ("distance", "cosine")},
        lambda of: 0.6 < of["distance"] < 0.73 and of["cosine"] < 0.1,
    ),
    (
        SCORES,
        "relations-seen",
        "By cosine other forms of the word take about twice as much room",
        lambda bert: shares_of_kinds(bert, "cosine")["form"] / shares_of_kinds(bert, "cosine")["synonym"],
        lambda times: 1.5 < times < 2.5,
    ),
    (
        SCORES,
        "relations-seen",
        "The filter helps distance a lot and cosine little. But even among words only, distance finds fewer synonyms",
        hits_among_words,
        lambda of: (
            of["distance, words only"] - of["distance"] > 3 * abs(of["cosine, words only"] - of["cosine"])
            and of["distance, words only"] < of["cosine, words only"]
        ),
    ),
    (
        SCORES,
        "hubs-caption",
        "By distance a few tokens are in hundreds, and many in none; by cosine the curve falls steeply after the mean",
        lists_with_token,
        lambda of: (
            0 < of["distance"]["a hundred"] < 0.05
            and of["distance"]["none"] > 0.3
            and of["cosine"]["none"] < 0.05
            and of["cosine"]["fifty"] < 0.01
        ),
    ),
    (
        SCORES,
        "cures-seen",
        "Some gain a little, local scaling nothing",
        gains_of_cures,
        lambda of: (
            of["local scaling"][0] <= 0
            and of["less one component"][1] > 0
            and max(high for _, high in of.values()) < 0.06
        ),
    ),
    (
        SCORES,
        "tune-seen",
        "The two halves don't agree on the best number",
        lambda bert: {name: max(of, key=lambda n: of[n]) for name, of in halves(bert).items()},
        lambda best: best["tuning"] != best["report"],
    ),
    (
        SCORES,
        "tune-seen",
        "every number there is higher",
        lambda bert: min(halves(bert)["report"][n] - rate for n, rate in halves(bert)["tuning"].items()),
        lambda least: least > 0,
    ),
    (
        SCORES,
        "vote-seen",
        "each k does far better than naming the largest class, nouns, every time",
        lambda bert: min(low for low, _ in accuracies(bert)[1].values()) - accuracies(bert)[0],
        lambda more: more > 0.1,
    ),
    (
        SCORES,
        "vote-seen",
        "From k = 15 to k = 61 the intervals overlap",
        lambda bert: [accuracies(bert)[1][k] for k in (15, 31, 61)],
        lambda of: max(low for low, _ in of) < min(high for _, high in of),
    ),
    (
        SCORES,
        "enough-about",
        "The list of *umbrella* in notebook 4 had *concrete* in it",
        lambda bert: nearest(bert, "umbrella", 15),
        lambda tokens: "concrete" in tokens,
    ),
    (
        SCORES,
        "enough-caption",
        "The share of synonyms grows to one in seven and stops there",
        lambda bert: {low: of["synonym"] for low, of in shares_by_similarity(bert).items()},
        lambda of: of["0.3"] < of["0.4"] < of["0.5"] and all(0.08 < of[low] < 0.2 for low in ("0.5", "0.6", "0.7")),
    ),
    (
        SCORES,
        "enough-caption",
        "Above 0.5 other forms of the word take the most room",
        lambda bert: [max(of, key=lambda kind: of[kind]) for of in list(shares_by_similarity(bert).values())[2:]],
        ["form", "form", "form"],
    ),
    (
        SCORES,
        "related-seen",
        "Below 0.4 a neighbor is more often wrong than right, by this table; above, more often right",
        has_to_do_by_similarity,
        lambda of: of["0.3"] < 0.5 < min(of["0.4"], of["0.5"], of["0.6"], of["0.7"]),
    ),
    (
        SCORES,
        "related-seen",
        "*concrete* had 0.322",
        lambda bert: [
            f"{row.similarity:.3f}" for row in nearest_tokens(bert, "umbrella", 15) if row.token == "concrete"
        ],
        ["0.322"],
    ),
]
