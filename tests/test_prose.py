"""Tests of the table of claims: each sentence is in its cell, and what it claims is computed."""

import pytest

from helpers.embeddings import TokenEmbeddings
from tests.claims import CLAIMS
from tests.claims.claim import Claim, look
from tests.claims.notebook_5 import SLOW
from tests.notebooks import cell


@pytest.mark.parametrize(
    "claim",
    [pytest.param(claim, marks=[pytest.mark.verify] * (claim[3] in SLOW)) for claim in CLAIMS],
    ids=lambda claim: f"{claim[1]}: {claim[2][:40]}",
)
def test_sentence_is_true(bert: TokenEmbeddings, claim: Claim) -> None:
    notebook, cell_id, sentence, *_ = claim
    assert sentence in cell(notebook, cell_id).source
    holds, found = look(claim, bert)
    assert holds, found
