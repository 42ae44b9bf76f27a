"""Tests that the pages of `make html` keep the rules of axe-core. The template of plain nbconvert breaks some."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.notebooks import PATHS, stored

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("pages", ["make html"], indirect=True),
    pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem),
]


def test_axe_finds_no_serious_violation(offline: Page, pages: Path, path: Path) -> None:
    offline.goto((pages / f"{path.stem}.html").as_uri())
    violations = Axe().run(offline).response["violations"]
    serious = [rule for rule in violations if rule["impact"] in ("serious", "critical")]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in serious] == []


def test_figures_have_their_text_alternatives(offline: Page, pages: Path, path: Path) -> None:
    offline.goto((pages / f"{path.stem}.html").as_uri())
    outputs = [output for cell in stored(path).code_cells for output in cell.outputs]
    expected = [output.metadata["image/png"]["alt"] for output in outputs if "image/png" in output.get("data", {})]
    assert offline.evaluate("[...document.images].map(image => image.alt)") == expected
