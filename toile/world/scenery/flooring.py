"""Floors: boards, carpet, grass, sand, paving, asphalt. Each is a rule for the brightness at places x, z."""

import numpy as np

from toile.domain.scene import Scene
from toile.pixels.arrays import Floats
from toile.world.scenery.noise import clouds, noise, scatter, step
from toile.world.scenery.stage import Floor, mix, tone


def boards(wood: Floats, wide: float, seed: int, side: float, end: float) -> Floor:
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


def rug(boards: Floor, colour: Floats, seed: int, end: float) -> Floor:
    def ground(x: Floats, z: Floats) -> Floats:
        inside = np.minimum(1.5 - np.abs(x + 0.2), np.minimum(z - end - 0.9, -1.05 - z))
        pile = 1 + 0.10 * noise(x, z, 0.02, seed + 8) + 0.07 * clouds(x, z, 0.4, seed + 9, 3)
        line = 1 - 0.25 * step(0.03 - np.abs(inside - 0.12), 0.02)
        return mix(boards(x, z), colour * np.float32(0.75) * (pile * line)[..., None], step(inside, 0.03))

    return ground


def carpet(colour: Floats, seed: int, end: float) -> Floor:
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


def lawn(seed: int, path: bool, side: float) -> Floor:
    grass = (tone(38, 62, 18), tone(92, 124, 44), tone(150, 172, 76))
    sand = tone(176, 158, 130)

    def ground(x: Floats, z: Floats) -> Floats:
        patch = clouds(x, z, 0.9, seed, 3)
        blade = noise(x, z, 0.016, seed + 1, 5.0) + 0.8 * noise(x, z, 0.04, seed + 2, 3.0)
        light = np.clip(0.48 + 0.20 * patch + 0.22 * blade, 0, 1)
        out = mix(mix(grass[0], grass[1], np.minimum(2 * light, 1)), grass[2], np.maximum(2 * light - 1, 0))
        if path:
            middle = 0.25 * side + 0.05 * side * (z + 1) ** 2 * (z < -1) + 0.10 * patch
            on = step(1.15 + 0.08 * blade - np.abs(x - middle), 0.12)
            stone = 1 + 0.10 * clouds(x, z, 0.35, seed + 3, 3) + 0.13 * noise(x, z, 0.014, seed + 4)
            out = mix(out, sand * np.float32(0.9) * stone[..., None], on)
        # Sun between the leaves, further away: near the person it is even.
        dapple = step(clouds(x, z, 1.6, seed + 5, 2) + 0.1, 0.5)
        away = np.clip((-z - 1.0) / 3.0, 0, 1)
        shade = 1 - away * 0.55 * (1 - dapple) + 0.25 * away * dapple
        return np.asarray(out * shade[..., None], dtype=np.float32)

    return ground


def shore(scene: Scene, seed: int, shore: float, evening: float, side: float) -> Floor:
    dry = np.array(scene.floor, np.float32)
    sea = mix(tone(104, 188, 194), tone(70, 110, 150), np.float32(evening))
    deep = mix(tone(46, 122, 168), tone(60, 80, 120), np.float32(evening))
    foam = tone(244, 246, 246)

    def ground(x: Floats, z: Floats) -> Floats:
        dune = clouds(x, z, 0.8, seed, 3, 0.7)
        grain = noise(x, z, 0.011, seed + 1) + 0.6 * noise(x, z, 0.03, seed + 2)
        print_ = clouds(x, z, 0.22, seed + 6, 2, 0.8)
        value = 1 + 0.07 * dune + 0.055 * grain + 0.09 * np.minimum(print_ + 0.2, 0.3)
        line = shore + 0.7 * clouds(x, 0 * x, 3.5, seed + 3, 2)
        wet = step(line + 1.5 - z + 0.4 * dune, 0.7)
        out = mix(dry * value[..., None], dry * np.array((0.50, 0.52, 0.56)) + 0.06, wet)
        out = mix(out, foam * np.float32(0.95), 0.9 * step(line + 0.35 - z, 0.3))
        away = np.clip((line - z) / 30, 0, 1)
        swell = noise(x, z, 1.6, seed + 4, 0.5) + 0.6 * noise(x, z, 0.6, seed + 5, 0.5)
        water = mix(sea, deep, away**0.5)
        water *= (1 + 0.20 * swell)[..., None]
        crest = step(np.mod((line - z) / 3.1 + 0.25 * dune, 1) - 0.86, 0.1) * np.clip(1 - away * 3, 0, 1)
        water = mix(water, foam, 0.75 * crest * step(swell + 0.5, 0.8))
        glint = np.maximum(noise(x, z, 0.30, seed + 7, 0.8) - 0.95, 0) * (
            4 + 14 * np.clip(side * x / 12, 0, 1)
        )
        water += glint[..., None] * np.array((1.0, 0.95, 0.85), np.float32)
        return mix(out, water, step(line - z, 0.25))

    return ground


def pavement(scene: Scene, seed: int, kerb: float) -> Floor:
    stone = np.array(scene.floor, np.float32)
    outward = float(np.sign(kerb))
    size = 0.5 + 0.3 * (seed % 3) / 2

    def ground(x: Floats, z: Floats) -> Floats:
        row = np.floor(z / size)
        u = x / (1.5 * size) + 0.5 * np.mod(row, 2)
        each = scatter(np.floor(u) * 31 + row * 7, seed)
        gap = np.minimum(0.5 - np.abs(np.mod(u, 1) - 0.5), 0.5 - np.abs(np.mod(z / size, 1) - 0.5))
        joint = 1 - step(gap * size - 0.006, 0.010)
        wear = 0.10 * clouds(x, z, 0.6, seed, 4) + 0.06 * noise(x, z, 0.012, seed + 1)
        out = stone * ((0.90 + 0.20 * each + wear) * (1 - 0.42 * joint))[..., None]
        over_ = (x - kerb) * outward
        edge = step(over_ + 0.12, 0.02)
        out = mix(out, stone * 1.25, edge)
        tar = stone * (0.40 + 0.08 * clouds(x, z, 0.9, seed + 2, 3))[..., None]
        # Shade of the trees further down the street.
        shade = np.clip((-z - 1.2) / 2.5, 0, 1) * step(clouds(x, z, 1.9, seed + 5, 3) - 0.05, 0.5)
        out = mix(out, tar, step(over_ - 0.03, 0.02))
        return np.asarray(out * (1.1 - 0.5 * shade)[..., None], dtype=np.float32)

    return ground


def strip(scene: Scene, seed: int, half: float, end: float, hue: Floats) -> Floor:
    base = np.array(scene.floor, np.float32) * np.float32(0.35 if seed % 2 else 0.9)

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


def asphalt(scene: Scene, seed: int) -> Floor:
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
