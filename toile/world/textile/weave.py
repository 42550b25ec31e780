"""Weaves: the relief and the shading of yarns, and how each cloth takes the light."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.scenery.noise import clouds
from toile.world.textile.texture import Real, Texture, look, lumps

Grid = NDArray[np.float64]
_SIDE = 384


@dataclass(frozen=True)
class Weave:
    """How a cloth is made. `draw` gives height in metres and tone (1 is the cloth's own colour) on a grid that
    repeats every `period` metres. `gloss`, `rough` and `sheen` as in `Paint`; `uneven`: how much the colour wanders
    over a hand's breadth; `relief`: the share of the height that one sees."""

    draw: Callable[[np.random.Generator, Grid, Grid], tuple[Grid, Grid]]
    period: float
    gloss: float = 0.06
    rough: float = 0.80
    sheen: float = 0.12
    uneven: float = 0.02


def grain(weave: str, u: Real, v: Real, pixel: float) -> tuple[Floats, Floats]:
    """Height in metres and tone of that weave at u, v, [N] each. Yarns finer than `pixel` metres fade."""
    seen = look(_texture(weave), u, v, pixel)
    kind = WEAVES[weave]
    tone = seen[:, 1]
    if kind.uneven > 0:
        tone = tone * (1 + kind.uneven * clouds(u, v, 0.11, 9, 2, 1.4))
    return np.ascontiguousarray(seen[:, 0]), np.asarray(tone, dtype=np.float32)


@cache
def _texture(weave: str) -> Texture:
    kind = WEAVES[weave]
    y, x = (np.mgrid[0:_SIDE, 0:_SIDE] + 0.5) / _SIDE
    height, tone = kind.draw(np.random.default_rng((20, len(weave))), x, y)
    texels = np.stack((height - height.mean(), tone / tone.mean()), axis=-1).astype(np.float32)
    return Texture(np.ascontiguousarray(texels), kind.period, kind.period)


def _saw(phase: Grid) -> Grid:
    """A round thread's height, 0..1, that repeats with the phase."""
    away = 2 * np.abs(np.mod(phase, 1) - 0.5)
    return np.asarray(np.sqrt(np.maximum(1 - away * away, 0)))


def _lumpy(random: np.random.Generator, cells: int, octaves: int = 3, tall: int = 1) -> Grid:
    return lumps(random, (_SIDE, _SIDE), (cells, max(1, cells // tall)), octaves).astype(np.float64)


def _threads(random: np.random.Generator, count: int, x: Grid) -> Grid:
    """A thickness for each of `count` threads side by side, about -1..1."""
    return np.asarray(random.normal(0, 0.5, count)[np.floor(x * count).astype(int) % count])


def _tabby(count: int, depth: float, tone: float, slub: float) -> Callable[..., tuple[Grid, Grid]]:
    """Threads over and under, some thicker than others."""

    def draw(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        over = (np.floor(x * count) + np.floor(y * count)) % 2
        long = _lumpy(random, 6, 2, 1)
        warp = _threads(random, count, x) * (0.6 + lumps(random, (_SIDE, _SIDE), (count, 5)))
        weft = _threads(random, count, y) * (0.6 + lumps(random, (_SIDE, _SIDE), (5, count)))
        top = np.where(over > 0, _saw(x * count), _saw(y * count))
        mark = slub * np.where(over > 0, warp + 0.3 * weft, weft + 0.3 * warp)
        return depth * (top + mark), 1 + tone * (
            top - 0.7
        ) + 0.5 * mark * tone / 0.1 * 0.1 + 0.2 * tone * long + mark

    return draw


def _twill(count: int, depth: float, tone: float, streak: float) -> Callable[..., tuple[Grid, Grid]]:
    """Diagonal ridges; `streak`: how uneven the warp is."""

    def draw(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        ridge = _saw((x + y) * count)
        fleck = _saw(x * 2 * count) * _saw(y * 2 * count)
        warp = _threads(random, 2 * count, x) * (0.7 + lumps(random, (_SIDE, _SIDE), (2 * count, 4)))
        height = depth * (0.7 * ridge + 0.3 * fleck)
        return height, 1 + tone * (ridge - 0.78) + streak * warp + 0.4 * tone * (fleck - 0.6)

    return draw


def _stitches(x: Grid, y: Grid) -> Grid:
    """Height 0..1 of stockinette, a stitch to a unit: two slanting grains of yarn that meet below."""
    best = np.zeros_like(x)
    for side in (-1, 1):
        for row in (-1.0, 0.0, 1.0):
            down = np.mod(y, 1) - 0.5 + row
            across = np.mod(x, 1) - 0.5 - side * (0.25 - 0.17 * down)
            grain_ = 1 - (across / 0.245) ** 2 - (down / 0.74) ** 2
            best = np.maximum(best, np.sqrt(np.maximum(grain_, 0)) * (1 - 0.22 * down))
    return best


def _knitted(across: int, down: int, depth: float, tone: float) -> Callable[..., tuple[Grid, Grid]]:
    def draw(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        yarn = _stitches(x * across, y * down)
        fuzz = _lumpy(random, 40, 2)
        return depth * yarn + 0.06 * depth * fuzz, 1 + tone * (yarn - 0.75) + 0.04 * fuzz

    return draw


def _rib(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Two and two: knit columns stand up, purl columns fall back."""
    count = 10
    wave = np.cos(2 * np.pi * x * count)
    rise = np.clip(0.5 + 0.9 * wave, 0, 1)
    yarn = _stitches(x * 2 * count, y * 24)
    return 0.0011 * rise + 0.0003 * yarn * rise, 1 + 0.42 * (rise - 0.6) + 0.22 * (yarn - 0.75)


def _cable(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Ropes of two strands between narrow columns, on a purl ground."""
    yarn = _stitches(x * 30, y * 36)
    height, lit = np.zeros_like(x), np.full_like(x, 0.72)
    fx = np.mod(x * 2, 1)
    for sign in (-1, 1):
        phase = 2 * np.pi * y * 3 + np.pi * (sign > 0)
        away = (fx - 0.34 - 0.085 * np.sin(phase)) / 0.115
        strand = np.sqrt(np.maximum(1 - away**2, 0))
        rise = strand * (0.72 + 0.28 * np.cos(phase))
        lit = np.where(rise > height, 0.70 + 0.34 * rise, lit)
        height = np.maximum(height, rise)
    for middle in (0.70, 0.84, 0.98):
        column = np.sqrt(np.maximum(1 - ((fx - middle) / 0.05) ** 2, 0))
        lit = np.maximum(lit, 0.74 + 0.22 * column)
        height = np.maximum(height, 0.35 * column)
    return 0.0042 * height + 0.0004 * yarn, lit + 0.22 * (yarn - 0.75)


def _corduroy(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    wale = _saw(x * 16)
    pile = _lumpy(random, 60, 2)
    return 0.0010 * wale + 0.00008 * pile, 1 + 0.55 * (wale - 0.7) + 0.05 * pile


def _nap(cells: int, depth: float, tone: float) -> Callable[..., tuple[Grid, Grid]]:
    """Brushed fibres and small pills."""

    def draw(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
        fibres = _lumpy(random, cells, 3)
        fine = random.normal(0, 1, x.shape)
        fine = np.asarray(cv2.GaussianBlur(fine, (0, 0), 0.8), dtype=np.float64)
        return depth * (fibres + 0.5 * fine), 1 + tone * (0.6 * fibres + 0.8 * fine)

    return draw


def _herringbone(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Twill that turns at every column: a light and a dark yarn."""
    fold = np.abs(np.mod(x * 4, 2) - 1)
    line = np.mod(fold * 4 + y * 16, 1)
    light = np.clip((0.5 - np.abs(line - 0.5)) * 8 - 1.6, 0, 1)
    fibres = random.normal(0, 1, x.shape)
    return 0.00022 * light, 1 + 0.55 * (light - 0.5) + 0.10 * cv2.GaussianBlur(fibres, (0, 0), 0.8)


def _satin(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    float_ = _lumpy(random, 5, 2)
    return 0.00004 * float_ + 0.00001 * _threads(random, 128, x), 1 + 0.012 * _threads(random, 128, x)


def _leather(random: np.random.Generator, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Pebbles between creases: the cells of points strewn at random."""
    points = (random.random((1500, 2)) * _SIDE).astype(int)
    mask = np.full((_SIDE, _SIDE), 255, np.uint8)
    mask[points[:, 1], points[:, 0]] = 0
    tiled = np.tile(mask, (3, 3))
    _, label = cv2.distanceTransformWithLabels(tiled, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    edge = np.zeros(tiled.shape, np.uint8)
    edge[1:, 1:] = (label[1:, 1:] != label[:-1, 1:]) | (label[1:, 1:] != label[1:, :-1])
    crease = cv2.distanceTransform(1 - edge, cv2.DIST_L2, 5)[_SIDE : 2 * _SIDE, _SIDE : 2 * _SIDE]
    pebble = np.minimum(crease / 3.5, 1.0).astype(np.float64) ** 0.6
    wide = _lumpy(random, 4, 3)
    return 0.00018 * pebble + 0.00010 * wide, 1 + 0.16 * (pebble - 0.7) + 0.05 * wide


WEAVES: Mapping[str, Weave] = {
    "cotton": Weave(_tabby(96, 0.00006, 0.05, 0.015), 0.060),
    "oxford": Weave(_tabby(64, 0.00010, 0.16, 0.03), 0.060),
    "linen": Weave(_tabby(80, 0.00014, 0.10, 0.055), 0.080, uneven=0.03),
    "jersey": Weave(_knitted(64, 64, 0.00008, 0.07), 0.080, sheen=0.18),
    "denim": Weave(_twill(58, 0.00016, 0.42, 0.085), 0.090, rough=0.85, uneven=0.05),
    "twill": Weave(_twill(72, 0.00012, 0.09, 0.012), 0.070),
    "corduroy": Weave(_corduroy, 0.060, rough=0.9, sheen=0.45, uneven=0.04),
    "velvet": Weave(_nap(60, 0.00003, 0.05), 0.120, 0.10, 0.7, 1.0, 0.10),
    "satin": Weave(_satin, 0.140, 0.60, 0.44, 0.35, 0.015),
    "leather": Weave(_leather, 0.090, 0.75, 0.38, 0.0, 0.04),
    "fleece": Weave(_nap(80, 0.00006, 0.05), 0.150, 0.02, 1.0, 0.40, 0.02),
    "wool": Weave(_nap(72, 0.00007, 0.10), 0.120, 0.02, 0.95, 0.35, 0.03),
    "melange": Weave(_nap(90, 0.00004, 0.15), 0.100, 0.03, 0.9, 0.25, 0.03),
    "herringbone": Weave(_herringbone, 0.096, 0.03, 0.95, 0.30, 0.02),
    "knit": Weave(_knitted(16, 20, 0.0011, 0.42), 0.084, 0.02, 0.95, 0.40, 0.02),
    "rib": Weave(_rib, 0.072, 0.02, 0.95, 0.35, 0.02),
    "cable": Weave(_cable, 0.156, 0.02, 0.95, 0.40, 0.02),
}
