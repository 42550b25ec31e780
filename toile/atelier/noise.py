"""Noise for backdrops: one tile of lumps, made once, looked up wherever it is needed."""

from functools import cache

import cv2
import numpy as np

from toile.pixels.arrays import Floats

_SIDE = 512
_LUMP = 16.0  # texels between lumps


@cache
def _tile() -> Floats:
    """Lumps of one size, without a seam, about -1..1, [512, 512]."""
    random = np.random.default_rng(20)
    white = np.fft.rfft2(random.standard_normal((_SIDE, _SIDE)))
    f = np.hypot(np.fft.fftfreq(_SIDE)[:, None], np.fft.rfftfreq(_SIDE)[None])
    band = np.exp(-(((f * _LUMP - 0.55) / 0.35) ** 2))
    tile = np.fft.irfft2(white * band, (_SIDE, _SIDE))
    return np.asarray(tile / (2.0 * tile.std()), dtype=np.float32)


def noise(x: Floats, y: Floats, period: float, seed: int, tall: float = 1.0) -> Floats:
    """Smooth noise, about -1..1, whose lumps are `period` wide and `tall` times as high; any shape."""
    shift = np.random.default_rng((seed, 5)).uniform(0, _SIDE, 2)
    u = np.mod(x * np.float32(_LUMP / period) + np.float32(shift[0]), np.float32(_SIDE))
    v = np.mod(y * np.float32(_LUMP / (period * tall)) + np.float32(shift[1]), np.float32(_SIDE))
    u, v = np.broadcast_arrays(u, v)
    return np.asarray(
        cv2.remap(_tile(), np.float32(u), np.float32(v), cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    )


def clouds(x: Floats, y: Floats, period: float, seed: int, octaves: int = 4, tall: float = 1.0) -> Floats:
    """Several octaves of `noise`, about -1..1, the coarsest of that period."""
    total = noise(x, y, period, seed, tall)
    for octave in range(1, octaves):
        total = total + noise(x, y, period / 2**octave, seed + octave, tall) * np.float32(0.6**octave)
    return np.asarray(total * np.float32(0.7), dtype=np.float32)


def step(x: Floats, soft: float) -> Floats:
    """0 below 0, 1 above, with a soft edge that wide."""
    t = np.clip(x / np.float32(soft) + np.float32(0.5), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def scatter(cells: Floats, seed: int) -> Floats:
    """A number 0..1 for every whole number, the same each time."""
    table = np.random.default_rng((seed, 6)).random(1021).astype(np.float32)
    return np.asarray(table[np.mod(np.floor(cells), 1021).astype(np.int64)], dtype=np.float32)
