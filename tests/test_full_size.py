"""Tests with random weights of the size and layout of bert-base-uncased: all notebooks run on them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings, load_embeddings
from tests.notebooks import PATHS, read
from tests.test_edition import make

pytestmark = pytest.mark.verify

# Runs in another process, so that the tests don't import torch.
MAKE = """
import sys, torch
from transformers import BertConfig, BertForPreTraining
torch.manual_seed(0)
model = BertForPreTraining(BertConfig())
# In a new model [PAD] is all zeros. In Google's it isn't.
model.bert.embeddings.word_embeddings.weight.data[0].normal_(std=0.02)
model.save_pretrained(sys.argv[1])
"""


@pytest.fixture(scope="module")
def checkpoint(bert: TokenEmbeddings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a model of 440 MB with pre-training heads, the prefix `bert.`, and the vocabulary of the default model."""
    folder = tmp_path_factory.mktemp("full") / "bert-base"
    subprocess.run([sys.executable, "-c", MAKE, str(folder)], check=True, capture_output=True)
    assert bert.folder is not None
    shutil.copy(bert.folder / "vocab.txt", folder)
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True}), encoding="utf-8")
    return folder


def test_size_and_names_are_those_of_bert_base_uncased(checkpoint: Path) -> None:
    size = (checkpoint / "model.safetensors").stat().st_size
    assert abs(size - 440_449_768) < 1000  # but for the length of the header
    embeddings = load_embeddings(checkpoint)
    assert embeddings.vectors.shape == (30_522, 768)
    assert "bert.embeddings.word_embeddings.weight in model.safetensors, float32, mapped" in embeddings.describe()


def test_edition_has_the_same_kinds_of_output_and_both_models_side_by_side(checkpoint: Path, tmp_path: Path) -> None:
    folder = make(checkpoint, tmp_path)
    for path in PATHS:
        for cell, expected in zip(read(folder / path.name).cells, read(path).cells, strict=True):
            # A set, because one stream may come in several parts.
            kinds = {(output.output_type, output.get("name")) for output in cell.get("outputs", [])}
            assert kinds == {(output.output_type, output.get("name")) for output in expected.get("outputs", [])}, cell
    report = (folder / "REPORT.md").read_text(encoding="utf-8")
    assert "Cells that stop: 0." in report
    assert "| rank | all-MiniLM-L6-v2, Euclidean distance | bert-base, Euclidean distance |" in report
    assert "| words | 300 | 300 |" in report
