"""What several notebooks claim: neighbors, lengths, and where a notebook stands."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind
from tests.notebooks import PATHS, TOY, cell, run_cell


def toy() -> tuple[Any, Any, Any]:
    """Return the points of notebook 1 without X, their labels, and their distances from X."""
    points = run_cell(TOY, "points")["points"]
    return points[:-1], run_cell(TOY, "labels")["labels"], euclidean_distances(points[:-1], points[-1])


def nearest(bert: TokenEmbeddings, word: str, k: int, metric: str = "cosine") -> list[str]:
    return [row.token for row in nearest_tokens(bert, word, k, metric=metric)]


def norms(bert: TokenEmbeddings) -> Any:
    return np.linalg.norm(bert.vectors.astype(np.float64), axis=1)


def are_words(bert: TokenEmbeddings) -> Any:
    """Return for each token whether it is a word."""
    return np.array([token_kind(token) == "word" for token in bert.tokens])


def shortest(bert: TokenEmbeddings, k: int) -> list[tuple[str, float]]:
    """Return the tokens with the shortest vectors, each with its length."""
    return [(bert.tokens[i], float(norms(bert)[i])) for i in nearest_neighbors(norms(bert), k)]


def parameters_of_bert_base() -> int:
    """Return how many numbers bert-base-uncased has learned: embeddings, twelve layers, and the pooler."""
    d, inner = 768, 3072
    layer = 4 * (d * d + d) + (d * inner + inner) + (inner * d + d) + 2 * 2 * d
    return (30522 + 512 + 2) * d + 2 * d + 12 * layer + d * d + d


def letter(row: int) -> str:
    """Return the letter of a row of notebook 1."""
    return str(run_cell(TOY, "labels")["letters"][row])


def numbers_in(path: Path, cell_id: str, pattern: str) -> list[float]:
    """Return the numbers that a pattern finds in the code of a cell: its groups, or lists in them."""
    (match,) = re.findall(pattern, cell(path, cell_id).source)
    return [float(number) for number in re.findall(r"[\d.]+", " ".join([match] if isinstance(match, str) else match))]


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


def cosines(a: list[float], *others: list[float]) -> list[float]:
    return [round(float(cosine), 6) for cosine in cosine_similarities(others, a)]
