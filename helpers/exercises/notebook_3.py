"""The five checks of notebook 3: twice a vector, a right angle, cosine, the most similar, and a word without [MASK]."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities, euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises._calling import borrowed, call, raise_if_left_over
from helpers.exercises._comparing import CLOSE, check_number, format_number, is_close, raise_for_mistake
from helpers.exercises._parsing import RETURNED, describe, parse_list, parse_number, parse_numbers, parse_word, quoted
from helpers.exercises._replies import NotYet, check
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import compare_with_all, nearest_tokens
from helpers.tokens import token_kind

HUB = "[MASK]"


@check
def check_most_similar(answer: object, bert: TokenEmbeddings) -> str:
    """Check the five tokens that are most similar to beauty by cosine."""
    given = parse_list(answer, '["the", "of"]')
    if given and all(type(item) is int and 0 <= item < len(bert) for item in given):
        ids = "These are ids. Turn each into its token: bert.tokens[i]."
        try:
            compare_most_similar([bert.tokens[i] for i in given], bert)
        except NotYet as reason:
            raise NotYet(f"{ids} {reason}") from None
        raise NotYet(ids)
    expected, both = compare_most_similar(given, bert)
    return (
        f"{', '.join(expected)}. By Euclidean distance only {both} of them are among the five nearest, and the reason "
        "is what comes next."
    )


def compare_most_similar(given: list[Any], bert: TokenEmbeddings) -> tuple[list[str], int]:
    """Return the five tokens, and how many are as near by distance; raise NotYet if those given are others."""
    beauty, distances, similarities = compare_with_all(bert, "beauty")
    dots = bert.vectors @ bert["beauty"]

    def tokens(scores: NDArray[Any], k: int, *, largest: bool, leave_out: bool = True) -> list[str]:
        ids = nearest_neighbors(scores, k, largest=largest, exclude=beauty if leave_out else ())
        return [bert.tokens[i] for i in ids]

    expected = tokens(similarities, 5, largest=True)
    wrong_end = "These are the least similar. A large similarity is near: say largest=True."
    itself = "beauty is in your list: it is its own nearest neighbor. Leave it out with exclude."
    by_distance = "These are the nearest by Euclidean distance. Rank the similarities, largest first."
    by_dot = "These have the largest dot products, which long vectors win. Divide by their lengths."
    farthest = "These are the farthest by Euclidean distance. Rank the similarities."
    too = " beauty itself is among them: leave it out."
    mistakes: list[tuple[Any, str]] = [
        (tokens(similarities, 5, largest=True, leave_out=False), itself),
        (tokens(similarities, 6, largest=True, leave_out=False), itself),
        (tokens(distances, 5, largest=False), by_distance),
        (tokens(distances, 5, largest=False, leave_out=False), by_distance + too),
        (tokens(dots, 5, largest=True), by_dot),
        (tokens(dots, 5, largest=True, leave_out=False), by_dot + too),
        (tokens(similarities, 4, largest=True), "There is one too few: k is 5."),
        (tokens(similarities, 6, largest=True), "There is one too many: k is 5."),
    ]
    order = " And the order is reversed: the most similar first."
    turned = [(names[::-1], sentence + order) for names, sentence in mistakes]
    far = [(tokens(similarities, 5, largest=False), wrong_end), (tokens(distances, 5, largest=True), farthest)]
    if given != expected:
        raise_for_mistake(given, [*mistakes, *turned, *far, *((names[::-1], sentence) for names, sentence in far)])
        if "beauty" in given:
            raise NotYet(itself)
        if set(map(str, given)) == set(expected):
            raise NotYet("The five are right, but not their order: the most similar first.")
        if any(isinstance(item, float) for item in given):
            raise NotYet("These are similarities, or distances. Which tokens have them?")
        right = len(set(map(str, given)) & set(expected))
        raise NotYet(f"Of your {len(given)}, {right} belong there, and five are asked for.")
    return expected, len(set(expected) & set(tokens(distances, 5, largest=False)))


@check
def check_free_of_hub(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word with at least 12 whole words, and without [MASK], among its 15 nearest by Euclidean distance."""
    word = parse_word(answer, bert)
    hub = bert.token_id(HUB)
    distances = compare_with_all(bert, word)[1]
    rank = int((distances < distances[hub]).sum())  # the word itself is one of them, and has no rank
    if rank <= 15:
        raise NotYet(f"By Euclidean distance {HUB} is number {rank} of the tokens nearest to {word}. Try another word.")
    table = nearest_tokens(bert, word, 15, "euclidean")
    ranks = (
        f"{HUB}, at {distances[hub]:.3f}, is only number {rank:,} for {word}; number 15 is at {table[-1].distance:.3f}."
    )
    strange = [row.token for row in table if token_kind(row.token) != "word"]
    if len(strange) > 3:
        raise NotYet(
            f"{word} has escaped {HUB}, but look who has taken its place: {quoted(strange[:3])}; {len(strange)} of "
            "the 15 are no whole words. Find a word whose neighbors are."
        )
    return f"{ranks} {15 - len(strange)} of the fifteen are words: where there are enough of them, a hub has no place."


@check
def check_twice(answer: object, bert: TokenEmbeddings) -> str:
    """Check the distance and the similarity of twice the vector of beauty to beauty."""
    given = pair(answer)
    beauty = bert["beauty"].astype(np.float64)
    twice = 2 * beauty[None]
    length = float(euclidean_distances(beauty[None], np.zeros_like(beauty))[0])
    expected = [float(euclidean_distances(twice, beauty)[0]), float(cosine_similarities(twice, beauty)[0])]
    distance, similarity = given.tolist()
    if not is_close(given, expected):
        if is_close([similarity, distance], expected):
            raise NotYet("The two are swapped: the distance goes first, then the similarity.")
        if not is_close(similarity, expected[1]):
            raise_for_mistake(
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
        raise_for_mistake(
            distance,
            [
                (0, "The distance isn't 0: both point in the same direction, but they end at different places."),
                (expected[0] ** 2, "The distance is squared. Take its root."),
                (2 * length, "That is the length of twice beauty. From the end of beauty it is only half as far."),
                (len(beauty), f"{len(beauty)} is how many numbers beauty has. How long is it?"),
                (2, "The distance depends on how long beauty is. What is 2a - a?"),
                (1, "The distance depends on how long beauty is. What is 2a - a?"),
            ],
        )
        if distance < 0:
            raise NotYet(
                f"The similarity is right, but a distance is never negative, and yours is {format_number(distance)}."
            )
        close = "a little " if abs(distance - expected[0]) < 0.1 else ""
        size = "large" if distance > expected[0] else "small"
        raise NotYet(f"The similarity is right, and the distance, {format_number(distance)}, is {close}too {size}.")
    nearer = int((compare_with_all(bert, "beauty")[1] < expected[0]).sum()) - 1
    return (
        f"2a - a is a, so the distance is the length of beauty, {expected[0]:.3f}, and the direction is the same. "
        f"Twice beauty is as similar as can be, and yet {nearer:,} other tokens are nearer."
    )


def pair(answer: object) -> NDArray[np.float64]:
    """Return an answer as two numbers; each may be an array of one, as the helpers return it."""
    if not isinstance(answer, list | tuple):
        values = parse_numbers(answer)
        if values.shape != (2,):
            raise NotYet(f"Two numbers are asked for, (distance, similarity); your answer is {describe(answer)}.")
        return values
    if len(answer) != 2:
        raise NotYet(f"Two numbers are asked for, (distance, similarity); your answer is {describe(answer)}.")
    for place, item in zip(("first", "second"), answer, strict=True):
        if item is ...:
            raise NotYet(f"The {place} of your two is still three dots.")
        if np.size(item) > 1 and not isinstance(item, str):
            raise NotYet(f"The {place} of your two is a vector. How long is it?")
    return np.array(
        [parse_number(item, f"the {place}") for place, item in zip(("first", "second"), answer, strict=True)]
    )


@check
def check_right_angle(answer: object, bert: TokenEmbeddings) -> str:
    """Check how far from beauty a vector of length 0.5 is that stands at a right angle to it."""
    given = parse_number(answer)
    hub = bert.norms[bert.token_id(HUB)]
    hub_cosine = cosine_similarities([bert[HUB]], bert["beauty"])[0]
    beauty = bert["beauty"].astype(np.float64)
    length = float(euclidean_distances(beauty[None], np.zeros_like(beauty))[0])
    ends = np.array([[0, 0.5], [0, length]])  # two vectors at a right angle to the first axis
    expected, as_long = euclidean_distances(ends, [length, 0]).tolist()
    mistakes: list[tuple[Any, str]] = [
        (expected**2, "That is the squared distance. Take its root."),
        (
            length + 0.5,
            "You added the lengths, which is right only for opposite directions. Add their squares, take the root.",
        ),
        (  # or the root of length**2 + 0.5**2 - 2 * length * 0.5, which is the same number
            length - 0.5,
            "That is the difference of the lengths, which is right only for the same direction, cosine 1. With cosine "
            "0 the last term of the formula is gone. Add the squares, take the root.",
        ),
        (np.sqrt(length**2 - 0.25), "You subtracted the squares. By the formula with cosine 0 they are added."),
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
    check_number(given, expected, mistakes, "A distance")
    return (
        f"the root of {length:.3f}² + 0.5² is {expected:.3f}. A vector as long as beauty itself, at the same right "
        f"angle, is at {as_long:.3f}: the shorter one is nearer, and not at all more similar."
    )


Vector = NDArray[np.float64]
# With these, no two of the mistakes below give the same, none divides by 0, and no dot product comes twice.
PAIRS = [([3.0, 1.0], [1.0, 2.0]), ([2.0, -1.0], [-1.0, 4.0]), ([1.0, 2.0, 3.0], [2.0, 0.0, 2.0])]


@check
def check_cosine(cosine: object) -> str:
    """Check a function that returns the cosine similarity of two vectors."""
    if name := borrowed(cosine, "cosine"):
        raise NotYet(
            f"{name} does the work in your function, and does it well. Here write the formula yourself: the "
            "dot product, divided by both lengths."
        )
    tries = [(np.array(a), np.array(b)) for a, b in PAIRS]
    given = []
    for a, b in tries:
        result = parse_numbers(call(cosine, a, b), RETURNED)
        if result.size != 1:
            raise NotYet(
                f"It returns {describe(result)}, and one number is asked for. Add the products up; and |a| is one "
                "number too, the length of a, which abs(a) is not."
            )
        given.append(float(result.reshape(-1)[0]))
    expected = [float(cosine_similarities([a], b)[0]) for a, b in tries]
    if not is_close(given, expected):
        for mistaken, sentence in COSINE_MISTAKES:
            if is_close(given, [mistaken(a, b) for a, b in tries]):
                raise NotYet(sentence)
        if is_close(given[:2], expected[:2]):
            raise NotYet("It is right for two numbers each, and not for more. Use all of them: (a * b).sum().")
        raise_if_left_over(cosine)
        if max(given) - min(given) < CLOSE:
            raise NotYet("It gives the same for all vectors. What does it do with a and b?")
        raise NotYet(
            f"For a = {tries[0][0].tolist()} and b = {tries[0][1].tolist()} yours is {given[0]:.3f}, and it should be "
            f"{expected[0]:.3f}."
        )
    return (
        "the dot product, divided by both lengths. If one of the vectors is all zeros, so is its length, and 0 / 0 is "
        "nan, not a number: such a vector points nowhere."
    )


def product_of_norms(*vectors: Vector) -> float:
    """Return the product of the lengths of vectors."""
    return float(np.prod([np.sqrt((vector**2).sum()) for vector in vectors]))


def clipped_cosine(a: Vector, b: Vector) -> float:
    """Return the cosine similarity of two vectors."""
    return float(cosine_similarities([a], b)[0])


# Typical wrong implementations, each with its reply.
COSINE_MISTAKES: list[tuple[Callable[[Vector, Vector], float], str]] = [
    (
        lambda a, b: float(a @ b),
        "That is the dot product alone, and it grows with the vectors. Divide it by both lengths.",
    ),
    (
        lambda a, b: float(a @ b) / product_of_norms(a),
        "You divided by the length of a alone. Divide by the length of b as well.",
    ),
    (
        lambda a, b: float(a @ b) / product_of_norms(b),
        "You divided by the length of b alone. Divide by the length of a as well.",
    ),
    (
        lambda a, b: 1 - clipped_cosine(a, b),
        "That is 1 - cosine, the cosine distance. The similarity is the cosine itself.",
    ),
    (
        lambda a, b: float(a @ b) / product_of_norms(a, a, b, b),
        "You divided by the squared lengths. Take the root of each sum of squares.",
    ),
    (
        lambda a, b: float(a @ b) / product_of_norms(a) * product_of_norms(b),
        "Python divides and multiplies from left to right: put parentheses around |a| |b|.",
    ),
    (
        lambda a, b: float(a @ b) / (product_of_norms(a) + product_of_norms(b)),
        "You divided by the sum of the lengths. Divide by their product.",
    ),
    (
        lambda a, b: float(a @ b) / len(a) ** 2,
        "len(a) is how many numbers a has. |a| is the root of the sum of their squares.",
    ),
    (
        lambda a, b: float(a @ b) / (np.abs(a).sum() * np.abs(b).sum()),
        "You divided by the sums of the numbers without their signs. Square first, add, and take the root last.",
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
    (
        lambda a, b: float(np.cos(a @ b)),
        "np.cos takes an angle, and a @ b is none. Divide it by both lengths: that is the cosine already.",
    ),
    (lambda a, b: float(np.arccos(clipped_cosine(a, b))), "That is the angle, in radians. Its cosine is asked for."),
    (
        lambda a, b: float(np.degrees(np.arccos(clipped_cosine(a, b)))),
        "That is the angle, in degrees. Its cosine is asked for.",
    ),
    (lambda a, b: abs(clipped_cosine(a, b)), "The sign is lost: vectors that point apart have a cosine below 0."),
    (lambda a, b: float(np.sqrt(((a - b) ** 2).sum())), "That is the Euclidean distance."),
]
