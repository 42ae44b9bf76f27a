"""Rules for the contents of a notebook: each yields a sentence for each violation, which says what to do."""

import base64
import re
import statistics
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import mistune

from tests.notebooks import PATHS, ROOT, Notebook, read

BENCHMARK = "benchmark.png"  # the figure of docs/performance.md
MAX_LINES, MAX_MEDIAN_LINES, MAX_WORDS = 15, 4, 75
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")  # or turns the text around
REFERENCE = re.compile(r"(?m)^[ \t>*+-]*\[[^\]]+\]:.*")  # what links elsewhere refer to, or a comment
LONGER = ("objectives", "recap", "further-reading", "help-")  # cells that are lists, or whose text is folded


def cells_are_short(notebook: Notebook) -> Iterator[str]:
    lengths = {cell.id: len(cell.source.splitlines()) for cell in notebook.code_cells}
    if statistics.median(lengths.values()) > MAX_MEDIAN_LINES:
        yield f"Half of the code cells have more than {MAX_MEDIAN_LINES} lines. Split some."
    for cell_id, length in lengths.items():
        if length > MAX_LINES:
            yield f"Cell {cell_id} has {length} lines, and may have {MAX_LINES}. Split it, or write a helper."
    for cell in notebook.cells:
        words = len(prose(cell).split())
        if cell.cell_type == "markdown" and words > MAX_WORDS and not cell.id.startswith(LONGER):
            yield f"The text of cell {cell.id} has {words} words, and may have {MAX_WORDS}. Shorten or split it."


def no_raw_cells(notebook: Notebook) -> Iterator[str]:
    """A raw cell can look like output, and no run compares it."""
    for cell in notebook.cells:
        if cell.cell_type not in ("code", "markdown"):
            yield f"Cell {cell.id} is a {cell.cell_type} cell. Make it code or text."


def shows_benchmark(cell: Any) -> bool:
    """Return whether a cell has the figure of `make benchmark`, which has times and so can't be an output."""
    figure = base64.b64encode((ROOT / "docs" / BENCHMARK).read_bytes()).decode()
    return bool(cell.get("attachments") == {BENCHMARK: {"image/png": figure}})


def no_attachments(notebook: Notebook) -> Iterator[str]:
    """No page shows what is attached to a cell, unless its text does."""
    for cell in notebook.cells:
        if cell.get("attachments") and not shows_benchmark(cell):
            yield f"Cell {cell.id} has the attachments {', '.join(cell.attachments)}. Take them away."


def no_invisible_characters(notebook: Notebook) -> Iterator[str]:
    """They hide in text, and make code look like what it isn't."""
    for cell in notebook.cells:
        if match := INVISIBLE.search(cell.source):
            yield f"Cell {cell.id} has the invisible character U+{ord(match[0]):04X}. Take it away."


def text_hides_nothing(notebook: Notebook) -> Iterator[str]:
    """HTML can hide or imitate an output. Folded hints and solutions need two elements; any other is refused.

    So are link reference definitions, which no page shows, and which serve as comments.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            tags = "".join(re.findall(r"<(?=[\w/!?])[^>]*>?", cell.source))
            if tags.replace("<details><summary></summary></details>", ""):
                yield f"Cell {cell.id} has {tags}. Only <details><summary>...</summary>...</details> may be there."
            if pictures(cell) and not (pictures(cell) == [f"attachment:{BENCHMARK}"] and shows_benchmark(cell)):
                yield f"Cell {cell.id} has a picture in its text, which no run compares. Draw it in a code cell."
            if reference := REFERENCE.search(cell.source):
                yield f"Cell {cell.id} has a line that no reader sees: {reference[0]} Write the address into the link."


def top_links_to_previous_and_next_notebook(notebook: Notebook) -> Iterator[str]:
    names = [path.name for path in PATHS]
    index = names.index(notebook.name)
    expected = names[max(index - 1, 0) : index] + names[index + 1 : index + 2]
    actual = [address for address in links(notebook.cells[0]) if address.endswith(".ipynb") and "/" not in address]
    if actual != expected:
        yield f"The links at the top lead to {actual}. They must lead to {expected}."


def no_broken_relative_links(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.cells:
        for address in links(cell):
            if re.match(r"https?://|mailto:", address):
                continue
            name, _, heading = unquote(address).partition("#")
            target = PATHS[0].parent / (name or notebook.name)
            if not address or name.startswith("/") or not target.exists():
                yield f"Cell {cell.id} links to {name}, which isn't there. Correct the link."
            elif heading and target.suffix == ".ipynb" and heading not in anchors(target):
                yield f"Cell {cell.id} links to the heading {heading}, which isn't in {target.name}. Correct the link."


def references_have_links(notebook: Notebook) -> Iterator[str]:
    cell = next((cell for cell in notebook.cells if cell.id == "further-reading"), None)
    items = re.findall(r"(?m)^- .*", cell.source) if cell else []
    if not items:
        yield "There is no further reading. Name the sources of the notebook, in a cell called further-reading."
    for item in items:
        if not re.search(r"\]\(https://[^)]+\)", item):
            yield f"This reference has no address: {item} Add a link."


def recap_answers_each_objective(notebook: Notebook) -> Iterator[str]:
    objectives, answers = (
        [re.findall(r"(?m)^(\d+)\. ", cell.source) for cell in notebook.cells if cell.id == name]
        for name in ("objectives", "recap")
    )
    if not objectives or not objectives[0] or objectives != answers:
        yield f"The objectives are numbered {objectives}, and the recap {answers}. Answer each one, in order."


def next_cell(notebook: Notebook, cell: Any) -> Any:
    """Return the cell after a cell, or None."""
    return next((after for before, after in pairwise(notebook.cells) if before.id == cell.id), None)


def prose(cell: Any) -> str:
    """Return the text of a markdown cell without its headings, tags and addresses."""
    return re.sub(r"(?m)^#.*$|<[^>]*>|\]\([^)]*\)", "", cell.source)


def links(cell: Any) -> list[str]:
    """Return the addresses of the links in a markdown cell."""
    return [] if cell.cell_type != "markdown" else addresses(cell, "link")


def pictures(cell: Any) -> list[str]:
    """Return the addresses of the pictures in a markdown cell."""
    return addresses(cell, "image")


def addresses(cell: Any, kind: str) -> list[str]:
    """Return the addresses of the links or of the pictures in a text."""

    def find(tokens: Any) -> Iterator[str]:
        for token in tokens:
            if token["type"] == kind:
                yield token["attrs"]["url"]
            yield from find(token.get("children", []))

    return list(find(mistune.create_markdown(renderer=None)(cell.source)))


def anchors(path: Path) -> set[str]:
    """Return the anchors that JupyterLab gives the headings of a notebook."""
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    return {heading.strip().replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.*)$", text)}
