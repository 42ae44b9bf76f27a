"""Text alternatives of the figures: one finding, what is drawn, and one range, all computed from the data."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import nearest_neighbors

Array = NDArray[Any]
EQUAL = 1e-4  # relative tolerance within which values count as equal


def describe_letters(points: Array, letters: Sequence[str], labels: Sequence[str], names: Sequence[str]) -> str:
    """Describe the letters: how far the classes mix, and where they lie."""
    n = len(points) - 1
    nearest = [
        nearest_neighbors(euclidean_distances(points[:-1], points[i]), 1, exclude=i)[0] for i in range(n) if n > 1
    ]
    mixed = [letters[i] for i, other in enumerate(nearest) if labels[other] != labels[i]]
    finding = (
        f"For {len(mixed)} of {n} letters ({', '.join(mixed)}) the nearest other letter is of another class."
        if mixed
        else "For each letter the nearest other letter is of the same class."
    )
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    classes = f"{count(n, 'letter', 'letters')} of {count(len(names), 'class', 'classes')}, {join(names)}"
    return (
        f"{finding} {classes}, and {letters[-1]} without a label. First coordinates run from {left:.1f} to "
        f"{right:.1f}, second ones from {bottom:.1f} to {top:.1f}."
    )


def describe_neighbors(points: Array, letters: Sequence[str], labels: Sequence[str], neighbors: Sequence[int]) -> str:
    """Describe the shaded letters: how many of each class, and the circle that takes them in."""
    n, query = len(points) - 1, letters[-1]
    distances = euclidean_distances(points, points[-1])
    classes = [labels[i] if i < n else f"{query} itself" for i in neighbors]
    counts = join(
        [
            f"{classes.count(name)} {'is' if classes.count(name) == 1 else 'are'} {name}"
            for name in dict.fromkeys(classes)
        ]
    )
    are_nearest = set(neighbors) == set(nearest_neighbors(distances[:n], min(n, len(neighbors))).tolist())
    which = f"nearest to {query}" if are_nearest else "shaded"
    radius, members = distances[list(neighbors)].max(), ", ".join(letters[i] for i in neighbors)
    return (
        f"Of the {count(len(neighbors), 'letter', 'letters')} {which}, {counts}: {members}. "
        f"The circle around {query} reaches to the farthest of them; its radius is {radius:.2f}."
    )


def describe_boundaries(
    letters: Sequence[str],
    names: Sequence[str],
    misclassified: Mapping[int, Sequence[int]],
    regions: Mapping[int, NDArray[np.intp]],
    votes: Mapping[int, str],
) -> str:
    """Describe the regions: which letters lie in that of another class, the vote for the query, and their sizes."""
    others = {k: ", ".join(letters[i] for i in ids) for k, ids in misclassified.items()}
    kept = {k: f"all letters but {listed}" if listed else "all letters" for k, listed in others.items()}
    shares = [np.mean(regions[k] == 0) for k in regions]
    return (
        f"In the region of their own class lie {by_k(kept)}; {letters[-1]} is {by_k(votes)}. The plane is tinted by "
        f"the class that the k nearest letters vote for; {names[0]} has {min(shares):.0%} to {max(shares):.0%} of it."
    )


def describe_lengths(tokens: Sequence[str], kinds: Array, lengths: Array, outlier: int | None) -> str:
    """Describe the lengths of all vectors: how those of words change with the id, and which is the shortest."""
    words = lengths[kinds == "word"]
    finding = ""
    if len(words) >= 100:
        first, *_, last = (float(np.median(part)) for part in np.array_split(words, 10))
        change = "falls" if last < first - 0.005 else "rises" if last > first + 0.005 else "stays"
        finding = f"The median length of words {change} with the id, from {first:.2f} to {last:.2f}. "
    shortest = int(nearest_neighbors(lengths, 1)[0])
    apart = "" if outlier is None else f"; of the unused ones, only {tokens[outlier]} stands apart"
    return (
        f"{finding}The length of each token's vector is drawn against its id, for {len(tokens):,} tokens{apart}. "
        f"Lengths run from {lengths[shortest]:.2f}, for {tokens[shortest]}, to {lengths.max():.2f}."
    )


def describe_distances(word: str, tokens: Sequence[str], distances: Array, similarities: Array, k: int) -> str:
    """Describe the distances to a word: how many of the nearest tokens are similar, and which are nearest."""
    near = nearest_neighbors(distances, k)
    both = len(set(near.tolist()) & set(nearest_neighbors(similarities, k, largest=True).tolist()))
    return (
        f"Of the {k} tokens nearest to {word} by distance, {count(both, 'is', 'are')} among the {k} most similar by "
        f"cosine; nearest {'is' if k == 1 else 'are'} {join([tokens[i] for i in near[:5]])}. Euclidean "
        f"distance to {word} is drawn against token id, for {len(tokens):,} tokens, the {k} most similar as diamonds. "
        f"Distances run from {distances.min():.2f} to {distances.max():.2f}."
    )


def describe_similarities(
    word: str, tokens: Sequence[str], distances: Array, similarities: Array, lengths: Array
) -> str:
    """Describe similarity against distance: whether distance follows length or similarity, and the ends of both."""
    with_length, with_similarity = correlation(distances, lengths), correlation(distances, similarities)
    if with_similarity is None:
        finding = f"The similarities to {word} are all equal, or too few to compare the distances with."
    elif with_length is None:
        finding = f"All vectors have the same length, so the distance to {word} depends on similarity alone."
    elif abs(with_length) < abs(with_similarity):
        finding = f"The distance to {word} follows the similarity of a token more than the length of its vector."
    else:
        finding = f"The distance to {word} follows the length of a token's vector more than its similarity."
    most = nearest_neighbors(similarities, min(3, len(tokens)), largest=True)
    shortest = int(nearest_neighbors(lengths, 1)[0])
    return (
        f"{finding} Most similar {'is' if len(most) == 1 else 'are'} {join([tokens[i] for i in most])}; the shortest "
        f"vector, {tokens[shortest]}, has distance {distances[shortest]:.2f}. Cosine similarity to {word} is drawn "
        f"against Euclidean distance, for {len(tokens):,} tokens colored by length. Distances run from "
        f"{distances.min():.2f} to {distances.max():.2f}."
    )


def describe_ranks(word: str, tokens: Sequence[str], ranks: Sequence[int]) -> str:
    """Describe the ranks by distance of the tokens that are most similar by cosine."""
    k, top = len(tokens), sum(rank <= len(tokens) for rank in ranks)
    first, last = int(np.argmin(ranks)), int(np.argmax(ranks))
    return (
        f"Of the {k} tokens most similar to {word} by cosine, {count(top, 'is', 'are')} among the {k} nearest "
        f"by Euclidean distance. Their ranks by distance run from {ranks[first]:,}, for {tokens[first]}, to "
        f"{ranks[last]:,}, for {tokens[last]}."
    )


def describe_relations(shares: Mapping[str, Mapping[str, float]]) -> str:
    """Describe the bars: the smallest and the largest share of synonyms, and the largest part of each bar."""
    synonyms = {name: bar["synonym"] for name, bar in shares.items()}
    least, most = min(synonyms, key=lambda name: synonyms[name]), max(synonyms, key=lambda name: synonyms[name])
    finding = f'Synonyms are {synonyms[least]:.0%} of "{least}"'
    if most != least:
        finding += f' and {synonyms[most]:.0%} of "{most}"'
    largest = {name: max(bar, key=lambda kind: bar[kind]) for name, bar in shares.items()}
    groups = {
        kind: join([f'"{name}" ({shares[name][kind]:.0%})' for name in shares if largest[name] == kind])
        for kind in dict.fromkeys(largest.values())
    }
    parts = "; ".join(f"{kind} in {names}" for kind, names in groups.items())
    return (
        f"{finding}. The largest part is {parts}. Each of {count(len(shares), 'bar', 'bars')} is divided by "
        "how neighbors are related to their words."
    )


def describe_cells(
    letters: Sequence[str], cells: Sequence[int], n_cells: int, searched: Sequence[int], nearest: int
) -> str:
    """Describe the cells: whether the nearest letter is among those compared, and which these are."""
    *_, query = letters
    compared = [letters[i] for i, cell in enumerate(cells[:-1]) if cell in searched]
    listed = f": {', '.join(compared)}" if compared else ""
    inside = "a searched cell" if cells[-1] in searched else "a cell that isn't searched"
    return (
        f"The nearest letter to {query}, {letters[nearest]}, is {'' if cells[nearest] in searched else 'not '}among "
        f"those compared. Of {n_cells} cells of the plane, {count(len(set(searched)), 'is', 'are')} searched, with "
        f"{len(compared)} of {len(cells) - 1} letters{listed}. {query} lies in {inside}, and the circle "
        f"around it goes through {letters[nearest]}."
    )


def describe_walk(letters: Sequence[str], pairs: Sequence[tuple[int, int]], walk: Sequence[int], nearest: int) -> str:
    """Describe the walk: whether it ends at the nearest letter, and the letters on its way."""
    *_, query = letters
    start, end = letters[walk[0]], letters[walk[-1]]
    which = f"the nearest letter to {query}" if walk[-1] == nearest else f"but {letters[nearest]} is nearest to {query}"
    return (
        f"The walk from {start} ends at {end}, {which}. It goes {' to '.join(letters[i] for i in walk)}, along "
        f"{count(len(walk) - 1, 'link', 'links')} of {len(pairs)} between {len(letters) - 1} letters."
    )


def describe_codes(points: Array, letters: Sequence[str], decoded: Array) -> str:
    """Describe the decoded places: which letter they put nearest to the query, how many they are, and how far off."""
    *_, query = letters
    nearest = letters[int(nearest_neighbors(euclidean_distances(points[:-1], points[-1]), 1)[0])]
    distances = euclidean_distances(decoded, points[-1])
    first = [letters[i] for i in np.flatnonzero(np.isclose(distances, distances.min(), rtol=EQUAL)).tolist()]
    others = [letter for letter in first if letter != nearest]
    if not others:
        finding = f"By the decoded places, too, {nearest} is nearest to {query}"
    elif nearest in first:
        finding = f"By the decoded places {nearest}, the nearest letter to {query}, is tied with {join(others)}"
    else:
        finding = f"By the decoded places {join(first)} would be nearest to {query}, but {nearest} is"
    places, columns, rows = (len(np.unique(values, axis=0)) for values in (decoded, decoded[:, 0], decoded[:, 1]))
    moved = np.linalg.norm(points[:-1] - decoded, axis=1).mean()
    return (
        f"{finding}. An arrow leads from each of {len(decoded)} letters to its decoded place, on a grid of "
        f"{columns} by {rows} lines: {count(places, 'place', 'different places')}, {moved:.2f} away on average."
    )


def describe_recall(curves: Mapping[str, tuple[Array, Array]], wanted: float) -> str:
    """Describe the recall of indexes: where each first reaches what is wanted, and the ends of each curve."""
    reached = {name: shares[recalls >= wanted] for name, (shares, recalls) in curves.items()}
    findings = [
        f"{name} {f'where {percent(shares[0])} are compared' if len(shares) else 'nowhere'}"
        for name, shares in reached.items()
    ]
    ends = [
        f"{name} from {recalls[0]:.0%} at {percent(shares[0])} to {recalls[-1]:.0%} at {percent(shares[-1])}"
        for name, (shares, recalls) in curves.items()
    ]
    return (
        f"A recall of {wanted:.0%} is reached by {'; by '.join(findings)}. Recall at 10 is drawn against the share of "
        f"the vectors compared: {'; '.join(ends)}."
    )


def correlation(x: Array, y: Array) -> float | None:
    """Return the Pearson correlation, or None if either input is constant or fewer than 3 pairs are finite."""
    finite = np.isfinite(x) & np.isfinite(y)
    if finite.sum() < 3 or any(np.ptp(values[finite]) <= EQUAL * np.abs(values[finite]).max() for values in (x, y)):
        return None
    return float(np.corrcoef(x[finite], y[finite])[0, 1])


def by_k(values: Mapping[int, str]) -> str:
    """Return what holds for which k: "square with k = 1 and round with k = 5 and 15"."""
    groups = {value: join([str(k) for k in values if values[k] == value]) for value in dict.fromkeys(values.values())}
    return join([f"{value} with k = {ks}" for value, ks in groups.items()])


def count(number: int, one: str, many: str) -> str:
    """Return a number and the word that goes with it: 1 class, 2 classes, none are."""
    return f"{f'{number:,}' if number else 'none'} {one if number == 1 else many}"


def percent(share: float) -> str:
    """Return a share as a percentage, with decimals only below 1%."""
    return f"{share:.0%}" if share >= 0.01 else f"{100 * share:.1g}%"


def join(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence: a, b and c."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
