"""Bending the garment's photo onto the body: the torso by a thin-plate spline, sleeves and legs by ruled strips.

Maps go from the target to the source: for each pixel of the person's photo, the place in the garment's photo
that it shows. One mesh for a whole garment folds at the armpits, so each part has its own map.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.geometry import Box
from toile.pixels.arrays import RGB, Floats, Mask, Points

GRID = 8  # pixels between the places where the spline is evaluated; in between it is linear
STATIONS = 28  # cross lines of a strip after it has been made dense
SPARSE = 4  # pixels between the places where a map's scale is looked at
ROUND = 4  # pixels of a photo that are kept round what is seen of it
LEAST = 8  # pixels that are left of a garment's shorter side, however small it is to be seen
SPREAD = 0.22  # how far a strip reaches over its own edges, as a share of its width, to carry soft outlines


@dataclass(frozen=True)
class Layer:
    """A part of the garment in the person's picture. `rgb` is meaningful where `alpha` is above 0."""

    box: Box
    rgb: Floats  # [h, w, 3] 0..255
    alpha: Mask  # [h, w]


@dataclass(frozen=True)
class Spline:
    """A thin-plate spline of the plane onto the plane. Bookstein, Principal Warps, TPAMI 1989."""

    centres: Points  # [N, 2]
    weights: Points  # [N + 3, 2]

    def __call__(self, points: Points) -> Points:
        """Where [M, 2] points go."""
        kernel = _bend(points, self.centres)
        affine = np.concatenate((np.ones((len(points), 1)), points), axis=1)
        mapped: Points = kernel @ self.weights[:-3] + affine @ self.weights[-3:]
        return mapped


def fit_spline(source: Points, target: Points, stiffness: float = 1e-3) -> Spline:
    """The spline that takes [N, 2] `source` points near the [N, 2] `target` points.

    `stiffness` trades exactness for smoothness, in units of the squared spread of the source points.
    """
    count = len(source)
    spread = float(np.var(source, axis=0).sum())
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _bend(source, source) + np.eye(count) * stiffness * spread
    system[:count, count] = system[count, :count] = 1.0
    system[:count, count + 1 :] = source
    system[count + 1 :, :count] = source.T
    values = np.concatenate((target, np.zeros((3, 2))))
    weights: Points = np.linalg.lstsq(system, values, rcond=None)[0].astype(np.float64)
    return Spline(source, weights)


def warp_by_spline(rgb: RGB, alpha: Mask, spline: Spline, box: Box) -> Layer:
    """The garment seen through a spline from person pixels to garment pixels, inside `box`."""
    xs = np.arange(box.left, box.right + GRID, GRID, dtype=np.float64)
    ys = np.arange(box.top, box.bottom + GRID, GRID, dtype=np.float64)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)  # [gh, gw, 2]
    coarse = spline(grid.reshape(-1, 2)).reshape(grid.shape).astype(np.float32)
    width, height = box.size
    # The grid is sampled at pixel corners of the coarse picture: an affine warp places it without half-pixel drift.
    scale = np.array([[1 / GRID, 0, 0], [0, 1 / GRID, 0]], dtype=np.float64)
    dense = cv2.warpAffine(
        coarse,
        scale,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return sample(rgb, alpha, np.asarray(dense, dtype=np.float32), box)


def warp_by_strip(
    rgb: RGB,
    alpha: Mask,
    source: tuple[Points, Points],
    target: tuple[Points, Points],
    box: Box,
    bow: float = 0.0,
) -> Layer:
    """The garment seen through a ruled strip: stations along both edges, straight lines across.

    `source` and `target` are (outer, inner) edges of equally many points each, root to cuff. Each edge keeps its
    own length, so the short inner seam of a sleeve does not fold. `bow` rounds the cuff as seen round a limb, as a
    share of its width.
    """
    across = np.array([-SPREAD, 0.0, 0.25, 0.5, 0.75, 1.0, 1.0 + SPREAD])
    src = _lattice(source, across)  # [S, A, 2]
    dst = _lattice(target, across)
    if bow:
        dst = _bowed(dst, across, bow)
    width, height = box.size
    triangles, affines = _affines(_triangles(dst), _triangles(src))
    mesh = np.full((height, width), -1, dtype=np.int32)
    corners = np.rint(triangles - (box.left, box.top)).astype(np.int32)
    for index, triangle in enumerate(corners):
        cv2.fillConvexPoly(mesh, triangle, index)
    dense = np.full((height, width, 2), -1e4, np.float32)  # outside the strip: outside the garment's photo
    ys, xs = np.nonzero(mesh >= 0)
    if len(xs):
        table = affines[mesh[ys, xs]]  # [n, 2, 3]
        x, y = (xs + box.left).astype(np.float32)[:, None], (ys + box.top).astype(np.float32)[:, None]
        dense[ys, xs] = table[..., 0] * x + table[..., 1] * y + table[..., 2]
    return sample(rgb, alpha, dense, box)


def sample(rgb: RGB, alpha: Mask, where: Floats, box: Box) -> Layer:
    """The garment at the given places [h, w, 2]; alpha is 0 outside its photo. Shrinks without moiré."""
    x, y = cv2.split(where)
    inside = x > -1e3
    if not inside.any():
        return Layer(box, np.zeros((*x.shape, 3), np.float32), np.zeros(x.shape, np.float32))
    # Only the part of the photo that can be seen, with what a cubic needs round it.
    left, right = _extent(x[inside], alpha.shape[1])
    top, bottom = _extent(y[inside], alpha.shape[0])
    rgb, alpha = np.ascontiguousarray(rgb[top:bottom, left:right]), alpha[top:bottom, left:right]
    where = where - np.array([left, top], np.float32)
    step = _step(where)
    if step > 1.3:
        # The target is smaller than the source: average first, or fine stripes turn into moiré.
        factor = max(1.0 / step, LEAST / min(alpha.shape))
        rgb = np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        alpha = np.asarray(
            cv2.resize(alpha, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.float32
        )
        where = (where + 0.5) * np.float32(factor) - np.float32(0.5)
    x, y = cv2.split(where)
    colour = cv2.remap(rgb, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.remap(alpha, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0.0,))
    return Layer(box, np.asarray(colour, np.float32), np.asarray(cover, np.float32))


def _extent(places: NDArray[Any], size: int) -> tuple[int, int]:
    """The first and one past the last pixel of `size` that places [n] along it look at; at least a few."""
    first = int(np.clip(np.floor(places.min()) - ROUND, 0, max(size - 2 * ROUND, 0)))
    return first, int(np.clip(np.ceil(places.max()) + ROUND, first + 2 * ROUND, max(size, first + 1)))


def bound(points: Points, margin: float, height: int, width: int) -> Box:
    """The smallest box of whole pixels round the points, `margin` wider, inside the picture; never empty."""
    low = np.floor(points.min(axis=0) - margin)
    high = np.ceil(points.max(axis=0) + margin)
    left, top = int(np.clip(low[0], 0, width - 1)), int(np.clip(low[1], 0, height - 1))
    return Box(left, top, int(np.clip(high[0], left + 1, width)), int(np.clip(high[1], top + 1, height)))


def resample(edge: Points, count: int) -> Points:
    """A polyline [N, 2] with `count` points at equal distances along it."""
    lengths = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(edge, axis=0), axis=1))))
    if lengths[-1] <= 0:
        return np.repeat(edge[:1], count, axis=0)
    where = np.linspace(0.0, lengths[-1], count)
    return np.stack([np.interp(where, lengths, edge[:, axis]) for axis in (0, 1)], axis=1)


def _bend(points: Points, centres: Points) -> Points:
    """r^2 log r between [M, 2] and [N, 2], as [M, N]."""
    squared = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=-1)
    bent: Points = 0.5 * squared * np.log(np.maximum(squared, 1e-12))
    return bent


def _lattice(edges: tuple[Points, Points], across: Points) -> Points:
    """Points [S, A, 2] on the lines between both edges, one station before the root and one after the cuff."""
    outer, inner = (resample(edge, STATIONS) for edge in edges)
    lines = outer[:, None] + (inner - outer)[:, None] * across[None, :, None]
    # One station more at either end carries the overlap at the root and the soft rim at the cuff.
    before = lines[:1] + (lines[:1] - lines[1:2]) * 1.5
    after = lines[-1:] + (lines[-1:] - lines[-2:-1]) * 1.5
    return np.concatenate((before, lines, after))


def _bowed(lattice: Points, across: Points, bow: float) -> Points:
    """The cuff's end rounded outwards, fading over the last third of the strip."""
    along = lattice[-1] - lattice[-3]
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    width = np.linalg.norm(lattice[-2, 1] - lattice[-2, -2])
    curve = np.clip(4 * across * (1 - across), 0, None) * bow * width
    fade = np.clip(np.linspace(-2.0, 1.0, len(lattice)), 0, 1)
    bowed: Points = lattice + fade[:, None, None] * curve[None, :, None] * along[None]
    return bowed


def _triangles(lattice: Points) -> Points:
    """Two triangles [N, 3, 2] for every cell of a lattice [S, A, 2], row by row."""
    corner, right, below, far = lattice[:-1, :-1], lattice[:-1, 1:], lattice[1:, :-1], lattice[1:, 1:]
    pairs = np.stack(
        (np.stack((corner, right, below), axis=-2), np.stack((far, right, below), axis=-2)), axis=2
    )
    triangles: Points = pairs.reshape(-1, 3, 2)
    return triangles


def _affines(triangles: Points, origins: Points) -> tuple[Points, Floats]:
    """The triangles [N, 3, 2] that have an area, and the affine maps [N, 2, 3] from them to their origins."""

    def edges(corners: Points) -> Points:
        return np.stack((corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=-1)

    solid = np.abs(np.linalg.det(edges(triangles))) >= 1e-6
    triangles, origins = triangles[solid], origins[solid]
    linear = edges(origins) @ np.linalg.inv(edges(triangles))
    shift = origins[:, 0] - (linear @ triangles[:, 0, :, None])[..., 0]
    return triangles, np.concatenate((linear, shift[..., None]), axis=-1).astype(np.float32)


def _step(where: Floats) -> float:
    """How many source pixels one target pixel covers, typically; looked at every few pixels."""
    rows, columns = (where.shape[0] - 2) // SPARSE + 1, (where.shape[1] - 2) // SPARSE + 1
    if rows < 1 or columns < 1:
        return 1.0
    here, right, below = (where[y::SPARSE, x::SPARSE][:rows, :columns] for y, x in ((0, 0), (0, 1), (1, 0)))
    inside = np.minimum.reduce([here[..., 0], right[..., 0], below[..., 0]]) > -1e3
    if not inside.any():
        return 1.0
    dx, dy = (np.linalg.norm(next_ - here, axis=-1)[inside] for next_ in (right, below))
    return float(np.sqrt(max(float(np.median(dx)) * float(np.median(dy)), 1e-6)))
