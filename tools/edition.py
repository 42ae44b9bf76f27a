"""Write an edition of the series for another model: its notebooks, run with that model, and a report.

`make edition MODEL=...` runs this. The edition is in editions/, in a folder that is called as the model. A cell that
stops in that model, for want of a word, say, becomes a text that says why: so all cells of an edition run, one after
the other, and `pytest --nbval` compares them as it compares the series.
"""

import ast
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import run_kernel

from helpers.embeddings import ModelError, TokenEmbeddings, load_embeddings
from helpers.loading.registry import DEFAULT, find_model
from helpers.synonyms import nearest_tokens
from tests.claims.notebook_1 import BEAUTY
from tests.kernel_settings import leave_out_user_settings
from tests.notebooks import BERT, PATHS, ROOT, read
from tools.edition_report import Stops, escaped, without_paths, write_report
from tools.notebooks import store_outputs

LINE = "bert = load_embeddings()"  # chooses the model, in the cell `load`
OF_TEXT = (  # says whose outputs these are, in the cell `load-about`
    "The names and numbers in the text are those of the outputs stored with this notebook, which are from "
    f"{DEFAULT.name}."
)
OF_EDITION = (
    "The outputs stored with this notebook are from {}. The text was written for "
    f"{DEFAULT.name}: the [report](REPORT.md) says which of its claims, names and numbers hold here."
)
COLAB = re.compile(r" · \[Open this notebook in Colab\]\([^)]*\)")  # opens the notebook of the series, not this one
TIMEOUT = 600  # seconds for one cell


def make_edition(model: str, editions: Path) -> Path:
    """Write the edition for a model, and return its folder. One that is there is replaced once the new one is finished.

    Parameters
    ----------
    model : str
        What `load_embeddings` takes: a name, a folder, or a model on the hub.
    editions : Path
        Where the folder of the edition is made.

    Raises
    ------
    ModelError
        If there is no such model, or it can't be used.
    SystemExit
        If the folder is there and isn't an edition for this model, or a run stops.
    """
    bert = load_embeddings(model)
    folder = editions / folder_name(bert.name)
    refuse_other(folder, argument(model))
    editions.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.resolve().parent, prefix=f".{folder.name}-") as new:
        write_files(Path(new), model, bert)
        folder.mkdir(exist_ok=True)
        for file in (*(path.name for path in PATHS), "REPORT.md"):
            Path(new, file).replace(folder / file)  # takes the place of a link, too
    return folder


def refuse_other(folder: Path, argument: str) -> None:
    """Stop where a folder is there and isn't an edition for this model, by the line of notebook 2 that loads it."""
    notebook = folder / BERT.name
    line = json.dumps(f"load_embeddings({argument})", ensure_ascii=False)[1:-1]  # as the file of a notebook has it
    if folder.exists() and not (notebook.is_file() and line in notebook.read_text(encoding="utf-8")):
        raise SystemExit(f"{folder} isn't an edition for {argument}: move or delete it, then run this again.")


def write_files(folder: Path, model: str, bert: TokenEmbeddings) -> None:
    """Write the notebooks and the report of an edition into a folder."""
    stops: Stops = {}
    for path in PATHS:
        notebook = read(path)
        adapt(notebook, bert, argument(model))
        stopped = stopped_cells(notebook, folder)
        stops[path.name] = {cell_id: without_paths(why, bert) for cell_id, why in stopped.items()}
        print(f"{path.name}: cells that stop with {bert.name}: {len(stopped)}", flush=True)
        leave_out(notebook, stops[path.name], bert)
        nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]
        store_outputs(folder / path.name)
    write_report(folder, bert, stops)


def folder_name(name: str) -> str:
    """Return a model's name as the name of a folder: owner/model becomes owner-model."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-") or "model"


def argument(model: str) -> str:
    """Return the argument of `load_embeddings` for a model, as Python writes it: a folder with its full path."""
    folder = find_model(model).folder
    if folder is not None:
        folder = folder.resolve()
        home = Path.home()
        model = f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else folder.as_posix()
    return json.dumps(model, ensure_ascii=False)


def adapt(notebook: Any, bert: TokenEmbeddings, argument: str) -> None:
    """Let a notebook load a model and say so."""
    cells = {cell.id: cell for cell in notebook.cells}
    cells["title"].source = COLAB.sub("", cells["title"].source)
    if "load" in cells:
        replace_text(cells["load"], LINE, f"bert = load_embeddings({argument})")
        replace_text(cells["load-about"], OF_TEXT, OF_EDITION.format(escaped(bert.name)))
    elif "beauty" in bert:
        replace_text(cells["destination"], BEAUTY, str(nearest_tokens(bert, "beauty", k=BEAUTY.count("\n"))))


def replace_text(cell: Any, old: str, new: str) -> None:
    """Replace what must stand in a cell."""
    if old not in cell.source:
        raise ValueError(f"Cell {cell.id} must contain: {old}")
    cell.source = cell.source.replace(old, new)


def stopped_cells(notebook: Any, folder: Path) -> dict[str, str]:
    """Run the cells of a notebook in turn, and return for each that stops why it does, by its id.

    What a stopped cell would have defined is forgotten, so that no later cell goes on with an older value of the name:
    it stops as well. So does a cell in which NumPy warns, of a division by zero, say: the warning names a file of this
    run, so no other run could give the same output.
    """
    stopped: dict[str, str] = {}
    made_by: dict[str, str] = {}  # the cell that would have made a name
    kernel: Any
    with run_kernel(cwd=str(folder)) as kernel:
        kernel.execute("import warnings; warnings.simplefilter('error', RuntimeWarning)", silent=True, reply=True)
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            reply = kernel.execute(cell.source, reply=True, timeout=TIMEOUT)["content"]
            if reply["status"] == "ok":
                continue
            name = re.match(r"name '(\w+)' is not defined", reply["evalue"])
            if name and name[1] in made_by:
                stopped[cell.id] = f"It needs {name[1]}, which the cell {made_by[name[1]]} would have made."
            else:
                stopped[cell.id] = f"{reply['ename']}: {reply['evalue']}"
            names = defined_names(cell.source)
            made_by |= dict.fromkeys(names, cell.id)
            forget = "".join(f"globals().pop({name!r}, None)\n" for name in names)
            kernel.execute(forget, silent=True, reply=True, timeout=TIMEOUT)
    return stopped


def defined_names(source: str) -> set[str]:
    """Return the names that a cell defines."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name.partition(".")[0])
    return names


def leave_out(notebook: Any, stopped: dict[str, str], bert: TokenEmbeddings) -> None:
    """Replace each cell that stops by a text that says why, with its code."""
    for position, cell in enumerate(notebook.cells):
        if cell.id in stopped:
            text = f"**Left out for {escaped(bert.name)}**, with which this cell stops. {escaped(stopped[cell.id])}"
            text += f"\n\n```python\n{cell.source}\n```"
            notebook.cells[position] = nbformat.v4.new_markdown_cell(text, id=cell.id)  # type: ignore[no-untyped-call]


def main() -> None:
    """Write the edition for the model that the variable MODEL names."""
    model = os.environ.get("MODEL", "")
    if len(model.splitlines()) != 1:
        sys.exit("Name a model, a folder, or a model on the hub: make edition MODEL=bert-base-uncased")
    leave_out_user_settings()
    try:
        folder = make_edition(model, ROOT / "editions")
    except ModelError as error:
        sys.exit(f"There is no edition: {error}")
    except OSError as error:
        sys.exit(f"The edition can't be written: {error}. An older one is as it was.")
    except KeyboardInterrupt:
        sys.exit("The run was interrupted: there is no new edition, and an older one is as it was.")
    shown = folder.relative_to(ROOT).as_posix()
    print(
        f"Read {shown}/REPORT.md first. To run and compare its cells again: .venv/bin/python -m pytest --nbval {shown}"
    )


if __name__ == "__main__":
    main()
