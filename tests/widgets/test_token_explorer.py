"""Tests of the explorer of notebook 4: every control, the path, and words that nobody would type."""

import random
from typing import Any

import numpy as np
import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from helpers.widgets import explore_tokens
from helpers.widgets.token_explorer import TokenExplorer
from tests.widgets.reading import path, printed, table, text

HOSTILE = [
    "",
    "   ",
    "<script>",
    "<b>&amp;",
    "\U0001f642",
    "a" * 10_000,
    "\ud800",
    "a\ud800b",
    "\x00\n",
    "$ a $",
    "handbag",
]


@pytest.fixture
def explorer(bert: TokenEmbeddings) -> TokenExplorer:
    """Open the explorer at beauty."""
    return TokenExplorer(bert, "beauty")


def test_it_opens_with_the_ten_nearest_and_nowhere_to_go_back_to(
    bert: TokenEmbeddings, explorer: TokenExplorer
) -> None:
    """The table of notebook 4, the path of one word, and no message."""
    assert table(explorer) == printed(nearest_tokens(bert, "beauty", k=10))
    assert path(explorer) == ["beauty"]
    assert explorer.back.disabled
    assert text(explorer.said.value) == ""
    heads = [text(cell.value) for cell in explorer.rows.box.children[:3]]
    assert heads == ["rank", "token", "iddistancesimilarity"]


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("words_only", [False, True])
@pytest.mark.parametrize("k", [1, 20])
@pytest.mark.parametrize("word", ["beauty", "Beauty", "[MASK]", "##belle", "two", "<", "&", "美"])
def test_what_is_shown_is_what_nearest_tokens_gives(
    bert: TokenEmbeddings, explorer: TokenExplorer, word: str, k: int, words_only: bool, metric: str
) -> None:
    """To the printed digit."""
    explorer.word.value, explorer.k.value = word, k
    explorer.metric.value, explorer.words_only.value = metric, words_only
    assert table(explorer) == printed(nearest_tokens(bert, word, k=k, metric=metric, words_only=words_only))
    assert path(explorer)[-1] == bert.tokens[bert.token_id(word)]


def test_every_neighbor_is_a_button_that_makes_it_the_word(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    """Pieces, special tokens and characters of Chinese too; and the way back is the whole way."""
    explorer.metric.value, explorer.k.value = "euclidean", 20
    visited = ["beauty"]
    for number in (3, 0, 5, 19, 1, 7, 2, 11, 4, 0, 13):
        shown = nearest_tokens(bert, visited[-1], k=20, metric="euclidean")
        explorer.rows.buttons[number].click()
        visited.append(shown[number].token)
        assert explorer.word.value == visited[-1]
        assert table(explorer) == printed(nearest_tokens(bert, visited[-1], k=20, metric="euclidean"))
        assert explorer.path == visited
    assert path(explorer) == ["4 more", *visited[-8:]]
    while len(visited) > 1:
        assert not explorer.back.disabled
        explorer.back.click()
        visited.pop()
        assert (explorer.word.value, explorer.path) == (visited[-1], visited)
        assert table(explorer) == printed(nearest_tokens(bert, visited[-1], k=20, metric="euclidean"))
    assert explorer.back.disabled


@pytest.mark.parametrize("word", HOSTILE)
def test_a_word_that_is_not_found_gets_the_helpers_sentence(
    bert: TokenEmbeddings, explorer: TokenExplorer, word: str
) -> None:
    """In the place of the table, as plain text; other controls keep it there, and Back leads out."""
    explorer.rows.buttons[0].click()
    explorer.word.value = word
    with pytest.raises(ValueError, match=r"\w") as refused:
        nearest_tokens(bert, word)
    for _ in range(2):
        assert text(explorer.said.value) == str(refused.value)
        assert "<script" not in explorer.said.value
        assert "<b" not in explorer.said.value
        assert table(explorer) == []
        assert path(explorer) == ["beauty", "beautiful"]
        explorer.metric.value, explorer.k.value, explorer.words_only.value = "euclidean", 3, True
    explorer.rows.buttons[0].click()  # hidden; a click that was on its way changes nothing
    assert explorer.word.value == word
    explorer.back.click()
    assert explorer.word.value == "beautiful"
    assert text(explorer.said.value) == ""
    assert table(explorer) == printed(nearest_tokens(bert, "beautiful", 3, "euclidean", words_only=True))


def test_back_leads_out_of_an_error_at_the_start(explorer: TokenExplorer) -> None:
    """There is one word in the path, and it is not the one in the box."""
    explorer.word.value = "handbag"
    assert not explorer.back.disabled
    explorer.back.click()
    assert explorer.word.value == "beauty"
    assert explorer.back.disabled
    explorer.back.click()
    assert path(explorer) == ["beauty"]


def test_the_same_word_again_is_no_step(explorer: TokenExplorer) -> None:
    """Typed otherwise, or with another metric in between."""
    explorer.word.value = "Beauty"
    explorer.metric.value = "euclidean"
    explorer.word.value = " beauty "
    assert path(explorer) == ["beauty"]


def test_whatever_is_done_in_whatever_order_what_is_shown_fits_the_controls(
    bert: TokenEmbeddings, explorer: TokenExplorer
) -> None:
    """Two hundred things at random: a table, or the sentence of the helper, and a Back that can be pressed."""
    rng = random.Random(5)
    words = [*HOSTILE, "beauty", "run", "Paris", "[CLS]", "##ing", "美", "<", "&"]
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
        asked: dict[str, Any] = {"k": explorer.k.value, "metric": explorer.metric.value}
        wanted, problem = [], ""
        try:
            wanted = printed(nearest_tokens(bert, explorer.word.value, words_only=explorer.words_only.value, **asked))
        except ValueError as refused:
            problem = str(refused)
        assert table(explorer) == wanted
        assert text(explorer.said.value) == problem
        assert problem or explorer.path[-1] == bert.tokens[bert.token_id(explorer.word.value)]
        assert explorer.back.disabled == (len(explorer.path) == 1 and explorer.word.value in bert)


def test_tokens_stay_text_wherever_they_stand() -> None:
    """A vocabulary of tokens that a page could take for HTML or a formula; a long one; one that can't be printed."""
    tokens = ["<img src=x onerror=alert(1)>", "&lt;", "$x$", "w" * 500, "\u200bz", "seed"]
    rng = np.random.default_rng(0)
    explorer = TokenExplorer(TokenEmbeddings(tokens, rng.normal(size=(6, 4)).astype(np.float32)), "seed")
    assert explorer.k.max == 5
    names = {button.description for button in explorer.rows.buttons}
    assert names == {*tokens[:4], r"\u200bz"}
    for _ in range(6):
        explorer.rows.buttons[0].click()
        assert "<img" not in explorer.trail.value
        assert "mathjax_ignore" in explorer.trail.value
    assert explorer.path[1] in tokens


def test_two_models_do_not_mix(bert: TokenEmbeddings, explorer: TokenExplorer) -> None:
    """Each explorer has its own words."""
    toy = TokenEmbeddings(["sun", "moon", "star"], np.array([[1, 0], [1, 1], [0, 1]], dtype=np.float32))
    other = TokenExplorer(toy, "sun")
    other.rows.buttons[0].click()
    assert table(other) == printed(nearest_tokens(toy, "moon", k=2))
    assert path(explorer) == ["beauty"]
    assert table(explorer) == printed(nearest_tokens(bert, "beauty", k=10))


def test_too_few_words_for_k_and_a_vector_of_zeros_are_said() -> None:
    """These are words that are found, so they are steps of the path, and Back goes on."""
    vectors = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float32)
    explorer = TokenExplorer(TokenEmbeddings(["sun", "##s", "7", "zero"], vectors), "sun")
    explorer.words_only.value = True
    assert text(explorer.said.value).startswith("k is 3, but it must be a whole number from 1 to 1")
    explorer.k.value = 1
    assert [row[1] for row in table(explorer)] == ["zero"]
    explorer.rows.buttons[0].click()
    assert text(explorer.said.value).startswith("The query has no direction")
    assert path(explorer) == ["sun", "zero"]
    explorer.back.click()
    assert [row[1] for row in table(explorer)] == ["zero"]


def test_no_error_leaves_a_callback(explorer: TokenExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even one that nobody has thought of."""

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(explorer, "ask", fail)
    explorer.k.value = 3
    assert text(explorer.said.value) == "That did not work: RuntimeError."
    assert table(explorer) == []
    monkeypatch.undo()
    explorer.k.value = 4
    assert len(table(explorer)) == 4


@pytest.mark.parametrize("word", ["handbag", "", None, 5053])
def test_a_word_to_begin_with_must_be_found(bert: TokenEmbeddings, word: Any) -> None:
    """The error is that of nearest_tokens, and nothing is displayed."""
    with pytest.raises(ValueError, match=r"\w") as plain:
        nearest_tokens(bert, word)
    with pytest.raises(ValueError, match=r"\w") as ours:
        explore_tokens(bert, word)
    assert str(ours.value) == str(plain.value)


def test_every_control_has_a_name_and_every_button_says_what_it_does(explorer: TokenExplorer) -> None:
    """For readers who hear the page, and with descriptions that aren't cut off."""
    for control in (explorer.word, explorer.metric, explorer.k):
        assert control.description.endswith(":")
        assert control.style.description_width == "initial"
    assert explorer.words_only.description == "words of letters only"
    assert explorer.back.description == "Back"
    assert explorer.rows.buttons[0].tooltip == "rank 1, distance 1.298, similarity 0.526: look up beautiful"
    assert explorer.word.continuous_update is False
