"""Tests of where a model's files may be: folders of all kinds, permissions, links, full disks."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError, ModelNotFoundError, ModelNotSupportedError
from tests.hub import LocalHub
from tests.loading.sound import NAME, is_right, on_posix, said
from tests.test_colab import WITHOUT_OVERRIDE


@pytest.mark.parametrize("name", ["with spaces in it", "café été", "模型", "🦜 model", "a'quote\"", "100%"])
def test_any_name_of_a_folder_will_do(folder: Path, name: str) -> None:
    """Spaces, accents, emoji, quotes."""
    if os.name == "nt" and '"' in name:
        pytest.skip("Windows has no such names")
    assert is_right(load_embeddings(folder.rename(folder.with_name(name))))


def test_what_is_no_folder_of_a_model(tmp_path: Path, folder: Path) -> None:
    """Not there, empty, a file, a pickle."""
    assert "There is no folder" in said(tmp_path / "no", ModelNotFoundError)
    (tmp_path / "empty").mkdir()
    assert "is empty.\nPut a model's files there" in said(tmp_path / "empty", ModelNotFoundError)
    assert f"is a file. Name the folder that it is in: {str(folder)!r}" in said(
        folder / "vocab.txt", ModelNotFoundError
    )
    (folder / "model.pt").write_bytes(b"x")
    assert "is a pickled checkpoint" in said(folder / "model.pt", ModelNotSupportedError)


@pytest.mark.parametrize("missing", ["vocab.txt", "model.safetensors"])
def test_a_file_that_is_missing_is_named(folder: Path, missing: str) -> None:
    """And what to do."""
    (folder / missing).unlink()
    assert ("has no vocabulary" if missing == "vocab.txt" else "has no model.safetensors") in said(
        folder, ModelNotFoundError
    )


def is_administrator() -> bool:
    """Return whether permissions don't bind who runs this."""
    return os.name != "nt" and os.geteuid() == 0


@on_posix
@pytest.mark.parametrize("what", ["", "vocab.txt", "model.safetensors", "config.json"])
def test_without_permission(folder: Path, what: str) -> None:
    """Of the folder, or of a file in it: seen by a user who is no administrator, or as good as none."""
    (folder / what).chmod(0)
    prefix = WITHOUT_OVERRIDE if is_administrator() else ()
    if prefix and not shutil.which(prefix[0]):
        pytest.skip("there is no setpriv to give up an administrator's rights with")
    code = "import sys; from helpers.embeddings import load_embeddings; load_embeddings(sys.argv[1])"
    run = subprocess.run([*prefix, sys.executable, "-c", code, str(folder)], capture_output=True, text=True)
    (folder / what).chmod(0o755)
    assert "ModelDamagedError" in run.stderr
    assert "can't be read: Permission denied.\nCheck" in run.stderr


@on_posix
def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    """Of the weights or the vocabulary; a link within the folder, and to the folder, is fine."""
    path = folder / "model.safetensors"
    path.rename(folder / "real.safetensors")
    path.symlink_to("real.safetensors")
    (tmp_path / "link").symlink_to(folder)
    assert is_right(load_embeddings(tmp_path / "link"))
    (folder / "real.safetensors").rename(tmp_path / "outside")
    path.unlink()
    path.symlink_to("../outside")
    assert f"{path} is a link that leads out of its folder" in said(folder, ModelDamagedError)
    path.unlink()
    path.symlink_to("nowhere")
    assert f"{path} can't be read" in said(folder, ModelDamagedError)


@pytest.mark.parametrize(
    "shard", ["../outside.safetensors", "/etc/passwd", "..", "a/b.safetensors", "c:x.safetensors", "\0"]
)
def test_an_index_that_leads_out_of_the_folder_is_refused(folder: Path, shard: str) -> None:
    """Even where there is a sound file at the other end."""
    (folder / "model.safetensors").rename(folder.parent / "outside.safetensors")
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {NAME: shard}}), encoding="utf-8")
    message = said(folder, ModelDamagedError)
    assert "which would lead out of its folder" in message or "there is no such file" in message


FILL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
"""
LOAD = """
import sys
from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelError
try:
    print(len(load_embeddings("owner/model")))
except ModelError as problem:
    print(type(problem).__name__, problem)
"""


def load_from_hub(prefix: list[str], code: str, home: Path, hub: LocalHub) -> str:
    """Load owner/model into a cache."""
    settings = {"HF_HOME": str(home), "HF_ENDPOINT": hub.address, "HF_HUB_OFFLINE": "0", "XDG_CACHE_HOME": str(home)}
    run = subprocess.run(
        [*prefix, sys.executable, "-c", code], env=os.environ | settings, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture
def large(folder: Path, hub: LocalHub) -> LocalHub:
    """Serve a model of 8 MB."""
    save_file({NAME: np.ones((12, 200_000), np.float32)}, folder / "model.safetensors")
    hub.serve_folder(folder, "owner/model", "c" * 40, "main")
    return hub


@on_posix
def test_a_limit_on_the_size_of_files_ends_in_a_sentence(large: LocalHub, tmp_path: Path) -> None:
    """As a quota does. Without it the same cache serves, and nothing of the first try is left."""
    told = load_from_hub([], FILL + LOAD, tmp_path / "home", large)
    assert told.startswith(
        f"ModelNotFetchedError The files of owner/model can't be fetched: the disk is full ({tmp_path}"
    )
    assert "%env HF_HOME=" in told
    assert list(tmp_path.rglob("*.incomplete")) == []
    assert load_from_hub([], LOAD, tmp_path / "home", large) == "12\n"


@on_posix
def test_a_full_disk_ends_in_a_sentence(large: LocalHub, tmp_path: Path) -> None:
    """A small file system in memory, which only this process and its children see."""
    home = tmp_path / "home"
    home.mkdir()
    mount = f'mount -t tmpfs -o size=2m tmpfs "{home}" && exec "$@"'
    prefix = [
        "unshare",
        "--mount",
        *([] if is_administrator() else ["--user", "--map-root-user"]),
        "sh",
        "-c",
        mount,
        "sh",
    ]
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("a file system can't be mounted here")
    told = load_from_hub(prefix, LOAD, home, large)
    assert told.startswith("ModelNotFetchedError The files of owner/model can't be fetched: the disk is full")
    assert load_from_hub([], LOAD, home, large) == "12\n"


@on_posix
def test_a_cache_that_cannot_be_written_ends_in_a_sentence(large: LocalHub, tmp_path: Path) -> None:
    """The place where it should be made is a file, so not even an administrator can write there."""
    (tmp_path / "file").write_text("")
    told = load_from_hub([], LOAD, tmp_path / "file" / "home", large)
    assert told.startswith("ModelNotFetchedError The files of owner/model can't be fetched: the cache can't be written")
