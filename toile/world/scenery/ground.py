"""The ground of product shots: paper, wall, wood or linen, and the shadow that the garment casts on it."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.pixels.arrays import Floats, Mask
from toile.world.scenery.noise import clouds, noise, scatter, step
from toile.world.scenery.stage import tone

TALL = 0.95  # metres of the ground that a picture's height shows
SMALL = 3  # smooth things are painted on that fraction of the pixels a side


@dataclass(frozen=True)
class Ground:
    """A kind of ground. `words` in English, `words_zh` in Chinese."""

    name: str
    words: str
    words_zh: str


GROUNDS: dict[str, Ground] = {
    ground.name: ground
    for ground in (
        Ground("white", "a white ground", "白底"),
        Ground("off-white", "an off-white ground", "米白底"),
        Ground("coloured", "a coloured ground", "彩色底"),
        Ground("shadowed", "a wall with the shadow of a window", "光影墙面"),
        Ground("wood", "a wooden floor", "木地板"),
        Ground("linen", "a linen cloth", "亚麻布"),
    )
}
# Dusty tones that clothes stand out from: blush, sage, powder blue, butter, clay, lilac, sand, mist, teal, rose.
_TONES = (
    (232, 205, 198),
    (190, 203, 186),
    (190, 207, 221),
    (240, 226, 190),
    (214, 170, 146),
    (208, 200, 222),
    (222, 208, 186),
    (206, 212, 214),
    (150, 178, 178),
    (214, 160, 164),
)
_WOODS = ((196, 160, 118), (150, 108, 74), (216, 204, 188), (112, 80, 58), (176, 146, 112))
_LINENS = ((222, 212, 194), (236, 232, 224), (190, 184, 172), (176, 190, 186), (206, 186, 168))


def ground(name: str, size: Size, alpha: Mask, seed: int, flat: bool) -> Floats:
    """The ground under a garment that covers `alpha` [H, W], linear light [H, W, 3]. `flat`: the garment lies on it
    and is seen from above; otherwise it hangs before it."""
    random = np.random.default_rng((seed, 41))
    bare = _PAINTERS[name](size, random, int(random.integers(1 << 30)))
    dark = _shadow(alpha, flat, 1.35 if name == "shadowed" else 1.0)
    # Light that reaches shadows has been on the ground before: they are a little warmer than the rest.
    kept = 1 - dark[..., None] * np.array((0.96, 1.0, 1.0), np.float32)
    return np.asarray(bare * kept, dtype=np.float32)


def _shadow(alpha: Mask, flat: bool, strength: float) -> Floats:
    """How much of the light is missing, 0..1, [H, W]."""
    height, width = alpha.shape
    small = cv2.resize(alpha, (-(-width // 2), -(-height // 2)), interpolation=cv2.INTER_AREA)
    out = np.zeros_like(small)
    # Shares of the picture's height: blur, shift to the right, shift down; then darkness.
    for blur, right, down, dark in _FLAT if flat else _HUNG:
        shift = np.array(((1, 0, right * height / 2), (0, 1, down * height / 2)), np.float32)
        moved = cv2.warpAffine(small, shift, small.shape[::-1])
        out = out + (1 - out) * dark * cv2.GaussianBlur(moved, (0, 0), max(blur * height / 2, 0.6))
    out = cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.minimum(out * strength, 0.9), dtype=np.float32)


_FLAT = ((0.0035, 0.002, 0.003, 0.42), (0.010, 0.006, 0.009, 0.26), (0.035, 0.010, 0.016, 0.14))
_HUNG = ((0.014, 0.020, 0.024, 0.13), (0.038, 0.032, 0.040, 0.15), (0.10, 0.02, 0.05, 0.08))


def _metres(size: Size, shrink: int = 1) -> tuple[Floats, Floats]:
    """Places of the pixels in metres from the upper left corner, both [H, W]."""
    width, height = -(-size.width // shrink), -(-size.height // shrink)
    scale = TALL * shrink / size.height
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) * np.float32(scale)
    return x, y


def _paper(colour: Floats, fall: float, mottle: float) -> Callable[[Size, np.random.Generator, int], Floats]:
    """Plain, with light that falls off from the upper left."""

    def paint(size: Size, random: np.random.Generator, seed: int) -> Floats:
        x, y = _metres(size, SMALL)
        at = random.uniform(0.15, 0.45) * TALL, random.uniform(0.05, 0.35) * TALL
        away = ((x - at[0]) ** 2 + (y - at[1]) ** 2) / TALL**2
        light = 1 - fall * away + mottle * clouds(x, y, 0.16, seed, 3)
        return _full((colour * light[..., None]).astype(np.float32), size)

    return paint


def _coloured(size: Size, random: np.random.Generator, seed: int) -> Floats:
    colour = tone(*_TONES[int(random.integers(len(_TONES)))]) * np.float32(random.uniform(0.92, 1.08))
    return _paper(colour, 0.16, 0.012)(size, random, seed)


def _shadowed(size: Size, random: np.random.Generator, seed: int) -> Floats:
    """A wall on which the low sun draws a window's panes and the leaves before it."""
    x, y = _metres(size, SMALL)
    turn = random.uniform(0.25, 0.6) * random.choice((-1, 1))
    u, v = x - 0.5 * x.max() + turn * (y - 0.5 * TALL), y + 0.25 * turn * x + random.uniform(-0.1, 0.1)
    soft = random.uniform(0.03, 0.06)
    wide, tall = random.uniform(0.24, 0.34), random.uniform(0.34, 0.48)
    bar = random.uniform(0.018, 0.03)
    pane = step(0.5 * wide - bar - np.abs(np.mod(u / wide, 1) - 0.5) * wide, soft)
    pane = pane * step(0.5 * tall - bar - np.abs(np.mod(v / tall, 1) - 0.5) * tall, soft)
    leaf = step(clouds(u, v, 0.13, seed, 2, 1.8) - 0.05 + 1.1 * (np.abs(u) < 0.9 * wide), 0.5)
    sun = pane * (0.35 + 0.65 * leaf)
    plaster = 1 + 0.012 * clouds(x, y, 0.05, seed + 1, 3)
    lit = (0.66 + sun[..., None] * np.array((0.30, 0.285, 0.25))) * plaster[..., None]
    return _full((lit * np.array((0.93, 0.925, 0.92))).astype(np.float32), size)


def _wood(size: Size, random: np.random.Generator, seed: int) -> Floats:
    """Planks seen from above."""
    colour = tone(*_WOODS[int(random.integers(len(_WOODS)))]) * np.float32(random.uniform(0.85, 1.05))
    wide = random.uniform(0.10, 0.16)
    x, y = _metres(size)
    if random.random() < 0.5:
        x, y = y, x
    x = x + np.float32(random.uniform(0, wide))
    plank = np.floor(x / wide)
    along = y / 1.3 + scatter(plank, seed) * 4
    each = scatter(plank * 13 + np.floor(along) * 101, seed + 1)
    # Growth rings: stretched contours, bent by slow noise.
    ring = x / 0.011 + 2.6 * clouds(x + 9 * each, y, 0.10, seed + 2, 2, 5.0) + 40 * each
    vein = 0.5 + 0.5 * np.sin(2 * np.pi * ring)
    pore = noise(x, y, 0.0016, seed + 3, 26.0)
    gap = np.minimum(0.5 - np.abs(np.mod(x / wide, 1) - 0.5), 13 * (0.5 - np.abs(np.mod(along, 1) - 0.5)))
    joint = 1 - step(gap * wide - 0.0012, 0.0022)
    value = (0.80 + 0.28 * each + 0.10 * (vein**2 - 0.5) + 0.05 * pore) * (1 - 0.72 * joint)
    light = 1.06 - 0.14 * (x + y) / TALL
    return np.asarray(colour * (value * light)[..., None], dtype=np.float32)


def _linen(size: Size, random: np.random.Generator, seed: int) -> Floats:
    """A cloth with its weave and a few soft creases."""
    colour = tone(*_LINENS[int(random.integers(len(_LINENS)))]) * np.float32(random.uniform(0.9, 1.05))
    x, y = _metres(size)
    thread = 0.5 * (noise(x, y, 0.0022, seed, 14.0) + noise(x, y, 0.030, seed + 1, 0.07))
    few, many = _metres(size, SMALL)
    fold = _relief(few, many, seed + 2)
    value = 1 + 0.10 * thread + _full(fold, size)
    return np.asarray(colour * (value * (1.05 - 0.12 * (x + y) / TALL))[..., None], dtype=np.float32)


def _relief(x: Floats, y: Floats, seed: int) -> Floats:
    """Light on creases: ridges of noise, seen from the upper left."""
    bent = x + 0.05 * clouds(x, y, 0.5, seed, 2)
    height = 1 - np.abs(clouds(bent, y, 0.42, seed + 1, 2, 1.6))
    height = cv2.GaussianBlur(height, (0, 0), 2.0)
    slope = np.gradient(height, axis=1) + np.gradient(height, axis=0)
    return np.asarray(np.clip(slope * (0.012 / max(float(x[0, 1]), 1e-6)), -0.16, 0.16), dtype=np.float32)


def _full(picture: Floats, size: Size) -> Floats:
    return np.asarray(cv2.resize(picture, tuple(size), interpolation=cv2.INTER_LINEAR), dtype=np.float32)


_PAINTERS: dict[str, Callable[[Size, np.random.Generator, int], Floats]] = {
    "white": _paper(np.array((1.0, 1.0, 1.0), np.float32) * np.float32(1.6), 0.03, 0.0),
    "off-white": _paper(tone(250, 246, 239), 0.10, 0.006),
    "coloured": _coloured,
    "shadowed": _shadowed,
    "wood": _wood,
    "linen": _linen,
}
