"""Numbers about a finished look: is it this garment's colour and pattern, and was anything else touched."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats, Mask
from toile.pixels.colour import histogram, likeness
from toile.pixels.mask import shrink

QUARTER = 4  # patterns are compared at a quarter of the size, where the weave's noise is gone


def compare_colour(result: RGB, coverage: Mask, cloth: RGB) -> float:
    """How alike the colours seen in the garment's place are to the garment's own [N, 3] pixels: 0..1.

    Bhattacharyya coefficient of smoothed Oklab histograms, inside the coverage [H, W] without its rim.
    """
    inside = shrink(coverage, 3.0)
    if inside.sum() < 64 or not len(cloth):
        return 0.0
    own = cloth[None]
    return likeness(histogram(result, inside), histogram(own, np.ones(own.shape[:2], np.float32)))


def compare_pattern(result: RGB, expected: RGB, coverage: Mask) -> float:
    """How well edges and prints lie where the garment's do: correlation of gradients inside, -1..1.

    1 for a garment without any pattern: there is nothing to be wrong.
    """
    inside = _quarter(shrink(coverage, 6.0)) > 0.9
    seen, wanted = (_gradient(_quarter(picture.astype(np.float32))) for picture in (result, expected))
    if inside.sum() < 32:
        return 1.0
    a, b = seen[inside].ravel(), wanted[inside].ravel()
    strength = float(np.sqrt((b * b).mean()))
    if strength < 1.0:
        return 1.0
    return float((a * b).sum() / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-6))


def share_changed(result: RGB, photo: RGB, where: Mask, least: int = 12) -> float:
    """The share of the pixels under `where` [H, W] that differ by more than `least` of 255 in some channel."""
    inside = where > 0.99
    if not inside.any():
        return 0.0
    apart = np.abs(result.astype(np.int16) - photo.astype(np.int16)).max(axis=-1) > least
    return float(apart[inside].mean())


def share_seen(coverage: Mask, later: Mask) -> float:
    """How much of a garment is still seen once others lie over it, 0..1."""
    total = float(coverage.sum())
    return float((coverage * (1 - later)).sum()) / total if total else 0.0


def _quarter(array: Floats) -> Floats:
    return np.asarray(
        cv2.resize(array, None, fx=1 / QUARTER, fy=1 / QUARTER, interpolation=cv2.INTER_AREA), np.float32
    )


def _gradient(picture: Floats) -> Floats:
    """Horizontal and vertical differences of the luma [h, w, 2]."""
    luma = picture @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.stack((cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)), axis=-1)
