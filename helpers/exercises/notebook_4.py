"""The five checks of notebook 4: a rank, a filter, a split word, lists that agree, and what lists share."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities
from helpers.embeddings import TokenEmbeddings
from helpers.exercises._calling import call, raise_if_left_over
from helpers.exercises._comparing import CLOSE, check_number, is_close
from helpers.exercises._parsing import RETURNED, parse_number, parse_numbers, parse_word, quoted
from helpers.exercises._replies import NotYet, check
from helpers.neighbors import nearest_neighbors
from helpers.synonyms import NeighborTable, compare_with_all, nearest_tokens
from helpers.tokens import is_word

SEED, OTHER = "picturesque", "beauty"
SHOWN = "two"  # the word for which the notebook itself shows what the filter hides


@check
def check_rank(answer: object, bert: TokenEmbeddings) -> str:
    """Check the rank of beauty among the tokens most similar to picturesque."""
    if isinstance(answer, str | bool) and str(answer).strip(" .").lower() in ("no", "false"):
        raise NotYet("True, it is not among the 15. At which rank is it? Ask for a larger k.")
    given = parse_number(answer)
    expected, by_distance = ranks(bert, SEED, OTHER)
    back, _ = ranks(bert, OTHER, SEED)
    similarity = nearest_tokens(bert, SEED, expected)[-1].similarity
    turned = f"That is the rank of {SEED} among the neighbors of {OTHER}. Ask the other way around."
    mistakes: list[tuple[Any, str]] = [
        (expected - 1, "That is one too few: ranks count from 1, and positions in a Python list from 0."),
        (expected + 1, f"That is one too many, as when {SEED} itself is in your list. Leave it out."),
        (back, turned),
        (back + 1, turned),
        (by_distance, "That is the rank by Euclidean distance. Cosine similarity is asked for."),
        (
            ranks(bert, OTHER, SEED)[1],
            f"That is {SEED} for {OTHER}, by Euclidean distance, as in the figure.",
        ),
        (similarity, "That is how similar they are. How many tokens are more similar?"),
        (bert.token_id(OTHER), f"That is the id of {OTHER}. Its rank is asked for."),
    ]
    check_number(given, expected, mistakes, "A rank")
    return (
        f"{OTHER} has the rank {expected} for {SEED}, and {SEED} the rank {back} for {OTHER}. The similarity is "
        f"{similarity:.3f} both ways, but each word has neighbors of its own: being a neighbor is not mutual."
    )


def ranks(bert: TokenEmbeddings, word: str, other: str) -> tuple[int, int]:
    """Return the rank of a token among the neighbors of a word, by cosine and by Euclidean distance."""
    _, distances, similarities = compare_with_all(bert, word)
    token_id = bert.token_id(other)
    # The word itself is nearer than the token and has no rank, so this counts neither too few nor too many.
    return int((similarities > similarities[token_id]).sum()), int((distances < distances[token_id]).sum())


@check
def check_hidden(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word whose nearest token words_only hides."""
    word = parse_word(answer, bert)
    if word == SHOWN:
        raise NotYet(f"{SHOWN} is the word above. Find another.")
    nearest = nearest_tokens(bert, word, 1)[0].token
    if not is_word(nearest):
        left = nearest_tokens(bert, word, 1, words_only=True)[0].token
        return (
            f"the nearest token of {quoted([word])} is {quoted([nearest])}, and with words_only=True it is "
            f"{quoted([left])}. The filter hides "
            f"{len(bert.not_words):,} tokens, and cannot know which of them you wanted."
        )
    by_distance = nearest_tokens(bert, word, 1, "euclidean")[0].token
    also = f" (By Euclidean distance it is {quoted([by_distance])}, but cosine is asked for.)" * (
        not is_word(by_distance)
    )
    raise NotYet(
        f"The nearest token of {quoted([word])} is {quoted([nearest])}, which is made of letters, so the "
        f"filter keeps it.{also}"
    )


@check
def check_same_five(answer: object, bert: TokenEmbeddings) -> str:
    """Check a word whose five nearest tokens are the same by both measures."""
    word = parse_word(answer, bert)
    by_cosine = [row.token for row in nearest_tokens(bert, word, 5)]
    by_distance = [row.token for row in nearest_tokens(bert, word, 5, "euclidean")]
    if strange := [token for token in by_distance if token not in by_cosine]:
        raise NotYet(
            f"For {word} the lists share {5 - len(strange)} of 5. Only by Euclidean distance: {quoted(strange)}."
        )
    order = "in the same order" if by_cosine == by_distance else "in another order"
    return (
        f"{quoted(by_distance)} by Euclidean distance, and the same five {order} by cosine. Their true neighbors "
        "are so near that no short vector comes between."
    )


SPLIT = "handbag"


@check
def check_mean(answer: object, bert: TokenEmbeddings) -> str:
    """Check the mean of the vectors of the pieces of "handbag"."""
    given = parse_numbers(answer)
    pieces = bert.tokenize(SPLIT)
    rows = np.array([bert[piece] for piece in pieces], dtype=np.float64)
    expected = rows.mean(axis=0)
    around = np.array([bert[token] for token in ("[CLS]", *pieces, "[SEP]") if token in bert], dtype=np.float64)
    bare = np.array(
        [bert[piece.removeprefix("##")] for piece in pieces if piece.removeprefix("##") in bert], dtype=np.float64
    )
    mistakes: list[tuple[Any, str]] = [
        (
            rows.sum(axis=0),
            "That is the sum. It has the same direction, so cosine can't tell, but it is longer. Divide it.",
        ),
        (rows.sum(axis=1), "You added up each row. Take the mean down the columns, axis=0."),
        (rows.mean(axis=1), "You took the mean of each row: axis=1 runs along it. Take axis=0, down the columns."),
        (rows.mean(), "You took the mean of all numbers at once. Say axis=0, so that each column has its own mean."),
        (rows, "These are the rows of the pieces. Take their mean, with axis=0."),
        (rows.reshape(-1), "You put one vector behind the other. Take the mean of the two, number by number."),
        (around.mean(axis=0), "[CLS] and [SEP] are in your mean. Use bert.tokenize, which leaves them out."),
        (around.sum(axis=0), "[CLS] and [SEP] are in your sum. Use bert.tokenize, which leaves them out."),
        (bare.mean(axis=0), "You used the whole word where the piece belongs: its ## is part of the token."),
        (expected / len(pieces), "You divided twice."),
        (
            expected / np.sqrt((expected**2).sum()),
            "It has the right direction, but its length is 1. The mean is asked for.",
        ),
        *((row, f"That is the vector of {piece} alone.") for row, piece in zip(rows, pieces, strict=True)),
        *(
            (row_sum, "Python divides first: put the sum in parentheses.")
            for row_sum in [rows[:-1].sum(axis=0) + rows[-1] / len(pieces)]
        ),
        (mean_of(bert, "sunflower"), "That is the query for sunflower. Take the pieces of handbag."),
        (np.mean([bert.token_id(piece) for piece in pieces]), "That is the mean of the ids. Take the vectors."),
    ]
    if not same_vector(given, expected):
        for mistaken, sentence in mistakes:
            if same_vector(given, mistaken):
                raise NotYet(sentence)
        if given.shape != expected.shape:
            raise NotYet(f"One vector of shape {expected.shape} is asked for; yours has shape {given.shape}.")
        raise NotYet(f"It has the right shape, but it isn't the mean of {' and '.join(pieces)}.")
    similarities = cosine_similarities(bert.vectors, expected)
    ids = nearest_neighbors(similarities, 3, largest=True, exclude=[bert.token_id(piece) for piece in pieces])
    found = quoted(bert.tokens[i] for i in ids)
    return (
        f"the mean of {' and '.join(pieces)}. Besides these, the most similar tokens are {found}: "
        "would you have guessed the word from them?"
    )


def mean_of(bert: TokenEmbeddings, word: str) -> NDArray[np.float64]:
    """Return the mean of the vectors of a word's pieces."""
    mean: NDArray[np.float64] = np.mean([bert[piece] for piece in bert.tokenize(word)], axis=0, dtype=np.float64)
    return mean


def same_vector(given: Any, wanted: Any) -> bool:
    """Return whether two vectors are the same but for rounding: three decimals are enough."""
    given, wanted = np.asarray(given), np.asarray(wanted)
    return given.shape == wanted.shape and bool(np.allclose(given, wanted, rtol=0, atol=6e-4))


# With these, no two of the mistakes below give the same.
TRIES = [("beauty", 15), ("king", 10), ("hot", 20), ("beauty", 5)]


@check
def check_overlap(overlap: object, bert: TokenEmbeddings) -> str:
    """Check a function that returns which share of two lists of k nearest tokens is the same."""
    tries = TRIES
    given = [parse_number(call(overlap, word, k), RETURNED) for word, k in tries]
    expected = [shared(bert, word, k) / k for word, k in tries]
    if not is_close(given, expected):
        for mistaken, sentence in OVERLAP_MISTAKES:
            if is_close(given, [mistaken(bert, word, k) for word, k in tries]):
                raise NotYet(sentence)
        raise_if_left_over(overlap)
        if max(given) - min(given) < CLOSE:
            raise NotYet("It gives the same for every word. Does it use its own word and k?")
        wrong = next(i for i in range(len(tries)) if not is_close(given[i], expected[i]))
        word, k = tries[wrong]
        raise NotYet(
            f"overlap({word!r}, {k}) gives {given[wrong]:.3f}, and {shared(bert, word, k)} of {k} tokens are in both."
        )
    most, least = int(np.argmax(expected)), int(np.argmin(expected))
    return (
        f"from {expected[least]:.0%} for {tries[least][0]} to {expected[most]:.0%} for {tries[most][0]}. The two "
        "measures rank the same vectors, so all that differs is what they make of length."
    )


def tokens(table: NeighborTable) -> set[str]:
    """Return the tokens of a table."""
    return {row.token for row in table}


def shared(bert: TokenEmbeddings, word: str, k: int, *, include_self: bool = False) -> int:
    """Return how many tokens two lists of the k nearest share."""
    lists = [nearest_tokens(bert, word, k, metric, include_self=include_self) for metric in ("cosine", "euclidean")]
    return len(tokens(lists[0]) & tokens(lists[1]))


def half_shared(bert: TokenEmbeddings, word: str, k: int, longer: str = "cosine") -> int:
    """Return the overlap of two lists when one of them always has 15 tokens, ignoring k."""
    lists = [nearest_tokens(bert, word, 15 if metric == longer else k, metric) for metric in ("cosine", "euclidean")]
    return len(tokens(lists[0]) & tokens(lists[1]))


# Typical wrong implementations, each with its reply.
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
    (
        lambda bert, word, k: 1,
        "It is 1 for every word. Are both of your lists by the same measure? Say metric='euclidean' for one of them.",
    ),
    (lambda bert, word, k: half_shared(bert, word, k) / k, "One of your lists has 15 tokens, whatever k is."),
    (
        lambda bert, word, k: half_shared(bert, word, k, longer="euclidean") / k,
        "One of your lists has 15 tokens, whatever k is.",
    ),
    (lambda bert, word, k: shared(bert, "beauty", k) / k, "Your function asks for beauty, whatever its word is."),
    (
        lambda bert, word, k: shared(bert, "word", k) / k,
        "Your function asks for the neighbors of 'word', whatever its word is. Leave out the quotes.",
    ),
    (lambda bert, word, k: shared(bert, word, k) / 15, "You divided by 15. Divide by k."),
    (
        lambda bert, word, k: 2 - shared(bert, word, k) / k,
        "The sign | takes what is in either set; & takes what is in both.",
    ),
    (lambda bert, word, k: shared(bert, word, 15) / 15, "Your function takes 15 neighbors, whatever k is. Hand k on."),
    (lambda bert, word, k: shared(bert, word, 15) / k, "Your function takes 15 neighbors, whatever k is. Hand k on."),
]
