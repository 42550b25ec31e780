"""Indoors by day: a café, an office, a home."""

from typing import Any

import numpy as np

from toile.atelier import brush
from toile.atelier.noise import clouds, noise, scatter, step
from toile.atelier.stage import Ground, Layer, Setting, Stage, mix, opaque, tone
from toile.domain.scene import Scene
from toile.pixels.arrays import Floats

K = 32  # texels to a metre of wall
GREENS = (tone(34, 52, 26), tone(92, 124, 58), tone(196, 210, 130))


def cafe(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A counter with shelves, a window to a green street, pendant lamps, tables and chairs, boards."""
    random = np.random.default_rng((seed, 1))
    z, side = -random.uniform(4.8, 6.2), stage.side
    back = stage.blank()
    plaster = _pick(random, ((150, 112, 84), (96, 104, 92), (176, 150, 122), (92, 78, 70), (120, 66, 50)))
    wall = _wall(9.0, 3.6, plaster, side)
    _dado(wall, 1.05, plaster * 0.55)
    first = random.uniform(0.5, 0.9)
    _window(wall, (4.5 + side * first, 4.5 + side * (first + 2.6)), (0.75, 2.75), tone(46, 36, 30), 3)
    _shelves(wall, random, 4.5 - side * 2.7, 4.5 - side * 0.35, 1.35, 4)
    _hang(stage, back, wall, 9.0, 3.6, z)
    low = stage.blank()
    counter = _pick(random, ((116, 76, 48), (58, 70, 62), (70, 56, 50), (178, 160, 140)))
    brush.pool(stage, low, -side * 1.6, z + 1.2, 3.2, 1.2, 0.5)
    brush.box(stage, low, (-side * 1.75, 0, z + 1.1), (2.6, 1.02, 0.6), counter * 0.7)
    brush.box(stage, low, (-side * 1.75, 1.02, z + 1.1), (2.75, 0.06, 0.7), tone(168, 124, 84) * 0.8)
    for k in range(5):
        x = -side * (0.7 + 0.45 * k + random.uniform(-0.1, 0.1))
        brush.box(
            stage, low, (x, 1.08, z + 1.1), (0.16, random.uniform(0.1, 0.4), 0.16), _bright(random, 0.7)
        )
    seats = stage.blank()
    for k in range(2):
        _table(stage, seats, random, side * random.uniform(0.75, 1.3), -random.uniform(2.2, 2.7) - 1.4 * k)
    lamps = stage.blank()
    hung = random.uniform(1.95, 2.25)
    for k in range(4):
        _pendant(stage, lamps, (-side * (0.1 + 0.75 * k) + 0.3, hung + random.uniform(-0.04, 0.04), z + 1.3))
    glow = _fairy(stage, random, z + 0.4, 2.5)
    layers = [
        Layer(z, back),
        Layer(z + 0.4, glow),
        Layer(z + 1.2, low),
        Layer(z + 1.3, lamps),
        Layer(-2.9, seats),
    ]
    boards = _boards(tone(132, 88, 56) * np.float32(random.uniform(0.55, 1.0)), 0.13, seed, side, z)
    return Setting(_outside(stage, seed, random), layers, boards, gloss=0.16, rough=0.35)


def office(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Desks before a wall of glass, plants, panels of light in the ceiling."""
    random = np.random.default_rng((seed, 1))
    z = -random.uniform(8.5, 11)
    back, high = stage.blank(), 2.85
    far = _city(stage, random)
    frame = tone(*((60, 64, 70), (210, 212, 214))[int(random.integers(2))])
    glass = np.zeros((round(high * K), 16 * K, 4), np.float32)
    glass[..., :3], glass[..., 3] = tone(226, 232, 238) * 0.05, 0.05
    for x in np.arange(0, 16, random.uniform(1.3, 1.9)):
        _fill(glass, x, x + 0.09, 0, high, frame * 0.8)
    _fill(glass, 0, 16, 0, 0.18, frame * 0.6)
    _fill(glass, 0, 16, 2.35, 2.42, frame * 0.8)
    _hang(stage, back, glass, 16, high, z)
    _ceiling(stage, back, random, z, high)
    side = random.choice((-1.0, 1.0))
    partition = _wall(7, high, _pick(random, ((214, 214, 210), (120, 138, 146), (196, 178, 150))), -side)
    x = side * random.uniform(1.25, 1.7)
    layers = [Layer(z, back)]
    if random.random() < 0.6:
        one = stage.blank()
        ends = ((x, high, -2.6), (x, high, z), (x, 0, z), (x, 0, -2.6))
        brush.panel(stage, one, ends if side < 0 else tuple(ends[i] for i in (1, 0, 3, 2)), partition)
        layers.append(Layer(0.5 * z, one))
    for depth in np.linspace(z + 1.4, -3.2, 4):
        one = stage.blank()
        for where in (-1.6, 0.15, 1.7):
            if abs(where + 0.3 * side) > 0.5 or depth < -6:
                _desk(stage, one, random, where + random.uniform(-0.15, 0.15), float(depth))
        layers.append(Layer(float(depth), one))
    layers.append(_plant(stage, random, -side * random.uniform(0.75, 1.0), -random.uniform(2.2, 3.2)))
    floor = _carpet(tone(112, 114, 118) * np.float32(random.uniform(0.6, 1.2)), seed, z)
    return Setting(far, layers, floor, gloss=0.10, rough=0.5)


def home(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A sofa on a rug, a window behind curtains, a framed picture, a lamp, a plant, parquet."""
    random = np.random.default_rng((seed, 1))
    z, side = -random.uniform(3.6, 4.6), stage.side
    paint = _pick(
        random, ((226, 220, 210), (206, 198, 186), (190, 200, 196), (214, 196, 178), (196, 204, 212))
    )
    wall, back = _wall(9.0, 3.0, paint * 0.86, side), stage.blank()
    first = random.uniform(0.35, 0.8)
    opening = (4.5 + side * first, 4.5 + side * (first + 1.7))
    _window(wall, opening, (0.55, 2.45), tone(240, 240, 238), 2)
    _curtains(wall, opening, random)
    _fill(wall, 0, 9, 0, 0.11, tone(238, 236, 232) * 0.8)
    x = 4.5 - side * random.uniform(0.6, 1.0)
    for k in range(int(random.integers(1, 4))):
        _picture(wall, random, x - side * 0.62 * k, 1.62 + random.uniform(-0.06, 0.06))
    _hang(stage, back, wall, 9.0, 3.0, z)
    sofa = stage.blank()
    fabric = _pick(random, ((196, 188, 176), (92, 110, 116), (150, 96, 70), (120, 128, 104), (70, 76, 92)))
    _sofa(stage, sofa, random, -side * random.uniform(0.8, 1.1), z + 0.65, fabric)
    layers = [Layer(z, back), Layer(z + 0.7, sofa)]
    layers.append(_plant(stage, random, side * random.uniform(0.45, 0.7), z + 0.5))
    if random.random() < 0.7:
        layers.append(_floor_lamp(stage, -side * random.uniform(0.1, 0.3) - side * 0.05, z + 0.35))
    wood = tone(164, 118, 78) * np.float32(random.uniform(0.6, 1.05))
    rug = _pick(random, ((214, 204, 188), (150, 158, 160), (170, 110, 84), (196, 190, 170)))
    boards = _boards(wood, 0.09, seed, side, z)
    return Setting(_outside(stage, seed, random), layers, _rug(boards, rug, seed, z), gloss=0.10, rough=0.4)


def _pick(random: np.random.Generator, colours: tuple[tuple[int, int, int], ...]) -> Floats:
    return tone(*colours[int(random.integers(len(colours)))]) * np.float32(random.uniform(0.85, 1.1))


def _bright(random: np.random.Generator, value: float) -> Floats:
    return np.asarray(value * random.uniform(0.2, 1.0) * random.uniform(0.5, 1.0, 3), dtype=np.float32)


def _wall(wide: float, high: float, colour: Floats, side: float) -> Floats:
    """A plain wall, [h, w, 4], lit from that side."""
    h, w = round(high * K), round(wide * K)
    across = np.linspace(-1, 1, w, dtype=np.float32)[None] * side
    down = np.linspace(1, 0, h, dtype=np.float32)[:, None]
    light = 0.72 + 0.30 * across + 0.12 * (down - 0.5)
    out = np.ones((h, w, 4), np.float32)
    out[..., :3] = np.clip(light, 0.3, 1.2)[..., None] * colour
    return out


def _fill(
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


def _dado(wall: Floats, high: float, colour: Floats) -> None:
    wide = wall.shape[1] / K
    rows = wall[: wall.shape[0] - round(high * K)][-1:, :, :3].mean(axis=2, keepdims=True)
    _fill(wall, 0, wide, 0, high, colour)
    wall[-round(high * K) :, :, :3] *= (0.4 + 0.6 * rows / rows.max()).astype(np.float32)
    _fill(wall, 0, wide, high - 0.05, high, colour * 1.7)


def _window(
    wall: Floats, across: tuple[float, float], up: tuple[float, float], frame: Floats, panes: int
) -> None:
    left, right = sorted(across)
    _fill(wall, left - 0.09, right + 0.09, up[0] - 0.09, up[1] + 0.09, frame)
    _fill(wall, left, right, up[0], up[1], (0, 0, 0), 1.0)
    h = wall.shape[0]
    hole = wall[
        h - round(up[1] * K) : h - round(up[0] * K), max(round(left * K), 0) : max(round(right * K), 0)
    ]
    hole[:] = 0
    for k in range(1, panes):
        x = left + (right - left) * k / panes
        _fill(wall, x - 0.03, x + 0.03, up[0], up[1], frame)
    _fill(wall, left, right, up[1] - 0.55, up[1] - 0.50, frame)


def _shelves(
    wall: Floats, random: np.random.Generator, left: float, right: float, low: float, count: int
) -> None:
    left, right = sorted((left, right))
    _fill(wall, left - 0.1, right + 0.1, low - 0.1, low + 0.42 * count, tone(60, 44, 34) * 0.7)
    for k in range(count):
        y = low + 0.40 * k
        _fill(wall, left, right, y - 0.045, y, tone(150, 108, 70))
        x = left + 0.03
        while x < right - 0.1:
            w = random.uniform(0.06, 0.15)
            colour = _bright(random, 0.55) * (tone(255, 214, 160) if random.random() < 0.6 else 1.0)
            _fill(wall, x, x + w, y, y + random.uniform(0.12, 0.30), colour)
            if random.random() < 0.3:
                _fill(wall, x + 0.3 * w, x + 0.6 * w, y + 0.08, y + 0.14, tone(255, 226, 180) * 3)
            x += w + random.uniform(0.0, 0.08)
        _fill(wall, left, right, y + 0.33, y + 0.36, tone(255, 190, 110) * 1.1)


def _hang(stage: Stage, layer: Floats, wall: Floats, wide: float, high: float, z: float) -> None:
    """A wall set up across the room."""
    w = wide / 2
    brush.panel(stage, layer, ((-w, high, z), (w, high, z), (w, 0, z), (-w, 0, z)), wall)


def _outside(stage: Stage, seed: int, random: np.random.Generator) -> Layer:
    """Sunny trees in the street, as one sees them through a window."""
    z = -22.0
    x, y = np.broadcast_arrays(*stage.plane(z))
    light = clouds(x, y, 2.2, seed, 4)
    glint = np.maximum(clouds(x, y, 0.5, seed + 7, 2) - 0.45, 0)
    share = np.clip(0.55 + 0.5 * light + 0.05 * (y - 2), 0, 1)
    out = mix(GREENS[1], tone(236, 242, 226) * np.float32(1.5), share**1.3)
    out = out + (5 * glint)[..., None] * GREENS[2]
    return Layer(z, opaque(np.asarray(out * random.uniform(0.8, 1.2), np.float32)))


def _city(stage: Stage, random: np.random.Generator) -> Layer:
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


def _table(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> None:
    """A round table and two chairs."""
    wood, metal = tone(150, 104, 66) * 0.9, tone(34, 30, 28)
    brush.pool(stage, layer, x, z, 1.3, 0.9, 0.45)
    for side in (-1, 1):
        at = x + side * 0.52
        for leg in (-0.17, 0.17):
            for deep in (-0.16, 0.16):
                brush.pole(
                    stage, layer, (at + leg, 0, z + deep), (at + leg * 0.9, 0.46, z + deep), 0.03, metal
                )
        brush.box(stage, layer, (at, 0.45, z), (0.40, 0.035, 0.38), wood * 0.7)
        brush.pole(stage, layer, (at + side * 0.19, 0.45, z), (at + side * 0.23, 0.86, z), 0.03, metal)
        brush.box(stage, layer, (at + side * 0.22, 0.66, z), (0.04, 0.20, 0.36), wood * 0.6)
    brush.pole(stage, layer, (x, 0, z), (x, 0.72, z), 0.06, metal)
    brush.box(stage, layer, (x, 0.72, z), (0.66, 0.03, 0.60), wood)
    brush.box(stage, layer, (x + 0.1, 0.75, z), (0.08, 0.09, 0.08), tone(240, 236, 228))
    brush.box(stage, layer, (x - 0.12, 0.75, z), (0.07, 0.16, 0.07), GREENS[1])


def _pendant(stage: Stage, layer: Floats, place: tuple[float, float, float]) -> None:
    x, y, z = place
    brush.pole(stage, layer, (x, y, z), (x, 4, z), 0.02, tone(24, 20, 18))
    brush.ball(stage, layer, (x, y - 0.02, z), 0.105, tone(255, 206, 130) * 4.5)
    corners = (
        (x - 0.05, y + 0.16, z),
        (x + 0.05, y + 0.16, z),
        (x + 0.17, y + 0.02, z),
        (x - 0.17, y + 0.02, z),
    )
    brush.sheet(stage, layer, corners, tone(40, 34, 30), tone(90, 64, 40))


def _fairy(stage: Stage, random: np.random.Generator, z: float, high: float) -> Floats:
    """A string of little bulbs."""
    rgba = stage.blank()
    left, right, _ = stage.span(z)
    phase = random.uniform(0, 2)
    for x in np.arange(left, right, 0.27):
        sag = 0.20 * abs(np.sin(np.pi * (x / 1.9 + phase)))
        brush.ball(stage, rgba, (x, high - sag, z), 0.022, tone(255, 200, 120) * 9)
    return rgba


def _desk(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> None:
    top = tone(214, 200, 178) if random.random() < 0.5 else tone(232, 232, 230)
    brush.pool(stage, layer, x, z, 1.6, 0.9, 0.35)
    for side in (-0.62, 0.62):
        brush.pole(stage, layer, (x + side, 0, z), (x + side, 0.72, z), 0.05, tone(90, 92, 96))
    brush.box(stage, layer, (x, 0.70, z), (1.35, 0.04, 0.65), top * 0.8)
    for side in (-0.3, 0.3):
        if random.random() < 0.8:
            brush.upright(
                stage,
                layer,
                x + side - 0.26,
                x + side + 0.26,
                0.86,
                1.17,
                z,
                tone(40, 46, 56),
                tone(70, 82, 98),
            )
            brush.pole(stage, layer, (x + side, 0.72, z), (x + side, 0.88, z), 0.05, tone(60, 62, 66))
    seat = _pick(random, ((44, 48, 56), (70, 92, 100), (150, 150, 150)))
    brush.upright(stage, layer, x - 0.22, x + 0.22, 0.55, 0.98, z + 0.5, seat * 1.2, seat * 0.8)
    brush.box(stage, layer, (x, 0.44, z + 0.6), (0.46, 0.07, 0.42), seat)
    brush.pole(stage, layer, (x, 0.06, z + 0.6), (x, 0.44, z + 0.6), 0.06, tone(50, 52, 56))
    brush.pole(stage, layer, (x - 0.26, 0.05, z + 0.6), (x + 0.26, 0.05, z + 0.6), 0.05, tone(50, 52, 56))


def _ceiling(stage: Stage, layer: Floats, random: np.random.Generator, z: float, high: float) -> None:
    white = tone(226, 226, 224) * 0.72
    brush.sheet(
        stage, layer, ((-9, high, -3), (9, high, -3), (9, high, z), (-9, high, z)), white, white * 1.15
    )
    lit = tone(255, 252, 244) * 2.6
    for deep in np.arange(-4.2, z, -1.5):
        for x in np.arange(-6, 6.1, 1.6):
            ends = ((x - 0.5, deep), (x + 0.5, deep), (x + 0.5, deep - 0.3), (x - 0.5, deep - 0.3))
            brush.sheet(stage, layer, [(a, high - 0.01, b) for a, b in ends], lit, lit)


def _plant(stage: Stage, random: np.random.Generator, x: float, z: float) -> Layer:
    """A plant in a pot: long leaves that bow outwards."""
    rgba = stage.blank()
    tall = random.uniform(0.9, 1.5)
    brush.pool(stage, rgba, x, z, 0.7, 0.5, 0.45)
    pot = _pick(random, ((226, 222, 214), (170, 110, 80), (60, 60, 62)))
    brush.sheet(
        stage,
        rgba,
        ((x - 0.19, 0.40, z), (x + 0.19, 0.40, z), (x + 0.14, 0, z), (x - 0.14, 0, z)),
        pot,
        pot * 0.6,
    )
    for _ in range(34):
        turn = random.uniform(-1.25, 1.25)
        reach = tall * random.uniform(0.45, 0.8)
        green = mix(GREENS[0], GREENS[1], np.float32(random.random())) * np.float32(random.uniform(0.6, 1.5))
        start = np.array((x + 0.05 * turn, 0.40, z))
        for k in range(1, 4):
            s = k / 3
            end = np.array(
                (
                    x + reach * s * np.sin(turn) * (0.6 + 0.5 * s),
                    0.4 + reach * s * np.cos(turn) * (1.5 - 0.6 * s),
                    z,
                )
            )
            brush.pole(
                stage, rgba, tuple(start), tuple(end), 0.085 * (1.2 - abs(s - 0.6)), green * (0.7 + 0.4 * s)
            )
            start = end
    return Layer(z, rgba)


def _curtains(wall: Floats, opening: tuple[float, float], random: np.random.Generator) -> None:
    """Sheer curtains that glow at both sides of the window."""
    left, right = sorted(opening)
    cloth = mix(tone(250, 246, 238), tone(222, 208, 188), np.float32(random.random()))
    for a, b in ((left - 0.30, left + 0.42), (right - 0.42, right + 0.30)):
        columns = np.arange(max(round(a * K), 0), max(round(b * K), 0))
        for c in columns[columns < wall.shape[1]]:
            x = c / K
            fold = 0.82 + 0.22 * np.sin(x * 44 + 1.5 * np.sin(x * 13))
            lit = 1.15 if left < x < right else 0.62
            _fill(wall, x, x + 1.01 / K, 0.04, 2.62, cloth * fold * lit, 0.93)
    _fill(wall, left - 0.4, right + 0.4, 2.60, 2.64, tone(60, 54, 48))


def _picture(wall: Floats, random: np.random.Generator, x: float, y: float) -> None:
    w, h = random.uniform(0.22, 0.28), random.uniform(0.28, 0.36)
    _fill(
        wall,
        x - w - 0.03,
        x + w + 0.03,
        y - h - 0.03,
        y + h + 0.03,
        tone(*((46, 40, 36), (196, 160, 116))[int(random.integers(2))]),
    )
    _fill(wall, x - w, x + w, y - h, y + h, tone(238, 236, 230) * 0.85)
    inner = (x - w + 0.08, x + w - 0.08, y - h + 0.08, y + h - 0.08)
    _fill(wall, *inner, _bright(random, 0.7))
    _fill(wall, inner[0], inner[1], inner[2], inner[2] + 0.5 * h, _bright(random, 0.6))
    _fill(wall, x - 0.06, x + 0.06, y - 0.02, y + 0.12, _bright(random, 0.8))


def _sofa(
    stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float, cloth: Floats
) -> None:
    cloth = cloth * np.float32(0.75)
    brush.pool(stage, layer, x, z, 2.4, 1.2, 0.55)
    brush.box(stage, layer, (x, 0.12, z - 0.3), (2.0, 0.68, 0.25), cloth * 0.9)
    brush.box(stage, layer, (x, 0.12, z + 0.05), (1.95, 0.30, 0.75), cloth * 0.8)
    for side in (-0.48, 0.48):
        brush.box(stage, layer, (x + side, 0.42, z - 0.12), (0.90, 0.40, 0.14), cloth * 1.05)
        brush.box(stage, layer, (x + side, 0.40, z + 0.08), (0.92, 0.13, 0.72), cloth)
    for side in (-1.0, 1.0):
        brush.box(stage, layer, (x + side, 0.10, z + 0.05), (0.18, 0.52, 0.82), cloth * 0.95)
    for k in range(int(random.integers(2, 4))):
        at = x + (-0.7, 0.6, 0.2)[k]
        brush.box(stage, layer, (at, 0.52, z + 0.05), (0.42, 0.36, 0.12), _bright(random, 0.8))


def _floor_lamp(stage: Stage, x: float, z: float) -> Layer:
    rgba = stage.blank()
    brush.pole(stage, rgba, (x, 0, z), (x, 1.45, z), 0.03, tone(50, 44, 40))
    corners = ((x - 0.13, 1.75, z), (x + 0.13, 1.75, z), (x + 0.20, 1.43, z), (x - 0.20, 1.43, z))
    brush.sheet(stage, rgba, corners, tone(255, 226, 180) * 1.1, tone(255, 214, 156) * 1.7)
    return Layer(z, rgba)


def _boards(wood: Floats, wide: float, seed: int, side: float, end: float) -> Ground:
    """Wooden boards along the room, lighter towards the window."""

    def ground(x: Floats, z: Floats) -> Floats:
        row = np.floor(x / wide)
        along = z / 1.15 + scatter(row, seed) * 5
        each = scatter(row * 17 + np.floor(along) * 131, seed + 1)
        grain = clouds(x, z, 0.03, seed + 2, 3, 9.0) + 0.5 * noise(x, z, 0.008, seed + 3, 14.0)
        gap = np.minimum(0.5 - np.abs(np.mod(x / wide, 1) - 0.5), 8 * (0.5 - np.abs(np.mod(along, 1) - 0.5)))
        joint = 1 - step(gap * wide - 0.0015, 0.005)
        out = wood * ((0.72 + 0.5 * each + 0.10 * grain) * (1 - 0.55 * joint))[..., None]
        light = 1.0 + 0.10 * side * np.clip(x, -3, 3) - 0.35 * step(end + 0.3 - z, 0.9)
        # Daylight from the window lies on the floor.
        patch = step(1.1 - np.abs(x - side * 1.5 + 0.25 * side * (z - end)), 0.5) * step(z - end - 0.2, 0.8)
        light = light + 0.55 * patch * np.exp(-(((z - end - 1.2) / 1.2) ** 2))
        return np.asarray(out * light[..., None], dtype=np.float32)

    return ground


def _rug(boards: Ground, colour: Floats, seed: int, end: float) -> Ground:
    def ground(x: Floats, z: Floats) -> Floats:
        inside = np.minimum(1.5 - np.abs(x + 0.2), np.minimum(z - end - 0.9, -1.05 - z))
        pile = 1 + 0.10 * noise(x, z, 0.02, seed + 8) + 0.07 * clouds(x, z, 0.4, seed + 9, 3)
        line = 1 - 0.25 * step(0.03 - np.abs(inside - 0.12), 0.02)
        return mix(boards(x, z), colour * np.float32(0.75) * (pile * line)[..., None], step(inside, 0.03))

    return ground


def _carpet(colour: Floats, seed: int, end: float) -> Ground:
    """Carpet tiles; towards the glass they are lighter."""

    def ground(x: Floats, z: Floats) -> Floats:
        column, row = np.floor(x / 0.6), np.floor(z / 0.6)
        each = scatter(column * 37 + row * 11, seed)
        pile = 0.09 * noise(x, z, 0.012, seed + 1) + 0.05 * clouds(x, z, 0.5, seed + 2, 3)
        gap = 0.5 - np.maximum(np.abs(np.mod(x / 0.6, 1) - 0.5), np.abs(np.mod(z / 0.6, 1) - 0.5))
        joint = 1 - step(gap * 0.6 - 0.003, 0.008)
        light = 0.95 + 0.5 * np.clip((-z - 2) / (-end - 2), 0, 1) ** 2
        value = (0.94 + 0.12 * each + pile) * (1 - 0.2 * joint) * light
        return np.asarray(colour * value[..., None], dtype=np.float32)

    return ground
