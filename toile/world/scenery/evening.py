"""In the dark: a runway, a city at night."""

import numpy as np

from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world.scenery import brush, flooring
from toile.world.scenery.stage import Layer, Setting, Stage, mix, opaque, tone

_NEON = (
    (255, 170, 84),
    (255, 208, 150),
    (255, 120, 60),
    (120, 180, 255),
    (255, 80, 110),
    (90, 220, 200),
    (255, 240, 220),
)


def runway(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A bright glossy strip, guests in the dark on both sides, spotlights above, a glowing wall at the end."""
    random = np.random.default_rng((seed, 1))
    end, half = -random.uniform(11, 15), random.uniform(1.15, 1.5)
    hue = mix(
        tone(255, 246, 236),
        tone(*_NEON[int(random.integers(len(_NEON)))]),
        np.float32(random.uniform(0, 0.5)),
    )
    far = opaque(np.broadcast_to(np.array(scene.wall, np.float32), (*stage.shape, 3)))
    _end_wall(stage, far, random, end, half, hue)
    layers = [Layer(end, far)]
    for z in np.linspace(end + 1.5, -3.0, 6):
        layers.append(Layer(float(z), _guests(stage, random, float(z), half)))
    layers.insert(3, Layer(0.6 * end, _spots(stage, random, 0.6 * end, hue)))
    return Setting(layers[0], layers[1:], flooring.strip(scene, seed, half, end, hue), rough=0.10)


def _end_wall(
    stage: Stage, far: Floats, random: np.random.Generator, z: float, half: float, hue: Floats
) -> None:
    """What models come out of: a lit opening, a screen of two colours, or upright tubes of light."""
    x, y = stage.plane(z)
    wide, high = random.uniform(0.7, 1.1), random.uniform(3.0, 3.8)
    away = np.maximum(np.abs(x) - wide, 0) / 1.6 + np.maximum(y - high, 0) / 1.6
    far[..., :3] += (0.13 * np.exp(-2 * away) * (y > -0.3))[..., None] * hue
    kind = int(random.integers(3))
    if kind == 0:
        brush.upright(stage, far, -wide - 0.1, wide + 0.1, 0, high + 0.1, z, hue * 1.8, hue * 1.5)
        brush.upright(stage, far, -wide, wide, 0, high, z, hue * 0.32, hue * 0.55)
        return
    picked = (tone(*_NEON[int(k)]) for k in random.choice(len(_NEON), 2, replace=False))
    first, second = (mix(colour, hue, 0.35) for colour in picked)
    if kind == 1:
        brush.upright(stage, far, -6, 6, 0.2, 5.5, z, first * 0.10, mix(first, second, 0.7) * 0.42)
        brush.upright(stage, far, -wide, wide, 0, 2.6, z, hue * 0.02, hue * 0.10)
        return
    for k, at in enumerate(np.arange(-5.2, 5.3, 0.65)):
        tall = 2.4 + 1.4 * abs(np.sin(1.3 * k + wide * 9))
        brush.upright(stage, far, at - 0.03, at + 0.03, 0.2, tall, z, hue * 2.2, mix(hue, first, 0.6) * 1.6)


def _guests(stage: Stage, random: np.random.Generator, z: float, half: float) -> Floats:
    """Rows of seated people, lit a little from the strip, some with a telephone held up."""
    rgba = stage.blank()
    for side in (-1.0, 1.0):
        for row in (2, 1, 0):
            for deep in (z - 0.7, z):
                x = side * (half + 0.60 + 0.72 * row + random.uniform(-0.1, 0.1))
                _guest(
                    stage, rgba, random, (x, 0.16 * row, deep + random.uniform(-0.15, 0.15)), 0.42 / (1 + row)
                )
    return rgba


def _guest(
    stage: Stage, layer: Floats, random: np.random.Generator, place: tuple[float, float, float], lit: float
) -> None:
    x, y, z = place
    inward = -np.sign(x)
    cloth = random.uniform(0.03, 0.5) ** 1.4 * random.uniform(0.7, 1.0, 3) * lit
    skin = tone(214, 164, 134) * np.float32(random.uniform(0.25, 1.0) * lit)
    hair = tone(60, 44, 34) * np.float32(random.uniform(0.2, 1.6) * lit)
    brush.pole(stage, layer, (x, y, z), (x, y + 0.55, z), 0.42, cloth * 0.35)
    brush.pole(stage, layer, (x + 0.16 * inward, y, z), (x + 0.20 * inward, y + 0.5, z), 0.13, cloth * 0.7)
    brush.pole(stage, layer, (x, y + 0.5, z), (x, y + 0.98, z), 0.36, cloth)
    brush.pole(
        stage, layer, (x + 0.12 * inward, y + 0.5, z), (x + 0.1 * inward, y + 0.98, z), 0.13, cloth * 1.8
    )
    brush.ball(stage, layer, (x, y + 1.15, z), 0.125, hair)
    brush.ball(stage, layer, (x + 0.035 * inward, y + 1.12, z), 0.10, skin)
    if random.random() < 0.12:
        brush.upright(
            stage,
            layer,
            x - 0.04,
            x + 0.04,
            y + 1.10,
            y + 1.24,
            z + 0.3,
            tone(190, 214, 255),
            tone(190, 214, 255),
        )


def _spots(stage: Stage, random: np.random.Generator, z: float, hue: Floats) -> Floats:
    """Lamps on bars, one behind the other, and the beams of the nearest."""
    rgba = stage.blank()
    left, right, top = stage.span(z)
    x, y = stage.plane(z)
    high = min(top * 0.93, 4.4)
    for deep, size in ((z * 1.9, 0.08), (z * 1.4, 0.08)):
        for at in np.linspace(-4.5, 4.5, 9) + random.uniform(-0.1, 0.1):
            brush.ball(stage, rgba, (at, high + 0.02, deep), size, hue * 6)
    lit = slice(0, int((y > high - 4)[:, 0].sum()))
    down = np.maximum(high - y[lit], 0)
    fade = np.exp(-down / 1.3) * (y[lit] < high)
    for at in (
        float(k) for k in np.linspace(left, right, int(random.integers(5, 8))) + random.uniform(-0.1, 0.1)
    ):
        brush.ball(stage, rgba, (at, high, z), 0.075, hue * 14)
        across = (x - at * (1 - 0.12 * down)) / (0.05 + 0.16 * down)
        rgba[lit, :, :3] += (0.14 * np.exp(-across * across) * fade)[..., None] * hue
    return rgba


def night(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Towers with lit windows, shop signs, cars, street lamps; everything twice on the wet asphalt."""
    random = np.random.default_rng((seed, 1))
    x, y = stage.plane(-90.0)
    glow = np.exp(-np.maximum(y, 0) / 12) + 0 * x
    far = opaque(np.array(scene.wall, np.float32) * 0.6 + glow[..., None] * tone(120, 84, 96) * 0.28)
    _towers(stage, far, random)
    layers = [Layer(-90.0, far)]
    for z, count, size in ((-45.0, 44, 0.10), (-24.0, 24, 0.07), (-12.0, 12, 0.05)):
        layers.append(Layer(z, _lights(stage, random, z, count, size)))
    layers.append(_shop(stage, random))
    layers.sort(key=lambda layer: layer.z)
    return Setting(layers[0], layers[1:], flooring.asphalt(scene, seed), rough=0.55)


def _towers(stage: Stage, far: Floats, random: np.random.Generator) -> None:
    left = -26.0
    while left < 26:
        w, h, z = random.uniform(4, 8), random.uniform(6, 24), -random.uniform(60, 90)
        rows, columns = max(round(h / 1.3), 2), max(round(w / 1.0), 2)
        lit = (random.random((rows, columns, 1)) < 0.38) * random.uniform(0.1, 0.75, (rows, columns, 1))
        warm = mix(
            tone(255, 196, 120), tone(210, 226, 255), random.random((rows, columns)).astype(np.float32) ** 3
        )
        cells = np.zeros((rows * 4, columns * 4, 3), np.float32) + tone(30, 30, 44) * 0.5
        for i in (1, 2):
            for j in (1, 2):
                cells[i::4, j::4] += lit * warm
        corners = ((left, h, z), (left + w, h, z), (left + w, 0, z), (left, 0, z))
        brush.panel(stage, far, corners, cells)
        left += w + random.uniform(-0.5, 2.5)


def _lights(stage: Stage, random: np.random.Generator, z: float, count: int, size: float) -> Floats:
    """Lamps, signs and cars at that depth, as bright points."""
    rgba = stage.blank()
    left, right, top = stage.span(z)
    for _ in range(count):
        x = random.uniform(left, right)
        y = abs(random.normal(0.6, 0.7)) if random.random() < 0.7 else random.uniform(0.5, max(top, 2.0))
        colour = tone(*_NEON[int(random.choice(len(_NEON), p=(0.26, 0.24, 0.12, 0.12, 0.10, 0.06, 0.10)))])
        power = 4.6 * np.exp(random.normal(0, 0.9))
        brush.ball(stage, rgba, (x, y + 0.25, z), size * random.uniform(0.6, 1.3), colour * power)
    for _ in range(3):
        x = random.uniform(left, right)
        red = random.random() < 0.5
        colour = np.array((3.5, 0.10, 0.06)) if red else tone(255, 246, 226) * 12
        for side in (-0.65, 0.65):
            brush.ball(stage, rgba, (x + side, 0.68, z), size * 1.1, colour)
    return rgba


def _shop(stage: Stage, random: np.random.Generator) -> Layer:
    """A lit shop window at the side."""
    z, side = -random.uniform(7, 11), float(random.choice((-1.0, 1.0)))
    rgba = stage.blank()
    _, right, _ = stage.span(z)
    x = side * random.uniform(0.5, 0.8) * right
    far = x + side * 4
    a, b = sorted((x, far))
    brush.upright(stage, rgba, a, b, 0, 5, z, tone(26, 24, 30), tone(20, 18, 22))
    hue = tone(*_NEON[int(random.integers(len(_NEON)))])
    warm = mix(tone(255, 214, 160), hue, np.float32(0.35))
    for k in range(3):
        p = x + side * (0.15 + 1.1 * k)
        a, b = sorted((p, p + side * 0.95))
        brush.upright(stage, rgba, a, b, 0.35, 2.3, z, warm * 0.75, warm * 0.30)
        for _ in range(3):
            q = random.uniform(a, b - 0.2)
            brush.upright(
                stage, rgba, q, q + 0.22, 0.4, random.uniform(0.9, 1.7), z, tone(60, 40, 34), tone(30, 22, 20)
            )
    a, b = sorted((x + side * 0.2, x + side * 2.4))
    brush.upright(stage, rgba, a, b, 2.55, 2.85, z, hue * 2.6, hue * 2.6)
    return Layer(z, rgba)
