"""The faults, each with the cell that must fail and a part of the expected message.

Faults in what is stored share a copy of a notebook: stored outputs are only compared, so they don't affect each other.
A fault in the code has a copy of its own, and the first cell that fails counts.
"""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from nbformat.v4 import new_output

from tests.mutants import pictures
from tests.notebooks import BILLION, MEASURES, SCORES, TOY, cell

Edit = Callable[[Any, Path], None]  # changes a cell, or a file in the folder of the helpers


class Change(NamedTuple):
    """A fault."""

    name: str
    copy: str  # the folder that the copy of the notebook lies in
    notebook: Path
    edit: Edit
    cell: str  # the cell that must fail
    message: str  # a part of the expected message
    edited: str = ""  # the cell to edit, if it is another
    in_code: bool = False  # then later cells may fail, too


def text(old: str, new: str) -> Edit:
    """Replace a part of the text that a cell has printed."""

    def edit(cell: Any, _: Path) -> None:
        cell.outputs[0].text = replaced(cell.outputs[0].text, old, new)

    return edit


def source(old: str, new: str) -> Edit:
    """Replace a part of the code of a cell."""

    def edit(cell: Any, _: Path) -> None:
        cell.source = replaced(cell.source, old, new)

    return edit


def helper(file: str, signature: str, body: str) -> Edit:
    """Replace a public function of a helper by one with this body, in which `right` is the original.

    The new function is added at the end of the file, so that the original can be rewritten freely.
    """
    name = signature.partition("(")[0]

    def edit(_: Any, helpers: Path) -> None:
        with (helpers / file).open("a", encoding="utf-8") as module:
            module.write(f"\n\nright_{name} = {name}\n\n\ndef {signature}:\n    right = right_{name}\n    {body}\n")

    return edit


def replaced(whole: str, old: str, new: str) -> str:
    """Replace a part that occurs once."""
    assert whole.count(old) == 1, f"{old!r} occurs {whole.count(old)} times: adapt this change."
    return whole.replace(old, new)


def picture(draw: Callable[[], bytes]) -> Edit:
    """Replace the stored picture alone."""

    def edit(cell: Any, _: Path) -> None:
        cell.outputs[0].data["image/png"] = base64.b64encode(draw()).decode("ascii")

    return edit


def picture_of(cell_id: str) -> Edit:
    """Replace the stored picture by that of another cell of notebook 1."""
    return picture(lambda: base64.b64decode(cell(TOY, cell_id).outputs[0].data["image/png"]))


def no_picture(cell: Any, _: Path) -> None:
    """Keep only the text of a figure."""
    del cell.outputs[0].data["image/png"], cell.outputs[0].metadata["image/png"]


def no_alt(cell: Any, _: Path) -> None:
    del cell.outputs[0].metadata["image/png"]["alt"]


def no_output(cell: Any, _: Path) -> None:
    """Remove the outputs, but not the execution count."""
    cell.outputs = []


def hidden_output(cell: Any, _: Path) -> None:
    """Store a text as a kind of output that nothing displays, but that nbval compares with printed text."""
    cell.outputs = [new_output("display_data", {"stdout": cell.outputs[0].text})]  # type: ignore[no-untyped-call]


def nbval_skip(cell: Any, _: Path) -> None:
    cell.metadata["tags"] = ["nbval-skip"]


def never_run(cell: Any, _: Path) -> None:
    cell.outputs, cell.execution_count = [], None


def extra_figure(changed: Any, _: Path) -> None:
    changed.outputs = cell(TOY, "triangle-figure").outputs


def other_alt(cell: Any, _: Path) -> None:
    """Change a number in the text alternative, both in the text and in the metadata."""
    for place, key in ((cell.outputs[0].data, "text/plain"), (cell.outputs[0].metadata["image/png"], "alt")):
        place[key] = replaced(place[key], "1.030", "1.080")


PICTURE = "differs most from the stored one"
MISSING = "Figures stored: 0, displayed by this run: 1"
TOO_MANY = "Figures stored: 1, displayed by this run: 0"

# Faults in what is stored.
CHANGES = [
    Change("a digit", "a", TOY, text("1.030", "1.080"), "by-hand", "1.080"),
    Change("a word", "a", TOY, text("round", "square"), "vote", "square"),
    Change("a missing line", "a", TOY, text("L  square  1.526\n", ""), "sorted-distances", "L  square  1.526"),
    Change("one letter moved", "a", TOY, picture(pictures.with_one_letter_moved), "letters-figure", PICTURE),
    Change("no text alternative", "a", TOY, no_alt, "triangle-figure", 'the stored text alternative is ""'),
    Change("a missing picture", "a", TOY, no_picture, "five-figure", MISSING),
    Change("one class recolored", "a", TOY, picture(pictures.with_one_class_recolored), "boundary-figure", PICTURE),
    Change("a missing output", "a", TOY, no_output, "median", "Unexpected output fields"),
    Change("no point cloud", "b", MEASURES, picture(pictures.without_the_cloud), "distances-figure", PICTURE),
    Change("the first of two swapped figures", "c", TOY, picture_of("five-figure"), "letters-figure", PICTURE),
    Change("the second of two swapped figures", "c", TOY, picture_of("letters-figure"), "five-figure", PICTURE),
    Change("a number in the text alternative", "c", TOY, other_alt, "triangle-figure", "1.080"),
    Change("a picture of another size", "c", TOY, picture_of("triangle-figure"), "boundary-figure", "576 x 576 pixels"),
    Change("an extra figure", "c", TOY, extra_figure, "labels", TOO_MANY),
    Change("a missing figure", "d", TOY, no_output, "five-figure", MISSING),
    Change("a cell that was never run", "d", TOY, never_run, "too-many", "never run"),
    Change("a hidden text", "d", TOY, hidden_output, "by-hand", "display_data of stdout"),
    Change("a skipped cell", "d", TOY, nbval_skip, "equal", "take the mark away"),
]


def in_code(name: str, notebook: Path, edit: Edit, cell: str, message: str, edited: str = "") -> Change:
    return Change(name, name, notebook, edit, cell, message, edited, in_code=True)


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
EACH_COUNTS_ITSELF = helper("evaluation.py", "without_self(ids, queries)", "return np.asarray(ids)[:, :-1]")
HALF_AN_INTERVAL = helper(
    "evaluation.py",
    "bootstrap_interval(values, **options)",
    "low, high = right(values, **options); return (3 * low + high) / 4, (low + 3 * high) / 4",
)
WRONG_METRIC = source('ten_nearest(words, metric="euclidean")', "ten_nearest(words)")
BY_PLACE = helper(
    "evaluation.py", "recall_at_k(found, nearest)", "return (np.asarray(found) == np.asarray(nearest)).mean(axis=1)"
)
NOT_OF_LENGTH_1 = source("bert.vectors / bert.norms[:, None]", "bert.vectors / 1")
LEAK = source("hits_with[n][1000:].mean()", "hits_with[n].mean()")

CHANGES += [
    in_code("distance without the root", TOY, WITHOUT_THE_ROOT, "helper-equal", "- False"),
    in_code("cosine without a norm", MEASURES, WITHOUT_A_NORM, "cosine-range", ""),
    in_code("a tied vote goes to the last label", TOY, TIED_VOTE_TO_THE_LAST, "vote", "0"),
    in_code("a tie of distances goes to the higher id", TOY, TIED_DISTANCE_TO_THE_HIGHER_ID, "equal", "[3]"),
    in_code("one neighbor too many", TOY, ONE_NEIGHBOR_TOO_MANY, "five-figure", "K, C, A, N, B, J"),
    in_code("the farthest neighbor first", MEASURES, FARTHEST_FIRST, "hub-control", "226 of 300"),
    in_code("a wrong metric", SCORES, WRONG_METRIC, "many-scores", "0.259"),
    in_code("a leak between tuning and report", SCORES, LEAK, "reported", "0.531", "tune"),
    in_code("a word that counts itself", SCORES, EACH_COUNTS_ITSELF, "many-scores", "0.144"),
    in_code("an interval of half the width", SCORES, HALF_AN_INTERVAL, "luck", "0.54]"),
    in_code("recall place by place", BILLION, BY_PLACE, "ivf-recall", "recall"),
    in_code("vectors that aren't of length 1", BILLION, NOT_OF_LENGTH_1, "flat", "- ach word: False", "units"),
    in_code("another seed", TOY, source("seed=404", "seed=405"), "letters-figure", "text/plain", "points"),
]
