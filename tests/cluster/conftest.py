"""One scheduler and two workers for the quick tests."""

from collections.abc import Iterator

import pytest
from distributed import Client

from tests.cluster.processes import scheduler, workers


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as (address, _), workers(address, folder, 2):
        yield address


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    """Return a connection to both workers; at the end nothing may be left to do."""
    with Client(address) as client:
        client.wait_for_workers(2, timeout=300)
        yield client
