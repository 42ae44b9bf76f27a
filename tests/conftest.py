"""What several tests need: the real default model, and a Hugging Face hub on this machine."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from helpers.embeddings import TokenEmbeddings, load_embeddings
from tests.hub import LocalHub, serving

# The same examples at each run, and no limit on the time that one takes: machines differ many times in speed.
settings.register_profile("steady", derandomize=True, deadline=None)
# pytest --hypothesis-profile=NAME looks for more, in other places at each run.
settings.register_profile("search", max_examples=5000, deadline=None)
settings.register_profile("fuzz", max_examples=100_000, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def bert() -> TokenEmbeddings:
    """Load the default model, whatever KNN_MODEL says."""
    return load_embeddings("all-MiniLM-L6-v2")


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    """Run a hub on loopback for one test."""
    with serving() as server:
        yield server
