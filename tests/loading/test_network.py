"""Tests of fetching: a network that fails in all the ways there are, with the real huggingface_hub and a hub here.

Each fault is met by a process of its own, which must end in one sentence (or get there all the same). Then the fault
is gone, and a second process must get the right bytes from the same cache.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.hub import serving
from tests.loading.certificates import self_signed
from tests.loading.network_cases import CASES, COMMIT, MISSING, NAME, QUICK, RIGHT, VECTORS

LOAD = """
import hashlib, json, sys
from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelError
try:
    bert = load_embeddings(sys.argv[1])
    print(json.dumps({"bytes": hashlib.sha256(bert.vectors.tobytes()).hexdigest(), "tokens": len(bert)}))
except ModelError as problem:
    cause = type(problem.__cause__).__name__
    print(json.dumps({"kind": type(problem).__name__, "said": str(problem), "cause": cause}))
"""


class Outcome(NamedTuple):
    """What two processes said, one after the other, and what they left."""

    first: dict[str, Any]
    second: dict[str, Any]
    broken: list[str]  # files in the cache, after the first, that aren't what the hub has
    left: list[str]  # and after the second, those that are not whole
    ranges: list[str]


def load(home: Path, endpoint: str, name: str = NAME, **settings: str) -> dict[str, Any]:
    """Load a model in a process of its own."""
    ours = {"HF_HOME": str(home), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": "0", "NO_PROXY": "", "HTTP_PROXY": ""}
    ours |= {"XDG_CACHE_HOME": str(home / "checksums"), **settings}
    run = subprocess.run([sys.executable, "-c", LOAD, name], env=os.environ | ours, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    told["said"] = told.get("said", "it got there").replace(f"the Hugging Face hub at {endpoint}", "HUB")
    return told | {"stderr": run.stderr}


def play(name: str, folder: Path, home: Path) -> Outcome:
    """Meet a fault, then try again without it."""
    case = CASES[name]
    certificate = self_signed(home) if name == "self-signed certificate" else None
    with serving(certificate) as hub:
        hub.serve_folder(folder, NAME, COMMIT, "main")
        hub.fault = case.fault
        first = load(home, case.settings.get("HF_ENDPOINT", hub.address), case.name, **case.settings)
        ranges = list(hub.ranges)
    broken = [str(path) for path in files_of(home) if path.read_bytes() != (folder / path.name).read_bytes()]
    with serving() as hub:
        # A commit can't get a file that it hasn't had, so what was missing comes with another commit.
        hub.serve_folder(folder, NAME, COMMIT[1:] + "d" if name.startswith("404") else COMMIT, "main")
        second = load(home, hub.address)
    left = [path.name for path in home.rglob("*.incomplete")]
    left += [path.name for path in files_of(home) if path.read_bytes() != (folder / path.name).read_bytes()]
    return Outcome(first, second, broken, left, ranges)


def files_of(home: Path) -> list[Path]:
    """Return the files of the model in a cache, under the names that they are used by."""
    return [path for path in home.glob("hub/models--*/snapshots/*/*") if path.exists()]


@pytest.fixture(scope="module")
def outcomes(
    model: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[dict[str, Future[Outcome]]]:
    """Play all the cases that are asked for at the same time: they mostly wait."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    wanted = [str(item.callspec.params["name"]) for item in items if hasattr(item, "callspec")]
    wanted = [name for name in wanted if name != "self-signed certificate" or shutil.which("openssl")]
    home = tmp_path_factory.mktemp("homes")
    with ThreadPoolExecutor(max_workers=12) as pool:
        yield {name: pool.submit(play, name, model, home / str(i)) for i, name in enumerate(wanted)}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.verify) for name in CASES]
)
def test_a_fault_ends_in_a_sentence_and_leaves_nothing_broken(name: str, outcomes: dict[str, Future[Outcome]]) -> None:
    """At most three lines, of the right class, with the library's own error as its cause; then it works."""
    if name not in outcomes:
        pytest.skip("there is no openssl to make a certificate with")
    case, outcome = CASES[name], outcomes[name].result()
    if case.kind:
        said = outcome.first["said"]
        assert said.startswith(case.said)
        assert outcome.first["kind"] == case.kind
        assert 2 <= len(said.splitlines()) <= 3 or case.kind == MISSING
        assert "Traceback" not in outcome.first["stderr"]
    else:
        assert outcome.first["bytes"] == RIGHT, outcome.first
    assert outcome.broken == []
    assert outcome.second.get("bytes") == RIGHT, outcome.second
    assert outcome.left == []


@pytest.mark.verify
def test_behind_a_proxy(model: Path, tmp_path: Path) -> None:
    """Every request goes to the proxy; the hub itself has no address that this computer could find."""
    with serving() as proxy:
        proxy.serve_folder(model, NAME, COMMIT, "main")
        told = load(tmp_path, "http://hub.invalid", HTTP_PROXY=proxy.address)
        assert told.get("bytes") == RIGHT, told
        assert all(request.split()[1].startswith("http://") for request in proxy.requests)


@pytest.mark.verify
def test_what_was_fetched_is_there_offline_also_from_a_copy_of_the_cache(model: Path, tmp_path: Path) -> None:
    """Only what is needed is fetched; then no network is asked, and a copied cache does."""
    with serving() as hub:
        hub.serve_folder(model, NAME, COMMIT, "main")
        hub.repositories[NAME].files.update({"pytorch_model.bin": b"x", "modeling.py": b"x", "README.md": b"x"})
        told = load(tmp_path / "one", hub.address)
        assert told["bytes"] == RIGHT, told
        got = {
            request.split("/")[-1] for request in hub.requests if request.startswith("GET") and "/resolve/" in request
        }
        assert got == {"config.json", "tokenizer.json", "tokenizer_config.json"}
        assert "model.safetensors" in told["stderr"], "a progress bar says what is fetched"
        asked = len(hub.requests)
        told = load(tmp_path / "one", hub.address, f"{NAME}@{COMMIT}")
        assert (told["bytes"], told["stderr"], len(hub.requests)) == (RIGHT, "", asked)
    shutil.copytree(tmp_path / "one" / "hub", tmp_path / "two" / "hub", symlinks=True)
    for settings in ({"HF_HUB_OFFLINE": "1"}, {}):  # said to be offline, and offline without a word
        told = load(tmp_path / "two", "http://127.0.0.1:9", **settings)
        assert (told.get("bytes"), told["stderr"]) == (RIGHT, ""), told


@pytest.mark.verify
def test_eight_processes_at_once_get_one_good_file(model: Path, tmp_path: Path) -> None:
    """From an empty cache: eight equal answers, and nothing fetched that is thrown away."""
    with serving() as hub, ThreadPoolExecutor(8) as pool:
        hub.serve_folder(model, NAME, COMMIT, "main")
        told = list(pool.map(lambda _: load(tmp_path, hub.address), range(8)))
    assert [answer.get("bytes") for answer in told] == [RIGHT] * 8, told
    blobs = [path for path in tmp_path.glob("hub/models--*/blobs/*") if path.stat().st_size == VECTORS.nbytes + 112]
    assert len(list(tmp_path.glob("hub/models--*/snapshots/*/model.safetensors"))) == 1
    assert len(blobs) <= 1
    assert list(tmp_path.rglob("*.incomplete")) == []


def test_what_was_cut_is_resumed_where_it_broke_off(outcomes: dict[str, Future[Outcome]]) -> None:
    """The second request asks for the rest alone."""
    ranges = outcomes["cut once at 50 %"].result().ranges
    assert len(ranges) == 1
    assert 0 < int(ranges[0].removeprefix("bytes=").removesuffix("-")) < VECTORS.nbytes
