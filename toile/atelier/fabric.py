"""Fabric: colour and relief as functions of fabric coordinates (u round the part, v down it, in metres)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats

Colour = tuple[int, int, int]  # 8-bit sRGB
Real = NDArray[np.floating[Any]]  # arguments of any precision; results are single


@dataclass(frozen=True)
class FabricSpec:
    """What the cloth shows. `colours`: ground first; `scale`: the pattern's period in metres.

    `upright`: stripes run along v. `weave`: knit, cotton, denim, linen or satin. `motif`: what a graphic shows.
    """

    pattern: Pattern
    colours: tuple[Colour, ...]
    scale: float = 0.04
    upright: bool = False
    weave: str = "cotton"
    motif: str = "disc"
    seed: int = 0
    names: tuple[str, ...] = ()


def linear(colour: Colour) -> Floats:
    """An sRGB colour in linear light, [3] (IEC 61966-2-1)."""
    c = np.asarray(colour, dtype=np.float32) / np.float32(255)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)


def paint(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    """Linear albedo [N, 3]. `centre` [N] is 1 where the part is a trunk's front, where a graphic may be."""
    return _PAINTERS[spec.pattern](spec, u, v, centre)


def relief(spec: FabricSpec, u: Floats, v: Floats) -> Floats:
    """Height of the weave in metres, [N]."""
    period, depth = _WEAVES[spec.weave]
    grain = noise(u / period, v / (period * 1.6), spec.seed + 5)
    return np.asarray(depth * grain, dtype=np.float32)


def noise(x: Real, y: Real, seed: int) -> Floats:
    """Smooth value noise in -1..1 with one value per unit square."""
    xi, yi = np.floor(x), np.floor(y)
    fx, fy = x - xi, y - yi
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    ix, iy = xi.astype(np.int64), yi.astype(np.int64)
    top = _hash(ix, iy, seed) * (1 - fx) + _hash(ix + 1, iy, seed) * fx
    low = _hash(ix, iy + 1, seed) * (1 - fx) + _hash(ix + 1, iy + 1, seed) * fx
    return np.asarray((top * (1 - fy) + low * fy) * 2 - 1, dtype=np.float32)


def clouds(x: Real, y: Real, seed: int, octaves: int = 3) -> Floats:
    """Several octaves of `noise`, roughly -1..1."""
    total = np.zeros_like(x, dtype=np.float32)
    for octave in range(octaves):
        f = np.float32(2**octave)
        total = total + noise(x * f, y * f, seed + octave) / f
    return np.asarray(total / np.float32(1.6), dtype=np.float32)


def step(x: Real, soft: float) -> Floats:
    """0 below 0, 1 above, with a soft edge that wide."""
    t = np.clip(x / soft + 0.5, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def _hash(x: NDArray[np.int64], y: NDArray[np.int64], seed: int) -> Floats:
    """A repeatable number in 0..1 per cell (a 64-bit finaliser after Stafford)."""
    with np.errstate(over="ignore"):
        h = x.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + y.astype(np.uint64) * np.uint64(
            0xC2B2AE3D27D4EB4F
        )
        h ^= np.uint64((seed * 0x165667B19E3779F9) & 0xFFFFFFFFFFFFFFFF)
        h ^= h >> np.uint64(30)
        h *= np.uint64(0xBF58476D1CE4E5B9)
        h ^= h >> np.uint64(27)
        h *= np.uint64(0x94D049BB133111EB)
        h ^= h >> np.uint64(31)
    return (h >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def _mix(a: Real, b: Real, share: Real) -> Floats:
    return np.asarray(a * (1 - share[..., None]) + b * share[..., None], dtype=np.float32)


def _ground(spec: FabricSpec, n: int) -> Floats:
    return np.tile(linear(spec.colours[0]), (n, 1))


def _plain(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    ground = _ground(spec, len(u))
    if spec.weave == "denim":
        fade = 0.10 * clouds(u / 0.09, v / 0.16, spec.seed) + 0.10 * noise(u / 0.002, v / 0.02, spec.seed)
        return np.asarray(ground * (1 + fade[:, None]), dtype=np.float32)
    if spec.weave == "linen":
        slub = 0.07 * noise(u / 0.03, v / 0.002, spec.seed) + 0.07 * noise(u / 0.002, v / 0.03, spec.seed + 1)
        return np.asarray(ground * (1 + slub[:, None]), dtype=np.float32)
    return ground


def _stripes(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    across = u if spec.upright else v
    phase = np.mod(across / spec.scale, 1.0)
    share = 0.30 + 0.20 * (spec.seed % 3) / 2
    band = step(np.minimum(phase, share - phase), 0.05)
    out = _mix(_ground(spec, len(u)), linear(spec.colours[1]), band)
    if len(spec.colours) > 2:
        line = step(0.035 - np.abs(phase - (share + 1) / 2), 0.03)
        out = _mix(out, linear(spec.colours[2]), line)
    return out


def _plaid(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    out = _ground(spec, len(u))
    for across in (u, v):
        phase = np.mod(across / spec.scale, 1.0)
        out = _mix(out, linear(spec.colours[1]), 0.55 * step(0.22 - np.abs(phase - 0.5), 0.03))
        if len(spec.colours) > 2:
            out = _mix(out, linear(spec.colours[2]), 0.75 * step(0.03 - np.abs(phase - 0.08), 0.02))
    return out


def _dots(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    x, y = u / spec.scale, v / spec.scale
    x = x + 0.5 * np.mod(np.floor(y), 2)
    away = np.hypot(np.mod(x, 1) - 0.5, np.mod(y, 1) - 0.5)
    size = 0.20 + 0.05 * (spec.seed % 3)
    return _mix(_ground(spec, len(u)), linear(spec.colours[1]), step(size - away, 0.08))


def _all_over(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    return _SCATTER[spec.motif](spec, u, v) if spec.motif in _SCATTER else _flowers(spec, u, v)


def _flowers(spec: FabricSpec, u: Floats, v: Floats) -> Floats:
    """Blossoms with petals and leaves, scattered on a jittered grid."""
    out = _ground(spec, len(u))
    leaf = linear(spec.colours[2] if len(spec.colours) > 2 else spec.colours[1])
    heart = linear(spec.colours[3] if len(spec.colours) > 3 else (242, 205, 110))
    x, y = u / spec.scale, v / spec.scale
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            ix, iy = np.floor(x).astype(np.int64) + dx, np.floor(y).astype(np.int64) + dy
            jx, jy, jr = (_hash(ix, iy, spec.seed + k) for k in (11, 12, 13))
            px, py = x - ix - 0.22 - 0.56 * jx, y - iy - 0.22 - 0.56 * jy
            r, th = np.hypot(px, py), np.arctan2(py, px) + 6.3 * jr
            size = 0.20 + 0.16 * jr
            leaves = size * 1.45 * np.abs(np.cos(1.0 * th + 0.4)) ** 3
            out = _mix(out, leaf, 0.85 * step(leaves - r, 0.06))
            petals = size * (0.72 + 0.28 * np.cos(5 * th))
            out = _mix(out, linear(spec.colours[1]), step(petals - r, 0.06))
            out = _mix(out, heart, step(size * 0.28 - r, 0.05))
    return out


def _blotches(spec: FabricSpec, u: Floats, v: Floats) -> Floats:
    x, y = u / spec.scale, v / spec.scale
    warp = clouds(x, y, spec.seed)
    out = _ground(spec, len(u))
    for number, colour in enumerate(spec.colours[1:]):
        field = clouds(x + 0.6 * warp + 7 * number, y + 0.6 * warp, spec.seed + 20 * number)
        out = _mix(out, linear(colour), step(field - 0.14, 0.07))
    return out


_SCATTER = {"flowers": _flowers, "blotches": _blotches}


def _block(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    out = _mix(_ground(spec, len(u)), linear(spec.colours[1]), step(v - spec.scale, 0.002))
    if len(spec.colours) > 2:
        line = step(0.012 - np.abs(v - spec.scale), 0.002)
        out = _mix(out, linear(spec.colours[2]), line)
    return out


def _graphic(spec: FabricSpec, u: Floats, v: Floats, centre: Floats) -> Floats:
    """A print on the chest: centre at u = 0, v = 0.19 m below the shoulder line, half size `scale`."""
    x, y = u / spec.scale, (v - 0.19) / spec.scale
    out = _ground(spec, len(u))
    for number, mask in enumerate(_MOTIFS[spec.motif](x, y)):
        colour = spec.colours[1 + number % (len(spec.colours) - 1)]
        out = _mix(out, linear(colour), mask * centre)
    return out


def _disc(x: Floats, y: Floats) -> tuple[Floats, ...]:
    """A sun over waves."""
    r = np.hypot(x, y + 0.1)
    waves = 0.75 + 0.10 * np.sin(9 * x)
    sun = step(0.78 - r, 0.03) * step(waves - 0.35 - y, 0.03)
    lines = [step(0.05 - np.abs(y - 0.20 * k - 0.10 * np.sin(5 * x)), 0.03) for k in (3, 4)]
    inside = step(0.95 - np.abs(x), 0.03)
    return sun, np.asarray(np.maximum(lines[0], lines[1]) * inside, dtype=np.float32)


def _star(x: Floats, y: Floats) -> tuple[Floats, ...]:
    th = np.arctan2(x, -y)
    sector = np.abs(np.mod(th + np.pi / 5, 2 * np.pi / 5) - np.pi / 5)
    r = np.hypot(x, y)
    edge = r * np.cos(sector) + r * np.sin(sector) * 1.376
    ring = step(0.05 - np.abs(r - 0.95), 0.03)
    return step(0.72 - edge, 0.03), ring


def _letters(x: Floats, y: Floats) -> tuple[Floats, ...]:
    """Bold block letters in a row, over a thin line."""
    out = np.zeros_like(x)
    for number, rows in enumerate(("11110010001000100010", "11111001100110011111", "11100100010001001110")):
        cx = (x + 0.98 - 0.70 * number) / 0.145
        cy = (y + 0.36) / 0.145
        col, row = np.floor(cx).astype(np.int64), np.floor(cy).astype(np.int64)
        ok = (col >= 0) & (col < 4) & (row >= 0) & (row < 5)
        bits = np.array([int(c) for c in rows], dtype=np.float32)
        out = np.maximum(out, np.where(ok, bits[np.clip(row, 0, 4) * 4 + np.clip(col, 0, 3)], 0))
    bar = step(0.035 - np.abs(y - 0.52), 0.02) * step(0.98 - np.abs(x), 0.02)
    return np.asarray(out, dtype=np.float32), bar


def _mountain(x: Floats, y: Floats) -> tuple[Floats, ...]:
    inside = step(0.95 - np.hypot(x, y), 0.03)
    ridge = np.minimum(np.abs(x + 0.25) * 1.3 - 0.42, np.abs(x - 0.38) * 1.4 - 0.12)
    hill = inside * step(y - ridge, 0.03)
    moon = step(0.17 - np.hypot(x - 0.36, y + 0.48), 0.03)
    ring = step(0.04 - np.abs(np.hypot(x, y) - 0.95), 0.02)
    return np.maximum(hill, ring), moon


_MOTIFS: dict[str, Callable[[Floats, Floats], tuple[Floats, ...]]] = {
    "disc": _disc,
    "star": _star,
    "letters": _letters,
    "mountain": _mountain,
}

_PAINTERS: dict[Pattern, Callable[[FabricSpec, Floats, Floats, Floats], Floats]] = {
    Pattern.PLAIN: _plain,
    Pattern.STRIPES: _stripes,
    Pattern.PLAID: _plaid,
    Pattern.DOTS: _dots,
    Pattern.GRAPHIC: _graphic,
    Pattern.ALL_OVER: _all_over,
    Pattern.COLOUR_BLOCK: _block,
}

_WEAVES = {  # period and depth in metres
    "knit": (0.0045, 0.00022),
    "cotton": (0.003, 0.00010),
    "denim": (0.003, 0.00016),
    "linen": (0.004, 0.00020),
    "satin": (0.012, 0.00006),
    "fleece": (0.005, 0.00020),
    "wool": (0.004, 0.00018),
    "leather": (0.006, 0.00012),
}
