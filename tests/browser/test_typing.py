"""A learner types into a cell and runs it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.synonyms import nearest_tokens
from tests.browser.expected import assert_as_stored
from tests.browser.lab import LabNotebook
from tests.notebooks import SYNONYMS

pytestmark = pytest.mark.browser


CELL = "words-only"


@pytest.fixture
def lab(opened: Callable[[Path], LabNotebook]) -> Iterator[LabNotebook]:
    """Open notebook 4; in the end, put the cell that was typed into back as it was."""
    notebook = opened(SYNONYMS)
    yield notebook
    notebook.set_cell(CELL, notebook.source(CELL))
    notebook.run_cell(CELL)
    assert_as_stored(notebook)


def test_another_word_gets_its_own_table(lab: LabNotebook, bert: TokenEmbeddings) -> None:
    """It is what the helpers give outside of any notebook."""
    lab.set_cell(CELL, 'print(nearest_tokens(bert, "river", k=8, words_only=True))')
    lab.run_cell(CELL)
    assert lab.output_text(CELL) == f"{nearest_tokens(bert, 'river', k=8, words_only=True)}\n"


def test_an_error_is_shown_under_its_cell(lab: LabNotebook) -> None:
    """And it is what the other tests take for an error."""
    lab.set_cell(CELL, "1 / 0")
    lab.run_cell(CELL)
    assert "ZeroDivisionError" in lab.output_text(CELL)
    with pytest.raises(AssertionError, match=f"{CELL} failed"):
        assert_as_stored(lab)
