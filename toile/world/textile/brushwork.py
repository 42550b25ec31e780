"""Brushwork: shapes drawn on tiles that repeat."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.world.textile.fabric import Colour
from toile.world.textile.texture import Canvas

Outline = NDArray[np.float64]  # [K, 2] in shares of the tile's width: x to the right, y down
Place = tuple[float, float]
_SHIFT = 4  # cv2's fractional bits


@dataclass(frozen=True, eq=False)
class Tile:
    """A canvas that repeats: what crosses an edge comes in at the other."""

    canvas: Canvas

    @property
    def aspect(self) -> float:
        """Its height as a share of its width."""
        return float(self.canvas.shape[0] / self.canvas.shape[1])

    def fill(self, outline: Outline, colour: Colour, at: Place = (0.0, 0.0)) -> None:
        """A filled shape, moved by `at`."""
        for points in self._copies(outline + np.asarray(at), 0.0):
            cv2.fillPoly(self.canvas, [points], colour, cv2.LINE_AA, _SHIFT)

    def stroke(self, outline: Outline, colour: Colour, wide: float, closed: bool = False) -> None:
        """A line with round ends, `wide` in shares of the tile's width."""
        thick = max(1, round(wide * self.canvas.shape[1]))
        for points in self._copies(outline, wide):
            cv2.polylines(self.canvas, [points], closed, colour, thick, cv2.LINE_AA, _SHIFT)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.fill(circle(24) * radius, colour, (x, y))

    def _copies(self, outline: Outline, margin: float) -> list[NDArray[np.int32]]:
        low, high = outline.min(axis=0) - margin, outline.max(axis=0) + margin
        scale = self.canvas.shape[1] * (1 << _SHIFT)
        out = []
        for j in range(-1 - int(high[1] > self.aspect), 2 + int(low[1] < -self.aspect)):
            for i in (-1, 0, 1):
                away = np.array((i, j * self.aspect))
                if (high + away > 0).all() and (low + away < (1.0, self.aspect)).all():
                    out.append(np.round((outline + away) * scale - (1 << _SHIFT - 1)).astype(np.int32))
        return out


def blank(colour: Colour, width: int = 768, height: int = 768) -> Tile:
    """A tile of one colour."""
    return Tile(np.full((height, width, 3), colour, np.uint8))


def circle(count: int) -> Outline:
    """Points on the unit circle."""
    t = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack((np.cos(t), np.sin(t)), axis=1)


def turned(outline: Outline, angle: float) -> Outline:
    """The outline turned by `angle` radians, from x towards y."""
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(outline @ np.array(((c, s), (-s, c))))


def smooth(corners: Sequence[tuple[float, float]] | Outline, rounds: int = 3) -> Outline:
    """A closed line rounded by cutting its corners (Chaikin, 1974)."""
    p = np.asarray(corners, dtype=np.float64)
    for _ in range(rounds):
        q = np.roll(p, -1, axis=0)
        p = np.stack((0.75 * p + 0.25 * q, 0.25 * p + 0.75 * q), axis=1).reshape(-1, 2)
    return np.asarray(p)


def blob(random: np.random.Generator, radius: float, rough: float = 0.25, count: int = 9) -> Outline:
    """A closed pebble-like line round the origin."""
    return smooth(circle(count) * (radius * random.uniform(1 - rough, 1 + rough, (count, 1))))


def petal(long: float, wide: float, dent: float = 0.0) -> Outline:
    """A petal from the origin along x; `dent` notches its tip."""
    half = [(0.0, 0.10), (0.25, 0.38), (0.60, 0.52), (0.92, 0.36), (1.02 - 0.3 * dent, 0.06)]
    points = [(x * long, y * wide) for x, y in half]
    return smooth(points + [(x, -y) for x, y in reversed(points)])


def leaf(long: float, wide: float, bend: float = 0.0) -> Outline:
    """A pointed leaf from the origin along x, bent sideways."""
    t = np.linspace(0, 1, 14)
    half = 0.5 * wide * np.sin(np.pi * t**0.8) ** 0.9
    middle = np.stack((t * long, bend * long * t * t), axis=1)
    side = np.stack((np.zeros_like(t), half), axis=1)
    return np.concatenate((middle + side, (middle - side)[::-1]))


def spread(random: np.random.Generator, count: int, aspect: float = 1.0, tries: int = 32) -> Outline:
    """Places [count, 2] on a tile that repeats, evenly strewn (Mitchell's best candidates, 1991)."""
    size = np.array((1.0, aspect))
    chosen = random.random((1, 2)) * size
    for _ in range(count - 1):
        fresh = random.random((tries, 2)) * size
        away = np.abs(fresh[:, None] - chosen[None])
        away = np.minimum(away, size - away)
        near = np.hypot(away[..., 0], away[..., 1]).min(axis=1)
        chosen = np.concatenate((chosen, fresh[near.argmax()][None]))
    return np.asarray(chosen)


def blend(a: Colour, b: Colour, share: float) -> Colour:
    """A colour between two."""
    r, g, c = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return r, g, c
