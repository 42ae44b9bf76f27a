"""Tests of the page "A map of the vocabulary"."""

import base64
import json
from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect
from scipy.spatial import KDTree

from helpers.embeddings import TokenEmbeddings
from helpers.evaluation import recall_at_k
from helpers.search import search
from helpers.search.metrics import METRICS
from helpers.tokens import KINDS, token_kind
from tests.test_live_map import percentage
from tools.live.vocabulary_map import K

pytestmark = pytest.mark.browser

SOME = np.random.default_rng(0).choice(30522, 50, replace=False).tolist()
NEIGHBORS = "([id, metric]) => neighborsOf(mapCanvas.picture.data, id, metric)"
LOOK_AT = """(id) => {
  const { data, view, size } = mapCanvas.picture;
  mapCanvas.look({ x: data.points[2 * id], y: data.points[2 * id + 1], scale: 100 * view.scale });
}"""
POSITION = """(id) => {
  const { data, view, size } = mapCanvas.picture;
  const { left, top } = mapCanvas.canvas.getBoundingClientRect();
  const [x, y] = positionOf(data, view, size, id);
  return [left + x, top + y];
}"""


@pytest.fixture
def page(reader: Page, book: Path) -> Page:
    """Return the page, opened from disk."""
    reader.goto((book / "live" / "map.html").as_uri())
    expect(reader.locator("#map-app")).to_be_visible()
    return reader


def stored(book: Path) -> Any:
    """Return the page's data."""
    text = (book / "_static" / "live" / "map-data.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("receiveMap(").removesuffix(");\n"))


def numbers(text: str, dtype: str = "<u2") -> Any:
    return np.frombuffer(base64.b64decode(text), dtype)


def click(page: Page, token_id: int) -> None:
    page.locator("#map-canvas").evaluate("(canvas) => canvas.scrollIntoView({ block: 'center' })")
    page.mouse.click(*page.evaluate(POSITION, token_id))


def find(page: Page, text: str) -> None:
    page.get_by_label("Token", exact=True).fill(text)
    page.get_by_role("button", name="Find").click()


def expect_token(page: Page, token: str) -> None:
    expect(page.locator("#map-caption")).to_contain_text(f"neighbors of {token} by")


def test_map_has_every_token_and_its_kind(page: Page, bert: TokenEmbeddings) -> None:
    data = page.evaluate("({ ...mapCanvas.picture.data, kinds: [...mapCanvas.picture.data.kinds] })")
    assert data["tokens"] == list(bert.tokens)
    assert [KINDS[kind] for kind in data["kinds"]] == [token_kind(token) for token in bert.tokens]


def test_neighbors_are_those_that_search_finds(page: Page, bert: TokenEmbeddings) -> None:
    for metric, token_id in product(METRICS, SOME):
        shown = page.evaluate(NEIGHBORS, [token_id, metric])
        ids, scores = search(bert.vectors, bert.vectors[token_id], K, metric, norms=bert.norms, exclude=token_id)
        assert [neighbor["id"] for neighbor in shown] == ids.tolist()
        assert [neighbor["score"] for neighbor in shown] == [f"{score:.3f}" for score in scores]


def test_table_has_the_neighbors_and_their_ranks_on_the_map(page: Page, book: Path, bert: TokenEmbeddings) -> None:
    page.get_by_label("Euclidean distance").check()
    beauty = bert.token_id("beauty")
    points = numbers(stored(book)["points"]).reshape(-1, 2).astype(float)
    on_map = ((points - points[beauty]) ** 2).sum(axis=1)
    ids, scores = search(bert.vectors, bert["beauty"], K, "euclidean", exclude=beauty)
    expected = [
        [str(rank), bert.tokens[i], str(i), f"{score:.3f}", f"{(on_map < on_map[i]).sum():,}"]
        for rank, (i, score) in enumerate(zip(ids, scores, strict=True), start=1)
    ]
    rows = page.locator("#map-rows tr").all()
    assert [row.locator("td").all_inner_texts() for row in rows] == expected


def test_text_says_how_many_neighbors_of_all_tokens_are_near_on_the_map(book: Path) -> None:
    data = stored(book)
    points = numbers(data["points"]).reshape(-1, 2).astype(float)
    on_map = KDTree(points).query(points, K + 1)[1][:, 1:]
    for metric, row in (("cosine", "cosine"), ("euclidean", "Euclidean")):
        near = numbers(data["neighbors"][metric]["ids"]).reshape(-1, K)
        assert round(float(recall_at_k(on_map, near).mean()), 4) == percentage(row)


def test_click_chooses_the_token_of_the_dot(page: Page, bert: TokenEmbeddings) -> None:
    click(page, bert.token_id("[CLS]"))  # far from other dots
    expect_token(page, "[CLS]")
    for token_id in SOME[:5]:
        page.evaluate(LOOK_AT, token_id)
        click(page, token_id)
        expect_token(page, bert.tokens[token_id])
        page.get_by_role("button", name="Whole map").click()


def test_hidden_kinds_are_not_clicked(page: Page, bert: TokenEmbeddings) -> None:
    for kind in ("words", "pieces", "characters", "unused", "special"):
        page.get_by_role("checkbox", name=kind).uncheck()
    click(page, bert.token_id("[CLS]"))
    expect_token(page, "beauty")
    page.get_by_role("checkbox", name="special").check()
    click(page, bert.token_id("[CLS]"))
    expect_token(page, "[CLS]")


def test_search_finds_a_token_or_says_that_there_is_none(page: Page) -> None:
    token = "beauty"
    for text in ("<script>alert(1)</script>", "🦄", "unbelievablyso", "x" * 5000, "constructor.", "[mask"):
        find(page, text)
        expect(page.get_by_role("alert")).to_contain_text(f"“{text}” is not a token of this vocabulary.")
        expect_token(page, token)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for text, token in {"##ing": "##ing", "[MASK]": "[MASK]", " Café ": "cafe", "É": "e", "美": "美"}.items():
        find(page, text)
        expect_token(page, token)
        expect(page.locator("#map-message")).to_be_empty()


def test_everything_can_be_done_with_keys(page: Page) -> None:
    page.get_by_label("Token", exact=True).focus()
    page.keyboard.type("king")
    page.keyboard.press("Enter")
    expect_token(page, "king")
    for key in ("Tab", "Tab", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#map-caption")).to_have_text("The 10 nearest neighbors of king by Euclidean distance")
    page.keyboard.press("Tab")
    before = page.evaluate("mapCanvas.picture.view")
    for key in ("+", "ArrowLeft"):
        page.keyboard.press(key)
    after = page.evaluate("mapCanvas.picture.view")
    assert after["scale"] > before["scale"]
    assert after["x"] < before["x"]
    page.keyboard.press("0")
    assert page.evaluate("mapCanvas.picture.view") == before
    for _ in range(3 + 5 + 1):  # buttons, kinds, and the first neighbor
        page.keyboard.press("Tab")
    first = page.locator("#map-rows button").first
    expect(first).to_be_focused()
    token = first.inner_text()
    page.keyboard.press("Enter")
    expect_token(page, token)
    expect(first).to_be_focused()


@pytest.mark.parametrize("place", ["disk", "server"])
def test_address_says_what_is_chosen_and_back_leads_back(reader: Page, book: Path, address: str, place: str) -> None:
    start = (book.as_uri() if place == "disk" else address) + "/live/map.html"
    reader.goto(f"{start}?token=%23%23ing&metric=euclidean")
    expect_token(reader, "##ing")
    expect(reader.get_by_label("Euclidean distance")).to_be_checked()
    find(reader, "[MASK]")
    assert reader.url == f"{start}?token=%5BMASK%5D&metric=euclidean"
    reader.get_by_label("cosine similarity").check()
    reader.go_back()
    expect(reader.get_by_label("Euclidean distance")).to_be_checked()
    expect_token(reader, "[MASK]")
    reader.go_back()
    expect_token(reader, "##ing")
    reader.go_forward()
    expect_token(reader, "[MASK]")


def test_nonsense_in_the_address_gets_a_sentence(reader: Page, book: Path) -> None:
    for query, problem in {
        "token=%3Cb%3E": "the token “<b>”, which isn't in this vocabulary.",
        "token=%ff%00": "which isn't in this vocabulary.",
        "metric=constructor": "the metric “constructor”; there are cosine and euclidean.",
    }.items():
        reader.goto(f"{(book / 'live' / 'map.html').as_uri()}?{query}")
        expect(reader.get_by_role("alert")).to_contain_text(problem)
        expect(reader.locator("#map-caption")).to_have_text("The 10 nearest neighbors of beauty by cosine similarity")


DAMAGES: dict[str, Callable[[Route], None]] = {
    "missing": lambda route: route.fulfill(status=404),
    "cut off": lambda route: route.fulfill(body='receiveMap({"tokens": ["a", "b"'),
    "something else": lambda route: route.fulfill(body="<!DOCTYPE html>"),
    "incomplete": lambda route: route.fulfill(body='receiveMap({"tokens": ["a"]});'),
    "wrong numbers": lambda route: route.fulfill(body=route.fetch().text().replace('"points": "', '"points": "AAAA')),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_missing_or_damaged_data_get_a_sentence(browser: Browser, address: str, damage: str) -> None:
    page = browser.new_page()
    page.route("**/map-data.js", DAMAGES[damage])
    page.goto(f"{address}/live/map.html")
    expect(page.get_by_role("status")).to_contain_text("The map can't be shown: its data, the file map-data.js, is")
    expect(page.locator("#map-app")).to_be_hidden()
    page.close()


def test_wheel_scrolls_the_page_until_the_map_is_clicked(page: Page) -> None:
    page.locator("#map-canvas").hover()
    page.mouse.wheel(0, 50)
    page.wait_for_function("scrollY > 0")
    whole = page.evaluate("mapCanvas.picture.view.scale")
    page.locator("#map-frame").focus()
    page.mouse.wheel(0, -300)
    page.wait_for_function("(whole) => mapCanvas.picture.view.scale > whole", arg=whole)


def test_two_fingers_zoom(page: Page) -> None:
    whole = page.evaluate("mapCanvas.picture.view.scale")
    page.evaluate("""() => {
      for (const [type, pointerId, clientX] of [["down", 1, 600], ["down", 2, 640], ["move", 2, 680], ["up", 2, 680]]) {
        const init = { pointerId, clientX, clientY: 600, pointerType: "touch" };
        mapCanvas.canvas.setPointerCapture = () => {}; // these pointers are made up
        mapCanvas.canvas.dispatchEvent(new PointerEvent(`pointer${type}`, init));
      }
    }""")
    assert page.evaluate("mapCanvas.picture.view.scale") == pytest.approx(2 * whole)
    expect_token(page, "beauty")


def test_names_do_not_overlap(page: Page) -> None:
    boxes = page.evaluate("""() => {
      const [taken, size] = [[], { width: 600, height: 400 }];
      for (let i = 0; i < 400; i++) placeName(taken, size, [(37 * i) % 600, (91 * i) % 400], 6, 70, 16);
      return taken.map(({ left, top, right, bottom }) => [left, top, right, bottom]);
    }""")
    assert len(boxes) > 50
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= 600
        assert all(right <= b[0] or b[2] <= left or bottom <= b[1] or b[3] <= top for b in boxes[:i])


def test_map_is_drawn_in_the_colors_of_the_theme(page: Page) -> None:
    for theme, word in (("light", (5, 92, 171)), ("dark", (76, 141, 240))):
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        picture = page.evaluate("mapCanvas.canvas.toDataURL().split(',')[1]")
        colors = np.asarray(Image.open(BytesIO(base64.b64decode(picture))).convert("RGB")).reshape(-1, 3)
        assert (colors == word).all(axis=1).sum() > 10_000


def test_page_is_for_everybody(page: Page) -> None:
    find(page, "telecommunications")  # the longest
    for width, theme in ((390, "light"), (800, "dark"), (1400, "light"), (1400, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        for box in (":root", ".map-neighbors"):
            assert page.locator(box).evaluate("(box) => box.scrollWidth <= box.clientWidth"), (width, box)
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        assert [rule["id"] for rule in violations] == []
