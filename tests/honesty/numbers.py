"""The rule that numbers in the text of a notebook stand in an output or in code, or are claims that a test computes."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tests.claims import CLAIMS
from tests.notebooks import Notebook

ONE = r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+|\d+)"
NUMBER = re.compile(rf"(?<![\w.])({ONE})(?!\w|\.\d)")
# Numbers that mean something together, or with their word, and must be shown like that.
TOGETHER = re.compile(rf"\(-?{ONE}(?:, -?{ONE})+\)|\b{ONE} of {ONE}\b|\bk ?= ?\d+|\[unused\d+\]|`[^`]*`")
# A place in the series. No output shows what is there: such a sentence is a claim.
PLACE = re.compile(r"\b(?:[Nn]otebooks?|[Ee]xercises?) \d(?:(?: and | to )\d)?")
BLOCK, MARKED = r"```.*?```", r"`[^`]*`|\$\$.*?\$\$|\$[^$]*\$"
# What is no part of a sentence: addresses, the numbers of a list and of an exercise, and tags.
NOT_TEXT = rf"{BLOCK}|\]\([^)]*\)|https?://\S+|^\d+\. |^### Exercise \d+|</?\w[^>]*>"
NOT_SHOWN = re.compile(NOT_TEXT, re.DOTALL | re.MULTILINE)
NOT_PROSE = re.compile(rf"{NOT_TEXT}|{MARKED}|^#[^\n]*", re.DOTALL | re.MULTILINE)
# tests/test_teaching.py computes them.
TIMES = re.compile(r"About \d+ minutes to read, \d+ with the five exercises")
CITATION = re.compile(r"(([^\W\d_]\w+)(?: and \w+)? ((?:19|20)\d\d))")  # Mu and Viswanath 2018
CELLS_WITHOUT_CLAIMS = ("title", "further-reading")


def numbers_in_text_are_shown(notebook: Notebook) -> Iterator[str]:
    """A number may be rounded in the text. It stands in the code cell before or after, or in an output of theirs.

    The recap may have the numbers of the whole notebook. The year of a citation stands with its name under further
    reading.
    """
    for cell_id, number in numbers_not_shown(notebook):
        yield (
            f"Cell {cell_id} says {number}, which neither the code cell before it nor the one after it has or prints. "
            "Correct it, print it, or add the sentence to tests/claims."
        )


def numbers_not_shown(notebook: Notebook) -> Iterator[tuple[str, str]]:
    """Yield the numbers in the text that are neither shown nor claims that a test computes, after their cell id."""
    references = "".join(cell.source for cell in notebook.cells if cell.id == "further-reading").splitlines()
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown" or cell.id in CELLS_WITHOUT_CLAIMS:
            continue
        text = cell.source
        for path, cell_id, sentence, *_ in CLAIMS:
            if (path.name, cell_id) == (notebook.name, cell.id):
                text = text.replace(sentence, " ")
        text = TIMES.sub(" ", NOT_SHOWN.sub(" ", text))
        for citation, name, year in CITATION.findall(text):
            if any(name in reference and re.search(rf"\b{year}\b", reference) for reference in references):
                text = text.replace(citation, " ")
        near = _near(notebook, index)
        for match in PLACE.findall(text):
            yield cell.id, match
        text = PLACE.sub(" ", text)
        for match in TOGETHER.findall(text):
            if re.search(r"\d", match) and not _has(near, match):
                yield cell.id, match
        values = {number.replace(",", "") for number in NUMBER.findall(near)}
        for number in NUMBER.findall(TOGETHER.sub(" ", text)):
            if not _is_one_of(number.replace(",", ""), values):
                yield cell.id, number


def _near(notebook: Notebook, index: int) -> str:
    """Return the code cells before and after a cell with their outputs, and the code in its text."""
    cells, cell = notebook.cells, notebook.cells[index]
    if cell.id == "recap":
        near = notebook.code_cells
    else:
        near = [
            other
            for side in (cells[:index][::-1], cells[index + 1 :])
            for other in islice((other for other in side if other.cell_type == "code"), 1)
        ]
    own = re.findall(r"```python\n(.*?)```", cell.source, re.DOTALL)
    return "\n".join([*own, *(text for other in near for text in (other.source, *map(text_of, other.outputs)))])


def _has(near: str, together: str) -> bool:
    """Return whether numbers stand together in code or in an output, whatever the brackets and the spaces."""
    core = together.strip("`" if together[0] == "`" else "()")
    pattern = re.escape(re.sub(r"\s*=\s*", "=", core))
    return re.search(rf"(?<!\w)(?<!\d\.){pattern}(?!\w|\.\d)", re.sub(r"\s*=\s*", "=", near)) is not None


def _is_one_of(number: str, values: set[str]) -> bool:
    """Return whether a number is one of some values, or one of them with more decimals, rounded."""
    digits = len(number.partition(".")[2])
    return any(
        float(value) == float(number) or (digits and f"{float(value):.{digits}f}" == number and "." in value)
        for value in values
    )


def text_of(output: Any) -> str:
    """Return all of an output that a reader reads, text alternatives too."""
    parts = [
        output.get("text", ""),
        *(data for kind, data in output.get("data", {}).items() if kind.startswith("text/")),
    ]
    return " ".join([*parts, json.dumps(output.get("metadata", {}), ensure_ascii=False)])
