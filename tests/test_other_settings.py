"""Tests that another person's settings change nothing in a run of the notebooks, or stop it with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.notebooks import ROOT, TOY, read
from tools.files import replace_file
from tools.notebooks import store_outputs

DARK = 'import matplotlib.pyplot as plt\nplt.style.use("dark_background")\nprint("a startup file")\n'


def write_notebook(path: Path) -> None:
    """Write a notebook whose output depends on the settings of IPython, matplotlib and Python."""
    source = "import warnings\nimport matplotlib.pyplot as plt\nwarnings.warn('', ImportWarning)\n"
    source += "1 + 1\nplt.rcParams['axes.facecolor']"
    result = new_output("execute_result", data={"text/plain": "'white'"}, execution_count=1)  # type: ignore[no-untyped-call]
    cell = new_code_cell(source, outputs=[result], execution_count=1)  # type: ignore[no-untyped-call]
    nbformat.write(new_notebook(cells=[cell], metadata=read(TOY).metadata), path)  # type: ignore[no-untyped-call]


def run(path: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "conftest", "--nbval", *options, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.verify
def test_profile_of_ipython_and_variables_change_no_output(tmp_path: Path) -> None:
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    (profile / "startup" / "dark.py").write_text(DARK)
    (profile / "ipython_config.py").write_text('get_config().InteractiveShell.ast_node_interactivity = "all"\n')
    path = tmp_path / "notebook.ipynb"
    write_notebook(path)
    # Python doesn't show this kind of warning unless it is asked to.
    settings = {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONWARNINGS": "always", "MPLBACKEND": "svg"}
    # The user may have a kernel of the same name that starts another Python.
    for variable in ("JUPYTER_PATH", "JUPYTER_DATA_DIR"):
        kernel = tmp_path / variable / "kernels" / "python3" / "kernel.json"
        kernel.parent.mkdir(parents=True)
        kernel.write_text('{"argv": ["another-python"], "display_name": "Python 3", "language": "python"}')
        settings[variable] = str(tmp_path / variable)
    result = run(path, JUPYTER_PREFER_ENV_PATH="0", **settings)
    assert result.returncode == 0, result.stdout


@pytest.mark.verify
def test_pictures_of_an_earlier_run_are_removed_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "notebook.ipynb"
    write_notebook(path)
    names = ["my-figure-1.png", f"notebook-{read(path).cells[0].id}-figure-1.png", "notebook-other-figure-1.png"]
    for name in names:
        (tmp_path / name).touch()
    run(path, f"--figure-differences={tmp_path}")
    assert [name for name in names if not (tmp_path / name).exists()] == names[1:2]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        pytest.param({"PYTHONOPTIMIZE": "1"}, "Assertions are switched off", marks=pytest.mark.verify),
        ({"PYTHONPATH": "{folder}"}, "The notebooks would import {folder}/helpers/__init__.py"),
        pytest.param({}, "asks for the kernel 'conda-env-mine', which isn't installed here", marks=pytest.mark.verify),
    ],
    ids=["optimized", "other helpers", "other kernel"],
)
def test_run_that_cannot_succeed_ends_with_one_sentence(tmp_path: Path, settings: dict[str, str], message: str) -> None:
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "__init__.py").touch()
    path = tmp_path / "notebooks" / "notebook.ipynb"
    path.parent.mkdir()
    write_notebook(path)
    if not settings:
        path.write_text(path.read_text(encoding="utf-8").replace("python3", "conda-env-mine"), encoding="utf-8")
    settings = {name: value.format(folder=tmp_path) + os.pathsep + str(ROOT) for name, value in settings.items()}
    settings = {name: value if name == "PYTHONPATH" else "1" for name, value in settings.items()}
    result = run(path, **settings)
    assert result.returncode != 0
    assert message.format(folder=tmp_path) in result.stderr
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.verify
def test_stopped_run_leaves_the_notebook_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "copy [2]" / "notebook.ipynb"
    path.parent.mkdir()
    write_notebook(path)
    before = path.read_bytes().replace(b"1 + 1", b"1 / 0")
    path.write_bytes(before)
    with pytest.raises(SystemExit, match=r"notebook\.ipynb is unchanged: its run stopped"):
        store_outputs(path)
    assert path.read_bytes() == before
    saves_itself = b"open('notebook.ipynb', 'a').write(' ')"
    path.write_bytes(before.replace(b"1 / 0", saves_itself))
    with pytest.raises(SystemExit, match=r"notebook\.ipynb is unchanged: it was saved while it ran"):
        store_outputs(path)
    assert path.read_bytes() == before.replace(b"1 / 0", saves_itself) + b" "


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "notebook.ipynb"
    path.write_text("old")
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); "
    code = (
        f"from pathlib import Path; from tools.files import replace_file; replace_file(Path({str(path)!r}), 'n' * 200)"
    )
    result = subprocess.run([sys.executable, "-c", limit + code], cwd=ROOT, capture_output=True, text=True)
    assert "File too large" in result.stderr
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    path.chmod(0o600)
    replace_file(path, "new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
