"""Filling what a photo does not show from what it does: smooth colour from all round, with the photo's grain."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Bools, Floats, Mask
from toile.pixels.blend import shade


def push_pull(values: Floats, known: Mask) -> Floats:
    """`values` [H, W] or [H, W, C] where `known` [H, W] is 1, smoothly continued everywhere else.

    Gortler, Grzeszczuk, Szeliski, Cohen: The Lumigraph, SIGGRAPH 1996, section 3.4: average down to coarse
    levels with weights, then let each level fill the holes of the finer one.
    """
    flat = values if values.ndim == 3 else values[..., None]
    pyramid = [(_times(flat, known), known)]
    while max(pyramid[-1][1].shape) > 1:
        weighted, weight = pyramid[-1]
        coarser = _halve(weighted), _halve(weight)
        # Saturate, so that a well-supported coarse pixel counts as fully known.
        gain = np.minimum(1.0, 2.0 * coarser[1]) / np.maximum(coarser[1], 1e-6)
        pyramid.append((_times(coarser[0], gain), np.asarray(coarser[1] * gain, np.float32)))
    weighted, weight = pyramid[-1]
    filled = np.asarray(weighted / np.maximum(weight, 1e-6)[..., None], np.float32)
    for weighted, weight in reversed(pyramid[:-1]):
        height, width = weight.shape
        coarse = np.asarray(cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
        filled = weighted + _times(coarse.reshape(weighted.shape), 1 - weight)
    return filled if values.ndim == 3 else filled[..., 0]


def grain(height: int, width: int, strength: float, seed: int) -> Floats:
    """Film-like noise [H, W, 1] with standard deviation `strength` in 8-bit steps; the same for the same seed."""
    noise = np.random.default_rng(seed).standard_normal((height, width), dtype=np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float32)
    return (soft * np.float32(strength / 0.43))[..., None]


def measure_grain(rgb: RGB, where: Bools) -> float:
    """The standard deviation of the finest detail of [H, W, 3] in a smooth region, in 8-bit steps, at most 6."""
    if where.sum() < 320:
        return 1.0
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    detail = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1.2))[where][::5]
    # The median absolute deviation ignores creases; 1.48 makes it a standard deviation.
    return float(np.clip(1.48 * np.median(detail), 0.3, 6.0))


def _times(values: Floats, weight: Mask) -> Floats:
    """[H, W, C] times [H, W]."""
    product: Floats = shade(values, weight) if values.shape[-1] == 3 else values * weight[..., None]
    return product


def _halve(array: Floats) -> Floats:
    height, width = array.shape[:2]
    half = cv2.resize(array, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.float32).reshape((height + 1) // 2, (width + 1) // 2, *array.shape[2:])
