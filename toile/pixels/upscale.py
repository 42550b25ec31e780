"""Small soft maps brought up to a picture's size so that their borders fall on the picture's edges."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats


def upscale_along_edges(maps: Floats, guide: RGB, radius: int = 4, epsilon: float = 4e-4) -> Floats:
    """Maps [h, w, C] in 0..1 made as large as `guide` [H, W, 3]: float32 [H, W, C] in 0..1.

    The fast guided filter: the linear model of every window is solved at the small size, its coefficients are
    enlarged and applied to the large guide. `radius` is in pixels of the small size.
    He, Sun: Fast Guided Filter, arXiv:1505.00996, algorithm 2.
    """
    height, width = guide.shape[:2]
    h, w, count = maps.shape
    small = cv2.resize(guide, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
    slope, offset = _solve(small, maps, radius, epsilon)
    image = guide.astype(np.float32) / np.float32(255)
    out = np.empty((height, width, count), np.float32)
    for c in range(count):
        coefficients = np.dstack((slope[..., c], offset[..., c]))  # [h, w, 4]
        large = cv2.resize(coefficients, (width, height), interpolation=cv2.INTER_LINEAR)
        value = large[..., 3] + large[..., 0] * image[..., 0]
        value += large[..., 1] * image[..., 1]
        value += large[..., 2] * image[..., 2]
        out[..., c] = np.clip(value, 0.0, 1.0)
    return out


def follow_guide(maps: Floats, guide: RGB, radius: int, epsilon: float) -> Floats:
    """Maps [H, W, C] in 0..1 smoothed along the edges of a guide of the same size: the guided filter."""
    image = guide.astype(np.float32) / np.float32(255)
    slope, offset = _solve(image, maps, radius, epsilon)
    return np.clip(np.einsum("hwic,hwi->hwc", slope, image) + offset, 0.0, 1.0).astype(np.float32)


def _solve(image: Floats, maps: Floats, radius: int, epsilon: float) -> tuple[Floats, Floats]:
    """Slopes [h, w, 3, C] and offsets [h, w, C] of the guided filter, averaged over every window."""
    mean_i = _mean(image, radius)
    pairs = image[..., [0, 0, 0, 1, 1, 2]] * image[..., [0, 1, 2, 1, 2, 2]]
    covariance = _mean(pairs, radius) - mean_i[..., [0, 0, 0, 1, 1, 2]] * mean_i[..., [0, 1, 2, 1, 2, 2]]
    rr, rg, rb, gg, gb, bb = (covariance[..., k] for k in range(6))
    rr, gg, bb = rr + epsilon, gg + epsilon, bb + epsilon
    a, b, c = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    d, e, f = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    determinant = rr * a + rg * b + rb * c
    slopes, offsets = [], []
    for channel in range(maps.shape[2]):
        p = np.ascontiguousarray(maps[..., channel])
        mean_p = _mean(p, radius)
        cov = _mean(image * p[..., None], radius) - mean_i * mean_p[..., None]
        cr, cg, cb = cov[..., 0], cov[..., 1], cov[..., 2]
        slope = np.dstack((a * cr + b * cg + c * cb, b * cr + d * cg + e * cb, c * cr + e * cg + f * cb))
        slope /= determinant[..., None]
        slopes.append(_mean(slope, radius))
        offsets.append(_mean(mean_p - (slope * mean_i).sum(axis=-1), radius))
    return np.stack(slopes, axis=-1), np.stack(offsets, axis=-1)


def _mean(array: Floats, radius: int) -> Floats:
    size = (2 * radius + 1, 2 * radius + 1)
    if array.ndim == 3 and array.shape[2] > 4:
        halves = (array[..., :3], array[..., 3:])
        return np.concatenate([_mean(np.ascontiguousarray(half), radius) for half in halves], axis=-1)
    return np.asarray(cv2.blur(array, size, borderType=cv2.BORDER_REFLECT), dtype=np.float32)
