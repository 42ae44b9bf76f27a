"""Tests of fetching from a local hub: what is fetched and cached, disks that fail, and files changed on the way."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from helpers.embeddings import TokenEmbeddings
from helpers.loading.registry import DEFAULT, FILES, MODELS
from tests.hub import Fault, LocalHub
from tests.loading import faults
from tests.loading.fetching import COMMIT, DIGEST, NAME, VECTORS, digest_of, load
from tests.loading.test_model_files import is_administrator
from tests.loading.valid_model import NAME as MATRIX
from tests.loading.valid_model import TOKENS as VALID_TOKENS
from tests.loading.valid_model import VECTORS as VALID_VECTORS
from tests.loading.valid_model import on_posix, write_index

UNREACHABLE = "http://127.0.0.1:9"


@pytest.fixture
def served(model: Path, hub: LocalHub) -> LocalHub:
    """A hub with a model of 24 MB."""
    hub.serve_folder(model, NAME, COMMIT, "main")
    return hub


@pytest.fixture
def served_default(bert: TokenEmbeddings, hub: LocalHub) -> LocalHub:
    """A hub with the real files of the default model."""
    assert bert.folder is not None
    hub.serve_folder(bert.folder, DEFAULT.repository, DEFAULT.revision)
    return hub


def test_default_model_is_fetched_once(bert: TokenEmbeddings, served_default: LocalHub, tmp_path: Path) -> None:
    expected = digest_of(bert.tokens, bert.vectors)
    assert load(tmp_path, served_default.address, DEFAULT.name)["digest"] == expected
    fetched = {request.rsplit("/", 1)[1] for request in served_default.requests if "/resolve/" in request}
    assert fetched == set(FILES)

    served_default.requests.clear()
    assert load(tmp_path, served_default.address, DEFAULT.name)["digest"] == expected
    assert load(tmp_path, UNREACHABLE, DEFAULT.name, HF_HUB_OFFLINE="1")["digest"] == expected
    assert served_default.requests == []


@pytest.mark.verify
def test_default_model_with_another_checksum_is_refused(
    bert: TokenEmbeddings, served_default: LocalHub, tmp_path: Path
) -> None:
    files = served_default.repositories[DEFAULT.repository].files
    original = files["model.safetensors"]
    files["model.safetensors"] = original[:-1] + b"\x00"
    message = load(tmp_path, served_default.address, DEFAULT.name)["message"]
    assert "model.safetensors is not the file it should be" in message

    # Deleting the folder that the message names is enough to get the right file.
    found = re.search("Delete the folder (.+) and run this again", message)
    assert found is not None
    shutil.rmtree(found[1])
    files["model.safetensors"] = original
    assert load(tmp_path, served_default.address, DEFAULT.name)["digest"] == digest_of(bert.tokens, bert.vectors)


@pytest.mark.verify
def test_pinned_model_ignores_index(bert: TokenEmbeddings, folder: Path, hub: LocalHub, tmp_path: Path) -> None:
    # An index could name a file whose checksum isn't pinned.
    assert bert.folder is not None
    pinned = MODELS[1]
    shutil.copy(bert.folder / "vocab.txt", folder)
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    write_index(folder, {"weight_map": {MATRIX: "other.safetensors"}})
    hub.serve_folder(folder, pinned.repository, pinned.revision)
    outcome = load(tmp_path / "home", hub.address, pinned.name)
    assert outcome["message"].startswith(f"{pinned.name} has no model.safetensors"), outcome


@pytest.mark.verify
def test_only_needed_files_are_fetched_and_the_cache_can_be_copied(served: LocalHub, tmp_path: Path) -> None:
    served.repositories[NAME].files.update({"pytorch_model.bin": b"x", "modeling.py": b"x", "README.md": b"x"})
    outcome = load(tmp_path / "one", served.address)
    assert outcome["digest"] == DIGEST, outcome
    paths = [request.split()[1] for request in served.requests if request.startswith("GET")]
    fetched = {path.split("/")[-1] for path in paths if "/resolve/" in path}
    assert fetched == {"config.json", "tokenizer.json", "tokenizer_config.json"}
    assert "model.safetensors" in outcome["stderr"], "there is no progress bar"

    served.requests.clear()
    outcome = load(tmp_path / "one", served.address, f"{NAME}@{COMMIT}")
    assert (outcome["digest"], outcome["stderr"], served.requests) == (DIGEST, "", [])

    shutil.copytree(tmp_path / "one" / "hub", tmp_path / "two" / "hub", symlinks=True)
    for settings in ({"HF_HUB_OFFLINE": "1"}, {}):
        outcome = load(tmp_path / "two", UNREACHABLE, **settings)
        assert (outcome["digest"], outcome["stderr"]) == (DIGEST, ""), outcome


@pytest.mark.verify
def test_eight_processes_share_one_download(served: LocalHub, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: load(tmp_path, served.address), range(8)))
    assert [outcome["digest"] for outcome in outcomes] == [DIGEST] * 8, outcomes
    blobs = [path for path in tmp_path.glob("hub/models--*/blobs/*") if path.stat().st_size == VECTORS.nbytes + 112]
    assert len(list(tmp_path.glob("hub/models--*/snapshots/*/model.safetensors"))) == 1
    assert len(blobs) <= 1
    assert list(tmp_path.rglob("*.incomplete")) == []


@on_posix
@pytest.mark.parametrize("cause", ["full disk", "limit"])
def test_full_disk_or_quota_is_explained(served: LocalHub, tmp_path: Path, cause: str) -> None:
    user = [] if is_administrator() else ["--user", "--map-root-user"]
    mount = f'mount -t tmpfs -o size=2m tmpfs "{tmp_path}" && exec "$@"'
    prefix = ["unshare", "--mount", *user, "sh", "-c", mount, "sh"]
    if cause == "limit":  # on the size of files, which fails as a quota does
        prefix = ["sh", "-c", 'ulimit -f 2000 && exec "$@"', "sh"]
    if not shutil.which(prefix[0]) or subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("a file system can't be mounted here")
    outcome = load(tmp_path, served.address, prefix=prefix)
    assert outcome["error"] == "ModelNotFetchedError"
    assert outcome["message"].startswith(f"The files of {NAME} can't be fetched: the disk is full ({tmp_path}")
    assert "Run this first, then the same again: export HF_HOME=" in outcome["message"]
    assert list(tmp_path.rglob("*.incomplete")) == []
    assert load(tmp_path, served.address)["digest"] == DIGEST


@on_posix
def test_unwritable_cache_is_explained(served: LocalHub, tmp_path: Path) -> None:
    # A file in the place of a folder: not even an administrator can write there.
    (tmp_path / "file").touch()
    outcome = load(tmp_path / "file" / "home", served.address)
    assert outcome["error"] == "ModelNotFetchedError"
    assert outcome["message"].startswith(f"The files of {NAME} can't be fetched: the cache can't be written")


@pytest.mark.verify
@on_posix
@pytest.mark.parametrize("content", [b"", b"x" * 40])
def test_file_damaged_in_the_cache_is_removed_and_fetched_again(
    served: LocalHub, tmp_path: Path, content: bytes
) -> None:
    assert load(tmp_path, served.address)["digest"] == DIGEST
    (path,) = tmp_path.glob("hub/models--*/snapshots/*/tokenizer.json")
    path.resolve().write_bytes(content)
    assert "It has been removed. Run this again" in load(tmp_path, served.address)["message"]
    assert load(tmp_path, served.address)["digest"] == DIGEST


@on_posix
def test_file_damaged_in_the_cache_is_kept_offline(served: LocalHub, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert load(here, served.address)["digest"] == DIGEST
    shutil.copytree(here, there, symlinks=True)
    (path,) = here.glob("hub/models--*/snapshots/*/tokenizer.json")
    path.resolve().write_bytes(b"damaged")
    message = load(here, UNREACHABLE, HF_HUB_OFFLINE="1")["message"]
    assert path.read_bytes() == b"damaged"

    found = re.search("Copy the folder (.+) anew from a computer with a network; or connect to one.", message)
    assert found is not None
    shutil.rmtree(found[1])
    shutil.copytree(there / Path(found[1]).relative_to(here), found[1], symlinks=True)
    assert load(here, UNREACHABLE, HF_HUB_OFFLINE="1")["digest"] == DIGEST

    path.resolve().write_bytes(b"damaged")
    name, value = message.partition("Run this first, then the same again: export ")[2].split("=")
    assert "Run this again" in load(here, served.address, **{name: value})["message"]
    assert load(here, served.address, **{name: value})["digest"] == DIGEST


@pytest.mark.verify
@pytest.mark.parametrize(
    ("file", "fault"),
    [("tokenizer.json", faults.changed_tokenizer), ("model.safetensors", faults.changed_weights)],
)
def test_download_is_checked_in_a_cache_without_links(
    served: LocalHub, tmp_path: Path, file: str, fault: Fault
) -> None:
    # On Windows the cache may have no links, whose targets are named by the checksum.
    served.fault = fault
    outcome = load(tmp_path, served.address, HF_HUB_DISABLE_SYMLINKS="1")
    assert f"{file} is not the file that the hub has" in outcome["message"], outcome
    served.fault = None
    assert load(tmp_path, served.address, HF_HUB_DISABLE_SYMLINKS="1")["digest"] == DIGEST


@pytest.mark.verify
def test_files_of_two_commits_are_not_mixed(served: LocalHub, tmp_path: Path) -> None:
    served.fault = faults.tokenizer_of_another_commit
    assert "comes from another commit" in load(tmp_path, served.address)["message"]


@pytest.mark.verify
def test_missing_settings_are_not_replaced_by_defaults_offline(folder: Path, hub: LocalHub, tmp_path: Path) -> None:
    # Without its tokenizer_config.json, a cased model would be read as an uncased one.
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false}', encoding="utf-8")
    hub.serve_folder(folder, NAME, COMMIT, "main")
    assert load(tmp_path, hub.address)["digest"] == digest_of(VALID_TOKENS, VALID_VECTORS)
    (cached,) = tmp_path.glob("hub/models--*/snapshots/*/tokenizer_config.json")
    cached.unlink()
    outcome = load(tmp_path, hub.address, HF_HUB_OFFLINE="1")
    assert "HF_HUB_OFFLINE says not to ask the hub" in outcome["message"], outcome
