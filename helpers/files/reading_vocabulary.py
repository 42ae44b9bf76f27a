"""The vocabulary of a model, read from tokenizer.json, or from vocab.txt and tokenizer_config.json."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.errors import ModelNotFoundError, ModelNotSupportedError
from helpers.files.families import OTHERS, WORDPIECE
from helpers.files.finding import ModelFiles
from helpers.files.soundness import case, damaged, preparation, read_added, short, tokens_by_id, typed
from helpers.files.texts import read_json, read_text
from helpers.files.vocabulary import UNCASED, Vocabulary, added_token
from helpers.files.vocabulary import WORDPIECE as WORDPIECE_SETTINGS
from helpers.models import MODELS
from helpers.tokens import SPECIAL_TOKENS


def read_vocabulary(files: ModelFiles) -> Vocabulary:
    """Return the vocabulary of a model.

    Raises
    ------
    ModelError
        When there is none, it is not of the kind WordPiece, or not sound.
    """
    name = files.model.name
    if files.model in MODELS:  # the checksum of vocab.txt is known, and it is uncased
        return Vocabulary(_lines(_needed(files, "vocab.txt")))
    config = files.find("config.json")
    family = read_json(config).get("model_type") if config else None
    if isinstance(family, str) and family in OTHERS:
        raise ModelNotSupportedError(
            f"{name} is a {OTHERS[family]} model. This series reads models with a WordPiece vocabulary: "
            f"{', '.join(WORDPIECE.values())}."
        )
    settings = files.find("tokenizer_config.json")
    said = read_json(settings) if settings else {}
    path = files.find("tokenizer.json")
    if path:
        return _from_tokenizer_json(path, said, name)
    return _from_lines(files, said)


def _from_tokenizer_json(path: Path, said: Mapping[str, Any], name: str) -> Vocabulary:
    """Return the vocabulary in a tokenizer.json."""
    content = read_json(path)
    model = typed(content.get("model"), dict, "model", path)
    # Very old files don't say of which kind they are; only WordPiece has this setting.
    kind = model.get("type", "WordPiece" if "max_input_chars_per_word" in model else None)
    if kind != "WordPiece":
        raise ModelNotSupportedError(
            f"The vocabulary of {name} is of the kind {short(kind)}. This series reads WordPiece vocabularies, such as "
            f"those of {', '.join(WORDPIECE.values())}."
        )
    added = [read_added(token, path) for token in typed(content.get("added_tokens", []), list, "added_tokens", path)]
    wordpiece = {
        name: typed(model.get(name, usual), type(usual), name, path) for name, usual in WORDPIECE_SETTINGS.items()
    }
    if not 0 < wordpiece["max_input_chars_per_word"] < 100_000:
        raise damaged(path, "max_input_chars_per_word is no length of a word")
    normalizer = preparation(content, "normalizer", path)
    if normalizer and normalizer["type"] == "BertNormalizer":
        normalizer |= case(said, path)  # as in transformers, tokenizer_config.json has the last word
    pairs = [
        *typed(model.get("vocab"), dict, "vocab", path).items(),
        *((token["content"], token["id"]) for token in added),
    ]
    return Vocabulary(
        tokens_by_id(pairs, path),
        normalizer=normalizer,
        pre_tokenizer=preparation(content, "pre_tokenizer", path),
        wordpiece=wordpiece,
        added=added,
    )


def _from_lines(files: ModelFiles, said: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary in a vocab.txt, with the settings of a tokenizer_config.json."""
    if "Japanese" in str(said.get("tokenizer_class")):
        raise ModelNotSupportedError(
            f"{files.model.name} splits words with a Japanese dictionary, which this series doesn't have."
        )
    path = _needed(files, "vocab.txt")
    pairs = [(token, token_id) for token_id, token in enumerate(_lines(path))]
    unknown, *others = (_content(said.get(f"{name}_token")) for name in ("unk", "pad", "cls", "sep", "mask"))
    specials = {*SPECIAL_TOKENS, unknown, *others}
    added = {token_id: added_token(token, token_id) for token, token_id in pairs if token in specials}
    config = path.with_name("tokenizer_config.json")
    for key, token in typed(said.get("added_tokens_decoder", {}), dict, "added_tokens_decoder", config).items():
        token_id = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else -1
        added[token_id] = read_added({**typed(token, dict, "added_tokens_decoder", config), "id": token_id}, config)
    pairs += [(token["content"], token_id) for token_id, token in added.items() if token_id >= len(pairs)]
    return Vocabulary(
        tokens_by_id(pairs, path),
        normalizer=UNCASED | case(said, config),
        wordpiece={"unk_token": unknown} if unknown else None,
        added=list(added.values()),
    )


def _needed(files: ModelFiles, file: str) -> Path:
    """Return the path of a file that the model must have."""
    path = files.find(file)
    if path is None:
        files.raise_why_missing()
        raise ModelNotFoundError(
            f"{files.model.name} has no vocabulary: neither tokenizer.json nor vocab.txt is there.\n"
            "Get it from where the model comes from, and put it beside the weights."
        )
    return path


def _lines(path: Path) -> tuple[str, ...]:
    """Return the tokens of a vocab.txt, one a line: the line number, from 0, is the token's id."""
    return tuple(read_text(path).rstrip("\n").split("\n"))


def _content(token: Any) -> str | None:
    """Return a special token of tokenizer_config.json, which may stand there with its settings around it."""
    token = token.get("content") if isinstance(token, dict) else token
    return token if isinstance(token, str) else None
