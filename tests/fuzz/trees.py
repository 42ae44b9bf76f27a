"""Mutations of parsed JSON: a value somewhere in the tree is changed, taken out, put in or made another type."""

import copy
import random
from typing import Any

from tests.fuzz.values import STRINGS, Twin, hard_value

Container = dict[str, Any] | list[Any]


def mutate_tree(tree: Any, rng: random.Random) -> tuple[str, Any]:
    """Return what was done, and a changed copy of the tree."""
    tree = {"": copy.deepcopy(tree)}  # so that the whole is a value in a container too
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        container, key = _place(tree, rng)
        kind = rng.choice(("hard", "hard", "retype", "delete", "twin", "rename", "graft", "wrap", "near", "swap"))
        _change(kind, tree, container, key, rng)
        done.append(kind)
    return "tree: " + ", ".join(sorted(set(done))), tree.get("")


def _place(tree: dict[str, Any], rng: random.Random) -> tuple[Any, Any]:
    """Return a container in the tree, and a key in it: each level as likely as any, however many values it has."""
    container: Any = tree
    key: Any = ""
    while tree.get(""):
        value = container[key]
        keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        if not keys or (rng.random() < 0.25 and container is not tree) or rng.random() < 0.02:
            break
        container, key = value, rng.choice(keys)
    return container, key


def _change(kind: str, tree: dict[str, Any], container: Any, key: Any, rng: random.Random) -> None:
    """Change what stands in a container under a key."""
    if not (isinstance(container, list) or key in container):  # an earlier change took the whole tree out
        return
    value = container[key]
    if kind == "delete":
        del container[key]
    elif kind == "twin":
        _put_in(container, key, rng.choice((value, hard_value(rng))), Twin(key) if isinstance(key, str) else key)
    elif kind == "rename":
        del container[key]
        _put_in(container, key, value, rng.choice(STRINGS))
    elif kind == "swap" and isinstance(container, dict | list):
        other = rng.choice(list(container) if isinstance(container, dict) else range(len(container)))
        container[key], container[other] = container[other], value
    elif kind == "graft":
        elsewhere, place = _place(tree, rng)
        container[key] = copy.deepcopy(elsewhere.get(place) if isinstance(elsewhere, dict) else elsewhere[place])
    elif kind == "wrap":
        container[key] = rng.choice(([value], {"content": value}, {"type": "Sequence", "normalizers": [value]}))
    elif kind == "near":
        container[key] = _near(value, rng)
    else:
        container[key] = _retyped(value, rng) if kind == "retype" else hard_value(rng)


def _put_in(container: Container, key: Any, value: Any, name: Any) -> None:
    """Put one value more into a container."""
    if isinstance(container, dict):
        container[name] = value
    else:
        container.insert(key, value)


def _near(value: Any, rng: random.Random) -> Any:
    """Return a value of the same type that is a little different."""
    if isinstance(value, bool) or value is None:
        return rng.choice((True, False, None))
    if isinstance(value, int | float):
        return value + rng.choice((-8, -1, 1, 8, value))
    if isinstance(value, str):
        at = rng.randrange(len(value) + 1)
        return value[:at] + rng.choice(STRINGS) + value[at + rng.randrange(2) :]
    return [*value, *value] if isinstance(value, list) else dict(list(value.items())[: rng.randrange(len(value) + 1)])


def _retyped(value: Any, rng: random.Random) -> Any:
    """Return a value of another type that says much the same."""
    if isinstance(value, dict):
        return rng.choice((list(value.values()), [list(pair) for pair in value.items()], list(value), str(value)))
    if isinstance(value, list):
        return rng.choice(({str(i): part for i, part in enumerate(value)}, str(value), len(value), None))
    if isinstance(value, str):
        return rng.choice((list(value), {value: 0}, {"content": value}, len(value)))
    return rng.choice((str(value), [value], bool(value), float(value or 0) if abs(value or 0) < 2**63 else 0, None))
