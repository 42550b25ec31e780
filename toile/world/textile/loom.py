"""Compiled: pictures of cloth looked up at fabric coordinates. `texture` loads this late."""

# Types of jitted functions are inferred by numba, where they are used.
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import math

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def lookup(tile, u, v, across, down, cosine, sine, first, last, out):
    """A repeating tile [H, W, C] at `u`, `v` [N] in metres, turned, bilinear; `across`, `down`: texels per metre."""
    height, width, channels = tile.shape
    for n in range(first, last):
        x = (u[n] * cosine + v[n] * sine) * across - np.float32(0.5)
        y = (v[n] * cosine - u[n] * sine) * down - np.float32(0.5)
        fx, fy = math.floor(x), math.floor(y)
        a, b = np.float32(x - fx), np.float32(y - fy)
        i, j = int(fx) % width, int(fy) % height
        p, q = (i + 1) % width, (j + 1) % height
        for c in range(channels):
            top = tile[j, i, c] + a * (tile[j, p, c] - tile[j, i, c])
            low = tile[q, i, c] + a * (tile[q, p, c] - tile[q, i, c])
            out[n, c] = top + b * (low - top)
