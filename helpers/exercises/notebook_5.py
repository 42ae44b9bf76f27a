"""The five checks of notebook 5: the reciprocal rank, a width, an exception, a report, and a word that votes itself."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.embeddings import TokenEmbeddings
from helpers.evaluation import bootstrap_interval
from helpers.exercises._calling import borrowed, call, raise_if_left_over
from helpers.exercises._comparing import check_number, format_number, is_close, matches
from helpers.exercises._parsing import (
    RETURNED,
    describe,
    is_longer_than,
    parse_number,
    parse_numbers,
    parse_word,
    quoted,
)
from helpers.exercises._replies import NotYet, check
from helpers.relations import Relations
from helpers.synonyms import nearest_tokens

Row = list[bool]
# With these, no two of the mistakes below give the same.
ROWS = [
    [False, True, False, True, False],
    [True, False, False, True, True, False],
    [False, False, False, False, True],
    [False, False, True, True],
    [False, True, True, False, True, False, False, True],
    [False, False, False],
]


def right_reciprocal_rank(row: Row) -> float:
    """Return 1 divided by the rank of the first True, or 0."""
    return 1 / (1 + row.index(True)) if any(row) else 0.0


@check
def check_reciprocal_rank(function: object) -> str:
    """Check a function that returns the reciprocal rank of a row of True and False."""
    given = [_returned(function, row) for row in ROWS]
    expected = [right_reciprocal_rank(row) for row in ROWS]
    if not is_close(given, expected):
        for mistaken, sentence in RANK_MISTAKES:
            if is_close(given, [mistaken(row) for row in ROWS]):
                raise NotYet(sentence)
        raise_if_left_over(function)
        wrong = next(i for i in range(len(ROWS)) if not is_close(given[i], expected[i]))
        if not any(ROWS[wrong]):
            raise NotYet(
                f"Where a row has a True it is right. In {_shown(ROWS[wrong])} nothing is right, so return 0; yours is "
                f"{format_number(given[wrong])}."
            )
        first = ROWS[wrong].index(True) + 1
        raise NotYet(
            f"For {_shown(ROWS[wrong])} it gives {format_number(given[wrong])}. The first True has rank {first}, and 1 "
            f"divided by {first} is {format_number(expected[wrong])}."
        )
    if helper := borrowed(function, "reciprocal_rank"):
        raise NotYet(f"Your function calls {helper}, and the number is right. Now write it without the helper.")
    return (
        "at rank 1 it is 1, at rank 2 already half, and 0 if nothing is right. So its mean rewards a right neighbor "
        "far more at the top of the list than at the end."
    )


def _returned(function: object, row: Row) -> float:
    """Return what a learner's function gives for a row, as one number; raise NotYet if it gives none."""
    hint = "" if any(row) else f" The row was {_shown(row)}, in which nothing is right: return 0 there."
    try:
        value = parse_number(call(function, np.array(row)), RETURNED)
    except NotYet as reason:
        division = re.search("ZeroDivisionError|divide by zero|infinite", str(reason))
        if division and any(row):
            raise NotYet(f"There is a division by 0. The first rank is 1: count with start=1. {reason}") from None
        raise NotYet(f"{reason}{hint}") from None
    return value


def _shown(row: Row) -> str:
    return "[" + ", ".join(map(str, row)) + "]"


def _ranks(row: Row) -> list[int]:
    """Return the ranks of all that is right, from 1."""
    return [rank for rank, right in enumerate(row, start=1) if right]


def _of_ranks(choose: Callable[[list[int]], float]) -> Callable[[Row], float]:
    """Return a function of a row that chooses from the ranks of what is right, or returns 0 if there is none."""
    return lambda row: choose(_ranks(row)) if any(row) else 0.0


# Typical wrong implementations, each with its reply.
RANK_MISTAKES: list[tuple[Callable[[Row], float], str]] = [
    (
        _of_ranks(lambda ranks: 1 / ranks[-1]),
        "You took the rank of the last one that is right. Stop at the first True.",
    ),
    (_of_ranks(lambda ranks: ranks[0]), "That is the rank itself. Divide 1 by it."),
    (_of_ranks(lambda ranks: ranks[0] - 1), "That is the place, counted from 0. Count from 1, and divide 1 by it."),
    (
        _of_ranks(lambda ranks: 1 / (1 + ranks[0])),
        "Your ranks are one too large. The first has rank 1: was 1 added twice?",
    ),
    (
        _of_ranks(lambda ranks: sum(1 / rank for rank in ranks) / len(ranks)),
        "That is the mean over all that is right. Only the first one counts.",
    ),
    (
        _of_ranks(lambda ranks: sum(1 / rank for rank in ranks)),
        "You added up over all that is right. Only the first one counts: return there.",
    ),
    (
        _of_ranks(lambda ranks: len(ranks) / sum(ranks)),
        "That is 1 divided by the mean rank. Only the first one that is right counts.",
    ),
    (
        _of_ranks(lambda ranks: 1 / len(ranks)),
        "You divided by how many are right. Divide by the rank of the first one.",
    ),
    (_of_ranks(len), "That is how many are right. At which rank is the first one?"),
    (
        lambda row: len(_ranks(row)) / len(row),
        "That is the precision, the share that is right. At which rank is the first one?",
    ),
    (lambda row: float(any(row)), "That is the hit: 1 if any is right. Divide 1 by the rank of the first one."),
    (
        lambda row: 0.0,
        "It is 0 for each row. Does it ask `is True`? NumPy's True is an object of its own: write if is_right.",
    ),
    (
        lambda row: float(row[0]),
        "Only rank 1 counts in yours. Does the loop return in its first round, where return 0 goes after the loop? Or "
        "does // drop what comes after the point? Divide with one /.",
    ),
    (
        lambda row: 1 / (1 + int(np.argmax(row))),
        "Where nothing is right you return 1: argmax of a row without True is 0. Ask whether any is right.",
    ),
    (
        lambda row: 1 / (1 + row[::-1].index(True)) if any(row) else 0.0,
        "You count from the far end. The nearest comes first, and has rank 1.",
    ),
    (
        lambda row: 1 / (1 + row.index(False)) if not all(row) else 0.0,
        "That is the rank of the first that is wrong. Look for the first True.",
    ),
]


@check
def check_width(answer: object, hits: ArrayLike) -> str:
    """Check the width that the interval of the hit rate has with 500 words."""
    if getattr(answer, "shape", (len(answer),) if isinstance(answer, list | tuple) else ()) == (2,):
        low, high = parse_numbers(answer)
        raise NotYet(f"These are the ends of an interval. How wide is it? Give one number: {high:.3f} - {low:.3f}.")
    given = parse_number(answer)
    hits = np.asarray(hits, dtype=np.float64)
    (low, high), (low_500, high_500) = bootstrap_interval(hits), bootstrap_interval(hits[:500])
    before, expected = high - low, high_500 - low_500
    if not any(abs(given - width) <= 0.15 * width for width in (expected, 2 * before)):
        n = len(hits)
        mistakes = [
            (4 * before, "Four times as wide is too wide: the width doesn't grow as fast as the words get fewer."),
            (before / 2, "Half as wide? With fewer words a score is less sure, so the interval gets wider."),
            (before / 4, "A quarter as wide? With fewer words a score is less sure, so the interval gets wider."),
            (
                before,
                f"That is about the width with {n:,} words. (With 500, plus or minus that much is right: the width is "
                "all of it, from end to end.)",
            ),
            (100 * expected, "That is in percent. As a share it is a hundredth of that."),
            (2, "The interval is twice as wide, but which number is that? Multiply high - low by it."),
            (4, "Not fourfold, and the width itself is asked for: high - low."),
            (hits[:500].mean(), "That is the hit rate of 500 words. How wide is its interval?"),
            (low_500, "That is the lower end of the interval. Take the difference of its ends."),
            (high_500, "That is the upper end of the interval. Take the difference of its ends."),
        ]
        if given < 0:
            raise NotYet("A width is never negative: take the upper end minus the lower one.")
        for mistaken, sentence in mistakes:
            if abs(given - mistaken) <= 0.05 * mistaken:
                raise NotYet(sentence)
        raise NotYet(
            f"Your number, {format_number(given)}, is too {'large' if given > expected else 'small'}. To compute "
            "it, take bootstrap_interval(hits[:500]), and its upper end minus its lower."
        )
    return (
        f"with the first 500 it is {expected:.2f} wide, with {len(hits):,} it was {before:.2f}. Four times as many "
        "words make it half as wide: the width goes with 1 divided by the square root of their number."
    )


@check
def check_exception(answer: object, bert: TokenEmbeddings, wordnet: Mapping[str, Relations]) -> str:
    """Check a word with a synonym among its ten nearest by Euclidean distance, and none by cosine."""
    if isinstance(answer, list | tuple | set | np.ndarray) and is_longer_than(1, answer):
        raise NotYet(f"One word is asked for, and your answer is {describe(answer)}. Take one of them.")
    word = parse_word(answer, bert)
    if word not in wordnet:
        raise NotYet(f"{quoted([word])} isn't in the table of WordNet. Choose from `words`, which all have a synonym.")
    if not wordnet[word].synonyms:
        raise NotYet(f"{quoted([word])} has no synonym in the table, so no list can find one. Choose from `words`.")
    by_distance, by_cosine = (
        [row.token for row in nearest_tokens(bert, word, 10, metric) if row.token in wordnet[word].synonyms]
        for metric in ("euclidean", "cosine")
    )
    if by_distance and not by_cosine:
        return (
            f"by distance {word} has {quoted(by_distance)} among its ten nearest, and by cosine no synonym. One "
            "measure is better on the whole, and the other for this word."
        )
    if by_cosine and not by_distance:
        raise NotYet(f"It is the other way around: for {word} cosine finds {quoted(by_cosine)}, and distance nothing.")
    if by_cosine:
        raise NotYet(f"For {word} both find a synonym: distance {quoted(by_distance)}, cosine {quoted(by_cosine)}.")
    raise NotYet(f"For {word} neither finds a synonym among the ten nearest. Try another word.")


@check
def check_report(answer: object, tuning: Mapping[int, float], report: Mapping[int, float]) -> str:
    """Check the number of components that the tuning half chooses, and its hit rate on the other half."""
    if isinstance(answer, dict):
        raise NotYet("Your answer is a dictionary. Give two numbers, (components, hit rate).")
    given = parse_numbers(answer)
    if given.shape != (2,):
        raise NotYet(f"Two numbers are asked for, (components, hit rate), and your answer is {describe(answer)}.")
    n, rate = given.tolist()
    best, flattering = (max(scores, key=lambda key: scores[key]) for scores in (tuning, report))
    chosen = [key for key in tuning if tuning[key] == tuning[best]]  # more than one if they are tied
    if n in chosen and _same_rate(rate, report[int(n)]):
        return (
            f"{_components(n)}, because that is best on the tuning half, and {report[int(n)]:.3f} on the other, which "
            "had no part in choosing. It is a fair score, even if another number has a higher one there."
        )
    if n not in tuning and rate in tuning and n <= 1:
        raise NotYet("The two are swapped: the number of components goes first, then the hit rate.")
    if n not in tuning:
        raise NotYet(f"{_components(n)}: that was not tried. Choose one of {', '.join(map(str, tuning))}.")
    if rate > 1:
        raise NotYet("A hit rate is between 0 and 1, and yours is larger. Is it in percent? Divide by 100.")
    if n in chosen:
        if _same_rate(rate, tuning[best]):
            raise NotYet(
                f"{_components(best)} is right, but {tuning[best]:.3f} is from the words that chose it, and luck is in "
                "it. Report the score of the other half."
            )
        if _same_rate(rate, max(report.values())):
            raise NotYet(f"{_components(best)} is right, but that is another number's score. Look up report[{best}].")
        raise NotYet(f"{_components(best)} is right. Its hit rate isn't {format_number(rate)}: look it up in report.")
    if n == flattering:
        raise NotYet(
            f"{_components(flattering)}: that is best on the words of the report, so those words would choose, "
            "and be scored, too. Let the tuning half choose."
        )
    raise NotYet(f"{_components(n)}: that isn't best on the tuning half. Which number has the highest score there?")


def _components(n: float) -> str:
    return f"{format_number(n)} component{'s' * (n != 1)}"


def _same_rate(given: float, rate: float) -> bool:
    """Return whether two hit rates are the same, to two decimals or more as given."""
    return bool(abs(given - rate) < 1e-9 or matches(given, rate) or abs(given - rate) < 5e-4)


@check
def check_own_vote(answer: object) -> str:
    """Check the accuracy of k = 1 when each word votes for itself."""
    given = parse_number(answer)
    mistakes: list[tuple[Any, str]] = [
        (100, "In percent it is. As a number between 0 and 1?"),
        (0, "That would be so if the nearest never had the right label. But whose label does the nearest have here?"),
        (0.5, "No coin is tossed: who is the nearest neighbor of a word that isn't left out?"),
    ]
    if 0 < given < 1 and not matches(given, 0.5):
        raise NotYet(
            f"With {format_number(given)} some words would get a wrong label. But if each word stands in its own "
            "list, at rank 1, whose label does k = 1 take?"
        )
    check_number(given, 1.0, mistakes, "An accuracy")
    return (
        "each word is its own nearest neighbor, and votes for its own label. Such a perfect score says nothing: it "
        "only shows that the answers were among the data."
    )
