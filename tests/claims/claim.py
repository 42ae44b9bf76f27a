"""A sentence of a notebook, and what makes it true."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.embeddings import TokenEmbeddings

Find = Callable[[TokenEmbeddings], Any]
Claim = tuple[Path, str, str, Find] | tuple[Path, str, str, Find, Any]


def look(claim: Claim, bert: TokenEmbeddings) -> tuple[bool, Any]:
    """Return whether a claim holds in a model, and what its function found there."""
    found, expected = claim[3](bert), claim[4] if len(claim) == 5 else True
    return bool(expected(found) if callable(expected) else found == expected), found
