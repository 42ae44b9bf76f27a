"""Tests of what is said when figures differ. That they are compared at all is proved in tests/mutants."""

from pathlib import Path
from typing import Any

import pytest

from tests.figures.outputs import differences, figures
from tests.figures.pictures import PINNED
from tests.notebooks import TOY, cell


@pytest.fixture
def stored() -> list[Any]:
    """Return the outputs of a cell that draws a figure."""
    outputs: list[Any] = cell(TOY, "triangle-figure").outputs
    return outputs


def said(stored: list[Any], file: Path) -> list[str]:
    """Compare with what the notebook has stored, as if that came from a run."""
    return differences(figures(stored), figures(cell(TOY, "triangle-figure").outputs), PINNED, file)


def test_a_figure_that_is_the_same_needs_no_word_and_no_file(stored: list[Any], tmp_path: Path) -> None:
    """Nor does the folder get one."""
    assert said(stored, tmp_path / "cell") == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["no base64!", "bm8gcGljdHVyZQ==", "half"])
def test_a_damaged_picture_is_said_to_be_one(stored: list[Any], tmp_path: Path, damage: str) -> None:
    """No base64, no picture, or one that is cut off."""
    data = stored[0].data
    data["image/png"] = data["image/png"][: len(data["image/png"]) // 8 * 4] if damage == "half" else damage
    assert said(stored, tmp_path / "cell") == [
        "Figure 1: the stored picture is no PNG that can be read. Run `make notebooks`."
    ]


def test_another_width_on_the_page_is_said(stored: list[Any], tmp_path: Path) -> None:
    """The picture would look larger, and blurred."""
    stored[0].metadata["image/png"]["width"] = 400
    places = "400 x 288, and this run gives 288 x 288"
    assert said(stored, tmp_path / "cell") == [f"Figure 1: the stored width and height on the page are {places}."]


def test_a_picture_that_differs_is_written_side_by_side(stored: list[Any], tmp_path: Path) -> None:
    """Into a folder that is made for it; the sentence says where."""
    stored[0].data["image/png"] = cell(TOY, "five-figure").outputs[0].data["image/png"]
    file = tmp_path / "new folder" / "cell-figure-1.png"
    assert said(stored, file.with_name("cell"))[0].endswith(f"See {file}.")
    assert file.read_bytes().startswith(b"\x89PNG")
