"""Rooms: walls as flat pictures, what hangs on them, ceilings, and what is seen through windows."""

from typing import Any

import numpy as np

from toile.pixels.arrays import Floats
from toile.world.scenery import brush
from toile.world.scenery.noise import clouds
from toile.world.scenery.stage import Layer, Stage, mix, opaque, tone

K = 32  # texels to a metre of wall
GREENS = (tone(34, 52, 26), tone(92, 124, 58), tone(196, 210, 130))


def wall(wide: float, high: float, colour: Floats, side: float) -> Floats:
    """A plain wall, [h, w, 4], lit from that side."""
    h, w = round(high * K), round(wide * K)
    across = np.linspace(-1, 1, w, dtype=np.float32)[None] * side
    down = np.linspace(1, 0, h, dtype=np.float32)[:, None]
    light = 0.72 + 0.30 * across + 0.12 * (down - 0.5)
    out = np.ones((h, w, 4), np.float32)
    out[..., :3] = np.clip(light, 0.3, 1.2)[..., None] * colour
    return out


def fill(
    wall: Floats, left: float, right: float, low: float, high: float, colour: Any, alpha: float = 1.0
) -> None:
    """A rectangle on a wall, in metres from its lower left corner."""
    h = wall.shape[0]
    a, b = sorted((round(left * K), round(right * K)))
    rows = slice(max(h - round(high * K), 0), max(h - round(low * K), 0))
    part = wall[rows, max(a, 0) : max(b, 0)]
    part *= 1 - alpha
    part[..., :3] += np.asarray(colour, np.float32) * alpha
    part[..., 3] += alpha


def dado(wall: Floats, high: float, colour: Floats) -> None:
    wide = wall.shape[1] / K
    rows = wall[: wall.shape[0] - round(high * K)][-1:, :, :3].mean(axis=2, keepdims=True)
    fill(wall, 0, wide, 0, high, colour)
    wall[-round(high * K) :, :, :3] *= (0.4 + 0.6 * rows / rows.max()).astype(np.float32)
    fill(wall, 0, wide, high - 0.05, high, colour * 1.7)


def window(
    wall: Floats, across: tuple[float, float], up: tuple[float, float], frame: Floats, panes: int
) -> None:
    left, right = sorted(across)
    fill(wall, left - 0.09, right + 0.09, up[0] - 0.09, up[1] + 0.09, frame)
    fill(wall, left, right, up[0], up[1], (0, 0, 0), 1.0)
    h = wall.shape[0]
    hole = wall[
        h - round(up[1] * K) : h - round(up[0] * K), max(round(left * K), 0) : max(round(right * K), 0)
    ]
    hole[:] = 0
    for k in range(1, panes):
        x = left + (right - left) * k / panes
        fill(wall, x - 0.03, x + 0.03, up[0], up[1], frame)
    fill(wall, left, right, up[1] - 0.55, up[1] - 0.50, frame)


def shelves(
    wall: Floats, random: np.random.Generator, left: float, right: float, low: float, count: int
) -> None:
    left, right = sorted((left, right))
    fill(wall, left - 0.1, right + 0.1, low - 0.1, low + 0.42 * count, tone(60, 44, 34) * 0.7)
    for k in range(count):
        y = low + 0.40 * k
        fill(wall, left, right, y - 0.045, y, tone(150, 108, 70))
        x = left + 0.03
        while x < right - 0.1:
            w = random.uniform(0.06, 0.15)
            colour = bright(random, 0.55) * (tone(255, 214, 160) if random.random() < 0.6 else 1.0)
            fill(wall, x, x + w, y, y + random.uniform(0.12, 0.30), colour)
            if random.random() < 0.3:
                fill(wall, x + 0.3 * w, x + 0.6 * w, y + 0.08, y + 0.14, tone(255, 226, 180) * 3)
            x += w + random.uniform(0.0, 0.08)
        fill(wall, left, right, y + 0.33, y + 0.36, tone(255, 190, 110) * 1.1)


def bricks(wall: Floats, random: np.random.Generator) -> None:
    """A brick bond, in the wall's own colour."""
    high, wide = round(0.09 * K), round(0.26 * K)
    for row, top in enumerate(range(0, wall.shape[0], high)):
        for left in range(-(row % 2) * wide // 2, wall.shape[1], wide):
            part = wall[top : top + high - 1, max(left, 0) : max(left + wide - 1, 0), :3]
            part *= np.float32(random.uniform(0.75, 1.25))
        wall[top + high - 1 : top + high, :, :3] *= 1.3


def boards(wall: Floats, random: np.random.Generator, near: float, side: float) -> None:
    """The day's menu in chalk, and small pictures."""
    for k in range(2):
        x = near - side * (0.5 + 0.95 * k)
        fill(wall, x - 0.42, x + 0.42, 1.45, 2.55, tone(140, 100, 64) * 0.8)
        fill(wall, x - 0.38, x + 0.38, 1.49, 2.51, tone(38, 42, 40))
        for line in np.arange(1.6, 2.45, 0.11):
            fill(
                wall,
                x - 0.3,
                x - 0.3 + random.uniform(0.2, 0.6),
                line,
                line + 0.035,
                tone(226, 222, 212) * 0.6,
            )
    picture(wall, random, near - side * 2.4, 1.9)


def hang(stage: Stage, layer: Floats, wall: Floats, wide: float, high: float, z: float) -> None:
    """A wall set up across the room."""
    w = wide / 2
    brush.panel(stage, layer, ((-w, high, z), (w, high, z), (w, 0, z), (-w, 0, z)), wall)


def curtains(wall: Floats, opening: tuple[float, float], random: np.random.Generator) -> None:
    """Sheer curtains that glow at both sides of the window."""
    left, right = sorted(opening)
    cloth = mix(tone(250, 246, 238), tone(222, 208, 188), np.float32(random.random()))
    for a, b in ((left - 0.30, left + 0.42), (right - 0.42, right + 0.30)):
        columns = np.arange(max(round(a * K), 0), max(round(b * K), 0))
        for c in columns[columns < wall.shape[1]]:
            x = c / K
            fold = 0.82 + 0.22 * np.sin(x * 44 + 1.5 * np.sin(x * 13))
            lit = 1.15 if left < x < right else 0.62
            fill(wall, x, x + 1.01 / K, 0.04, 2.62, cloth * fold * lit, 0.93)
    fill(wall, left - 0.4, right + 0.4, 2.60, 2.64, tone(60, 54, 48))


def picture(wall: Floats, random: np.random.Generator, x: float, y: float) -> None:
    w, h = random.uniform(0.22, 0.28), random.uniform(0.28, 0.36)
    fill(
        wall,
        x - w - 0.03,
        x + w + 0.03,
        y - h - 0.03,
        y + h + 0.03,
        tone(*((46, 40, 36), (196, 160, 116))[int(random.integers(2))]),
    )
    fill(wall, x - w, x + w, y - h, y + h, tone(238, 236, 230) * 0.85)
    inner = (x - w + 0.08, x + w - 0.08, y - h + 0.08, y + h - 0.08)
    fill(wall, *inner, bright(random, 0.7))
    fill(wall, inner[0], inner[1], inner[2], inner[2] + 0.5 * h, bright(random, 0.6))
    fill(wall, x - 0.06, x + 0.06, y - 0.02, y + 0.12, bright(random, 0.8))


def ceiling(stage: Stage, layer: Floats, random: np.random.Generator, z: float, high: float) -> None:
    white = tone(226, 226, 224) * 0.72
    brush.sheet(
        stage, layer, ((-9, high, -3), (9, high, -3), (9, high, z), (-9, high, z)), white, white * 1.15
    )
    lit = tone(255, 252, 244) * 2.6
    for deep in np.arange(-4.2, z, -1.5):
        for x in np.arange(-6, 6.1, 1.6):
            ends = ((x - 0.5, deep), (x + 0.5, deep), (x + 0.5, deep - 0.3), (x - 0.5, deep - 0.3))
            brush.sheet(stage, layer, [(a, high - 0.01, b) for a, b in ends], lit, lit)


def pick(random: np.random.Generator, colours: tuple[tuple[int, int, int], ...]) -> Floats:
    return tone(*colours[int(random.integers(len(colours)))]) * np.float32(random.uniform(0.85, 1.1))


def bright(random: np.random.Generator, value: float) -> Floats:
    return np.asarray(value * random.uniform(0.2, 1.0) * random.uniform(0.5, 1.0, 3), dtype=np.float32)


def outside(stage: Stage, seed: int, random: np.random.Generator) -> Layer:
    """Sunny trees in the street, as one sees them through a window."""
    z = -22.0
    x, y = np.broadcast_arrays(*stage.plane(z))
    light = clouds(x, y, 2.2, seed, 4)
    glint = np.maximum(clouds(x, y, 0.5, seed + 7, 2) - 0.45, 0)
    share = np.clip(0.55 + 0.5 * light + 0.05 * (y - 2), 0, 1)
    out = mix(GREENS[1], tone(236, 242, 226) * np.float32(1.5), share**1.3)
    out = out + (5 * glint)[..., None] * GREENS[2]
    return Layer(z, opaque(np.asarray(out * random.uniform(0.8, 1.2), np.float32)))


def city(stage: Stage, random: np.random.Generator) -> Layer:
    """Towers in bright haze."""
    z = -60.0
    x, y = stage.plane(z)
    up = np.clip((y + 0 * x - 0) / 14, 0, 1)
    out = opaque(mix(tone(236, 240, 244), tone(190, 214, 238), up) * np.float32(1.3))
    for depth in (-60.0, -45.0):
        left = -14.0
        while left < 14:
            w = random.uniform(2, 5)
            colour = tone(170, 184, 200) * np.float32(
                random.uniform(0.8, 1.4) * (1.0 if depth < -50 else 0.75)
            )
            brush.upright(stage, out, left, left + w, -6, random.uniform(1, 12), depth, colour, colour * 0.9)
            left += w + random.uniform(0, 2)
    return Layer(z, out)
