"""Tests of the first code cell of the notebooks, in the three places where it must work."""

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
    """Return the text of the first code cell."""
    return str(code_cells(path)[0].source)


def release() -> bytes:
    """Return this project as the archive of a release has it: what is needed to install it, in one folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in [*(ROOT / "helpers").rglob("*.py"), ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE"]:
            archive.write(path, Path("the-folder-of-the-release") / path.relative_to(ROOT))
    return file.getvalue()


def run_elsewhere(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run code in an environment without this project, where pip installs into a folder of the test's own.

    -S leaves out the environment's packages for the code itself. pip, which the code starts as a process of its own,
    has them, so it can build the project without fetching anything.
    """
    site = folder / "site"
    site.mkdir(exist_ok=True)
    # As in a notebook, the folder that it lies in comes first. (-S leaves it out of the path.)
    settings = {
        "PYTHONPATH": f"{folder / 'work'}{os.pathsep}{site}",
        "PIP_TARGET": str(site),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
    }
    settings |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_RETRIES": "0"}
    work = folder / "work"
    work.mkdir(exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")} | settings
    return subprocess.run([sys.executable, "-S", "-c", code], env=environment, cwd=work, capture_output=True, text=True)


@pytest.fixture
def cell(hub: LocalHub) -> str:
    """Return the cell with the address of a server on this machine in place of GitHub's."""
    return first_cell().replace("https://github.com", hub.address)


def test_the_first_cell_is_the_same_in_all_notebooks_and_short() -> None:
    """Ten lines at most."""
    cells = {first_cell(path) for path in PATHS}
    assert len(PATHS) == 4
    assert len(cells) == 1
    assert len(cells.pop().splitlines()) <= 10


def test_in_this_environment_it_does_nothing(tmp_path: Path) -> None:
    """No output, no new file, and no program started."""
    code = "import subprocess\nsubprocess.run = None\n" + first_cell()
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_it_installs_the_release_once(cell: str, hub: LocalHub, tmp_path: Path) -> None:
    """Without any output; and running it again fetches nothing."""
    hub.files[ARCHIVE] = release()
    run = run_elsewhere(cell, tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert (tmp_path / "site" / "helpers" / "loading" / "matrix.py").exists()
    fetched = len(hub.requests)
    assert fetched
    assert run_elsewhere(cell + "\nassert SOURCE.startswith('https://github.com/')", tmp_path).returncode == 0
    assert len(hub.requests) == fetched


@pytest.mark.parametrize("place", ["work", "site"])
def test_helpers_that_are_not_ours_are_named_and_left_alone(
    cell: str, hub: LocalHub, tmp_path: Path, place: str
) -> None:
    """Somebody's module called helpers, in the folder or installed, would hide ours. Renamed, it no longer does."""
    hub.files[ARCHIVE] = release()
    (tmp_path / place).mkdir()
    stray = tmp_path / place / "helpers.py"
    stray.write_text("ours = False\n")
    run = run_elsewhere(cell, tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines()[-1] == f"ImportError: Rename {stray}"
    assert hub.requests == []
    stray.rename(stray.with_name("my_helpers.py"))
    run = run_elsewhere(cell, tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_failure_ends_in_one_sentence(cell: str, hub: LocalHub, tmp_path: Path) -> None:
    """The server has no such release; the last line says what to do."""
    run = run_elsewhere(cell, tmp_path)
    assert run.returncode != 0
    assert run.stdout == ""
    assert run.stderr.count("Traceback") == 1
    assert run.stderr.splitlines()[-1] == (f"ImportError: Check the network and {hub.address}{ARCHIVE}")


def test_what_is_installed_needs_no_newer_numpy_and_no_torch() -> None:
    """No upper bounds and none on torch, so that pip finds what is there good enough."""
    assert "numpy>=1.23.2" in PROJECT["dependencies"]  # the first release for the oldest supported Python, 3.11
    assert not [line for line in PROJECT["dependencies"] if "torch" in line or "<" in line or "==" in line]
