"""Tests of the pages of the book."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.notebooks import PATHS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_chapter_opens_from_disk(reader: Page, book: Path, path: Path) -> None:
    reader.goto((book / "notebooks" / f"{path.stem}.html").as_uri())
    assert reader.locator("h1").count() == 1
