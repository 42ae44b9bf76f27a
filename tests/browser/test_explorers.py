"""A learner plays with the explorers: by mouse, and by the keyboard alone. The screen shows what the helpers give."""

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
    """Return the explorer of notebook 4, as it is when the cell has run."""
    lab = opened(SYNONYMS)
    lab.run_cell("explorer")
    return lab.output("explorer")


@pytest.fixture
def letters(opened: Opened) -> Locator:
    """Return the explorer of notebook 1, as it is when the cell has run."""
    lab = opened(TOY)
    lab.run_cell("explorer")
    return lab.output("explorer")


def assert_shows(explorer: Locator, embeddings: TokenEmbeddings, word: str, k: int = 10, **asked: object) -> None:
    """Compare the table on the screen with that of `nearest_tokens`, to the printed digit."""
    table = nearest_tokens(embeddings, word, k, **asked)  # type: ignore[arg-type]
    neighbors = explorer.get_by_role("button").filter(has_not_text="Back")
    expect(neighbors).to_have_text([row.token for row in table])
    for row in table:
        numbers = [str(row.token_id), f"{row.distance:.3f}", f"{row.similarity:.3f}"]
        place = explorer.locator(".widget-gridbox > *, .jupyter-widget-gridbox > *").nth(3 * row.rank + 2)
        expect(place.locator("span")).to_have_text(numbers)


def test_a_word_is_typed(tokens: Locator, bert: TokenEmbeddings) -> None:
    """The table follows the word, the metric, k, and the box to tick."""
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


def test_a_click_on_a_neighbor_and_the_way_back(tokens: Locator, bert: TokenEmbeddings) -> None:
    """The path is shown, and Back goes along it."""
    back = tokens.get_by_role("button", name="Back")
    expect(back).to_be_disabled()
    tokens.get_by_role("button").filter(has_text="rainbow").click()
    assert_shows(tokens, bert, "rainbow")
    expect(tokens).to_contain_text("Path: umbrella > rainbow")
    back.click()
    assert_shows(tokens, bert, "umbrella")
    expect(back).to_be_disabled()


def test_the_keyboard_is_enough(tokens: Locator, bert: TokenEmbeddings) -> None:
    """Typing, Tab to a neighbor, Enter, and Shift and Tab to the way back."""
    keyboard = tokens.page.keyboard
    tokens.get_by_label("Word:").focus()
    keyboard.press("ControlOrMeta+a")
    keyboard.type("river")
    keyboard.press("Enter")
    assert_shows(tokens, bert, "river")
    first = nearest_tokens(bert, "river", 1)[0].token
    for _ in range(12):
        keyboard.press("Tab")
        if tokens.page.evaluate("document.activeElement.textContent") == first:
            break
    keyboard.press("Enter")
    assert_shows(tokens, bert, first)
    for _ in range(12):
        keyboard.press("Shift+Tab")
        if tokens.page.evaluate("document.activeElement.textContent") == "Back":
            break
    keyboard.press("Space")
    assert_shows(tokens, bert, "river")


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("sunflower", '"sunflower" is 2 tokens in this vocabulary: sun ##flower. Look up one of them.'),
        ("", '"" is no token: BERT finds nothing in it to read. Try a word, such as beauty.'),
        ("<b>", "is 3 tokens in this vocabulary: < b >."),
    ],
)
def test_what_cannot_be_looked_up_gets_a_sentence(tokens: Locator, bert: TokenEmbeddings, word: str, says: str) -> None:
    """In the place of the table, without a traceback; and the way back is open."""
    tokens.get_by_label("Word:").fill(word)
    tokens.get_by_label("Word:").press("Enter")
    expect(tokens).to_contain_text(says)
    expect(tokens.get_by_role("button").filter(has_not_text="Back")).to_have_count(0)
    tokens.get_by_role("button", name="Back").click()
    assert_shows(tokens, bert, "umbrella")


def test_x_moves_by_the_keyboard(letters: Locator) -> None:
    """The arrow keys move a slider by a step; the vote, the picture and its text follow."""
    expect(letters).to_contain_text("X at (2.0, 2.0), k = 5: K, C, A, N, B vote: 3 round, 2 square. X is round.")
    before = letters.locator("img").get_attribute("src")
    across, _, k = (letters.locator(".noUi-handle").nth(number) for number in range(3))
    for _ in range(4):
        across.press("ArrowRight")
    expect(letters).to_contain_text("X at (2.4, 2.0)")
    for _ in range(4):
        k.press("ArrowLeft")
    expect(letters).to_contain_text("X at (2.4, 2.0), k = 1: N votes: 1 square. X is square.")
    expect(letters.locator("img")).to_have_attribute("alt", re.compile(r"^X at \(2\.4, 2\.0\), k = 1"))
    assert letters.locator("img").get_attribute("src") != before


def test_x_is_dragged_by_the_mouse(letters: Locator) -> None:
    """To the right end of its slider."""
    handle = letters.locator(".noUi-handle").first
    handle.hover()
    letters.page.mouse.down()
    letters.page.mouse.move(3000, 0, steps=5)
    letters.page.mouse.up()
    expect(letters).to_contain_text("X at (4.1, 2.0)")


def test_a_number_is_typed_beside_a_slider(letters: Locator) -> None:
    """The number that a slider shows can be changed itself."""
    number = letters.locator(".widget-readout").nth(1)
    number.fill("1.2")
    number.press("Enter")
    expect(letters).to_contain_text("X at (2.0, 1.2), k = 5")
    expect(letters).to_contain_text("X is square")
