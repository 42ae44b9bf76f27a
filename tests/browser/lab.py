"""Drives a notebook in JupyterLab by menus, keys and clicks.

Cells are named by their ids in the stored notebook. JupyterLab's page doesn't contain these, so a cell is found by its
position: the page must hold all cells, in the order in which they are stored.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.server import Server
from tests.notebooks import stored

RUN = 400_000  # milliseconds for all cells; where much else runs, notebook 6 takes minutes
OPEN = 90_000  # for JupyterLab itself and the first kernel
STEP = 30_000  # for what follows a click

# JupyterLab asks a kernel for the state of its debugger, and logs the first when a restart comes before the answer. It
# shows a text before it has found the picture that is attached to it, so Chromium logs the second.
IGNORED = (
    "Could not restore the debugger state: Canceled",
    "Failed to load resource: net::ERR_UNKNOWN_URL_SCHEME",
)

PROMPTS = "cells.map(cell => document.querySelectorAll('.jp-Notebook .jp-Cell')[cell].querySelector('.jp-InputPrompt'))"
# A stored notebook shows numbers before it is run. So each prompt gets a mark when it shows a star, which may be short.
WATCH = f"""cells => {PROMPTS}.forEach(prompt => {{
    delete prompt.dataset.waited;
    new MutationObserver(() => {{ if (prompt.textContent === '[*]:') prompt.dataset.waited = 'yes'; }})
        .observe(prompt, {{childList: true, characterData: true, subtree: true}});
}})"""
OVER = f"""cells => {PROMPTS}.every(prompt => prompt.dataset.waited && prompt.textContent !== '[*]:')
    && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'"""
# The kind of each output of each cell, and its text or the address of its picture. A live widget has no type.
OUTPUTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(cell =>
    [...cell.querySelectorAll('.jp-Cell-outputArea .jp-OutputArea-output')].map(output =>
        output.querySelector('.jupyter-widgets') ? ['widget', output.textContent]
        : [output.dataset.mimeType || '', output.querySelector('img')?.src || output.textContent]))"""


class LabNotebook:
    """A notebook in JupyterLab."""

    def __init__(self, page: Page, server: Server, path: Path) -> None:
        self.page, self.server, self.name = page, server, path.name
        self.copy = server.notebooks / path.name  # the file that JupyterLab opens and saves
        self.stored = stored(self.copy)  # as it was before JupyterLab saves it
        self.ids = [cell.id for cell in self.stored.cells]
        self.code_ids = [cell.id for cell in self.stored.code_cells]
        self.errors: list[str] = []  # logged by the browser
        page.on("console", lambda message: self._log(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._log(str(error)))

    def _log(self, error: str) -> None:
        if not error.startswith(IGNORED):
            self.errors.append(error)

    def open(self) -> None:
        # In a workspace of its own: another notebook that is open must not come back here after a reload.
        workspace = f"{self.server.address}/lab/workspaces/{self.copy.stem}"
        self.page.goto(f"{workspace}/tree/notebooks/{self.name}?token={self.server.token}")
        self.wait_until_open()

    def reload(self) -> None:
        self.page.reload()
        self.wait_until_open()

    def wait_until_open(self) -> None:
        expect(self.page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(self.ids), timeout=OPEN)
        # The status bar shows the kernel's true state. JupyterLab drops a run that comes before the kernel does.
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text(re.compile(r"\| Idle"), timeout=OPEN)
        # After a reload the widgets of a live kernel come back a moment after it.
        expect(self.page.locator('.jp-OutputArea-output:has-text("Loading widget")')).to_have_count(0, timeout=STEP)

    def run_all(self) -> None:
        with self.run(*self.code_ids):
            self.menu("Run", "Run All Cells")

    def restart_and_run_all(self) -> None:
        with self.run(*self.code_ids):
            self.menu("Run", "Restart Kernel and Run All Cells…")
            self.page.locator(".jp-Dialog button.jp-mod-accept").click()

    @contextmanager
    def run(self, *cell_ids: str) -> Iterator[None]:
        """Wait until these cells, which the body starts, have run; raise when one hasn't."""
        positions = [self.ids.index(cell_id) for cell_id in cell_ids]
        self.page.evaluate(WATCH, positions)
        yield
        self.page.wait_for_function(OVER, arg=positions, timeout=RUN, polling=50)
        for cell_id in cell_ids:
            if not re.fullmatch(r"\[\d+\]:", self.cell(cell_id).locator(".jp-InputPrompt").inner_text()):
                errors = [text for outputs in self.outputs().values() for kind, text in outputs if "error" in kind]
                raise AssertionError(f"{self.name}: the cell {cell_id} did not run. {''.join(errors)}")

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
        self.page.locator(f'.lm-MenuBar-itemLabel:text-is("{name}")').click()
        for entry in entries:
            self.page.locator(f'.lm-Menu-itemLabel:text-is("{entry}")').click()

    def set_theme(self, name: str) -> None:
        self.menu("Settings", "Theme", name)
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-name", name, timeout=STEP)

    def cell(self, cell_id: str) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(cell_id))

    def source(self, cell_id: str) -> str:
        """Return the stored source of a cell."""
        return str(self.stored.cells[self.ids.index(cell_id)].source)

    def set_cell(self, cell_id: str, source: str) -> None:
        """Replace the source of a cell; all at once, so that JupyterLab doesn't complete or indent it."""
        self.cell(cell_id).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)

    def run_cell(self, cell_id: str) -> None:
        with self.run(cell_id):
            self.cell(cell_id).locator(".cm-content").click()  # elsewhere, a widget could keep the keyboard
            self.page.keyboard.press("ControlOrMeta+Enter")

    def output(self, cell_id: str) -> Locator:
        return self.cell(cell_id).locator(".jp-Cell-outputArea")

    def output_text(self, cell_id: str) -> str:
        return "".join(self.output(cell_id).locator(".jp-OutputArea-output pre").all_text_contents())

    def outputs(self) -> dict[str, list[tuple[str, str]]]:
        """Return the kind of each output of each code cell, and its text or the address of its picture."""
        shown = dict(zip(self.ids, self.page.evaluate(OUTPUTS), strict=True))
        return {cell_id: [(kind, text) for kind, text in shown[cell_id]] for cell_id in self.code_ids}
