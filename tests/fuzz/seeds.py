"""Small sound model folders, of every layout that the helpers read: what the mutations start from."""

import json
import struct
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from safetensors.numpy import save

ROWS, COLUMNS = 104, 8  # four rows more than there are tokens, as real models have them to fill up a round number
MATRIX = "embeddings.word_embeddings.weight"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
WORDS = ("beauty", "Beauty", "truth", "café", "the", "of", "true", "美", "straße", "grace")

Files = dict[str, bytes]


class Seed(NamedTuple):
    """A folder that loads."""

    name: str
    files: Files


@cache
def seeds() -> tuple[Seed, ...]:
    """Return all of them."""
    one, old = {"tokenizer.json": tokenizer()}, lines()
    return (
        Seed("tokenizer.json", {**one, **config(), "model.safetensors": weights()}),
        Seed("vocab.txt", {**old, **config(), "model.safetensors": weights()}),
        Seed("prefix", {**one, **config(), "model.safetensors": weights(prefix="bert.")}),
        Seed("float16", {**one, **config(), "model.safetensors": weights("<f2")}),
        Seed("bfloat16", {**old, **config(), "model.safetensors": bfloat16()}),
        Seed("float64", {**one, **config("distilbert"), "model.safetensors": weights("<f8", prefix="distilbert.")}),
        Seed("sharded", {**one, **config("mpnet"), **sharded()}),
        Seed("cased", {"tokenizer.json": tokenizer(cased=True), **config(), "model.safetensors": weights()}),
        Seed("added", {"tokenizer.json": tokenizer(added=True), **config(), "model.safetensors": weights()}),
        Seed("added to vocab.txt", {**lines(added=True), **config("electra"), "model.safetensors": weights()}),
        Seed("older", {**older_lines(), **config(), "model.safetensors": weights()}),
    )


def vocabulary() -> list[str]:
    """Return a hundred tokens: special ones, unused ones, words, single characters and pieces."""
    found = [*SPECIAL, *(f"[unused{i}]" for i in range(10)), *WORDS, *"abcdefghijklmnopqrstuvwxyz0123456789.,-!?"]
    return [*found, *(f"##{piece}" for piece in "abcdefghijklmnopqrstuvwxyzäß0123"), "##ly", "##ing"]


def numbers(dtype: str = "<f4") -> Any:
    """Return the matrix: other numbers in every row, the same ones whenever it is asked for."""
    return np.random.default_rng(0).normal(size=(ROWS, COLUMNS)).astype(dtype)


def tensors(dtype: str = "<f4", prefix: str = "") -> dict[str, Any]:
    """Return the matrix among two other tensors."""
    others = {f"{prefix}embeddings.LayerNorm.weight": np.ones(COLUMNS, dtype), f"{prefix}pooler": np.zeros(3, dtype)}
    return {f"{prefix}{MATRIX}": numbers(dtype), **others}


def weights(dtype: str = "<f4", prefix: str = "") -> bytes:
    """Return a model.safetensors, as the library writes it."""
    return bytes(save(tensors(dtype, prefix), {"format": "pt"}))


def bfloat16() -> bytes:
    """Return one in bfloat16, the upper half of a float32, for which NumPy has no name: it is kept as U16."""
    halves = {name: (tensor.view("<u4") >> 16).astype("<u2") for name, tensor in tensors().items()}
    whole = bytes(save(halves, {"format": "pt"}))
    end = 8 + struct.unpack("<Q", whole[:8])[0]
    header = whole[8:end].replace(b'"U16"', b'"BF16"')
    return struct.pack("<Q", len(header)) + header + whole[end:]


def sharded() -> Files:
    """Return two files of weights, and the index that says which tensor is in which."""
    name, *others = tensors()
    first, second = (f"model-{number:05}-of-00002.safetensors" for number in (1, 2))
    index = {"metadata": {"total_size": 0}, "weight_map": {name: first, **dict.fromkeys(others, second)}}
    return {
        first: bytes(save({name: tensors()[name]}, {"format": "pt"})),
        second: bytes(save({other: tensors()[other] for other in others}, {"format": "pt"})),
        "model.safetensors.index.json": written(index),
    }


def tokenizer(*, cased: bool = False, added: bool = False) -> bytes:
    """Return a tokenizer.json, as transformers writes it."""
    tokens = vocabulary()
    extra = [added_token(len(tokens), "[NEW]"), added_token(len(tokens) + 1, "new word", special=False, lstrip=True)]
    normalizer = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None}
    wordpiece = {"unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}
    return written(
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [*(added_token(tokens.index(t), t) for t in SPECIAL), *(extra if added else [])],
            "normalizer": {**normalizer, "lowercase": not cased},
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {"type": "WordPiece", **wordpiece, "vocab": {token: i for i, token in enumerate(tokens)}},
        }
    )


def lines(*, added: bool = False) -> Files:
    """Return a vocab.txt and the tokenizer_config.json that belongs to it."""
    tokens = vocabulary()
    names = ("pad", "unk", "cls", "sep", "mask")
    said: dict[str, Any] = {f"{name}_token": token for name, token in zip(names, SPECIAL, strict=True)}
    said |= {"do_lower_case": True, "strip_accents": None, "tokenize_chinese_chars": True, "model_max_length": 512}
    ids = [*(tokens.index(token) for token in SPECIAL), *([len(tokens)] if added else [])]
    decoder = {str(i): {k: v for k, v in added_token(i, [*tokens, "[NEW]"][i]).items() if k != "id"} for i in ids}
    said |= {"tokenizer_class": "BertTokenizer", "added_tokens_decoder": decoder}
    return {"vocab.txt": "".join(f"{token}\n" for token in tokens).encode(), "tokenizer_config.json": written(said)}


def older_lines() -> Files:
    """Return a vocab.txt as releases of transformers before 4.34 wrote it, with two files for other tokens."""
    names = ("pad", "unk", "cls", "sep", "mask")
    said = {"do_lower_case": True, "tokenizer_class": "BertTokenizer", "additional_special_tokens": ["[NEW]"]}
    special = {f"{name}_token": token for name, token in zip(names, SPECIAL, strict=True)}
    return {
        "vocab.txt": lines()["vocab.txt"],
        "tokenizer_config.json": written(said),
        "special_tokens_map.json": written(special),
        "added_tokens.json": written({"[NEW]": len(vocabulary()), "new word": len(vocabulary()) + 1}),
    }


def added_token(token_id: int, content: str, *, special: bool = True, lstrip: bool = False) -> dict[str, Any]:
    """Return an added token with its settings."""
    flags = {"single_word": False, "lstrip": lstrip, "rstrip": False, "normalized": not special, "special": special}
    return {"id": token_id, "content": content, **flags}


def config(kind: str = "bert") -> Files:
    """Return a config.json."""
    return {"config.json": written({"architectures": ["BertModel"], "hidden_size": COLUMNS, "model_type": kind})}


def written(content: Any) -> bytes:
    """Return JSON as transformers writes it."""
    return json.dumps(content, indent=2, ensure_ascii=False).encode()
