"""A vocabulary in the older form: vocab.txt, with what tokenizer_config.json and its kin say about it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.errors import ModelNotSupportedError
from helpers.files.advice import CHOOSE_ANOTHER
from helpers.files.finding import ModelFiles
from helpers.files.soundness import case, read_added, short, tokens_by_id, typed
from helpers.files.texts import read_json, read_text
from helpers.files.vocabulary import UNCASED, Vocabulary
from helpers.tokens import SPECIAL_TOKENS

# The special tokens where nothing else is said, by what they are for. MPNet's mask takes the spaces before it along.
BERT_TOKENS: dict[str, Any] = dict(zip(("pad", "unk", "cls", "sep", "mask"), SPECIAL_TOKENS, strict=True))
MPNET_TOKENS: dict[str, Any] = {
    "pad": "<pad>",
    "unk": "[UNK]",
    "cls": "<s>",
    "sep": "</s>",
    "mask": {"content": "<mask>", "lstrip": True},
}


def tokens_in_lines(text: str) -> tuple[str, ...]:
    """Return the tokens of a vocab.txt, one a line: the line number, from 0, is the token's id."""
    return tuple(text.rstrip("\n").split("\n"))


def read_vocab_txt(files: ModelFiles, path: Path, said: Mapping[str, Any], family: object) -> Vocabulary:
    """Return the vocabulary in a vocab.txt, with the settings of tokenizer_config.json, if there are any."""
    if "Japanese" in str(said.get("tokenizer_class")):
        raise ModelNotSupportedError(
            f"{files.model.called} splits words with a Japanese dictionary, which is missing here.\n{CHOOSE_ANOTHER}"
        )
    config = path.with_name("tokenizer_config.json")
    if "added_tokens_decoder" not in said and (file := files.find("special_tokens_map.json")):
        said = {**read_json(file), **said}  # older releases kept the special tokens there
    usual = MPNET_TOKENS if family == "mpnet" else BERT_TOKENS
    specials = [_as_dict(said.get(f"{role}_token") or usual[role]) for role in usual]
    flags = {token["content"]: token for token in specials if isinstance(token.get("content"), str)}
    text = read_text(path)
    pairs = [(token, token_id) for token_id, token in enumerate(tokens_in_lines(text))]
    added = {
        token_id: read_added({"special": True, **flags[token], "id": token_id}, config)
        for token, token_id in pairs
        if token in flags
    }
    for token_id, token in _more_tokens(files, said, config).items():
        added[token_id] = read_added({**typed(token, dict, "added_tokens_decoder", config), "id": token_id}, config)
    pairs += [(token["content"], token_id) for token_id, token in added.items()]
    unknown = _as_dict(said.get("unk_token")).get("content")
    return Vocabulary(
        tokens_by_id(pairs, path),
        normalizer=UNCASED | case(said, config),
        wordpiece={"unk_token": unknown} if isinstance(unknown, str) else None,
        added=list(added.values()),
        may_be_cut=not text.endswith("\n"),
    )


def _more_tokens(files: ModelFiles, said: Mapping[str, Any], config: Path) -> dict[int, Any]:
    """Return the tokens that somebody has added, by id: from the settings, or as older releases kept them."""
    if "added_tokens_decoder" not in said and (file := files.find("added_tokens.json")):
        more = said.get("additional_special_tokens")
        special = [_as_dict(token).get("content") for token in more] if isinstance(more, list) else []
        return {
            typed(token_id, int, short(token), file): {
                "content": token,
                "special": token in special,
                "normalized": token not in special,
            }
            for token, token_id in read_json(file).items()
        }
    decoder = typed(said.get("added_tokens_decoder", {}), dict, "added_tokens_decoder", config)
    return {int(key) if key.isascii() and key.isdigit() and len(key) < 10 else -1: decoder[key] for key in decoder}


def _as_dict(token: Any) -> dict[str, Any]:
    """Return a special token with its settings, if it has any: it may stand alone, or with them around it."""
    return token if isinstance(token, dict) else {"content": token}
