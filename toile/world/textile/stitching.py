"""Stitching: the marks of a needle, as shares of a pixel, from distances on the cloth."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats

Real = NDArray[np.floating[Any]]
Numbers = NDArray[np.int64]
PITCH = 0.0034  # metres from one stitch to the next


def band(distance: Real, low: float, high: float, pixel: float) -> Floats:
    """The share of a pixel-wide stretch round `distance` that lies between `low` and `high`: a line drawn exactly."""
    half = np.float32(0.5 * pixel)
    covered = np.minimum(distance + half, np.float32(high)) - np.maximum(distance - half, np.float32(low))
    return np.asarray(np.clip(covered / np.float32(pixel), 0, 1), dtype=np.float32)


def beyond(distance: Real, edge: float, pixel: float) -> Floats:
    """The share of a pixel-wide stretch that lies beyond the edge."""
    return np.asarray(
        np.clip((distance - np.float32(edge)) / np.float32(pixel) + 0.5, 0, 1), dtype=np.float32
    )


def groove(distance: Real, width: float, pixel: float) -> Floats:
    """A soft crease at distance zero, 1 at its bottom; one narrower than a pixel is as wide as that and shallower."""
    wide = max(width, 0.6 * pixel)
    return np.asarray(width / wide * np.exp(-((distance / np.float32(wide)) ** 2)), dtype=np.float32)


def stitches(along: Real, across: Real, pixel: float, wide: float = 0.0011, pitch: float = PITCH) -> Floats:
    """The share of thread: dashes `along` a line, where `across` is zero. Seen from afar, an even fainter line."""
    line = band(across, -0.5 * wide, 0.5 * wide, pixel)
    phase = np.mod(along / np.float32(pitch), 1).astype(np.float32)
    # The share of a dash that fills 0.72 of the pitch within the pixel.
    dash = np.clip((0.36 - np.abs(phase - 0.5)) * np.float32(pitch / pixel) + 0.5, 0, 1)
    fine = np.float32(np.clip(1.6 - 1.2 * pixel / pitch, 0, 1))
    return np.asarray(line * (dash * fine + 0.72 * (1 - fine)), dtype=np.float32)


def disc(x: Real, y: Real, radius: float, pixel: float) -> Floats:
    """The share of a pixel within a circle."""
    return beyond(-np.hypot(x, y), -radius, pixel)
