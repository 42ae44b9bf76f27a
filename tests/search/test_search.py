"""Tests of helpers/search: the ids and scores of the plain way to the last bit, on whatever may be given."""

from collections.abc import Callable, Iterable
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances, row_norms
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.search import search
from helpers.synonyms import NeighborTable, nearest_tokens
from tests.search.hard_rows import SPOILED, Spoil, as_they_are, lengths, near_twins, offset, twins, zeros

Array = NDArray[Any]
METRICS = ["cosine", "euclidean"]


def plainly(vectors: Any, query: Any, k: int, metric: str, exclude: int | Iterable[int] = ()) -> tuple[Array, Array]:
    """Search as notebooks 1 to 3 do: measure to every row, then choose."""
    scores = cosine_similarities(vectors, query) if metric == "cosine" else euclidean_distances(vectors, query)
    ids = nearest_neighbors(scores, k, largest=metric == "cosine", exclude=exclude)
    return ids, scores[ids]


def same(vectors: Any, query: Any, k: int, metric: str, exclude: Any = ()) -> None:
    """Check that both ways give the same, with and without norms that were kept."""
    ids, scores = plainly(vectors, query, k, metric, exclude)
    for norms in (None, row_norms(vectors)):
        found, their_scores = search(vectors, query, k, metric, norms=norms, exclude=exclude)
        assert found.tolist() == ids.tolist()
        assert their_scores.tobytes() == scores.tobytes()
        assert found.dtype == np.intp
        assert their_scores.dtype == np.float64


LAID_OUT: list[Callable[[Array], Array]] = [
    np.ascontiguousarray,
    np.asfortranarray,
    lambda rows: np.repeat(rows, 2, axis=1)[:, ::2],
    lambda rows: rows[::-1],
    lambda rows: rows[:, ::-1],
    lambda rows: np.asfortranarray(rows)[:, ::-1],
    lambda rows: np.asfortranarray(rows)[::-1, ::-1],
]


@settings(max_examples=400)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 60),
    st.integers(1, 40),
    st.lists(st.sampled_from(SPOILED), min_size=1, max_size=2),
    st.sampled_from([np.float16, np.float32, np.float32, np.float64]),
    st.sampled_from(LAID_OUT),
    st.sampled_from(METRICS),
    st.booleans(),
    st.data(),
)
def test_it_is_the_plain_way(
    seed: int,
    n: int,
    d: int,
    spoiled: list[Spoil],
    kind: type,
    laid_out: Callable[[Array], Array],
    metric: str,
    own_row: bool,
    data: st.DataObject,
) -> None:
    """Same ids, same order, same bits: any rows, any type, any layout, k from 1 to all, anything left out."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, d))
    with np.errstate(all="ignore"):  # of making such rows, not of searching them
        for spoil in spoiled:
            rows = spoil(rows, rng)
        vectors = laid_out(rows.astype(kind))
    query = vectors[rng.integers(n)] if own_row else rng.normal(size=d)
    if not np.isfinite(query).all() or (metric == "cosine" and not 0 < row_norms([query.astype(float)])[0] < np.inf):
        query = np.ones(d)
    exclude = data.draw(st.sets(st.integers(0, n - 1), max_size=n - 1))
    k = data.draw(st.sampled_from([1, n - len(exclude)]) | st.integers(1, n - len(exclude)))
    same(vectors, query, k, metric, exclude)


def same_for_all(vectors: Any, queries: Any, k: int, metric: str, exclude: Any = ()) -> None:
    """Check that many queries at once give what each gives in the plain way."""
    ids, scores = search(vectors, queries, k, metric, exclude=exclude)
    wanted = [plainly(vectors, query, k, metric, exclude) for query in queries]
    assert ids.shape == scores.shape == (len(queries), k)
    assert ids.tolist() == [found.tolist() for found, _ in wanted]
    assert scores.tobytes() == b"".join(theirs.tobytes() for _, theirs in wanted)


@settings(max_examples=300)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 80),
    st.integers(1, 20),
    st.integers(0, 12),
    st.lists(st.sampled_from(SPOILED), min_size=1, max_size=2),
    st.sampled_from([np.float16, np.float32, np.float32, np.float64]),
    st.sampled_from(METRICS),
    st.fixed_dictionaries(
        {
            "QUERY_BLOCK": st.sampled_from([1, 5, 512]),
            "BLOCK_SIZE": st.sampled_from([1, 40, 200, 2**20]),
            "COPY_BYTES": st.sampled_from([1, 400, 2**25]),
            "GROUP_SIZE": st.sampled_from([1, 7, 32]),
        }
    ),
    st.sampled_from(LAID_OUT),
    st.data(),
)
def test_many_queries_are_as_one_in_pieces_of_any_size(
    seed: int,
    n: int,
    d: int,
    m: int,
    spoiled: list[Spoil],
    kind: type,
    metric: str,
    limits: dict[str, int],
    laid_out: Callable[[Array], Array],
    data: st.DataObject,
) -> None:
    """With tiles of a few vectors, blocks of a few queries, and candidates that are settled many times."""
    rng = np.random.default_rng(seed)
    rows, queries = rng.normal(size=(n, d)), rng.normal(size=(m, d))
    with np.errstate(all="ignore"):  # of making such rows, not of searching them
        for spoil in spoiled:
            rows = spoil(rows, rng)
        vectors: Array = rows.astype(kind)
    own = vectors[rng.integers(n, size=m)].astype(np.float64)
    queries = np.where(rng.random((m, 1)) < 0.5, own, queries)
    norms = row_norms(queries)
    queries[~((norms > 0) & (norms < np.inf)) | ~np.isfinite(queries).all(axis=1)] = 1
    exclude = data.draw(st.sets(st.integers(0, n - 1), max_size=n - 1))
    k = data.draw(st.sampled_from([1, n - len(exclude)]) | st.integers(1, n - len(exclude)))
    with mock.patch.dict("helpers.search.many_queries.__dict__", limits):
        same_for_all(laid_out(vectors), laid_out(queries), k, metric, exclude)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("spoil", [as_they_are, twins, near_twins, lengths, offset, zeros])
def test_hard_rows_in_tiles_of_the_usual_size(spoil: Spoil, metric: str) -> None:
    """Enough of them for several tiles and two blocks, with queries that stand among them."""
    rng = np.random.default_rng(5)
    vectors: Array = spoil(rng.normal(size=(6000, 48)), rng).astype(np.float32)
    norms = row_norms(vectors)
    queries = vectors[np.flatnonzero(norms > 0)[:520]]
    ids, scores = search(vectors, queries, 10, metric, norms=norms)
    for i in [0, 1, 100, 511, 512, 519]:
        wanted, theirs = plainly(vectors, queries[i], 10, metric)
        assert ids[i].tolist() == wanted.tolist()
        assert scores[i].tobytes() == theirs.tobytes()


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("word", ["beauty", "[MASK]", "two", "[unused199]", "[PAD]"])
@pytest.mark.parametrize("k", [1, 15, 30_521])
def test_on_the_real_matrix(bert: TokenEmbeddings, word: str, metric: str, k: int) -> None:
    """The first, the first fifteen, and all."""
    same(bert.vectors, bert[word], k, metric, exclude=bert.token_id(word))


@pytest.mark.parametrize("metric", METRICS)
def test_many_words_of_the_real_matrix(bert: TokenEmbeddings, metric: str) -> None:
    """Six hundred tokens in their order, special ones and letters among them."""
    seeds = np.arange(0, len(bert), 51)
    ids, scores = search(bert.vectors, bert.vectors[seeds], 15, metric, norms=bert.norms)
    for i in range(0, len(seeds), 60):
        wanted, theirs = plainly(bert.vectors, bert.vectors[seeds[i]], 15, metric)
        assert ids[i].tolist() == wanted.tolist()
        assert scores[i].tobytes() == theirs.tobytes()


@pytest.mark.parametrize("metric", METRICS)
def test_a_matrix_that_is_stored_column_by_column(metric: str) -> None:
    """There NumPy adds up rows in another order, and so does the search; in several tiles, too."""
    vectors = np.asfortranarray(np.random.default_rng(7).normal(size=(301, 20)))
    for size in (8 * 20, 8 * 20 * 100, 2**25):
        with mock.patch("helpers.search.many_queries.COPY_BYTES", size):
            same_for_all(vectors, vectors[:3], 5, metric, exclude=[4])


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("laid_out", LAID_OUT)
def test_near_twins_in_any_layout(laid_out: Callable[[Array], Array], metric: str) -> None:
    """Where the order in which NumPy adds up decides who is nearer: for vectors, for queries, for both."""
    rows = 1 + np.random.default_rng(0).normal(size=(60, 200)) * 1e-9
    for vectors, queries in ((laid_out(rows), rows[:3]), (rows, laid_out(rows[:3])), (laid_out(rows), laid_out(rows))):
        same_for_all(vectors, queries, 3, metric)
        same(vectors, queries[1], 3, metric)


@pytest.mark.parametrize("metric", METRICS)
def test_norms_with_too_few_digits_are_not_used(metric: str) -> None:
    """Those of float32 for float64 vectors would leave out the nearest."""
    vectors = 1 + np.random.default_rng(0).normal(size=(2000, 300)) * 1e-4
    ids, scores = plainly(vectors, vectors[0], 5, metric)
    for norms in (row_norms(vectors).astype(np.float32), row_norms(vectors).astype(np.float16)):
        found, theirs = search(vectors, vectors[0], 5, metric, norms=norms)
        assert found.tolist() == ids.tolist()
        assert theirs.tobytes() == scores.tobytes()


def test_norms_of_other_vectors_are_noticed_where_too_few_are_found() -> None:
    """That they are right isn't checked otherwise."""
    vectors = np.array([[-np.inf, 1], [1, 1]])
    with pytest.raises(ValueError, match="norms are not the lengths of these vectors"):
        search(vectors, [[1.0, 1.0], [1.0, 2.0]], 2, norms=[1.0, 1.0])


def test_a_query_out_of_range_among_others() -> None:
    """It is measured plainly, and the others as ever."""
    rng = np.random.default_rng(12)
    vectors = rng.normal(size=(300, 5)).astype(np.float32)
    queries = rng.normal(size=(6, 5)) * np.array([1, 1e-14, 1, 1e14, 1e-100, 1])[:, np.newaxis]
    same_for_all(vectors, queries, 4, "cosine")
    queries[2] = 0
    same_for_all(vectors, queries, 4, "euclidean")


def test_no_queries() -> None:
    """An empty list of queries has an empty list of answers."""
    ids, scores = search(np.eye(3), np.empty((0, 3)), 2)
    assert ids.shape == scores.shape == (0, 2)


def test_a_row_of_zeros_comes_last_by_cosine_and_first_by_distance() -> None:
    """It has no direction, and nan comes last; but nothing is nearer to a short query."""
    vectors = np.array([[0, 0], [-1, 0], [1, 0.1], [np.nan, 1]], dtype=np.float32)
    ids, scores = search(vectors, [0.1, 0], 4)
    assert ids.tolist() == [2, 1, 0, 3]
    assert np.isnan(scores[2:]).all()
    assert search(vectors, [0.1, 0], 3, "euclidean")[0].tolist() == [0, 2, 1]


def test_equal_rows_come_by_id_and_near_ones_by_the_last_bit() -> None:
    """At an offset of 10,000 the product in float32 can't tell any of these apart: there 0.001 is its one step."""
    vectors = np.full((5, 384), 1e4, dtype=np.float32)
    vectors[[1, 3], 0] += 0.001
    vectors[2, 0] += 0.002
    ids, scores = search(vectors, vectors[3], 5, "euclidean")
    assert ids.tolist() == [1, 3, 0, 2, 4]
    assert scores[0] == scores[1] == 0.0
    same(vectors, vectors[3], 5, "cosine")


@pytest.mark.parametrize("exclude", [1, [1], (1,), {1}, np.array([1]), np.array(1), np.int64(1), (i for i in [1, 1])])
def test_what_to_exclude_can_take_any_form(exclude: Any) -> None:
    """A generator too, which can be read once only."""
    ids, _ = search(np.eye(3, dtype=np.float32), [0.0, 1.0, 0.5], 2, exclude=exclude)
    assert ids.tolist() == [2, 0]


def test_lists_and_whole_numbers_can_be_searched() -> None:
    """And the scores are float64."""
    ids, scores = search([[3, 4], [0, 5], [0, 0]], [0, 4], 2, "euclidean", norms=[5, 5, 0])
    assert ids.tolist() == [1, 0]
    assert scores.tolist() == [1.0, 3.0]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize(
    ("vectors", "query", "k", "exclude"),
    [
        ([1.0, 2.0], [1.0], 1, ()),
        (3.0, [1.0], 1, ()),
        (["a"], [1.0], 1, ()),
        ([1.0, 2.0], [[1.0], [2.0]], 1, ()),
        ([[1.0, 2.0]], [1.0], 1, ()),
        ([[1.0, 2.0]], [1.0, np.nan], 1, ()),
        ([[1.0], [2.0]], [1.0], 3, ()),
        ([[1.0], [2.0]], [1.0], 2, [0]),
        ([[1.0], [2.0]], [1.0], 0, ()),
        ([[1.0], [2.0]], [1.0], 1.5, ()),
        ([[1.0], [2.0]], [1.0], 1, [2]),
        ([[1.0], [2.0]], [1.0], 1, [0.5]),
        ([[1.0], [2.0]], [1.0], 1, [0, 1]),
        (np.empty((0, 2)), [1.0, 1.0], 1, ()),
    ],
)
def test_what_the_plain_way_refuses_is_refused_in_the_same_words(
    vectors: Any, query: Any, k: Any, exclude: Any, metric: str
) -> None:
    """Shapes that don't fit, a k that can't be, ids that aren't there."""
    with pytest.raises(ValueError, match=r"\w") as plain:
        plainly(vectors, query, k, metric, exclude)
    with pytest.raises(ValueError, match=r"\w") as ours:
        search(vectors, query, k, metric, exclude=exclude)
    assert str(ours.value) == str(plain.value)


def test_a_query_without_direction_an_unknown_metric_and_too_few_norms() -> None:
    """The sentences say what is wrong."""
    with pytest.raises(ValueError, match="The query has no direction"):
        search([[1.0, 2.0]], [0.0, 0.0], 1)
    with pytest.raises(ValueError, match="metric is 'cos', but there are two"):
        search([[1.0, 2.0]], [1.0, 0.0], 1, "cos")
    with pytest.raises(ValueError, match=r"norms must hold the length of each of the 1 rows; got shape \(2,\)"):
        search([[1.0, 2.0]], [1.0, 0.0], 1, norms=[1.0, 2.0])


def test_of_many_queries_the_one_that_cannot_be_used_is_named() -> None:
    """By its row; and what is wrong with all of them is said once."""
    vectors = np.eye(2)
    with pytest.raises(ValueError, match="Row 1 of queries can't be used: The query has no direction"):
        search(vectors, [[1.0, 2.0], [0.0, 0.0]], 1)
    with pytest.raises(ValueError, match="Row 2 of queries can't be used: query holds nan or infinity"):
        search(vectors, [[1.0, 2.0], [1.0, 2.0], [1.0, np.nan]], 1, "euclidean")
    with pytest.raises(ValueError, match="Row 0 of queries can't be used: query has 3 numbers, but each row"):
        search(vectors, np.ones((4, 3)), 1)
    with pytest.raises(ValueError, match=r"queries must be one, of shape \(d,\), or several, of shape \(m, d\); got"):
        search(vectors, np.ones((1, 1, 2)), 1)
    with pytest.raises(ValueError, match="queries must hold real numbers; got <U1 values"):
        search(vectors, ["a", "b"], 1)
    assert search(vectors, [[1.0, 2.0], [0.0, 0.0]], 1, "euclidean")[0].tolist() == [[1], [0]]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("words_only", [False, True])
@pytest.mark.parametrize("include_self", [False, True])
@pytest.mark.parametrize("word", ["beauty", "two", "[MASK]", "##belle", "美"])
def test_the_table_is_that_of_the_plain_way(
    bert: TokenEmbeddings, word: str, metric: str, words_only: bool, include_self: bool
) -> None:
    """All rows, both measures, to the last bit."""
    seed, query = bert.token_id(word), bert[word]
    distances, similarities = euclidean_distances(bert.vectors, query), cosine_similarities(bert.vectors, query)
    left_out = {i for i, token in enumerate(bert.tokens) if words_only and not token.isalpha()} | {seed}
    if include_self:
        left_out -= {seed}
    ids, _ = plainly(bert.vectors, query, 20, metric, left_out)
    wanted = [(rank, bert.tokens[i], i, distances[i], similarities[i]) for rank, i in enumerate(ids.tolist(), start=1)]
    found = nearest_tokens(bert, word, 20, metric, words_only=words_only, include_self=include_self)
    assert isinstance(found, NeighborTable)
    assert [tuple(row) for row in found] == wanted


def test_what_is_kept_is_computed_once_and_cannot_be_changed() -> None:
    """Norms and ids of a vocabulary in memory; a change to the vectors would make them wrong, so it is refused."""
    toy = TokenEmbeddings(["a", "##b", "c", "7"], np.asfortranarray(np.eye(4, dtype=np.float32) * 3))
    assert toy.norms.tolist() == [3.0] * 4
    assert toy.norms is toy.norms
    assert toy.not_words.tolist() == [1, 3]
    for kept in (toy.norms, toy.not_words, toy.vectors):
        with pytest.raises(ValueError, match="read-only"):
            kept[0] = 1
    assert toy.vectors.flags.c_contiguous
