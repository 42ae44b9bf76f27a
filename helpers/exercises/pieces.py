"""The check of the exercise in notebook 4 about a word that BERT splits."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import cosine_similarities
from helpers.embeddings import TokenEmbeddings
from helpers.exercises.reading import numbers
from helpers.exercises.replies import NotYet, check
from helpers.neighbors import nearest_neighbors

SPLIT = "handbag"


@check
def check_mean(answer: object, bert: TokenEmbeddings) -> str:
    """Check the mean of the vectors of the pieces of "handbag"."""
    given = numbers(answer)
    pieces = bert.tokenize(SPLIT)
    rows = np.array([bert[piece] for piece in pieces], dtype=np.float64)
    truth = rows.mean(axis=0)
    around = np.array([bert[token] for token in ("[CLS]", *pieces, "[SEP]") if token in bert], dtype=np.float64)
    bare = np.array(
        [bert[piece.removeprefix("##")] for piece in pieces if piece.removeprefix("##") in bert], dtype=np.float64
    )
    mistakes: list[tuple[Any, str]] = [
        (
            rows.sum(axis=0),
            "That is the sum. It has the same direction, so cosine can't tell, but it is longer. Divide it.",
        ),
        (rows.mean(axis=1), "You took the mean of each row: axis=1 runs along it. Take axis=0, down the columns."),
        (rows.mean(), "You took the mean of all numbers at once. Say axis=0, so that each column has its own mean."),
        (rows, "These are the rows of the pieces. Take their mean, with axis=0."),
        (rows.reshape(-1), "You put one vector behind the other. Take the mean of the two, number by number."),
        (around.mean(axis=0), "[CLS] and [SEP] are in your mean. Use bert.tokenize, which leaves them out."),
        (around.sum(axis=0), "[CLS] and [SEP] are in your sum. Use bert.tokenize, which leaves them out."),
        (bare.mean(axis=0), "You used the whole word where the piece belongs: its ## is part of the token."),
        (truth / len(pieces), "You divided twice."),
        (truth / np.sqrt((truth**2).sum()), "It has the right direction, but its length is 1. The mean is asked for."),
        *((row, f"That is the vector of {piece} alone.") for row, piece in zip(rows, pieces, strict=True)),
        *(
            (row_sum, "Python divides first: put the sum in parentheses.")
            for row_sum in [rows[:-1].sum(axis=0) + rows[-1] / len(pieces)]
        ),
        (mean_of(bert, "sunflower"), "That is the query for sunflower. Take the pieces of handbag."),
        (np.mean([bert.token_id(piece) for piece in pieces]), "That is the mean of the ids. Take the vectors."),
    ]
    if not same_vector(given, truth):
        for mistaken, sentence in mistakes:
            if same_vector(given, mistaken):
                raise NotYet(sentence)
        if given.shape != truth.shape:
            raise NotYet(f"One vector of shape {truth.shape} is asked for; yours has shape {given.shape}.")
        raise NotYet(f"It has the right shape, but it isn't the mean of {' and '.join(pieces)}.")
    similarities = cosine_similarities(bert.vectors, truth)
    ids = nearest_neighbors(similarities, 3, largest=True, exclude=[bert.token_id(piece) for piece in pieces])
    found = ", ".join(bert.tokens[i] for i in ids)
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
