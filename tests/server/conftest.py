"""Three learners and a hub, as deploy/ sets them up."""

from collections.abc import Iterator

import pytest

from benchmarks.hub import Hub, Learner, class_of
from tests.browser.conftest import browser  # noqa: F401  a fixture


@pytest.fixture(scope="session")
def passwords() -> Iterator[dict[str, str]]:
    with class_of(3) as made:
        yield made


@pytest.fixture(scope="session")
def hub(passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with Hub(tmp_path_factory.mktemp("hub")) as running:
        running.start()
        yield running


@pytest.fixture
def learners(hub: Hub, passwords: dict[str, str]) -> list[Learner]:
    """Return two learners who are logged in, and whose servers are running."""
    both = [Learner(hub, name) for name in list(passwords)[:2]]
    for learner in both:
        assert learner.log_in(passwords[learner.name])
        learner.start_server()
    return both
