"""What a learner sees of an explorer, read from its widgets."""

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
    """Return the seventeen points."""
    rng = np.random.default_rng(seed=404)
    clouds = [rng.normal(loc=[1, 2], size=(8, 2)), rng.normal(loc=[3, 2], size=(8, 2))]
    return np.vstack([*clouds, [[2, 2]]]).round(1)


def text(value: str) -> str:
    """Return the text of a piece of HTML as a page shows it."""
    return html.unescape(re.sub(r"<[^<>]*>", "", value))


class Picture(NamedTuple):
    """An image in a piece of HTML."""

    image: Image.Image
    alt: str
    size: tuple[int, int]  # on the page


def picture(explorer: LetterExplorer) -> Picture:
    """Return the picture that is shown."""
    pattern = r'<img src="data:image/png;base64,([^"]*)" alt="([^"]*)" width="(\d+)" height="(\d+)" style="[^"]*">'
    found = re.fullmatch(pattern, explorer.picture.value)
    assert found, explorer.picture.value[:300]
    image = Image.open(io.BytesIO(base64.b64decode(found[1])))
    image.load()
    return Picture(image, html.unescape(found[2]), (int(found[3]), int(found[4])))


def table(explorer: TokenExplorer) -> list[list[str]]:
    """Return the texts in the rows of the table that is shown, without the heads; none when it is hidden."""
    if explorer.rows.box.layout.display == "none":
        return []
    cells = explorer.rows.box.children[3:]
    rows = []
    for rank, button, numbers in zip(cells[::3], cells[1::3], cells[2::3], strict=True):
        rows.append([text(rank.value), button.description, *re.findall("<span>(.*?)</span>", numbers.value)])
    return rows


def printed(table: NeighborTable) -> list[list[str]]:
    """Return what a table prints, cell by cell."""
    return [line.split() for line in str(table).splitlines()[1:]]


def path(explorer: TokenExplorer) -> list[str]:
    """Return the path that is shown."""
    return text(explorer.trail.value).removeprefix("Path: ").split(" > ")
