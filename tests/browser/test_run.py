"""Each notebook runs in JupyterLab as it is stored: at first, after a reload, and after a restart of the kernel."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.expected import assert_as_stored
from tests.browser.lab import LabNotebook
from tests.notebooks import PATHS, read

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)]
Opened = Callable[[Path], LabNotebook]


def test_run_all_cells_shows_what_is_stored(opened: Opened, path: Path) -> None:
    """The text of every cell and every figure."""
    assert_as_stored(opened(path))


def test_figures_have_the_size_they_are_drawn_for(opened: Opened, path: Path) -> None:
    """Their files have twice as many pixels, so that they are sharp on screens that have twice as many."""
    lab = opened(path)
    for cell in lab.stored.code_cells:
        for output in (output for output in cell.outputs if "image/png" in output.get("data", {})):
            image = lab.output(cell.id).locator("img")
            size = [output.metadata["image/png"][side] for side in ("width", "height")]
            assert image.evaluate("image => [image.clientWidth, image.clientHeight]") == size, cell.id
            assert image.evaluate("image => image.complete && image.naturalWidth") >= 2 * size[0] - 1, cell.id


def test_saved_and_loaded_again_it_is_intact(opened: Opened, path: Path) -> None:
    """Sources and outputs are in the file and on the page, and the kernel still knows its variables."""
    lab = opened(path)
    lab.save()
    lab.reload()
    assert_as_stored(lab)
    saved = read(lab.copy)
    assert [cell.source for cell in saved.cells] == [cell.source for cell in lab.stored.cells]
    last = next(cell for cell in reversed(lab.stored.code_cells) if cell.outputs)
    lab.run_cell(last.id)
    assert_as_stored(lab)


def test_a_restart_gives_the_same(opened: Opened, path: Path) -> None:
    """The notebook needs nothing that an earlier run left behind."""
    lab = opened(path)
    lab.restart_and_run_all()
    assert_as_stored(lab)


def test_the_browser_logs_no_error(opened: Opened, path: Path) -> None:
    """Nothing that the page asked for is missing, and no script has failed."""
    assert opened(path).complaints == []
