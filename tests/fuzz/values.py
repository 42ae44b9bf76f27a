"""Values that are hard on a reader, and JSON with things in it that Python would not write."""

import json
import random
import re
from typing import Any

STRINGS: tuple[str, ...] = (
    "", " ", "a", "##", "##a", "[UNK]", "[PAD]", "beauty", "Beauty", "new word", "café", "美", "é", "\u0301", "\ufeff",
    "\n", "\r\n", "a\nb\nc\nd\ne", "\u2028\u2029\x85", "\t", "\x00", "\x1b[2J", "\x7f", "\ud800", "\U0010ffff",
    "a\udfff",    "..", ".", "/", "../model.safetensors", "/etc/hostname", "C:\\model.safetensors", "model.safetensors",
    "no.safetensors", "\x00.safetensors", "\ud800.safetensors", "x" * 300 + ".safetensors", "config.json",
    "x" * 101, "x" * 5000, "é" * 3000, "%s{0}{", "(", "[", "\\", "(a+)+$", "None", "null", "true", "0", "-1", "1e999",
    "BertJapaneseTokenizer", "gpt2", "roberta", "WordPiece", "BPE", "Unigram", "WordLevel", "BertNormalizer",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (
    0, 1, -1, 2, 3, 7, 99, 100, 101, 103, 104, 105, 255, 99_999, 100_000, 2**31 - 1, 2**31, 2**32, 2**53 + 1, 2**63 - 1,
    2**63, 2**64 - 1, 2**64, 10**30, 10**400, -(2**63), -(10**400), 0.0, -0.0, 0.5, 1.0, 1e300, 5e-324,
    float("nan"), float("inf"), float("-inf"), True, False, None, "@digits 4299@", "@digits 5000@",
)  # fmt: skip
DEEPEST = 1100  # lists in lists: Python's own limit is 1000 calls, and a reader has made some already


class Twin(str):
    """A name that may stand twice in a dict: it equals nothing but itself. JSON has it as any other string."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        """Return whether the other is this very object."""
        return self is other


def hard_value(rng: random.Random) -> Any:
    """Return any of them."""
    kind = rng.randrange(12)
    if kind < 5:
        return rng.choice(STRINGS)
    if kind < 10:
        return rng.choice(NUMBERS)
    if kind == 10:
        return f"@nested {rng.choice((2, 50, rng.randrange(900, 1000), rng.randrange(900, DEEPEST)))}@"
    return rng.choice(([], {}, [[]], [None], [""], {"": ""}, {"a": {}}, [0, 1], [1, 0], ["a", 1], {"type": "Sequence"}))


def to_json(content: Any, rng: random.Random) -> bytes:
    """Return it as JSON, in one of the ways that there are to write it."""
    ascii_only = rng.random() < 0.8
    text = json.dumps(content, ensure_ascii=ascii_only, indent=rng.choice((None, None, 1)))
    # These can't be made of Python's objects, as Python would refuse to write them.
    text = re.sub('"@digits ([0-9]+)@"', lambda found: "9" * int(found[1]), text)
    text = re.sub('"@nested ([0-9]+)@"', lambda found: "[" * int(found[1]) + "]" * int(found[1]), text)
    return text.encode("utf-8", "surrogatepass")
