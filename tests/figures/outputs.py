"""Figures in the outputs of a cell, and the differences between those stored and those of a fresh run."""

import base64
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from tests.figures.pictures import Tolerance, difference, largest_mean, side_by_side

# The chunks of a PNG with a palette, and the end of its header: 8 bits, palette, the only compression and filter, not
# interlaced.
CHUNKS = re.compile("IHDR PLTE( IDAT)+ IEND")
HEADER_END = bytes([8, 3, 0, 0, 0])
MAKE = "Run `make notebooks`."


class UnreadableError(ValueError):
    """A stored picture isn't a PNG as `show` makes it."""


class Figure(NamedTuple):
    """A figure in an output of a cell."""

    png: str  # in base64, as notebooks store it
    alt: str
    width: int | None  # on the page
    height: int | None

    def picture(self) -> Image.Image:
        """Decode the picture, if it is a plain PNG as `show` makes it.

        A PNG may also be transparent, animated, have a chunk twice, or bring its own color profile. Then browsers show
        something else than Pillow reads, so nothing is accepted but what `show` writes. Nor may there be more data
        than the pixels need, which nothing would show.
        """
        try:
            content = base64.b64decode(self.png, validate=True)
            chunks = list(_chunks(content))
            names = " ".join(name for name, _ in chunks)
            if content[:8] != b"\x89PNG\r\n\x1a\n" or not CHUNKS.fullmatch(names) or content[24:29] != HEADER_END:
                raise UnreadableError
            picture = Image.open(io.BytesIO(content))
            stream, size = zlib.decompressobj(), picture.height * (1 + picture.width)  # a row has a filter, and pixels
            data = b"".join(part for name, part in chunks if name == "IDAT")
            if len(stream.decompress(data, size + 1)) != size or not stream.eof or stream.unused_data:
                raise UnreadableError
            return picture.convert("RGB")
        except (
            OSError,
            ValueError,
            TypeError,
            SyntaxError,
            struct.error,
            zlib.error,
            Image.DecompressionBombError,
        ) as error:
            raise UnreadableError from error


def _chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of the chunks of a PNG (www.w3.org/TR/png: length, name, content, checksum)."""
    start = 8
    while start < len(png):
        length, name = struct.unpack_from(">I4s", png, start)
        yield name.decode("ascii"), png[start + 8 : start + 8 + length]
        start += 12 + length


def figures(outputs: Iterable[Any]) -> list[Figure]:
    """Return the figures of a cell's outputs, in order."""
    found = []
    for output in outputs:
        png = output.get("data", {}).get("image/png")
        if png is not None:
            metadata = output.get("metadata", {}).get("image/png") or {}
            found.append(Figure(png, metadata.get("alt", ""), metadata.get("width"), metadata.get("height")))
    return found


def form(outputs: Iterable[Any]) -> list[str]:
    """Return the kind of each output of a cell, in order, with the metadata that affect how it is shown.

    nbval compares each kind separately. Text that is printed in several parts counts once, as it is shown in one.
    """
    kinds: list[str] = []
    for output in outputs:
        if output.output_type == "stream":
            if f"stream {output.name}" not in kinds:
                kinds.append(f"stream {output.name}")
            continue
        data = sorted(set(output.get("data", {})) - {"application/vnd.jupyter.widget-view+json"})
        metadata = {kind: dict(sorted(value.items())) for kind, value in output.get("metadata", {}).items() if value}
        for key in ("alt", "width", "height"):  # compared with the figure
            metadata.get("image/png", {}).pop(key, None)
        shown = metadata if any(metadata.values()) else ""
        kinds.append(f"{output.output_type} of {', '.join(data)} {shown}".strip())
    return kinds


def differences(stored: list[Figure], fresh: list[Figure], allowed: Tolerance, file: Path) -> list[str]:
    """Return a sentence for each difference between the figures of a fresh run and the stored ones.

    Pictures that differ are written side by side into a PNG, whose name is `file` and the figure's number.
    """
    if len(stored) != len(fresh):
        return [f"Figures stored: {len(stored)}, displayed by this run: {len(fresh)}."]
    problems = []
    for number, (old, new) in enumerate(zip(stored, fresh, strict=True), start=1):
        if old.alt != new.alt:
            problems.append(
                f'Figure {number}: the stored text alternative is "{old.alt}", and this run gives "{new.alt}".'
            )
        if (old.width, old.height) != (new.width, new.height):
            sizes = f"{old.width} x {old.height}, and this run gives {new.width} x {new.height}"
            problems.append(f"Figure {number}: the stored width and height on the page are {sizes}.")
        try:
            picture_file = file.with_name(f"{file.name}-figure-{number}.png")
            problems += _picture_differences(number, old, new, allowed, picture_file)
        except UnreadableError:
            problems.append(f"Figure {number}: the stored picture is not a plain PNG, as `show` makes it. {MAKE}")
    return problems


def _picture_differences(number: int, old: Figure, new: Figure, allowed: Tolerance, file: Path) -> list[str]:
    """Return a sentence when two pictures differ by more than is allowed, after writing them to a file."""
    if old.png == new.png:
        return []
    stored, fresh = old.picture(), new.picture()
    pictures = [("stored", stored), ("this run", fresh)]
    if stored.size != fresh.size:
        problem = f"the stored picture has {stored.width} x {stored.height} pixels, this run's has "
        problem += f"{fresh.width} x {fresh.height}"
    else:
        pixels = difference(stored, fresh, allowed.reach)
        largest = largest_mean(pixels)
        if largest <= allowed.limit:
            return []
        visible = ImageOps.invert(ImageOps.autocontrast(pixels.convert("L")))  # dark on white, however faint
        pictures.append(("difference", visible.convert("RGB")))
        problem = f"where this run's picture differs most from the stored one, it does by {largest} of 255, "
        problem += f"and {allowed.limit} is allowed"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        side_by_side(*pictures).save(file)
    except OSError as error:
        return [f"Figure {number}: {problem}. (The pictures could not be written: {error}.)"]
    return [f"Figure {number}: {problem}. See {file}."]
