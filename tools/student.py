"""Write a copy of the notebooks without their solutions into the folder `student`, to hand out.

`make student` runs this. Hints and stored outputs stay. So that nobody's answers are lost, a folder that is there is
never written to.
"""

import re
import sys
from pathlib import Path

import nbformat

from tools.set_up import ROOT

STUDENT = ROOT / "student"
CHANGES = (
    (r"(?s)\n*<details><summary>Solution</summary>.*?</details>", ""),
    (r"a hint and a solution are folded", "a hint is folded"),
    (r" · \[Open this notebook in Colab\]\([^)]*\)", ""),  # it opens the notebook with its solutions
)


def write_copies(folder: Path) -> None:
    """Write the copies.

    Parameters
    ----------
    folder : Path
        Where to write them; the folder must not exist yet.

    Raises
    ------
    SystemExit
        If it does.
    """
    try:
        folder.mkdir()
    except FileExistsError:
        sys.exit(f"{folder} is there, maybe with somebody's answers: move or delete it, then run this again.")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = without_solution(cell.source)
        nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]


def without_solution(text: str) -> str:
    """Return the text of a cell without a solution, and without what leads to one."""
    for pattern, replacement in CHANGES:
        text = re.sub(pattern, replacement, text)
    return text


if __name__ == "__main__":
    write_copies(STUDENT)
    print("The notebooks without their solutions are in the folder student.")
