"""The check of the exercise in notebook 3 that asks for the cosine similarity as a function."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities
from helpers.exercises.comparing import CLOSE, same
from helpers.exercises.reading import RETURNED, described, numbers, returned
from helpers.exercises.replies import NotYet, check

Vector = NDArray[np.float64]
# With these, no two of the mistakes below give the same, and none divides by 0.
PAIRS = [([3.0, 1.0], [1.0, 2.0]), ([2.0, -1.0], [-1.0, 3.0]), ([1.0, 2.0, 3.0], [2.0, 0.0, 1.0])]


@check
def check_cosine(cosine: object) -> str:
    """Check a function that returns the cosine similarity of two vectors."""
    tries = [(np.array(a), np.array(b)) for a, b in PAIRS]
    given = []
    for a, b in tries:
        result = numbers(returned(cosine, a, b), RETURNED)
        if result.size != 1:
            raise NotYet(
                f"It returns {described(result)}, and one number is asked for. Add the products up; and |a| is one "
                "number too, the length of a, which abs(a) is not."
            )
        given.append(float(result.reshape(-1)[0]))
    truth = [float(cosine_similarities([a], b)[0]) for a, b in tries]
    if not same(given, truth):
        for mistaken, sentence in COSINE_MISTAKES:
            if same(given, [mistaken(a, b) for a, b in tries]):
                raise NotYet(sentence)
        if same(given[:2], truth[:2]):
            raise NotYet("It is right for two numbers each, and not for more. Use all of them: (a * b).sum().")
        if max(given) - min(given) < CLOSE:
            raise NotYet(
                "It gives the same for all vectors. Does it use its own a and b, or variables of the notebook?"
            )
        raise NotYet(
            f"For a = {tries[0][0].tolist()} and b = {tries[0][1].tolist()} yours is {given[0]:.3f}, and it should be "
            f"{truth[0]:.3f}."
        )
    return (
        "the dot product, divided by both lengths. If one of the vectors is all zeros, so is its length, and 0 / 0 is "
        "nan, not a number: such a vector points nowhere."
    )


def lengths(*vectors: Vector) -> float:
    """Return the product of the lengths of vectors."""
    return float(np.prod([np.sqrt((vector**2).sum()) for vector in vectors]))


def clipped_cosine(a: Vector, b: Vector) -> float:
    """Return the cosine similarity of two vectors."""
    return float(cosine_similarities([a], b)[0])


# What a function returns that mixes something up, and what to say.
COSINE_MISTAKES: list[tuple[Callable[[Vector, Vector], float], str]] = [
    (
        lambda a, b: float(a @ b),
        "That is the dot product alone, and it grows with the vectors. Divide it by both lengths.",
    ),
    (
        lambda a, b: float(a @ b) / lengths(a),
        "You divided by the length of a alone. Divide by the length of b as well.",
    ),
    (
        lambda a, b: float(a @ b) / lengths(b),
        "You divided by the length of b alone. Divide by the length of a as well.",
    ),
    (
        lambda a, b: 1 - clipped_cosine(a, b),
        "That is 1 - cosine, the cosine distance. The similarity is the cosine itself.",
    ),
    (
        lambda a, b: float(a @ b) / lengths(a, a, b, b),
        "You divided by the squared lengths. Take the root of each sum of squares.",
    ),
    (
        lambda a, b: float(a @ b) / lengths(a) * lengths(b),
        "Python divides and multiplies from left to right: put parentheses around |a| |b|.",
    ),
    (
        lambda a, b: float(a @ b) / (lengths(a) + lengths(b)),
        "You divided by the sum of the lengths. Divide by their product.",
    ),
    (
        lambda a, b: float(a @ b) / len(a) ** 2,
        "len(a) is how many numbers a has. |a| is the root of the sum of their squares.",
    ),
    (
        lambda a, b: float(a @ b) / (np.abs(a).sum() * np.abs(b).sum()),
        "You added the numbers without their signs. Add their squares, and take the root.",
    ),
    (
        lambda a, b: float(a @ b) / (a.sum() * b.sum()),
        "The sum of the numbers is not the length. Add their squares, and take the root.",
    ),
    (
        lambda a, b: float(a @ b) / np.sqrt((a**2).sum() + (b**2).sum()),
        "You added the squares of both. Each vector has its own root, and the two roots are multiplied.",
    ),
    (
        lambda a, b: float(a @ b) / len(a),
        "You divided by how many numbers there are. Divide by both lengths, |a| and |b|.",
    ),
    (lambda a, b: float(np.arccos(clipped_cosine(a, b))), "That is the angle, in radians. Its cosine is asked for."),
    (
        lambda a, b: float(np.degrees(np.arccos(clipped_cosine(a, b)))),
        "That is the angle, in degrees. Its cosine is asked for.",
    ),
    (lambda a, b: abs(clipped_cosine(a, b)), "The sign is lost: vectors that point apart have a cosine below 0."),
    (lambda a, b: float(np.sqrt(((a - b) ** 2).sum())), "That is the Euclidean distance."),
]
