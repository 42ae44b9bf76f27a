"""Fuzzing: a model whose files are changed in any way loads and works, or gives a readable error.

`make fuzz` tries many more examples. A hang or a crash is noticed too, because the run doesn't finish.
"""

import json
import struct
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.loading.errors import ModelError
from helpers.loading.matrix import NAME

TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "beauty", "truth", "café", "美", *"abcdef", "##s", "##ly"]
VECTORS = np.random.default_rng(0).normal(size=(len(TOKENS) + 3, 4)).astype(np.float32)  # three extra rows
TEXTS = ("Beauty is truth, truths beautys", "[CLS]new word[MASK]", "a\u0300" * 10 + "美" * 30, "x" * 5000, "\x00\u200d")

STRINGS = st.sampled_from(
    ("", " ", "a", "beauty", "##", "[UNK]", "\n", "\x7f", "\x1b[31m", "<b>", "é", "../x", "9" * 30)
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), STRINGS)
# Steps of the tokenizers library with settings that may make it hang or panic.
STEPS: tuple[Any, ...] = (
    {"type": "Precompiled", "precompiled_charsmap": "AAAA"},
    {"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": "b"},
    {"type": "Replace", "pattern": {"Regex": ""}, "content": "b"},
    {"type": "Replace", "pattern": {"String": ""}, "content": "b"},
    {"type": "Split", "pattern": {"Regex": "(?=(a*)*b)"}, "behavior": "Isolated", "invert": False},
    {"type": "Split", "pattern": {"String": ""}, "behavior": "Removed", "invert": True},
    {"type": "Prepend", "prepend": ""},
    {"type": "CharDelimiterSplit", "delimiter": ""},
    {"type": "FixedLength", "length": 0},
    {"type": "Sequence", "normalizers": [{"type": "Sequence", "normalizers": [{"type": "NFC"}]}]},
    {"type": "Strip", "strip_left": True, "strip_right": True},
    {"type": "StripAccents"},
)
VALUES = st.recursive(
    LEAVES | st.sampled_from((*STEPS, "WordPiece", "BPE", "F32", "I8", [0, 4], {"id": 5, "content": ""})),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=8,
)


@cache
def seeds() -> tuple[dict[str, bytes], ...]:
    """Return the files of four valid models, one for each supported layout."""
    tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(TOKENS)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens([AddedToken("[MASK]", lstrip=True)])
    config = {"config.json": b'{"model_type": "bert"}'}
    one = {"tokenizer.json": tokenizer.to_str().encode(), "tokenizer_config.json": b'{"do_lower_case": true}', **config}
    lines = {"vocab.txt": "".join(f"{token}\n" for token in TOKENS).encode(), **config}
    decoder = {"4": {"content": "[MASK]", "lstrip": True, "special": True}}
    settings = {"added_tokens_decoder": decoder, "unk_token": "[UNK]", "strip_accents": None}
    older = {"mask_token": {"content": "[MASK]"}, "additional_special_tokens": ["café"]}
    index = {"weight_map": {NAME: "one.safetensors"}}
    shard = {"model.safetensors.index.json": json.dumps(index).encode(), "one.safetensors": save({NAME: VECTORS})}
    return (
        {**one, "model.safetensors": save({NAME: VECTORS, "pooler.bias": VECTORS[0]})},
        {**lines, "tokenizer_config.json": json.dumps(settings).encode(), **shard},
        {
            **lines,
            "special_tokens_map.json": json.dumps(older).encode(),
            "added_tokens.json": json.dumps({"new word": len(TOKENS)}).encode(),
            "model.safetensors": save({f"bert.{NAME}": VECTORS.astype(np.float16)}),
        },
        {**one, "model.safetensors": save({NAME: VECTORS.astype(np.float64)})},
    )


@st.composite
def changed_models(draw: st.DrawFn) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of a valid model, and those of a copy with changes in one or two files."""
    seed = draw(st.sampled_from(seeds()))
    files = dict(seed)
    for file in draw(st.lists(st.sampled_from(sorted(seed)), min_size=1, max_size=2, unique=True)):
        content = files[file]
        if draw(st.booleans()):
            start = draw(st.integers(0, len(content)))
            stop = draw(st.integers(start, len(content)))
            files[file] = content[:start] + draw(st.binary(max_size=9)) + content[stop:]
        elif file.endswith(".json"):
            files[file] = json.dumps(draw(changed_trees(json.loads(content)))).encode()
        elif file.endswith(".safetensors"):
            end = 8 + struct.unpack("<Q", content[:8])[0]
            header = json.dumps(draw(changed_trees(json.loads(content[8:end])))).encode()
            files[file] = struct.pack("<Q", len(header)) + header + content[end:]
        else:
            lines = content.decode().split("\n")
            lines[draw(st.integers(0, len(lines) - 1))] = draw(STRINGS)
            files[file] = draw(st.sampled_from(("\n", "\r\n"))).join(lines).encode()
    return seed, files


@st.composite
def changed_trees(draw: st.DrawFn, tree: Any) -> Any:
    """Return parsed JSON in which a value somewhere is replaced, removed or added."""
    if not isinstance(tree, dict | list) or not tree or draw(st.integers(0, 5)) == 0:
        return draw(VALUES)
    copy = tree.copy()
    key = draw(st.sampled_from(sorted(tree) if isinstance(tree, dict) else range(len(tree))))
    how = draw(st.sampled_from(("inside", "inside", "inside", "remove", "add")))
    if how == "remove":
        del copy[key]
    elif how == "add" and isinstance(copy, dict):
        copy[draw(STRINGS)] = draw(VALUES)
    else:
        copy[key] = draw(changed_trees(tree[key]))
    return copy


@pytest.fixture(autouse=True, scope="module")
def private_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the checksums of these files out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("cache")))
        yield


@given(changed_models())
def test_changed_files_load_or_give_a_readable_error(models: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    seed, files = models
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        try:
            embeddings = load_embeddings(folder)
        except ModelError as error:
            check_message(str(error))
            return
        check_message(embeddings.describe(), lines=8)
        assert len(embeddings.tokens) == len(embeddings.vectors) > 0
        assert np.isfinite(embeddings.vectors).all()
        assert not embeddings.vectors.flags.writeable
        if all(seed[name] == files[name] for name in seed if "safetensors" in name):
            expected = VECTORS.astype(np.float16) if "added_tokens.json" in seed else VECTORS
            assert np.array_equal(embeddings.vectors, expected[: len(embeddings)])
        for text in TEXTS:
            check_split(embeddings, text)


def check_message(message: str, lines: int = 3) -> None:
    assert 0 < len(message) < 1500
    assert len(message.splitlines()) <= lines
    assert all(line.isprintable() for line in message.split("\n"))


def check_split(embeddings: TokenEmbeddings, text: str) -> None:
    """Check that the tokens of a text are in the vocabulary, except for the unknown token."""
    try:
        assert len(set(embeddings.tokenize(text)) - set(embeddings.tokens)) <= 1
    except ModelError as error:
        check_message(str(error))
