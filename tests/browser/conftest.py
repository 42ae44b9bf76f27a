"""One JupyterLab and one browser for all tests. Each notebook is opened and run once, and stays open."""

import functools
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.browser import find_browser, launch_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.lab import LabNotebook
    from tests.browser.server import Server

pytest.register_assert_rewrite("tests.browser.expected")  # so that a failure shows what differs

# `make test` runs without the extra `browser`, which these files import.
collect_ignore_glob = [] if importlib.util.find_spec("playwright") else ["test_*.py"]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    from tests.browser.server import jupyterlab

    with jupyterlab(tmp_path_factory.mktemp("jupyterlab")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    with launch_browser(find_browser()) as browser:
        yield browser


@pytest.fixture(scope="session")
def opened(server: "Server", browser: "Browser") -> "Callable[[Path], LabNotebook]":
    """Return a function that opens a notebook and runs all cells, and when called again returns the same page."""
    from tests.browser.lab import LabNotebook

    @functools.cache
    def open_and_run(path: Path) -> LabNotebook | Exception:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        try:
            notebook = LabNotebook(page, server, path)
            notebook.open()
            notebook.run_all()
            return notebook
        except Exception as error:  # kept, so that a notebook that can't be run isn't tried for each test
            return error

    def notebook(path: Path) -> LabNotebook:
        result = open_and_run(path)
        if isinstance(result, Exception):
            raise result
        return result

    return notebook
