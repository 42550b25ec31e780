"""Upscalers: those that are always there, for latents and for pictures, by AUTOMATIC1111's names; and networks."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from PIL import Image

from toile.domain.geometry import Size
from toile.pixels.arrays import RGB, Floats
from toile.pixels.resize import scale

_MOST = 3  # times that a network is asked for one picture


def _sampled(method: int) -> Callable[[Floats, Size], Floats]:
    return lambda plane, size: np.asarray(cv2.resize(plane, size, interpolation=method), np.float32)


def _picked(shift: float) -> Callable[[Floats, Size], Floats]:
    """Every place the one that lies `shift` of a place further there."""

    def pick(plane: Floats, size: Size) -> Floats:
        rows, columns = (
            np.minimum(((np.arange(new) + shift) * old / new).astype(int), old - 1)
            for new, old in zip((size.height, size.width), plane.shape, strict=True)
        )
        return np.ascontiguousarray(plane[rows][:, columns])

    return pick


def _filtered(method: Image.Resampling) -> Callable[[Floats, Size], Floats]:
    """With a filter as wide as what is shrunk."""
    return lambda plane, size: np.asarray(Image.fromarray(plane).resize(size, method), np.float32)


LATENT: Mapping[str, Callable[[Floats, Size], Floats]] = {
    "Latent": _sampled(cv2.INTER_LINEAR),
    "Latent (antialiased)": _filtered(Image.Resampling.BILINEAR),
    "Latent (bicubic)": _sampled(cv2.INTER_CUBIC),
    "Latent (bicubic antialiased)": _filtered(Image.Resampling.BICUBIC),
    "Latent (nearest)": _picked(0.0),
    "Latent (nearest-exact)": _picked(0.5),
}


def _nearest(rgb: RGB, size: Size) -> RGB:
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_NEAREST), np.uint8)


Upscale = Callable[[RGB, Size], RGB]
PIXELS: Mapping[str, Upscale] = {"Lanczos": scale, "Nearest": _nearest}


def by_network(network: Callable[[RGB], RGB]) -> Upscale:
    """An upscaler that asks a network as often as it takes, and brings the last answer to the size."""

    def upscale(rgb: RGB, size: Size) -> RGB:
        for _ in range(_MOST):
            if rgb.shape[1] >= size.width and rgb.shape[0] >= size.height:
                break
            larger = network(rgb)
            if larger.shape == rgb.shape:  # it mends, and does not enlarge
                break
            rgb = larger
        return scale(rgb, size)

    return upscale


def stretch_latent(latent: Floats, shape: tuple[int, int], how: str) -> Floats:
    """A latent [C, h, w] at another size, (height, width), by one of `LATENT`."""
    height, width = shape
    return np.stack([LATENT[how](plane, Size(width, height)) for plane in latent])
