"""Tests of the book: every page as a reader sees it."""

import html
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import mistune
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.notebooks import PATHS, stored

pytestmark = pytest.mark.browser

every_chapter = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
PAGES = (
    *(f"notebooks/{path.stem}" for path in PATHS),
    "live/words",  # the other two have tests of this of their own
    *("index", "glossary", "references", "api/neighbors", "TEACHING", "teaching/quiz", "docs/verification"),
)
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => Number(heading.tagName[1]))"
TEXT = """() => {
  document.querySelectorAll("button").forEach(button => button.remove());
  return document.querySelector("article").textContent;
}"""
LOADED = "[...document.images].every(image => image.complete && image.naturalWidth > 0)"


def squeezed(text: str) -> str:
    """Remove white space and the mark of a link to a heading."""
    return re.sub(r"[\s#]", "", text)


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


@every_chapter
def test_chapter_has_every_cell_and_output(reader: Page, book: Path, path: Path) -> None:
    reader.goto((book / "notebooks" / f"{path.stem}.html").as_uri())
    shown = squeezed(reader.evaluate(TEXT))
    for cell in stored(path).cells:
        texts = [rendered(cell.source) if cell.cell_type == "markdown" else cell.source]
        outputs = [output for output in cell.get("outputs", []) if "image/png" not in output.get("data", {})]
        texts += [output.get("text") or output.data["text/plain"] for output in outputs]
        for text in texts:
            assert squeezed(text) in shown, cell.id


@every_chapter
def test_figures_have_their_text_alternatives(reader: Page, book: Path, path: Path) -> None:
    reader.goto((book / "notebooks" / f"{path.stem}.html").as_uri())
    assert reader.evaluate(LOADED)
    assert reader.locator("article img").evaluate_all("images => images.map(image => image.alt)") == alternatives(path)


def test_figures_keep_their_shape_on_a_phone(reader: Page, book: Path) -> None:
    """A circle stays a circle."""
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto((book / "notebooks" / "01_toy_knn.html").as_uri())
    shapes = "images => images.map(image => image.width / image.height / (image.naturalWidth / image.naturalHeight))"
    assert reader.locator("article img").evaluate_all(shapes) == pytest.approx(
        [1] * len(alternatives(PATHS[0])), abs=0.02
    )


def test_chosen_section_is_not_covered_on_a_phone(reader: Page, book: Path) -> None:
    reader.set_viewport_size({"width": 390, "height": 844})
    reader.goto((book / "notebooks" / "01_toy_knn.html").as_uri())
    reader.get_by_role("button", name="On this page").click()
    reader.locator("dialog[open]").get_by_role("link", name="Move the X", exact=True).click()
    expect(reader.locator("dialog[open]")).to_have_count(0)
    expect(reader.get_by_role("heading", name="Move the X")).to_be_in_viewport()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everybody(reader: Page, address: str, name: str) -> None:
    reader.goto(f"{address}/{name}.html")
    levels = reader.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))  # screen readers jump along the headings
    # The chapters take axe half a minute each, and share their colors.
    for theme in ("light", "dark") if not name.startswith("notebooks") or name == PAGES[0] else ("light",):
        reader.emulate_media(color_scheme=theme)
        violations = Axe().run(reader, options={"preload": False, "resultTypes": ["violations"]}).response["violations"]
        serious = [rule for rule in violations if rule["impact"] in ("serious", "critical")]
        assert [(theme, rule["id"], rule["nodes"][0]["html"]) for rule in serious] == []
    for width in (390, 800, 1400):
        reader.set_viewport_size({"width": width, "height": 900})
        assert reader.evaluate("document.documentElement.scrollWidth") <= width


def test_every_page_opens_from_disk(reader: Page, book: Path) -> None:
    """And `reader` sees no error and no request to another host."""
    for path in sorted(book.rglob("*.html")):
        if "_static" not in path.parts:
            reader.goto(path.as_uri())


def test_no_link_is_broken(book: Path) -> None:
    """Every link within the book leads to a page, and every anchor to something on it."""
    pages = {path: path.read_text(encoding="utf-8") for path in book.rglob("*.html") if "_static" not in path.parts}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        for address in re.findall(r'\b(?:href|src)="([^"]+)"', text):
            parts = urlsplit(html.unescape(address))
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = target in anchors and (not parts.fragment or unquote(parts.fragment) in anchors[target])
            if not known and not (target.is_file() and target not in anchors):
                broken.append(f"{path.relative_to(book)}: {address}")
    assert broken == []


def test_each_term_is_linked_where_a_chapter_first_uses_it(book: Path) -> None:
    terms = re.findall(r'<dt id="(term-[^"]+)"', (book / "glossary.html").read_text(encoding="utf-8"))
    linked: set[str] = set()
    for path in PATHS:
        chapter = (book / "notebooks" / f"{path.stem}.html").read_text(encoding="utf-8")
        links = re.findall(r'href="\.\./glossary\.html#([^"]+)"', chapter)
        assert len(links) == len(set(links)), path.stem
        linked |= set(links)
    assert linked == set(terms)


def test_search_finds_a_word_of_the_text(reader: Page, address: str) -> None:
    reader.goto(f"{address}/search.html?q=hubs")
    expect(reader.locator("#search-results li a").first).to_be_visible()
    found = reader.locator("#search-results li > a").all_inner_texts()
    assert any("Euclidean distance and cosine" in title for title in found)


def test_hint_opens(reader: Page, book: Path) -> None:
    reader.goto((book / "notebooks" / "01_toy_knn.html").as_uri())
    hint = reader.get_by_text("Subtract the coordinates: one step sideways")
    expect(hint).to_be_hidden()
    reader.get_by_text("Hint", exact=True).first.click()
    expect(hint).to_be_visible()


def test_code_leads_to_its_documentation(reader: Page, book: Path) -> None:
    reader.goto((book / "notebooks" / "01_toy_knn.html").as_uri())
    reader.locator("pre a", has_text="euclidean_distances").first.click()
    expect(reader).to_have_url(re.compile("api/neighbors.html#helpers.distances.euclidean_distances"))
    expect(reader.locator("dt", has_text="euclidean_distances")).to_be_in_viewport()


def test_example_is_copied_without_prompts_and_results(reader: Page, address: str) -> None:
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.goto(f"{address}/api/neighbors.html")
    example = reader.locator(".highlight", has_text="majority_vote([").first
    example.hover()
    example.get_by_role("button", name="Copy").click()
    copied = reader.evaluate("navigator.clipboard.readText()")
    assert "majority_vote([" in copied
    assert ">>>" not in copied
    assert len(copied.splitlines()) == example.inner_text().count(">>>")


@every_chapter
def test_notebook_to_download_is_the_notebook(reader: Page, book: Path, path: Path) -> None:
    reader.goto((book / "notebooks" / f"{path.stem}.html").as_uri())
    link = reader.get_by_role("link", name="Download the notebook")
    target = book / "notebooks" / (link.get_attribute("href") or "")
    assert target.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["worksheet", "quiz", "homework"])
def test_sheet_is_one_page_on_paper(reader: Page, book: Path, name: str, paper: str) -> None:
    reader.goto((book / "teaching" / f"{name}.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", reader.pdf(format=paper))) == 1
