"""Rays: from surfaces and a camera to what every sample of the picture hits. Compiled on first use."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.geometry import Point, Size
from toile.world import table
from toile.world.shape import Surface, Vector, pack

_BLOCK = 8  # samples per side of the blocks that share the start of their rays


@dataclass(frozen=True)
class Camera:
    """A camera that looks along -z from `eye`. `centre` is the tangent of the angle to the picture's middle,
    `step` the tangent per pixel."""

    eye: Vector
    centre: tuple[float, float]
    step: float
    size: Size

    def project(self, place: Vector) -> Point:
        """Where a place of the room is in the picture, in pixels."""
        depth = self.eye[2] - place[2]
        x = ((place[0] - self.eye[0]) / depth - self.centre[0]) / self.step + 0.5 * self.size.width
        y = (self.centre[1] - (place[1] - self.eye[1]) / depth) / self.step + 0.5 * self.size.height
        return Point(float(x), float(y))


@dataclass(frozen=True)
class Hits:
    """`samples` [2H, 2W, table.HIT] and `shade` [H, W, 4]: ambient and direct light on what is hit (negative
    where nothing is), then on the floor."""

    samples: NDArray[np.float64]
    shade: NDArray[np.float64]


def frame(size: Size, low: float, high: float, distance: float, height: float, middle: float = 0.0) -> Camera:
    """A camera at that height and distance whose picture reaches from `low` to `high` in the plane z = 0."""
    eye = np.array((middle, height, distance))
    step = (high - low) / distance / size.height
    return Camera(eye, (0.0, (0.5 * (low + high) - height) / distance), step, size)


def trace(
    surfaces: Sequence[Surface], camera: Camera, sun: Vector, softness: float, floor: bool = True
) -> Hits:
    """Send four rays through every pixel. Rows are shared among threads; the result does not depend on how."""
    from toile.world import kernels

    width, height = camera.size
    rows, lofts = pack(surfaces)
    samples = np.zeros((2 * height, 2 * width, table.HIT))
    samples[..., table.SURFACE] = -1
    shade = np.full((height, width, 4), -1.0)
    shade[..., 2:] = 1.0
    eye = tuple(float(c) for c in camera.eye)
    view = (*eye, *camera.centre, 0.5 * camera.step, 1.0 if floor else 0.0)
    toward = tuple(float(c) for c in sun)
    hardness = 2.0 + 9.0 * (1.0 - softness)

    def work(first: int) -> None:
        last = min(first + 4 * _BLOCK, 2 * height)
        kernels.trace(rows, lofts, view, toward, hardness, first, last, _BLOCK, samples, shade)

    starts = range(0, 2 * height, 4 * _BLOCK)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, starts))
    return Hits(samples, shade)


def hidden(surfaces: Sequence[Surface], camera: Camera, places: Sequence[Vector]) -> NDArray[np.float64]:
    """How many metres of things lie before each place, [N]; 0 where the view is free."""
    from toile.world import kernels

    rows, lofts = pack(surfaces)
    out = np.zeros(len(places))
    kernels.seen(rows, lofts, *(float(c) for c in camera.eye), np.array(places), out)
    return out
