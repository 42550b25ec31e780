"""Soft inpainting: where a mask is grey, picture and painting are mixed, more of the painting the less noise is left.

After AUTOMATIC1111's extension of that name; its parameters and their usual values are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from toile.engine.denoise import Denoise, Denoised
from toile.pixels.arrays import Floats, Mask

_REACH, _SPREAD = 2, 1.5  # of the smoothing of differences, in latent pixels
_TINY = 1e-5


@dataclass(frozen=True)
class Soft:
    """`bias`: higher keeps the picture longer, and only where there is much noise. `preservation`: how much of the
    picture is kept in all. `boost`: how far contrast is kept where the two are mixed. In the end only that is laid over
    the picture which differs from it by `threshold`, as sharply as `contrast` says; `influence` 0..1: how far the mask
    decides it instead."""

    bias: float = 1.0
    preservation: float = 0.5
    boost: float = 4.0
    influence: float = 0.0
    threshold: float = 0.5
    contrast: float = 2.0


def mix(latent: Floats, mask: Floats, soft: Soft) -> Callable[[Denoise, Denoised], Denoised]:
    """Wraps an answer: of the denoised image as much as `mask` [1, h, w] and the noise level say, the rest of the
    picture's `latent` [C, h, w]."""

    def around(asked: Denoise, answer: Denoised) -> Denoised:
        share = mask ** np.float32(asked.sigma**soft.bias * soft.preservation)
        # Nothing is painted where the mask is black, however little noise there is.
        return replace(answer, x0=_blend(latent, answer.x0, np.where(mask > 0, share, 0), soft.boost))

    return around


def _blend(one: Floats, other: Floats, share: Floats, boost: float) -> Floats:
    """Between two latents [C, h, w], `share` [1, h, w] of the other; as long, as vectors of C, as the two are in the
    mean of the power `boost`, so that the middle is not grey."""
    mixed = one * (1 - share) + other * share
    lengths = [np.linalg.norm(each.astype(np.float64), axis=0, keepdims=True) for each in (one, other, mixed)]
    wanted = (lengths[0] ** boost * (1 - share) + lengths[1] ** boost * share) ** (1 / boost)
    return np.asarray(mixed * (wanted / (lengths[2] + _TINY)), np.float32)


def find_overlay(before: Floats, after: Floats, mask: Floats, soft: Soft, factor: int) -> Mask:
    """What of the painting is laid over the picture [H, W]: where the latents `before` and `after` [C, h, w] differ."""
    distance = np.linalg.norm(after - before, axis=0)
    # First what stands out is made larger, then what stands alone is left out.
    distance = _mean_of_share(_mean_of_share(distance, 0.9, 1.0), 0.25, 0.75)
    by_mask = 1 - np.clip(mask[0], 0, 1) ** np.float32(soft.preservation / 2)
    weight = 0.5 * (1 - soft.influence) + by_mask * soft.influence
    half = soft.threshold * weight / (1 + _TINY - weight)
    kept = 1 / (1 + (distance / np.maximum(half, _TINY)) ** soft.contrast)
    kept = kept**3 * (kept * (6 * kept - 15) + 10)  # Perlin 2002: flat at both ends
    height, width = kept.shape
    large = cv2.resize(
        (1 - kept).astype(np.float32), (width * factor, height * factor), interpolation=cv2.INTER_CUBIC
    )
    return np.asarray(np.clip(large, 0, 1), np.float32)


def _mean_of_share(plane: Floats, low: float, high: float) -> Floats:
    """Of every place's surroundings [h, w], weighted by a bell, the mean of those values that lie between two shares of
    them in order."""
    around = range(-_REACH, _REACH + 1)
    padded = np.pad(plane, _REACH, mode="edge")
    height, width = plane.shape
    values = np.stack(
        [padded[_REACH + y :, _REACH + x :][:height, :width] for y in around for x in around]
    )  # [25, h, w]
    bell = np.array([np.exp(-(y**2 + x**2) / (2 * _SPREAD**2)) for y in around for x in around])
    order = np.argsort(values, axis=0)
    weights = (bell / bell.sum())[order]
    above = np.cumsum(weights, axis=0)
    inside = np.clip(np.minimum(above, high) - np.maximum(above - weights, low), 0, None)
    values = np.take_along_axis(values, order, axis=0)
    return np.asarray((inside * values).sum(axis=0) / inside.sum(axis=0), np.float32)
