"""Film: from linear light to the values and bytes of a picture."""

from functools import cache

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats
from toile.world.threads import share

EXPOSURE = 1.10
SPECKLES = 512  # side of the tile of grain, in pixels; each picture begins elsewhere on it
BRIGHTEST = 6.0  # radiance that is plain white


def film(radiance: Floats) -> Floats:
    """Linear light [..., 3] to display values 0..1 (sRGB, IEC 61966-2-1).

    The curve is Uchimura's ("HDR theory and practice", CEDEC 2017): a short toe, a straight middle that keeps colours
    as they are, a long shoulder.
    """
    from toile.world.camera import shine

    flat = np.ascontiguousarray(radiance, dtype=np.float32).reshape(-1)
    out = np.empty_like(flat)
    curve = _curve()
    share(len(flat), lambda a, b: shine.develop(flat, curve, np.float32(BRIGHTEST), a, b, out), least=30000)
    return out.reshape(radiance.shape)


@cache
def _curve() -> Floats:
    """Display values for radiances `BRIGHTEST` t², t evenly from 0 to 1."""
    x = BRIGHTEST * np.linspace(0, 1, 4097) ** 2 * EXPOSURE
    m, c = 0.10, 1.12
    start = m + 0.42 * (1 - m)
    left = 1 - start
    shoulder = 1 - left * np.exp(-(x - start) / left)
    low = 1 - np.clip(x / m, 0, 1) ** 2 * (3 - 2 * np.clip(x / m, 0, 1))
    y = low * m * (x / m) ** c + (1 - low) * np.where(x < start, x, shoulder)
    y = np.where(y <= 0.0031308, 12.92 * y, 1.055 * np.maximum(y, 1e-6) ** (1 / 2.4) - 0.055)
    return np.asarray(y, dtype=np.float32)


def develop(display: Floats, seed: int, grain: float = 0.005) -> RGB:
    """Display values [H, W, 3] to 8 bits, with a little grain, strongest in the middle tones, and corners that are
    darker by a hair."""
    from toile.world.camera import shine

    height, width = display.shape[:2]
    shift = np.random.default_rng((seed, 77)).integers(0, SPECKLES, 2)
    shown, speckle = np.ascontiguousarray(display, dtype=np.float32), _speckle()
    out = np.empty((height, width, 3), np.uint8)
    share(
        height,
        lambda a, b: shine.expose(shown, speckle, shift, np.float32(grain), a, b, out),
        least=64,
    )
    return out


@cache
def _speckle() -> Floats:
    """Grain, single and in little clumps, without a seam, [SPECKLES, SPECKLES]."""
    random = np.random.default_rng(77)
    speckle = random.standard_normal((SPECKLES, SPECKLES), dtype=np.float32)
    clumps = cv2.GaussianBlur(np.pad(speckle, 8, mode="wrap"), (0, 0), 0.8)[8:-8, 8:-8]
    return np.asarray(speckle * np.float32(0.75) + clumps * np.float32(0.9), dtype=np.float32)
