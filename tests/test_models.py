"""Tests of helpers/models.py."""

import re

import pytest

from helpers.models import DEFAULT, FILES, MODELS, Model, chosen_model


def test_the_name_decides_then_the_variable_then_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable counts as none."""
    monkeypatch.delenv("KNN_MODEL", raising=False)
    assert chosen_model() is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "bert-base-uncased")
    assert chosen_model().name == "bert-base-uncased"
    assert chosen_model("all-MiniLM-L6-v2") is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "")
    assert chosen_model() is DEFAULT


def test_an_unknown_name_is_told_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message gives the name and the choice."""
    with pytest.raises(ValueError, match=r"no model called 'bert' here\. Choose all-MiniLM-L6-v2 or bert-base-uncased"):
        chosen_model("bert")
    monkeypatch.setenv("KNN_MODEL", "bort")
    with pytest.raises(ValueError, match=r"no model called 'bort' here \(the variable KNN_MODEL says so\)"):
        chosen_model()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_model_is_pinned(model: Model) -> None:
    """A commit and not a branch, and a whole checksum for each file that the helpers read."""
    assert re.fullmatch("[0-9a-f]{40}", model.revision)
    assert set(model.sha256) <= set(FILES)
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in model.sha256.values())
