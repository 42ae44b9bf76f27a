"""Tests of the explorers in JupyterLab, by mouse and by keyboard, against the helpers."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from tests.browser.lab import LabNotebook
from tests.notebooks import SYNONYMS, TOY

pytestmark = pytest.mark.browser
Opened = Callable[[Path], LabNotebook]


@pytest.fixture
def tokens(opened: Opened) -> Locator:
    """Return the explorer of notebook 4 in its first state."""
    lab = opened(SYNONYMS)
    lab.run_cell("explorer")
    return lab.output("explorer")


@pytest.fixture
def letters(opened: Opened) -> Locator:
    """Return the explorer of notebook 1 in its first state."""
    lab = opened(TOY)
    lab.run_cell("explorer")
    return lab.output("explorer")


def assert_shows(explorer: Locator, embeddings: TokenEmbeddings, word: str, k: int = 10, **options: object) -> None:
    """Compare the table on the screen with that of `nearest_tokens`, to the printed digit."""
    table = nearest_tokens(embeddings, word, k, **options)  # type: ignore[arg-type]
    neighbors = explorer.get_by_role("button").filter(has_not_text="Back")
    expect(neighbors).to_have_text([row.token for row in table])
    for row in table:
        numbers = [str(row.token_id), f"{row.distance:.3f}", f"{row.similarity:.3f}"]
        cell = explorer.locator(".widget-gridbox > *, .jupyter-widget-gridbox > *").nth(3 * row.rank + 2)
        expect(cell.locator("span")).to_have_text(numbers)


def press_until_focused(explorer: Locator, key: str, label: str) -> None:
    for _ in range(12):
        explorer.page.keyboard.press(key)
        if explorer.page.evaluate("document.activeElement.textContent") == label:
            return
    raise AssertionError(f"{key} does not reach {label}.")


def test_table_follows_word_and_controls(tokens: Locator, bert: TokenEmbeddings) -> None:
    assert_shows(tokens, bert, "umbrella")
    tokens.get_by_label("Word:").fill("beauty")
    tokens.get_by_label("Word:").press("Enter")
    assert_shows(tokens, bert, "beauty")
    tokens.get_by_label("Metric").select_option("euclidean")
    assert_shows(tokens, bert, "beauty", metric="euclidean")
    tokens.get_by_label("words of letters only").check()
    assert_shows(tokens, bert, "beauty", metric="euclidean", words_only=True)
    tokens.get_by_label("k, how many").fill("15")
    tokens.get_by_label("k, how many").press("Enter")
    assert_shows(tokens, bert, "beauty", 15, metric="euclidean", words_only=True)


def test_click_on_a_neighbor_looks_it_up_and_back_returns(tokens: Locator, bert: TokenEmbeddings) -> None:
    back = tokens.get_by_role("button", name="Back")
    expect(back).to_be_disabled()
    tokens.get_by_role("button").filter(has_text="rainbow").click()
    assert_shows(tokens, bert, "rainbow")
    expect(tokens).to_contain_text("Path: umbrella > rainbow")
    back.click()
    assert_shows(tokens, bert, "umbrella")
    expect(back).to_be_disabled()


def test_token_explorer_works_by_the_keyboard_alone(tokens: Locator, bert: TokenEmbeddings) -> None:
    keyboard = tokens.page.keyboard
    tokens.get_by_label("Word:").focus()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("river")
    keyboard.press("Enter")
    assert_shows(tokens, bert, "river")
    first = nearest_tokens(bert, "river", 1)[0].token
    press_until_focused(tokens, "Tab", first)
    keyboard.press("Enter")
    assert_shows(tokens, bert, first)
    press_until_focused(tokens, "Shift+Tab", "Back")
    keyboard.press("Space")
    assert_shows(tokens, bert, "river")


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("sunflower", '"sunflower" is 2 tokens in this vocabulary: sun ##flower. Look up one of them.'),
        ("", '"" is no token: BERT finds nothing in it to read. Try a word, such as beauty.'),
        ("<b>", "is 3 tokens in this vocabulary: < b >."),
    ],
)
def test_word_that_is_not_found_gets_a_sentence(
    tokens: Locator, bert: TokenEmbeddings, word: str, message: str
) -> None:
    tokens.get_by_label("Word:").fill(word)
    tokens.get_by_label("Word:").press("Enter")
    expect(tokens).to_contain_text(message)
    expect(tokens.get_by_role("button").filter(has_not_text="Back")).to_have_count(0)
    tokens.get_by_role("button", name="Back").click()
    assert_shows(tokens, bert, "umbrella")


def test_sliders_move_by_the_keyboard(letters: Locator) -> None:
    expect(letters).to_contain_text("X at (2.0, 2.0), k = 5: K, C, A, N, B vote: 3 round, 2 square. X is round.")
    before = letters.locator("img").get_attribute("src")
    x_slider, _, k = (letters.locator(".noUi-handle").nth(number) for number in range(3))
    for _ in range(4):
        x_slider.press("ArrowRight")
    expect(letters).to_contain_text("X at (2.4, 2.0)")
    for _ in range(4):
        k.press("ArrowLeft")
    expect(letters).to_contain_text("X at (2.4, 2.0), k = 1: N votes: 1 square. X is square.")
    expect(letters.locator("img")).to_have_attribute("alt", re.compile(r"^X at \(2\.4, 2\.0\), k = 1"))
    assert letters.locator("img").get_attribute("src") != before


def test_slider_is_dragged_by_the_mouse(letters: Locator) -> None:
    letters.locator(".noUi-handle").first.hover()
    letters.page.mouse.down()
    letters.page.mouse.move(3000, 0, steps=5)  # beyond the right end
    letters.page.mouse.up()
    expect(letters).to_contain_text("X at (4.1, 2.0)")
