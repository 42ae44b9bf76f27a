"""Parsing a learner's answer as numbers or words; otherwise NotYet says what it is."""

import math
import reprlib
from collections.abc import Iterable, Sequence, Sized
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.embeddings import NotOneTokenError, TokenEmbeddings
from helpers.exercises._replies import NotYet
from helpers.tokens import printable, token_kind

YOURS, RETURNED = "your answer", "what your function returns"
MAX_ITEMS = 1000  # of a list of words or ids
MAX_NUMBERS = 1_000_000  # more would take long to read


def parse_number(answer: object, whose: str = YOURS) -> float:
    """Return an answer as one number."""
    values = parse_numbers(answer, whose)
    if values.size != 1:
        comma = " If that is a decimal comma, write a point, not a comma." * is_decimal_comma(answer)
        raise NotYet(f"One number is asked for, and {whose} is {describe(answer)}.{comma}")
    return float(values.reshape(-1)[0])


def is_decimal_comma(answer: object) -> bool:
    """Return whether an answer is two whole numbers with a comma between them, as 1,565 is."""
    return isinstance(answer, tuple) and len(answer) == 2 and all(type(part) is int for part in answer)


def parse_numbers(answer: object, whose: str = YOURS) -> NDArray[np.float64]:
    """Convert a number, list, array or tensor to an array of finite real numbers."""
    check_is_value(answer)
    if isinstance(answer, str):
        quotes = " Leave out the quotes." * (whose == YOURS and answer.strip(" -.").replace(".", "").isdigit())
        raise NotYet(f"Numbers are asked for, and {whose} is text, {short_repr(answer)}.{quotes}")
    if isinstance(answer, set | frozenset):
        raise NotYet(f"Numbers are asked for, and {whose} is {describe(answer)}. How many it has is its len.")
    if is_longer_than(MAX_NUMBERS, answer):
        raise NotYet(f"No exercise asks for that many: {whose} is {describe(answer)}.")
    if hasattr(answer, "detach"):
        answer = answer.detach().cpu()  # a tensor that is being trained, or lies on another device
    try:
        array = np.asarray(answer)
        if array.dtype.kind in "bUSc":
            kind = {"b": "True or False", "c": "complex numbers"}.get(array.dtype.kind, "text")
            raise NotYet(f"Numbers are asked for, and there is {kind} in it: {whose} is {describe(answer)}.")
        values = array.astype(np.float64)
    except (ValueError, TypeError):
        raise NotYet(f"Numbers are asked for, and {whose} is {describe(answer)}.") from None
    if np.isnan(values).any():
        raise NotYet(f"There is nan in {whose}, which is no number: often the root of a negative one, or 0 / 0.")
    if np.isinf(values).any():
        raise NotYet(f"There is an infinite number in {whose}: often something was divided by 0.")
    return values


def parse_list(answer: Any, example: str) -> list[Any]:
    """Return an answer as a list of words or ids."""
    check_is_value(answer)
    if isinstance(answer, str):
        raise NotYet(f"Your answer is one text, {short_repr(answer)}. Give a list, such as {example}.")
    if not isinstance(answer, Sequence) and not hasattr(answer, "tolist"):
        raise NotYet(f"Your answer is {describe(answer)}. Give a list, such as {example}.")
    if getattr(answer, "ndim", 1) != 1 or len(answer) > MAX_ITEMS:
        raise NotYet(f"Your answer is {describe(answer)}. Give a short list, such as {example}.")
    items = answer.tolist() if hasattr(answer, "tolist") else list(answer)
    items = [item.item() if hasattr(item, "item") and getattr(item, "size", 0) == 1 else item for item in items]
    if items and all(isinstance(item, tuple) and hasattr(item, "token") for item in items):
        raise NotYet("These are rows of a table. Take the token of each: [row.token for row in ...].")
    if inner := [item for item in items if not isinstance(item, str | int | float)]:
        raise NotYet(f"There is {describe(inner[0])} in your list. Give a flat list, such as {example}.")
    return [item.strip() if isinstance(item, str) else item for item in items]


def parse_token(answer: object, embeddings: TokenEmbeddings) -> str:
    """Return an answer as a token."""
    check_is_value(answer)
    if isinstance(answer, int | np.integer) and not isinstance(answer, bool):
        raise NotYet(
            f"A word is asked for, as text, and {short_repr(answer)} is a number. If it is an id, give its token."
        )
    if not isinstance(answer, str):
        raise NotYet(f'One word is asked for, as text, such as "beauty"; yours is {describe(answer)}.')
    try:
        return embeddings.tokens[embeddings.token_id(answer)]
    except NotOneTokenError as reason:
        advice = "Is it spelled right? Choose a word that is one token."
        raise NotYet(str(reason).replace("Look up one of them.", advice)) from None


def parse_word(answer: object, embeddings: TokenEmbeddings) -> str:
    """Return an answer as a token that is a whole word."""
    token = parse_token(answer, embeddings)
    if token_kind(token) != "word":
        single = " A single letter counts as a character here." * (token_kind(token) == "character")
        raise NotYet(f"{quoted([token])} is of the kind {token_kind(token)!r}. A whole word is asked for.{single}")
    return token


def is_longer_than(length: int, answer: Any) -> bool:
    """Return whether an answer has more than `length` elements; an array's are counted by its shape."""
    shape = getattr(answer, "shape", None)
    if isinstance(shape, tuple):
        return math.prod(shape) > length
    return isinstance(answer, Sized) and len(answer) > length


def check_is_value(answer: object) -> None:
    """Raise NotYet if an answer is None or a function."""
    if answer is None:
        raise NotYet("Your answer is None, which is what print returns, and a function without return.")
    if callable(answer) and not hasattr(answer, "__array__"):
        raise NotYet("Your answer is a function. Call it: put parentheses behind its name, with what it needs.")


def quoted(tokens: Iterable[str]) -> str:
    """Return tokens in quotation marks, which show where each ends: a comma can be a token."""
    return ", ".join(f"“{token}”" for token in tokens)


def describe(answer: object) -> str:
    """Return the kind and the size of an answer in words."""
    if isinstance(answer, str):
        return f"text, {short_repr(answer)}"
    if isinstance(answer, bool | np.bool_ | int | float | complex | np.number):
        return short_repr(answer)
    if callable(answer) and not hasattr(answer, "__array__"):
        return "a function"
    if isinstance(answer, list | tuple | set | dict):
        return f"a {type(answer).__name__} of {len(answer):,} element{'s' * (len(answer) != 1)}"
    shape = getattr(answer, "shape", None)
    if isinstance(shape, tuple):
        return f"an array of shape {tuple(shape)}" if shape else "one number"
    return f"of the type {type(answer).__name__}"


def short_repr(value: object, max_length: int = 40) -> str:
    """Return the repr of a value, or an error's message, in one short line."""
    text = str(value) if isinstance(value, BaseException) else reprlib.repr(value)
    text = printable(" ".join(text.split()))
    return text if len(text) <= max_length else text[:max_length] + "..."
