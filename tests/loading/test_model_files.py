"""Tests of helpers/loading/model_files.py: folders, packages, links, permissions, and files of the wrong kind."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.embeddings import load_embeddings
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotFoundError, ModelNotSupportedError
from helpers.loading.model_files import check_kind, find_in_package
from tests.loading.valid_model import (
    NAME,
    VECTORS,
    error_message,
    header,
    is_intact,
    on_posix,
    write_index,
    write_safetensors,
    write_valid_model,
)
from tests.test_colab import WITHOUT_OVERRIDE


@pytest.mark.parametrize("name", ["with spaces", "café été", "模型", "🦜 #1", "a'quote\"", "100%"])
def test_folder_may_have_any_name(folder: Path, name: str) -> None:
    if os.name == "nt" and '"' in name:
        pytest.skip("Windows has no such names")
    folder = folder.rename(folder.with_name(name))
    for path in (folder, str(folder)):
        embeddings = load_embeddings(path)
        assert is_intact(embeddings)
        assert (embeddings.name, embeddings.folder) == (name, folder)


def test_path_other_than_a_model_folder_is_refused(tmp_path: Path, folder: Path) -> None:
    assert "There is no folder" in error_message(tmp_path / "no", ModelNotFoundError)
    (tmp_path / "empty").mkdir()
    assert "is empty.\nPut a model's files there" in error_message(tmp_path / "empty", ModelNotFoundError)
    message = error_message(folder / "vocab.txt", ModelNotFoundError)
    assert f"is a file. Name the folder that it is in: {str(folder)!r}" in message
    (folder / "model.pt").write_bytes(b"x")
    assert "is a pickled checkpoint" in error_message(folder / "model.pt", ModelNotSupportedError)


@pytest.mark.parametrize(
    ("file", "expected"),
    [("vocab.txt", "has no vocabulary"), ("model.safetensors", "has no model.safetensors")],
)
def test_missing_file_is_named(folder: Path, file: str, expected: str) -> None:
    (folder / file).unlink()
    assert expected in error_message(folder, ModelNotFoundError)


def test_message_says_what_is_there_instead(folder: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    (outer / "modules.json").touch()
    folder.rename(outer / "0_Transformer")
    message = error_message(outer, ModelNotFoundError)
    assert f"In {outer} there are: 0_Transformer, modules.json, 0_Transformer/config.json, " in message
    assert f"It is in the folder 0_Transformer: name that one, {str(outer / '0_Transformer')!r}" in message
    (outer / "0_Transformer" / "model.safetensors").rename(outer / "adapter_model.safetensors")
    (outer / "0_Transformer" / "vocab.txt").rename(outer / "vocab.txt")
    (outer / "adapter_config.json").touch()
    assert "Load the model that its adapter_config.json names." in error_message(outer, ModelNotFoundError)


def test_files_that_are_in_two_folders_are_put_into_one(folder: Path) -> None:
    (folder / "weights").mkdir()
    (folder / "model.safetensors").rename(folder / "weights" / "model.safetensors")
    message = error_message(folder, ModelNotFoundError)
    assert message.endswith("It is in the folder weights: put all the files into one folder, and name that.")
    shutil.copy(folder / "weights" / "model.safetensors", folder)
    assert is_intact(load_embeddings(folder))


def test_control_characters_of_a_folder_are_escaped(tmp_path: Path) -> None:
    folder = tmp_path / "red \x1b[31m \u202e"
    write_valid_model(folder)
    embeddings = load_embeddings(folder)
    (folder / "vocab.txt").unlink()
    for text in (repr(embeddings), embeddings.describe(), error_message(folder, ModelNotFoundError)):
        assert "\\x1b[31m \\u202e" in text
        assert "\x1b" not in text


def test_package_is_found_without_running_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model_package" / "model"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("raise RuntimeError('the code was run')")
    (folder / "vocab.txt").write_text("a\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert find_in_package("model_package", "model", ["vocab.txt"]) == folder
    assert find_in_package("model_package", "model", ["vocab.txt", "model.safetensors"]) is None
    assert find_in_package("no_such_package", "model", []) is None


def is_administrator() -> bool:
    """Return whether permissions don't apply to the user who runs the tests."""
    return os.name != "nt" and os.geteuid() == 0


@on_posix
@pytest.mark.parametrize("file", ["", "vocab.txt", "model.safetensors", "config.json"])
def test_missing_permission_is_explained(folder: Path, file: str) -> None:
    (folder / file).chmod(0)
    prefix = WITHOUT_OVERRIDE if is_administrator() else ()
    if prefix and not shutil.which(prefix[0]):
        pytest.skip("setpriv is missing, which takes away an administrator's rights")
    code = "import sys; from helpers.embeddings import load_embeddings; load_embeddings(sys.argv[1])"
    run = subprocess.run([*prefix, sys.executable, "-c", code, str(folder)], capture_output=True, text=True)
    (folder / file).chmod(0o755)
    assert "ModelDamagedError" in run.stderr
    assert "can't be read: Permission denied.\nCheck" in run.stderr


# With no more than a few files left to open, loading fails first for the folder, then for the files in it.
CROWDED = """
import json, resource, sys
from helpers.embeddings import ModelError, load_embeddings
load_embeddings(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
messages, files = [], []
try:
    while True: files.append(open(sys.argv[1] + "/vocab.txt"))
except OSError:
    pass
while True:
    try: load_embeddings(sys.argv[1])
    except ModelError as error: messages.append(str(error))
    else: break
    files.pop().close()
print(json.dumps(messages))
"""


@on_posix
def test_shortage_of_open_files_is_not_the_fault_of_a_file(folder: Path, tmp_path: Path) -> None:
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "a file in the place of a cache")}
    (tmp_path / "a file in the place of a cache").touch()
    run = subprocess.run(
        [sys.executable, "-c", CROWDED, str(folder)], capture_output=True, text=True, env=environment, check=True
    )
    messages = json.loads(run.stdout)  # once files are closed, it loads
    assert {message.split(" can't")[0] for message in messages} >= {str(folder), str(folder / "model.safetensors")}
    for message in messages:
        assert "can't be read: Too many open files.\nClose other programs, restart this one or its kernel" in message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a file that answers with EIO")
def test_failing_disk_is_not_called_damage() -> None:
    with pytest.raises(ModelError, match=r"can't be read: Input/output error\.\nTry again"):
        check_kind(Path("/proc/self/mem"))


@on_posix
def test_links_may_not_lead_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    path = folder / "model.safetensors"
    path.rename(folder / "real.safetensors")
    path.symlink_to("real.safetensors")
    (tmp_path / "link").symlink_to(folder)
    assert is_intact(load_embeddings(tmp_path / "link"))
    (folder / "real.safetensors").rename(tmp_path / "outside")
    path.unlink()
    path.symlink_to("../outside")
    assert f"{path} is a link that leads out of its folder" in error_message(folder, ModelDamagedError)
    for target in ("nowhere", path.name):
        path.unlink()
        path.symlink_to(target)
        assert f"{path} can't be read" in error_message(folder, ModelDamagedError)


@on_posix
def test_links_of_the_hub_cache_lead_to_its_blobs(tmp_path: Path) -> None:
    repository = tmp_path / "models--a--b"
    folder = repository / "snapshots" / "c"
    write_valid_model(folder)
    (repository / "blobs").mkdir()
    for path in list(folder.iterdir()):
        path.rename(repository / "blobs" / path.name)
        path.symlink_to(f"../../blobs/{path.name}")
    assert is_intact(load_embeddings(folder))


@on_posix
def test_folder_that_imitates_the_hub_cache_reaches_no_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "models--a" / "snapshots" / "b"
    write_valid_model(folder)
    private = tmp_path / ("ab" * 32)  # looks like a checksum, so it might be removed as a damaged blob
    private.write_text("private\n")
    (folder / "vocab.txt").unlink()
    (folder / "vocab.txt").symlink_to(f"../../../{private.name}")
    assert "is a link that leads out of its folder" in error_message(folder, ModelDamagedError)
    assert private.read_text() == "private\n"


@on_posix
def test_pipe_is_refused_without_waiting(folder: Path) -> None:
    (folder / "vocab.txt").unlink()
    os.mkfifo(folder / "vocab.txt")
    assert "is not a file" in error_message(folder, ModelDamagedError)


@pytest.mark.parametrize(
    "shard", ["../outside.safetensors", "/etc/passwd", "..", "a/b.safetensors", "c:x.safetensors", "\0"]
)
def test_index_may_not_lead_out_of_the_folder(folder: Path, shard: str) -> None:
    (folder / "model.safetensors").rename(folder.parent / "outside.safetensors")
    write_index(folder, {"weight_map": {NAME: shard}})
    message = error_message(folder, ModelDamagedError)
    assert "which would lead out of its folder" in message or "there is no such file" in message


@pytest.mark.parametrize("file", ["model.safetensors", "vocab.txt", "config.json"])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a Git LFS pointer"),
        (b"\n<!DOCTYPE html>\n<html>", "is a web page"),
        (b"\xef\xbb\xbf<HTML lang=en>", "is a web page"),
    ],
    ids=["empty", "Git LFS", "web page", "web page with byte-order mark"],
)
def test_file_of_the_wrong_kind_is_recognized(folder: Path, file: str, content: bytes, expected: str) -> None:
    (folder / file).write_bytes(content)
    assert f"{folder / file} {expected}" in error_message(folder, ModelDamagedError)


# PyTorch's newer checkpoints are zip archives with a pickle inside.
@pytest.mark.parametrize("content", [*(pickle.dumps({"a": 1}, protocol) for protocol in range(2, 6)), b"PK\x03\x04..."])
def test_pickle_is_never_opened(folder: Path, content: bytes) -> None:
    (folder / "model.safetensors").write_bytes(content)
    assert "is a pickled checkpoint, whatever its name says" in error_message(folder, ModelNotSupportedError)


def test_header_of_640_bytes_is_not_taken_for_a_pickle(folder: Path) -> None:
    # 640 is 0x280, and a pickle of protocol 2 begins with the bytes 80 02.
    path = folder / "model.safetensors"
    write_safetensors(path, json.dumps(header()).encode().ljust(640), VECTORS.tobytes())
    assert path.read_bytes()[:2] == pickle.dumps(1, protocol=2)[:2]
    assert is_intact(load_embeddings(folder))
