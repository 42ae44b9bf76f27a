"""Tests of a notebook in Google Colab: Colab's versions, an empty folder, and no helpers installed.

A local server takes the place of GitHub, with an archive of the release, and of the Hugging Face hub, with the files of
the default model. Text outputs are compared here. `make colab` compares figures too, with the same versions in the
project's own folder.
"""

import os
import re
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
from tests.notebooks import BILLION, MEASURES, ROOT, SCORES, SYNONYMS, TOY, code_cells, read
from tests.test_first_cell import ARCHIVE, PROJECT, first_cell
from tools.environments import ENVIRONMENTS, create

pytestmark = pytest.mark.verify

# On Linux root may write anywhere, unless it gives up that right.
WITHOUT_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


class Colab(NamedTuple):
    """An environment with Colab's versions, and a home folder of its own."""

    python: Path
    home: Path
    servers: LocalHub

    def run(self, *arguments: str, folder: Path, prefix: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
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
        """Copy a notebook into an empty folder and run it there, with the local server in place of GitHub."""
        notebook = read(path)
        for part in notebook.cells:
            if part.id == "set-up":
                part.source = part.source.replace("https://github.com", self.servers.address)
        nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]
        if prefix:
            folder.chmod(0o555)
        options = ["-p", "no:cacheprovider", "--disable-warnings", "--rootdir", str(folder)]
        return self.run("-m", "pytest", "--nbval", *options, path.name, folder=folder, prefix=prefix)

    def packages(self) -> set[str]:
        """Return what `pip freeze` lists."""
        return set(self.run("-m", "pip", "freeze", folder=self.home).stdout.splitlines())


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalHub]:
    """Serve a release of the project as it is now, uncommitted changes included, and the model."""
    tag = f"v{PROJECT['version']}"
    bare = tmp_path_factory.mktemp("repository") / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
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
    requirements = ("-r", "tools/colab-packages.txt", "nbval")
    python = create(folder / "python", ENVIRONMENTS["colab"]._replace(requirements=requirements))
    (folder / "home").mkdir()
    return Colab(python, folder / "home", servers)


def unexpected(printed: str) -> list[tuple[str, str]]:
    """Return the first line of each cell that printed where the stored notebook doesn't, and to which stream."""
    return re.findall(
        r"Input:\n\x1b\[0m(.*)(?:\n(?!Input:).*)*?Unexpected output fields from running code: {'(\w+)'}", printed
    )


def test_notebooks_run_as_stored_and_change_no_package(servers: LocalHub, tmp_path: Path) -> None:
    colab = new_runtime(tmp_path, servers)
    before = colab.packages()
    folder = tmp_path / "first"
    folder.mkdir()
    run = colab.run_notebook(SYNONYMS, folder)
    # Two cells differ from the stored outputs: `%pip` prints a note, and what fetches the model shows a progress bar.
    assert f"2 failed, {len(code_cells(SYNONYMS)) - 2} passed" in run.stdout, run.stdout + run.stderr
    assert unexpected(run.stdout) == [("try:", "stdout"), ("bert = load_embeddings()", "stderr")]
    assert [file.name for file in folder.iterdir()] == [SYNONYMS.name]
    for path in (SYNONYMS, SCORES, MEASURES, TOY):
        folder = tmp_path / path.stem
        folder.mkdir()
        run = colab.run_notebook(path, folder)
        assert run.returncode == 0, run.stdout + run.stderr
        assert [file.name for file in folder.iterdir()] == [path.name]
    after = colab.packages()
    assert before <= after
    assert [package.split(" @ ")[0] for package in after - before] == [PROJECT["name"]]
    folder = tmp_path / BILLION.stem
    folder.mkdir()
    run = colab.run_notebook(BILLION, folder)
    # faiss and Dask's scheduler are installed, which prints a note, and what was there stays as it was.
    assert f"1 failed, {len(code_cells(BILLION)) - 1} passed" in run.stdout, run.stdout + run.stderr
    assert unexpected(run.stdout) == [("from importlib.util import find_spec", "stdout")]
    assert after <= colab.packages()
    after = colab.packages()
    weights = [request for request in servers.requests if request.startswith("GET /content/")]
    assert len(weights) == 1
    requests = len(servers.requests)
    run = colab.run(
        "-m",
        "IPython",
        "--TerminalInteractiveShell.term_title=False",
        "-c",
        first_cell().replace("https://github.com", servers.address),
        folder=folder,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (len(servers.requests), colab.packages()) == (requests, after)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no folders that are read-only for their owner")
def test_notebook_runs_in_a_read_only_folder(servers: LocalHub, tmp_path: Path) -> None:
    prefix = WITHOUT_OVERRIDE if os.geteuid() == 0 and shutil.which("setpriv") else ("env",)
    colab, folder = new_runtime(tmp_path, servers), tmp_path / "drive"
    folder.mkdir()
    run = colab.run_notebook(TOY, folder, prefix)
    assert f"1 failed, {len(code_cells(TOY)) - 1} passed" in run.stdout, run.stdout + run.stderr
    assert unexpected(run.stdout) == [("try:", "stdout")]
    write = colab.run("-c", "open('here.txt', 'w')", folder=folder, prefix=prefix)
    assert write.stderr.splitlines()[-1].startswith("PermissionError"), "the folder isn't read-only"
