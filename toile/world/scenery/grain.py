"""Noise looked up and colours mixed, pixel by pixel. Compiled on first use."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

import numpy as np

from toile.world.compiled import decorator

jit = decorator(__file__)


@jit
def clouds(tile, x, y, shift, fx, fy, fall, gain, out):
    """Octaves of a tile [512, 512] (its side repeats) at places `x`, `y` [N]: frequencies `fx`, `fy` double from one
    octave to the next, which weighs `fall` as much. `shift` [O, 2]: where each begins."""
    n = len(x)
    octaves = len(shift)
    for k in range(n):
        total = np.float32(0)
        weight = gain
        gx, gy = fx, fy
        for o in range(octaves):
            u = x[k] * gx + shift[o, 0]
            v = y[k] * gy + shift[o, 1]
            i, j = int(np.floor(u)), int(np.floor(v))
            a, b = np.float32(u - i), np.float32(v - j)
            i, j = i & 511, j & 511
            p, q = (i + 1) & 511, (j + 1) & 511
            top = tile[j, i] + a * (tile[j, p] - tile[j, i])
            low = tile[q, i] + a * (tile[q, p] - tile[q, i])
            total += weight * (top + b * (low - top))
            weight *= fall
            gx *= 2
            gy *= 2
        out[k] = total


@jit
def mix(a, b, share, out):
    """Colours [M, 3], M one or N, mixed by `share` [N]."""
    one, two = len(a) > 1, len(b) > 1
    for k in range(len(share)):
        t = share[k]
        p = k if one else 0
        q = k if two else 0
        for c in range(3):
            out[k, c] = a[p, c] + t * (b[q, c] - a[p, c])


@jit
def over(below, above, width):
    """Premultiplied pictures [N, 4] laid over pictures [N, width], which change."""
    for k in range(len(above)):
        alpha = above[k, 3]
        if alpha > 0:
            rest = np.float32(1) - alpha
            for c in range(width):
                below[k, c] = below[k, c] * rest + above[k, c]
