"""Open the notebooks in a real JupyterLab, in a real browser. `make test-browser` runs this; it takes minutes.

The browser is one that is installed: Chromium or Chrome. BROWSER_PATH names another than the first that is found.
Pictures of all notebooks are kept in the folder `screenshots`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.extras import install_extra
from tools.set_up import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
)

# No graphics card, and no address but that of this machine.
OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def main() -> None:
    """Install what the tests drive the browser with, then run them."""
    browser = find_browser()
    install_extra("browser", "The packages that drive the browser")
    install_extra("book", "The packages that make the book")
    environment = {**os.environ, "BROWSER_PATH": str(browser)}
    command = [sys.executable, "-m", "pytest", "-m", "browser", "-q", "tests/browser", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


@contextmanager
def launch_browser(path: Path) -> "Iterator[Browser]":
    """Start a browser that reaches no address but this machine's, and close it at the end."""
    from playwright.sync_api import sync_playwright  # of the extra `browser`

    # Chromium's sandbox refuses root, which containers run as.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, *sandbox])
        yield browser
        browser.close()


def find_browser() -> Path:
    """Return the browser to use; stop where there is none."""
    if named := os.environ.get("BROWSER_PATH"):
        if not Path(named).is_file():
            sys.exit(f"BROWSER_PATH is {named}, and there is no such file.")
        return Path(named)
    paths = [*map(shutil.which, NAMES), *map(os.path.expandvars, ELSEWHERE)]
    for path in paths:
        if path and Path(path).is_file():
            return Path(path)
    sys.exit(
        "There is no Chromium or Chrome here: `apt-get install chromium` brings one on Debian, elsewhere install "
        "Chrome, or name the browser's file in the variable BROWSER_PATH."
    )


if __name__ == "__main__":
    main()
