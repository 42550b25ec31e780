"""Film: from linear light to the values and bytes of a picture."""

from functools import cache

import cv2
import numpy as np

from toile.atelier.threads import share
from toile.pixels.arrays import RGB, Floats

EXPOSURE = 1.10
BRIGHTEST = 6.0  # radiance that is plain white


def film(radiance: Floats) -> Floats:
    """Linear light [..., 3] to display values 0..1 (sRGB, IEC 61966-2-1).

    The curve is Uchimura's ("HDR theory and practice", CEDEC 2017): a short toe, a straight middle that keeps colours
    as they are, a long shoulder.
    """
    from toile.atelier import shine

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
    height, width = display.shape[:2]
    random = np.random.default_rng((seed, 77))
    speckle = random.standard_normal((height, width), dtype=np.float32)
    speckle = speckle * np.float32(0.75) + cv2.GaussianBlur(speckle, (0, 0), 0.8) * np.float32(0.9)
    grey = np.clip(display.mean(axis=2), 0, 1)
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    corner = (1 - 0.022 * ((x * x + y * y) / 2) ** 2).astype(np.float32)
    strength = np.float32(grain) * (np.float32(0.35) + np.float32(2.6) * grey * (1 - grey))
    out = display * corner[..., None] + (speckle * strength)[..., None]
    return np.asarray(np.clip(np.round(out * 255), 0, 255), dtype=np.uint8)
