"""Colour spaces and colour differences. Pictures are 8-bit sRGB; Lab is CIE L*a*b* under D65."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats, Mask

# Ottosson, A perceptual color space for image processing, 2020.
_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    dtype=np.float32,
)
_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    dtype=np.float32,
)


def to_lab(rgb: RGB) -> Floats:
    """CIE L*a*b* (D65) of a picture [H, W, 3]: L 0..100, a and b about -110..110."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32)


def to_linear(rgb: RGB) -> Floats:
    """Linear light 0..1 from sRGB (IEC 61966-2-1)."""
    return _LINEAR[rgb]


def to_oklab(rgb: RGB) -> Floats:
    """Oklab of a picture [..., 3]: L 0..1, a and b about -0.4..0.4."""
    return light_to_oklab(to_linear(rgb))


def light_to_oklab(light: Floats) -> Floats:
    """The same of linear light [..., 3]."""
    return np.asarray(np.cbrt(light @ _TO_CONE.T) @ _TO_OKLAB.T, np.float32)


def difference(one: Floats, other: Floats) -> Mask:
    """CIE 1976 colour difference of two Lab arrays [..., 3]. Quick; about 2.3 is just noticeable."""
    gap = one - other
    return np.asarray(np.sqrt(np.einsum("...c,...c->...", gap, gap)), np.float32)


def ciede2000(one: Floats, other: Floats) -> Floats:
    """CIEDE2000 colour difference of two Lab arrays [..., 3].

    Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, Color Research and Application 30(1), 2005.
    """
    l1, a1, b1 = np.moveaxis(np.asarray(one, np.float64), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(other, np.float64), -1, 0)
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1 + 0.5 * (1 - np.sqrt(mean_c7 / (mean_c7 + 25.0**7)))  # equation 4
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = np.where(grey, 0.0, (h2 - h1 + 180) % 360 - 180)  # equation 10
    # At exactly opposite hues the paper keeps +180 or -180 as the plain difference has it.
    turn = np.where((turn == -180) & (h2 > h1), 180.0, turn)
    delta_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    total = h1 + h2
    apart = np.abs(h1 - h2) > 180
    mean_h = np.where(
        grey, total, np.where(apart, np.where(total < 360, total + 360, total - 360), total) / 2
    )
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    weight_l = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    weight_c = 1 + 0.045 * mean_c
    weight_h = 1 + 0.015 * mean_c * t
    rotation = -np.sin(2 * np.radians(30 * np.exp(-(((mean_h - 275) / 25) ** 2)))) * 2
    rotation = rotation * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7))
    dl, dc, dh = (l2 - l1) / weight_l, (c2 - c1) / weight_c, delta_h / weight_h
    square = dl**2 + dc**2 + dh**2 + rotation * dc * dh
    return np.asarray(np.sqrt(np.maximum(square, 0)), np.float32)


def histogram(rgb: RGB, mask: Mask) -> Floats:
    """How the colours under `mask` are spread: Oklab in 6 x 16 x 16 cells, smoothed, summing to 1.

    Zero everywhere when the mask is empty. Of a large mask every so many pixels are looked at.
    """
    inside = rgb[mask >= 0.5]
    colours = to_oklab(inside[:: max(len(inside) // _ENOUGH, 1)])
    low, high = np.array([0, -0.3, -0.3]), np.array([1.0001, 0.3, 0.3])
    cells = np.array(_CELLS)
    index = np.clip((colours - low) / (high - low) * cells, 0, cells - 1).astype(np.int64)
    flat = np.ravel_multi_index(tuple(index.T), _CELLS)
    table = np.bincount(flat, minlength=int(np.prod(_CELLS))).reshape(_CELLS).astype(np.float32)
    for axis in range(3):  # a shade that falls beside a cell's border still meets its neighbour
        table = _smooth(table, axis)
    total = float(table.sum())
    return table / np.float32(total) if total else table


def likeness(one: Floats, other: Floats) -> float:
    """Bhattacharyya coefficient of two histograms: 1 for the same colours, 0 for none in common."""
    return float(np.sqrt(one * other).sum())


_CELLS = (6, 16, 16)
_ENOUGH = 30_000  # pixels, after which a histogram does not change any more


def _smooth(table: Floats, axis: int) -> Floats:
    padded = np.pad(table, [(1, 1) if a == axis else (0, 0) for a in range(3)], mode="edge")
    before, here, after = (
        np.take(padded, np.arange(table.shape[axis]) + offset, axis=axis) for offset in (0, 1, 2)
    )
    return np.asarray(0.25 * before + 0.5 * here + 0.25 * after, np.float32)


def _linear_table() -> Floats:
    value = np.arange(256) / 255.0
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR = _linear_table()
