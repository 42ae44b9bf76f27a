"""Checks of the exercises in notebook 2 about how long vectors are."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import refuse_number
from helpers.exercises.reading import listed, number, whole_word
from helpers.exercises.replies import NotYet, check
from helpers.tokens import token_kind


@check
def check_length(answer: object, bert: TokenEmbeddings) -> str:
    """Check the length of the vector of "beautiful"."""
    given = number(answer)
    vector = bert["beautiful"].astype(np.float64)
    lengths = bert.norms
    truth = lengths[bert.token_id("beautiful")]
    mistakes: list[tuple[Any, str]] = [
        (len(vector), f"{len(vector)} is how many numbers the vector has. How long is the arrow from zero to it?"),
        (truth**2, "That is the squared length. Take its root."),
        (vector.sum(), "That is the sum of its numbers, in which plus and minus cancel. Square them first."),
        (np.abs(vector).sum(), "You added the numbers without their signs: add the squares first, then take the root."),
        (np.sqrt((vector**2).mean()), "You took the mean of the squares. Take their sum."),
        (vector.mean(), "That is the mean of its numbers. Square them, add, take the root."),
        (vector.max(), "That is the largest of its numbers. All of them count: square them, add, take the root."),
        (bert.token_id("beautiful"), "That is the id of beautiful. How long is its vector?"),
        (
            euclidean_distances(vector[None], bert["beauty"])[0],
            "That is the distance from beautiful to beauty. How far is beautiful from zero?",
        ),
        (lengths[bert.token_id("beauty")], "That is the length of beauty. The length of beautiful is asked for."),
    ]
    refuse_number(given, truth, mistakes)
    return (
        f"{truth:.3f}, the root of the sum of {len(vector)} squares. np.linalg.norm gives it too, and "
        f"{np.mean(lengths < truth):.0%} of all tokens have a shorter vector."
    )


@check
def check_counterexample(answer: object, bert: TokenEmbeddings) -> str:
    """Check two words of which the more frequent one has the shorter vector."""
    given = listed(answer, '["house", "arsenic"]')
    if len(given) != 2:
        raise NotYet(f"Two words are asked for, the more frequent one first; you gave {len(given)}.")
    first, second = (whole_word(word, bert) for word in given)
    if first == second:
        raise NotYet("Both are the same token. Two different words are asked for.")
    lengths = bert.norms
    first_id, second_id = bert.token_id(first), bert.token_id(second)
    said = ", ".join(f"{bert.tokens[i]} has the id {i} and the length {lengths[i]:.3f}" for i in (first_id, second_id))
    if first_id > second_id and lengths[first_id] > lengths[second_id]:
        raise NotYet(
            f"It would be right in the other order: the more frequent word, with the lower id, first. ({said}.)"
        )
    if first_id > second_id:
        raise NotYet(
            f"Put the more frequent word first, the one with the lower id: {said}. So this pair keeps the rule."
        )
    if lengths[first_id] >= lengths[second_id]:
        raise NotYet(
            f"This pair keeps the rule: {said}. Look for a frequent word that is short, or a rare one that is long."
        )
    return (
        f"{said}. One pair refutes 'always', and not 'mostly': of 10,000 pairs of words drawn at random, "
        f"{follows_the_rule(bert, lengths):.0%} keep the rule."
    )


def follows_the_rule(bert: TokenEmbeddings, lengths: NDArray[np.float64]) -> float:
    """Return in which part of pairs of words the one with the lower id is longer."""
    words = np.array([i for i, token in enumerate(bert.tokens) if token_kind(token) == "word"])
    pairs = np.sort(np.random.default_rng(seed=0).choice(words, size=(10_000, 2)), axis=1)
    return float(np.mean(lengths[pairs[:, 0]] > lengths[pairs[:, 1]]))
