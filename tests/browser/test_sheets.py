"""Tests of the sheets that `make html` writes, as a teacher prints them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tools.sheets import SHEETS, write_pages


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", SHEETS)
def test_sheet_is_one_page_on_paper(offline: Page, tmp_path: Path, name: str, paper: str) -> None:
    write_pages(tmp_path / "html")
    offline.goto((tmp_path / "html" / f"{name}.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", offline.pdf(format=paper))) == 1
