"""From a number to a model folder with something wrong in it, always the same one for the same number."""

import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.fuzz.headers import mutate_weights
from tests.fuzz.lines import mutate_lines
from tests.fuzz.raw import mutate_bytes
from tests.fuzz.seeds import Files, Seed, seeds
from tests.fuzz.tokenizers import mutate_said, mutate_tokenizer
from tests.fuzz.trees import mutate_tree
from tests.fuzz.values import to_json


class Input(NamedTuple):
    """A sound folder, and what was done to it."""

    seed: Seed
    kind: str
    changed: dict[str, bytes | None]  # files by name; None for one that was taken away


def mutated(number: int) -> Input:
    """Return the input with that number."""
    rng = random.Random(number)
    seed = rng.choice(seeds())
    files: dict[str, bytes | None] = dict(seed.files)
    kinds = []
    for _ in range(rng.choice((1, 1, 1, 2))):
        name = rng.choice([name for name in seed.files if name != "config.json" or rng.random() < 0.2])
        kind, changes = _changes(name, seed.files, rng)
        files |= changes
        kinds.append(f"{name}: {kind}")
    changed = {name: data for name, data in files.items() if data != seed.files.get(name)}
    return Input(seed, f"{seed.name}; {'; '.join(kinds)}", changed)


def _changes(name: str, files: Files, rng: random.Random) -> tuple[str, dict[str, bytes | None]]:
    """Return what was done to a file, and what is in it now, and in the other where two were swapped."""
    chance = rng.random()
    if chance < 0.02:
        return "taken away", {name: None}
    if chance < 0.05:
        other = rng.choice(list(files))
        return f"swapped with {other}", {name: files[other], other: files[name]}
    if chance < 0.25:
        kind, data = mutate_bytes(files[name], rng)
        return kind, {name: data}
    kind, data = _structural(name, files[name], rng)
    return kind, {name: data}


def _structural(name: str, data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Change a file in a way that knows what is in it."""
    if name.endswith(".safetensors"):
        return mutate_weights(data, rng)
    if name.endswith(".txt"):
        return mutate_lines(data, rng)
    mutate: Callable[[Any, random.Random], tuple[str, Any]] = mutate_tree
    if rng.random() < 0.6:
        mutate = {"tokenizer.json": mutate_tokenizer, "tokenizer_config.json": mutate_said}.get(name, mutate_tree)
    kind, content = mutate(json.loads(data), rng)
    return kind, to_json(content, rng)
