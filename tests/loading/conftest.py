"""What several tests of a model's files need."""

from pathlib import Path

import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from tests.loading.network_cases import VECTORS
from tests.loading.sound import write_sound_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a sound model."""
    folder = tmp_path / "model"
    write_sound_model(folder)
    return folder


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small model."""
    folder = tmp_path_factory.mktemp("hub") / "model"
    folder.mkdir()
    save_file({"bert.embeddings.word_embeddings.weight": VECTORS}, folder / "model.safetensors")
    vocabulary = {token: i for i, token in enumerate(["[UNK]", *(f"token{i}" for i in range(1, len(VECTORS)))])}
    Tokenizer(WordPiece(vocabulary, unk_token="[UNK]")).save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text("{}", encoding="utf-8")
    (folder / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    return folder
