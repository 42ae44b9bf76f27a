"""Fixtures for the tests of loading a model."""

from pathlib import Path

import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from tests.loading.fetching import TOKENS, VECTORS
from tests.loading.valid_model import write_valid_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a valid model."""
    folder = tmp_path / "model"
    write_valid_model(folder)
    return folder


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model for the hub to serve."""
    folder = tmp_path_factory.mktemp("hub") / "model"
    folder.mkdir()
    save_file({"bert.embeddings.word_embeddings.weight": VECTORS}, folder / "model.safetensors")
    vocabulary = {token: i for i, token in enumerate(TOKENS)}
    Tokenizer(WordPiece(vocabulary, unk_token="[UNK]")).save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text("{}", encoding="utf-8")
    (folder / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    return folder
