"""Checks of the exercises in notebook 3 about one vector and another: twice as long, and at a right angle."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import refuse, refuse_number, same, written
from helpers.exercises.rankings import HUB
from helpers.exercises.reading import described, number, numbers
from helpers.exercises.replies import NotYet, check
from helpers.synonyms import measure


@check
def check_twice(answer: object, bert: TokenEmbeddings) -> str:
    """Check the distance and the similarity of twice the vector of beauty to beauty."""
    given = pair(answer)
    beauty = bert["beauty"].astype(np.float64)
    twice = 2 * beauty[None]
    length = float(euclidean_distances(beauty[None], np.zeros_like(beauty))[0])
    truth = [float(euclidean_distances(twice, beauty)[0]), float(cosine_similarities(twice, beauty)[0])]
    distance, similarity = given.tolist()
    if not same(given, truth):
        if same([similarity, distance], truth):
            raise NotYet("The two are swapped: the distance goes first, then the similarity.")
        if not same(similarity, truth[1]):
            refuse(
                similarity,
                [
                    (
                        2,
                        "The similarity doesn't double: it is never above 1, and length doesn't change it.",
                    ),
                    (0.5, "The similarity isn't halved: the length of a vector doesn't change it."),
                    (
                        0,
                        "0 is the cosine of a right angle, or 1 - cosine. What is the cosine of the same direction?",
                    ),
                ],
            )
            raise NotYet("The similarity is off. Twice a vector points in the same direction as the vector.")
        refuse(
            distance,
            [
                (0, "The distance isn't 0: both point in the same direction, but they end at different places."),
                (truth[0] ** 2, "The distance is squared. Take its root."),
                (2 * length, "That is the length of twice beauty. From the end of beauty it is only half as far."),
                (len(beauty), f"{len(beauty)} is how many numbers beauty has. How long is it?"),
                (2, "The distance depends on how long beauty is. What is 2a - a?"),
                (1, "The distance depends on how long beauty is. What is 2a - a?"),
            ],
        )
        close = "a little " if abs(distance - truth[0]) < 0.1 else ""
        size = "large" if distance > truth[0] else "small"
        raise NotYet(f"The similarity is right, and the distance, {written(distance)}, is {close}too {size}.")
    nearer = int((measure(bert, "beauty")[1] < truth[0]).sum()) - 1
    return (
        f"2a - a is a, so the distance is the length of beauty, {truth[0]:.3f}, and the direction is the same. Twice "
        f"beauty is as similar as can be, and yet {nearer:,} other tokens are nearer."
    )


def pair(answer: object) -> NDArray[np.float64]:
    """Return an answer as two numbers; each may be an array of one, as the helpers return it."""
    if not isinstance(answer, list | tuple):
        values = numbers(answer)
        if values.shape != (2,):
            raise NotYet(f"Two numbers are asked for, (distance, similarity); your answer is {described(answer)}.")
        return values
    if len(answer) != 2:
        raise NotYet(f"Two numbers are asked for, (distance, similarity); your answer is {described(answer)}.")
    for place, item in zip(("first", "second"), answer, strict=True):
        if item is ...:
            raise NotYet(f"The {place} of your two is still three dots.")
        if np.size(item) > 1 and not isinstance(item, str):
            raise NotYet(f"The {place} of your two is a vector. How long is it?")
    return np.array([number(item, f"the {place}") for place, item in zip(("first", "second"), answer, strict=True)])


@check
def check_right_angle(answer: object, bert: TokenEmbeddings) -> str:
    """Check how far from beauty a vector of length 0.5 is that stands at a right angle to it."""
    given = number(answer)
    hub = bert.norms[bert.token_id(HUB)]
    hub_cosine = cosine_similarities([bert[HUB]], bert["beauty"])[0]
    beauty = bert["beauty"].astype(np.float64)
    length = float(euclidean_distances(beauty[None], np.zeros_like(beauty))[0])
    ends = np.array([[0, 0.5], [0, length]])  # two vectors at a right angle to the first axis
    truth, as_long = euclidean_distances(ends, [length, 0]).tolist()
    mistakes: list[tuple[Any, str]] = [
        (truth**2, "That is the squared distance. Take its root."),
        (
            length + 0.5,
            "You added the lengths, which is right only for opposite directions. Add their squares, take the root.",
        ),
        (
            length - 0.5,
            "You took the difference, which is right only for the same direction. Add the squares, take the root.",
        ),
        (np.sqrt(length**2 - 0.25), "You subtracted the squares. By the formula with cosine 0 they are added."),
        (
            np.sqrt(max(length**2 + 0.25 - length, 0)),
            "You kept the last term of the formula. It is 0, because the cosine is.",
        ),
        (
            length,
            "That is the length of beauty, as if the other vector had none. Add its square, 0.25, before the root.",
        ),
        (np.sqrt(length**2 + 0.5), "You added 0.5 itself. Add its square, 0.25."),
        (np.sqrt(length + 0.5), "You added the lengths under the root. Add their squares."),
        (0, "0 is the cosine. The distance is 0 only to the very same vector."),
        (length * 0.5, "You multiplied the lengths. Add their squares, and take the root."),
        (length**2 + 0.5, "You added 0.5 itself, and there is no root yet. Add its square, 0.25, and take the root."),
        (np.sqrt(length**2 + hub**2), f"You used the length of {HUB}. The length here is 0.5."),
        (length**2 + hub**2, f"You used the length of {HUB}. The length here is 0.5, and the distance is a root."),
        (np.sqrt(length**2 + 0.25 - length * hub_cosine), f"You used the cosine of {HUB}. Here it is 0."),
    ]
    refuse_number(given, truth, mistakes)
    return (
        f"the root of {length:.3f}² + 0.5² is {truth:.3f}. A vector as long as beauty itself, at the same right angle, "
        f"is at {as_long:.3f}: the shorter one is nearer, and not at all more similar."
    )
