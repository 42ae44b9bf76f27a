"""The vocabulary of a model, read from tokenizer.json, or from vocab.txt and tokenizer_config.json."""

from pathlib import Path

from helpers.errors import ModelNotFoundError, ModelNotSupportedError
from helpers.files.advice import CHOOSE_ANOTHER
from helpers.files.families import OTHERS, WORDPIECE
from helpers.files.finding import ModelFiles
from helpers.files.texts import read_json, read_text
from helpers.files.tokenizer_json import read_tokenizer_json
from helpers.files.vocab_txt import read_vocab_txt, tokens_in_lines
from helpers.files.vocabulary import Vocabulary
from helpers.models import MODELS


def read_vocabulary(files: ModelFiles) -> Vocabulary:
    """Return the vocabulary of a model.

    Raises
    ------
    ModelError
        When there is none, it is not of the kind WordPiece, or not sound.
    """
    name = files.model.called
    if files.model in MODELS:  # the checksum of vocab.txt is known, and it is uncased
        return Vocabulary(tokens_in_lines(read_text(_needed(files, "vocab.txt"))))
    config = files.find("config.json")
    family = read_json(config).get("model_type") if config else None
    if isinstance(family, str) and family in OTHERS:
        raise ModelNotSupportedError(
            f"{name} is a {OTHERS[family]} model. This series reads models with a WordPiece vocabulary:\n"
            f"{', '.join(WORDPIECE.values())}. {CHOOSE_ANOTHER}"
        )
    settings = files.find("tokenizer_config.json")
    said = read_json(settings) if settings else {}
    path = files.find("tokenizer.json")
    if path:
        return read_tokenizer_json(path, said, name)
    if settings is None:  # without a network it may be missing here alone, and then words would be split wrongly
        files.raise_why_missing()
    return read_vocab_txt(files, _needed(files, "vocab.txt"), said, family)


def _needed(files: ModelFiles, file: str) -> Path:
    """Return the path of a file that the model must have."""
    path = files.find(file)
    if path is None:
        files.raise_why_missing()
        raise ModelNotFoundError(
            f"{files.model.called} has no vocabulary: neither tokenizer.json nor vocab.txt is there.\n"
            "Download one of them from the model's page into the same folder as the weights."
        )
    return path
