"""What a benchmark ran on: the machine, the versions, the linear algebra and its threads."""

import datetime
import importlib.metadata
import os
import platform
from pathlib import Path
from typing import Any

from tools.pages import commit

PACKAGES = ("numpy", "scikit-learn", "scipy", "faiss-cpu", "torch", "gensim", "sentence-transformers", "transformers")


def describe() -> dict[str, Any]:
    """Return the date, the commit, what the machine is, and the versions of the libraries that are measured."""
    return {
        "date": datetime.date.today().isoformat(),
        "commit": commit(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory": f"{_memory() / 1e9:.0f} GB",
        "system": f"{platform.system()} on {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version for name in PACKAGES if (version := _version(name))},
        "linear algebra": _linear_algebra(),
    }


def _version(package: str) -> str | None:
    """Return the version of a package, or None if it isn't installed."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    """Return what the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _memory() -> float:
    """Return how many bytes of memory there are, as far as that can be told."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return float("nan")


def _linear_algebra() -> str:
    """Return which library multiplies NumPy's matrices, with which kernel and how many threads."""
    import numpy  # noqa: F401  loads it
    from threadpoolctl import threadpool_info

    for blas in threadpool_info():
        if blas["user_api"] == "blas" and "numpy" in blas["filepath"]:
            break
    else:
        return "not known"
    return f"{blas['internal_api']} {blas['version']} ({blas['architecture']}), {blas['num_threads']} threads"
