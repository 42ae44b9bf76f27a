"""Pictures of every notebook for people to look at: wide and narrow, light and dark, in the folder `screenshots`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.lab import LabNotebook
from tests.browser.scripts import TOO_WIDE
from tests.notebooks import PATHS, ROOT

pytestmark = pytest.mark.browser

HEIGHT = 1600  # of the window; a picture of each part of a notebook that fills it


@pytest.fixture
def lab(opened: Callable[[Path], LabNotebook], path: Path) -> Iterator[LabNotebook]:
    """Put the window and the theme back as they were."""
    notebook = opened(path)
    yield notebook
    notebook.page.set_viewport_size({"width": 1400, "height": 1000})
    notebook.set_theme("JupyterLab Light")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_pictures_of_all_of_a_notebook(lab: LabNotebook, path: Path) -> None:
    """From top to bottom; no cell is wider than its place."""
    too_wide = {}
    for theme in ("light", "dark"):
        lab.set_theme(f"JupyterLab {theme.title()}")
        for width in (1400, 800):
            lab.page.set_viewport_size({"width": width, "height": HEIGHT})
            for number, picture in enumerate(pictures(lab), start=1):
                folder = ROOT / "screenshots" / f"{theme}-{width}"
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{path.stem}-{number}.png").write_bytes(picture)
            too_wide[theme, width] = cells_too_wide(lab)
    assert not any(too_wide.values()), too_wide


def pictures(lab: LabNotebook) -> Iterator[bytes]:
    """Return pictures of the window while the notebook is scrolled from its first cell to its last."""
    scroller = lab.page.locator(".jp-WindowedPanel-outer")
    height, seen = scroller.evaluate("scroller => [scroller.scrollHeight, scroller.clientHeight]")
    for top in range(0, height, seen):
        scroller.evaluate("(scroller, top) => scroller.scrollTo(0, top)", top)
        yield lab.page.screenshot()


def cells_too_wide(lab: LabNotebook) -> list[str]:
    """Return the cells whose text, figures or widgets reach over the right edge of their place."""
    wide = lab.page.evaluate(TOO_WIDE)
    return [cell_id for cell_id, too_wide in zip(lab.ids, wide, strict=True) if too_wide]
