"""Write a copy of the notebooks without their solutions into the folder `student`, to hand out.

`make student` runs this. Hints and stored outputs stay. So that nobody's answers are lost, a folder that is there is
never written to; so that nobody's are handed out, nothing is written while the notebooks have some.
"""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat

from tools.set_up import ROOT

STUDENT = ROOT / "student"
CHANGES = (
    (r"(?s)\n*<details><summary>Solution</summary>.*?</details>", ""),
    (r"a hint and a solution are folded", "a hint is folded"),
    (r" · \[Open this notebook in Colab\]\([^)]*\)", ""),  # it opens the notebook with its solutions
)
# A cell for an answer without one: a function with a docstring alone, or perhaps given names, then `answer`.
DOTS = re.compile(r'(?:def .*:\n    """.*"""\n    return|(?:(?!answer)\w+ = .*\n)*answer =) \.\.\.\s*')


def write_copies(folder: Path, notebooks: Path = ROOT / "notebooks") -> None:
    """Write the copies.

    Parameters
    ----------
    folder : Path
        Where to write them; the folder must not exist yet.
    notebooks : Path
        The folder with the notebooks.

    Raises
    ------
    SystemExit
        If it does, a notebook has an answer, or the copies can't be written. None is left then.
    """
    copies = {path.name: nbformat.read(path, as_version=4) for path in sorted(notebooks.glob("*.ipynb"))}  # type: ignore[no-untyped-call]
    if found := [f"{name}, {title}" for name, copy in copies.items() for title in answered(copy)]:
        sys.exit(
            f"There are answers to hand out: {'; '.join(found)}. Put the three dots back and run `make notebooks`, or "
            "take back all your changes by `git checkout notebooks`, then run this again."
        )
    try:
        folder.mkdir()
    except FileExistsError:
        sys.exit(f"{folder} is there, maybe with somebody's answers: move or delete it, then run this again.")
    try:
        for name, copy in copies.items():
            for cell in copy.cells:
                attached = cell.pop("attachments", {})
                if cell.cell_type == "markdown":
                    cell.source = without_solution(cell.source)
                    shown = {key: file for key, file in attached.items() if f"(attachment:{key})" in cell.source}
                    cell.update({"attachments": shown} if shown else {})
            nbformat.write(copy, folder / name)  # type: ignore[no-untyped-call]
    except (OSError, KeyboardInterrupt) as error:
        shutil.rmtree(folder)
        why = str(error) or "the run was interrupted"
        sys.exit(f"There are no copies: {why}. Once that is mended, run this again.")


def answered(notebook: Any) -> list[str]:
    """Return the titles of the exercises whose answer isn't three dots, or whose stored reply is to another one."""
    cells = {cell.id: cell for cell in notebook.cells}
    found = []
    for name in (cell_id.removeprefix("answer-") for cell_id in cells if cell_id.startswith("answer-")):
        answer, check = cells[f"answer-{name}"], cells[f"check-{name}"]
        replies = [output.get("data", {}).get("text/plain", "") for output in check.outputs]
        replied = not all(reply.startswith("Not answered yet") for reply in replies)
        if replied or answer.outputs or not DOTS.fullmatch(answer.source):
            found.append(cells[f"exercise-{name}"].source.splitlines()[0].lstrip("# "))
    return found


def without_solution(text: str) -> str:
    """Return the text of a cell without a solution, and without what leads to one."""
    for pattern, replacement in CHANGES:
        text = re.sub(pattern, replacement, text)
    return text


if __name__ == "__main__":
    write_copies(STUDENT)
    print("The notebooks without their solutions are in the folder student.")
