"""Mutations of tokenizer.json and tokenizer_config.json that stay sound JSON of the right form."""

import copy
import random
from typing import Any

from tests.fuzz.values import NUMBERS, STRINGS, hard_value

# Steps that the library knows, sound ones and such as it stops hard on.
STEPS: tuple[dict[str, Any], ...] = (
    {"type": "Precompiled", "precompiled_charsmap": "AAAA"},
    {"type": "Precompiled", "precompiled_charsmap": ""},
    {"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": "b"},
    {"type": "Replace", "pattern": {"Regex": ""}, "content": "b"},
    {"type": "Replace", "pattern": {"String": ""}, "content": "b"},
    {"type": "Replace", "pattern": {"Regex": "("}, "content": ""},
    {"type": "Prepend", "prepend": ""},
    {"type": "Prepend", "prepend": "▁"},
    {"type": "ByteLevel"},
    {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
    {"type": "Nmt"},
    {"type": "Split", "pattern": {"Regex": "(?=(a*)*b)"}, "behavior": "Isolated", "invert": False},
    {"type": "Split", "pattern": {"String": ""}, "behavior": "Removed", "invert": True},
    {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
    {"type": "CharDelimiterSplit", "delimiter": ""},
    {"type": "UnicodeScripts"},
    {"type": "FixedLength", "length": 0},
    {"type": "Sequence"},
    {"type": "Sequence", "normalizers": [], "pretokenizers": []},
    {"type": "Sequence", "normalizers": [{"type": "Sequence", "normalizers": [{"type": "NFC"}]}]},
    {"type": "Sequence", "pretokenizers": [{"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}]}]},
    {"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]},
    {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Digits"}, {"type": "Punctuation"}]},
    {"type": "Sequence", "normalizers": [None], "pretokenizers": [None]},
    *({"type": kind} for kind in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Whitespace", "BPE")),
    *({"type": kind} for kind in ("Strip", "Punctuation", "Digits", "BertNormalizer", "BertPreTokenizer", "Template")),
    {"type": "Strip", "strip_left": True, "strip_right": True},
    {"type": "Strip", "strip_left": 2, "strip_right": None},
    *({"type": "Punctuation", "behavior": name} for name in ("Removed", "Contiguous", "MergedWithNext", "Other")),
    {"type": "Digits", "individual_digits": True},
    {"type": "BertNormalizer", "clean_text": False, "handle_chinese_chars": False, "strip_accents": True},
)  # fmt: skip
STEP_NAMES = ("normalizer", "pre_tokenizer", "post_processor", "decoder", "truncation", "padding", "model")
FLAGS = ("special", "normalized", "single_word", "lstrip", "rstrip")
SETTINGS = ("unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "type")
SAID = ("do_lower_case", "strip_accents", "tokenize_chinese_chars", "tokenizer_class", "added_tokens_decoder")


def mutate_tokenizer(content: dict[str, Any], rng: random.Random) -> tuple[str, Any]:
    """Return what was done, and a changed copy of what tokenizer.json holds."""
    content = copy.deepcopy(content)
    model, added = content["model"], content["added_tokens"]
    kind = rng.choice(("step", "step", "setting", "token", "id", "added", "append", "flag"))
    if kind == "step":
        content[rng.choice(STEP_NAMES[: rng.choice((2, 2, 7))])] = copy.deepcopy(rng.choice(STEPS))
    elif kind == "setting":
        model[rng.choice(SETTINGS)] = rng.choice((rng.choice(STRINGS), rng.choice(NUMBERS), hard_value(rng)))
    elif kind == "token":
        model["vocab"] = _renamed(model["vocab"], rng)
    elif kind == "id":
        first, second = rng.sample(list(model["vocab"]), 2)
        model["vocab"][first], model["vocab"][second] = model["vocab"][second], rng.choice((model["vocab"][first], 5))
    elif kind == "added":
        rng.choice(added)["content"] = rng.choice(STRINGS)
    elif kind == "append":
        next_id = 1 + max([*model["vocab"].values(), *(token["id"] for token in added)])
        added += [{**rng.choice(added), "id": next_id, "content": rng.choice(STRINGS)}] * rng.choice((1, 1, 2))
    else:
        for _ in range(rng.choice((1, 3, 9))):
            rng.choice(added)[rng.choice(FLAGS)] = rng.choice((True, False, True, False, None, 1))
    return f"tokenizer: {kind}", content


def mutate_said(content: dict[str, Any], rng: random.Random) -> tuple[str, Any]:
    """Return what was done, and a changed copy of what tokenizer_config.json holds."""
    content = copy.deepcopy(content)
    decoder = content.get("added_tokens_decoder", {})
    kind = rng.choice(("said", "special", "decoder", "decoder id") if decoder else ("said", "special"))
    if kind == "said":
        content[rng.choice(SAID)] = rng.choice((True, False, None, hard_value(rng)))
    elif kind == "special":
        content[rng.choice(("unk", "unk", "pad", "cls", "sep", "mask")) + "_token"] = rng.choice(
            (rng.choice(STRINGS), {"content": rng.choice(STRINGS)}, hard_value(rng))
        )
    elif kind == "decoder":
        decoder[rng.choice(list(decoder))][rng.choice(("content", "content", *FLAGS))] = rng.choice(
            (rng.choice(STRINGS), True, False)
        )
    else:
        token = copy.deepcopy(decoder[rng.choice(list(decoder))])
        decoder[rng.choice(("7", "99", "100", "101", "-1", "007", "1e3", "²", "9" * 30, ""))] = token
    return f"tokenizer_config: {kind}", content


def _renamed(vocabulary: dict[str, int], rng: random.Random) -> dict[str, int]:
    """Return a vocabulary in which some tokens are called otherwise."""
    for _ in range(rng.choice((1, 1, 5))):
        old = rng.choice(list(vocabulary))
        new = rng.choice((*STRINGS, old + "\n", old.upper(), "##" + old))
        vocabulary = {new if token == old else token: token_id for token, token_id in vocabulary.items()}
    return vocabulary
