"""Tests of helpers.search.search: ids, order and scores are those of the definition, to the last bit."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances, row_norms
from helpers.embeddings import TokenEmbeddings
from helpers.neighbors import nearest_neighbors
from helpers.search import metrics, search
from tests.search.hard_rows import FINITE, HARD_ROWS, hard_rows, unaligned

Array = NDArray[Any]
# The definition of each metric, and whether a large score is near.
DEFINITIONS: dict[str, tuple[Callable[..., Array], bool]] = {
    "cosine": (cosine_similarities, True),
    "euclidean": (euclidean_distances, False),
}
METRICS = list(DEFINITIONS)


def by_definition(vectors: Any, query: Any, k: int, metric: str, exclude: int | Iterable[int] = ()) -> tuple[Any, Any]:
    """Search as notebooks 1 to 3 do: measure every vector, then choose."""
    definition, largest = DEFINITIONS[metric]
    scores = definition(vectors, query)
    ids = nearest_neighbors(scores, k, largest=largest, exclude=exclude)
    return ids, scores[ids]


def assert_same(actual: tuple[Array, Array], expected: tuple[Array, Array]) -> None:
    """Compare ids, and scores bit by bit."""
    assert actual[0].tolist() == expected[0].tolist()
    assert actual[1].tobytes() == expected[1].tobytes()
    assert actual[0].dtype == np.intp
    assert actual[1].dtype == np.float64


def check_one(vectors: Any, query: Any, k: int, metric: str, exclude: Any = ()) -> None:
    """Compare one query with the definition, with norms and without."""
    expected = by_definition(vectors, query, k, metric, exclude)
    for norms in (None, row_norms(vectors)):
        assert_same(search(vectors, query, k, metric, norms=norms, exclude=exclude), expected)


def check_many(vectors: Any, queries: Any, k: int, metric: str, exclude: Any = ()) -> None:
    """Compare several queries at once with the definition."""
    ids, scores = search(vectors, queries, k, metric, exclude=exclude)
    assert ids.shape == scores.shape == (len(queries), k)
    for i, query in enumerate(queries):
        assert_same((ids[i], scores[i]), by_definition(vectors, query, k, metric, exclude))


LAYOUTS: list[Callable[[Array], Array]] = [
    np.ascontiguousarray,
    np.asfortranarray,
    lambda rows: np.repeat(rows, 2, axis=1)[:, ::2],
    lambda rows: rows[::-1],
    lambda rows: rows[:, ::-1],
    lambda rows: np.asfortranarray(rows)[:, ::-1],
    lambda rows: np.asfortranarray(rows)[::-1, ::-1],
    unaligned,
]


class Search(NamedTuple):
    """What to search."""

    vectors: Array
    queries: Array
    k: int
    metric: str
    exclude: set[int]


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Draw vectors of any type and layout, queries of which about half are rows, k from 1 to all, any ids excluded."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, d, m = draw(st.integers(1, 80)), draw(st.integers(1, 40)), draw(st.integers(0, 12))
    kinds = draw(st.lists(st.sampled_from(list(HARD_ROWS)), min_size=1, max_size=2))
    dtype = draw(st.sampled_from([np.float16, np.float32, np.float32, np.float64]))
    metric = draw(st.sampled_from(METRICS))
    with np.errstate(all="ignore"):
        vectors: Array = hard_rows(kinds, (n, d), rng).astype(dtype)
    own_rows = vectors[rng.integers(n, size=m)].astype(np.float64)
    queries = np.where(rng.random((m, 1)) < 0.5, own_rows, rng.normal(size=(m, d)))
    norms = row_norms(queries)
    without_direction = (norms == 0) | (norms == np.inf)
    queries[~np.isfinite(queries).all(axis=1) | (without_direction & (metric == "cosine"))] = 1
    queries = queries.astype(draw(st.sampled_from([np.float64, dtype])))
    exclude = draw(st.sets(st.integers(0, n - 1), max_size=n - 1))
    k = draw(st.sampled_from([1, n - len(exclude)]) | st.integers(1, n - len(exclude)))
    vectors, queries = draw(st.sampled_from(LAYOUTS))(vectors), draw(st.sampled_from(LAYOUTS))(queries)
    return Search(vectors, queries, k, metric, exclude)


@settings(max_examples=400)
@given(searches())
def test_one_query_is_searched_as_defined(drawn: Search) -> None:
    for query in drawn.queries[:1]:
        check_one(drawn.vectors, query, drawn.k, drawn.metric, drawn.exclude)


# Sizes that make blocks of a few vectors and queries, and rerank candidates many times.
SIZES = {
    "many_queries.QUERY_BLOCK": st.sampled_from([1, 5, 512]),
    "many_queries.BLOCK_SIZE": st.sampled_from([1, 40, 200, 2**20]),
    "many_queries.COPY_BYTES": st.sampled_from([1, 400, 2**25]),
    "many_queries.GROUP_SIZE": st.sampled_from([1, 7, 32]),
    "candidates.MAX_CANDIDATES": st.sampled_from([1, 40, 2**18]),
    "dispatch.BRUTE_FORCE_ELEMENTS": st.sampled_from([1, 100, 2**22]),
}


@settings(max_examples=400)
@given(searches(), st.fixed_dictionaries(SIZES))
def test_many_queries_are_searched_as_defined(drawn: Search, sizes: dict[str, int]) -> None:
    with ExitStack() as patches:
        for name, size in sizes.items():
            patches.enter_context(mock.patch(f"helpers.search.{name}", size))
        check_many(drawn.vectors, drawn.queries, drawn.k, drawn.metric, drawn.exclude)


@pytest.mark.verify
@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("kind", FINITE)
def test_hard_rows_in_blocks_of_the_usual_size(kind: str, metric: str) -> None:
    vectors = hard_rows([kind], (6000, 48), np.random.default_rng(5)).astype(np.float32)
    norms = row_norms(vectors)
    queries = vectors[np.flatnonzero(norms > 0)[:520]]  # two blocks
    ids, scores = search(vectors, queries, 10, metric, norms=norms)
    for i in [0, 1, 100, 511, 512, 519]:
        assert_same((ids[i], scores[i]), by_definition(vectors, queries[i], 10, metric))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("word", ["beauty", "[MASK]", "[PAD]"])
@pytest.mark.parametrize("k", [1, 15, 30_521])
def test_one_word_of_the_real_matrix(bert: TokenEmbeddings, word: str, metric: str, k: int) -> None:
    check_one(bert.vectors, bert[word], k, metric, exclude=bert.token_id(word))


@pytest.mark.parametrize("metric", METRICS)
def test_many_words_of_the_real_matrix(bert: TokenEmbeddings, metric: str) -> None:
    queries = bert.vectors[::51]
    ids, scores = search(bert.vectors, queries, 15, metric, norms=bert.norms)
    for i in range(0, len(queries), 60):
        assert_same((ids[i], scores[i]), by_definition(bert.vectors, queries[i], 15, metric))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_memory_layout_gives_the_defined_result(layout: Callable[[Array], Array], metric: str) -> None:
    rows = 1 + np.random.default_rng(0).normal(size=(60, 200)) * 1e-9  # so near that the rounding orders them
    for vectors, queries in ((layout(rows), rows[:3]), (rows, layout(rows[:3])), (layout(rows), layout(rows))):
        check_many(vectors, queries, 3, metric)
        check_one(vectors, queries[1], 3, metric)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_norms_with_too_few_digits_are_not_used(dtype: type, metric: str) -> None:
    vectors = 1 + np.random.default_rng(0).normal(size=(2000, 300)) * 1e-4
    norms: Array = row_norms(vectors).astype(dtype)
    assert_same(search(vectors, vectors[0], 5, metric, norms=norms), by_definition(vectors, vectors[0], 5, metric))


def test_query_out_of_range_among_others() -> None:
    rng = np.random.default_rng(12)
    vectors = rng.normal(size=(300, 5)).astype(np.float32)
    queries = rng.normal(size=(6, 5)) * np.array([1, 1e-14, 1, 1e14, 1e-100, 1])[:, np.newaxis]
    check_many(vectors, queries, 4, "cosine")
    queries[2] = 0
    check_many(vectors, queries, 4, "euclidean")


def test_ties_go_to_the_lower_id() -> None:
    vectors = np.full((5, 384), 1e4, dtype=np.float32)
    vectors[[1, 3], 0] += 0.001  # one step of float32 here, too small for its products
    vectors[2, 0] += 0.002
    ids, scores = search(vectors, vectors[3], 5, "euclidean")
    assert ids.tolist() == [1, 3, 0, 2, 4]
    assert scores[0] == scores[1] == 0.0
    check_one(vectors, vectors[3], 5, "cosine")


def test_lists_of_integers_are_accepted() -> None:
    exclude = (i for i in [2])  # can be read once only
    ids, scores = search([[3, 4], [0, 5], [0, 0]], [0, 4], 2, "euclidean", norms=[5, 5, 0], exclude=exclude)
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
        ([[1.0], [2.0]], [1.0], 1.5, ()),
        ([[1.0], [2.0]], [1.0], 1, [2]),
        ([[1.0], [2.0]], [1.0], 1, [0, 1]),
        (np.empty((0, 2)), [1.0, 1.0], 1, ()),
    ],
)
def test_errors_are_those_of_the_definition(vectors: Any, query: Any, k: Any, exclude: Any, metric: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as expected:
        by_definition(vectors, query, k, metric, exclude)
    with pytest.raises(ValueError, match=r"\w") as actual:
        search(vectors, query, k, metric, exclude=exclude)
    assert str(actual.value) == str(expected.value)


@pytest.mark.parametrize(
    ("queries", "options", "message"),
    [
        ([0.0, 0.0], {}, "^The query has no direction"),
        ([1.0, 0.0], {"metric": "cos"}, "metric must be 'cosine' or 'euclidean'; got 'cos'."),
        ([1.0, 0.0], {"norms": [1.0]}, r"norms must hold the length of each of the 2 rows; got shape \(1,\)"),
        ([[1.0, 2.0], [0.0, 0.0]], {}, "Row 1 of queries can't be used: The query has no direction"),
        ([[1, 2], [1, 2], [1, np.nan]], {"metric": "euclidean"}, "Row 2 of queries can't be used: query holds nan or"),
        (np.ones((4, 3)), {}, "Row 0 of queries can't be used: query has 3 numbers, but each row"),
        (np.ones((1, 1, 2)), {}, r"queries must be one, of shape \(d,\), or several, of shape \(m, d\); got"),
        (["a", "b"], {}, "queries must hold real numbers; got <U1 values"),
    ],
)
def test_error_messages(queries: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        search(np.eye(2), queries, 1, **options)


def test_metric_without_bounds_is_searched_by_brute_force(monkeypatch: pytest.MonkeyPatch) -> None:
    def negated(vectors: Any, query: Any) -> Array:
        return -euclidean_distances(vectors, query)

    monkeypatch.setitem(metrics.METRICS, "negated", metrics.Metric("negated", negated, largest=True))
    monkeypatch.setitem(DEFINITIONS, "negated", (negated, True))
    vectors = np.random.default_rng(2).normal(size=(50, 3))
    check_one(vectors, vectors[7], 5, "negated")
    check_many(vectors, vectors[:3], 5, "negated")
    with pytest.raises(ValueError, match=r"metric must be 'cosine', 'euclidean' or 'negated'; got 'cos'\."):
        search(vectors, vectors[7], 5, "cos")


def test_zero_query_has_distances() -> None:
    assert search(np.eye(2), [[1.0, 2.0], [0.0, 0.0]], 1, "euclidean")[0].tolist() == [[1], [0]]


def test_wrong_norms_raise_if_neighbors_are_missed() -> None:
    with pytest.raises(ValueError, match="norms are not the lengths of these vectors"):
        search([[-np.inf, 1.0], [1.0, 1.0]], [[1.0, 1.0], [1.0, 2.0]], 2, norms=[1.0, 1.0])
