"""Rules for the outputs and metadata of a notebook: each yields a sentence for each violation, as in contents.py."""

import json
import re
from collections.abc import Iterator
from typing import Any

from nbval.plugin import comment_markers, metadata_tags

from tests.honesty.contents import next_cell, prose
from tests.notebooks import Notebook

LANGUAGE = {"file_extension": ".py", "name": "python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3"}
MAKE = "Run `make notebooks`."
PATH = re.compile(
    r"(?<![\w:/.-])/(?:home|Users|root|tmp|usr|var|opt|content|mnt|private)/\S*"
    r"|\b[A-Z]:[\\/]\w\S*|file://\S*|~/\S+"
)
TIME = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d:\d\d\b"
    r"|\b(?:\d+ |\d+\.\d+ ?)(?:ms|[µμ]s|ns|s|sec|seconds?|min|minutes?)\b"
)
ADDRESS = re.compile(r"0x[0-9A-Fa-f]{6,}")
REPR = re.compile(r"\bnp\.\w+\(|\barray\(")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # except tab and newline
MAX_NOTEBOOK_KB, MAX_OUTPUT_KB = 500, 200


def cells_ran_in_order(notebook: Notebook) -> Iterator[str]:
    counts = [cell.execution_count for cell in notebook.code_cells]
    if counts != list(range(1, len(counts) + 1)):
        yield f"The cells were run in the order {counts}. {MAKE}"
    for cell in notebook.code_cells:
        for output in cell.outputs:
            if output.get("execution_count", cell.execution_count) != cell.execution_count:
                yield f"Cell {cell.id} has stored an output of another run, number {output.execution_count}. {MAKE}"


def no_errors_or_warnings(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code_cells:
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                message = output.get("text") or f"{output.get('ename')}: {output.get('evalue')}"
                yield f"Cell {cell.id} has stored a warning or an error: {message.strip()[:200]} Remove its cause."


def no_memory_addresses(notebook: Notebook) -> Iterator[str]:
    yield from _matches(notebook, ADDRESS, "an object's address; print its contents instead")


def no_local_paths(notebook: Notebook) -> Iterator[str]:
    yield from _matches(notebook, PATH, "a path of one machine; print a name instead")
    for cell in notebook.cells:
        if match := PATH.search(cell.source):
            yield f"Cell {cell.id} names a path of one machine, {match[0]}. Name a place that every reader has."


def no_dates_or_timings(notebook: Notebook) -> Iterator[str]:
    yield from _matches(notebook, TIME, "a date or a time, which differs in each run; leave it out")


def no_numpy_reprs(notebook: Notebook) -> Iterator[str]:
    """NumPy's versions differ in how they write arrays and scalars."""
    yield from _matches(notebook, REPR, "NumPy's own representation; format the number")


def no_control_characters(notebook: Notebook) -> Iterator[str]:
    """A carriage return, for one, would let one line hide another from nbval."""
    for cell in notebook.code_cells:
        if any(CONTROL.search(text) for output in cell.outputs for text in _texts(output)):
            yield f"Cell {cell.id} prints a control character, which is not shown alike everywhere. Leave it out."


def no_cells_skipped_by_nbval(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code_cells:
        comments = {line.strip().lstrip("#").strip() for line in cell.source.splitlines() if line.strip()[:1] == "#"}
        for mark in [*comments & comment_markers.keys(), *metadata_tags.keys() & set(cell.metadata.get("tags", []))]:
            yield f"Cell {cell.id} is marked {mark}, so its output isn't compared. Take the mark away."


def sizes_are_limited(notebook: Notebook) -> Iterator[str]:
    size = len(notebook.text.encode("utf-8"))
    if size > MAX_NOTEBOOK_KB * 1000:
        yield f"The notebook has {size / 1000:.0f} kB, and may have {MAX_NOTEBOOK_KB}. Draw fewer or simpler figures."
    for cell in notebook.code_cells:
        size = len(json.dumps(cell.outputs).encode("utf-8"))
        if size > MAX_OUTPUT_KB * 1000:
            yield f"The output of cell {cell.id} has {size / 1000:.0f} kB, and may have {MAX_OUTPUT_KB}."


def figures_have_text_alternative_and_caption(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.code_cells:
        for output in cell.outputs:
            data = output.get("data", {})
            if any(kind.startswith("image/") for kind in data):
                alt = (output.metadata.get("image/png") or {}).get("alt", "")
                if not alt.strip() or data.get("text/plain") != alt:
                    yield f"The figure of cell {cell.id} has no text alternative. Display it with `show(fig, alt)`."
                caption = next_cell(notebook, cell)
                if caption is None or caption.cell_type != "markdown" or not re.search(r"[.?!:]", prose(caption)):
                    yield f"There is no sentence under the figure of cell {cell.id}. Say what to see in it."


def metadata_is_portable(notebook: Notebook) -> Iterator[str]:
    """A notebook opens with any Python 3, and its metadata don't describe the one that ran it."""
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    expected = {"kernelspec": kernel, "language_info": LANGUAGE}
    if notebook.content.metadata != expected:
        yield f"The notebook's metadata must be {expected}, and is {dict(notebook.content.metadata)}. {MAKE}"
    for cell in notebook.cells:
        if cell.metadata:
            yield f"Cell {cell.id} has metadata, which can hide it: {dict(cell.metadata)}. Take it away."


def no_widget_state(notebook: Notebook) -> Iterator[str]:
    """The state of a live widget contains identifiers that differ in each run."""
    if "application/vnd.jupyter.widget" in notebook.text:
        yield f"The notebook holds the state of a widget. {MAKE}"


def _matches(notebook: Notebook, pattern: re.Pattern[str], description: str) -> Iterator[str]:
    for cell in notebook.code_cells:
        for output in cell.outputs:
            for text in _texts(output):
                if match := pattern.search(text):
                    yield f"Cell {cell.id} prints {match[0]}, which is {description}."


def _texts(output: Any) -> list[str]:
    """Return all parts of an output that are text."""
    return [output.get("text", ""), *(text for kind, text in output.get("data", {}).items() if "image" not in kind)]
