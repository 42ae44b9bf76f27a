"""Tests of JupyterHub as deploy/ sets it up: real accounts, servers and kernels, and all of it through the proxy."""

import pwd
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from benchmarks.hub import Hub, Learner, accounts_command, processes_of
from benchmarks.learners import NOTEBOOK as FOUR
from benchmarks.learners import memory
from tests.notebooks import PATHS
from tools.server import TESTED
from tools.set_up import ROOT

pytestmark = pytest.mark.server


def test_only_a_learner_with_the_password_gets_in(hub: Hub, passwords: dict[str, str]) -> None:
    *_, (name, password) = passwords.items()
    assert not Learner(hub, name).log_in(password[::-1])
    assert Learner(hub, name).log_in(password)
    subprocess.run(["usermod", "--gid", "nogroup", name], check=True)
    assert not Learner(hub, name).log_in(password)


def test_accounts_that_are_there_keep_their_passwords(hub: Hub, passwords: dict[str, str], tmp_path: Path) -> None:
    run = subprocess.run(accounts_command(3, str(tmp_path)), capture_output=True, text=True, check=True)
    assert run.stdout == ""
    assert run.stderr.count("is there already, and stays as it is.") == 3
    name, password = next(iter(passwords.items()))
    assert Learner(hub, name).log_in(password)


def test_learner_gets_the_notebooks_and_runs_one(learners: list[Learner]) -> None:
    learner = learners[0]
    assert sorted(file["name"] for file in learner.read("notebooks")) == sorted(path.name for path in PATHS)
    kernel = learner.open(FOUR)
    assert {reply.status for reply in kernel.run_notebook(learner.read(FOUR))} == {"ok"}
    assert "beautiful" in kernel.run("print(nearest_tokens(bert, 'beauty', k=3))").text


def test_learners_are_kept_out_of_each_others_files(learners: list[Learner]) -> None:
    one, other = learners
    path = Path(pwd.getpwnam(one.name).pw_dir) / FOUR
    assert path.is_file()
    assert other.open(FOUR).run(f"open({str(path)!r})").error == "PermissionError"


def test_new_release_overwrites_no_work(hub: Hub, learners: list[Learner], tmp_path: Path) -> None:
    learner = learners[0]
    one, two, *_ = (f"notebooks/{path.name}" for path in PATHS)
    work = learner.read(one)
    work["cells"][0]["source"] = "my work"
    learner.api("PUT", f"contents/{one}", json={"type": "notebook", "content": work}).raise_for_status()
    learner.api("DELETE", f"contents/{two}").raise_for_status()
    learner.stop_server()
    release = new_release(tmp_path)
    hub.stop()
    hub.start(KNN_NOTEBOOKS=str(release))
    learner.start_server()
    assert learner.read(one)["cells"][0]["source"] == "my work"
    assert learner.read(two)["cells"][0]["source"] == "new"  # the learner had none
    assert learner.read("notebooks/06.ipynb")["cells"][0]["source"] == "new"


def new_release(folder: Path) -> Path:
    """Write notebooks in which everything has changed, and one that is new, where learners can read them."""
    for place in (folder, *folder.parents[:2]):
        place.chmod(0o755)
    for name in [*(path.name for path in PATHS), "06.ipynb"]:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("new")])  # type: ignore[no-untyped-call]
        nbformat.write(notebook, folder / name)  # type: ignore[no-untyped-call]
    return folder


# The second runs into the limit on threads.
@pytest.mark.parametrize(
    ("runaway", "error"),
    [
        ("kept = []\nwhile True: kept.append(bytearray(10**7))", "MemoryError"),
        (
            "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(600,)).start()",
            "RuntimeError",
        ),
    ],
)
def test_runaway_cell_is_stopped_and_hurts_nobody(learners: list[Learner], runaway: str, error: str) -> None:
    one, other = learners
    calm = other.open(FOUR)
    assert calm.run("x = 42").status == "ok"
    wild = one.open(FOUR)
    assert wild.run(runaway).error == error
    assert sum(memory(process)[0] for process in processes_of({pwd.getpwnam(one.name).pw_uid})) < 3000  # megabytes
    assert calm.run("print(x)").text == "42\n"
    assert one.api("DELETE", f"kernels/{wild.number}").status_code == 204
    assert one.open(FOUR).run("print(1)").text == "1\n"


def test_kernels_go_on_while_the_hub_is_restarted(hub: Hub, learners: list[Learner]) -> None:
    learner = learners[0]
    kernel = learner.open(FOUR)
    kernel.run("kept = 'since before the restart'")
    hub.stop()
    hub.start()
    learner.start_server()
    assert learner.connect(kernel.number).run("print(kept)").text == "since before the restart\n"


def test_idle_server_is_stopped_and_the_work_stays(hub: Hub, learners: list[Learner]) -> None:
    learner = learners[0]
    path = Path(pwd.getpwnam(learner.name).pw_dir) / FOUR
    work = path.read_bytes()
    hub.stop()
    hub.start('c.JupyterHub.services[0]["command"][-1:] = ["--timeout=5", "--cull-every=1"]')
    end = time.monotonic() + 60
    while processes_of({pwd.getpwnam(learner.name).pw_uid}):
        assert time.monotonic() < end, hub.log()[-3000:]
        time.sleep(0.5)
    assert path.read_bytes() == work


def test_folder_that_learners_cannot_read_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("node_modules"))
    tmp_path.chmod(0o700)
    run = load_config(tmp_path / "deploy")
    assert run.returncode == 1
    assert run.stderr.startswith("Learners can't use ")


def test_hub_without_root_is_refused() -> None:
    run = load_config(ROOT / "deploy", user="nobody")
    assert run.returncode == 1
    assert run.stderr.startswith("Start the hub as root")


def load_config(folder: Path, user: str = "root") -> subprocess.CompletedProcess[str]:
    """Read the configuration, as JupyterHub does."""
    load = f"PyFileConfigLoader('jupyterhub_config.py', {str(folder)!r}).load_config()"
    code = f"from traitlets.config import PyFileConfigLoader\n{load}"
    return subprocess.run([TESTED / "bin" / "python", "-c", code], user=user, cwd="/", capture_output=True, text=True)


def test_server_starts_where_there_is_no_room_for_the_notebooks(tmp_path: Path) -> None:
    # -B: no bytecode, which the limit on file sizes would cut off.
    command = [sys.executable, "-B", str(ROOT / "deploy" / "start.py"), str(ROOT / "notebooks"), "echo", "started"]
    run = subprocess.run(
        ["prlimit", "--fsize=1000", *command], env={"HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert run.stdout == "started\n"
    assert "are not complete: [Errno 27] File too large" in run.stderr
    assert list(tmp_path.rglob("*.ipynb")) == []
