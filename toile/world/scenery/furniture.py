"""Furniture: what stands and hangs about in rooms, painted on layers, which change."""

import numpy as np

from toile.pixels.arrays import Floats
from toile.world.scenery import brush, room
from toile.world.scenery.stage import Layer, Stage, mix, tone


def table(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> None:
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
    brush.box(stage, layer, (x - 0.12, 0.75, z), (0.07, 0.16, 0.07), room.GREENS[1])


def stool(stage: Stage, layer: Floats, x: float, z: float) -> None:
    """A bar stool."""
    metal = tone(40, 36, 34)
    brush.pool(stage, layer, x, z, 0.5, 0.4, 0.4)
    for side in (-1, 1):
        for deep in (-0.15, 0.15):
            brush.pole(
                stage, layer, (x + 0.19 * side, 0, z + deep), (x + 0.13 * side, 0.70, z + deep), 0.03, metal
            )
    brush.pole(stage, layer, (x - 0.17, 0.25, z), (x + 0.17, 0.25, z), 0.025, metal)
    brush.box(stage, layer, (x, 0.70, z), (0.36, 0.05, 0.34), tone(150, 104, 66))


def pendant(stage: Stage, layer: Floats, place: tuple[float, float, float]) -> None:
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


def fairy(stage: Stage, random: np.random.Generator, z: float, high: float) -> Floats:
    """A string of little bulbs."""
    rgba = stage.blank()
    left, right, _ = stage.span(z)
    phase = random.uniform(0, 2)
    for x in np.arange(left, right, 0.27):
        sag = 0.20 * abs(np.sin(np.pi * (x / 1.9 + phase)))
        brush.ball(stage, rgba, (x, high - sag, z), 0.022, tone(255, 200, 120) * 9)
    return rgba


def desk(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> None:
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
    seat = room.pick(random, ((44, 48, 56), (70, 92, 100), (150, 150, 150)))
    brush.upright(stage, layer, x - 0.22, x + 0.22, 0.55, 0.98, z + 0.5, seat * 1.2, seat * 0.8)
    brush.box(stage, layer, (x, 0.44, z + 0.6), (0.46, 0.07, 0.42), seat)
    brush.pole(stage, layer, (x, 0.06, z + 0.6), (x, 0.44, z + 0.6), 0.06, tone(50, 52, 56))
    brush.pole(stage, layer, (x - 0.26, 0.05, z + 0.6), (x + 0.26, 0.05, z + 0.6), 0.05, tone(50, 52, 56))


def plant(stage: Stage, random: np.random.Generator, x: float, z: float) -> Layer:
    """A plant in a pot: long leaves that bow outwards."""
    rgba = stage.blank()
    tall = random.uniform(0.9, 1.5)
    brush.pool(stage, rgba, x, z, 0.7, 0.5, 0.45)
    pot = room.pick(random, ((226, 222, 214), (170, 110, 80), (60, 60, 62)))
    brush.sheet(
        stage,
        rgba,
        ((x - 0.19, 0.40, z), (x + 0.19, 0.40, z), (x + 0.14, 0, z), (x - 0.14, 0, z)),
        pot,
        pot * 0.6,
    )
    kind = random.random()
    for k in range(46):
        turn, reach = random.normal(0, 0.62), tall * random.uniform(0.35, 0.85)
        green = mix(room.GREENS[0], room.GREENS[1], random.random()) * np.float32(
            random.uniform(0.4, 1.4) + 0.4 * (k > 34)
        )
        tip = np.array((x + 0.62 * reach * np.sin(turn), 0.42 + 1.1 * reach * np.cos(turn), z))
        if kind < 0.5:
            _bow(stage, rgba, np.array((x + 0.04 * turn, 0.40, z)), tip, 0.045, green)
            continue
        brush.pole(stage, rgba, (x, 0.40, z), tuple(tip), 0.012, green * 0.5)
        brush.ball(stage, rgba, tuple(tip), random.uniform(0.05, 0.085), green)
        brush.ball(stage, rgba, tuple(tip + np.array((stage.side * 0.02, 0.025, 0))), 0.035, green * 1.6)
    return Layer(z, rgba)


def _bow(stage: Stage, layer: Floats, start: Floats, tip: Floats, wide: float, colour: Floats) -> None:
    """A long leaf that bows under its weight."""
    middle = 0.5 * (start + tip) + np.array((-0.10 * (tip[0] - start[0]), 0.12, 0))
    for a, b, share in (
        (start, middle, 0.8),
        (middle, tip, 1.0),
        (tip, tip + (tip - middle) * np.array((0.5, -0.1, 0)), 0.5),
    ):
        brush.pole(stage, layer, tuple(a), tuple(b), wide * share, colour * np.float32(0.7 + 0.4 * share))


def sofa(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float, cloth: Floats) -> None:
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
        brush.box(stage, layer, (at, 0.52, z + 0.05), (0.42, 0.36, 0.12), room.bright(random, 0.8))


def floor_lamp(stage: Stage, x: float, z: float) -> Layer:
    rgba = stage.blank()
    brush.pole(stage, rgba, (x, 0, z), (x, 1.45, z), 0.03, tone(50, 44, 40))
    corners = ((x - 0.13, 1.75, z), (x + 0.13, 1.75, z), (x + 0.20, 1.43, z), (x - 0.20, 1.43, z))
    brush.sheet(stage, rgba, corners, tone(255, 226, 180) * 1.1, tone(255, 214, 156) * 1.7)
    return Layer(z, rgba)
