"""One JupyterLab and one browser for all tests. Each notebook is opened and run once, and stays open."""

import functools
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.notebooks import PATHS, ROOT
from tools.browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.lab import LabNotebook
    from tests.browser.server import Server

pytest.register_assert_rewrite("tests.browser.expected")  # so that a failure shows what differs

# `make test` works without the extra `browser`, so it can't even read these tests.
collect_ignore_glob = [] if importlib.util.find_spec("playwright") else ["test_*.py"]

# A machine without a graphics card, a container, a network that must stay silent.
OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    """Start JupyterLab on a copy of the notebooks."""
    from tests.browser.server import jupyterlab

    with jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Start the browser. It finds no address but this machine's."""
    from playwright.sync_api import sync_playwright

    options = [*OPTIONS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # Chromium's sandbox refuses root, which containers run as
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser(), args=options)
        yield running
        running.close()


@pytest.fixture(scope="session")
def opened(server: "Server", browser: "Browser") -> "Callable[[Path], LabNotebook]":
    """Return a function that opens a notebook and runs all its cells; when it is asked again, the same page."""
    from tests.browser.lab import LabNotebook

    @functools.cache
    def open_and_run(path: Path) -> LabNotebook | Exception:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        try:
            notebook = LabNotebook(page, server, path)
            notebook.open()
            notebook.run_all()
            return notebook
        except Exception as error:
            return error

    def notebook(path: Path) -> LabNotebook:
        found = open_and_run(path)
        if isinstance(found, Exception):
            raise found  # at once for each test: a notebook that can't be run is not tried again
        return found

    return notebook


@pytest.fixture(scope="session", params=["nbconvert", "make html"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the notebooks as pages: once as nbconvert writes them, and once as `make html` does."""
    folder = tmp_path_factory.mktemp("pages")
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--output-dir", str(folder)]
    if request.param == "make html":
        command.append("--config=tools/html_config.py")
    subprocess.run([*command, *map(str, PATHS)], cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture
def offline(browser: "Browser") -> "Iterator[Page]":
    """Return an empty page that reads files of this machine, and nothing from a network."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    yield context.new_page()
    context.close()
