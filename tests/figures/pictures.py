"""Distance between two pictures of the same figure, and how much of it is allowed."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

CONSTRAINTS = Path(__file__).parent.parent.parent / "constraints.txt"
DRAWN_BY = ("matplotlib", "pillow")  # the packages that determine the pixels


class Tolerance(NamedTuple):
    """How much two pictures may differ.

    In each color channel a pixel may lie between the darkest and the lightest value that the other picture has within
    `reach` pixels of it. The excess is averaged over every square of 13 x 13 pixels; the largest of these means, from 0
    to 255 and rounded, may be at most `limit`.
    """

    reach: int
    limit: int


# Measured in November 2026 on our ten figures and 100 changed ones: the largest mean of any unchanged figure drawn in
# another environment, and the smallest of any changed figure.
#                                                          reach 0   reach 1   reach 2   reach 3
# the same figure, matplotlib 3.11.2, x86-64, emulated ARM64     0         0         0         0
# the same figure, matplotlib 3.7.0 and 3.10.0                 167        95        36         7
# the thin gray lines of a figure gone                          18        18        18        18
# one class in another color                                    29        23        23        22
# one letter moved by 0.1, the smallest step of the data        86        74        57        54
# the special tokens gone from the map of the vocabulary        75        75        75        73
# a cloud of points gone                                        99        99        99        99
# one digit or letter drawn as another                          14         9         4         0
# Versions draw text with different releases of FreeType, which moves it by a pixel or two. So without a reach no limit
# separates changes from versions, and neither do means over larger squares; a reach of 3 with a limit of 12 does.
# It misses one letter drawn as another, which only the pinned versions show. Their limit of 0 passes what rounds to 0
# in every square: less than one pixel turned from white to black.
PINNED = Tolerance(reach=0, limit=0)
OTHER = Tolerance(reach=3, limit=12)


def tolerance() -> Tolerance:
    """Return the strict tolerance for the pinned versions, and the wide one for any others."""
    pinned = pins()
    return PINNED if all(version(name) == pinned[name] for name in DRAWN_BY) else OTHER


def pins() -> dict[str, str]:
    """Return the pinned version of each package, by its name as constraints.txt spells it."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", CONSTRAINTS.read_text(encoding="utf-8"), re.MULTILINE))


def difference(stored: Image.Image, fresh: Image.Image, reach: int) -> Image.Image:
    """Return the excess of each of two pictures of one size over the other, as a picture."""
    return ImageChops.lighter(_excess(stored, fresh, reach), _excess(fresh, stored, reach))


def largest_mean(picture: Image.Image) -> int:
    """Return the largest mean of any square of 13 x 13 pixels in any color channel, from 0 to 255."""
    return max(highest for _, highest in ImageStat.Stat(picture.filter(ImageFilter.BoxBlur(6))).extrema)


def side_by_side(*pictures: tuple[str, Image.Image]) -> Image.Image:
    """Return the pictures in a row, each below its name."""
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
    """Return by how much each pixel is darker or lighter than all pixels of the other picture within reach."""
    window = 2 * reach + 1
    darkest, lightest = other.filter(ImageFilter.MinFilter(window)), other.filter(ImageFilter.MaxFilter(window))
    return ImageChops.lighter(ImageChops.subtract(darkest, picture), ImageChops.subtract(picture, lightest))
