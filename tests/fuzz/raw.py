"""Mutations of bytes, whatever they mean."""

import random

STARTS = (
    b"",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"\x80\x02",
    b"<!DOCTYPE html>",
    b"version https://git-lfs",
    b"\0",
)


def mutate_bytes(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """Return what was done, and the changed bytes."""
    kind = rng.choice(("flip", "flip", "set", "truncate", "insert", "double", "delete", "zero", "start"))
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 8))):
        at = rng.randrange(len(changed) + 1)
        length = rng.choice((1, 1, 2, 4, 8, rng.randrange(len(changed) + 1)))
        if kind == "flip" and at < len(changed):
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == "set" and at < len(changed):
            changed[at] = rng.choice((0, 10, 13, 32, 34, 44, 48, 57, 92, 93, 123, 125, 127, 128, 255))
        elif kind == "truncate":
            del changed[at:]
        elif kind == "insert":
            changed[at:at] = rng.randbytes(min(length, 64))
        elif kind == "double":
            changed[at:at] = changed[at : at + length]
        elif kind == "delete":
            del changed[at : at + min(length, 64)]
        elif kind == "zero":
            changed[at : at + length] = bytes(len(changed[at : at + length]))
        elif kind == "start":
            changed = bytearray(rng.choice(STARTS)) + changed[rng.choice((0, 0, len(changed))) :]
    return f"bytes: {kind}", bytes(changed)
