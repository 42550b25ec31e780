"""In the dark: a runway, a city at night."""

import numpy as np

from toile.atelier import brush
from toile.atelier.noise import clouds, noise, step
from toile.atelier.stage import Ground, Layer, Setting, Stage, mix, opaque, tone
from toile.domain.scene import Scene
from toile.pixels.arrays import Floats

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
    return Setting(layers[0], layers[1:], _strip(scene, seed, half, end, hue), gloss=0.75, rough=0.10)


def _end_wall(
    stage: Stage, far: Floats, random: np.random.Generator, z: float, half: float, hue: Floats
) -> None:
    """A lit opening through which models come."""
    x, y = stage.plane(z)
    wide, high = random.uniform(0.7, 1.1), random.uniform(3.0, 3.8)
    glow = np.exp(-(np.maximum(np.abs(x) - wide, 0) / 1.6 + np.maximum(y - high, 0) / 1.6)) * (y > -0.3)
    far[..., :3] += 0.16 * glow[..., None] * hue
    brush.upright(stage, far, -wide - 0.1, wide + 0.1, 0, high + 0.1, z, hue * 1.8, hue * 1.5)
    brush.upright(stage, far, -wide, wide, 0, high, z, hue * 0.32, hue * 0.55)


def _guests(stage: Stage, random: np.random.Generator, z: float, half: float) -> Floats:
    """Rows of seated people, lit a little from the strip, some with a telephone held up."""
    rgba = stage.blank()
    for side in (-1, 1):
        for row in range(3):
            for place in range(2):
                x = side * (half + 0.55 + 0.75 * row + random.uniform(-0.1, 0.1))
                deep = z - 0.55 * place + random.uniform(-0.1, 0.1)
                rise = 0.18 * row
                lit = 0.16 / (1 + row)
                cloth = random.uniform(0.2, 1.0, 3) * lit
                skin = tone(200, 150, 120) * np.float32(random.uniform(0.3, 1.0) * lit * 1.6)
                brush.box(stage, rgba, (x, rise, deep), (0.44, 0.52, 0.5), cloth * 0.5)
                brush.box(stage, rgba, (x, rise + 0.45, deep - 0.1), (0.40, 0.52, 0.22), cloth)
                brush.ball(stage, rgba, (x, rise + 1.13, deep), 0.11, skin)
                if random.random() < 0.16:
                    brush.upright(
                        stage,
                        rgba,
                        x - 0.05,
                        x + 0.05,
                        rise + 1.1,
                        rise + 1.26,
                        deep + 0.3,
                        tone(190, 214, 255) * 2,
                    )
    return rgba


def _spots(stage: Stage, random: np.random.Generator, z: float, hue: Floats) -> Floats:
    """Lamps on a bar, and their beams."""
    rgba = stage.blank()
    left, right, top = stage.span(z)
    x, y = stage.plane(z)
    high = min(top * 0.93, 4.4)
    for at in np.linspace(left, right, int(random.integers(5, 8))) + random.uniform(-0.1, 0.1):
        brush.ball(stage, rgba, (at, high, z), 0.075, hue * 14)
        down = np.maximum(high - y, 0)
        beam = (
            np.exp(-(((x - at * (1 - 0.12 * down)) / (0.05 + 0.16 * down)) ** 2))
            * np.exp(-down / 1.6)
            * (y < high)
        )
        rgba[..., :3] += 0.10 * beam[..., None] * hue
    return rgba


def _strip(scene: Scene, seed: int, half: float, end: float, hue: Floats) -> Ground:
    base = np.array(scene.floor, np.float32)

    def ground(x: Floats, z: Floats) -> Floats:
        lit = 0.80 + 0.25 * np.exp(-((z / 2.5) ** 2)) + 0.04 * clouds(x, z, 1.2, seed, 3)
        # Pools of light along the strip.
        lit = lit * (0.86 + 0.14 * np.cos(2 * np.pi * (z / 3.2)))
        on = step(half - np.abs(x), 0.02)
        edge = step(0.035 - np.abs(np.abs(x) - half), 0.02)
        dark = 0.030 * np.exp(-np.maximum(np.abs(x) - half, 0) / 0.8)
        out = mix(dark[..., None] * hue + 0.006, base * lit[..., None], on)
        return np.asarray(mix(out, hue * np.float32(2.6), edge), dtype=np.float32)

    return ground


def night(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Towers with lit windows, shop signs, cars, street lamps; everything twice on the wet asphalt."""
    random = np.random.default_rng((seed, 1))
    x, y = stage.plane(-90.0)
    glow = np.exp(-np.maximum(y, 0) / 12) + 0 * x
    far = opaque(np.array(scene.wall, np.float32) * 0.6 + glow[..., None] * tone(120, 84, 96) * 0.28)
    _towers(stage, far, random)
    layers = [Layer(-90.0, far)]
    for z, count, size in ((-45.0, 60, 0.10), (-26.0, 44, 0.075), (-14.0, 26, 0.055), (-8.0, 10, 0.035)):
        layers.append(Layer(z, _lights(stage, random, z, count, size)))
    layers.append(_shop(stage, random))
    layers.sort(key=lambda layer: layer.z)
    return Setting(layers[0], layers[1:], _asphalt(scene, seed), gloss=0.85, rough=0.55)


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
        y = abs(random.normal(0.9, 0.9)) if random.random() < 0.6 else random.uniform(0.5, max(top, 2.0))
        colour = tone(*_NEON[int(random.choice(len(_NEON), p=(0.26, 0.24, 0.12, 0.12, 0.10, 0.06, 0.10)))])
        power = random.uniform(1.5, 9.0) ** 1.2
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
    z, side = -random.uniform(7, 11), random.choice((-1.0, 1.0))
    rgba = stage.blank()
    left, right, _ = stage.span(z)
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


def _asphalt(scene: Scene, seed: int) -> Ground:
    base = np.array(scene.floor, np.float32)

    def ground(x: Floats, z: Floats) -> Floats:
        wet = clouds(x, z, 1.1, seed, 3)
        grit = noise(x, z, 0.012, seed + 1) + 0.7 * noise(x, z, 0.03, seed + 2)
        lit = 1.6 * np.exp(-((x * x + (z - 0.3) ** 2) / 6.0)) + 0.55
        value = (1 - 0.30 * wet + 0.28 * grit) * lit
        stripe = (
            step(0.24 - np.abs(np.mod(x / 0.95 + 0.3, 1) - 0.5), 0.04)
            * step(-1.2 - z, 0.2)
            * step(z + 4.4, 0.2)
        )
        out = base * value[..., None]
        return mix(out, base * 5.0 * lit[..., None] * (0.8 + 0.2 * wet)[..., None], 0.55 * stripe)

    return ground
