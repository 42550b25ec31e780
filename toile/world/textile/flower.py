"""Flowers and leaves: prints drawn as a textile designer would, one repeat at a time."""

import numpy as np

from toile.world.textile.brushwork import Tile, blank, blend, circle, leaf, petal, spread, turned
from toile.world.textile.fabric import Colour, FabricSpec
from toile.world.textile.texture import Texture, printed

Place = tuple[float, float]


def flowers(spec: FabricSpec) -> Texture:
    """Large blossoms among leaves and buds. The repeat is six times the scale."""
    random = np.random.default_rng((spec.seed, 41))
    tile = blank(spec.colours[0], 896, 896)
    inks, green = _inks(spec)
    places = spread(random, 15)
    for x, y in spread(random, 26):
        _sprig(tile, (x, y), random, blend(green, spec.colours[0], 0.45), 0.055)
    for number, (x, y) in enumerate(places):
        size = float(random.uniform(0.075, 0.125))
        for _ in range(int(random.integers(2, 5))):
            _leaf(tile, (x, y), random.uniform(0, 6.3), size * random.uniform(1.35, 1.8), size * 0.62, green)
        _blossom(tile, (x, y), size, inks[number % len(inks)], spec, random)
    for x, y in spread(random, 12):
        _bud(tile, (x, y), random, inks[int(random.integers(len(inks)))], green)
    return printed(tile.canvas, 6 * spec.scale, 6 * spec.scale)


def ditsy(spec: FabricSpec) -> Texture:
    """Small flowers, close together."""
    random = np.random.default_rng((spec.seed, 42))
    tile = blank(spec.colours[0], 768, 768)
    inks, green = _inks(spec)
    heart = _heart(spec)
    for number, (x, y) in enumerate(spread(random, 60)):
        size = float(random.uniform(0.026, 0.040))
        turn = float(random.uniform(0, 6.3))
        for side in (0.5, 2.4) if number % 3 else (0.2, 2.2, 4.1):
            tile.fill(turned(leaf(1.9 * size, 0.75 * size), turn + side), green, (x, y))
        ink = inks[number % len(inks)]
        for spot in turned(circle(5), turn) * 0.56 * size:
            tile.disc(x + spot[0], y + spot[1], 0.43 * size, ink)
        tile.disc(x, y, 0.30 * size, heart)
    for x, y in spread(random, 70):
        tile.disc(x, y, 0.0055, inks[int(random.integers(len(inks)))])
    return printed(tile.canvas, 8 * spec.scale, 8 * spec.scale)


def leaves(spec: FabricSpec) -> Texture:
    """Fronds and broad leaves of the tropics, lying over one another."""
    random = np.random.default_rng((spec.seed, 43))
    tile = blank(spec.colours[0], 896, 896)
    greens = [blend(colour, spec.colours[0], share) for share in (0.45, 0.0) for colour in spec.colours[1:]]
    for depth, green in enumerate(greens):
        for number, (x, y) in enumerate(spread(random, 7)):
            turn = float(random.uniform(0, 6.3))
            draw = _frond if (number + depth) % 2 else _broad
            draw(tile, (x, y), turn, float(random.uniform(0.26, 0.36)), green, spec.colours[0])
    return printed(tile.canvas, 7 * spec.scale, 7 * spec.scale)


def _inks(spec: FabricSpec) -> tuple[list[Colour], Colour]:
    """The blossoms' colours, and the leaves': the last but for a fourth, which is the hearts'."""
    more = spec.colours[1:]
    if len(more) == 1:
        return [more[0]], blend(more[0], spec.colours[0], 0.55)
    return [more[0], *([more[2]] if len(more) > 2 else []), blend(more[0], (255, 255, 255), 0.45)], more[1]


def _heart(spec: FabricSpec) -> Colour:
    return spec.colours[3] if len(spec.colours) > 3 else (240, 200, 104)


def _blossom(
    tile: Tile, at: Place, size: float, ink: Colour, spec: FabricSpec, random: np.random.Generator
) -> None:
    """Two rounds of petals, each darker at its root, and a heart with stamens."""
    dark = blend(ink, (60, 16, 40), 0.42)
    turn, count = float(random.uniform(0, 6.3)), int(random.integers(5, 8))
    for ring, (long, shade) in enumerate(((1.0, ink), (0.68, blend(ink, (255, 255, 255), 0.28)))):
        for k in range(count):
            angle = turn + (k + 0.5 * ring) * 2 * np.pi / count + random.uniform(-0.08, 0.08)
            reach = size * long * random.uniform(0.92, 1.06)
            wide = reach * 5.6 / count
            tile.fill(turned(petal(reach, wide * 1.04, 0.3), angle), dark, at)
            tile.fill(turned(petal(reach * 0.96, wide * 0.92, 0.3), angle), shade, at)
            tile.fill(turned(leaf(reach * 0.62, wide * 0.30), angle), blend(shade, dark, 0.45), at)
    heart = _heart(spec)
    tile.disc(*at, 0.20 * size, blend(heart, (80, 40, 10), 0.45))
    for spot in circle(9) * 0.19 * size + at:
        tile.disc(spot[0], spot[1], 0.055 * size, heart)
    tile.disc(*at, 0.10 * size, heart)


def _leaf(tile: Tile, at: Place, turn: float, long: float, wide: float, green: Colour) -> None:
    bend = 0.25 * np.sin(7 * turn)
    tile.fill(turned(leaf(long, wide, bend), turn), green, at)
    t = np.linspace(0.1, 0.92, 8)
    vein = turned(np.stack((t * long, bend * long * t * t), axis=1), turn) + at
    tile.stroke(vein, blend(green, (255, 255, 245), 0.35), 0.0022)


def _sprig(tile: Tile, at: Place, random: np.random.Generator, green: Colour, long: float) -> None:
    turn = float(random.uniform(0, 6.3))
    t = np.linspace(0, 1, 7)
    stem = np.stack((t * long, 0.25 * long * t * t), axis=1)
    tile.stroke(turned(stem, turn) + at, green, 0.0022)
    for number, place in enumerate(stem[1:]):
        side = 0.9 if number % 2 else -0.9
        tile.fill(turned(turned(leaf(0.36 * long, 0.15 * long), side) + place, turn), green, at)


def _bud(tile: Tile, at: Place, random: np.random.Generator, ink: Colour, green: Colour) -> None:
    turn, size = float(random.uniform(0, 6.3)), float(random.uniform(0.024, 0.034))
    stem = np.array(((0.0, 0.0), (-0.8, 0.15), (-1.7, 0.5))) * size
    tile.stroke(turned(stem, turn) + at, green, 0.003)
    for side in (-0.75, 0.0, 0.75):
        tile.fill(
            turned(petal(size, 0.62 * size), turn + 0.7 * side) + at,
            blend(ink, green, 0.12 + 0.2 * abs(side)),
        )
    for side in (-0.9, 0.9):
        tile.fill(turned(leaf(0.6 * size, 0.3 * size), turn + side), green, at)


def _frond(tile: Tile, at: Place, turn: float, long: float, green: Colour, ground: Colour) -> None:
    """A palm's leaf: narrow leaflets on both sides of a bent rib."""
    light = blend(green, (250, 255, 235), 0.22)
    t = np.linspace(0.08, 1, 15)
    rib = np.stack((t * long, 0.22 * long * t * t), axis=1)
    for number, place in enumerate(rib):
        reach = long * 0.42 * np.sin(np.pi * (0.12 + 0.80 * t[number])) + 0.02
        for side in (-1, 1):
            blade = turned(
                leaf(reach, 0.17 * reach, 0.12 * side), side * (1.05 - 0.45 * t[number]) + 0.4 * t[number]
            )
            tile.fill(turned(blade + place, turn), green if side < 0 else light, at)
    tile.stroke(turned(rib, turn) + at, blend(green, ground, 0.4), 0.004)


def _broad(tile: Tile, at: Place, turn: float, long: float, green: Colour, ground: Colour) -> None:
    """A monstera: a heart-shaped leaf with slits between its veins."""
    dark = blend(green, (16, 30, 24), 0.25)
    t = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    heart = 0.5 * long * (0.72 - 0.28 * np.cos(t) + 0.10 * np.cos(2 * t))
    outline = np.stack((heart * -np.cos(t), 0.92 * heart * np.sin(t)), axis=1)
    middle = np.array((-0.06 * long, 0.0))
    tile.fill(turned(outline + middle, turn), green, at)
    for side in (-1, 1):
        for k in range(5):
            root = np.array((-0.18 + 0.105 * k, 0.0)) * long
            angle = side * (1.45 - 0.20 * k)
            tip = root + long * (0.25 - 0.01 * k) * np.array((np.cos(angle), np.sin(angle)))
            tile.stroke(turned(np.stack((root, tip)), turn) + at, dark, 0.0035)
            slit = turned(leaf(0.34 * long, 0.075 * long), angle - 0.1 * side)
            place = root + 0.17 * long * np.array((np.cos(angle), np.sin(angle))) + (0.045 * long, 0)
            tile.fill(turned(slit + place, turn), ground, at)
    spine = np.array(((-0.22, 0.0), (0.45, 0.0))) * long
    tile.stroke(turned(spine, turn) + at, dark, 0.005)
