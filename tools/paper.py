"""Make the series as one file to keep: `make pdf` and `make epub` write it into the folder `build`.

Chromium or Chrome prints the PDF, with its headings as bookmarks and with tags for screen readers.
"""

import shutil
import sys
from pathlib import Path

from tools.book import build, prepare
from tools.browser import find_browser, launch_browser
from tools.extras import install_extra
from tools.set_up import ROOT

NAME = "nearest-neighbors-in-bert"
OPEN_ALL = "document.querySelectorAll('details').forEach(folded => folded.open = true)"  # paper can't be clicked


def write_pdf(path: Path) -> None:
    """Write the book as a PDF."""
    browser = find_browser()
    install_extra("browser", "The packages that drive the browser")
    prepare()
    pages = path.parent / "single-page"
    build("singlehtml", pages, "-t", "paper")
    with launch_browser(browser) as chromium:
        page = chromium.new_page()
        page.goto((pages / "index.html").as_uri())
        page.evaluate(OPEN_ALL)
        page.pdf(path=path, format="A4", tagged=True, outline=True)


def write_epub(path: Path) -> None:
    """Write the book as an EPUB."""
    prepare()
    folder = path.parent / "epub"
    build("epub", folder, "-t", "paper")
    shutil.copy2(next(folder.glob("*.epub")), path)


if __name__ == "__main__":
    kinds = {"pdf": write_pdf, "epub": write_epub}
    if sys.argv[1:] not in (["pdf"], ["epub"]):
        sys.exit("Say which: `python -m tools.paper pdf` or `python -m tools.paper epub`.")
    path = ROOT / "build" / f"{NAME}.{sys.argv[1]}"
    kinds[sys.argv[1]](path)
    print(f"The book is in {path.relative_to(ROOT)}.")
