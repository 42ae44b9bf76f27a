"""The book, built once for all tests, and a server that has it below a path, as a static host would."""

import functools
import importlib.util
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tools.book import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

collect_ignore_glob = [] if importlib.util.find_spec("playwright") else ["test_*.py"]


@pytest.fixture(scope="session")
def book() -> Path:
    """Return the folder of the book."""
    return main()


@pytest.fixture(scope="session")
def address(book: Path) -> Iterator[str]:
    """Return the address of the book on a server of this machine, below a path."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Write nothing."""

    handler = functools.partial(Quiet, directory=str(book.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{book.name}"
        server.shutdown()


@pytest.fixture
def reader(browser: "Browser") -> "Iterator[Page]":
    """Return an empty page; at the end of the test, nothing was asked of another host, and nothing went wrong."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: wrong.append(request.url) if is_elsewhere(request.url) else None)
    yield page
    context.close()
    assert wrong == []


def is_elsewhere(address: str) -> bool:
    """Return whether a request goes to another host."""
    return not address.startswith(("http://127.0.0.1:", "file:", "data:", "blob:"))
