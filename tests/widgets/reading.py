"""What an explorer shows, read from its widgets."""

import base64
import html
import io
import re
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from helpers.synonyms import NeighborTable
from helpers.widgets.letter_explorer import LetterExplorer
from helpers.widgets.token_explorer import TokenExplorer

LETTERS, LABELS = "ABCDEFGHIJKLMNOPX", ["round"] * 8 + ["square"] * 8


def points_of_notebook_1() -> Any:
    rng = np.random.default_rng(seed=404)
    clouds = [rng.normal(loc=[1, 2], size=(8, 2)), rng.normal(loc=[3, 2], size=(8, 2))]
    return np.vstack([*clouds, [[2, 2]]]).round(1)


def text(value: str) -> str:
    """Return the text of a piece of HTML."""
    return html.unescape(re.sub(r"<[^<>]*>", "", value))


class Picture(NamedTuple):
    """An <img> element: its image, its text alternative, and its size on the page."""

    image: Image.Image
    alt: str
    size: tuple[int, int]


def picture(explorer: LetterExplorer) -> Picture:
    pattern = r'<img src="data:image/png;base64,([^"]*)" alt="([^"]*)" width="(\d+)" height="(\d+)" style="[^"]*">'
    match = re.fullmatch(pattern, explorer.picture.value)
    assert match, explorer.picture.value[:300]
    image = Image.open(io.BytesIO(base64.b64decode(match[1])))
    image.load()
    return Picture(image, html.unescape(match[2]), (int(match[3]), int(match[4])))


def table(explorer: TokenExplorer) -> list[list[str]]:
    """Return the texts of the table's cells, row by row and without the heads."""
    if explorer.rows.box.layout.display == "none":
        return []
    cells = explorer.rows.box.children[3:]
    return [
        [text(rank.value), button.description, *re.findall("<span>(.*?)</span>", numbers.value)]
        for rank, button, numbers in zip(cells[::3], cells[1::3], cells[2::3], strict=True)
    ]


def printed(table: NeighborTable) -> list[list[str]]:
    """Return what a table prints, in the same form."""
    return [line.split() for line in str(table).splitlines()[1:]]


def path(explorer: TokenExplorer) -> list[str]:
    return text(explorer.path_shown.value).removeprefix("Path: ").split(" > ")
