"""What eyes make of colors, in numbers: contrast, simulated color vision deficiencies, and differences.

Colors are rows of red, green and blue from 0 to 1, as the screen has them (sRGB).
"""

from typing import Any

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009), 1291-1298: severity 1.0, for linear
# red, green and blue. (doi.org/10.1109/TVCG.2009.113)
VISIONS: dict[str, Floats] = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# From linear sRGB to CIE XYZ (IEC 61966-2-1). White is where all three are 1.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def rgb(*colors: Any) -> Floats:
    """Return colors of matplotlib as rows of numbers."""
    return np.array([to_rgb(color) for color in colors])


def linear(colors: ArrayLike) -> Floats:
    """Return the amounts of light that a screen gives."""
    colors = np.asarray(colors, dtype=np.float64)
    return np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)


def contrast(one: ArrayLike, other: ArrayLike) -> Floats:
    """Return the contrast ratio of colors by WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio), from 1 to 21."""
    lights = [linear(colors) @ TO_XYZ[1] + 0.05 for colors in (one, other)]
    return np.asarray(np.maximum(*lights) / np.minimum(*lights))


def lab(colors: ArrayLike, vision: str = "normal") -> Floats:
    """Return colors in CIELAB (lightness, green to red, blue to yellow) as somebody with a kind of vision sees them."""
    seen = np.clip(linear(colors) @ VISIONS[vision].T, 0, 1)
    parts = seen @ TO_XYZ.T / TO_XYZ.sum(axis=1)
    x, y, z = np.moveaxis(np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts * (29 / 6) ** 2 / 3 + 4 / 29), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(one: ArrayLike, other: ArrayLike) -> Floats:
    """Return the difference CIEDE2000 of colors in CIELAB.

    The steps are those of G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation
    notes, supplementary test data, and mathematical observations", Color Research and Application 30 (2005), 21-30.
    """
    (light_1, a_1, b_1), (light_2, a_2, b_2) = (
        np.moveaxis(np.asarray(color, dtype=float), -1, 0) for color in (one, other)
    )
    grayness = _weight((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2)
    a_1, a_2 = a_1 * (1.5 - grayness / 2), a_2 * (1.5 - grayness / 2)
    chroma_1, chroma_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)
    hue_1, hue_2 = np.degrees(np.arctan2(b_1, a_1)) % 360, np.degrees(np.arctan2(b_2, a_2)) % 360
    gray = chroma_1 * chroma_2 == 0
    turn = np.where(gray, 0, (hue_2 - hue_1 + 180) % 360 - 180)
    hue = np.where(gray, hue_1 + hue_2, hue_1 + turn / 2)
    light, chroma = (light_1 + light_2) / 2, (chroma_1 + chroma_2) / 2
    waves = [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63)]
    uneven = 1 + sum(height * np.cos(np.radians(times * hue + shift)) for height, times, shift in waves)
    lights = (light_2 - light_1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    chromas = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    hues = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * uneven)
    blueness = 60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))
    together = -2 * _weight(chroma) * np.sin(np.radians(blueness)) * chromas * hues
    return np.asarray(np.sqrt(lights**2 + chromas**2 + hues**2 + together))


def smallest_difference(one: Any, other: Any) -> float:
    """Return how far two colors of matplotlib are apart for those who see them most alike."""
    return min(float(difference(*lab(rgb(one, other), vision))) for vision in VISIONS)


def _weight(chroma: Floats) -> Floats:
    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
