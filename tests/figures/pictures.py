"""How far apart two pictures of the same figure are, and whether that is too far."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

CONSTRAINTS = Path(__file__).parent.parent.parent / "constraints.txt"
DRAWN_BY = ("matplotlib", "pillow")  # the packages that decide which pixels come out


class Tolerance(NamedTuple):
    """How far apart two pictures may be.

    In each color a pixel may lie between the darkest and the lightest that the other picture has within `reach` pixels
    of it. What goes beyond that is averaged over squares of 13 x 13 pixels, wherever they lie; the largest of these
    means, from 0 to 255 and rounded, may be `limit`.
    """

    reach: int
    limit: int


# Measured in November 2026 on our ten figures and 100 changed ones. Of the same figure drawn elsewhere, the largest
# value of any figure; of a changed figure, the smallest:
#                                                          reach 0   reach 1   reach 2   reach 3
# the same figure, matplotlib 3.11.2, x86-64, emulated ARM64     0         0         0         0
# the same figure, matplotlib 3.7.0 and 3.10.0                 144        88        25         7
# the thin gray lines of a figure gone                          18        18        18        18
# one class in another color                                    29        23        23        22
# one letter moved by 0.1, the smallest step of the data        86        74        57        54
# the special tokens gone from the map of the vocabulary        75        75        75        73
# a cloud of points gone                                        99        99        99        99
# one digit or letter drawn as another                          14         9         4         0
# Versions draw text with different releases of FreeType, which moves it by a pixel or two. So without a reach no limit
# tells a change from a version, and neither do means over larger squares; with a reach of 3 pixels, a limit of 12 does.
# What it can't see is one letter in the place of another: only the pinned versions show that. Their limit of 0 lets
# pass what rounds to 0 in every square, which is less than one pixel turned from white to black.
PINNED = Tolerance(reach=0, limit=0)
OTHER = Tolerance(reach=3, limit=12)


def tolerance() -> Tolerance:
    """Return the strict tolerance where the pinned versions draw, and the wide one anywhere else."""
    pinned = pins()
    return PINNED if all(version(name) == pinned[name] for name in DRAWN_BY) else OTHER


def pins() -> dict[str, str]:
    """Return the pinned version of each package, by its name as constraints.txt spells it."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE))


def difference(stored: Image.Image, fresh: Image.Image, reach: int) -> Image.Image:
    """Return a picture of what each of two pictures of one size has that the other has nowhere near."""
    return ImageChops.lighter(_excess(stored, fresh, reach), _excess(fresh, stored, reach))


def largest_mean(picture: Image.Image) -> int:
    """Return the largest mean of any square of 13 x 13 pixels in any of the three colors, from 0 to 255."""
    return max(highest for _, highest in ImageStat.Stat(picture.filter(ImageFilter.BoxBlur(6))).extrema)


def side_by_side(*pictures: tuple[str, Image.Image]) -> Image.Image:
    """Return the pictures in a row, each under its name."""
    gap, heading = 10, 20
    width = sum(picture.width + gap for _, picture in pictures)
    row = Image.new("RGB", (width, heading + max(picture.height for _, picture in pictures)), "gray")
    left = 0
    for name, picture in pictures:
        ImageDraw.Draw(row).text((left + 4, 4), name, fill="white")
        row.paste(picture, (left, heading))
        left += picture.width + gap
    return row


def _excess(picture: Image.Image, other: Image.Image, reach: int) -> Image.Image:
    """Return by how much each pixel is darker or lighter than anything in the other picture within reach."""
    around = 2 * reach + 1
    darkest, lightest = other.filter(ImageFilter.MinFilter(around)), other.filter(ImageFilter.MaxFilter(around))
    return ImageChops.lighter(ImageChops.subtract(darkest, picture), ImageChops.subtract(picture, lightest))
