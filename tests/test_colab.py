"""A rehearsal of Google Colab: its versions, an empty folder with one notebook in it, and this project nowhere.

A server on this machine plays GitHub, with what `git archive` makes of a bare repository with the release's tag, and
the Hugging Face hub, with the real files of the default model. The text of every output is compared here; the figures
are compared by `make colab`, with the same versions in the project's own folder. `make verify` runs both.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest

from helpers.loading.registry import DEFAULT
from tests.hub import LocalHub, serving
from tests.notebooks import MEASURES, ROOT, SYNONYMS, TOY, code_cells, read
from tests.test_first_cell import ARCHIVE, PROJECT, first_cell
from tools.environments import ENVIRONMENTS, create

pytestmark = pytest.mark.verify

# Linux's root may write anywhere, unless it gives up that right.
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


class Colab(NamedTuple):
    """A runtime with Colab's versions, and its own home folder."""

    python: Path
    home: Path
    servers: LocalHub

    def run(self, *arguments: str, folder: Path, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        """Run its Python in a folder."""
        settings = {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "IPYTHONDIR": str(self.home / "ipython"),
            "HF_HOME": str(self.home / "huggingface"),
            "HF_ENDPOINT": self.servers.address,
            "NO_PROXY": "127.0.0.1",
            "JUPYTER_PREFER_ENV_PATH": "1",
        }
        kept = {name: value for name, value in os.environ.items() if name not in ("KNN_MODEL", "HF_HUB_OFFLINE")}
        command = [*prefix, str(self.python), *arguments]
        return subprocess.run(command, cwd=folder, env=kept | settings, capture_output=True, text=True)

    def run_notebook(self, path: Path, folder: Path, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        """Put one notebook into an empty folder, with the address of the server for GitHub's, and run it there."""
        notebook = read(path)
        for part in notebook.cells:
            if part.id == "set-up":
                part.source = part.source.replace("https://github.com", self.servers.address)
        nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]
        if prefix:
            folder.chmod(0o555)
        options = ["-p", "no:cacheprovider", "--disable-warnings", "--rootdir", str(folder)]
        return self.run("-m", "pytest", "--nbval", *options, path.name, folder=folder, prefix=prefix)

    def first_cell(self, address: str = "", tag: str = "") -> str:
        """Return the text of the first cell, with another address or tag than GitHub's and the release's."""
        source = first_cell().replace("https://github.com", address or self.servers.address)
        return source.replace(f"v{PROJECT['version']}.zip", tag + ".zip") if tag else source

    def packages(self) -> set[str]:
        """Return what pip lists."""
        return set(self.run("-m", "pip", "freeze", folder=self.home).stdout.splitlines())


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalHub]:
    """Serve a release of the project as it is now, and the model."""
    tag = f"v{PROJECT['version']}"
    bare = tmp_path_factory.mktemp("repository") / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    # Not a clone: what isn't committed yet is rehearsed too.
    git = ["git", f"--git-dir={bare}", f"--work-tree={ROOT}", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["add", "--all"], ["commit", "--quiet", "--message=A release"], ["tag", tag]):
        subprocess.run([*git, *arguments], check=True)
    archive = subprocess.check_output([*git, "archive", "--format=zip", f"--prefix={PROJECT['name']}/", tag])
    with serving() as server:
        server.files[ARCHIVE] = archive
        folder = next(Path(place) for place in sys.path if (Path(place) / str(DEFAULT.package)).is_dir())
        server.serve_folder(folder / str(DEFAULT.package) / "model", DEFAULT.repository, DEFAULT.revision)
        yield server


def new_runtime(folder: Path, servers: LocalHub) -> Colab:
    """Make a runtime as Colab gives it to somebody who has opened a notebook."""
    requirements = ("-r", "tools/colab-packages.txt", "nbval")
    python = create(folder / "python", ENVIRONMENTS["colab"]._replace(requirements=requirements))
    (folder / "home").mkdir()
    return Colab(python, folder / "home", servers)


@pytest.fixture(scope="module")
def colab(tmp_path_factory: pytest.TempPathFactory, servers: LocalHub) -> Colab:
    """Make one runtime for the tests that leave it as it is, or that need what others have installed."""
    return new_runtime(tmp_path_factory.mktemp("colab"), servers)


def test_a_missing_tag_ends_in_one_sentence(colab: Colab, tmp_path: Path) -> None:
    """It names the address that isn't there."""
    run = colab.run("-c", colab.first_cell(tag="v0.0.1"), folder=tmp_path)
    address = f"{colab.servers.address}{ARCHIVE}".replace(f"v{PROJECT['version']}", "v0.0.1")
    assert (run.returncode, run.stderr.splitlines()[-1]) == (1, f"ImportError: Check the network and {address}")


def test_a_dead_address_ends_in_one_sentence(colab: Colab, tmp_path: Path) -> None:
    """Nobody listens at port 9."""
    run = colab.run("-c", colab.first_cell("http://127.0.0.1:9"), folder=tmp_path)
    said = f"ImportError: Check the network and http://127.0.0.1:9{ARCHIVE}"
    assert (run.returncode, run.stderr.splitlines()[-1]) == (1, said)


def test_helpers_in_the_folder_end_in_one_sentence(colab: Colab, tmp_path: Path) -> None:
    """Somebody has a file of that name beside the notebook, as one does."""
    (tmp_path / "helpers.py").write_text("mine = True\n")
    run = colab.run("-c", colab.first_cell(), folder=tmp_path)
    said = f"ImportError: Rename {tmp_path / 'helpers.py'}"
    assert (run.returncode, run.stderr.splitlines()[-1]) == (1, said)


def test_a_notebook_runs_as_stored_and_changes_nothing_of_colabs(servers: LocalHub, tmp_path: Path) -> None:
    """It installs the helpers, fetches the model once, and gives every stored text; so do the others after it."""
    colab = new_runtime(tmp_path, servers)
    before = colab.packages()
    folder = tmp_path / "first"
    folder.mkdir()
    run = colab.run_notebook(SYNONYMS, folder)
    # While the model is fetched, a bar shows how far it is. That is the only output which isn't as stored.
    assert f"1 failed, {len(code_cells(SYNONYMS)) - 1} passed" in run.stdout, run.stdout + run.stderr
    assert "Input:\n\x1b[0mbert = load_embeddings()" in run.stdout
    assert "Unexpected output fields" in run.stdout
    assert [file.name for file in folder.iterdir()] == [SYNONYMS.name]
    for path in (SYNONYMS, MEASURES, TOY):
        folder = tmp_path / path.stem
        folder.mkdir()
        run = colab.run_notebook(path, folder)
        assert run.returncode == 0, run.stdout + run.stderr
        assert [file.name for file in folder.iterdir()] == [path.name]
    after = colab.packages()
    assert before <= after
    assert [package.split(" @ ")[0] for package in after - before] == [PROJECT["name"]]
    weights = [request for request in servers.requests if request.startswith("GET /content/")]
    assert len(weights) == 1
    asked = len(servers.requests)
    run = colab.run("-c", colab.first_cell(), folder=folder)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (len(servers.requests), colab.packages()) == (asked, after)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no folders that are read-only for their owner")
def test_a_folder_that_is_read_only_will_do(servers: LocalHub, tmp_path: Path) -> None:
    """A drive that is mounted to read from, say: nothing is written beside the notebook."""
    prefix = WITHOUT_OVERRIDE if os.geteuid() == 0 and shutil.which("setpriv") else ("env",)
    colab, folder = new_runtime(tmp_path, servers), tmp_path / "drive"
    folder.mkdir()
    run = colab.run_notebook(TOY, folder, prefix)
    assert run.returncode == 0, run.stdout + run.stderr
    write = colab.run("-c", "open('here.txt', 'w')", folder=folder, prefix=prefix)
    assert write.stderr.splitlines()[-1].startswith("PermissionError"), "the folder isn't read-only: prove it otherwise"
