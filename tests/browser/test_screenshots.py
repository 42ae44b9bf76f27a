"""Takes pictures of every notebook for people to look at, in the folder `screenshots`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.lab import LabNotebook
from tests.notebooks import PATHS, ROOT

pytestmark = pytest.mark.browser

HEIGHT = 1600  # of the window
TOO_WIDE = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell =>
    [...cell.querySelectorAll('.jp-RenderedImage, .jp-RenderedMarkdown, .widget-output, .jupyter-widgets')].some(
        part => part.scrollWidth > part.clientWidth + 1))"""


@pytest.fixture
def lab(opened: Callable[[Path], LabNotebook], path: Path) -> Iterator[LabNotebook]:
    notebook = opened(path)
    yield notebook
    notebook.page.set_viewport_size({"width": 1400, "height": 1000})
    notebook.set_theme("JupyterLab Light")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_cell_is_too_wide_in_any_theme_and_width(lab: LabNotebook, path: Path) -> None:
    too_wide = {}
    for theme, width in (("light", 1400), ("dark", 800)):
        lab.set_theme(f"JupyterLab {theme.title()}")
        lab.page.set_viewport_size({"width": width, "height": HEIGHT})
        folder = ROOT / "screenshots" / f"{theme}-{width}"
        folder.mkdir(parents=True, exist_ok=True)
        for number, picture in enumerate(pictures(lab), start=1):
            (folder / f"{path.stem}-{number}.png").write_bytes(picture)
        cells = zip(lab.ids, lab.page.evaluate(TOO_WIDE), strict=True)
        too_wide[theme, width] = [cell_id for cell_id, is_too_wide in cells if is_too_wide]
    assert not any(too_wide.values()), too_wide


def pictures(lab: LabNotebook) -> Iterator[bytes]:
    """Scroll from the first cell to the last, and take a picture of each part that fills the window."""
    scroller = lab.page.locator(".jp-WindowedPanel-outer")
    height, visible = scroller.evaluate("scroller => [scroller.scrollHeight, scroller.clientHeight]")
    for top in range(0, height, visible):
        scroller.evaluate("(scroller, top) => scroller.scrollTo(0, top)", top)
        yield lab.page.screenshot()
