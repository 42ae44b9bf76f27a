"""Locate a model's files, in a folder, an installed package or on the hub, and check what kind of file each is."""

import contextlib
import os
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from helpers.loading._messages import CHOOSE_ANOTHER, damaged, is_in_hub_cache, list_names, shorten, unreadable
from helpers.loading.checksums import check_hub_file, check_sha256
from helpers.loading.errors import ModelDamagedError, ModelError, ModelNotFoundError, ModelNotSupportedError
from helpers.loading.hub import HubFiles
from helpers.loading.registry import FILES, MODELS, Model

PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")  # the pickled checkpoints of PyTorch, Keras and others

# What a folder must have: a vocabulary and weights, each in one of these files.
PARTS = ({"tokenizer.json", "vocab.txt"}, {"model.safetensors", "model.safetensors.index.json"})


class ModelFiles:
    """The files of one model. Every file that is found has been checked, as far as is possible without parsing it.

    Attributes
    ----------
    model : Model
        The model.
    location : FolderFiles or HubFiles
        Where its files are.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.location = _locate(model)
        self._found: dict[str, Path | None] = {}
        if model in MODELS:  # fetch everything, also what BertModel and BertTokenizer need later: small files first
            for file in reversed(FILES):
                self.find(file)

    def find(self, file: str) -> Path | None:
        """Return the path of a file, or None if the model doesn't have it.

        Raises
        ------
        ModelError
            If the file can't be fetched or read, is outside the model's folder, is not of the expected type, or has
            the wrong checksum.
        """
        if re.search(r"[/\\:\0]|^\.*$", file):
            raise ModelDamagedError(
                f"{self.model.name} names a file {shorten(file)}, which would lead out of its folder.\n"
                "Choose another model: this one is broken or malicious."
            )
        if file not in self._found:
            path = self.location.locate(file)
            if path:
                self._check(path)
            self._found[file] = path
        return self._found[file]

    def require(self, file: str, otherwise: ModelError) -> Path:
        """Return the path of a required file. If it is missing, raise the offline error, or else `otherwise`."""
        path = self.find(file)
        if path is None:
            raise self.location.offline_error or otherwise
        return path

    def missing(self, what: str, *names: str) -> ModelNotFoundError:
        """Return the error for files that aren't there: what was looked for, where, and what is there instead."""
        found = self.location.list_names()
        lines = [f"{self.model.display_name} has no {what}.", CHOOSE_ANOTHER]
        if found:
            lines.insert(1, f"In {self.location.place} there are: {list_names(found)}.")
        by_folder: dict[str, set[str]] = {}
        for name in found:
            by_folder.setdefault(name.rpartition("/")[0], set()).add(name.rpartition("/")[2])
        folders = [folder for folder, files in by_folder.items() if folder and files & {*names}]
        complete = [folder for folder in folders if all(by_folder[folder] & part for part in PARTS)]
        if complete and self.model.folder is not None:
            lines[2] = f"It is in the folder {complete[0]}: name that one, {str(self.model.folder / complete[0])!r}"
        elif folders and self.model.folder is not None:
            lines[2] = f"It is in the folder {folders[0]}: put all the files into one folder, and name that."
        elif "adapter_config.json" in found:
            lines[2] = "It is an adapter (LoRA or the like). Load the model that its adapter_config.json names."
        return ModelNotFoundError("\n".join(lines))

    def _check(self, path: Path) -> None:
        if isinstance(self.location, HubFiles):
            check_hub_file(path)
        check_kind(path)
        if path.name in self.model.sha256:
            check_sha256(path, self.model.sha256[path.name])


class FolderFiles:
    """The files in a folder on this computer."""

    offline_error: ModelError | None = None

    def __init__(self, folder: Path, description: str) -> None:
        self.folder = folder
        self.description = description
        self.place = str(folder.resolve())

    def locate(self, file: str) -> Path | None:
        """Return the path of a file, or None if there is none of that name.

        Raises
        ------
        ModelError
            If it is a link that leads out of the folder, or the folder can't be read.
        """
        path = self.folder / file
        try:
            if not os.path.lexists(path):
                return None
            target, root = path.resolve(strict=True), self.folder.resolve()
        except OSError as error:
            raise unreadable(path, error) from error
        except RuntimeError as error:  # before Python 3.13
            raise damaged(path, "can't be read: its links lead in a circle") from error
        # In a snapshot of the hub's cache every file is a link to the folder blobs beside it, or to that of all models.
        blobs = [root.parents[1] / "blobs", root.parents[2] / "blobs"] if is_in_hub_cache(root / file) else []
        if not any(target.is_relative_to(folder) for folder in (root, *blobs)):
            raise ModelDamagedError(
                f"{path} is a link that leads out of its folder, to {target}.\nPut the file itself in its place."
            )
        return path

    def list_names(self) -> list[str]:
        """Return the names of all files in the folder and in its subfolders, those in subfolders last."""
        names = [path.relative_to(self.folder).as_posix() for path in self.folder.glob("*")]
        inner = [path.relative_to(self.folder).as_posix() for path in self.folder.glob("*/*")]
        return [*sorted(names), *sorted(inner)]


def find_in_package(package: str, subfolder: str, files: Iterable[str]) -> Path | None:
    """Return the folder in which an installed package has the files, or None if it isn't there or lacks one.

    The package isn't imported, so none of its code runs.
    """
    with contextlib.suppress(OSError, ImportError, ValueError):  # what can't be read there is looked for elsewhere
        spec = find_spec(package)
        for location in (spec and spec.submodule_search_locations) or ():
            folder = Path(location) / subfolder
            if all((folder / file).is_file() for file in files):
                return folder
    return None


def check_kind(path: Path) -> None:
    """Check that a file can be read and isn't empty, a Git LFS pointer, a web page or a pickle.

    Raises
    ------
    ModelError
        If it can't be read, or is one of these.
    """
    try:
        if path.exists() and not path.is_file():
            raise damaged(path, "is not a file")
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise unreadable(path, error) from error
    if not start:
        raise damaged(path, "is empty")
    if start.startswith(b"version https://git-lfs"):
        raise ModelDamagedError(
            f"{path} is a Git LFS pointer: a note of where the file is, and not the file.\n"
            "Download the file itself from the model's page, or run `git lfs pull` in its folder."
        )
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise damaged(path, "is a web page: a browser or the login page of a network left it in the file's place")
    # A pickle begins with its protocol; PyTorch's newer files are zip archives with a pickle inside. (The first 8 bytes
    # of a safetensors file are a number and may look like that by chance, but then there is a brace.)
    if start.startswith((b"PK\x03\x04", *(bytes([0x80, protocol]) for protocol in range(2, 6)))) and start[8:9] != b"{":
        raise ModelNotSupportedError(
            f"{path} is a pickled checkpoint, whatever its name says.\n"
            "Opening one can run code, so none is ever opened here. Use the model's own model.safetensors."
        )


def _locate(model: Model) -> FolderFiles | HubFiles:
    """Return where a model's files are: its folder, the installed package, or the hub's cache and the hub."""
    if model.folder is not None:
        return _given_folder(model.folder)
    if model.package and (folder := find_in_package(model.package, "model", FILES)):
        return FolderFiles(folder, f"the installed package {model.package}")
    return HubFiles(model)


def _given_folder(path: Path) -> FolderFiles:
    """Return the files of a folder that a user has named, if it is one."""
    try:
        if path.is_dir():
            if any(path.iterdir()):
                return FolderFiles(path, "a folder")
            raise ModelNotFoundError(f"The folder {path} is empty.\nPut a model's files there, or name another folder.")
    except OSError as error:
        raise unreadable(path, error) from error
    if path.name.endswith(PICKLES):
        raise ModelNotSupportedError(
            f"{path} is a pickled checkpoint. Opening one can run code, so none is ever opened here.\n"
            f"If there is a model.safetensors beside it, name the folder: {str(path.parent)!r}"
        )
    raise ModelNotFoundError(f"{path} is a file. Name the folder that it is in: {str(path.parent)!r}")
