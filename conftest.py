"""What nbval leaves out when it runs the notebooks: figures are compared too, and a run ends with a count.

pytest finds this file by itself, so `pytest --nbval notebooks/01_toy_knn.ipynb` compares all that `make test` does.
"""

import datetime
import json
import os
import re
import sys
from collections.abc import Generator
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from nbval.plugin import IPyNbCell, NbCellError

from tests.figures.outputs import differences, figures, form
from tests.figures.pictures import tolerance
from tests.kernel_settings import leave_out_user_settings

NBVALS_TIMEOUT = 2000  # seconds, unless somebody has chosen another
CELLS = pytest.StashKey[list[IPyNbCell]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` and `make verify` ask for the counts of a run, and keep the pictures of several runs."""
    group = parser.getgroup("nbval")
    group.addoption(
        "--nbval-counts",
        metavar="FILE",
        type=Path,
        help="write how much was run and compared, as JSON, unless something failed",
    )
    group.addoption(
        "--figure-differences",
        metavar="FOLDER",
        default="figure-differences",
        help="where to write pictures of figures that differ; those of an earlier run of these cells are removed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Leave out the user's settings, and notice within minutes when a kernel has died."""
    if sys.flags.optimize:
        raise pytest.UsageError(
            "Assertions are switched off, so no test could fail: unset PYTHONOPTIMIZE, leave out -O."
        )
    leave_out_user_settings()
    if config.option.nbval_cell_timeout == NBVALS_TIMEOUT:
        config.option.nbval_cell_timeout = 600


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the notebook cells that are going to be run, and clear away the pictures of an earlier run."""
    session.config.stash[CELLS] = [item for item in session.items if isinstance(item, IPyNbCell)]
    if session.config.stash[CELLS] and not session.config.option.collectonly:
        _check_kernels(session)
        names = {_difference_file(cell).name for cell in session.config.stash[CELLS]}
        for picture in _difference_folder(session.config).glob("*-figure-*.png"):
            if re.sub(r"-figure-\d+\.png$", "", picture.name) in names:
                picture.unlink()


def _check_kernels(session: pytest.Session) -> None:
    """Stop with one sentence where the kernel that a notebook names is missing, or would import other helpers."""
    options = session.config.option
    installed = KernelSpecManager().find_kernel_specs()
    for cell in session.config.stash[CELLS]:
        name = options.nbval_kernel_name or cell.parent.nb.metadata.get("kernelspec", {}).get("name", "python3")
        if not options.nbval_current_env and name not in installed:
            raise pytest.UsageError(
                f"{cell.path.name} asks for the kernel {name!r}, which isn't installed here. Run the notebooks in the "
                "environment of pytest with --nbval-current-env."
            )
        # What a kernel looks through before it comes to the installed packages.
        folders = [str(cell.path.parent), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        found = PathFinder.find_spec("helpers", folders)
        if found and found.origin and "SOURCE" not in Path(found.origin).read_text(encoding="utf-8"):
            raise pytest.UsageError(
                f"The notebooks would import {found.origin}, which isn't part of this project. Rename it, or take its "
                "folder off PYTHONPATH."
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Compare a cell's figures after nbval has run it and has compared its text."""
    if not isinstance(item, IPyNbCell) or item.config.option.nbval_lax:
        return (yield)
    if item.options["skip"] or item.options["check_exception"] or not item.options["check"]:
        item.raise_cell_error("This cell is marked so that nbval doesn't compare it: take the mark away.")
    try:
        result = yield
    except NbCellError as error:
        if str(error) == "Cell outputs differ":
            error.inner_traceback = "\n".join([error.inner_traceback, *_differences(item)])
        raise
    if item.cell.execution_count is None:
        # nbval lets it pass: nothing is stored, so there would be nothing to compare.
        item.raise_cell_error("This cell was never run: run `make notebooks`.")
    if problems := _differences(item):
        item.raise_cell_error(f"Outputs differ in {item.path.name}, cell {item.cell.get('id')}", "\n".join(problems))
    return result


def _differences(cell: IPyNbCell) -> list[str]:
    """Return a sentence for each way in which the outputs of a cell differ that nbval doesn't see."""
    stored_figures, fresh_figures = figures(cell.cell.outputs), figures(cell.test_outputs)
    messages = differences(stored_figures, fresh_figures, tolerance(), _difference_file(cell))
    stored, fresh = form(cell.cell.outputs), form(cell.test_outputs)
    if not messages and stored != fresh:
        messages = [
            f"The stored outputs are {'; '.join(stored) or 'none'}. This run's are {'; '.join(fresh) or 'none'}."
        ]
    return messages


def _difference_file(cell: IPyNbCell) -> Path:
    """Return how the names of a cell's pictures begin."""
    return _difference_folder(cell.config) / f"{cell.path.stem}-{cell.cell.get('id', cell.cell_num)}"


def _difference_folder(config: pytest.Config) -> Path:
    """Return where to write pictures of figures that differ."""
    return config.rootpath / str(config.getoption("--figure-differences"))


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """Say how many notebooks and cells were run as stored, and what was compared in them."""
    cells = terminalreporter.config.stash.get(CELLS, [])
    if not cells:
        return
    passed = {report.nodeid for report in terminalreporter.getreports("passed")}
    run = [cell for cell in cells if cell.nodeid in passed]
    counts = {
        "notebooks": sorted({cell.path.name for cell in cells}),
        "cells": len(run),
        "cells with output": sum(bool(cell.cell.outputs) for cell in run),
        "figures": sum(len(figures(cell.cell.outputs)) for cell in run),
    }
    terminalreporter.section("notebooks")
    summary = (
        f"Notebooks: {len(counts['notebooks'])}. Cells that gave what is stored: {counts['cells']} of {len(cells)}; "
        f"{counts['cells with output']} of them print or draw. Figures compared: {counts['figures']}."
    )
    lax = terminalreporter.config.option.nbval_lax
    terminalreporter.line("With --nbval-lax nothing is compared." if lax else summary)
    if file := terminalreporter.config.getoption("--nbval-counts"):
        from tools.pages import commit  # nothing else here needs tools/

        file.parent.mkdir(exist_ok=True)
        file.unlink(missing_ok=True)
        if exitstatus == 0:
            record = {"date": datetime.date.today().isoformat(), "commit": commit(), **counts}
            file.write_text(json.dumps(record), encoding="utf-8")
