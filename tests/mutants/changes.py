"""The changes, each with the cell that must fail and what its failure must say.

Changes of what is stored share a copy of a notebook: stored outputs are only compared, so they don't disturb each
other. A change of the code has a copy of its own, and what counts is the first cell that fails.
"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from nbformat.v4 import new_output

from tests.mutants import pictures
from tests.notebooks import MEASURES, TOY, cell

Edit = Callable[[Any, Path], None]  # changes a cell, or a file in the folder of the helpers


class Change(NamedTuple):
    """One thing that is wrong."""

    what: str
    copy: str  # the folder that the copy lies in
    notebook: Path
    edit: Edit
    cell: str  # the cell that must fail
    reason: str  # what the failure must say
    edited: str = ""  # the cell to edit, where it is another
    spreads: bool = False  # whether cells after that one fail too, as they do when the code is wrong


def text(old: str, new: str) -> Edit:
    """Replace something in what a cell has printed."""

    def edit(cell: Any, _: Path) -> None:
        cell.outputs[0].text = replaced(cell.outputs[0].text, old, new)

    return edit


def source(old: str, new: str) -> Edit:
    """Replace something in the code of a cell."""

    def edit(cell: Any, _: Path) -> None:
        cell.source = replaced(cell.source, old, new)

    return edit


def helper(file: str, signature: str, body: str) -> Edit:
    """Replace a public function of a helper by one with this body, in which `right` is the original.

    The new function is added at the end of the file, so that what is inside the original may change freely.
    """
    name = signature.partition("(")[0]

    def edit(_: Any, helpers: Path) -> None:
        path = helpers / file
        text = path.read_text(encoding="utf-8")
        text += f"\n\nright_{name} = {name}\n\n\ndef {signature}:\n    right = right_{name}\n    {body}\n"
        path.write_text(text, encoding="utf-8")

    return edit


def replaced(whole: str, old: str, new: str) -> str:
    """Replace something that is there once."""
    assert whole.count(old) == 1, f"{old!r} is there {whole.count(old)} times: this change must be written anew."
    return whole.replace(old, new)


def picture(draw: Callable[[], bytes]) -> Edit:
    """Put another picture in the place of the stored one, and leave all else as it is."""

    def edit(cell: Any, _: Path) -> None:
        cell.outputs[0].data["image/png"] = base64.b64encode(draw()).decode("ascii")

    return edit


def picture_of(cell_id: str) -> Edit:
    """Put the picture of another cell of notebook 1 there."""

    def edit(changed: Any, _: Path) -> None:
        changed.outputs[0].data["image/png"] = cell(TOY, cell_id).outputs[0].data["image/png"]

    return edit


def no_picture(cell: Any, _: Path) -> None:
    """Leave the text of a figure alone in its place."""
    del cell.outputs[0].data["image/png"], cell.outputs[0].metadata["image/png"]


def no_alt(cell: Any, _: Path) -> None:
    """Take away the text alternative that screen readers use."""
    del cell.outputs[0].metadata["image/png"]["alt"]


def no_output(cell: Any, _: Path) -> None:
    """Store that the cell ran, and nothing of what came out."""
    cell.outputs = []


def not_shown(cell: Any, _: Path) -> None:
    """Store a text as a kind of output that nothing displays, but that nbval takes for printed text."""
    cell.outputs = [new_output("display_data", {"stdout": cell.outputs[0].text})]  # type: ignore[no-untyped-call]


def ignored(cell: Any, _: Path) -> None:
    """Mark a cell so that nbval leaves it out."""
    cell.metadata["tags"] = ["nbval-skip"]


def never_run(cell: Any, _: Path) -> None:
    """Store a cell as it is when nobody has run it."""
    cell.outputs, cell.execution_count = [], None


def a_figure(to: Any, _: Path) -> None:
    """Store a figure under a cell that displays none."""
    to.outputs = cell(TOY, "triangle-figure").outputs


def other_alt(cell: Any, _: Path) -> None:
    """Change a number in the text alternative alone, where nbval looks and where screen readers do."""
    for place, key in ((cell.outputs[0].data, "text/plain"), (cell.outputs[0].metadata["image/png"], "alt")):
        place[key] = replaced(place[key], "1.030", "1.080")


PICTURE = "differs most from the stored one"
MISSING = "Figures stored: 0, displayed by this run: 1"
TOO_MANY = "Figures stored: 1, displayed by this run: 0"

# Changes of what is stored.
CHANGES = [
    Change("a digit", "a", TOY, text("1.030", "1.080"), "by-hand", "1.080"),
    Change("a word", "a", TOY, text("round", "square"), "vote", "square"),
    Change("a line dropped", "a", TOY, text("L  square  1.526\n", ""), "sorted-distances", "L  square  1.526"),
    Change("one letter moved", "a", TOY, picture(pictures.with_one_letter_moved), "letters-figure", PICTURE),
    Change("no text alternative", "a", TOY, no_alt, "triangle-figure", 'the stored text alternative is ""'),
    Change("a figure removed", "a", TOY, no_picture, "five-figure", MISSING),
    Change("one class recolored", "a", TOY, picture(pictures.with_one_class_recolored), "boundary-figure", PICTURE),
    Change("an output deleted", "a", TOY, no_output, "median", "Unexpected output fields"),
    Change("no point cloud", "b", MEASURES, picture(pictures.without_the_cloud), "distances-figure", PICTURE),
    Change("two figures swapped, one", "c", TOY, picture_of("five-figure"), "letters-figure", PICTURE),
    Change("two figures swapped, the other", "c", TOY, picture_of("letters-figure"), "five-figure", PICTURE),
    Change("a number in the text alternative", "c", TOY, other_alt, "triangle-figure", "1.080"),
    Change("a picture of another size", "c", TOY, picture_of("triangle-figure"), "boundary-figure", "576 x 576 pixels"),
    Change("a figure too many", "c", TOY, a_figure, "labels", TOO_MANY),
    Change("a figure's whole output deleted", "d", TOY, no_output, "five-figure", MISSING),
    Change("a cell that was never run", "d", TOY, never_run, "too-many", "never run"),
    Change("a text that nobody sees", "d", TOY, not_shown, "by-hand", "display_data of stdout"),
    Change("a cell to be left out", "d", TOY, ignored, "equal", "take the mark away"),
]


def in_code(what: str, notebook: Path, edit: Edit, cell: str, reason: str, edited: str = "") -> Change:
    """Return a change of the code, which has a copy of its own."""
    return Change(what, what, notebook, edit, cell, reason, edited, spreads=True)


WITHOUT_THE_ROOT = helper("distances.py", "euclidean_distances(vectors, query)", "return right(vectors, query) ** 2")
WITHOUT_A_NORM = helper(
    "distances.py", "cosine_similarities(vectors, query)", "return right(vectors, query) * np.linalg.norm(query)"
)
TIED_VOTE_TO_THE_LAST = helper(
    "neighbors.py",
    "majority_vote(labels)",
    "counts = Counter(labels); return [label for label in counts if counts[label] == max(counts.values())][-1]",
)
TIED_DISTANCE_TO_THE_HIGHER_ID = helper(
    "neighbors.py",
    "nearest_neighbors(scores, k, **options)",
    "return right(scores, k, **options) if options else len(scores) - 1 - right(scores[::-1], k)",
)
ONE_NEIGHBOR_TOO_MANY = helper(
    "neighbors.py",
    "nearest_neighbors(scores, k, *, exclude=(), **options)",
    "return right(scores, min(k + 1, max(k, len(scores) - np.size(exclude))), exclude=exclude, **options)",
)
FARTHEST_FIRST = helper(
    "search/__init__.py", "search(*args, **options)", "return [found[..., ::-1] for found in right(*args, **options)]"
)

CHANGES += [
    in_code("distance without the root", TOY, WITHOUT_THE_ROOT, "letters-figure", "text/plain"),
    in_code("cosine without a norm", MEASURES, WITHOUT_A_NORM, "cosine-range", ""),
    in_code("a tied vote goes to the last label", TOY, TIED_VOTE_TO_THE_LAST, "vote", "0"),
    in_code("a tie of distances goes to the higher id", TOY, TIED_DISTANCE_TO_THE_HIGHER_ID, "equal", "[3 1]"),
    in_code("one neighbor too many", TOY, ONE_NEIGHBOR_TOO_MANY, "five-figure", "takes in K, C, A, N, B, J"),
    in_code("the farthest neighbor first", MEASURES, FARTHEST_FIRST, "hub-many", "second row as before: True"),
    in_code("another seed", TOY, source("seed=404", "seed=405"), "letters-figure", "text/plain", "points"),
]
