"""Outdoors by day: a park, a beach, a city street."""

from itertools import pairwise

import numpy as np

from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world.scenery import brush, flooring
from toile.world.scenery.noise import clouds, step
from toile.world.scenery.stage import Layer, Setting, Stage, mix, opaque, over, tone

_SHADE, _LEAF, _SUN = tone(22, 38, 16), tone(74, 108, 40), tone(176, 196, 92)


def park(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Lawn or path, shrubs, trunks, and a wall of trees with the sky shining through."""
    random = np.random.default_rng((seed, 1))
    warm = random.uniform(0, 1)
    sky = mix(tone(250, 240, 214), tone(206, 226, 240), np.float32(1 - 0.6 * warm)) * np.float32(1.25)
    far = opaque(np.broadcast_to(sky, (*stage.shape, 3)))
    layers = []
    autumn = random.random() < 0.15
    for depth, height, size, dark in ((-40, 7.5, 0.9, 1.35), (-22, 4.2, 0.6, 0.9)):
        x, y = stage.plane(depth)
        hill = height + height * 0.30 * clouds(x, 0 * x, 0.7 * height, seed + int(depth), 2)
        colours = _greens(random, dark, autumn, haze=0.12 if depth < -30 else 0.0)
        layers.append(
            Layer(depth, brush.leaves(stage, depth, hill - y, colours, size, seed - int(depth), foot=0.25))
        )
    for _ in range(int(random.integers(1, 4))):
        layers.append(_tree(stage, random, -random.uniform(8, 17), autumn))
    layers.append(_hedge(stage, random, -random.uniform(12, 16), autumn))
    layers.sort(key=lambda layer: layer.z)
    ground = flooring.lawn(seed, path=random.random() < 0.5, side=float(random.choice((-1.0, 1.0))))
    return Setting(Layer(-80, far), layers, ground)


def _greens(
    random: np.random.Generator, bright: float, autumn: bool, haze: float = 0.0
) -> tuple[Floats, Floats, Floats]:
    hue = np.array((random.uniform(0.8, 1.25), 1.0, random.uniform(0.8, 1.2)), np.float32) * np.float32(
        bright
    )
    if autumn and random.random() < 0.6:
        hue = hue * np.array((1.9, 0.9, 0.6), np.float32)
    mist = tone(190, 205, 190) * np.float32(haze)
    shade, leaf, sun = (np.asarray(c * hue * (1 - haze) + mist, np.float32) for c in (_SHADE, _LEAF, _SUN))
    return shade, leaf, sun


def _tree(stage: Stage, random: np.random.Generator, z: float, autumn: bool) -> Layer:
    """A trunk at the side and leaves that hang into the picture."""
    left, right, _ = stage.span(z)
    side = float(random.choice((-1.0, 1.0)))
    at = random.uniform(0.35, 0.95) * (right if side > 0 else left)
    rgba = stage.blank()
    bark = tone(62, 50, 40) * np.float32(random.uniform(0.7, 1.3))
    wide = random.uniform(0.22, 0.42)
    brush.pool(stage, rgba, at - stage.side * 0.6, z, 2.6, 1.6, 0.4)
    brush.pole(stage, rgba, (at, 0, z), (at + random.uniform(-0.3, 0.3), 6, z), wide, bark)
    lit = at + stage.side * 0.28 * wide
    brush.pole(stage, rgba, (lit, 0, z), (lit + random.uniform(-0.2, 0.2), 6, z), 0.3 * wide, bark * 2.6)
    x, y = stage.plane(z)
    crown = random.uniform(2.4, 3.4)
    inside = np.minimum(y - crown, 3.4 - 0.6 * np.abs(x - at))
    leaves = brush.leaves(
        stage, z, inside, _greens(random, 1.0, autumn), 0.35, int(random.integers(9999)), 1.2, 0.7
    )
    return Layer(z, over(rgba, leaves))


def _hedge(stage: Stage, random: np.random.Generator, z: float, autumn: bool) -> Layer:
    x, y = stage.plane(z)
    seed = int(random.integers(9999))
    height = random.uniform(0.2, 1.1) + 0.5 * clouds(x, 0 * x, 2.0, seed, 2)
    rgba = brush.leaves(stage, z, height - y, _greens(random, 0.8, autumn), 0.22, seed, 0.8, 0.3, foot=0.08)
    return Layer(z, rgba)


def beach(scene: Scene, stage: Stage, seed: int) -> Setting:
    """Sky with clouds, the sea with its glints and foam, sand that is wet near it."""
    random = np.random.default_rng((seed, 1))
    evening = random.random() ** 2
    x, y = np.broadcast_arrays(*stage.plane(-100.0))
    t = np.clip(y / 32, 0, 1)
    low = mix(tone(226, 236, 242), tone(255, 214, 170), np.float32(evening))
    high = mix(tone(96, 160, 222), tone(120, 150, 200), np.float32(evening))
    sky = mix(low, high, t**0.8)
    puff = clouds(x, y, 16, seed, 4, 0.45) + 0.9 * np.exp(-(((y - 9) / 6) ** 2)) - random.uniform(0.5, 0.9)
    lit = clouds(x + stage.side * 3, y + 2, 16, seed, 4, 0.45)
    cloud = np.asarray(1.02 - 0.14 * lit)[..., None] * mix(
        tone(252, 250, 248), tone(255, 226, 200), np.float32(evening)
    )
    sky = mix(sky, cloud, 0.85 * step(puff, 0.7) * step(y - 1.0, 2.0))
    layers = [_palm(stage, random)] if random.random() < 0.45 else []
    shore = -random.uniform(4.2, 7.5)
    return Setting(Layer(-200, opaque(sky)), layers, flooring.shore(scene, seed, shore, evening, stage.side))


def _palm(stage: Stage, random: np.random.Generator) -> Layer:
    """A palm leaning into the picture from the side."""
    z = -random.uniform(9, 14)
    left, right, _ = stage.span(z)
    side = float(random.choice((-1.0, 1.0)))
    at, rgba = 0.95 * (right if side > 0 else left), stage.blank()
    top = np.array((at - side * 0.7, random.uniform(3.0, 3.8), z))
    trunk = tone(110, 88, 66)
    brush.pool(stage, rgba, at, z, 1.8, 1.0, 0.35)
    waist = tuple(0.5 * (top + np.array((at + 0.2 * side, 0, z))))
    brush.pole(stage, rgba, (at, 0, z), waist, 0.26, trunk)
    brush.pole(stage, rgba, waist, tuple(top), 0.22, trunk * 1.2)
    for turn in np.linspace(-0.5, np.pi + 0.5, 11) + random.uniform(-0.1, 0.1, 11):
        reach = random.uniform(1.1, 1.7)
        start = top
        for k in range(1, 5):
            share = k / 4
            end = top + np.array(
                (np.cos(turn) * reach * share, np.sin(turn) * reach * share * 0.8 - 0.9 * share**2, 0)
            )
            green = tone(70, 104, 48) * np.float32(random.uniform(0.6, 1.7))
            brush.pole(stage, rgba, tuple(start), tuple(end), 0.26 * (1.15 - share), green)
            start = end
    return Layer(z, rgba)


def street(scene: Scene, stage: Stage, seed: int) -> Setting:
    """A pavement along shop fronts, trees at the kerb, cars, and facades on the other side."""
    random = np.random.default_rng((seed, 1))
    _, y = np.broadcast_arrays(*stage.plane(-80.0))
    sky = mix(tone(240, 238, 232), tone(168, 200, 232), np.clip(y / 26, 0, 1)) * np.float32(1.1)
    far = opaque(sky)
    end = stage.blank()
    _row(stage, end, random, -70, 14)
    side = float(random.choice((-1.0, 1.0)))
    near, across = stage.blank(), stage.blank()
    _facades(stage, across, random, -side * random.uniform(7.0, 9.0), -48, -18, scene, 0.75)
    _facades(stage, near, random, side * random.uniform(1.5, 2.3), -32, -1.5, scene, 1.0)
    cars = stage.blank()
    for z in (-34, -26, -20, -15):
        _car(stage, cars, random, -side * random.uniform(2.6, 3.2), z + random.uniform(-2, 2))
    trees = stage.blank()
    kerb = -side * 1.7
    for z in (-30, -21, -13):
        trees = _street_tree(stage, trees, random, kerb, z + random.uniform(-1.5, 1.5))
    layers = [Layer(-60, end), Layer(-26, across), Layer(-12, near), Layer(-20, cars), Layer(-16, trees)]
    return Setting(Layer(-150, far), layers, flooring.pavement(scene, seed, kerb))


def _row(stage: Stage, layer: Floats, random: np.random.Generator, z: float, wide: float) -> None:
    """Houses at the end of the street, in haze."""
    x = -wide
    while x < wide:
        w, h = random.uniform(3, 7), random.uniform(7, 17)
        colour = mix(tone(168, 160, 152), tone(205, 208, 214), np.float32(random.random()))
        brush.upright(stage, layer, x, x + w, 0, h, z, colour, colour * 0.8)
        x += w


def _facades(
    stage: Stage,
    layer: Floats,
    random: np.random.Generator,
    x: float,
    far: float,
    near: float,
    scene: Scene,
    lit: float,
) -> None:
    """Houses side by side along the street, at that x."""
    z = far
    while z < near:
        wide = random.uniform(4.0, 8.0)
        end = min(z + wide, near)
        colour = tone(*_STONES[int(random.integers(len(_STONES)))]) * np.float32(
            lit * random.uniform(0.7, 1.05)
        )
        high = random.uniform(8, 14)
        texture = _house(random, colour, (end - z), high)
        corners = ((x, high, end), (x, high, z), (x, 0, z), (x, 0, end))
        if x < 0:
            brush.panel(stage, layer, corners, texture)
        else:
            brush.panel(stage, layer, (corners[1], corners[0], corners[3], corners[2]), texture)
        inner = x - np.sign(x) * 0.9
        if random.random() < 0.6:
            awning = tone(*_CLOTHS[int(random.integers(len(_CLOTHS)))])
            brush.sheet(
                stage,
                layer,
                ((x, 3.1, z + 0.4), (x, 3.1, end - 0.4), (inner, 2.5, end - 0.4), (inner, 2.5, z + 0.4)),
                awning * 1.2,
                awning * 0.8,
            )
        z = end


_STONES = (
    (206, 196, 180),
    (188, 172, 152),
    (170, 120, 96),
    (214, 208, 200),
    (150, 146, 144),
    (196, 164, 130),
)
_CLOTHS = (
    (116, 52, 46),
    (42, 66, 58),
    (216, 210, 196),
    (48, 58, 78),
    (160, 120, 84),
    (62, 60, 58),
    (120, 130, 124),
)


def _house(random: np.random.Generator, colour: Floats, wide: float, high: float) -> Floats:
    """A front of a house as a flat picture, 12 texels a metre."""
    k = 12
    w, h = max(round(wide * k), 8), round(high * k)
    out = np.broadcast_to(colour, (h, w, 3)).astype(np.float32).copy()
    out *= np.linspace(1.1, 0.85, h, dtype=np.float32)[:, None, None]
    shop = h - round(3.2 * k)
    count = max(round(wide / 1.7), 1)
    edges = np.linspace(0, w, count + 1)
    for top in range(round(0.8 * k), shop - round(1.9 * k), round(3.0 * k)):
        for a, b in pairwise(edges):
            left, right = round(a + 0.28 * (b - a)), round(b - 0.28 * (b - a))
            pane = tone(120, 140, 160) * np.float32(random.choice((0.35, 0.6, 1.6)))
            out[top : top + round(1.75 * k), left:right] = pane
            out[top + round(1.75 * k) : top + round(1.95 * k), left - 1 : right + 1] = colour * 1.35
        out[top + round(2.5 * k) : top + round(2.65 * k)] *= 1.25
    front = tone(*_CLOTHS[int(random.integers(len(_CLOTHS)))]) * np.float32(0.8)
    out[shop:] = front
    out[shop : shop + 5] = front * 1.6
    for a, b in pairwise(edges):
        left, right = round(a) + 2, round(b) - 2
        glow = mix(tone(255, 206, 140), tone(150, 170, 190), random.random()) * np.float32(
            random.uniform(0.05, 0.5)
        )
        rows = np.linspace(1.3, 0.4, h - 6 - shop - 8, dtype=np.float32)[:, None, None]
        out[shop + 8 : h - 6, left:right] = glow * rows + tone(60, 66, 74) * 0.5
        out[shop + 9 : shop + 11, left:right:5] = tone(255, 220, 160) * 2.5
        if random.random() < 0.3:
            out[shop + 8 : h, left + 2 : right - 2] = front * 0.5
            continue
        for _ in range(max((right - left) // 5, 1)):
            at, tall = int(random.integers(left, max(right - 3, left + 1))), int(random.integers(6, 18))
            shown = random.uniform(0.05, 0.7, 3) * random.uniform(0.2, 1.0)
            out[h - 7 - tall : h - 7, at : at + int(random.integers(2, 5))] = shown
    return out


def _car(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> None:
    colour = tone(
        *((190, 192, 196), (40, 44, 52), (150, 30, 28), (60, 84, 120), (230, 230, 228))[
            int(random.integers(5))
        ]
    )
    brush.pool(stage, layer, x, z, 2.1, 4.6, 0.75)
    brush.box(stage, layer, (x, 0.28, z), (1.8, 0.62, 4.2), colour)
    brush.box(stage, layer, (x, 0.90, z - 0.2), (1.5, 0.52, 2.2), tone(60, 70, 80))
    lamp = tone(255, 236, 200) * 5 if random.random() < 0.6 else np.array((2.4, 0.12, 0.06), np.float32)
    for side in (-0.66, 0.66):
        brush.ball(stage, layer, (x + side, 0.66, z + 2.15), 0.10, lamp)


def _street_tree(stage: Stage, layer: Floats, random: np.random.Generator, x: float, z: float) -> Floats:
    brush.pool(stage, layer, x, z, 1.6, 1.0, 0.4)
    brush.pole(stage, layer, (x, 0, z), (x + random.uniform(-0.1, 0.1), 4.5, z), 0.20, tone(66, 54, 44))
    px, py = stage.plane(z)
    c, s = np.cos(stage.yaw), np.sin(stage.yaw)
    at = c * x + s * z
    inside = 1.5 - np.hypot((px - at) * 0.9, (py - 4.0) * 0.8)
    crown = brush.leaves(stage, z, inside, _greens(random, 1.0, False), 0.3, int(random.integers(9999)))
    return over(layer, crown)
