"""Whether what a vocabulary file says is sound: types, ids, and what prepares a text."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from helpers.errors import ModelDamagedError, ModelNotSupportedError
from helpers.files.advice import CHOOSE_ANOTHER, how_to_replace
from helpers.files.vocabulary import added_token

Value = TypeVar("Value")

# What may prepare a text, with the values that each setting may have. Whatever else a tokenizer.json asks for is
# refused: it isn't WordPiece as BERT's family has it, and the library that would do it stops hard on some settings.
FLAG = (True, False)
PUNCTUATION = ("Isolated", "Removed", "Contiguous", "MergedWithPrevious", "MergedWithNext")
PREPARATIONS: dict[str, dict[str, tuple[Any, ...]]] = {
    "BertNormalizer": {
        "clean_text": FLAG,
        "handle_chinese_chars": FLAG,
        "strip_accents": (*FLAG, None),
        "lowercase": FLAG,
    },
    "Lowercase": {},
    "StripAccents": {},
    "NFC": {},
    "NFD": {},
    "NFKC": {},
    "NFKD": {},
    "Strip": {"strip_left": FLAG, "strip_right": FLAG},
    "BertPreTokenizer": {},
    "Whitespace": {},
    "WhitespaceSplit": {},
    "Punctuation": {"behavior": PUNCTUATION},
    "Digits": {"individual_digits": FLAG},
}
FLAGS = ("special", "normalized", "single_word", "lstrip", "rstrip")  # of an added token
SEQUENCES = {"normalizer": "normalizers", "pre_tokenizer": "pretokenizers"}


def tokens_by_id(pairs: Iterable[tuple[str, Any]], path: Path) -> tuple[str, ...]:
    """Return the tokens in the order of their ids, which go from 0 on without a gap, one for each token."""
    by_id: dict[int, str] = {}
    ids: dict[str, int] = {}
    for token, token_id in pairs:
        if type(token_id) is not int or token_id < 0:
            raise damaged(path, f"{short(token)} has the id {short(token_id)}")
        if by_id.setdefault(token_id, token) != token:
            raise damaged(path, f"{short(by_id[token_id])} and {short(token)} have the same id, {short(token_id)}")
        if ids.setdefault(token, token_id) != token_id:
            both = f"{short(ids[token])} and {short(token_id)}"
            raise damaged(path, f"the token {short(token)} is there twice, with the ids {both}")
    gap = next((token_id for token_id in range(len(by_id)) if token_id not in by_id), None)
    if gap is not None or not by_id:
        raise damaged(path, "there are no tokens" if gap is None else f"no token has the id {gap}")
    tokens = tuple(by_id[token_id] for token_id in range(len(by_id)))
    try:
        "".join(tokens).encode()
    except UnicodeEncodeError as error:
        raise damaged(path, "a token has half a character in it (a lone surrogate)") from error
    return tokens


def preparation(content: Mapping[str, Any], which: str, path: Path) -> dict[str, Any] | None:
    """Return what tokenizer.json says of the normalizer or the pre-tokenizer, if it is one that we know."""
    value = content.get(which)
    if value is None:
        return None
    kind = typed(value, dict, which, path).get("type")
    if kind == "Sequence":
        parts = typed(value.get(SEQUENCES[which]), list, which, path)
        if any(isinstance(part, dict) and part.get("type") == "Sequence" for part in parts):
            raise damaged(path, f"a sequence within a sequence as its {which}")
        return {"type": kind, SEQUENCES[which]: [preparation({which: part}, which, path) for part in parts]}
    if not isinstance(kind, str) or kind not in PREPARATIONS:
        raise ModelNotSupportedError(
            f"{path} changes a text in a way that this series doesn't know: {short(kind)}.\n{CHOOSE_ANOTHER}"
        )
    settings = {name: value[name] for name in PREPARATIONS[kind] if name in value}
    for name, setting in settings.items():
        if not any(type(setting) is type(allowed) and setting == allowed for allowed in PREPARATIONS[kind][name]):
            raise damaged(path, f"{name} is {short(setting)}")
    return {"type": kind, **settings}


def case(said: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return what tokenizer_config.json says of lower case, accents and Chinese characters, as tokenizer.json would."""
    names = {
        "do_lower_case": "lowercase",
        "strip_accents": "strip_accents",
        "tokenize_chinese_chars": "handle_chinese_chars",
    }
    found = {names[name]: said[name] for name in names if name in said}
    return preparation({"case": {"type": "BertNormalizer", **found}}, "case", path) or {}


def read_added(token: Any, path: Path) -> dict[str, Any]:
    """Return an added token as tokenizer.json has it, if it is sound."""
    token = typed(token, dict, "an added token", path)
    content = typed(token.get("content"), str, "content", path)
    token_id = typed(token.get("id"), int, "id", path)
    return added_token(content, token_id, **{flag: typed(token.get(flag, False), bool, flag, path) for flag in FLAGS})


def typed(value: Any, kind: type[Value], what: str, path: Path) -> Value:
    """Return a value if it is of the type that it should be."""
    if type(value) is not kind:
        raise damaged(path, f"{what} is {short(value)}")
    return value


def damaged(path: Path, what: str) -> ModelDamagedError:
    """Return the error for a file whose content can't be used."""
    return ModelDamagedError(f"{path} is damaged: {what}.\n{how_to_replace(path)}")


def short(value: Any) -> str:
    """Return a value as Python writes it, if that is short; otherwise its beginning."""
    text = repr(value)
    return text if len(text) <= 40 else text[:40] + "..."
