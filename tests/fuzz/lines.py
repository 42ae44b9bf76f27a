"""Mutations of vocab.txt: its lines, its line ends, its encoding."""

import random

from tests.fuzz.values import STRINGS

ENDS = ("\r\n", "\r", "\n\n", "\x85", "\u2028", "\0", " \n", "\x0b")
KINDS = ("ends", "one end", "mark", "double", "empty", "long", "hard", "hard", "bad", "utf-16", "swap", "drop", "more")


def mutate_lines(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Return what was done, and a changed vocab.txt."""
    lines = data.decode().splitlines()
    kind = rng.choice(KINDS)
    at = rng.randrange(len(lines))
    end = "\n"
    if kind == "ends":
        end = rng.choice(ENDS)
    elif kind == "one end":
        lines[at] += rng.choice(ENDS)
    elif kind == "double":
        lines.insert(at, lines[rng.choice((at, 0, -1))])
    elif kind == "empty":
        lines[at : at + 1] = [""] * rng.choice((1, 1, 2))
    elif kind == "long":
        lines[at] = lines[at] * rng.choice((100, 10_000, 100_000))
    elif kind == "hard":
        lines[at] = rng.choice(STRINGS)
    elif kind == "swap":
        other = rng.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == "drop":
        del lines[at : at + rng.choice((1, 1, 50, 200))]
    elif kind == "more":
        lines += [f"more{number}" for number in range(rng.choice((1, 3, 4, 5, 200)))]
    text = end.join(lines) + rng.choice(("", end, end, end * 3))
    if kind == "utf-16":
        return f"lines: {kind}", text.encode(rng.choice(("utf-16", "utf-16-be", "utf-7")), "surrogatepass")
    changed = text.encode("utf-8", "surrogatepass")
    if kind == "mark":
        changed = b"\xef\xbb\xbf" * rng.choice((1, 2)) + changed
    if kind == "bad":
        where = rng.randrange(len(changed))
        bad = rng.choice((b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", b"\xc0\x80"))
        changed = changed[:where] + bad + changed[where:]
    return f"lines: {kind}", changed
