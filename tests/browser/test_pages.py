"""Tests of the notebooks as HTML pages that are read without a network."""

import html
import re
from itertools import pairwise
from pathlib import Path

import mistune
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.notebooks import PATHS, stored

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)]

CELLS = "Object.fromEntries([...document.querySelectorAll('.jp-Cell')].map(cell => [cell.id, cell.textContent]))"
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
ALTS = "[...document.images].map(image => image.alt)"
IMAGES = "[...document.images].map(image => image.complete && image.naturalWidth > 0 && image.clientWidth > 0)"

# The template of plain nbconvert leaves out text alternatives and breaks some rules.
with_our_template = pytest.mark.parametrize("pages", ["make html"], indirect=True)


@pytest.fixture
def page(offline: Page, pages: Path, path: Path) -> Page:
    offline.goto((pages / f"{path.stem}.html").as_uri())
    return offline


def squeezed(text: str) -> str:
    """Remove white space, and the mark of a link to a heading."""
    return re.sub(r"[\s¶]", "", text)


def rendered(markdown: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", str(mistune.html(markdown))))


def alternatives(path: Path) -> list[str]:
    """Return the text alternatives of the stored figures, and of the one that is attached to a text."""
    found: list[str] = []
    for cell in stored(path).cells:
        if cell.get("attachments"):
            found += re.findall(r"!\[([^]]*)\]\(attachment:", cell.source)
        found += [
            output.metadata["image/png"]["alt"]
            for output in cell.get("outputs", [])
            if "image/png" in output.get("data", {})
        ]
    return found


def test_page_contains_every_cell(page: Page, path: Path) -> None:
    shown = {cell_id: squeezed(text) for cell_id, text in page.evaluate(CELLS).items()}
    for cell in stored(path).cells:
        texts = [rendered(cell.source) if cell.cell_type == "markdown" else cell.source]
        outputs = [output for output in cell.get("outputs", []) if "image/png" not in output.get("data", {})]
        texts += [output.get("text") or output.data["text/plain"] for output in outputs]
        for text in texts:
            assert squeezed(text) in shown[f"cell-id={cell.id}"], cell.id


def test_every_figure_is_shown(page: Page, path: Path) -> None:
    assert page.evaluate(IMAGES) == [True] * len(alternatives(path))


def test_no_formula_needs_mathjax(page: Page, path: Path) -> None:
    """MathJax comes from another host. Without it a reader would see TeX."""
    assert not [text for text in page.locator(".jp-MarkdownCell").all_inner_texts() if "$" in text]


@pytest.mark.parametrize("width", [1400, 800])
def test_page_does_not_scroll_sideways(page: Page, path: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_headings_skip_no_level(page: Page, path: Path) -> None:
    """Users of screen readers jump from heading to heading."""
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@with_our_template
def test_figures_have_their_text_alternatives(page: Page, path: Path) -> None:
    assert page.evaluate(ALTS) == alternatives(path)


@with_our_template
def test_axe_finds_no_serious_violation(page: Page, path: Path) -> None:
    violations = Axe().run(page).response["violations"]
    serious = [rule for rule in violations if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in serious] == []
