"""Contrast and difference of colors, with simulated color vision deficiencies.

Colors are rows of red, green and blue from 0 to 1 (sRGB).
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
    """Convert matplotlib colors to rows of numbers."""
    return np.array([to_rgb(color) for color in colors])


def linear(colors: ArrayLike) -> Floats:
    """Convert sRGB to linear light."""
    colors = np.asarray(colors, dtype=np.float64)
    return np.where(colors <= 0.04045, colors / 12.92, ((colors + 0.055) / 1.055) ** 2.4)


def contrast(one: ArrayLike, other: ArrayLike) -> Floats:
    """Return the contrast ratio of colors by WCAG 2.2 (w3.org/TR/WCAG22/#dfn-contrast-ratio), from 1 to 21."""
    luminances = [linear(colors) @ TO_XYZ[1] + 0.05 for colors in (one, other)]
    return np.asarray(np.maximum(*luminances) / np.minimum(*luminances))


def lab(colors: ArrayLike, vision: str = "normal") -> Floats:
    """Convert sRGB to CIELAB (lightness, green to red, blue to yellow), as seen with a kind of color vision."""
    seen = np.clip(linear(colors) @ VISIONS[vision].T, 0, 1)
    parts = seen @ TO_XYZ.T / TO_XYZ.sum(axis=1)
    x, y, z = np.moveaxis(np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts * (29 / 6) ** 2 / 3 + 4 / 29), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(one: ArrayLike, other: ArrayLike) -> Floats:
    """Return the CIEDE2000 difference of colors in CIELAB.

    The steps follow G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation
    notes, supplementary test data, and mathematical observations", Color Research and Application 30 (2005), 21-30.
    """
    (l_1, a_1, b_1), (l_2, a_2, b_2) = (np.moveaxis(np.asarray(color, dtype=float), -1, 0) for color in (one, other))
    g = _chroma_weight((np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2)
    a_1, a_2 = a_1 * (1.5 - g / 2), a_2 * (1.5 - g / 2)
    chroma_1, chroma_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)
    hue_1, hue_2 = np.degrees(np.arctan2(b_1, a_1)) % 360, np.degrees(np.arctan2(b_2, a_2)) % 360
    gray = chroma_1 * chroma_2 == 0
    turn = np.where(gray, 0, (hue_2 - hue_1 + 180) % 360 - 180)
    hue = np.where(gray, hue_1 + hue_2, hue_1 + turn / 2)
    lightness, chroma = (l_1 + l_2) / 2, (chroma_1 + chroma_2) / 2
    terms = [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63)]
    t = 1 + sum(height * np.cos(np.radians(times * hue + shift)) for height, times, shift in terms)
    delta_l = (l_2 - l_1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2))
    delta_c = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    delta_h = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    rotation = 60 * np.exp(-(((hue % 360 - 275) / 25) ** 2))
    interaction = -2 * _chroma_weight(chroma) * np.sin(np.radians(rotation)) * delta_c * delta_h
    return np.asarray(np.sqrt(delta_l**2 + delta_c**2 + delta_h**2 + interaction))


def smallest_difference(one: Any, other: Any) -> float:
    """Return the difference of two matplotlib colors for the kind of vision that sees them most alike."""
    return min(float(difference(*lab(rgb(one, other), vision))) for vision in VISIONS)


def _chroma_weight(chroma: Floats) -> Floats:
    return np.asarray(np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
