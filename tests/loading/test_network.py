"""Tests of fetching a model over a network that fails, with huggingface_hub itself and a local hub.

A first process meets the fault and must end in a readable error (or load the model all the same). Then the fault is
gone, and a second process must get the right model from the same cache.
"""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.hub import serving
from tests.loading.certificates import self_signed
from tests.loading.fetching import COMMIT, DIGEST, NAME, VECTORS, load
from tests.loading.network_cases import CASES, NOT_FOUND, QUICK

SELF_SIGNED = "self-signed certificate"


class Outcome(NamedTuple):
    """What two processes returned, and the files that they left in the cache and that aren't as on the hub."""

    first: dict[str, Any]
    second: dict[str, Any]
    wrong_after_first: list[str]
    wrong_after_second: list[str]
    ranges: list[str]


def meet(name: str, model: Path, home: Path) -> Outcome:
    """Load the model with a fault, then without it."""
    case = CASES[name]
    with serving(self_signed(home) if name == SELF_SIGNED else None) as hub:
        hub.serve_folder(model, NAME, COMMIT, "main")
        hub.fault = case.fault
        first = load(home, case.settings.get("HF_ENDPOINT", hub.address), case.name, **case.settings)
        ranges = list(hub.ranges)
    wrong_after_first = wrong_files(home, model)
    with serving() as hub:
        # The files of a commit never change, so a file that was missing comes with another commit.
        hub.serve_folder(model, NAME, "d" * 40 if name.startswith("404") else COMMIT, "main")
        second = load(home, hub.address)
    incomplete = [path.name for path in home.rglob("*.incomplete")]
    return Outcome(first, second, wrong_after_first, wrong_files(home, model) + incomplete, ranges)


def wrong_files(home: Path, model: Path) -> list[str]:
    """Return the names of cached files whose content is not that of the model's file."""
    paths = [path for path in home.glob("hub/models--*/snapshots/*/*") if path.exists()]
    return [path.name for path in paths if path.read_bytes() != (model / path.name).read_bytes()]


@pytest.fixture(scope="module")
def outcomes(
    model: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, Future[Outcome]]]:
    """Run all the selected cases at the same time, since they mostly wait."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    names = [str(item.callspec.params["name"]) for item in items if hasattr(item, "callspec")]
    home = tmp_path_factory.mktemp("homes")
    with ThreadPoolExecutor(max_workers=12) as pool:
        yield {name: pool.submit(meet, name, model, home / str(i)) for i, name in enumerate(names)}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.verify) for name in CASES]
)
def test_fault_is_explained_and_leaves_a_usable_cache(name: str, outcomes: dict[str, Future[Outcome]]) -> None:
    if name == SELF_SIGNED and not shutil.which("openssl"):
        pytest.skip("openssl is missing")
    case, outcome = CASES[name], outcomes[name].result()
    assert outcome.first["error"] == case.error
    if case.error:
        message = outcome.first["message"]
        assert message.startswith(case.message)
        assert 2 <= len(message.splitlines()) <= 3 or case.error == NOT_FOUND
        assert "Traceback" not in outcome.first["stderr"]
    else:
        assert outcome.first["digest"] == DIGEST
    assert outcome.wrong_after_first == []
    assert outcome.second["digest"] == DIGEST, outcome.second
    assert outcome.wrong_after_second == []


def test_download_resumes_where_it_was_cut(outcomes: dict[str, Future[Outcome]]) -> None:
    (requested,) = outcomes["cut once at 50 %"].result().ranges
    assert 0 < int(requested.removeprefix("bytes=").removesuffix("-")) < VECTORS.nbytes
