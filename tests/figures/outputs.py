"""What the outputs of a cell hold in the way of figures, and where two runs of the cell differ in them."""

import base64
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image, ImageOps

from tests.figures.pictures import Tolerance, difference, largest_mean, side_by_side


class Figure(NamedTuple):
    """A figure in an output of a cell."""

    png: str  # in base64, as notebooks store it
    alt: str
    width: int | None  # of the place on the page
    height: int | None

    def picture(self) -> Image.Image:
        """Decode the picture."""
        return Image.open(io.BytesIO(base64.b64decode(self.png))).convert("RGB")


def figures(outputs: Iterable[Any]) -> list[Figure]:
    """Return the figures of a cell's outputs, in order."""
    found = []
    for output in outputs:
        png = output.get("data", {}).get("image/png")
        if png is not None:
            about = output.get("metadata", {}).get("image/png", {})
            found.append(Figure(png, about.get("alt", ""), about.get("width"), about.get("height")))
    return found


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
        except (ValueError, OSError):  # no base64, no picture, or one that is cut off
            said.append(f"Figure {number}: the stored picture is no PNG that can be read. Run `make notebooks`.")
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
    file.parent.mkdir(parents=True, exist_ok=True)
    side_by_side(*pictures).save(file)
    return [f"Figure {number}: {problem}. See {file}."]
