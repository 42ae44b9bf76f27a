"""What the figures of letters show, in words: first what a reader would conclude, then the details.

Every word follows from the data. Nothing is said of a figure because it holds for the letters of our notebooks.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from helpers.distances import euclidean_distances
from helpers.neighbors import nearest_neighbors, predict
from helpers.plots._phrases import counted, course, in_a_row

Points = NDArray[np.float64]


def letters_in_words(points: Points, letters: Sequence[str], labels: Sequence[str], names: Sequence[str]) -> str:
    """Say where the classes lie to each other, how far they mix, and where every letter is."""
    members = {name: [i for i in range(len(points) - 1) if labels[i] == name] for name in names}
    centers = np.array([points[members[name]].mean(axis=0) for name in names])
    apart = ", ".join(f"{distance:.2f}" for distance in euclidean_distances(centers, points[-1]))
    where = ", ".join(f"{name} ({x:.1f}, {y:.1f})" for name, (x, y) in zip(names, centers.tolist(), strict=True))
    groups = " ".join(
        f"Class {name}: {', '.join(_at(letters[i], points[i]) for i in members[name])}." for name in names
    )
    return (
        f"{_beside(names, centers)}{_mixed(points, letters, labels)} "
        f"Centers of the classes: {where}. "
        f"{_at(letters[-1], points[-1])} has no label and lies {apart} from these centers. "
        f"{len(points) - 1} lettered points. {groups}"
    )


def neighbors_in_words(points: Points, letters: Sequence[str], labels: Sequence[str], neighbors: Sequence[int]) -> str:
    """Say of which class the neighbors are, how many of each, and what the circle takes in."""
    n, query = len(points) - 1, letters[-1]
    distances = euclidean_distances(points, points[-1])
    classes = [labels[i] if i < n else f"{query} itself" for i in neighbors]
    parts = [counted(classes.count(name), f"is {name}", f"are {name}") for name in dict.fromkeys(classes)]
    nearest = len(neighbors) <= n and set(neighbors) == set(nearest_neighbors(distances[:n], len(neighbors)).tolist())
    kind = f"{'letter' if len(neighbors) == 1 else 'letters'} nearest to {query}" if nearest else "shaded"
    radius = distances[list(neighbors)].max()
    inside = ", ".join(letters[i] for i in neighbors)
    unshaded = [letters[i] for i in range(n) if distances[i] <= radius and i not in neighbors]
    also = f" It also takes in {in_a_row(unshaded)}, not shaded." if unshaded else ""
    listed = ", ".join(f"{letters[i]} {name} {distances[i]:.2f}" for i, name in zip(neighbors, classes, strict=True))
    return (
        f"Of the {len(neighbors)} {kind}, {in_a_row(parts)}. "
        f"A circle of radius {radius:.2f} around {query} takes in {inside}.{also} "
        f"Class and distance of each: {listed}. {n} lettered points in all."
    )


def boundaries_in_words(
    points: Points,
    letters: Sequence[str],
    labels: Sequence[str],
    names: Sequence[str],
    across: Points,
    up: Points,
    regions: Mapping[int, NDArray[np.intp]],
    given: Mapping[int, str],
) -> str:
    """Say how many letters lie in the region of another class, what the query is, and how long the border is."""
    own = predict(points[:-1], points[:-1], labels[: len(points) - 1], list(regions))
    kept = {k: _kept([letters[i] for i, vote in enumerate(own[k]) if names[vote] != labels[i]]) for k in regions}
    steps = across[1] - across[0], up[1] - up[0]
    borders = {k: _border(regions[k], *steps) for k in regions}
    numbers = "; ".join(f"k = {k}: {length:.1f}" for k, length in borders.items())
    way = course([round(borders[k], 1) for k in sorted(borders)])
    shorter = {"falls": ", the shorter the larger k", "rises": ", the longer the larger k"}.get(way, "")
    said = []
    for k in regions:
        shares = ", ".join(f"{name} {np.mean(regions[k] == i):.0%}" for i, name in enumerate(names))
        said.append(f"k = {k}: {letters[-1]} is {given[k]}; of the area {shares}")
    return (
        f"In the region of their own class lie {_by_k(kept)}; {letters[-1]} is {_by_k(given)}. "
        f"The plane is tinted by the class that the k nearest of "
        f"{len(points) - 1} letters vote for, with a line where it changes. {'. '.join(said)}. "
        f"Length of the line{shorter}: {numbers}."
    )


def _kept(strays: Sequence[str]) -> str:
    return f"all letters but {', '.join(strays)}" if strays else "all letters"


def _by_k(said: Mapping[int, str]) -> str:
    """Say what holds with which k, once for all k with which the same holds."""
    groups = {what: in_a_row([str(k) for k in said if said[k] == what]) for what in dict.fromkeys(said.values())}
    return in_a_row([f"{what} with k = {ks}" for what, ks in groups.items()])


def _at(letter: str, point: Points) -> str:
    return f"{letter} ({point[0]:.1f}, {point[1]:.1f})"


def _beside(names: Sequence[str], centers: Points) -> str:
    """Say on which side of each other two classes lie, by the larger part of the step between their centers."""
    if len(names) != 2:
        return "There is one class" if len(names) == 1 else f"There are {len(names)} classes"
    across, up = (centers[1] - centers[0]).tolist()
    if f"{max(abs(across), abs(up)):.1f}" == "0.0":
        return f"On average the letters of {names[0]} and {names[1]} lie at the same place"
    side = ("left of" if across > 0 else "right of") if abs(across) >= abs(up) else "below" if up > 0 else "above"
    return f"On average {names[0]} lies {max(abs(across), abs(up)):.1f} {side} {names[1]}"


def _mixed(points: Points, letters: Sequence[str], labels: Sequence[str]) -> str:
    """Say how many letters are nearest to one of another class."""
    n = len(points) - 1
    if n < 2 or len(set(labels[:n])) < 2:
        return "."
    nearest = [int(nearest_neighbors(euclidean_distances(points[:-1], points[i]), 1, exclude=i)[0]) for i in range(n)]
    mixed = [letters[i] for i in range(n) if labels[nearest[i]] != labels[i]]
    if not mixed:
        return ", and for each letter the nearest other one is of the same class."
    return f", and for {len(mixed)} of {n} letters ({', '.join(mixed)}) the nearest other one is of another class."


def _border(regions: NDArray[np.intp], across: float, up: float) -> float:
    """Return how long the line is where the class changes, cut straight through each square of four places."""
    changes_across = regions[:, 1:] != regions[:, :-1]
    changes_up = regions[1:] != regions[:-1]
    ups = changes_across[1:].astype(int) + changes_across[:-1]  # a change across is where the line goes up
    acrosses = changes_up[:, 1:].astype(int) + changes_up[:, :-1]
    return float(np.hypot(ups * up, acrosses * across).sum() / 2)
