"""Tests of helpers/synonyms.py: the lists of the lecture, what is left out, and the table."""

import numpy as np
import pytest

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import Neighbor, NeighborTable, nearest_tokens

# What the lecture's code prints on the default model.
BY_DISTANCE = (
    "beauty 0.000, beautiful 1.298, 美 1.373, gorgeous 1.403, [MASK] 1.403, ##belle 1.413, picturesque 1.419, "
    "aesthetics 1.421, beau 1.425, elegance 1.429, 目 1.450, ##ย 1.457, [unused946] 1.460, ム 1.462, [unused199] 1.463"
)
BY_SIMILARITY = (
    "beauty 1.000, beautiful 0.526, gorgeous 0.402, beau 0.393, attractive 0.367, aesthetics 0.365, ugly 0.349, "
    "cosmetics 0.320, elegance 0.319, personality 0.311, handsome 0.311, picturesque 0.304, aesthetic 0.299, "
    "cute 0.299, cosmetic 0.298"
)


def test_tables_match_the_lecture(bert: TokenEmbeddings) -> None:
    by_distance = nearest_tokens(bert, "beauty", metric="euclidean", include_self=True)
    assert ", ".join(f"{row.token} {row.distance:.3f}" for row in by_distance) == BY_DISTANCE
    by_similarity = nearest_tokens(bert, "beauty", include_self=True)
    assert ", ".join(f"{row.token} {row.similarity:.3f}" for row in by_similarity) == BY_SIMILARITY


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("words_only", [False, True])
@pytest.mark.parametrize("include_self", [False, True])
@pytest.mark.parametrize("word", ["beauty", "two", "[MASK]"])
def test_table_agrees_with_definition(
    bert: TokenEmbeddings, word: str, metric: str, words_only: bool, include_self: bool
) -> None:
    query_id, query = bert.token_id(word), bert[word]
    distances, similarities = euclidean_distances(bert.vectors, query), cosine_similarities(bert.vectors, query)
    left_out = {i for i, token in enumerate(bert.tokens) if words_only and not token.isalpha()} | {query_id}
    if include_self:
        left_out -= {query_id}
    scores = similarities if metric == "cosine" else distances
    ids = nearest_neighbors(scores, 20, largest=metric == "cosine", exclude=left_out).tolist()
    expected = [(rank, bert.tokens[i], i, distances[i], similarities[i]) for rank, i in enumerate(ids, start=1)]
    actual = nearest_tokens(bert, word, 20, metric, words_only=words_only, include_self=include_self)
    assert isinstance(actual, NeighborTable)
    assert [tuple(row) for row in actual] == expected


@pytest.mark.parametrize(
    ("word", "k", "metric", "message"),
    [
        ("beauty", 5, "cos", "metric must be 'cosine' or 'euclidean'; got 'cos'."),
        ("beauty", 5, "Euclidean", "metric must be 'cosine' or 'euclidean'; got 'Euclidean'."),
        ("beauty", 5, None, "metric must be 'cosine' or 'euclidean'; got None."),
        ("handbag", 5, "cosine", "is 2 tokens in this vocabulary: hand ##bag"),
        ("beauty", 30_522, "cosine", "k is 30522, but it must be a whole number from 1 to 30521"),
    ],
)
def test_invalid_input_is_refused(bert: TokenEmbeddings, word: str, k: int, metric: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nearest_tokens(bert, word, k, metric)


def test_arguments_in_the_wrong_order_are_refused(bert: TokenEmbeddings) -> None:
    with pytest.raises(TypeError, match=r"takes the embeddings first, then a word; got str\."):
        nearest_tokens("beauty", bert)  # type: ignore[arg-type]


def test_table_prints_aligned() -> None:
    # A wide character takes two columns, a combining one none.
    rows = [("gorgeous", 9882, 1.40291, 0.4), ("美", 1935, 0.0, -1.0), ("e\u0301", 7, 1.0, 0.5)]
    table = NeighborTable([Neighbor(rank, *row) for rank, row in zip((1, 12, 13), rows, strict=True)])
    assert str(table).splitlines() == [
        "rank  token        id  distance  similarity",
        "   1  gorgeous   9882     1.403       0.400",
        "  12  美         1935     0.000      -1.000",
        "  13  e\u0301             7     1.000       0.500",
    ]
    assert repr(table) == str(table)


def test_table_is_a_sequence() -> None:
    rows = [Neighbor(rank, f"t{rank}", rank, 0.5, 0.5) for rank in (1, 2, 3)]
    table = NeighborTable(rows)
    assert list(table) == rows
    assert len(table) == 3
    assert table[-1].token == "t3"
    assert table[:2] == NeighborTable(rows[:2])
    assert len({table, NeighborTable(rows)}) == 1
    assert table != rows


def test_query_of_zeros_has_distances_and_no_similarities() -> None:
    vectors = np.array([[0, 0], [3, 4], [0, 1]], dtype=np.float32)
    table = nearest_tokens(TokenEmbeddings(["[PAD]", "far", "near"], vectors), "[PAD]", 2, "euclidean")
    assert [(row.token, row.distance) for row in table] == [("near", 1), ("far", 5)]
    assert np.isnan([row.similarity for row in table]).all()
    with pytest.raises(ValueError, match="has no direction"):
        nearest_tokens(TokenEmbeddings(["[PAD]", "far", "near"], vectors), "[PAD]", 2)


def test_control_characters_of_a_token_are_escaped_in_the_table() -> None:
    vectors = np.eye(3, dtype=np.float32)
    table = nearest_tokens(TokenEmbeddings(["a", "line\nbreak", "\x1b[31m"], vectors), "a", 2)
    assert str(table).splitlines()[1:] == [
        "   1  line\\nbreak      1     1.414       0.000",
        "   2  \\x1b[31m         2     1.414       0.000",
    ]
