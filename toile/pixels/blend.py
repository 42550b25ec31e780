"""Pictures laid over one another and made lighter or darker, pixel by pixel.

NumPy is slow where a mask [H, W] meets a picture [H, W, 3]; OpenCV is not, and neither are single channels.
"""

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Mask


def mix(under: Floats, over: Floats, weight: Mask) -> Floats:
    """`over` on `under`, both [H, W, 3], by `weight` [H, W] in 0..1."""
    return weigh(under, 1 - weight, over, weight)


def weigh(one: Floats, share: Mask, other: Floats, rest: Mask) -> Floats:
    """The weighted mean of two pictures [H, W, 3]; black where both weights are 0."""
    return np.asarray(cv2.blendLinear(one, other, share, rest), np.float32)


def add(one: Floats, share: Mask, other: Floats, rest: Mask) -> Floats:
    """The weighted sum of two pictures [H, W, 3], kept within 0..255."""
    planes = [
        np.clip(a * share + b * rest, 0, 255) for a, b in zip(cv2.split(one), cv2.split(other), strict=True)
    ]
    return np.asarray(cv2.merge(planes), np.float32)


def shade(picture: Floats, factor: Mask) -> Floats:
    """A picture [H, W, 3] times `factor` [H, W]."""
    return np.asarray(cv2.multiply(picture, cv2.merge((factor, factor, factor))), np.float32)


def to_bytes(picture: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A picture of numbers from 0 up as 8 bits, rounded; 255 at most."""
    return np.asarray(cv2.convertScaleAbs(picture), np.uint8)
