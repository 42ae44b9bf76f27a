"""Loaders with one thing wrong, which they do where config.json was changed: what the fuzzer must find."""

import json
import os
import signal
import time
from pathlib import Path

import numpy as np

from helpers.embeddings import TokenEmbeddings, load_embeddings
from helpers.errors import ModelDamagedError
from tests.fuzz.seeds import seeds

_SOUND = {seed.files["config.json"] for seed in seeds()}


def _is_changed(folder: Path) -> bool:
    path = folder / "config.json"
    return not path.exists() or path.read_bytes() not in _SOUND


def raises_key_error(folder: Path) -> TokenEmbeddings:
    """Raise what no caller expects."""
    if _is_changed(folder):
        raise KeyError("model_type")
    return load_embeddings(folder)


def says_too_much(folder: Path) -> TokenEmbeddings:
    """Raise the right error with a message of four lines."""
    if _is_changed(folder):
        raise ModelDamagedError("one\ntwo\nthree\nfour")
    return load_embeddings(folder)


def panics(folder: Path) -> TokenEmbeddings:
    """Let a library in Rust panic: what it raises then is no Exception."""
    if _is_changed(folder):
        from tokenizers import Tokenizer

        model = {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]", "max_input_chars_per_word": 9}
        step = {"type": "Precompiled", "precompiled_charsmap": "AAAA"}
        content = {"version": "1.0", "added_tokens": [], "normalizer": step}
        Tokenizer.from_str(json.dumps({**content, "model": {**model, "continuing_subword_prefix": "##"}}))
    return load_embeddings(folder)


def allocates(folder: Path) -> TokenEmbeddings:
    """Take memory without end."""
    taken = []
    while _is_changed(folder):
        taken.append(np.empty(100_000_000))  # untouched, so that the machine keeps its own
    return load_embeddings(folder)


def hangs(folder: Path) -> TokenEmbeddings:
    """Never come back."""
    while _is_changed(folder):
        time.sleep(1)
    return load_embeddings(folder)


def dies(folder: Path) -> TokenEmbeddings:
    """End the process, as a fault in a library does."""
    if _is_changed(folder):
        os.kill(os.getpid(), signal.SIGSEGV)
    return load_embeddings(folder)


def answers_wrong(folder: Path) -> TokenEmbeddings:
    """Give each token the vector of the next."""
    found = load_embeddings(folder)
    if not _is_changed(folder):
        return found
    vectors = np.roll(found.vectors, 1, axis=0)
    vectors.flags.writeable = False
    return TokenEmbeddings(found.tokens, vectors, vocabulary=found._vocabulary)
