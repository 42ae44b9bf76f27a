"""Tests that each notebook runs in JupyterLab and shows what is stored."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from tests.browser.expected import assert_as_stored
from tests.browser.lab import LabNotebook
from tests.notebooks import PATHS, SYNONYMS, TOY, read

pytestmark = pytest.mark.browser
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
Opened = Callable[[Path], LabNotebook]


@each_notebook
def test_run_all_cells_shows_what_is_stored(opened: Opened, path: Path) -> None:
    assert_as_stored(opened(path))


def test_jupyterlab_asks_nothing_about_news(opened: Opened) -> None:
    """Set-up writes that into the environment, and running all cells has taken longer than such a question."""
    assert opened(TOY).page.get_by_text("official Jupyter news").count() == 0


@each_notebook
def test_figures_have_their_size_and_twice_as_many_pixels(opened: Opened, path: Path) -> None:
    lab = opened(path)
    for cell in lab.stored.code_cells:
        for output in (output for output in cell.outputs if "image/png" in output.get("data", {})):
            image = lab.output(cell.id).locator("img")
            size = [output.metadata["image/png"][side] for side in ("width", "height")]
            assert image.evaluate("image => [image.clientWidth, image.clientHeight]") == size, cell.id
            assert image.evaluate("image => image.complete && image.naturalWidth") >= 2 * size[0] - 1, cell.id


@each_notebook
def test_notebook_survives_saving_and_reloading(opened: Opened, path: Path) -> None:
    lab = opened(path)
    lab.save()
    lab.reload()
    assert_as_stored(lab)
    assert [cell.source for cell in read(lab.copy).cells] == [cell.source for cell in lab.stored.cells]
    last = next(cell for cell in reversed(lab.stored.code_cells) if cell.outputs)
    lab.run_cell(last.id)  # with the variables that the kernel still has
    assert_as_stored(lab)


@pytest.mark.parametrize("path", [TOY, SYNONYMS], ids=lambda path: path.stem)  # the kernel's work, not the notebook's
def test_restart_and_run_all_shows_what_is_stored(opened: Opened, path: Path) -> None:
    lab = opened(path)
    lab.restart_and_run_all()
    assert_as_stored(lab)


@each_notebook
def test_browser_logs_no_error(opened: Opened, path: Path) -> None:
    assert opened(path).errors == []


def test_changed_cell_shows_its_table_or_its_error(opened: Opened, bert: TokenEmbeddings) -> None:
    """The error is also one that `assert_as_stored` notices."""
    lab, cell_id = opened(SYNONYMS), "words-only"
    lab.set_cell(cell_id, 'print(nearest_tokens(bert, "river", k=8, words_only=True))')
    lab.run_cell(cell_id)
    assert lab.output_text(cell_id) == f"{nearest_tokens(bert, 'river', k=8, words_only=True)}\n"
    lab.set_cell(cell_id, "1 / 0")
    lab.run_cell(cell_id)
    assert "ZeroDivisionError" in lab.output_text(cell_id)
    with pytest.raises(AssertionError, match=f"{cell_id} failed"):
        assert_as_stored(lab)
    lab.set_cell(cell_id, lab.source(cell_id))
    lab.run_cell(cell_id)
    assert_as_stored(lab)
