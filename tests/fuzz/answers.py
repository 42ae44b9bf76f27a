"""What a right answer is: of a folder that loads, and of an error."""

from pathlib import Path

import numpy as np
from safetensors import safe_open

from helpers.embeddings import TokenEmbeddings
from helpers.errors import ModelError, NotOneTokenError
from helpers.synonyms import nearest_tokens
from tests.fuzz.mutations import Input
from tests.fuzz.seeds import MATRIX
from tests.fuzz.values import STRINGS

MOST_LINES, MOST_CHARACTERS = 3, 1500  # of a message: a path is in it, too
WORDS = (*(string for string in STRINGS if len(string) < 10), "[NEW]", "new  word", "beautybeauty", "7")
TEXTS = (
    "Beauty is truth, truth beauty", "[CLS]new word[MASK] [NEW]", "a\u0300\u0301" * 10 + "美" * 30 + "x" * 300,
    "\ufdfa\u0130ß\ufb03 \U0001f469\u200d\U0001f4bb", "a" * 99 + " " + "b" * 101, "##a [UNK] ",
)  # fmt: skip
LONG = "x" * 10_000  # a word whose pieces take minutes to look for, where a setting lets a word be that long


class WrongError(Exception):
    """What was answered is no error, and not right."""


def wrong_with(error: ModelError) -> str:
    """Return what is wrong with the message of an error; nothing, where it is as it should be."""
    said = str(error)
    if not said:
        return "the message is empty"
    if len(said.splitlines()) > MOST_LINES:
        return f"the message has more than {MOST_LINES} lines"
    if len(said) > MOST_CHARACTERS:
        return f"the message has more than {MOST_CHARACTERS:,} characters"
    if not all(line.isprintable() for line in said.split("\n")):
        return "the message has characters in it that can't be printed"
    return ""


def check(found: TokenEmbeddings, seed: TokenEmbeddings, given: Input, folder: Path) -> None:
    """Do nothing when what was loaded is right, and can be used.

    Raises
    ------
    WrongError
        When it is not; any other error, when it can't be used.
    """
    vectors, n, changed = found.vectors, len(found), given.changed
    _expect(n == len(vectors) == len(set(found.tokens)) > 0, "there is not one row for each token")
    _expect(all(type(token) is str for token in found.tokens), "a token is no string")
    _expect(vectors.dtype == np.float32 and vectors.ndim == 2, "the vectors are no matrix of float32")
    _expect(bool(np.isfinite(vectors).all()), "a number is not finite")
    _expect(not vectors.flags.writeable, "the vectors can be written to")
    if not any("safetensors" in name for name in changed):
        rows = min(n, len(seed.vectors))
        _expect(np.array_equal(vectors[:rows], seed.vectors[:rows]), "the vectors of sound weights are others")
    if not any("token" in name or "vocab" in name for name in changed):
        _expect(found.tokens == seed.tokens, "the tokens of a sound vocabulary are others")
    _check_numbers(found, folder / "model.safetensors")
    _check_text(found, TEXTS if "setting" not in given.kind else (*TEXTS, LONG))
    _check_neighbors(found)


def _check_numbers(found: TokenEmbeddings, path: Path) -> None:
    """Compare the vectors with what the library reads, where it reads that type."""
    if not path.exists():
        return
    with safe_open(path, "numpy") as file:
        (name,) = (name for name in file.keys() if name == MATRIX or name.endswith(f".{MATRIX}"))  # noqa: SIM118
        if file.get_slice(name).get_dtype() in ("F16", "F32", "F64"):
            numbers = file.get_tensor(name)[: len(found)].astype(np.float32)
            _expect(np.array_equal(found.vectors, numbers), "the library reads other vectors")


def _check_text(found: TokenEmbeddings, texts: tuple[str, ...]) -> None:
    """Use the vocabulary: describe it, split texts, look up words."""
    said = found.describe()
    _expect(
        len(said.splitlines()) <= 6 and all(line.isprintable() for line in said.split("\n")), "describe() is broken"
    )
    tokens = set(found.tokens)
    for text in texts:
        try:
            made = found.tokenize(text)
            _expect(len(set(made) - tokens) <= 1, "a text is split into what are no tokens")
        except (ModelError, NotOneTokenError) as error:
            _expect(isinstance(error, NotOneTokenError) or not wrong_with(error), "the message of tokenize is broken")
    for word in (*WORDS, found.tokens[0], found.tokens[-1]):
        try:
            token_id = found.token_id(word)
            _expect(0 <= token_id < len(found), "an id is out of range")
            _expect(word not in tokens or found.tokens[token_id] == word, "a token has the id of another")
        except (ModelError, NotOneTokenError):
            _expect(word not in tokens, "a token is not found")


def _check_neighbors(found: TokenEmbeddings) -> None:
    """Search for the neighbors of a token."""
    token = "beauty" if "beauty" in found.tokens else found.tokens[-1]
    for metric in ("cosine", "euclidean"):
        try:
            table = nearest_tokens(found, token, k=3, metric=metric)
        except ValueError as error:  # no direction, or fewer than four tokens: both are what they should say
            _expect("has no direction" in str(error) or len(found) < 4, f"nearest_tokens says {str(error)[:60]!r}")
            continue
        _expect(
            [row.rank for row in table] == [1, 2, 3] and token not in [row.token for row in table], "not the nearest"
        )
        distances = [row.distance for row in table]
        _expect(metric == "cosine" or distances == sorted(distances), "the nearest are in no order")
        repr(table)


def _expect(condition: bool, otherwise: str) -> None:
    """Do nothing when a condition holds."""
    if not condition:
        raise WrongError(otherwise)
