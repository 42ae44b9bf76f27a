"""The rule that numbers in the text of a notebook stand in an output or in code, or are claims that a test computes."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.claims import CLAIMS
from tests.notebooks import Notebook

NUMBER = re.compile(r"(?<![\w.\[])(\d{1,3}(?:,\d{3})+|\d+\.\d+|\d+)(?![\w\]]|\.\d)")
# What is no part of a sentence: code, mathematics, addresses, headings, the numbers of a list, and tags.
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)|https?://\S+|^#[^\n]*|^\d+\. |</?\w[^>]*>",
    re.DOTALL | re.MULTILINE,
)
# Numbers that nothing in a notebook can show, and why.
NOT_SHOWN = re.compile(
    r"About \d+ minutes to read, \d+ with the five exercises"  # measured with readers
    r"|440 MB|91 MB"  # the sizes of the models' files
)
CITATION = re.compile(r"(([^\W\d_]\w+)(?: and \w+)? ((?:19|20)\d\d))")  # Mu and Viswanath 2018
CELLS_WITHOUT_CLAIMS = ("title", "further-reading")


def numbers_in_text_are_shown(notebook: Notebook) -> Iterator[str]:
    """A number may be rounded in the text. It may stand in any output, or in any code, of the notebook.

    The year of a citation must stand under further reading.
    """
    for cell_id, number in numbers_not_shown(notebook):
        yield (
            f"Cell {cell_id} says {number}, which no output and no code of the notebook has. "
            "Correct it, print it, or add the sentence to tests/claims.py."
        )


def numbers_not_shown(notebook: Notebook) -> Iterator[tuple[str, str]]:
    """Yield the numbers in the text that are neither shown nor claims that a test computes, after their cell id."""
    solutions = [code for cell in notebook.cells for code in re.findall(r"```python\n(.*?)```", cell.source, re.DOTALL)]
    shown = _values(" ".join([*solutions, *(cell.source for cell in notebook.code_cells)]))
    for cell in notebook.code_cells:
        shown |= {value for output in cell.outputs for value in _values(text_of(output))}
    references = "".join(cell.source for cell in notebook.cells if cell.id == "further-reading")
    claims = [(path.name, cell_id, sentence) for path, cell_id, sentence, *_ in CLAIMS]
    for cell in notebook.cells:
        if cell.cell_type != "markdown" or cell.id in CELLS_WITHOUT_CLAIMS:
            continue
        text = NOT_SHOWN.sub(" ", NOT_PROSE.sub(" ", cell.source))
        for citation, name, year in CITATION.findall(text):
            if name in references and year in references:
                text = text.replace(citation, " ")
        for sentence in [sentence for name, cell_id, sentence in claims if (name, cell_id) == (notebook.name, cell.id)]:
            text = text.replace(sentence, " ")
        for number in NUMBER.findall(text):
            digits = len(number.partition(".")[2])
            if float(number.replace(",", "")) not in {round(value, digits) for value in shown}:
                yield cell.id, number


def _values(text: str) -> set[float]:
    return {float(number.replace(",", "")) for number in NUMBER.findall(text)}


def text_of(output: Any) -> str:
    """Return all of an output that a reader reads, text alternatives too."""
    parts = [
        output.get("text", ""),
        *(data for kind, data in output.get("data", {}).items() if kind.startswith("text/")),
    ]
    return " ".join([*parts, json.dumps(output.get("metadata", {}), ensure_ascii=False)])
