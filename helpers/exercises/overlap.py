"""The check of the exercise in notebook 4 that asks for what two lists share, as a function."""

from collections.abc import Callable

import numpy as np

from helpers.embeddings import TokenEmbeddings
from helpers.exercises.comparing import CLOSE, same
from helpers.exercises.reading import RETURNED, number, returned
from helpers.exercises.replies import NotYet, check
from helpers.synonyms import NeighborTable, nearest_tokens

# With these, no two of the mistakes below give the same.
TRIES = [("beauty", 15), ("king", 10), ("hot", 20), ("beauty", 5)]


@check
def check_overlap(overlap: object, bert: TokenEmbeddings) -> str:
    """Check a function that returns which share of two lists of k nearest tokens is the same."""
    tries = TRIES
    given = [number(returned(overlap, word, k), RETURNED) for word, k in tries]
    truth = [shared(bert, word, k) / k for word, k in tries]
    if not same(given, truth):
        for mistaken, sentence in OVERLAP_MISTAKES:
            if same(given, [mistaken(bert, word, k) for word, k in tries]):
                raise NotYet(sentence)
        if max(given) - min(given) < CLOSE:
            raise NotYet("It gives the same for every word. Does it use its own word and k?")
        wrong = next(i for i in range(len(tries)) if not same(given[i], truth[i]))
        word, k = tries[wrong]
        raise NotYet(
            f"overlap({word!r}, {k}) gives {given[wrong]:.3f}, and {shared(bert, word, k)} of {k} tokens are in both."
        )
    most, least = int(np.argmax(truth)), int(np.argmin(truth))
    return (
        f"from {truth[least]:.0%} for {tries[least][0]} to {truth[most]:.0%} for {tries[most][0]}. The two measures "
        "rank the same vectors, so all that differs is what they make of length."
    )


def tokens(table: NeighborTable) -> set[str]:
    """Return the tokens of a table."""
    return {row.token for row in table}


def shared(bert: TokenEmbeddings, word: str, k: int, *, include_self: bool = False) -> int:
    """Return how many tokens two lists of the k nearest share."""
    lists = [nearest_tokens(bert, word, k, metric, include_self=include_self) for metric in ("cosine", "euclidean")]
    return len(tokens(lists[0]) & tokens(lists[1]))


def half_shared(bert: TokenEmbeddings, word: str, k: int, longer: str = "cosine") -> int:
    """Return how many tokens two lists share of which one has 15 tokens, whatever k is."""
    lists = [nearest_tokens(bert, word, 15 if metric == longer else k, metric) for metric in ("cosine", "euclidean")]
    return len(tokens(lists[0]) & tokens(lists[1]))


# What a function returns that mixes something up, and what to say.
OVERLAP_MISTAKES: list[tuple[Callable[[TokenEmbeddings, str, int], float], str]] = [
    (lambda bert, word, k: shared(bert, word, k), "That is how many tokens they share. Divide by k for the share."),
    (
        lambda bert, word, k: shared(bert, word, k) // k,
        "The integer division // drops what comes after the point. Divide with one /.",
    ),
    (
        lambda bert, word, k: 100 * shared(bert, word, k) / k,
        "That is in percent. As a share of 1 it is a hundredth of that.",
    ),
    (
        lambda bert, word, k: shared(bert, word, k) / (2 * k - shared(bert, word, k)),
        "You divided by the number of all different tokens in the two lists. Divide by k.",
    ),
    (
        lambda bert, word, k: shared(bert, word, k) / (2 * k),
        "You divided by the length of both lists together. Divide by k.",
    ),
    (lambda bert, word, k: 1 - shared(bert, word, k) / k, "That is the share that differs."),
    (
        lambda bert, word, k: shared(bert, word, k, include_self=True) / k,
        "The word itself is in both lists, and counts. Leave include_self out.",
    ),
    (
        lambda bert, word, k: (
            len(set(nearest_tokens(bert, word, k)) & set(nearest_tokens(bert, word, k, "euclidean"))) / k
        ),
        "You count only what stands at the same rank in both lists. Put the tokens of each, row.token, into a set.",
    ),
    (lambda bert, word, k: 1, "Both of your lists are by the same measure. Say metric='euclidean' for one of them."),
    (lambda bert, word, k: half_shared(bert, word, k) / k, "One of your lists has 15 tokens, whatever k is."),
    (
        lambda bert, word, k: half_shared(bert, word, k, longer="euclidean") / k,
        "One of your lists has 15 tokens, whatever k is.",
    ),
    (lambda bert, word, k: shared(bert, "beauty", k) / k, "Your function asks for beauty, whatever its word is."),
    (lambda bert, word, k: shared(bert, word, k) / 15, "You divided by 15. Divide by k."),
    (
        lambda bert, word, k: 2 - shared(bert, word, k) / k,
        "The sign | takes what is in either set; & takes what is in both.",
    ),
    (lambda bert, word, k: shared(bert, word, 15) / 15, "Your function takes 15 neighbors, whatever k is. Hand k on."),
    (lambda bert, word, k: shared(bert, word, 15) / k, "Your function takes 15 neighbors, whatever k is. Hand k on."),
]
