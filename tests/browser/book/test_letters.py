"""The page "The letters, live": its votes are those of the helpers, and everybody can move the X."""

from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors, predict
from helpers.widgets.letter_explorer import LetterExplorer
from tools.live.letters import data, run_cells

pytestmark = pytest.mark.browser

DATA = data()
POINTS, LABELS = np.array(DATA["points"][:-1]), DATA["labels"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
VOTES = """([data, places]) => places.map(([x, y]) => ({
    rows: voteAt(data, x, y, 1).rows, winners: data.labels.slice(1).map((_, i) => voteAt(data, x, y, i + 1).winner)
}))"""
REGIONS = "([data, k]) => [...classEverywhere(data, rankFromEverywhere(data), k)]"
BOUNDARY = "([data, k]) => letterBoundary(data, k)"


@pytest.fixture(params=["disk", "server"])
def letters(request: pytest.FixtureRequest, reader: Page, book: Path, address: str) -> Page:
    """Return the page, opened from disk or from a server."""
    start = book.as_uri() if request.param == "disk" else address
    reader.goto(f"{start}/live/letters.html")
    return reader


@pytest.fixture
def from_disk(reader: Page, book: Path) -> Page:
    reader.goto(f"{book.as_uri()}/live/letters.html")
    return reader


def open_with(page: Page, query: str) -> None:
    page.goto(page.url.partition("?")[0] + query)


def sentence(page: Page) -> str:
    return str(page.inner_text("#letters-sentence"))


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the plane is on the screen."""
    box = page.locator("#letters-canvas").bounding_box()
    assert box is not None
    right, down = page.evaluate(
        "([data, width, x, y]) => letterFrame(data.plane, width).toPixels(x, y)", [DATA, box["width"], x, y]
    )
    return box["x"] + right, box["y"] + down


def test_votes_are_those_of_the_helpers(from_disk: Page) -> None:
    places = [[x / 10, y / 10] for x in range(-5, 36) for y in range(0, 41)]
    for (x, y), vote in zip(places, from_disk.evaluate(VOTES, [DATA, places]), strict=True):
        distances = euclidean_distances(POINTS, [x, y])
        rows = nearest_neighbors(distances, 16).tolist()
        assert vote["rows"] == rows
        assert vote["winners"] == [majority_vote(LABELS[i] for i in rows[:k]) for k in range(1, 16)]


@pytest.mark.parametrize("k", [1, 4, 15])
def test_boundary_parts_the_classes_of_the_helpers(from_disk: Page, k: int) -> None:
    plane = DATA["plane"]
    across, up = (np.linspace(plane[axis][0], plane[axis][1], plane["gridSize"]) for axis in "xy")
    expected = predict(np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2), POINTS, LABELS, [k])[k]
    expected = expected.reshape(len(up), len(across))
    regions = np.reshape(from_disk.evaluate(REGIONS, [DATA, k]), expected.shape)
    assert np.array_equal(regions, expected)

    # From a place to the next one on its right, the class changes once for each piece of the boundary between them.
    crossings = np.zeros(expected.shape, dtype=int)
    for start, end in from_disk.evaluate(BOUNDARY, [DATA, k]):
        (x0, y0), (x1, y1) = sorted([start, end], key=lambda end: end[1])
        for row in np.flatnonzero((y0 <= up) & (up < y1)):
            crossings[row, np.searchsorted(across, x0 + (up[row] - y0) / (y1 - y0) * (x1 - x0)) - 1] += 1
    inside = slice(1, -1)  # on the plane's edges, rounding decides what is still in it
    assert np.array_equal(crossings[inside, :-1] % 2, expected[inside, 1:] != expected[inside, :-1])


def test_words_are_those_of_the_explorer(from_disk: Page) -> None:
    cells = run_cells()
    explorer = LetterExplorer(cells["points"], cells["letters"], cells["labels"])
    for x, y, k in ((2.0, 2.0, 5), (1.9, 2.4, 4), (-0.4, 3.6, 15), (3.1, 0.3, 1)):
        explorer.x_slider.value, explorer.y_slider.value, explorer.k.value = x, y, k
        open_with(from_disk, f"?x={x}&y={y}&k={k}")
        assert sentence(from_disk) == explorer.describe(explorer.vote())
        assert from_disk.get_attribute("#letters-canvas", "aria-label") == explorer.alt


def test_equal_distances_are_said(from_disk: Page) -> None:
    open_with(from_disk, "?x=0.7&y=-0.1&k=1")
    assert sentence(from_disk) == (
        "X at (0.7, -0.1), k = 1: G votes: 1 round. "
        "G and O are equally far, so the lower row comes first: G. X is round."
    )


def test_mouse_drags_the_x(letters: Page) -> None:
    letters.mouse.move(*place(letters, 2, 2))
    letters.mouse.down()
    letters.mouse.move(*place(letters, 1.5, 2.2), steps=5)
    letters.mouse.move(*place(letters, 1.9, 2.4), steps=5)
    letters.mouse.up()
    assert sentence(letters).startswith("X at (1.9, 2.4), k = 5: K, B, C, J, H vote")
    letters.mouse.move(*place(letters, 0, 0))
    assert sentence(letters).startswith("X at (1.9, 2.4)")
    letters.mouse.click(*place(letters, 1.0, 0.0))
    assert sentence(letters).startswith("X at (1.0, 0.0)")
    letters.click("text=Put the X back")
    assert sentence(letters).startswith("X at (2.0, 2.0)")


def test_finger_drags_the_x(from_disk: Page) -> None:
    from_disk.set_viewport_size({"width": 390, "height": 800})
    from_disk.locator("#letters-canvas").scroll_into_view_if_needed()
    touch = from_disk.context.new_cdp_session(from_disk)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def send(kind: str, *places: tuple[float, float]) -> None:
        points = [dict(zip("xy", place(from_disk, *each), strict=True)) for each in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", (2, 2))
    for y in (2.2, 2.6, 3.0):
        send("touchMove", (2, y))
    send("touchEnd")
    assert sentence(from_disk).startswith("X at (2.0, 3.0)")


def test_keyboard_alone(letters: Page) -> None:
    letters.focus("#letters-first")
    letters.keyboard.press("Control+A")
    letters.keyboard.type("1.8")
    letters.keyboard.press("Tab")
    letters.keyboard.press("ArrowUp")  # of the second coordinate
    letters.keyboard.press("Tab")
    letters.keyboard.press("ArrowLeft")  # of k
    letters.keyboard.press("Tab")
    letters.keyboard.press("Tab")
    expect(letters.locator("#letters-x")).to_be_focused()
    letters.keyboard.press("ArrowRight")
    assert sentence(letters).startswith("X at (1.9, 2.1), k = 4: K, C, A, B vote")
    rows = letters.locator("#letters-rows tr").all_inner_texts()
    distances = euclidean_distances(POINTS, [1.9, 2.1])
    names = [DATA["classes"][label]["name"] for label in LABELS]
    assert [row.split() for row in rows] == [
        [str(rank), DATA["letters"][i], names[i], f"{distances[i]:.3f}"]
        for rank, i in enumerate(nearest_neighbors(distances, 4), 1)
    ]


def test_address_keeps_the_state(letters: Page) -> None:
    letters.focus("#letters-x")
    letters.keyboard.press("ArrowLeft")
    letters.wait_for_url("**?x=1.9&y=2.0&k=5")
    shown = sentence(letters)
    letters.reload()
    assert sentence(letters) == shown


@pytest.mark.parametrize("query", ["?x=abc", "?x=", "?y=99", "?k=2.5", "?k=16"])
def test_nonsense_in_the_address(from_disk: Page, query: str) -> None:
    open_with(from_disk, query)
    assert sentence(from_disk).startswith("X at (2.0, 2.0), k = 5")
    assert from_disk.inner_text("#letters-problem").startswith("The address asks for")


def test_nonsense_in_a_field(from_disk: Page) -> None:
    from_disk.fill("#letters-first", "40")
    from_disk.locator("#letters-first").blur()
    assert from_disk.inner_text("#letters-problem").startswith("X stays where it is. The first coordinate goes from")
    assert from_disk.input_value("#letters-first") == "2.0"
    assert sentence(from_disk).startswith("X at (2.0, 2.0)")


def test_everybody_can_read_it(from_disk: Page) -> None:
    open_with(from_disk, "?k=15")
    pictures = set()
    for theme in THEMES:
        from_disk.emulate_media(color_scheme=theme)
        found = Axe().run(from_disk, ".letters", options={"preload": False}).response["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
        pictures.add(from_disk.evaluate("document.getElementById('letters-canvas').toDataURL()"))
    assert len(pictures) == 2  # the figure follows the theme
    for width in (390, 800):
        from_disk.set_viewport_size({"width": width, "height": 900})
        assert from_disk.evaluate("document.documentElement.scrollWidth") <= width
