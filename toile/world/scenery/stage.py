"""The stage behind the person: where things stand, how the lens sees them, and the brushes that paint them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.geometry import Size
from toile.pixels.arrays import Floats
from toile.world.camera.render import Camera

APERTURE = 0.085  # metres: the width of the disc that a point far away becomes, measured beside the person
DISC = 12.0  # pixels of the soft picture that such a disc measures
Colour = NDArray[np.floating[Any]] | tuple[float, float, float]
Floor = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Layer:
    """Things that stand about `z` metres (negative: behind the person), premultiplied, linear, [H, W, 4]."""

    z: float
    rgba: Floats


@dataclass(frozen=True)
class Setting:
    """What surrounds the person: `far` (opaque) closes the view at its `z`, `layers` stand before it, far ones first;
    `ground` gives the floor's brightness [..., 3] at places x, z in metres. `gloss`: how much the floor mirrors, 0..1;
    `rough`: how far that is blurred, metres up and down. The floor ends at `end`."""

    far: Layer
    layers: Sequence[Layer]
    ground: Floor
    gloss: float = 0.0
    rough: float = 0.1
    end: float = -np.inf


@dataclass(frozen=True)
class Stage:
    """A camera of fewer pixels with a margin, for things out of focus. The set is turned by `yaw` about the person and
    its light comes from `side` (1: from the right). `seen`: tangents of what is surely seen, left, right and up."""

    camera: Camera
    yaw: float
    side: float
    seen: tuple[float, float, float]

    @property
    def shape(self) -> tuple[int, int]:
        return self.camera.size.height, self.camera.size.width

    def blank(self) -> Floats:
        return np.zeros((*self.shape, 4), np.float32)

    def turned(self, yaw: float) -> "Stage":
        return replace(self, yaw=yaw)

    def project(self, places: Any) -> NDArray[np.float64]:
        """Where places of the set [N, 3] are in the picture, in pixel indices (x, y) [N, 2]."""
        camera = self.camera
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        left, up, near = (float(side) for side in camera.eye)
        across, down = (0.5 * side - 0.5 for side in camera.size)
        out = []
        # A thing has few corners: plain numbers are faster here than arrays.
        for x, y, z in np.asarray(places, np.float64).reshape(-1, 3).tolist():
            depth = max(near - c * z + s * x, 0.3)
            u, v = (c * x + s * z - left) / depth, (y - up) / depth
            out.append(
                ((u - camera.centre[0]) / camera.step + across, (camera.centre[1] - v) / camera.step + down)
            )
        return np.array(out)

    def plane(self, z: float) -> tuple[Floats, Floats]:
        """x and y in metres where each pixel's ray meets the upright plane at `z`: [1, W] and [H, 1]."""
        depth = np.float32(self.camera.eye[2] - z)
        u, v = rays(self.camera)
        return u * depth + np.float32(self.camera.eye[0]), v * depth + np.float32(self.camera.eye[1])

    def span(self, z: float) -> tuple[float, float, float]:
        """The least and the greatest x, and the greatest y, that are seen at `z`."""
        depth = float(self.camera.eye[2]) - z
        left, right, up = (depth * tangent for tangent in self.seen)
        x, y = float(self.camera.eye[0]), float(self.camera.eye[1])
        return x + left, x + right, y + up

    def floor(self, rows: slice = slice(None)) -> tuple[Floats, Floats]:
        """x and z of the set where pixels' rays meet the floor, [R, W]; far away above the horizon."""
        return ground_places(self.camera, self.yaw, rows)

    def blur(self, z: float) -> float:
        """The width in pixels of the disc that a point at `z` becomes (thin lens)."""
        focus = float(self.camera.eye[2])
        return APERTURE * abs(z) / max(focus - z, 0.1) / (self.camera.step * focus)


def soft_stage(camera: Camera, yaw: float, side: float) -> Stage:
    """The stage for a camera's picture: as few pixels as the blur allows, and a margin for it."""
    width, height = camera.size
    disc = APERTURE / (camera.step * float(camera.eye[2]))
    scale = max(disc / DISC, 1.0)
    margin = DISC + 2
    size = Size(int(np.ceil(width / scale + margin)), int(np.ceil(height / scale + margin)))
    soft = Camera(camera.eye, camera.centre, camera.step * scale, size)
    half = 0.53 * width * camera.step
    seen = (camera.centre[0] - half, camera.centre[0] + half, camera.centre[1] + 0.53 * height * camera.step)
    return Stage(soft, yaw, side, seen)


def soft_like(camera: Camera, share: float) -> Camera:
    """The same view in that share of the pixels."""
    size = Size(*(max(round(side * share), 1) for side in camera.size))
    return Camera(camera.eye, camera.centre, camera.step * camera.size.height / size.height, size)


def enlarge(picture: Floats, stage: Stage, camera: Camera, rows: slice | None = None) -> Floats:
    """A soft picture at the camera's size, or those rows of it."""
    rows = slice(0, camera.size.height) if rows is None else rows
    scale = camera.step / stage.camera.step
    sizes = zip(camera.size, stage.camera.size, strict=True)
    shift = [0.5 * few - 0.5 + scale * (0.5 - 0.5 * many) for many, few in sizes]
    matrix = np.array(((scale, 0, shift[0]), (0, scale, shift[1] + scale * rows.start)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (camera.size.width, rows.stop - rows.start)
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))


def rays(camera: Camera) -> tuple[Floats, Floats]:
    """Tangents of the angles to the right [1, W] and upwards [H, 1] of the pixels."""
    width, height = camera.size
    u = camera.centre[0] + (np.arange(width) + 0.5 - width / 2) * camera.step
    v = camera.centre[1] - (np.arange(height) + 0.5 - height / 2) * camera.step
    return u[None].astype(np.float32), v[:, None].astype(np.float32)


def ground_places(camera: Camera, yaw: float, rows: slice = slice(None)) -> tuple[Floats, Floats]:
    """x and z of a set turned by `yaw` where the rays of those rows meet the floor, [R, W]."""
    u, v = rays(camera)
    depth = np.float32(camera.eye[1]) / np.maximum(-v[rows], np.float32(2e-3))
    x = u * depth + np.float32(camera.eye[0])
    z = np.broadcast_to(np.float32(camera.eye[2]) - depth, x.shape)
    c, s = np.float32(np.cos(yaw)), np.float32(np.sin(yaw))
    return (c * x - s * z).astype(np.float32), (c * z + s * x).astype(np.float32)


@cache
def _disc(width: float) -> Floats:
    """A lens's disc that wide, a little brighter at its rim; its sum is 1."""
    r = int(np.ceil(width / 2))
    away = np.hypot(*np.mgrid[-r : r + 1, -r : r + 1])
    disc = np.clip(0.5 * width + 0.5 - away, 0, 1) * (0.85 + 0.3 * (away / max(0.5 * width, 0.5)) ** 2)
    return np.asarray(disc / disc.sum(), dtype=np.float32)


def bokeh(picture: Floats, width: float) -> Floats:
    """Out of focus: every point becomes a disc that many pixels wide. Layers [H, W, 4] may be mostly empty."""
    if width < 1.2:
        return picture
    disc = _disc(round(2 * width) / 2)
    part = _used(picture, len(disc)) if picture.shape[2] == 4 else None
    if part is None:
        return _filter(picture, disc)
    out = np.zeros_like(picture)
    out[part] = _filter(picture[part], disc)
    return out


def _filter(picture: Floats, disc: Floats) -> Floats:
    out = cv2.filter2D(picture, -1, disc, borderType=cv2.BORDER_REFLECT)
    # The filter works by Fourier transforms and leaves tiny negative numbers.
    return np.asarray(np.maximum(out, 0, out=out), dtype=np.float32)


def _used(layer: Floats, margin: int) -> tuple[slice, slice]:
    """Rows and columns of a layer on which there is anything, and a margin."""
    rows = cv2.reduce(layer, 1, cv2.REDUCE_MAX).max(axis=2)[:, 0] > 0
    columns = cv2.reduce(layer, 0, cv2.REDUCE_MAX).max(axis=2)[0] > 0
    return _range(rows, margin), _range(columns, margin)


def _range(used: NDArray[np.bool_], margin: int) -> slice:
    at = np.flatnonzero(used)
    if len(at) == 0:
        return slice(0, 1)
    return slice(max(int(at[0]) - margin, 0), min(int(at[-1]) + 1 + margin, len(used)))


def over(below: Floats, above: Floats) -> Floats:
    """A premultiplied picture [H, W, 4] laid over another [H, W, 3 or 4]."""
    from toile.world.scenery import grain

    out = np.array(below, np.float32, order="C")
    width = out.shape[2]
    grain.over(out.reshape(-1, width), np.ascontiguousarray(above, np.float32).reshape(-1, 4), width)
    return out


@cache
def tone(red: int, green: int, blue: int) -> Floats:
    """An 8-bit sRGB colour in linear light, [3] (IEC 61966-2-1)."""
    c = np.array((red, green, blue), dtype=np.float32) / 255
    out = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4).astype(np.float32)
    out.setflags(write=False)
    return out


def mix(a: Colour, b: Colour, share: Any) -> Floats:
    """`a` where `share` [...] is 0, `b` where it is 1; colours [3] or pictures [..., 3]."""
    from toile.world.scenery import grain

    t = np.asarray(share, np.float32)
    first, second = (np.asarray(side, np.float32) for side in (a, b))
    sides = [_rows(side, t.shape) for side in (first, second)]
    out = np.empty((*t.shape, 3), np.float32)
    grain.mix(*sides, np.ascontiguousarray(t).reshape(-1), out.reshape(-1, 3))
    return out


def _rows(side: Floats, shape: tuple[int, ...]) -> Floats:
    if side.ndim > 1:
        side = np.broadcast_to(side, (*shape, 3))
    return np.ascontiguousarray(side, np.float32).reshape(-1, 3)


def opaque(picture: Floats) -> Floats:
    """A picture [H, W, 3] as one that hides everything, [H, W, 4]."""
    return np.dstack((picture, np.ones(picture.shape[:2], np.float32)))


def masked(picture: Floats, alpha: Floats) -> Floats:
    """A picture [H, W, 3] or colour [3] premultiplied with `alpha` [H, W]."""
    colour = np.broadcast_to(np.asarray(picture, np.float32), (*alpha.shape, 3))
    return np.dstack((colour * alpha[..., None], alpha)).astype(np.float32)
