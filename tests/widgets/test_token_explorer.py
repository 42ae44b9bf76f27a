"""Tests of the explorer of notebook 4 against `nearest_tokens`."""

import random
from typing import Any

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from helpers.widgets import explore_tokens
from helpers.widgets.token_explorer import TokenExplorer
from tests.widgets.reading import path, printed, table, text

NOT_FOUND = ["", "   ", "<script>", "<b>&amp;", "\U0001f642", "a" * 10_000, "\ud800", "a\ud800b", "\x00\n", "$ a $"]
NOT_FOUND += ["handbag"]


@pytest.fixture
def explorer(bert: TokenEmbeddings) -> TokenExplorer:
    return TokenExplorer(bert, "beauty")


def test_opens_with_the_ten_nearest(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    assert table(explorer) == printed(nearest_tokens(bert, "beauty", k=10))
    assert path(explorer) == ["beauty"]
    assert explorer.back.disabled
    assert text(explorer.message.value) == ""
    heads = [text(cell.value) for cell in explorer.rows.box.children[:3]]
    assert heads == ["rank", "token", "iddistancesimilarity"]


def test_controls_are_described(explorer: TokenExplorer) -> None:
    for control in (explorer.word, explorer.metric, explorer.k):
        assert control.description.endswith(":")
        assert control.style.description_width == "initial"  # the description isn't cut off
    assert explorer.words_only.description == "words of letters only"
    assert explorer.back.description == "Back"
    assert explorer.rows.buttons[0].tooltip == "rank 1, distance 1.298, similarity 0.526: look up beautiful"
    assert explorer.word.continuous_update is False


@pytest.mark.parametrize(
    ("k", "metric", "words_only"), [(1, "cosine", True), (20, "cosine", False), (20, "euclidean", True)]
)
@pytest.mark.parametrize("word", ["Beauty", "[MASK]", "##belle", "two", "<", "&", "美"])
def test_table_is_that_of_nearest_tokens(
    bert: TokenEmbeddings, explorer: TokenExplorer, word: str, k: int, metric: str, words_only: bool
) -> None:
    explorer.word.value, explorer.k.value = word, k
    explorer.metric.value, explorer.words_only.value = metric, words_only
    assert table(explorer) == printed(nearest_tokens(bert, word, k=k, metric=metric, words_only=words_only))
    assert path(explorer)[-1] == bert.tokens[bert.token_id(word)]


def test_neighbors_can_be_followed_and_traced_back(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    # By Euclidean distance pieces, special tokens and Chinese characters are on the way.
    explorer.metric.value, explorer.k.value = "euclidean", 20
    visited = ["beauty"]

    def assert_shows_last() -> None:
        assert (explorer.word.value, explorer.path) == (visited[-1], visited)
        assert table(explorer) == printed(nearest_tokens(bert, visited[-1], k=20, metric="euclidean"))

    for row in (3, 0, 5, 19, 1, 7, 2, 11, 4, 0, 13):
        visited.append(nearest_tokens(bert, visited[-1], k=20, metric="euclidean")[row].token)
        explorer.rows.buttons[row].click()
        assert_shows_last()
    assert path(explorer) == ["4 more", *visited[-8:]]
    while len(visited) > 1:
        assert not explorer.back.disabled
        explorer.back.click()
        visited.pop()
        assert_shows_last()
    assert explorer.back.disabled


@pytest.mark.parametrize("word", NOT_FOUND)
def test_word_that_is_not_found_gets_the_sentence_of_the_helper(
    bert: TokenEmbeddings, explorer: TokenExplorer, word: str
) -> None:
    explorer.rows.buttons[0].click()
    explorer.word.value = word
    with pytest.raises(ValueError, match=r"\w") as error:
        nearest_tokens(bert, word)
    for _ in range(2):  # other controls don't change that
        assert text(explorer.message.value) == str(error.value)
        assert "<script" not in explorer.message.value
        assert "<b" not in explorer.message.value
        assert table(explorer) == []
        assert path(explorer) == ["beauty", "beautiful"]
        explorer.metric.value, explorer.k.value, explorer.words_only.value = "euclidean", 3, True
    explorer.rows.buttons[0].click()  # hidden; a click that was on its way changes nothing
    assert explorer.word.value == word
    explorer.back.click()
    assert explorer.word.value == "beautiful"
    assert text(explorer.message.value) == ""
    assert table(explorer) == printed(nearest_tokens(bert, "beautiful", 3, "euclidean", words_only=True))


def test_back_returns_from_an_error_to_the_first_word(explorer: TokenExplorer) -> None:
    explorer.word.value = "handbag"
    assert not explorer.back.disabled
    explorer.back.click()
    assert explorer.word.value == "beauty"
    assert explorer.back.disabled
    explorer.back.click()
    assert path(explorer) == ["beauty"]


def test_same_word_again_is_no_step_of_the_path(explorer: TokenExplorer) -> None:
    explorer.word.value = "Beauty"
    explorer.metric.value = "euclidean"
    explorer.word.value = " beauty "
    assert path(explorer) == ["beauty"]


def test_random_operations_keep_table_and_controls_consistent(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    rng = random.Random(5)
    words = [*NOT_FOUND, "beauty", "run", "Paris", "[CLS]", "##ing", "美", "<", "&"]
    for _ in range(200):
        match rng.randrange(6):
            case 0:
                explorer.word.value = rng.choice(words)
            case 1:
                explorer.k.value = rng.randint(1, 20)
            case 2:
                explorer.metric.value = rng.choice(["cosine", "euclidean"])
            case 3:
                explorer.words_only.value = rng.random() < 0.5
            case 4:
                rng.choice(explorer.rows.buttons).click()
            case 5:
                explorer.back.click()
        word, k, metric = explorer.word.value, explorer.k.value, explorer.metric.value
        expected, message = [], ""
        try:
            expected = printed(nearest_tokens(bert, word, k, metric, words_only=explorer.words_only.value))
        except ValueError as error:
            message = str(error)
        assert table(explorer) == expected
        assert text(explorer.message.value) == message
        assert message or explorer.path[-1] == bert.tokens[bert.token_id(word)]
        assert explorer.back.disabled == (len(explorer.path) == 1 and word in bert)


def test_tokens_are_escaped() -> None:
    """A page could take these tokens for HTML or a formula, cut them off, or not print them."""
    tokens = ["<img src=x onerror=alert(1)>", "&lt;", "$x$", "w" * 500, "\u200bz", "seed"]
    vectors = np.random.default_rng(0).normal(size=(6, 4)).astype(np.float32)
    explorer = TokenExplorer(TokenEmbeddings(tokens, vectors), "seed")
    assert explorer.k.max == 5
    assert {button.description for button in explorer.rows.buttons} == {*tokens[:4], r"\u200bz"}
    for _ in range(6):
        explorer.rows.buttons[0].click()
        assert "<img" not in explorer.path_shown.value
        assert "mathjax_ignore" in explorer.path_shown.value
    assert explorer.path[1] in tokens


def test_explorers_are_independent(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    toy = TokenEmbeddings(["sun", "moon", "star"], np.array([[1, 0], [1, 1], [0, 1]], dtype=np.float32))
    other = TokenExplorer(toy, "sun")
    other.rows.buttons[0].click()
    assert table(other) == printed(nearest_tokens(toy, "moon", k=2))
    assert path(explorer) == ["beauty"]
    assert table(explorer) == printed(nearest_tokens(bert, "beauty", k=10))


def test_word_without_enough_neighbors_or_direction_is_a_step_of_the_path() -> None:
    vectors = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float32)
    explorer = TokenExplorer(TokenEmbeddings(["sun", "##s", "7", "zero"], vectors), "sun")
    explorer.words_only.value = True
    assert text(explorer.message.value).startswith("k is 3, but it must be a whole number from 1 to 1")
    explorer.k.value = 1
    assert [row[1] for row in table(explorer)] == ["zero"]
    explorer.rows.buttons[0].click()
    assert text(explorer.message.value).startswith("The query has no direction")
    assert path(explorer) == ["sun", "zero"]
    explorer.back.click()
    assert [row[1] for row in table(explorer)] == ["zero"]


def test_unexpected_error_is_shown(explorer: TokenExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(explorer, "search", fail)
    explorer.k.value = 3
    assert text(explorer.message.value) == "That did not work: RuntimeError."
    assert table(explorer) == []
    monkeypatch.undo()
    explorer.k.value = 4
    assert len(table(explorer)) == 4


@pytest.mark.parametrize("word", ["handbag", "", None, 5053])
def test_first_word_must_be_found(bert: TokenEmbeddings, word: Any) -> None:
    with pytest.raises(ValueError, match=r"\w") as expected:
        nearest_tokens(bert, word)
    with pytest.raises(ValueError, match=r"\w") as error:
        explore_tokens(bert, word)
    assert str(error.value) == str(expected.value)
