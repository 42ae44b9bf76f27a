"""Where a model's files are: in a folder, in an installed package, or on the Hugging Face hub and in its cache."""

import contextlib
import os
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from helpers.errors import ModelDamagedError, ModelError, ModelNotFoundError, ModelNotSupportedError
from helpers.files.advice import how_to_replace, is_in_hub_cache
from helpers.files.checking import check_cached, check_sha256
from helpers.files.fetching import HubFolder
from helpers.files.recognizing import PICKLES, check_kind
from helpers.files.soundness import short
from helpers.models import FILES, MODELS, Model


class Place(Protocol):
    """Where files are looked for."""

    said: str  # where that is, in words
    why_missing: ModelError | None  # why a file that isn't there could not be looked for

    def locate(self, file: str) -> Path | None:
        """Return the path of a file, or None where there is none of that name."""

    def names(self) -> list[str]:
        """Return the names of all files there."""


class ModelFiles:
    """The files of one model. Every file that is found has been checked, as far as that is possible unread."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.place = _place(model)
        self._found: dict[str, Path | None] = {}
        if model in MODELS:  # fetch all that is needed later, too, by BertModel and BertTokenizer: small files first
            for file in reversed(FILES):
                self.find(file)

    def find(self, file: str) -> Path | None:
        """Return the path of a file, or None when the model doesn't have it.

        Raises
        ------
        ModelError
            When the file can't be had, leads out of the model's folder, can't be what its name says, or has another
            checksum than it should have.
        """
        if re.search(r"[/\\:\0]|^\.*$", file):
            raise ModelDamagedError(
                f"{self.model.name} names a file {short(file)}, which would lead out of its folder.\n"
                "Choose another model: this one was put together wrongly, or to do harm."
            )
        if file not in self._found:
            self._found[file] = self._checked(file, self.place.locate(file))
        return self._found[file]

    def _checked(self, file: str, path: Path | None) -> Path | None:
        """Return the path of a file, if there is one, after checking it."""
        if path is None:
            return None
        if isinstance(self.place, HubFolder):
            check_cached(path)
        check_kind(path)
        if file in self.model.sha256:
            check_sha256(path, self.model.sha256[file])
        return path

    def raise_why_missing(self) -> None:
        """Raise the reason that a file could not be looked for, if there is one."""
        if self.place.why_missing:
            raise self.place.why_missing


class Folder:
    """A folder on this computer."""

    why_missing: ModelError | None = None

    def __init__(self, path: Path, said: str) -> None:
        self.path = path
        self.said = said

    def locate(self, file: str) -> Path | None:
        """Return the path of a file, or None where there is none of that name.

        Raises
        ------
        ModelDamagedError
            When it is a link that leads out of the folder, or the folder can't be read.
        """
        path = self.path / file
        try:
            if not os.path.lexists(path):
                return None
            target, root = path.resolve(strict=True), self.path.resolve()
        except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle, before Python 3.13
            reason = getattr(error, "strerror", "its links lead in a circle")
            raise ModelDamagedError(f"{path} can't be read: {reason}.\n{how_to_replace(path)}") from error
        # In a snapshot of the hub's cache every file is a link to the folder blobs beside it, or to that of all models.
        blobs = [root.parents[1] / "blobs", root.parents[2] / "blobs"] if is_in_hub_cache(root / file) else []
        if not any(target.is_relative_to(place) for place in (root, *blobs)):
            raise ModelDamagedError(
                f"{path} is a link that leads out of its folder, to {target}.\nPut the file itself in its place."
            )
        return path

    def names(self) -> list[str]:
        """Return the names of all files in the folder."""
        return sorted(path.name for path in self.path.iterdir())


def _place(model: Model) -> Place:
    """Return where a model's files are: its folder, the installed package, or the hub's cache and the hub."""
    if model.folder is not None:
        return _given_folder(model.folder)
    if model.package and (folder := find_in_package(model.package, "model", FILES)):
        return Folder(folder, f"the installed package {model.package}")
    return HubFolder(model)


def _given_folder(path: Path) -> Folder:
    """Return a folder that somebody has named, if it is one."""
    try:
        if path.is_dir():
            if any(path.iterdir()):
                return Folder(path, "a folder")
            raise ModelNotFoundError(f"The folder {path} is empty.\nPut a model's files there, or name another folder.")
    except OSError as error:
        raise ModelDamagedError(
            f"The folder {path} can't be read: {error.strerror}.\nCheck its permissions, or copy it elsewhere."
        ) from error
    if path.name.endswith(PICKLES):
        raise ModelNotSupportedError(
            f"{path} is a pickled checkpoint. Opening one can run code, so none is ever opened here.\n"
            f"If there is a model.safetensors beside it, name the folder: {str(path.parent)!r}"
        )
    raise ModelNotFoundError(f"{path} is a file. Name the folder that it is in: {str(path.parent)!r}")


def find_in_package(package: str, subfolder: str, files: Iterable[str]) -> Path | None:
    """Return the folder that an installed package keeps the files in, or None where it isn't there or lacks one.

    The package is found without importing it: none of its code runs.
    """
    with contextlib.suppress(OSError, ImportError, ValueError):  # what can't be read there is looked for elsewhere
        spec = find_spec(package)
        for location in (spec and spec.submodule_search_locations) or ():
            folder = Path(location) / subfolder
            if all((folder / file).is_file() for file in files):
                return folder
    return None
