"""The five checks of notebook 2: ids, a share, a length, a counterexample, and one-hot rows."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.embeddings import TokenEmbeddings
from helpers.exercises._calling import call, raise_if_left_over
from helpers.exercises._comparing import check_number, is_close, raise_for_mistake
from helpers.exercises._parsing import RETURNED, parse_list, parse_number, parse_numbers, parse_word, quoted
from helpers.exercises._replies import NotYet, check
from helpers.tokens import token_kind

TEXT = "a sunflower"


LIST_OF_IDS = "[7, 8, 9]"


@check
def check_ids(answer: object, bert: TokenEmbeddings) -> str:
    """Check the ids of the tokens of "a sunflower"."""
    given = parse_list(answer, LIST_OF_IDS)
    if given and all(isinstance(item, str) and item in bert for item in given):
        words = "These are tokens. Their ids are asked for: bert.token_id(token) of each."
        try:
            compare_ids([bert.token_id(item) for item in given], bert)
        except NotYet as reason:
            raise NotYet(f"{words} {reason}") from None
        raise NotYet(words)
    tokens, expected = compare_ids(given, bert)
    pairs = ", ".join(f"{token} is {token_id}" for token, token_id in zip(tokens, expected, strict=True))
    return f"{pairs}. Two words take {len(expected)} rows of the matrix, so a text can have more tokens than words."


def compare_ids(given: list[Any], bert: TokenEmbeddings) -> tuple[list[str], list[int]]:
    """Return the tokens of the text and their ids; raise NotYet if the ids given are others."""
    tokens = bert.tokenize(TEXT)
    expected = [bert.token_id(token) for token in tokens]
    specials = [[bert.token_id(token)] if token in bert else [] for token in ("[CLS]", "[SEP]")]
    bare = [bert.token_id(token.removeprefix("##")) for token in tokens if token.removeprefix("##") in bert]
    mistakes: list[tuple[Any, str]] = [
        (
            [*specials[0], *expected, *specials[1]],
            "The first and the last are [CLS] and [SEP], marks that encode adds for the model. Leave both out.",
        ),
        ([*specials[0], *expected], "[CLS] stands before it, which only the model needs. Leave it out."),
        (bare, "One of these is the whole word, not the piece: the ## belongs to the token, and has a row of its own."),
        (
            [bert.token_id(letter) for letter in TEXT if letter in bert],
            "These are the ids of single letters. Split the text with bert.tokenize.",
        ),
        ([token_id + 1 for token_id in expected], "Each is one too many: ids count from 0."),
        ([str(token_id) for token_id in expected], "These are texts. Leave out the quotes around the ids."),
        (expected[1:], "The first word is missing: a is a token like any other."),
        (expected[::-1], "The ids are right, but they go from right to left."),
        (sorted(expected), "The ids are right, but sorted. They go in the order of the text."),
    ]
    if given != expected:
        raise_for_mistake(given, mistakes)
        if any(isinstance(item, str) for item in given):
            raise NotYet(f"Ids are whole numbers. Give a list of them, such as {LIST_OF_IDS}.")
        if any(isinstance(item, float) for item in given):
            raise NotYet("These are the numbers of a vector. Ids are asked for: bert.token_id(token) of each token.")
        if len(given) != len(expected):
            raise NotYet(f"The number of ids is {len(given)}, and BERT makes {len(expected)} tokens of this text.")
        raise NotYet(f"There are {len(expected)} ids, as there should be, but not all are right. Look each token up.")
    return tokens, expected


@check
def check_share(answer: object, bert: TokenEmbeddings) -> str:
    """Check the share of the vocabulary that is pieces."""
    given = parse_number(answer)
    kinds = Counter(token_kind(token) for token in bert.tokens)
    pieces, n = kinds["piece"], len(bert)
    expected = pieces / n
    if abs(given - 100 * expected) < 1:
        raise NotYet("That is in percent. As a share of 1 it is a hundredth of that.")
    mistakes: list[tuple[Any, str]] = [
        (0, "0 would be no pieces at all. Did // drop what comes after the point, or is the kind misspelled?"),
        (pieces, "That is how many pieces there are. Divide by the number of tokens."),
        (pieces / kinds["word"], "You divided by the number of words. Divide by the number of all tokens."),
        (n / pieces, "You divided the other way around: the part goes above, the whole below."),
        (1 - expected, "That is the share of all that are no pieces."),
        *(
            (kinds[kind] / n, f"That is the share of the kind {kind!r}. Pieces begin with ##.")
            for kind in kinds
            if kind != "piece"
        ),
    ]
    check_number(given, expected, mistakes, "A share")
    return (
        f"{pieces:,} of {n:,} is {expected:.3f}. With these pieces, and the single characters, nearly any word can be "
        "put together; without them it would be [UNK]."
    )


@check
def check_length(answer: object, bert: TokenEmbeddings) -> str:
    """Check the length of the vector of "beautiful"."""
    given = parse_number(answer)
    vector = bert["beautiful"].astype(np.float64)
    lengths = bert.norms
    expected = lengths[bert.token_id("beautiful")]
    mistakes: list[tuple[Any, str]] = [
        (len(vector), f"{len(vector)} is how many numbers the vector has. How long is the arrow from zero to it?"),
        (expected**2, "That is the squared length. Take its root."),
        (vector.sum(), "That is the sum of its numbers, in which plus and minus cancel. Square them first."),
        (
            np.abs(vector).sum(),
            "That is the sum of the numbers without their signs. Square first, add, and take the root last.",
        ),
        (np.sqrt((vector**2).mean()), "You took the mean of the squares. Take their sum."),
        (vector.mean(), "That is the mean of its numbers. Square them, add, take the root."),
        (vector.max(), "That is the largest of its numbers. All of them count: square them, add, take the root."),
        (bert.token_id("beautiful"), "That is the id of beautiful. How long is its vector?"),
        (
            euclidean_distances(vector[None], bert["beauty"])[0],
            "That is the distance from beautiful to beauty. How far is beautiful from zero?",
        ),
        (lengths[bert.token_id("beauty")], "That is the length of beauty. The length of beautiful is asked for."),
        (lengths[bert.token_id("beauty")] ** 2, "That is of beauty, and squared. Take beautiful, and the root."),
    ]
    check_number(given, expected, mistakes, "A length")
    return (
        f"{expected:.3f}, the root of the sum of {len(vector)} squares. np.linalg.norm gives it too, and "
        f"{np.mean(lengths < expected):.0%} of all tokens have a shorter vector."
    )


@check
def check_counterexample(answer: object, bert: TokenEmbeddings) -> str:
    """Check two words of which the more frequent one has the shorter vector."""
    given = parse_list(answer, '["house", "arsenic"]')
    if len(given) != 2:
        raise NotYet(f"Two words are asked for, the more frequent one first; you gave {len(given)}.")
    first, second = (parse_word(word, bert) for word in given)
    if first == second:
        raise NotYet("Both are the same token. Two different words are asked for.")
    lengths = bert.norms
    first_id, second_id = bert.token_id(first), bert.token_id(second)
    facts = ", ".join(
        f"{quoted([bert.tokens[i]])} has the id {i} and the length {lengths[i]:.3f}" for i in (first_id, second_id)
    )
    if first_id > second_id and lengths[first_id] > lengths[second_id]:
        raise NotYet(
            f"It would be right in the other order: the more frequent word, with the lower id, first. ({facts}.)"
        )
    if first_id > second_id:
        raise NotYet(
            f"Put the more frequent word first, the one with the lower id: {facts}. So this pair keeps the rule."
        )
    if lengths[first_id] >= lengths[second_id]:
        raise NotYet(
            f"This pair keeps the rule: {facts}. Look for a frequent word that is short, or a rare one that is long."
        )
    return (
        f"{facts}. One pair refutes 'always', and not 'mostly': of 10,000 pairs of words drawn at random, "
        f"{follows_the_rule(bert, lengths):.0%} keep the rule."
    )


def follows_the_rule(bert: TokenEmbeddings, lengths: NDArray[np.float64]) -> float:
    """Return the fraction of word pairs in which the word with the lower id has the longer vector."""
    words = np.array([i for i, token in enumerate(bert.tokens) if token_kind(token) == "word"])
    pairs = np.sort(np.random.default_rng(seed=0).choice(words, size=(10_000, 2)), axis=1)
    return float(np.mean(lengths[pairs[:, 0]] > lengths[pairs[:, 1]]))


@check
def check_one_hot_rows(one_hot_rows: object) -> str:
    """Check a function that returns a matrix with a one-hot row for each id."""
    # In the first, an id can be taken for the number of a row. Nothing stops, so the reply can say so.
    tries = [([2, 0, 2], 4), ([2, 0, 3], 4), ([1], 3), ([3, 3, 0, 5], 7)]
    for ids, n in tries:
        expected = np.eye(n)[ids]
        given = parse_numbers(call(one_hot_rows, list(ids), n), RETURNED)
        if is_close(given, expected):
            continue
        call_text = f"one_hot_rows({ids}, {n})"
        if len(set(ids)) < len(ids) and is_close(given, np.eye(n)[list(dict.fromkeys(ids))]):
            raise NotYet(f"In {call_text} the id {ids[0]} is there twice, and needs two rows.")
        raise_for_mistake(given, row_mistakes(ids, n))
        raise_if_left_over(one_hot_rows)
        if given.shape != expected.shape:
            raise NotYet(
                f"{call_text} must have the shape {expected.shape}, a row for each id; yours has {given.shape}."
            )
        row = next(row for row in range(len(ids)) if not is_close(given[row], expected[row]))
        raise NotYet(
            f"Row {row} of {call_text} is {in_brackets(given[row])}, and for the id {ids[row]} it should be "
            f"{in_brackets(expected[row])}."
        )
    return (
        "each row lets one row of the matrix pass, so one_hot_rows(ids, n) @ matrix looks a whole sentence up at once. "
        "It is a great many multiplications by 0, and matrix[ids] gives the same without them."
    )


def in_brackets(row: NDArray[np.float64]) -> str:
    """Return a row as Python writes a list of such numbers."""
    return f"[{', '.join(f'{value:g}' for value in row)}]"


def row_mistakes(ids: list[int], n: int) -> list[tuple[NDArray[np.float64], str]]:
    """Return the results of typical wrong implementations, each with its reply."""
    rows = np.eye(n)[ids]
    together = rows.max(axis=0)
    taken = np.isin(np.arange(len(ids)), ids)[:, None]  # the rows that have the number of an id
    shape = f"{rows.shape}"
    return [
        (
            taken * np.ones(n),
            "Whole rows are filled with ones: an id is taken for the number of a row. m[row, ids[row]] = 1 names both.",
        ),
        (
            taken * np.eye(len(ids), n),
            "Each 1 is in the row with the number of its id. The first row is for the first id, and so on.",
        ),
        (
            np.tile(together, (len(ids), 1)),
            "Each row has the ones of all ids. The first row needs that of the first id alone, and so on.",
        ),
        (rows.T, f"Rows and columns are mixed up: the shape should be {shape}, a row for each id."),
        (together, f"All ones are in one row, and their order is lost. Make a row for each id, shape {shape}."),
        (rows.sum(axis=0), f"All ones are in one row, and their order is lost. Make a row for each id, shape {shape}."),
        (rows[:1], "There is a row for the first id alone. Does return stand inside the loop?"),
        (rows[0], f"There is a row for the first id alone. Make a row for each, shape {shape}."),
        (np.roll(rows, 1, axis=1), "Each 1 is one place too far to the right: ids count from 0."),
        (np.roll(rows, -1, axis=1), "Each 1 is one place too far to the left: ids count from 0."),
        (rows[::-1], "The rows are there, but from the last id to the first."),
        (np.eye(n)[sorted(ids)], "The rows are there, but sorted by id. Keep the order of the list."),
        (rows * np.array(ids)[:, None], "The id itself stands where a 1 should be."),
        (np.eye(n), "That has a row for each token. Take the rows of the ids alone."),
    ]
