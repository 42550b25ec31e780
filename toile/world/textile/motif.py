"""Small figures in a repeat: paisley, geometry, hearts, stars."""

from collections.abc import Callable

import numpy as np

from toile.world.textile.brushwork import Outline, Place, Tile, blank, blend, circle, smooth, spread, turned
from toile.world.textile.fabric import Colour, FabricSpec
from toile.world.textile.texture import Texture, printed


def heart() -> Outline:
    """A heart about one unit wide, its point down."""
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    return np.stack((x, y), axis=1) / 32


def star(points: int = 5, inner: float = 0.42) -> Outline:
    """A star of radius one half, a point upwards."""
    t = np.arange(2 * points) * np.pi / points - np.pi / 2
    r = np.where(np.arange(2 * points) % 2 == 0, 0.5, 0.5 * inner)
    return np.stack((r * np.cos(t), r * np.sin(t)), axis=1)


def teardrop() -> Outline:
    """A paisley's drop: round below, its tip curled to the right."""
    corners = (
        (0.0, 0.50), (-0.34, 0.42), (-0.46, 0.12), (-0.34, -0.18), (-0.12, -0.42), (0.12, -0.62), (0.34, -0.66),
        (0.40, -0.54), (0.26, -0.46), (0.22, -0.28), (0.36, -0.02), (0.40, 0.22), (0.30, 0.44),
    )  # fmt: skip
    return smooth(corners)


def hearts(spec: FabricSpec) -> Texture:
    """Small hearts in a half drop, tilted in turn."""
    return _repeat(spec, heart, 0.50)


def stars(spec: FabricSpec) -> Texture:
    """Small stars in a half drop."""
    return _repeat(spec, star, 0.56)


def paisley(spec: FabricSpec) -> Texture:
    """Drops with rows of pearls, small flowers between."""
    random = np.random.default_rng((spec.seed, 61))
    tile = blank(spec.colours[0], 832, 832)
    inks = spec.colours[1:]
    for row in range(4):
        for column in range(3):
            place = ((column + 0.5 * (row % 2) + 0.25) / 3, (row + 0.5) / 4)
            ink = inks[(row + column) % len(inks)]
            other = inks[(row + column + 1) % len(inks)]
            side = np.array((1.0 if row % 2 else -1.0, 1.0))
            _drop(tile, place, side, 0.215, (ink, other, spec.colours[0]), random.uniform(-0.2, 0.2))
    for row in range(4):
        for column in range(3):
            x, y = (column + 0.5 * (row % 2) - 0.25) / 3, (row + 0.5) / 4
            _rosette(tile, x, y, 0.030, inks[row % len(inks)], inks[-1])
            for k, spot in enumerate(circle(6) * 0.062 + (x, y)):
                tile.disc(spot[0], spot[1], 0.006, inks[k % len(inks)])
    return printed(tile.canvas, 6 * spec.scale, 6 * spec.scale)


def geometric(spec: FabricSpec) -> Texture:
    """Triangles, waves, rings or terrazzo, by the seed."""
    draw = (_triangles, _scallops, _rings, _terrazzo)[spec.seed % 4]
    tile = blank(spec.colours[0], 768, 768)
    draw(tile, spec.colours, np.random.default_rng((spec.seed, 62)))
    return printed(tile.canvas, 6 * spec.scale, 6 * spec.scale)


def _repeat(spec: FabricSpec, draw: Callable[[], Outline], share: float) -> Texture:
    tile = blank(spec.colours[0], 768, 768)
    for number in range(32):
        row, column = divmod(number, 4)
        place = ((column + 0.5 * (row % 2) + 0.25) / 4, (row + 0.5) / 8)
        ink = spec.colours[1 + number % (len(spec.colours) - 1)]
        tile.fill(turned(draw() * share / 4, 0.22 * (-1) ** row) + place, ink)
    return printed(tile.canvas, 4 * spec.scale, 4 * spec.scale)


def _drop(
    tile: Tile, at: Place, side: Outline, size: float, inks: tuple[Colour, Colour, Colour], turn: float
) -> None:
    shape = turned(teardrop() * side, turn)
    ink, other, ground = inks
    tile.fill(shape * size, ink, at)
    tile.fill(shape * (0.84 * size), ground, at)
    tile.fill(shape * (0.76 * size), blend(other, ground, 0.15), at)
    for spot in shape[:: len(shape) // 15] * (0.66 * size):
        tile.disc(spot[0] + at[0], spot[1] + at[1], 0.026 * size, ground)
    tile.fill(shape * (0.50 * size), ink, at)
    tile.fill(shape * (0.34 * size), blend(ink, ground, 0.6), at)
    _rosette(tile, at[0], at[1] + 0.10 * size, 0.16 * size, ground, other)
    for number in range(11):
        t = 2 * np.pi * number / 11
        out = shape[int(number / 11 * len(shape))] * (1.13 * size) + at
        tile.disc(out[0], out[1], 0.028 * size * (1.1 + 0.3 * np.cos(t)), ink)


def _rosette(tile: Tile, x: float, y: float, size: float, ink: Colour, heart_: Colour) -> None:
    for spot in circle(6) * 0.62 * size + (x, y):
        tile.disc(spot[0], spot[1], 0.40 * size, ink)
    tile.disc(x, y, 0.34 * size, heart_)


def _triangles(tile: Tile, colours: tuple[Colour, ...], random: np.random.Generator) -> None:
    count = 8
    for row in range(count):
        for column in range(count):
            for side in (0, 1):
                x, y = (column + 0.5 * (row % 2) + 0.5 * side) / count, row / count
                up = np.array(
                    ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0)) if side else ((0.0, 1.0), (1.0, 1.0), (0.5, 0.0))
                )
                ink = colours[int(random.integers(len(colours)))]
                tile.fill(up / count, blend(ink, (255, 255, 255), float(random.uniform(0, 0.18))), (x, y))


def _scallops(tile: Tile, colours: tuple[Colour, ...], random: np.random.Generator) -> None:
    """Seigaiha, the sea's waves: every row lies on the one above, so a longer piece is drawn and its middle kept."""
    count = 6
    long = blank(colours[0], 768, 1536)
    for row in range(-1, 4 * count + 3):
        for column in range(count):
            x, y = (column + 0.5 * (row % 2)) / count, row / (2 * count)
            for ring, radius in enumerate((0.5, 0.42, 0.32, 0.22, 0.12)):
                ink = colours[1 + (ring // 2) % (len(colours) - 1)] if ring % 2 == 0 else colours[0]
                long.disc(x, y, radius / count, ink)
    tile.canvas[:] = long.canvas[384:1152]


def _rings(tile: Tile, colours: tuple[Colour, ...], random: np.random.Generator) -> None:
    """Overlapping rings in a square grid."""
    count = 5
    for row in range(count):
        for column in range(count):
            ring = circle(48) * (0.64 / count) + ((column + 0.5) / count, (row + 0.5) / count)
            tile.stroke(ring, colours[1], 0.10 / count, closed=True)
            tile.disc((column + 0.5) / count, (row + 0.5) / count, 0.12 / count, colours[-1])
            diamond = circle(4) * 0.11 / count + (column / count, row / count)
            tile.fill(diamond, colours[-1])


def _terrazzo(tile: Tile, colours: tuple[Colour, ...], random: np.random.Generator) -> None:
    """Chips of stone."""
    for number, (x, y) in enumerate(spread(random, 80)):
        corners = circle(int(random.integers(4, 7))) * random.uniform(0.5, 1.0, 2)
        chip = turned(corners * float(random.choice((0.016, 0.03, 0.05))), random.uniform(0, 6.3))
        tile.fill(chip, colours[1 + number % (len(colours) - 1)], (x, y))
