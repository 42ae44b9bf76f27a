"""Rules for what is stored: each yields a sentence for whatever breaks it, which says what to do."""

import json
import re
from collections.abc import Iterator
from typing import Any

from nbval.plugin import comment_markers, metadata_tags

from tests.honesty.contents import following, prose
from tests.notebooks import Notebook

MAKE = "Run `make notebooks`."
PATH = re.compile(
    r"(?<![\w:/.-])/(?:home|Users|root|tmp|usr|var|opt|content|mnt|private)/\S*"
    r"|\b[A-Z]:[\\/]\w\S*|file://\S*|~/\S+"
)
DATE = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d:\d\d\b"
    r"|\b(?:\d+ |\d+\.\d+ ?)(?:ms|[µμ]s|ns|s|sec|seconds?|min|minutes?)\b"
)
ADDRESS = re.compile(r"0x[0-9A-Fa-f]{6,}")
REPR = re.compile(r"\bnp\.\w+\(|\barray\(")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but a tabulator and a new line
KILOBYTES_OF_FILE, KILOBYTES_OF_OUTPUT = 500, 200


def ran_in_order(notebook: Notebook) -> Iterator[str]:
    """The code cells were run from the first to the last, once."""
    counts = [cell.execution_count for cell in notebook.code_cells]
    if counts != list(range(1, len(counts) + 1)):
        yield f"The cells were run in the order {counts}. {MAKE}"
    for cell in notebook.code_cells:
        for output in cell.outputs:
            if output.get("execution_count", cell.execution_count) != cell.execution_count:
                yield f"Cell {cell.id} has stored an output of another run, number {output.execution_count}. {MAKE}"


def no_error_and_no_stderr(notebook: Notebook) -> Iterator[str]:
    """No output is an error or a warning."""
    for cell in notebook.code_cells:
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                said = output.get("text") or f"{output.get('ename')}: {output.get('evalue')}"
                yield f"Cell {cell.id} has stored a warning or an error, which must not come: {said.strip()[:200]}"


def no_address(notebook: Notebook) -> Iterator[str]:
    """No output names a place in memory, which is another at each run."""
    yield from _in_outputs(notebook, ADDRESS, "an object's address; print what it holds instead")


def no_path(notebook: Notebook) -> Iterator[str]:
    """No output and no text names a path of the machine where it was run."""
    yield from _in_outputs(notebook, PATH, "a path of one machine; print a name instead")
    for cell in notebook.cells:
        if found := PATH.search(cell.source):
            yield f"Cell {cell.id} names a path of one machine, {found[0]}. Name a place that every reader has."


def no_date_and_no_timing(notebook: Notebook) -> Iterator[str]:
    """No output depends on when it was made or how long it took."""
    yield from _in_outputs(notebook, DATE, "a date or a time; leave it out, as no other run gives it again")


def no_numpy_repr(notebook: Notebook) -> Iterator[str]:
    """Numbers are formatted, as NumPy's versions write them differently."""
    yield from _in_outputs(notebook, REPR, "a number as NumPy writes it for itself; format it")


def no_control_characters(notebook: Notebook) -> Iterator[str]:
    """What is printed is what is seen: a carriage return, say, lets one line hide another from nbval."""
    for cell in notebook.code_cells:
        if any(CONTROL.search(text) for output in cell.outputs for text in _texts(output)):
            yield f"Cell {cell.id} prints a control character, which looks different from place to place. Leave it out."


def nothing_is_ignored(notebook: Notebook) -> Iterator[str]:
    """No comment and no tag takes a cell out of the comparison."""
    for cell in notebook.code_cells:
        comments = {line.strip().lstrip("#").strip() for line in cell.source.splitlines() if line.strip()[:1] == "#"}
        for sign in [*comments & comment_markers.keys(), *metadata_tags.keys() & set(cell.metadata.get("tags", []))]:
            yield f"Cell {cell.id} is marked {sign}, so its output isn't held to its word. Take the mark away."


def not_too_large(notebook: Notebook) -> Iterator[str]:
    """A notebook opens quickly, on a slow network too."""
    size = len(notebook.text.encode("utf-8"))
    if size > KILOBYTES_OF_FILE * 1000:
        yield f"The notebook has {size / 1000:.0f} kB, and may have {KILOBYTES_OF_FILE}. Draw fewer or simpler figures."
    for cell in notebook.code_cells:
        size = len(json.dumps(cell.outputs).encode("utf-8"))
        if size > KILOBYTES_OF_OUTPUT * 1000:
            yield f"The output of cell {cell.id} has {size / 1000:.0f} kB, and may have {KILOBYTES_OF_OUTPUT}."


def figures_are_described(notebook: Notebook) -> Iterator[str]:
    """Each figure has a text alternative, for all who can't see it, and a sentence under it that says what to see."""
    for cell in notebook.code_cells:
        for output in cell.outputs:
            data = output.get("data", {})
            if any(kind.startswith("image/") for kind in data):
                alt = (output.metadata.get("image/png") or {}).get("alt", "")
                if not alt.strip() or data.get("text/plain") != alt:
                    yield f"The figure of cell {cell.id} has no text alternative. Display it with `show(fig, alt)`."
                under = following(notebook, cell)
                if under is None or under.cell_type != "markdown" or not re.search(r"[.?!:]", prose(under)):
                    yield f"There is no sentence under the figure of cell {cell.id}. Say what to see in it."


def metadata_names_no_machine(notebook: Notebook) -> Iterator[str]:
    """A notebook opens with any Python 3, and says nothing of the one that ran it."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    wanted = {"kernelspec": kernel, "language_info": {"name": "python"}}
    if notebook.content.metadata != wanted:
        yield f"The notebook's metadata must be {wanted}, and is {dict(notebook.content.metadata)}. {MAKE}"
    for cell in notebook.cells:
        if cell.metadata:
            yield f"Cell {cell.id} has metadata, which may hide it in some places: {dict(cell.metadata)}. Take it away."


def no_widget_state(notebook: Notebook) -> Iterator[str]:
    """What a live widget stores is another at each run; what stays is what it shows without a kernel."""
    if "application/vnd.jupyter.widget" in notebook.text:
        yield f"The notebook holds the state of a widget. {MAKE}"


def _in_outputs(notebook: Notebook, pattern: re.Pattern[str], what: str) -> Iterator[str]:
    """Yield a sentence for each output whose text holds a pattern."""
    for cell in notebook.code_cells:
        for output in cell.outputs:
            for text in _texts(output):
                if found := pattern.search(text):
                    yield f"Cell {cell.id} prints {found[0]}, which is {what}."


def _texts(output: Any) -> list[str]:
    """Return whatever an output holds that is text."""
    return [output.get("text", ""), *(text for kind, text in output.get("data", {}).items() if "image" not in kind)]
