"""Tests of the table of claims: each sentence is in its cell, and what it claims is computed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from tests.claims import CLAIMS
from tests.notebooks import cell


@pytest.mark.parametrize(("notebook", "cell_id", "sentence", "is_true"), CLAIMS, ids=lambda value: str(value)[:40])
def test_sentence_is_true(
    bert: TokenEmbeddings, notebook: Path, cell_id: str, sentence: str, is_true: Callable[[TokenEmbeddings], bool]
) -> None:
    assert sentence in cell(notebook, cell_id).source
    assert is_true(bert)
