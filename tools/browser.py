"""Open the notebooks in a real JupyterLab, in a real browser. `make test-browser` runs this; it takes minutes.

The browser is one that is installed: Chromium or Chrome. BROWSER_PATH names another than the first that is found.
Pictures of all notebooks are kept in the folder `screenshots`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.extras import install_extra
from tools.set_up import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
)


def main() -> None:
    """Install what the tests drive the browser with, then run them."""
    browser = find_browser()
    install_extra("browser", "The packages that drive the browser")
    install_extra("book", "The packages that make the book")
    environment = {**os.environ, "BROWSER_PATH": str(browser)}
    command = [sys.executable, "-m", "pytest", "-m", "browser", "-q", "tests/browser", *sys.argv[1:]]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


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
