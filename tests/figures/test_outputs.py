"""Tests of tests/figures/outputs.py. tests/mutants shows that a run of the notebooks uses it."""

import base64
import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps

from tests.figures.outputs import differences, figures
from tests.figures.pictures import PINNED
from tests.notebooks import TOY, cell


@pytest.fixture
def outputs() -> list[Any]:
    """Return the outputs of a cell that draws a figure."""
    found: list[Any] = cell(TOY, "triangle-figure").outputs
    return found


def compare(outputs: list[Any], file: Path) -> list[str]:
    """Compare outputs with the stored ones, as if those came from a fresh run."""
    return differences(figures(outputs), figures(cell(TOY, "triangle-figure").outputs), PINNED, file)


def test_equal_figure_gives_no_message_and_no_file(outputs: list[Any], tmp_path: Path) -> None:
    assert compare(outputs, tmp_path / "cell") == []
    assert list(tmp_path.iterdir()) == []


def transparent(png: bytes) -> bytes:
    file = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    picture.putalpha(0)
    picture.save(file, "png")
    return file.getvalue()


def transparent_with_a_palette(png: bytes) -> bytes:
    """Return a transparent PNG with all chunks of one with a palette, which browsers then ignore."""
    header, rest = transparent(png).split(b"IDAT", 1)
    palette = png[png.index(b"PLTE") - 4 : png.index(b"IDAT") - 4]
    return header[:-4] + palette + header[-4:] + b"IDAT" + rest


def with_a_chunk_twice(name: bytes) -> Callable[[bytes], str]:
    def damage(png: bytes) -> str:
        start = png.index(name) - 4
        end = start + 12 + int.from_bytes(png[start : start + 4], "big")
        return encoded(png[:end] + png[start:end] + png[end:])

    return damage


def with_other_data(change: Callable[[bytes], bytes]) -> Callable[[bytes], str]:
    """Change the compressed pixels; the checksum of their chunk is right."""

    def damage(png: bytes) -> str:
        start, end = png.index(b"IDAT"), png.index(b"IEND") - 8
        data = b"IDAT" + change(png[start + 4 : end])
        chunk = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
        return encoded(png[: start - 4] + chunk + png[end + 4 :])

    return damage


def animated(png: bytes) -> bytes:
    file = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(file, "png", save_all=True, append_images=[ImageOps.mirror(picture)])
    return file.getvalue()


def encoded(png: bytes) -> str:
    return base64.b64encode(png).decode("ascii")


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda png: encoded(b"no picture"), id="not a PNG"),
        pytest.param(lambda png: encoded(png[: len(png) // 2]), id="truncated"),
        pytest.param(lambda png: encoded(png + b"more"), id="with bytes at the end"),
        pytest.param(lambda png: encoded(png.replace(b"IDAT", b"!!!!")), id="unknown chunk"),
        pytest.param(lambda png: encoded(transparent(png)), id="transparent"),
        pytest.param(lambda png: encoded(transparent_with_a_palette(png)), id="transparent with a palette"),
        pytest.param(with_a_chunk_twice(b"IHDR"), id="two headers"),
        pytest.param(with_a_chunk_twice(b"PLTE"), id="two palettes"),
        pytest.param(lambda png: encoded(animated(png)), id="animated"),
        pytest.param(with_other_data(lambda data: data + b"<script>"), id="with bytes after the pixels"),
        pytest.param(
            with_other_data(lambda data: zlib.compress(zlib.decompress(data) + b"more")), id="too many pixels"
        ),
        # Python would skip a character outside the alphabet of base64; a browser need not.
        pytest.param(lambda png: "!" + encoded(png), id="not base64"),
    ],
)
def test_picture_other_than_plain_png_is_refused(
    outputs: list[Any], tmp_path: Path, damage: Callable[[bytes], str]
) -> None:
    data = outputs[0].data
    data["image/png"] = damage(base64.b64decode(data["image/png"]))
    assert compare(outputs, tmp_path / "cell") == [
        "Figure 1: the stored picture is not a plain PNG, as `show` makes it. Run `make notebooks`."
    ]


def test_different_width_on_page_is_reported(outputs: list[Any], tmp_path: Path) -> None:
    outputs[0].metadata["image/png"]["width"] = 400
    sizes = "400 x 288, and this run gives 288 x 288"
    assert compare(outputs, tmp_path / "cell") == [f"Figure 1: the stored width and height on the page are {sizes}."]


def test_different_pictures_are_written_side_by_side(outputs: list[Any], tmp_path: Path) -> None:
    outputs[0].data["image/png"] = cell(TOY, "five-figure").outputs[0].data["image/png"]
    file = tmp_path / "new folder" / "cell-figure-1.png"
    assert compare(outputs, file.with_name("cell"))[0].endswith(f"See {file}.")
    with Image.open(file) as picture:
        assert picture.width == 864 + 10 + 576 + 10  # stored and this run, with gaps; of other sizes no difference
