"""Rules for how a notebook is written: each yields a sentence for whatever breaks it, which says what to do."""

import re
import statistics
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import mistune

from tests.notebooks import PATHS, Notebook, read

LINES, MEDIAN_OF_LINES, WORDS = 15, 4, 75
LONGER = ("objectives", "recap", "further-reading", "help-")  # cells that are lists, or hold what is folded


def cells_are_short(notebook: Notebook) -> Iterator[str]:
    """A code cell has one idea, and a text is read at a glance."""
    lengths = {cell.id: len(cell.source.splitlines()) for cell in notebook.code_cells}
    if statistics.median(lengths.values()) > MEDIAN_OF_LINES:
        yield f"Half of the code cells have more than {MEDIAN_OF_LINES} lines. Split some."
    for cell_id, length in lengths.items():
        if length > LINES:
            yield f"Cell {cell_id} has {length} lines, and may have {LINES}. Split it, or write a helper."
    for cell in notebook.cells:
        words = len(prose(cell).split())
        if cell.cell_type == "markdown" and words > WORDS and not cell.id.startswith(LONGER):
            yield f"The text of cell {cell.id} has {words} words, and may have {WORDS}. Shorten or split it."


def cells_are_text_or_code(notebook: Notebook) -> Iterator[str]:
    """A raw cell looks like output to some readers, and nothing holds it to its word."""
    for cell in notebook.cells:
        if cell.cell_type not in ("code", "markdown"):
            yield f"Cell {cell.id} is a {cell.cell_type} cell. Make it code or text."


def leads_to_its_neighbors(notebook: Notebook) -> Iterator[str]:
    """At the top are links to the notebook before and to the next."""
    names = [path.name for path in PATHS]
    place = names.index(notebook.name)
    found = [address for address in links(notebook.cells[0]) if address.endswith(".ipynb") and "/" not in address]
    wanted = names[max(place - 1, 0) : place] + names[place + 1 : place + 2]
    if found != wanted:
        yield f"The links at the top lead to {found}. They must lead to {wanted}."


def links_lead_somewhere(notebook: Notebook) -> Iterator[str]:
    """A relative link names a file that is there, and a heading that is in it."""
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


def references_have_an_address(notebook: Notebook) -> Iterator[str]:
    """Whatever is named for further reading can be found by a click."""
    cell = next((cell for cell in notebook.cells if cell.id == "further-reading"), None)
    items = re.findall(r"(?m)^- .*", cell.source) if cell else []
    if not items:
        yield "There is no further reading. Name what the notebook rests on, in a cell called further-reading."
    for item in items:
        if not re.search(r"\]\(https://[^)]+\)", item):
            yield f"This reference has no address: {item} Add a link."


def recap_answers_the_objectives(notebook: Notebook) -> Iterator[str]:
    """What the top promises the recap answers, one by one."""
    promised, answered = (
        [re.findall(r"(?m)^(\d+)\. ", cell.source) for cell in notebook.cells if cell.id == name]
        for name in ("objectives", "recap")
    )
    if not promised or not promised[0] or promised != answered:
        yield f"The objectives are numbered {promised}, and the recap {answered}. Answer each one, in order."


def following(notebook: Notebook, cell: Any) -> Any:
    """Return the cell after a cell, or None."""
    return next((after for before, after in pairwise(notebook.cells) if before.id == cell.id), None)


def prose(cell: Any) -> str:
    """Return the text of a markdown cell without its headings and addresses."""
    return re.sub(r"(?m)^#.*$|<[^>]*>|\]\([^)]*\)", "", cell.source)


def links(cell: Any) -> list[str]:
    """Return the addresses that a markdown cell links to."""

    def addresses(tokens: Any) -> Iterator[str]:
        for token in tokens:
            if token["type"] in ("link", "image"):
                yield token["attrs"]["url"]
            yield from addresses(token.get("children", []))

    if cell.cell_type != "markdown":
        return []
    in_html = re.findall(r"""<[^>]+\b(?:href|src)=["']?([^"'\s>]*)""", cell.source)
    return [*addresses(mistune.create_markdown(renderer=None)(cell.source)), *in_html]


def anchors(path: Path) -> set[str]:
    """Return the names by which JupyterLab lets a link lead to the headings of a notebook."""
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    return {heading.strip().replace(" ", "-") for heading in re.findall(r"(?m)^#+ (.*)$", text)}
