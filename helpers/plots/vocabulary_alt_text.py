"""What the figures of a whole vocabulary show, in words: first what a reader would conclude, then the details.

Every word follows from the data, whatever the model. A number is compared as it is printed, so that the words fit it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.neighbors import nearest_neighbors
from helpers.plots._phrases import counted, course, in_a_row
from helpers.tokens import KINDS, token_kind

Array = NDArray[Any]
PLURALS = {"special": "special tokens", "unused": "unused tokens"} | {kind: f"{kind}s" for kind in KINDS[2:]}
SAME = 1e-4  # numbers that differ by no larger part than this are the same but for rounding


def lengths_in_words(tokens: Sequence[str], kinds: Array, lengths: Array) -> str:
    """Say which kinds of token have short vectors, how length goes with the id, and how long special ones are."""
    medians = _medians(kinds, lengths)
    tenths = {
        kind: [round(float(np.median(part)), 2) for part in np.array_split(lengths[kinds == kind], 10)]
        for kind in medians
        if (kinds == kind).sum() >= 100
    }
    said = []
    for kind, values in tenths.items():
        run = ", ".join(f"{value:.2f}" for value in values)
        ends = f"between {min(values):.2f} and {max(values):.2f}"
        said.append(f"{PLURALS[kind]}, {(kinds == kind).sum():,}: {run if kind in ('word', 'piece') else ends}")
    shortest = int(nearest_neighbors(lengths, 1)[0])
    special = [f"{tokens[i]} {lengths[i]:.2f}" for i in np.flatnonzero(kinds == "special").tolist()]
    return (
        f"Median length of the vectors by kind, shortest first: {_in_order(medians)}; "
        f"{_trend(tenths.get('word', []))}the shortest of all is {tokens[shortest]} with {lengths[shortest]:.2f}. "
        f"The length of each token's vector is drawn against its id, for {len(tokens):,} tokens. "
        + (f"Medians of ten equal parts, in order of id: {'; '.join(said)}. " if said else "")
        + (f"Special tokens: {', '.join(special)}." if special else "There are no special tokens.")
    )


def distances_in_words(word: str, tokens: Sequence[str], distances: Array, similarities: Array) -> str:
    """Say how far those near to a word are those similar to it, and which kinds of token are near."""
    k = max(1, min(100, len(tokens) // 2))
    near = nearest_neighbors(distances, k)
    both = len(set(near.tolist()) & set(nearest_neighbors(similarities, k, largest=True).tolist()))
    often = (
        "also"
        if both == k
        else "mostly also"
        if 2 * both > k
        else "only half"
        if 2 * both == k
        else "mostly not"
        if both
        else "not"
    )
    low, middle, high = np.percentile(distances, [0, 50, 100])
    medians = _medians(np.array([token_kind(token) for token in tokens]), distances)
    return (
        f"What is nearest to {word} by distance is {often} what is most similar to it by cosine: of the {k:,} nearest "
        f"tokens, {counted(both, 'is', 'are')} among the {k:,} most similar. "
        f"Median distance by kind, nearest first: {_in_order(medians)}. "
        f"Nearest: {_listed(tokens, distances, near[:5])}. "
        f"Similarities of these: {', '.join(_number(similarities[i]) for i in near[:5])}. "
        f"Euclidean distance to {word} is drawn against token id, {len(tokens):,} tokens colored by cosine similarity. "
        f"Distances run from {low:.2f} to {high:.2f} with median {middle:.2f}."
    )


def similarities_in_words(
    word: str, tokens: Sequence[str], distances: Array, similarities: Array, lengths: Array
) -> str:
    """Say whether distance goes with length or with similarity, and name the most similar and the shortest."""
    most = nearest_neighbors(similarities, min(3, len(tokens)), largest=True)
    shortest = int(nearest_neighbors(lengths, 1)[0])
    known = similarities[np.isfinite(similarities)]  # a vector of zeros has no similarity: nan
    run = "No token has a similarity. "
    if len(known):
        low, middle, high = np.percentile(known, [0, 50, 100])
        run = f"Similarities run from {low:.2f} to {high:.2f} with median {middle:.2f}. "
    return (
        f"{_what_distance_follows(word, distances, similarities, lengths)} "
        f"Most similar: {_listed(tokens, similarities, most)}. "
        f"The shortest vector, {tokens[shortest]}, has distance {distances[shortest]:.2f} "
        f"and similarity {_number(similarities[shortest])}. "
        f"Cosine similarity to {word} is drawn against Euclidean distance, {len(tokens):,} tokens colored by length. "
        f"{run}The distances run from {distances.min():.2f} to {distances.max():.2f}."
    )


def ranks_in_words(word: str, tokens: Sequence[str], ranks: Sequence[int], others: int) -> str:
    """Say how many of the most similar tokens are far down in the list by distance, and how many are at its top."""
    k = len(tokens)
    far = counted(sum(rank > 1001 for rank in ranks), "has", "have")
    top = counted(sum(rank <= k for rank in ranks), "is", "are")
    behind = f"{far} more than 1,000 tokens before them by Euclidean distance and " if others > 1001 else ""
    listed = ", ".join(f"{token} {rank:,}" for token, rank in zip(tokens, ranks, strict=True))
    return (
        f"Of the {k} tokens most similar to {word} by cosine, {behind}{top} among the {k} nearest by distance. "
        f"Rank of each by distance, of {others:,} tokens, the most similar first: {listed}."
    )


def _what_distance_follows(word: str, distances: Array, similarities: Array, lengths: Array) -> str:
    """Compare the correlations of distance with length and with similarity, as far as there are any."""
    with_length, with_similarity = _correlation(distances, lengths), _correlation(distances, similarities)
    if with_similarity is None:
        return f"The similarities to {word} are all equal or too few to compare the distances with."
    if with_length is None:
        said = f"All vectors are of one length, so the distance to {word} depends on similarity alone. "
        return f"{said}Correlation of distance with similarity {with_similarity:.2f}."
    parts = ["the length of a token's vector", "its similarity"]
    if abs(with_length) < abs(with_similarity):
        parts = ["the similarity of a token", "the length of its vector"]
    return (
        f"The distance to {word} follows {parts[0]} more than {parts[1]}. "
        f"Correlation of distance with length {with_length:.2f}, with similarity {with_similarity:.2f}."
    )


def _correlation(x: Array, y: Array) -> float | None:
    """Return how far dots lie on a straight line, or None where one of the two measures is the same for all."""
    known = np.isfinite(x) & np.isfinite(y)
    if known.sum() < 3 or any(np.ptp(values[known]) <= SAME * np.abs(values[known]).max() for values in (x, y)):
        return None
    return float(np.corrcoef(x[known], y[known])[0, 1])


def _trend(tenths: Sequence[float]) -> str:
    """Say how the length of words goes with their id, where there are enough of them."""
    if not tenths:
        return ""
    ends = f"from {tenths[0]:.2f} to {tenths[-1]:.2f}"
    if (way := course(tenths)) == "goes up and down":
        ends += f" with {min(tenths):.2f} as the smallest and {max(tenths):.2f} as the largest"
    return f"over ten equal parts of the words in order of id it {way}, {ends}; "


def _medians(kinds: Array, values: Array) -> dict[str, float]:
    """Return the median of each kind of token that there is, the smallest first."""
    medians = {kind: float(np.median(values[kinds == kind])) for kind in KINDS if (kinds == kind).any()}
    return dict(sorted(medians.items(), key=lambda item: item[1]))


def _in_order(medians: dict[str, float]) -> str:
    return in_a_row([f"{PLURALS[kind]} {median:.2f}" for kind, median in medians.items()])


def _listed(tokens: Sequence[str], values: Array, chosen: Array) -> str:
    return ", ".join(f"{tokens[i]} {_number(values[i])}" for i in chosen.tolist())


def _number(value: float) -> str:
    return f"{value:.2f}" if np.isfinite(value) else "none"
