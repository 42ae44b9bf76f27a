"""The data of the page "The letters, live": the points of chapter 1, from its own cells."""

import json
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from matplotlib.colors import to_hex

from helpers.neighbors import number_labels
from helpers.plots.toy import COLORS, tint
from helpers.widgets._plane import GRID_SIZE, TINT, Plane
from helpers.widgets.letter_explorer import STEP
from tools.set_up import ROOT

NOTEBOOK = ROOT / "notebooks" / "01_toy_knn.ipynb"
CELLS = ("points", "labels")


def write(folder: Path) -> None:
    """Write the data as a script, which also loads where the book is opened from disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "letters-data.js").write_text(f"receiveLetters({json.dumps(data())});\n", encoding="utf-8")


def data() -> dict[str, Any]:
    """Return what the page needs: the letters, and how the notebook's explorer shows them."""
    cells = run_cells()
    plane = Plane(cells["points"], cells["letters"], cells["labels"])
    ends = {"x": plane.x_grid[[0, -1]].tolist(), "y": plane.y_grid[[0, -1]].tolist()}
    return {
        "letters": list(cells["letters"]),
        "points": cells["points"].tolist(),
        "labels": number_labels(cells["labels"]).tolist(),
        "classes": [
            {"name": name, "color": color, "colorOnDark": to_hex(tint(color, 0.5))}
            for name, color in zip(plane.names, COLORS, strict=False)
        ],
        # Every second place of the explorer's grid, which a phone ranks in a moment.
        "plane": {**ends, "gridSize": (GRID_SIZE + 1) // 2},
        "stepsPerUnit": round(1 / STEP),
        "tint": TINT,
        "shade": 2 * TINT,  # as is said there
    }


def run_cells() -> dict[str, Any]:
    """Return the variables of the notebook after the cells that make the points and their labels."""
    variables: dict[str, Any] = {"np": np, "print": lambda *_: None}
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:  # type: ignore[no-untyped-call]
        if cell.id in CELLS:
            exec(cell.source, variables)
    return variables
