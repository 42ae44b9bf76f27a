"""The answers on the page "The letters, live" are true of the letters of chapter 1."""

import numpy as np
import pytest

from helpers.distances import euclidean_distances
from helpers.neighbors import majority_vote, nearest_neighbors
from helpers.widgets.letter_explorer import LetterExplorer
from tools.live.letters import run_cells
from tools.set_up import ROOT

TEXT = " ".join((ROOT / "book" / "live" / "letters.md").read_text(encoding="utf-8").split())
CELLS = run_cells()
POINTS, LETTERS, LABELS = CELLS["points"], CELLS["letters"], CELLS["labels"]


def distances_from(x: float, y: float) -> dict[str, float]:
    return dict(zip(LETTERS, euclidean_distances(POINTS[:-1], [x, y]).tolist(), strict=False))


def vote(x: float, y: float, k: int) -> str:
    nearest = nearest_neighbors(list(distances_from(x, y).values()), k)
    return str(majority_vote(LABELS[i] for i in nearest))


def test_k_2_gives_the_boundary_of_k_1() -> None:
    assert "Not at all, anywhere." in TEXT
    plane = LetterExplorer(POINTS, LETTERS, LABELS).plane
    assert np.array_equal(plane.regions(1), plane.regions(2))


def test_x_on_k() -> None:
    square = [k for k in range(1, 16) if vote(1.9, 2.4, k) == "square"]
    *most, last = map(str, square)
    assert "at (1.9, 2.4), and let k grow from 1 to 15. For which k is the X square?" in TEXT
    assert f"For {', '.join(most)} and {last}." in TEXT


def test_farthest_letter_at_the_right_edge() -> None:
    distances = distances_from(4.5, 2.0)
    assert f"The farthest is left out: {max(distances, key=lambda letter: distances[letter])}, a round one" in TEXT
    assert vote(4.5, 2.0, 15) == "square"


def test_equal_distances() -> None:
    distances = distances_from(0.7, -0.1)
    first, second = (letter for letter, distance in distances.items() if distance == min(distances.values()))
    assert f"{first} and {second}." in TEXT
    assert f"{first} is row {LETTERS.index(first)}, {second} row {LETTERS.index(second)}" in TEXT
    assert (vote(0.7, -0.1, 1), vote(0.8, -0.1, 1)) == ("round", "square")


@pytest.mark.parametrize("label", ["round", "square"])
def test_eight_of_each_class(label: str) -> None:
    assert f"eight *{label}*" in TEXT
    assert LABELS.count(label) == 8
