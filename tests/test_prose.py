"""Tests of the table of claims: each sentence is in its cell, and what it claims is computed."""

import pytest

from helpers.embeddings import TokenEmbeddings
from tests.claims import CLAIMS
from tests.claims.claim import Claim, look
from tests.notebooks import SCORES, cell


def name(claim: Claim) -> str:
    return f"{claim[1]}: {claim[2][:40]}"


@pytest.mark.parametrize("claim", CLAIMS, ids=name)
def test_sentence_is_in_its_cell(claim: Claim) -> None:
    notebook, cell_id, sentence, *_ = claim
    assert sentence in cell(notebook, cell_id).source


@pytest.mark.parametrize(
    "claim",
    # To run notebook 5, and to search the whole vocabulary for it, takes too long for `make test`.
    [pytest.param(claim, marks=[pytest.mark.verify] * (claim[0] == SCORES)) for claim in CLAIMS],
    ids=name,
)
def test_sentence_is_true(bert: TokenEmbeddings, claim: Claim) -> None:
    holds, found = look(claim, bert)
    assert holds, found
