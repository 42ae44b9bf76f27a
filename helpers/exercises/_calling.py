"""Calling a learner's function: what it returns, what its exception means, and what it reads from the notebook."""

import dis
import inspect
import re
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from helpers.exercises._parsing import describe, short_repr
from helpers.exercises._replies import NotAnswered, NotYet
from helpers.synonyms import NeighborTable

DATA = (np.ndarray, np.generic, int, float, str, list, tuple, set, dict, NeighborTable)
LIBRARIES = ("helpers", "scipy", "sklearn", "torch")  # that have the formulas

# A regular expression for an exception, as "TypeError: its message", and what it means here.
EXPLANATIONS = [
    (
        "only integer scalar arrays|list indices must be .*, not (list|numpy)",
        "An array stands where one number belongs. A list, such as labels, can't be indexed with an array: write "
        "np.array(labels)[rows], or [labels[i] for i in rows].",
    ),
    ("list indices must be .*, not tuple", "A list has no rows and columns. Make it an array first, with np.array."),
    (
        "Cannot interpret .* as a data type",
        "A number stands where NumPy expects the type of the elements. np.zeros takes the shape as one tuple: "
        "np.zeros((rows, columns)).",
    ),
    (
        "ValueError: exclude (holds|takes)",
        "Leave exclude out: the query is not among these points, so no row is its own.",
    ),
    (
        r"index (-?\d+) is out of bounds for axis 0 with size (\d+)",
        r"An array of \2 rows has no row \1: rows count from 0.",
    ),
    (
        r"index (-?\d+) is out of bounds for axis 1 with size (\d+)",
        r"An array of \2 columns has no column \1: columns count from 0.",
    ),
    ("list index out of range", "The list has no such place: places count from 0."),
    (
        "could not be broadcast|not aligned|matmul: Input operand|shape mismatch|setting an array element with a seq",
        "The shapes don't fit together.",
    ),
    (
        r"NameError: name '(\w+)'",
        r"Python knows nothing called \1. Is it spelled right, and is it made or imported above?",
    ),
    (
        r"UnboundLocalError: [a-z ]*'(\w+)'",
        r"\1 is read before it has a value. A name that a function assigns is its own, in all of its lines.",
    ),
    (
        r"for [&|]: '(NeighborTable|list|tuple|generator)'",
        r"The signs & and | work on sets, and this is a \1. Put the tokens into a set: {row.token for row in table}.",
    ),
    (
        r"for /: '(set|list|NeighborTable)'",
        r"A \1 can't be divided. Count what is in it, with len.",
    ),
    (r"for \+: '\w+' and 'set'", "Sets can't be added up. Count what is in each, with len."),
    (r"for \S+: 'list'", "Lists don't compute number by number, but arrays do. Make it one, with np.array."),
    ("takes the embeddings first", "nearest_tokens takes bert first: nearest_tokens(bert, word, k)."),
    (
        "number of scores to choose from",
        "There are fewer distances than k asks for. Did a sum go down the columns? axis=1 gives one for each point.",
    ),
    ("scores must stand in one row", "nearest_neighbors takes one number for each point: the distances."),
    (
        "IndexError: (only integers|arrays used as indices)",
        "Brackets take a place, a whole number: range(len(a)) gives the places of a, and a itself its numbers.",
    ),
    (
        "'NeighborTable' object has no attribute",
        "A table has rows, and each row has a token: row.token for row in table.",
    ),
    (
        r"'list' object has no attribute '(shape|size|ndim|T|sum|mean|max|argsort|tolist)'",
        r"A list has no \1, but an array has. Make it one, with np.array.",
    ),
    (
        r"'numpy.ndarray' object has no attribute '(index|count)'",
        r"An array has no \1, but a list has. Make it one, with list.",
    ),
    (
        "vectors must have shape",
        "A helper got its values in another order, or of another shape, than it needs. Many vectors, one in each row, "
        "go first, and one query second.",
    ),
    (
        "unhashable type: '(numpy.ndarray|list)'",
        "A set can't hold whole rows. Make a set of one row at a time: set(row) for row in an array.",
    ),
    ("KeyError", "Your dictionary has no such entry yet. counts.get(label, 0) begins with 0."),
    (
        r"dtype\('<U|flexible type|for /: 'str'|must be real number, not str|could not convert string",
        "The labels are texts, and nothing can be computed with texts. Count them.",
    ),
    ("RecursionError", "A function calls itself, again and again."),
    (
        "only length-1 arrays|only 0-dimensional arrays",
        "An array stands where one value belongs. np.sqrt takes arrays, and math.sqrt only a number.",
    ),
    ("truth value of an array", "An array stands where one True or False belongs, or where one number does."),
    (
        r"'(\S+)' object is not callable",
        "Parentheses call a function, and this is none. To take one element, write brackets.",
    ),
    (
        r"'(list|tuple|set)' object cannot be interpreted as an integer",
        "One whole number belongs there. How many elements there are is len(...).",
    ),
    (
        r"missing \d+ required|positional arguments? but",
        "A call hands over too few values, or too many. Compare it with the calls above.",
    ),
    (
        r"'(int|float|numpy.\w+)' object is not (iterable|subscriptable)",
        "One number stands where several belong.",
    ),
]


def call(function: object, *given: Any) -> Any:
    """Return the result of a learner's function. It gets copies of arrays, so that it can't change ours."""
    if not callable(function):
        raise NotYet(f"A function is asked for, and this is {describe(function)}. Run the cell with def again.")
    try:
        result = function(*(np.copy(value) if isinstance(value, np.ndarray) else value for value in given))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit, and panics of libraries, too: the notebook goes on
        own_words = f"Your function stopped with {type(error).__name__}: {short_repr(error, 120).rstrip('.')}."
        sentences = [explanation(error, function, len(given)), left_over(function)]
        if isinstance(error, IndexError | ValueError):  # the likely cause of shapes that don't fit is what is left over
            sentences.reverse()
        raise NotYet(" ".join(filter(None, [*sentences, own_words]))) from None
    if inspect.iscoroutine(result):
        result.close()  # else Python warns that nobody waited for it
        raise NotYet("Your function begins with async def, so it has returned no result yet. Write def.")
    if result is ...:
        raise NotAnswered("return something in place of the three dots, run that cell, then this one.")
    if result is None:
        raise NotYet("Your function returns nothing. End it with return and the result; printing is not enough.")
    return result


def explanation(error: BaseException, function: object, n_given: int) -> str:
    """Return what an exception means, in a sentence or two; nothing if it isn't known."""
    text = f"{type(error).__name__}: {short_repr(error, 200)}"
    if "argument" in text and f" {getattr(function, '__qualname__', '')}()" in text:
        return f"The check hands over {n_given} values. Leave the line with def as it was."
    for pattern, sentence in EXPLANATIONS:
        if found := re.search(pattern, text):
            return found.expand(sentence)
    return ""


def left_over(function: object) -> str:
    """Return a sentence that names the variables of the notebook that a function reads; nothing if there are none."""
    names = sorted({name for name, value in globals_read(function) if isinstance(value, DATA)})
    if not names or not isinstance(function, FunctionType):
        return ""
    own = in_words(list(function.__code__.co_varnames[: function.__code__.co_argcount])) or "its arguments"
    variables, stay, left = ("variables", "stay", "are they") if names[1:] else ("a variable", "stays", "is it")
    return (
        f"Your function reads {in_words(names)}, {variables} of the notebook, which {stay} the same when {own} change: "
        f"{left} left over from the text above?"
    )


def raise_if_left_over(function: object) -> None:
    """Raise NotYet if a function, whose result is wrong, reads variables of the notebook."""
    if sentence := left_over(function):
        raise NotYet(sentence)


def borrowed(function: object, word: str) -> str:
    """Return the name of a library's function, with this word in it, that a function uses; nothing if there is none."""
    read = ((name, value) for name, value in globals_read(function) if isinstance(value, FunctionType))
    return next((name for name, value in read if word in value.__name__ and from_library(value)), "")


def from_library(function: FunctionType) -> bool:
    """Return whether a function is one of a library's, not a learner's own."""
    return str(function.__module__).partition(".")[0] in LIBRARIES


def globals_read(function: object) -> list[tuple[str, Any]]:
    """Return the variables of the notebook that a function reads, functions and modules among them."""
    if not isinstance(function, FunctionType):
        return []
    known = function.__globals__
    return [(name, known[name]) for name in names_read(function.__code__) if name in known]


def names_read(code: CodeType) -> Iterator[str]:
    """Yield the global names that code reads, in comprehensions and inner functions, too."""
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_read(constant)


def in_words(names: list[str]) -> str:
    """Return names with commas, and with "and" before the last."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
