"""Skins of animals, camouflage, dyes and pure chance: prints from fields of noise."""

import cv2
import numpy as np

from toile.pixels.arrays import Floats
from toile.world.textile.brushwork import blank, blend, blob, smooth, spread, turned
from toile.world.textile.fabric import Colour, FabricSpec
from toile.world.textile.texture import Canvas, Real, Texture, lumps, printed

_SIDE = 640


def leopard(spec: FabricSpec) -> Texture:
    """Rosettes: a darker heart in a broken ring."""
    random = np.random.default_rng((spec.seed, 51))
    ground, dark = spec.colours[0], spec.colours[1]
    tile = blank(ground, 768, 768)
    tile.canvas[:] = _toned(
        ground, blend(ground, (255, 250, 240), 0.35), lumps(random, (768, 768), (5, 5), 2)
    )
    heart = spec.colours[2] if len(spec.colours) > 2 else blend(ground, dark, 0.38)
    for x, y in spread(random, 52):
        size, turn = float(random.uniform(0.038, 0.060)), float(random.uniform(0, 6.3))
        flat = np.array((1.0, random.uniform(0.70, 0.95)))
        tile.fill(turned(blob(random, 0.78 * size) * flat, turn), heart, (x, y))
        angles = np.cumsum(random.uniform(1.5, 2.6, 4))
        for angle in angles[angles < angles[0] + 5.3]:
            reach = random.uniform(0.5, 1.0)
            t = np.linspace(angle, angle + reach, 7)
            ring = np.stack((np.cos(t), np.sin(t)), axis=1) * size * random.uniform(0.92, 1.08, (7, 1)) * flat
            tile.stroke(turned(ring, turn) + np.array((x, y)), dark, float(random.uniform(0.30, 0.42)) * size)
    for x, y in spread(random, 50):
        tile.fill(blob(random, float(random.uniform(0.007, 0.013)), 0.4), dark, (x, y))
    return printed(tile.canvas, 8 * spec.scale, 8 * spec.scale)


def zebra(spec: FabricSpec) -> Texture:
    """Stripes that bend and fork."""
    random = np.random.default_rng((spec.seed, 52))
    y, x = np.mgrid[0:_SIDE, 0:_SIDE] / _SIDE
    bend = lumps(random, (_SIDE, _SIDE), (3, 3), 1)
    fork = lumps(random, (_SIDE, _SIDE), (5, 9), 1)
    wave = np.sin(2 * np.pi * (9 * y + 0.55 * bend) + 1.25 * fork + 0.0 * x)
    wide = 0.05 + 0.35 * lumps(random, (_SIDE, _SIDE), (5, 5), 1)
    return _field(spec, (wave - wide) / 0.10, 9)


def snake(spec: FabricSpec) -> Texture:
    """Rows of scales; saddles in a lattice, edged dark."""
    random = np.random.default_rng((spec.seed, 53))
    count, rows = 40, 72
    dark, middle = spec.colours[1], spec.colours[2] if len(spec.colours) > 2 else spec.colours[1]
    tile = blank(blend(spec.colours[0], dark, 0.75), 960, 960)
    wander = lumps(random, (count, rows), (8, 12), 2)
    scale = (
        smooth(((-0.5, 0.0), (-0.22, -0.74), (0.22, -0.74), (0.5, 0.0), (0.22, 0.74), (-0.22, 0.74)), 1)
        / count
    )
    for row in range(rows):
        for column in range(count):
            x, y = (column + 0.5 * (row % 2)) / count, row / rows
            saddle = np.cos(4 * np.pi * x) * np.cos(6 * np.pi * y) + 0.30 * wander[row, column]
            value = abs(saddle) - 0.32 if saddle > 0 else abs(saddle) - 0.48
            colour = spec.colours[0]
            if value > 0:
                colour = blend(dark, middle, float(np.clip(3.2 * value - 0.5, 0, 1)))
            elif value > -0.12:
                colour = blend(spec.colours[0], (255, 255, 255), 0.25)
            tile.fill(scale * (1.0, 0.80), blend(colour, (255, 255, 255), random.uniform(0, 0.10)), (x, y))
    return printed(tile.canvas, 10 * spec.scale, 10 * spec.scale)


def camouflage(spec: FabricSpec) -> Texture:
    """Blotches laid over one another, their edges clean."""
    random = np.random.default_rng((spec.seed, 54))
    out = blank(spec.colours[0], _SIDE, _SIDE).canvas
    for number, colour in enumerate(spec.colours[1:]):
        field = lumps(random, (_SIDE, _SIDE), (4 + number, 6 + number), 3)
        share = (0.62, 0.70, 0.82)[min(number, 2)]
        edge = np.quantile(field[::8, ::8], share)
        out = _over(out, colour, (field - edge) / 0.05)
    return printed(out, 7 * spec.scale, 7 * spec.scale)


def tie_dye(spec: FabricSpec) -> Texture:
    """Rings of dye round tied knots, bleeding into the cloth."""
    random = np.random.default_rng((spec.seed, 55))
    y, x = np.mgrid[0:_SIDE, 0:_SIDE] / _SIDE
    away = np.full((_SIDE, _SIDE), 9.0)
    for px, py in spread(random, 3):
        dx, dy = (x - px + 0.5) % 1 - 0.5, (y - py + 0.5) % 1 - 0.5
        away = np.minimum(away, np.hypot(dx, dy))
    phase = 8.5 * away + 0.55 * lumps(random, (_SIDE, _SIDE), (8, 8), 3)
    inks = np.array(spec.colours, np.float32)
    at = np.mod(phase, len(inks))
    low = at.astype(int) % len(inks)
    share = np.clip((at - np.floor(at) - 0.35) / 0.5, 0, 1)[..., None]
    mixed = inks[low] * (1 - share) + inks[(low + 1) % len(inks)] * share
    return printed(np.round(mixed).astype(np.uint8), 14 * spec.scale, 14 * spec.scale)


def gradient(spec: FabricSpec) -> Texture:
    """From one colour to the next down the cloth, `scale` metres each, and back."""
    path = np.array((*spec.colours, *spec.colours[-2:0:-1], spec.colours[0]), np.float32)
    at = np.linspace(0, len(path) - 1, 768, endpoint=False)
    low = at.astype(int)
    share = (at - low)[:, None]
    share = share * share * (3 - 2 * share)
    mixed = path[low] * (1 - share) + path[low + 1] * share
    return printed(np.round(mixed).astype(np.uint8)[:, None], 1.0, spec.scale * (len(path) - 1))


def brush(spec: FabricSpec) -> Texture:
    """Dry strokes of a broad brush."""
    random = np.random.default_rng((spec.seed, 56))
    tile = blank(spec.colours[0], 768, 768)
    for number, (x, y) in enumerate(spread(random, 52)):
        colour = spec.colours[1 + number % (len(spec.colours) - 1)]
        long, wide = float(random.uniform(0.09, 0.16)), float(random.uniform(0.03, 0.055))
        turn = float(random.normal(-0.6, 0.5))
        for hair in np.linspace(-0.5, 0.5, 15):
            start, end = -0.5 * long * random.uniform(0.8, 1.1), 0.5 * long * random.uniform(0.75, 1.15)
            line = np.array(((start, hair * wide), (0.0, hair * wide + 0.10 * wide), (end, hair * wide)))
            shade = blend(colour, spec.colours[0], float(random.uniform(0, 0.25)))
            tile.stroke(turned(line, turn) + np.array((x, y)), shade, wide * 0.09)
    return printed(tile.canvas, 8 * spec.scale, 8 * spec.scale)


def noise(spec: FabricSpec) -> Texture:
    """Chance itself, in many kinds: for training a network that must read any cloth."""
    random = np.random.default_rng((spec.seed, 57))
    draw = (_octaves, _cells, _shapes, _marbled, _patches)[int(random.integers(5))]
    canvas = draw(spec, random)
    if random.random() < 0.4:
        # Light that wanders over a photo.
        tone = 1 + 0.25 * lumps(random, (canvas.shape[1], canvas.shape[0]), (3, 3), 3)
        canvas = np.clip(canvas * tone[..., None], 0, 255).astype(np.uint8)
    size = float(random.uniform(3, 14)) * spec.scale
    return printed(canvas, size, size, float(random.uniform(0, np.pi)) if random.random() < 0.5 else 0.0)


def _octaves(spec: FabricSpec, random: np.random.Generator) -> Canvas:
    cells = int(2 ** random.integers(1, 5))
    fields = [lumps(random, (512, 512), (cells, cells), 5) for _ in range(3)]
    mixed = np.array(spec.colours[0], np.float32) + np.stack(fields, axis=-1) * random.uniform(30, 110, 3)
    return _bytes(mixed)


def _cells(spec: FabricSpec, random: np.random.Generator) -> Canvas:
    """Every place takes the colour of the nearest of some points."""
    points = random.random((int(random.integers(12, 160)), 2)) * 384
    mask = np.full((3 * 384, 3 * 384), 255, np.uint8)
    names = np.zeros(mask.shape, np.int32)
    for j in range(3):
        for i in range(3):
            x, y = (points + np.array((384 * i, 384 * j))).astype(int).T
            mask[y, x] = 0
            names[y, x] = np.arange(len(points))
    _, label = cv2.distanceTransformWithLabels(mask, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    of_label = np.zeros(int(label.max()) + 1, np.int32)
    of_label[label[mask == 0]] = names[mask == 0]
    return np.asarray(_many(spec, random, len(points))[of_label[label[384:768, 384:768]]])


def _shapes(spec: FabricSpec, random: np.random.Generator) -> Canvas:
    tile = blank(spec.colours[0], 640, 640)
    colours = _many(spec, random, 90)
    for number, (x, y) in enumerate(spread(random, int(random.integers(20, 90)))):
        colour = (int(colours[number, 0]), int(colours[number, 1]), int(colours[number, 2]))
        shape = turned(
            blob(random, float(random.uniform(0.02, 0.14)), 0.7, int(random.integers(3, 9))), x * 9
        )
        tile.fill(shape * random.uniform(0.4, 1, 2), colour, (x, y))
    return tile.canvas


def _marbled(spec: FabricSpec, random: np.random.Generator) -> Canvas:
    """A picture's gradients folded into veins."""
    a, b = (lumps(random, (512, 512), (int(random.integers(2, 7)),) * 2, 4) for _ in range(2))
    at = 0.5 + 0.5 * np.sin(random.uniform(2, 9) * a + 2 * b)
    inks = _many(spec, random, 5).astype(np.float32)
    step = at * 4
    low = np.minimum(step.astype(int), 3)
    share = (step - low)[..., None]
    return _bytes(inks[low] * (1 - share) + inks[low + 1] * share)


def _patches(spec: FabricSpec, random: np.random.Generator) -> Canvas:
    """A patchwork of gradients and fine lines."""
    count = int(random.integers(3, 9))
    out = np.repeat(np.repeat(_many(spec, random, count * count).reshape(count, count, 3), 64, 0), 64, 1)
    y, x = np.mgrid[0 : 64 * count, 0 : 64 * count]
    slope = np.repeat(np.repeat(random.normal(0, 1, (count, count, 2)), 64, 0), 64, 1)
    ramp = (slope[..., 0] * (x % 64) + slope[..., 1] * (y % 64)) / 64
    lines = np.sin((slope[..., 0] * x - slope[..., 1] * y) * 0.5) * (slope[..., 1] > 0.4)
    return _bytes(out + (35 * ramp + 30 * lines)[..., None])


def _many(spec: FabricSpec, random: np.random.Generator, count: int) -> Canvas:
    """Colours like the fabric's, and some that are nothing like them."""
    near = np.array(spec.colours)[random.integers(len(spec.colours), size=count)] + random.normal(
        0, 24, (count, 3)
    )
    wild = random.uniform(0, 255, (count, 3))
    return _bytes(np.where(random.random((count, 1)) < 0.3, wild, near))


def _field(spec: FabricSpec, field: Real, periods: int) -> Texture:
    canvas = blank(spec.colours[0], field.shape[1], field.shape[0]).canvas
    size = periods * spec.scale
    return printed(_over(canvas, spec.colours[1], field), size, size)


def _over(canvas: Canvas, colour: Colour, field: Real) -> Canvas:
    share = np.clip(field + 0.5, 0, 1).astype(np.float32)[..., None]
    return _bytes(canvas * (1 - share) + np.array(colour, np.float32) * share)


def _toned(a: Colour, b: Colour, share: Floats) -> Canvas:
    part = np.clip(0.5 + 0.5 * share, 0, 1)[..., None]
    return _bytes(np.array(a) * (1 - part) + np.array(b) * part)


def _bytes(values: Real) -> Canvas:
    return np.asarray(np.round(np.clip(values, 0, 255)), dtype=np.uint8)
