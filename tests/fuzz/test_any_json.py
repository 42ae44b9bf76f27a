"""Any JSON in the place of a model's own: a right answer, or an error that says why."""

import json
import struct
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.errors import ModelError
from tests.fuzz.answers import check, wrong_with
from tests.fuzz.mutations import Input
from tests.fuzz.seeds import MATRIX, Seed, seeds
from tests.fuzz.tokenizers import SAID, SETTINGS, STEPS
from tests.fuzz.worker import write

# The names that the readers look for, among any others; and the values that they may find there.
NAMES = st.sampled_from(
    (
        *("model", "type", "vocab", "added_tokens", "normalizer", "pre_tokenizer", "model_type", "id", "content"),
        *("dtype", "shape", "data_offsets", "__metadata__", MATRIX, *SETTINGS, *SAID),
    )
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(("WordPiece", "F32", "bert", *STEPS)),
)
ANY = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=9), inner, max_size=6),
    max_leaves=20,
)


@pytest.fixture(autouse=True, scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the helpers remember files in a folder of this test's own."""
    with pytest.MonkeyPatch.context() as patch:
        place = str(tmp_path_factory.mktemp("cache"))
        for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, place)
        yield


@cache
def sound(which: str) -> TokenEmbeddings:
    """Load an unmutated folder, and keep what is compared."""
    seed = next(seed for seed in seeds() if seed.name == which)
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), dict(seed.files))
        return kept(Path(name))


def kept(folder: Path) -> TokenEmbeddings:
    """Return tokens and vectors in memory: Windows removes no file that is mapped."""
    found = load_embeddings(folder)
    return TokenEmbeddings(found.tokens, found.vectors.copy())


def answer(seed: Seed, file: str, content: bytes) -> None:
    """Load a folder in which one file is another."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), {**seed.files, file: content})
        judge(Input(seed, "any JSON", {file: content}), Path(name))


def judge(changed: Input, folder: Path) -> None:
    """Use what is loaded, or look at what is said."""
    try:
        found = load_embeddings(folder)
    except ModelError as error:
        wrong = wrong_with(error)
    else:
        check(found, sound(changed.seed.name), changed, folder)
        wrong = ""
    assert not wrong


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "tokenizer_config.json"])
@given(content=ANY)
def test_any_json(file: str, content: Any) -> None:
    """As the whole of a file, and in the place of each value at its top."""
    seed = seeds()[1 if file == "tokenizer_config.json" else 0]
    usual = json.loads(seed.files[file])
    changed = {**usual, **(content if isinstance(content, dict) else dict.fromkeys(usual, content))}
    for other in (content, changed):
        answer(seed, file, json.dumps(other).encode())


@given(content=ANY)
def test_any_header(content: Any) -> None:
    """As the header of the weights, and as what it says of the matrix, or of another tensor."""
    seed = seeds()[0]
    usual = seed.files["model.safetensors"]
    end = 8 + struct.unpack("<Q", usual[:8])[0]
    header = json.loads(usual[8:end])
    for other in (content, {**header, MATRIX: content}, {**header, "another": content}):
        written = json.dumps(other).encode()
        answer(seed, "model.safetensors", struct.pack("<Q", len(written)) + written + usual[end:])
