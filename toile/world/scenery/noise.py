"""Noise for backdrops: one tile of lumps, made once, looked up wherever it is needed."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.ease import smooth

Real = NDArray[np.floating[Any]]  # arguments of any precision; results are single
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


def noise(x: Real, y: Real, period: float, seed: int, tall: float = 1.0) -> Floats:
    """Smooth noise, about -1..1, whose lumps are `period` wide and `tall` times as high; any shape."""
    return _look(x, y, period, seed, 1, tall, 1.0)


def clouds(x: Real, y: Real, period: float, seed: int, octaves: int = 4, tall: float = 1.0) -> Floats:
    """Several octaves of `noise`, about -1..1, the coarsest of that period."""
    return _look(x, y, period, seed, octaves, tall, 0.7)


def _look(x: Real, y: Real, period: float, seed: int, octaves: int, tall: float, gain: float) -> Floats:
    from toile.world.scenery import grain

    u, v = np.broadcast_arrays(x, y)
    shift = np.random.default_rng((seed, 5)).uniform(0, _SIDE, (octaves, 2)).astype(np.float32)
    out = np.empty(u.shape, np.float32)
    fx, fy = np.float32(_LUMP / period), np.float32(_LUMP / (period * tall))
    flat = (np.ascontiguousarray(u, np.float32).ravel(), np.ascontiguousarray(v, np.float32).ravel())
    grain.clouds(_tile(), *flat, shift, fx, fy, np.float32(0.6), np.float32(gain), out.ravel())
    return out


def step(x: Real, soft: float) -> Floats:
    """0 below 0, 1 above, with a soft edge that wide."""
    return smooth(np.asarray(x, np.float32) / np.float32(soft) + np.float32(0.5))


def scatter(cells: Real, seed: int) -> Floats:
    """A number 0..1 for every whole number, the same each time."""
    table = np.random.default_rng((seed, 6)).random(1021).astype(np.float32)
    return np.asarray(table[np.mod(np.floor(cells), 1021).astype(np.int64)], dtype=np.float32)
