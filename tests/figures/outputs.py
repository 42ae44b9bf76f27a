"""What the outputs of a cell hold in the way of figures, and where two runs of the cell differ in them."""

import base64
import io
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from tests.figures.pictures import Tolerance, difference, largest_mean, side_by_side

PARTS = ["IHDR", "PLTE", "IDAT", "IEND"]
MAKE = "Run `make notebooks`."


class UnreadableError(ValueError):
    """A stored picture isn't a PNG as `show` makes it."""


class Figure(NamedTuple):
    """A figure in an output of a cell."""

    png: str  # in base64, as notebooks store it
    alt: str
    width: int | None  # of the place on the page
    height: int | None

    def picture(self) -> Image.Image:
        """Decode the picture, if it looks the same wherever it is shown.

        A PNG may be transparent, move, or bring its own colors, and then readers see something else than Pillow does.
        What `show` makes has a palette and pixels, in the four parts that every PNG has, and nothing besides.
        """
        try:
            file = base64.b64decode(self.png, validate=True)
            if file[:8] != b"\x89PNG\r\n\x1a\n" or list(dict.fromkeys(_parts(file))) != PARTS:
                raise UnreadableError
            return Image.open(io.BytesIO(file)).convert("RGB")
        except (OSError, ValueError, TypeError, SyntaxError, struct.error, Image.DecompressionBombError) as error:
            raise UnreadableError from error


def _parts(file: bytes) -> Iterator[str]:
    """Name the parts of a PNG, one after the other (www.w3.org/TR/png: length, name, content, checksum)."""
    place = 8
    while place < len(file):
        length, name = struct.unpack_from(">I4s", file, place)
        yield name.decode("ascii")
        place += 12 + length


def figures(outputs: Iterable[Any]) -> list[Figure]:
    """Return the figures of a cell's outputs, in order."""
    found = []
    for output in outputs:
        png = output.get("data", {}).get("image/png")
        if png is not None:
            about = output.get("metadata", {}).get("image/png") or {}
            found.append(Figure(png, about.get("alt", ""), about.get("width"), about.get("height")))
    return found


def form(outputs: Iterable[Any]) -> list[str]:
    """Return what kinds of output a cell gives, in order, with all that says how they are shown.

    nbval compares each kind apart. Text that is printed in several parts counts once, as it is shown in one.
    """
    kinds: list[str] = []
    for output in outputs:
        if output.output_type == "stream":
            if f"stream {output.name}" not in kinds:
                kinds.append(f"stream {output.name}")
            continue
        data = sorted(set(output.get("data", {})) - {"application/vnd.jupyter.widget-view+json"})
        about = {kind: dict(sorted(value.items())) for kind, value in output.get("metadata", {}).items() if value}
        for known in ("alt", "width", "height"):  # compared with the figure
            about.get("image/png", {}).pop(known, None)
        kinds.append(f"{output.output_type} of {', '.join(data)} {about if any(about.values()) else ''}".strip())
    return kinds


def differences(stored: list[Figure], fresh: list[Figure], allowed: Tolerance, file: Path) -> list[str]:
    """Return a sentence for each way in which the figures of a fresh run differ from the stored ones.

    Where pictures differ, they are written side by side into a PNG, whose name is `file` and the figure's number.
    """
    if len(stored) != len(fresh):
        return [f"Figures stored: {len(stored)}, displayed by this run: {len(fresh)}."]
    said = []
    for number, (old, new) in enumerate(zip(stored, fresh, strict=True), start=1):
        if old.alt != new.alt:
            said.append(f'Figure {number}: the stored text alternative is "{old.alt}", and this run gives "{new.alt}".')
        if (old.width, old.height) != (new.width, new.height):
            places = f"{old.width} x {old.height}, and this run gives {new.width} x {new.height}"
            said.append(f"Figure {number}: the stored width and height on the page are {places}.")
        try:
            said += _picture_differences(number, old, new, allowed, file.with_name(f"{file.name}-figure-{number}.png"))
        except UnreadableError:
            said.append(f"Figure {number}: the stored picture is not a plain PNG, as `show` makes it. {MAKE}")
    return said


def _picture_differences(number: int, old: Figure, new: Figure, allowed: Tolerance, file: Path) -> list[str]:
    """Return a sentence when two pictures are too far apart, after writing them to a file."""
    if old.png == new.png:
        return []
    stored, fresh = old.picture(), new.picture()
    pictures = [("stored", stored), ("this run", fresh)]
    if stored.size != fresh.size:
        problem = f"the stored picture has {stored.width} x {stored.height} pixels, this run's has "
        problem += f"{fresh.width} x {fresh.height}"
    else:
        apart = difference(stored, fresh, allowed.reach)
        far = largest_mean(apart)
        if far <= allowed.limit:
            return []
        visible = ImageOps.invert(ImageOps.autocontrast(apart.convert("L")))  # dark on white, however faint it was
        pictures.append(("difference", visible.convert("RGB")))
        problem = f"where this run's picture differs most from the stored one, it does by {far} of 255, "
        problem += f"and {allowed.limit} is allowed"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        side_by_side(*pictures).save(file)
    except OSError as error:
        return [f"Figure {number}: {problem}. (The pictures could not be written: {error}.)"]
    return [f"Figure {number}: {problem}. See {file}."]
