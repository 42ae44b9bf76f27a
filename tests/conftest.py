"""Fixtures of several folders, and the profiles of hypothesis."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from helpers.embeddings import TokenEmbeddings, load_embeddings
from tests.hub import LocalHub, serving

# The same examples in each run. There is no limit on their time, since machines differ in speed.
settings.register_profile("steady", derandomize=True, deadline=None)
# With pytest --hypothesis-profile=NAME there are more examples, and others in each run.
settings.register_profile("search", max_examples=5000, deadline=None)
settings.register_profile("fuzz", max_examples=100_000, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def bert() -> TokenEmbeddings:
    """Return the default model, also when KNN_MODEL names another."""
    return load_embeddings("all-MiniLM-L6-v2")


@pytest.fixture
def hub() -> Iterator[LocalHub]:
    with serving() as server:
        yield server
