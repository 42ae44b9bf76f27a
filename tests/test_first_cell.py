"""Tests of the first code cell of the notebooks, which installs the helpers where they are missing."""

import io
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.hub import LocalHub
from tests.notebooks import PATHS, ROOT, code_cells

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Repository"].removeprefix("https://github.com")
ARCHIVE = f"{REPOSITORY}/archive/refs/tags/v{PROJECT['version']}.zip"


def first_cell(path: Path = PATHS[0]) -> str:
    return str(code_cells(path)[0].source)


def release() -> bytes:
    """Return the archive of a release, with what is needed to install it."""
    file = io.BytesIO()
    helpers = [path for path in (ROOT / "helpers").rglob("*.*") if path.suffix != ".pyc"]
    with zipfile.ZipFile(file, "w") as archive:
        for path in [*helpers, ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE"]:
            archive.write(path, Path("the-folder-of-the-release") / path.relative_to(ROOT))
    return file.getvalue()


RUN = """
import os, sys
given = os.environ["PYTHONPATH"].split(os.pathsep)
# Without the folder where the environment has this project.
sys.path = [path for path in sys.path if path in given or not os.path.exists(os.path.join(path, "helpers", "loading"))]
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
shell = InteractiveShell.instance(config=Config({{"HistoryManager": {{"enabled": False}}}}))
sys.exit(not shell.run_cell({code!r}).success)
"""


def run_without_project(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a cell in an environment without this project, where pip installs into a folder of the test's own."""
    work, site = folder / "work", folder / "site"
    work.mkdir(exist_ok=True)
    site.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")} | {
        "PYTHONPATH": f"{work}{os.pathsep}{site}",  # as in a notebook, whose folder comes first
        "PIP_TARGET": str(site),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # so that it fetches nothing
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": "0",
    }
    command = [sys.executable, "-c", RUN.format(code=code)]
    return subprocess.run(command, env=environment, cwd=work, capture_output=True, text=True)


@pytest.fixture
def cell(hub: LocalHub) -> str:
    """Return the cell with the address of a local server in place of GitHub's."""
    return first_cell().replace("https://github.com", hub.address)


def test_first_cell_is_short_and_the_same_in_all_notebooks() -> None:
    cells = {first_cell(path) for path in PATHS}
    assert len(cells) == 1
    assert len(cells.pop().splitlines()) <= 5


def test_installed_helpers_are_left_alone(tmp_path: Path) -> None:
    assert run_without_project(f"import sys; sys.path.append({str(ROOT)!r})\n" + first_cell(), tmp_path).stdout == ""
    assert list((tmp_path / "site").iterdir()) == []


def test_missing_helpers_are_installed_once(cell: str, hub: LocalHub, tmp_path: Path) -> None:
    hub.files[ARCHIVE] = release()
    run = run_without_project(cell + "\nimport helpers.loading.matrix", tmp_path)
    assert run.returncode == 0, run.stdout
    assert (tmp_path / "site" / "helpers" / "loading" / "matrix.py").exists()
    requests = len(hub.requests)
    assert requests
    assert run_without_project(cell, tmp_path).stdout == ""
    assert len(hub.requests) == requests


@pytest.mark.parametrize("place", ["work", "site"])
def test_other_module_called_helpers_is_named_and_left_alone(
    cell: str, hub: LocalHub, tmp_path: Path, place: str
) -> None:
    """A file of the learner's own, or an installed module of that name, would hide this project's helpers."""
    hub.files[ARCHIVE] = release()
    (tmp_path / place).mkdir()
    other = tmp_path / place / "helpers.py"
    other.write_text("ours = False\n")
    run = run_without_project(cell, tmp_path)
    assert run.returncode == 1
    assert f"cannot import name 'SOURCE' from 'helpers' ({other})" in run.stdout
    assert hub.requests == []


@pytest.mark.parametrize("address", ["", "http://127.0.0.1:9"], ids=["no such release", "nothing listens"])
def test_failed_download_shows_what_pip_says(hub: LocalHub, tmp_path: Path, address: str) -> None:
    run = run_without_project(first_cell().replace("https://github.com", address or hub.address), tmp_path)
    assert "ERROR: " in run.stdout + run.stderr
    assert ("Connection refused" if address else "404") in run.stdout + run.stderr


def test_dependencies_have_no_upper_bounds_and_no_torch() -> None:
    """Pip shall find the packages that Colab has good enough."""
    assert "numpy>=1.26.1" in PROJECT["dependencies"]  # the oldest that faiss works with, so the oldest that is run
    assert not [line for line in PROJECT["dependencies"] if "torch" in line or "<" in line or "==" in line]
