"""Latents: pictures as the VAE sees them, and back; large ones tile by tile."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from toile.engine.architecture import Vae
from toile.pixels.arrays import RGB, Floats

TILE, OVERLAP = 96, 16  # latent pixels
_WHOLE = 128 * 128  # latent pixels up to which a picture is decoded in one piece
# What the four channels look like, red, green and blue of each, for a first glance (keturn 2022,
# https://discuss.huggingface.co/t/decoding-latents-to-rgb-without-upscaling/23204; SDXL's as AUTOMATIC1111 has them).
_GLANCE: Mapping[bool, tuple[tuple[float, float, float], ...]] = {
    False: ((0.298, 0.207, 0.208), (0.187, 0.286, 0.173), (-0.158, 0.189, 0.264), (-0.184, -0.271, -0.473)),
    True: (
        (0.3448, 0.4168, 0.4395), (-0.1953, -0.0290, 0.0250), (0.1074, 0.0886, -0.0163), (-0.3730, -0.2499, -0.2088),
    ),
}  # fmt: skip


def encode(rgb: RGB, plan: Vae, run: Callable[[Floats], Floats]) -> Floats:
    """The latent [C, h, w] of a picture [H, W, 3] whose sides are multiples of the VAE's factor: the mean of what the
    encoder says, so that the same picture always gives the same."""
    pixels = np.asarray(rgb, np.float32).transpose(2, 0, 1) / np.float32(127.5) - 1  # [3, H, W]
    return encode_pixels(pixels, plan, run)


def encode_pixels(pixels: Floats, plan: Vae, run: Callable[[Floats], Floats]) -> Floats:
    """The same of pixels [3, H, W] -1..1."""
    mean = run(pixels)[: plan.channels]
    return np.asarray((mean - np.float32(plan.shift)) * np.float32(plan.scale), np.float32)  # [C, h, w]


def decode(latent: Floats, plan: Vae, run: Callable[[Floats], Floats]) -> RGB:
    """The picture [H, W, 3] of a latent [C, h, w]. One that is large is decoded in tiles that overlap; where they do,
    one goes over into the other."""
    whole = np.asarray(latent / np.float32(plan.scale) + np.float32(plan.shift), np.float32)
    _, height, width = whole.shape
    pixels = run(whole) if height * width <= _WHOLE else _tiled(whole, plan, run)
    return _to_bytes(pixels.transpose(1, 2, 0))


def _tiled(latent: Floats, plan: Vae, run: Callable[[Floats], Floats]) -> Floats:
    _, height, width = latent.shape
    factor = plan.factor
    total = np.zeros((3, height * factor, width * factor), np.float32)
    weight = np.zeros((1, height * factor, width * factor), np.float32)
    for top in _starts(height):
        for left in _starts(width):
            tile = latent[:, top : top + TILE, left : left + TILE]
            pixels = run(np.ascontiguousarray(tile))
            share = _ramp(tile.shape[1] * factor, factor)[:, None] * _ramp(tile.shape[2] * factor, factor)
            rows = slice(top * factor, top * factor + pixels.shape[1])
            columns = slice(left * factor, left * factor + pixels.shape[2])
            total[:, rows, columns] += share * pixels
            weight[:, rows, columns] += share
    return np.asarray(total / weight, np.float32)


def _starts(side: int) -> Iterator[int]:
    """Where tiles begin, evenly, the last at the end."""
    if side <= TILE:
        yield 0
        return
    count = -(-(side - OVERLAP) // (TILE - OVERLAP))
    for number in range(count):
        yield round(number * (side - TILE) / (count - 1))


def _ramp(length: int, factor: int) -> Floats:
    """1 inside, falling towards both ends, never to 0."""
    place = np.arange(length) + 0.5
    return np.asarray(np.minimum(1, np.minimum(place, length - place) / (OVERLAP * factor)), np.float32)


def glance(latent: Floats, *, xl: bool, own: Sequence[tuple[float, float, float]] = ()) -> RGB:
    """What a latent [C, h, w] roughly looks like [h, w, 3], for almost nothing. `own`: a checkpoint's own table."""
    table = np.array(own or _GLANCE[xl], np.float32)
    colours = np.einsum("chw,cd->hwd", latent[: len(table)], table[: len(latent)])
    return _to_bytes(colours)


def _to_bytes(colours: Floats) -> RGB:
    """Colours [H, W, 3] -1..1 as a picture."""
    return np.asarray(np.rint(np.clip((colours + 1) * 127.5, 0, 255)), np.uint8)
