"""Make the series as a book to read in any browser: `make book` writes it into the folder `build/book`.

The notebooks go in with the outputs that are stored in them; none is run. What the pages need is in the folder: it can
be opened from disk, and put on any web server.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.extras import install_extra
from tools.live import letters, vocabulary_map, words
from tools.references import write_references
from tools.set_up import ROOT

SOURCE = ROOT / "build" / "source"
PAGES = ROOT / "build" / "book"
# What the book is made of: the pages of `book` at the top, and these, under the paths that they have here.
TEXTS = (
    "notebooks/*.ipynb",
    "docs/*",
    "teaching/[!a]*.md",
    "TEACHING.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
)


def main() -> Path:
    """Collect the sources, build the pages, and return their folder."""
    prepare()
    for page in (letters, vocabulary_map, words):
        page.write(SOURCE / "_static" / "live")
    build("html", PAGES)
    print(f"The book is in {PAGES.relative_to(ROOT)}: open {(PAGES / 'index.html').relative_to(ROOT)} in a browser.")
    return PAGES


def prepare() -> None:
    """Install what makes the book, and collect its sources."""
    install_extra("book", "The packages that make the book")
    collect(SOURCE)


def collect(folder: Path) -> None:
    """Copy all sources of the book into a folder, in place of older ones."""
    shutil.rmtree(folder, ignore_errors=True)
    types_only = shutil.ignore_patterns("node_modules", "package*.json", "tsconfig.json")  # of `make check-js`
    shutil.copytree(ROOT / "book", folder, ignore=types_only)
    for pattern in TEXTS:
        for path in sorted(ROOT.glob(pattern)):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(exist_ok=True)
            shutil.copy2(path, target)
    write_references(folder / "references.md", sorted((folder / "notebooks").glob("*.ipynb")))


def build(builder: str, folder: Path, *options: str) -> None:
    """Have Sphinx write the whole book anew; stop at any warning."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-E", "-W", "--keep-going", "-q", *options]
    command += ["-d", str(folder.parent / f"{builder}-doctrees"), str(SOURCE), str(folder)]
    if subprocess.run(command, cwd=ROOT).returncode:
        sys.exit("The book is not complete: Sphinx's warnings above say what is wrong.")


if __name__ == "__main__":
    main()
