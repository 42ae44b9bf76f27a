"""Test of two learners who work at the same time, each in a browser."""

import json
import pwd
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.hub import Hub
from tests.notebooks import SYNONYMS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.lab import LabNotebook

pytestmark = pytest.mark.server


def test_two_learners_log_in_run_notebook_4_and_save(hub: Hub, passwords: dict[str, str], browser: "Browser") -> None:
    notebooks = [log_in_and_open(hub, browser, *learner) for learner in list(passwords.items())[:2]]
    for notebook in notebooks:
        notebook.run_all()
        assert "beautiful" in notebook.output_text("lecture-cosine")
        notebook.save()
        assert notebook.errors == []


def log_in_and_open(hub: Hub, browser: "Browser", name: str, password: str) -> "LabNotebook":
    """Log in on the hub's page, and open notebook 4 in the JupyterLab that starts."""
    from tests.browser.lab import LabNotebook
    from tests.browser.server import SETTINGS, Server

    home = Path(pwd.getpwnam(name).pw_dir)
    for plugin, settings in SETTINGS.items():
        file = home / ".jupyter" / "lab" / "user-settings" / f"{plugin.replace(':', '/')}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings), encoding="utf-8")
    subprocess.run(["chown", "--recursive", f"{name}:", home / ".jupyter"], check=True)
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(hub.address)
    page.fill("#username_input", name)
    page.fill("#password_input", password)
    page.click("#login_submit")
    page.wait_for_url("**/lab**", timeout=120_000)
    server = Server(f"{hub.address}/user/{name}", "", home / "notebooks")
    notebook = LabNotebook(page, server, SYNONYMS)
    notebook.open()
    return notebook
