"""Tests of helpers/synonyms.py: the lecture's two lists, what is left out, and the table."""

import numpy as np
import pytest

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
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


def test_the_lists_of_the_lecture(bert: TokenEmbeddings) -> None:
    """The same fifteen tokens with the same three decimals, by either measure."""
    by_distance = nearest_tokens(bert, "beauty", metric="euclidean", include_self=True)
    assert ", ".join(f"{row.token} {row.distance:.3f}" for row in by_distance) == BY_DISTANCE
    by_similarity = nearest_tokens(bert, "beauty", include_self=True)
    assert ", ".join(f"{row.token} {row.similarity:.3f}" for row in by_similarity) == BY_SIMILARITY


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_without_the_word_itself_the_others_move_up(bert: TokenEmbeddings, metric: str) -> None:
    """The same list less its first row, and ranks that start at 1."""
    with_self = nearest_tokens(bert, "beauty", metric=metric, include_self=True)
    without = nearest_tokens(bert, "beauty", k=14, metric=metric)
    assert [row.token for row in without] == [row.token for row in with_self[1:]]
    assert [row.rank for row in without] == list(range(1, 15))


def test_each_row_has_both_measures_whichever_ranks(bert: TokenEmbeddings) -> None:
    """They are those of the plain formulas."""
    for row in nearest_tokens(bert, "beauty", k=5, metric="euclidean"):
        assert bert.tokens[row.token_id] == row.token
        assert row.distance == euclidean_distances(bert.vectors[[row.token_id]], bert["beauty"])[0]
        assert row.similarity == pytest.approx(cosine_similarities(bert.vectors[[row.token_id]], bert["beauty"])[0])


def test_words_only_leaves_out_whatever_is_no_word(bert: TokenEmbeddings) -> None:
    """The words that remain keep their order; a seed that is no word itself can still be shown."""
    all_tokens = nearest_tokens(bert, "two", k=40)
    words = nearest_tokens(bert, "two", k=20, words_only=True)
    assert [row.token for row in words] == [row.token for row in all_tokens if row.token.isalpha()][:20]
    assert nearest_tokens(bert, "[MASK]", k=1, words_only=True, include_self=True)[0].token == "[MASK]"


def test_equal_vectors_are_listed_by_id() -> None:
    """Of two tokens at the same distance the one with the lower id comes first."""
    vectors = np.array([[1, 0], [0, 1], [0, 1], [1, 1]], dtype=np.float32)
    twins = TokenEmbeddings(["seed", "one", "other", "near"], vectors)
    assert [row.token for row in nearest_tokens(twins, "seed", k=3)] == ["near", "one", "other"]


@pytest.mark.parametrize("metric", ["cos", "Euclidean", None])
def test_an_unknown_metric_is_told_the_two_there_are(bert: TokenEmbeddings, metric: str) -> None:
    """The message gives both names."""
    with pytest.raises(ValueError, match=f"metric is {metric!r}, but there are two: 'cosine' and 'euclidean'"):
        nearest_tokens(bert, "beauty", metric=metric)


def test_a_split_word_and_an_impossible_k_get_the_sentences_of_the_floors_below(bert: TokenEmbeddings) -> None:
    """They are not hidden by another error."""
    with pytest.raises(ValueError, match="is 2 tokens in this vocabulary: hand ##bag"):
        nearest_tokens(bert, "handbag")
    with pytest.raises(ValueError, match="k is 30522, but it must be a whole number from 1 to 30521"):
        nearest_tokens(bert, "beauty", k=30_522)


def test_the_table_prints_aligned() -> None:
    """A wide character takes two columns, a combining one none."""
    table = NeighborTable([Neighbor(1, "gorgeous", 9882, 1.40291, 0.4), Neighbor(12, "美", 1935, 0.0, -1.0)])
    assert str(table).splitlines() == [
        "rank  token        id  distance  similarity",
        "   1  gorgeous   9882     1.403       0.400",
        "  12  美         1935     0.000      -1.000",
    ]
    assert repr(table) == str(table)


def test_the_table_is_a_sequence() -> None:
    """Length, rows by number, shorter tables by slices, equality."""
    rows = [Neighbor(rank, f"t{rank}", rank, 0.5, 0.5) for rank in (1, 2, 3)]
    table = NeighborTable(rows)
    assert list(table) == rows
    assert len(table) == 3
    assert table[-1].token == "t3"
    assert table[:2] == NeighborTable(rows[:2])
    assert len({table, NeighborTable(rows)}) == 1
    assert table != rows
