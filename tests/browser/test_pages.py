"""The notebooks as HTML pages, read with no network at all: complete, with figures, within the window."""

import html
import re
from itertools import pairwise
from pathlib import Path

import mistune
import pytest
from playwright.sync_api import Page

from tests.notebooks import PATHS, stored

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)]

CELLS = "Object.fromEntries([...document.querySelectorAll('.jp-Cell')].map(cell => [cell.id, cell.textContent]))"
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
IMAGES = "[...document.images].map(image => image.complete && image.naturalWidth > 0 && image.clientWidth > 0)"


@pytest.fixture
def page(offline: Page, pages: Path, path: Path) -> Page:
    """Open the page of a notebook."""
    offline.goto((pages / f"{path.stem}.html").as_uri())
    return offline


def squeezed(text: str) -> str:
    """Return a text without its white space, and without the mark of a link to a heading."""
    return re.sub(r"[\s¶]", "", text)


def rendered(markdown: str) -> str:
    """Return the text of a markdown cell as it is read."""
    return html.unescape(re.sub("<[^>]*>", "", str(mistune.html(markdown))))


def test_every_cell_is_there(page: Page, path: Path) -> None:
    """Text, code and what the code has printed."""
    shown = {cell_id: squeezed(text) for cell_id, text in page.evaluate(CELLS).items()}
    for cell in stored(path).cells:
        text = rendered(cell.source) if cell.cell_type == "markdown" else cell.source
        assert squeezed(text) in shown[f"cell-id={cell.id}"], cell.id
        for output in cell.get("outputs", []):
            printed = output.get("text") or output.data["text/plain"]
            assert "image/png" in output.get("data", {}) or squeezed(printed) in shown[f"cell-id={cell.id}"], cell.id


def test_every_figure_is_shown(page: Page, path: Path) -> None:
    """None is missing, broken or of no size."""
    figures = [output for cell in stored(path).code_cells for output in cell.outputs if "image/png" in str(output)]
    assert page.evaluate(IMAGES) == [True] * len(figures)


def test_no_formula_needs_a_script(page: Page, path: Path) -> None:
    """MathJax comes from another host; without it a reader would see TeX."""
    left = [text for text in page.locator(".jp-MarkdownCell").all_inner_texts() if "$" in text]
    assert not left


@pytest.mark.parametrize("width", [1400, 800])
def test_nothing_is_wider_than_the_window(page: Page, path: Path, width: int) -> None:
    """The page never scrolls sideways; a long line of code may, within its own box."""
    page.set_viewport_size({"width": width, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_headings_are_an_outline(page: Page, path: Path) -> None:
    """One title, and no level left out: a screen reader jumps from one to the next."""
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
