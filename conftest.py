"""The summary at the end of a run of nbval: how many notebooks, how many cells, and what was compared."""

from typing import Any

import pytest
from nbval.plugin import IPyNbCell

CELLS = pytest.StashKey[list[IPyNbCell]]()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep the notebook cells that are going to be run."""
    session.config.stash[CELLS] = [item for item in session.items if isinstance(item, IPyNbCell)]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many notebooks and cells were run, and how many cells had text to compare and passed."""
    cells = terminalreporter.config.stash.get(CELLS, [])
    if not cells:
        return
    passed = {report.nodeid for report in terminalreporter.getreports("passed")}
    run = [cell for cell in cells if cell.nodeid in passed]
    compared = [cell for cell in run if any(_has_text(output) for output in cell.cell.outputs)]
    terminalreporter.section("notebooks")
    terminalreporter.line(
        f"{len({cell.path for cell in cells})} notebooks: {len(run)} of {len(cells)} cells run as stored; "
        f"{len(compared)} of them have text output, and it was compared."
    )


def _has_text(output: Any) -> bool:
    """Return whether nbval compares anything of an output: printed text, or the text beside a figure."""
    return output.output_type == "stream" or "text/plain" in output.get("data", {})
