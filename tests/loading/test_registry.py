"""Tests of helpers/loading/registry.py."""

import re
from pathlib import Path
from typing import Any

import pytest

from helpers.loading.errors import ModelNotFoundError
from helpers.loading.registry import DEFAULT, FILES, MODELS, Model, find_model


def test_argument_precedes_variable_and_variable_precedes_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KNN_MODEL", raising=False)
    assert find_model() is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "bert-base-uncased")
    assert find_model().name == "bert-base-uncased"
    assert find_model("all-MiniLM-L6-v2") is DEFAULT
    monkeypatch.setenv("KNN_MODEL", "")
    assert find_model() is DEFAULT


def test_unknown_name_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    names = re.escape(", ".join(model.name for model in MODELS))
    choice = (
        rf"Use {names},\n"
        r"a folder with a model's files, or a model on the Hugging Face hub together with its owner, such as\n"
        r"google-bert/bert-base-cased"
    )
    with pytest.raises(ModelNotFoundError, match=rf"no model called 'bert'\. {choice}"):
        find_model("bert")
    monkeypatch.setenv("KNN_MODEL", "bort")
    with pytest.raises(ModelNotFoundError, match=r"no model called 'bort', which the variable KNN_MODEL asks for\."):
        find_model()


NO_NAMES = ("a/b/c", "a/b@", "@x", "a b/c", "ä/b", "a/", "", "x" * 5000, "\0", "a/b@/x", "a/b@../x", "a/b@x\ny")
NO_FOLDERS = ("/b", "~nobody-here", "./no")


@pytest.mark.parametrize("name", [*NO_NAMES, *NO_FOLDERS])
def test_malformed_name_or_missing_folder_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNN_MODEL", "nonsense")  # is used in place of an empty name
    with pytest.raises(ModelNotFoundError):
        find_model(name)


@pytest.mark.parametrize("name", [7, b"bert", ["bert"]])
def test_name_of_another_type_is_refused(name: Any) -> None:
    with pytest.raises(ModelNotFoundError, match="Name a model with a string"):
        find_model(name)


def test_hub_model_may_have_a_revision() -> None:
    model = find_model("owner/some.model-1")
    assert (model.repository, model.revision, model.folder) == ("owner/some.model-1", "main", None)
    model = find_model("owner/model@refs/pr/7")
    assert (model.name, model.repository, model.revision) == ("owner/model@refs/pr/7", "owner/model", "refs/pr/7")


def test_folder_precedes_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "owner" / "model").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for name in ("owner/model", "./owner/model", "~/owner/model", tmp_path / "owner" / "model"):
        model = find_model(name)
        assert (model.name, model.repository) == ("model", "")
        assert model.folder is not None
        assert model.folder.is_dir()


def test_path_object_is_always_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("bert-base-uncased")
    with pytest.raises(ModelNotFoundError, match="There is no folder 'bert-base-uncased'"):
        find_model(path)
    path.mkdir()
    assert find_model(path).folder == path


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_models_are_pinned_to_a_commit_and_checksums(model: Model) -> None:
    assert re.fullmatch("[0-9a-f]{40}", model.revision)
    assert set(model.sha256) <= set(FILES)
    assert all(re.fullmatch("[0-9a-f]{64}", checksum) for checksum in model.sha256.values())
