"""A notebook that is open in JupyterLab, driven as a learner drives it: by menus, keys and clicks.

Cells are named by their ids in the stored notebook. JupyterLab's page doesn't show these, so a cell is found by its
place: the page must hold all cells, in the order in which they are stored.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.scripts import OUTPUTS, OVER, WATCH
from tests.browser.server import Server
from tests.notebooks import stored

RUN = 120_000  # milliseconds for all cells; PyTorch alone can take half a minute to import
OPEN = 90_000  # for JupyterLab itself and the first kernel
STEP = 30_000  # for what follows a click

# JupyterLab asks a kernel for the state of its debugger, and says this when a restart comes before the answer.
NOT_OURS = ("Could not restore the debugger state: Canceled",)

NUMBERED = re.compile(r"\[\d+\]:")


class LabNotebook:
    """A notebook on the screen."""

    def __init__(self, page: Page, server: Server, path: Path) -> None:
        """Take an empty page, and the notebook to open by its stored file."""
        self.page, self.server, self.name = page, server, path.name
        self.copy = server.notebooks / path.name  # the file that JupyterLab opens and saves
        self.stored = stored(self.copy)  # before anything is saved; somebody may be writing to the project's own
        self.ids = [cell.id for cell in self.stored.cells]
        self.code_ids = [cell.id for cell in self.stored.code_cells]
        self.complaints: list[str] = []  # what the browser has logged as an error
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(str(error)))

    def open(self) -> None:
        """Open the notebook at its address, and wait for the kernel."""
        # In a workspace of its own: another notebook that is open must not come back here after a reload.
        workspace = f"{self.server.address}/lab/workspaces/{self.copy.stem}"
        self.page.goto(f"{workspace}/tree/notebooks/{self.name}?token={self.server.token}")
        self.wait_until_open()

    def reload(self) -> None:
        """Load the page again, as a learner does who comes back."""
        self.page.reload()
        self.wait_until_open()

    def wait_until_open(self) -> None:
        """Wait until all cells are on the page and the kernel is idle."""
        expect(self.page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(self.ids), timeout=OPEN)
        # The bar at the bottom tells the kernel's true state. JupyterLab drops a run that comes before the kernel does.
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text(re.compile(r"\| Idle"), timeout=OPEN)
        # After a reload the widgets of a kernel that lives come back a moment after it.
        expect(self.page.locator('.jp-OutputArea-output:has-text("Loading widget")')).to_have_count(0, timeout=STEP)

    def run_all(self) -> None:
        """Run all cells by the menu, and wait for the last."""
        with self.run(*self.code_ids):
            self.menu("Run", "Run All Cells")

    def restart_and_run_all(self) -> None:
        """Restart the kernel by the menu, say yes, run all cells, and wait for the last."""
        with self.run(*self.code_ids):
            self.menu("Run", "Restart Kernel and Run All Cells…")
            self.page.locator(".jp-Dialog button.jp-mod-accept").click()

    @contextmanager
    def run(self, *cell_ids: str) -> Iterator[None]:
        """Wait until these cells, which are run inside, have begun and ended; raise when one has not run."""
        places = [self.ids.index(cell_id) for cell_id in cell_ids]
        self.page.evaluate(WATCH, places)
        yield
        self.page.wait_for_function(OVER, arg=places, timeout=RUN, polling=50)
        for cell_id in cell_ids:
            if not NUMBERED.fullmatch(self.prompt(cell_id).inner_text()):
                said = "".join(text for outputs in self.outputs().values() for kind, text in outputs if "error" in kind)
                raise AssertionError(f"{self.name}: the cell {cell_id} did not run. {said}")

    def save(self) -> None:
        """Save by the keyboard, and wait until the file is written."""
        before = self.copy.stat().st_mtime_ns
        self.page.locator(".jp-Notebook").press("ControlOrMeta+s")
        for _ in range(100):
            if self.copy.stat().st_mtime_ns != before:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{self.name} was not saved.")

    def menu(self, name: str, *entries: str) -> None:
        """Choose an entry of a menu, or of a menu in a menu."""
        self.page.locator(f'.lm-MenuBar-itemLabel:text-is("{name}")').click()
        for entry in entries:
            self.page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click()

    def set_theme(self, name: str) -> None:
        """Choose a theme by the menu, and wait until it is on."""
        self.menu("Settings", "Theme", name)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name)

    def cell(self, cell_id: str) -> Locator:
        """Return a cell."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(cell_id))

    def source(self, cell_id: str) -> str:
        """Return what is stored in a cell."""
        return str(self.stored.cells[self.ids.index(cell_id)].source)

    def set_cell(self, cell_id: str, source: str) -> None:
        """Type over all that is in a cell. The text arrives at once, so nothing is completed or indented by itself."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run_cell(self, cell_id: str) -> None:
        """Run one cell, and wait for it."""
        with self.run(cell_id):
            self.cell(cell_id).locator(".cm-content").click()  # elsewhere, a widget could keep the keyboard
            self.page.keyboard.press("ControlOrMeta+Enter")

    def prompt(self, cell_id: str) -> Locator:
        """Return where the number of a cell's run is shown."""
        return self.cell(cell_id).locator(".jp-InputPrompt")

    def output(self, cell_id: str) -> Locator:
        """Return all that is shown under a cell."""
        return self.cell(cell_id).locator(".jp-Cell-outputArea")

    def output_text(self, cell_id: str) -> str:
        """Return the text that is shown under a cell, to the letter."""
        return "".join(self.output(cell_id).locator(".jp-OutputArea-output pre").all_text_contents())

    def outputs(self) -> dict[str, list[tuple[str, str]]]:
        """Return what is shown under each code cell: the kind of each output, and its text or its picture's address."""
        shown = dict(zip(self.ids, self.page.evaluate(OUTPUTS), strict=True))
        return {cell_id: [(kind, text) for kind, text in shown[cell_id]] for cell_id in self.code_ids}

    def _note(self, complaint: str) -> None:
        """Keep an error of the browser, unless it is known to be none of ours."""
        if not complaint.startswith(NOT_OURS):
            self.complaints.append(complaint)
