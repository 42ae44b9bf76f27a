"""Tests of what is said when figures differ. That they are compared at all is proved in tests/mutants."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

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


def transparent(png: bytes) -> bytes:
    """Let nothing be seen of a picture but what lies under it."""
    file = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    picture.putalpha(0)
    picture.save(file, "png")
    return file.getvalue()


def moving(png: bytes) -> bytes:
    """Let another picture follow."""
    file = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(file, "png", save_all=True, append_images=[ImageOps.mirror(picture)])
    return file.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda png: b"no picture",
        lambda png: png[: len(png) // 2],
        lambda png: png + b"more",
        lambda png: png.replace(b"IDAT", b"!!!!"),
        transparent,
        moving,
    ],
    ids=["none", "half", "more", "broken", "transparent", "moving"],
)
def test_a_picture_that_readers_may_see_otherwise_is_refused(
    stored: list[Any], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    """Whatever Pillow makes of it."""
    png = base64.b64decode(stored[0].data["image/png"])
    stored[0].data["image/png"] = base64.b64encode(damage(png)).decode("ascii")
    assert said(stored, tmp_path / "cell") == [
        "Figure 1: the stored picture is not a plain PNG, as `show` makes it. Run `make notebooks`."
    ]


def test_what_is_no_base64_is_refused(stored: list[Any], tmp_path: Path) -> None:
    """Python would skip such characters, a browser needn't."""
    stored[0].data["image/png"] = "!" + stored[0].data["image/png"]
    assert said(stored, tmp_path / "cell") == [
        "Figure 1: the stored picture is not a plain PNG, as `show` makes it. Run `make notebooks`."
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
