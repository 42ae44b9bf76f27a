"""Tests of helpers/loading/registry.py."""

import re
from pathlib import Path
from typing import Any

import pytest

from helpers.loading.errors import ModelNotFoundError
from helpers.loading.registry import DEFAULT, FILES, MODELS, Model, find_model


def test_the_name_decides_then_the_variable_then_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable counts as none."""
    monkeypatch.delenv("KNN_MODEL", raising=False)
    assert find_model() is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "bert-base-uncased")
    assert find_model().name == "bert-base-uncased"
    assert find_model("all-MiniLM-L6-v2") is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "")
    assert find_model() is DEFAULT


def test_an_unknown_name_is_told_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message gives the name and the choice."""
    choice = (
        r"Use all-MiniLM-L6-v2, bert-base-uncased,\na folder .* or a model on the Hugging Face hub, such as distilbert"
    )
    with pytest.raises(ModelNotFoundError, match=rf"no model called 'bert'\. {choice}"):
        find_model("bert")
    monkeypatch.setenv("KNN_MODEL", "bort")
    with pytest.raises(ModelNotFoundError, match=r"no model called 'bort', which the variable KNN_MODEL asks for\."):
        find_model()


@pytest.mark.parametrize(
    "name",
    [
        "a/b/c",
        "a/b@",
        "@x",
        "a b/c",
        "ä/b",
        "/b",
        "a/",
        "",
        "x" * 5000,
        "\0",
        "~nobody-here",
        "./no",
        "a/b@/x",
        "a/b@../x",
        "a/b@x\ny",
    ],
)
def test_what_is_no_name_is_told_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder nor a name as the hub has them; an empty one is none."""
    monkeypatch.setenv("KNN_MODEL", "nonsense")
    with pytest.raises(ModelNotFoundError):
        find_model(name)


@pytest.mark.parametrize("name", [7, b"bert", ["bert"]])
def test_what_is_no_string_is_told_so(name: Any) -> None:
    """Not even bytes."""
    with pytest.raises(ModelNotFoundError, match="Name a model with a string"):
        find_model(name)


def test_a_model_on_the_hub_may_have_a_revision() -> None:
    """A branch, a tag or a commit; main without it."""
    model = find_model("owner/some.model-1")
    assert (model.repository, model.revision, model.folder) == ("owner/some.model-1", "main", None)
    model = find_model("owner/model@refs/pr/7")
    assert (model.name, model.repository, model.revision) == ("owner/model@refs/pr/7", "owner/model", "refs/pr/7")


def test_a_folder_wins_over_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By any way of naming it: what is here need not be fetched."""
    (tmp_path / "owner" / "model").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("owner/model", "./owner/model", "~/owner/model", tmp_path / "owner" / "model"):
        model = find_model(name)
        assert (model.name, model.repository) == ("model", "")
        assert model.folder is not None
        assert model.folder.is_dir()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_model_is_pinned(model: Model) -> None:
    """A commit and not a branch, and a whole checksum for each file that the helpers read."""
    assert re.fullmatch("[0-9a-f]{40}", model.revision)
    assert set(model.sha256) <= set(FILES)
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in model.sha256.values())
