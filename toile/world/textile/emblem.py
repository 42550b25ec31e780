"""Emblems: what is printed on a chest. Each is drawn in a square from -1 to 1, y down."""

from collections.abc import Callable, Mapping

import numpy as np

from toile.world.textile.brushwork import Outline, Tile, blank, blend, circle, petal, smooth, turned
from toile.world.textile.fabric import Colour, FabricSpec
from toile.world.textile.lettering import lettered
from toile.world.textile.motif import heart, star
from toile.world.textile.texture import Texture, printed

REACH = 1.15  # an emblem's half side, in its scale
_SIDE = 640
Ink = Callable[[int], Colour]


def emblem(spec: FabricSpec) -> Texture:
    """The print on its ground, `2 * REACH * scale` wide and tall."""
    if spec.design == "text":
        return _text(spec)
    pad = Pad(blank(spec.colours[0], _SIDE, _SIDE))

    def ink(number: int) -> Colour:
        return spec.colours[1 + number % (len(spec.colours) - 1)]

    _EMBLEMS[spec.design](pad, ink, spec.colours[0])
    size = 2 * REACH * spec.scale
    return printed(pad.tile.canvas, size, size)


class Pad:
    """A square of paper from -REACH to REACH."""

    def __init__(self, tile: Tile) -> None:
        self.tile = tile

    def fill(self, outline: Outline, colour: Colour) -> None:
        """A filled shape."""
        self.tile.fill(outline / (2 * REACH) + 0.5, colour)

    def stroke(self, outline: Outline, colour: Colour, wide: float, closed: bool = False) -> None:
        """A line with round ends."""
        self.tile.stroke(outline / (2 * REACH) + 0.5, colour, wide / (2 * REACH), closed)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.fill(circle(64) * radius + (x, y), colour)


def _text(spec: FabricSpec) -> Texture:
    """The words, as wide as the square or as tall as half of it, perhaps over a bar or in an outline."""
    weight = (0.16, 0.21, 0.12)[spec.seed % 3]
    words = lettered(spec.text or "TOILE", weight, 0.16 if spec.seed % 5 == 4 else 0.0)
    height, width = words.shape
    side = round(REACH * max(width, 2 * height))
    share = np.zeros((side, side), np.float32)
    top, left = (side - height) // 2, (side - width) // 2
    share[top : top + height, left : left + width] = words
    ground, inked = np.array(spec.colours[0], np.float32), np.array(spec.colours[1], np.float32)
    canvas = ground + share[..., None] * (inked - ground)
    if len(spec.colours) > 2 and spec.seed % 2:
        bar = slice(top + height, top + height + max(2, round(0.09 * height)))
        canvas[bar, left + height // 5 : left + width - height // 5] = spec.colours[2]
    size = 2 * REACH * spec.scale
    return printed(np.round(canvas).astype(np.uint8), size, size)


def _sun(pad: Pad, ink: Ink, ground: Colour) -> None:
    """A sun that sets in bands over the sea."""
    pad.disc(0, -0.08, 0.82, ink(0))
    for number in range(5):
        y, thick = 0.06 + 0.165 * number, 0.035 + 0.016 * number
        pad.fill(np.array(((-1, y), (1, y), (1, y + thick), (-1, y + thick))), ground)
    x = np.linspace(-0.95, 0.95, 60)
    for number in range(3):
        wave = np.stack((x, 0.78 + 0.12 * number + 0.035 * np.sin(11 * x + number)), axis=1)
        pad.stroke(wave[8 * number : 60 - 8 * number], ink(1), 0.045)


def _star(pad: Pad, ink: Ink, ground: Colour) -> None:
    pad.stroke(circle(72) * 0.96, ink(1), 0.07, closed=True)
    pad.fill(star(5, 0.40) * 1.72, ink(0))
    for number in range(5):
        t = -np.pi / 2 + 2 * np.pi * number / 5
        ray = np.array(((0, 0), (np.cos(t), np.sin(t)))) * 0.70
        pad.stroke(ray, blend(ink(0), ground, 0.35), 0.02)


def _mountain(pad: Pad, ink: Ink, ground: Colour) -> None:
    """Peaks with snow under a moon, in a ring."""
    pad.disc(0, 0, 1.0, ink(0))
    pad.disc(0, 0, 0.93, ground)
    pad.disc(0.34, -0.42, 0.19, ink(1))
    back = np.array(((-0.90, 0.24), (-0.52, -0.14), (-0.3, 0.08), (0.34, -0.30), (0.90, 0.24)))
    pad.fill(back, blend(ink(0), ground, 0.45))
    front = np.array(
        ((-0.905, 0.22), (-0.55, 0.10), (-0.10, -0.52), (0.36, 0.06), (0.52, -0.08), (0.905, 0.22))
    )
    t = np.linspace(0.24, np.pi - 0.24, 30)
    bowl = np.stack((np.cos(t), np.sin(t)), axis=1) * 0.93
    pad.fill(np.concatenate((front, bowl)), ink(0))
    snow = (
        (-0.10, -0.52),
        (0.09, -0.28),
        (0.02, -0.22),
        (-0.04, -0.30),
        (-0.13, -0.18),
        (-0.20, -0.27),
        (-0.29, -0.26),
    )
    pad.fill(np.array(snow), ground)
    for number in range(3):
        x = np.linspace(-0.62 + 0.13 * number, 0.62 - 0.13 * number, 30)
        pad.stroke(np.stack((x, 0.42 + 0.15 * number + 0.02 * np.sin(12 * x)), axis=1), ground, 0.03)


def _heart(pad: Pad, ink: Ink, ground: Colour) -> None:
    pad.fill(heart() * 1.75, ink(0))
    shine = np.array(((-0.58, -0.20), (-0.52, -0.42), (-0.34, -0.54)))
    pad.stroke(shine, blend(ink(0), (255, 255, 255), 0.6), 0.07)


def _bolt(pad: Pad, ink: Ink, ground: Colour) -> None:
    zig = np.array(
        ((0.16, -1.0), (-0.52, 0.14), (-0.06, 0.14), (-0.22, 1.0), (0.52, -0.26), (0.06, -0.26), (0.40, -1.0))
    )
    pad.fill(zig + np.array((0.06, 0.05)), ink(1))
    pad.fill(zig, ink(0))


def _blossom(pad: Pad, ink: Ink, ground: Colour) -> None:
    """One large flower on a stem."""
    stem = smooth(((0.0, 0.0), (0.10, 0.4), (0.02, 1.05), (0.0, 1.05), (0.06, 0.4)), 2)
    pad.stroke(stem, ink(1), 0.05, closed=True)
    for side in (-1, 1):
        shape = turned(petal(0.50, 0.30), -np.pi / 2 + side * 1.0)
        pad.fill(shape + np.array((0.05, 0.86 + 0.07 * side)), ink(1))
    pale = blend(ink(0), (255, 255, 255), 0.35)
    for long, colour, turn in ((0.66, ink(0), 0.0), (0.40, pale, 0.5)):
        for number in range(8):
            shape = turned(petal(long, 0.64 * long), 2 * np.pi * (number + turn) / 8)
            pad.fill(shape - np.array((0, 0.32)), colour)
    pad.disc(0, -0.32, 0.15, ink(1))


def _wave(pad: Pad, ink: Ink, ground: Colour) -> None:
    """Three rolling waves in a round field."""
    pad.disc(0, 0, 0.98, ink(1))
    for number, (y, colour) in enumerate(
        ((-0.15, ink(0)), (0.18, blend(ink(0), ground, 0.4)), (0.50, ground))
    ):
        t = np.linspace(-1, 1, 90)
        x, high = t + 0.10 * np.sin(7 * t + 2 * number), y - 0.15 * np.cos(7 * t + 2 * number)
        keep = np.hypot(x, high) < 0.98
        start, end = np.arctan2(high[keep][0], x[keep][0]), np.arctan2(high[keep][-1], x[keep][-1])
        arc = np.linspace(end, start + 2 * np.pi * (start < end), 40)
        rim = np.stack((np.cos(arc), np.sin(arc)), axis=1) * 0.98
        pad.fill(np.concatenate((np.stack((x, high), axis=1)[keep], rim)), colour)
    pad.disc(0.30, -0.50, 0.16, ground)


def _cat(pad: Pad, ink: Ink, ground: Colour) -> None:
    """A cat's face in one line and two eyes."""
    half = ((0.36, -0.56), (0.80, -0.95), (0.92, 0.10), (0.55, 0.72))
    head = smooth((*half, *((-x, y) for x, y in reversed(half))), 2)
    pad.fill(head, ink(0))
    for side in (-1, 1):
        pad.fill(circle(32) * (0.15, 0.19) + (0.34 * side, -0.06), ground)
        pad.fill(circle(32) * (0.06, 0.17) + (0.34 * side, -0.06), ink(0))
        for number in range(3):
            y = 0.22 + 0.10 * number
            pad.stroke(np.array(((0.42 * side, y), (1.08 * side, y - 0.10 + 0.08 * number))), ink(1), 0.03)
        mouth = np.array(((0.0, 0.30), (0.04 * side, 0.40), (0.16 * side, 0.40)))
        pad.stroke(mouth, ground, 0.04)
    pad.fill(np.array(((-0.10, 0.20), (0.10, 0.20), (0.0, 0.32))), ink(1))


def _badge(pad: Pad, ink: Ink, ground: Colour) -> None:
    """A label: a framed square with a sign in it."""
    frame = smooth(((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)), 1) * 0.98
    pad.fill(frame, ink(0))
    pad.fill(turned(circle(4) * 0.66, 0.0), ground)
    pad.fill(turned(circle(4) * 0.44, 0.0), ink(1))
    pad.fill(turned(circle(4) * 0.20, 0.0), ground)


_EMBLEMS: Mapping[str, Callable[[Pad, Ink, Colour], None]] = {
    "sun": _sun,
    "star": _star,
    "mountain": _mountain,
    "heart": _heart,
    "bolt": _bolt,
    "blossom": _blossom,
    "wave": _wave,
    "cat": _cat,
    "badge": _badge,
}
