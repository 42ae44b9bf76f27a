"""What several tests of a model's files need."""

from pathlib import Path

import pytest

from tests.files.sound import write_sound_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a sound model."""
    folder = tmp_path / "model"
    write_sound_model(folder)
    return folder
