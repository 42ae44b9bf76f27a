"""Tests of what somebody might do on purpose, or a disk by chance, to get a wrong matrix in or a file out."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError, ModelNotFoundError, ModelNotSupportedError
from tests.hub import HubHandler, LocalHub
from tests.loading.network_cases import COMMIT, NAME, RIGHT
from tests.loading.sound import NAME as MATRIX
from tests.loading.sound import VECTORS, on_posix, said, write_sound_model
from tests.loading.test_network import load

KNOWN = "google-bert/bert-base-uncased"
PINNED = "86b5e0934494bd15c9632b12f734a8a67f723594"


@on_posix
def test_a_folder_that_looks_like_a_cache_reads_and_removes_nothing_outside(tmp_path: Path) -> None:
    """A link to a file of somebody, whose name looks like a checksum."""
    folder = tmp_path / "models--a" / "snapshots" / "b"
    folder.parent.mkdir(parents=True)
    write_sound_model(folder)
    private = tmp_path / ("ab" * 32)
    private.write_text("private\n")
    (folder / "vocab.txt").unlink()
    (folder / "vocab.txt").symlink_to(f"../../../{private.name}")
    assert "is a link that leads out of its folder" in said(folder, ModelDamagedError)
    assert private.read_text() == "private\n"


@on_posix
def test_a_snapshot_folder_of_the_cache_can_be_named(tmp_path: Path) -> None:
    """Its links lead to the blobs beside it, which is fine."""
    repository = tmp_path / "models--a--b"
    folder = repository / "snapshots" / "c"
    folder.parent.mkdir(parents=True)
    write_sound_model(folder)
    (repository / "blobs").mkdir()
    for path in list(folder.iterdir()):
        path.rename(repository / "blobs" / path.name)
        path.symlink_to(f"../../blobs/{path.name}")
    np.testing.assert_array_equal(load_embeddings(folder).vectors, VECTORS)


@on_posix
def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    """A pipe would never end; a link to itself leads nowhere."""
    (folder / "vocab.txt").unlink()
    os.mkfifo(folder / "vocab.txt")
    assert "is not a file" in said(folder, ModelDamagedError)
    (folder / "vocab.txt").unlink()
    (folder / "vocab.txt").symlink_to("vocab.txt")
    assert "can't be read" in said(folder, ModelDamagedError)


def test_an_index_that_names_another_tensor_than_its_file_holds_is_refused(folder: Path) -> None:
    """Otherwise the matrix of another model in the same file would do."""
    (folder / "model.safetensors").unlink()
    save_file({f"teacher.{MATRIX}": VECTORS}, folder / "s1.safetensors")
    index = {"weight_map": {f"bert.{MATRIX}": "s1.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    assert "has no tensor called" in said(folder, ModelNotSupportedError)


def test_a_vocabulary_that_was_cut_short_is_refused(folder: Path) -> None:
    """In the middle of a line; or at the end of one, and then by how much is missing."""
    path = folder / "vocab.txt"
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"beauty") + 4])
    assert "The vocabulary seems to be cut short" in said(folder, ModelDamagedError)
    path.write_bytes(b"[UNK]\n")
    save_file({MATRIX: np.ones((2000, 4), np.float32)}, folder / "model.safetensors")
    assert "has 1 tokens, and its embedding matrix 2,000 rows" in said(folder, ModelDamagedError)


def test_a_path_is_a_folder_and_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where the series knows a model of that name."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelNotFoundError, match="There is no folder 'bert-base-uncased'"):
        load_embeddings(Path("bert-base-uncased"))
    write_sound_model(tmp_path / "bert-base-uncased")
    np.testing.assert_array_equal(load_embeddings(Path("bert-base-uncased")).vectors, VECTORS)


@pytest.mark.verify
def test_a_known_model_takes_no_other_file_by_way_of_an_index(folder: Path, hub: LocalHub, tmp_path: Path) -> None:
    """A mirror that has no model.safetensors has no such model."""
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    index = {"weight_map": {MATRIX: "other.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    hub.serve_folder(folder, KNOWN, PINNED)
    told = load(tmp_path / "home", hub.address, "bert-base-uncased")
    assert told["kind"] in ("ModelNotFoundError", "ModelDamagedError"), told


@pytest.mark.verify
@on_posix
@pytest.mark.parametrize("damage", [b"", b"x" * 40])
def test_a_file_that_was_damaged_in_the_cache_heals(model: Path, hub: LocalHub, tmp_path: Path, damage: bytes) -> None:
    """It is removed, content and name, and the next try fetches it."""
    hub.serve_folder(model, NAME, COMMIT, "main")
    assert load(tmp_path, hub.address)["bytes"] == RIGHT
    (path,) = tmp_path.glob("hub/models--*/snapshots/*/tokenizer.json")
    path.resolve().write_bytes(damage)
    assert "It has been removed. Run this again" in load(tmp_path, hub.address)["said"]
    assert load(tmp_path, hub.address).get("bytes") == RIGHT


@pytest.mark.verify
@pytest.mark.parametrize("file", ["tokenizer.json", "model.safetensors"])
def test_a_download_is_checked_where_the_cache_has_no_links(
    model: Path, hub: LocalHub, tmp_path: Path, file: str
) -> None:
    """As on Windows: the content has no name of its own there."""

    def changed(handler: HubHandler) -> bool:
        if handler.command != "GET" or ("/content/" if file.endswith("safetensors") else file) not in handler.path:
            return False
        content = (model / file).read_bytes()
        handler.send(200, content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])
        return True

    hub.serve_folder(model, NAME, COMMIT, "main")
    hub.fault = changed
    told = load(tmp_path, hub.address, HF_HUB_DISABLE_SYMLINKS="1")
    assert f"{file} is not the file that the hub has" in told["said"], told
    hub.fault = None
    assert load(tmp_path, hub.address, HF_HUB_DISABLE_SYMLINKS="1").get("bytes") == RIGHT


@pytest.mark.verify
def test_files_of_two_commits_are_not_mixed(model: Path, hub: LocalHub, tmp_path: Path) -> None:
    """The hub changes its mind about the commit between the files."""

    def other(handler: HubHandler) -> bool:
        if "/tokenizer.json" not in handler.path:
            return False
        content = (model / "tokenizer.json").read_bytes()
        handler.send(200, content, {"X-Repo-Commit": "d" * 40, "ETag": '"x"'})
        return True

    hub.serve_folder(model, NAME, COMMIT, "main")
    hub.fault = other
    assert "comes from another commit" in load(tmp_path, hub.address)["said"]


@pytest.mark.verify
def test_without_a_network_missing_settings_are_not_taken_for_the_usual_ones(
    folder: Path, hub: LocalHub, tmp_path: Path
) -> None:
    """A cased model whose tokenizer_config.json is not in the cache would be read as an uncased one."""
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false}', encoding="utf-8")
    hub.serve_folder(folder, NAME, COMMIT, "main")
    assert load(tmp_path, hub.address)["tokens"] == len(VECTORS)
    (cached,) = tmp_path.glob("hub/models--*/snapshots/*/tokenizer_config.json")
    cached.unlink()
    told = load(tmp_path, hub.address, HF_HUB_OFFLINE="1")
    assert "HF_HUB_OFFLINE says not to ask the hub" in told["said"], told
