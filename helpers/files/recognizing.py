"""What a file is that isn't what its name says: the things that end up in the place of a model's file."""

from pathlib import Path

from helpers.errors import ModelDamagedError, ModelNotSupportedError
from helpers.files.advice import how_to_replace
from helpers.models import Model

# How the pickled checkpoints of PyTorch, Keras and others are called.
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")


def check_kind(path: Path) -> None:
    """Do nothing when a file can be read and is not empty, a Git LFS pointer, a web page or a pickle.

    Raises
    ------
    ModelDamagedError
        When it is one of these, or can't be read.
    ModelNotSupportedError
        When it is a pickle.
    """
    try:
        if path.exists() and not path.is_file():
            raise ModelDamagedError(f"{path} is not a file.\n{how_to_replace(path)}")
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        raise ModelDamagedError(
            f"{path} can't be read: {error.strerror}.\nCheck the permissions of the file and of its folder."
        ) from error
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise ModelDamagedError(f"{path} is empty.\n{how_to_replace(path)}")
    if start.startswith(b"version https://git-lfs"):
        raise ModelDamagedError(
            f"{path} is a Git LFS pointer: a note of where the file is, and not the file.\n"
            "Download the file itself from the model's page, or run `git lfs pull` in its folder."
        )
    if text.startswith((b"<!doctype html", b"<html")):
        raise ModelDamagedError(
            f"{path} is a web page: a browser or the login page of a network left it in the file's place.\n"
            f"{how_to_replace(path)}"
        )
    # A pickle says its protocol first; PyTorch's newer files are zip archives with a pickle inside. (The first 8 bytes
    # of a safetensors file are a number and may look like that by chance, but then there is a brace.)
    if start.startswith((b"PK\x03\x04", *(bytes([0x80, protocol]) for protocol in range(2, 6)))) and start[8:9] != b"{":
        raise ModelNotSupportedError(
            f"{path} is a pickled checkpoint, whatever its name says.\n"
            "Opening one can run code, so none is ever opened here. Use the model's own model.safetensors."
        )


def refuse_pickles(names: list[str], model: Model) -> None:
    """Say what is to be done about a model that has pickled weights and no others; do nothing without such weights."""
    pickled = [name for name in names if name.endswith(PICKLES)]
    if pickled:
        source, target = model.called, model.called
        if model.folder is None:
            source, target = model.repository, "a folder with the same tokenizer files"
        convert = f"AutoModel.from_pretrained({source!r}).save_pretrained({target!r})"
        raise ModelNotSupportedError(
            f"{model.called} has no model.safetensors, only pickled weights ({pickled[0]}).\n"
            "Opening a pickle can run code, so none is ever opened here. Choose a model that has a model.safetensors.\n"
            f"If you trust this one, transformers writes that file: {convert}"
        )
