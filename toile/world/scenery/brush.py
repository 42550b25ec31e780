"""Brushes: things of a set painted on a layer [H, W, 4], which they change."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.scenery.noise import clouds, step
from toile.world.scenery.stage import Colour, Stage, masked, mix

SMALL = 1.4  # pixels: the radius below which a ball is a dot
SLIGHT = 9  # pixels: what is lower than that has no gradient
_RUN = np.linspace(0, 1, 6, dtype=np.float32)[:, None]
_CORNERS = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), np.float32)


def panel(stage: Stage, layer: Floats, corners: Any, texture: Floats) -> None:
    """A flat picture [h, w, 3 or 4] (alpha premultiplied) on four places [4, 3]: top left, top right, bottom right,
    bottom left."""
    spots = stage.project(corners)
    part, low = _part(layer, spots)
    if part.size:
        _warp(part, spots - low, texture)


def sheet(stage: Stage, layer: Floats, corners: Any, top: Colour, bottom: Colour) -> None:
    """A flat thing whose colour runs from `top` to `bottom`."""
    spots = stage.project(corners)
    part, low = _part(layer, spots)
    if part.size == 0:
        return
    top, bottom = np.asarray(top, np.float32), np.asarray(bottom, np.float32)
    if part.shape[0] < SLIGHT:
        _fill(part, spots - low, 0.5 * (top + bottom))
        return
    run = np.ones((6, 1, 4), np.float32)
    run[:, 0, :3] = top + _RUN * (bottom - top)
    _warp(part, spots - low, run)


def _part(layer: Floats, spots: NDArray[np.float64]) -> tuple[Floats, NDArray[np.int64]]:
    """The part of a layer round those places, and its upper left corner; empty where they are out of sight."""
    low = np.clip(np.floor(spots.min(axis=0)).astype(np.int64) - 1, 0, layer.shape[1::-1])
    high = np.clip(np.ceil(spots.max(axis=0)).astype(np.int64) + 2, 0, layer.shape[1::-1])
    return layer[low[1] : high[1], low[0] : high[0]], low


def _fixed(spots: NDArray[np.float64]) -> NDArray[np.int32]:
    """Places in sixteenths of a pixel."""
    return np.round(np.clip(spots, -4000, 4000) * 16).astype(np.int32)


def _fill(layer: Floats, spots: NDArray[np.float64], colour: Colour) -> None:
    cv2.fillPoly(layer, [_fixed(spots)], (*(float(c) for c in np.asarray(colour)), 1.0), shift=4)


def _warp(part: Floats, spots: NDArray[np.float64], texture: Floats) -> None:
    if texture.shape[2] == 3:
        texture = np.dstack((texture, np.ones(texture.shape[:2], np.float32)))
    side = np.array(texture.shape[1::-1], np.float32)
    matrix = cv2.getPerspectiveTransform(_CORNERS * side - 0.5, spots.astype(np.float32))
    # The texture's border is repeated and a polygon cuts it: an edge without a dark fringe.
    flat = cv2.warpPerspective(texture, matrix, part.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    shape = np.zeros(flat.shape[:2], np.float32)
    cv2.fillPoly(shape, [_fixed(spots)], 1.0, shift=4)
    flat *= shape[..., None]
    part *= 1 - flat[..., 3:4]
    part += flat


def upright(
    stage: Stage,
    layer: Floats,
    left: float,
    right: float,
    low: float,
    high: float,
    z: float,
    *colours: Colour,
) -> None:
    """A rectangle that faces the camera: one colour, or two from top to bottom."""
    corners = ((left, high, z), (right, high, z), (right, low, z), (left, low, z))
    sheet(stage, layer, corners, colours[0], colours[-1])


def box(
    stage: Stage,
    layer: Floats,
    middle: tuple[float, float, float],
    size: tuple[float, float, float],
    colour: Colour,
    lit: tuple[float, float, float] = (1.0, 1.35, 0.6),
) -> None:
    """A box that stands with the middle of its base there; `lit`: how bright its front, top and sides are."""
    (x, y, z), (w, h, d) = middle, size
    c = np.asarray(colour, np.float32)
    left, right, near, far, top = x - w / 2, x + w / 2, z + d / 2, z - d / 2, y + h
    if stage.camera.eye[1] > top:
        lid = ((left, top, far), (right, top, far), (right, top, near), (left, top, near))
        sheet(stage, layer, lid, c * lit[1] * 0.9, c * lit[1])
    for side, seen in ((left, left > 0), (right, right < 0)):
        if seen:
            wall = ((side, top, far), (side, top, near), (side, y, near), (side, y, far))
            sheet(stage, layer, wall, c * lit[2], c * lit[2] * 0.7)
    front = ((left, top, near), (right, top, near), (right, y, near), (left, y, near))
    sheet(stage, layer, front, c * lit[0], c * lit[0] * 0.72)


def ball(
    stage: Stage, layer: Floats, place: tuple[float, float, float], radius: float, colour: Colour
) -> None:
    """A round thing of one colour."""
    spot, edge = stage.project((place, (place[0] + radius, *place[1:])))
    size = float(np.hypot(*(edge - spot)))
    value = np.array((*(float(c) for c in np.asarray(colour)), 1.0), np.float32)
    if size < SMALL:
        _dot(layer, spot, value, np.pi * size * size)
        return
    centre = tuple(int(c) for c in np.round(np.clip(spot, -4000, 4000) * 16))
    cv2.circle(layer, centre, round(size * 16), value.tolist(), -1, cv2.LINE_8, 4)


def _dot(layer: Floats, spot: NDArray[np.float64], value: Floats, area: float) -> None:
    """A thing smaller than a few pixels, shared out among the four nearest: as much light as its area says."""
    height, width = layer.shape[:2]
    left, top = (int(c) for c in np.floor(spot))
    across, down = spot - (left, top)
    for x, y, share in (
        (left, top, (1 - across) * (1 - down)),
        (left + 1, top, across * (1 - down)),
        (left, top + 1, (1 - across) * down),
        (left + 1, top + 1, across * down),
    ):
        if 0 <= x < width and 0 <= y < height:
            part = min(area * share, 1.0)
            layer[y, x] = layer[y, x] * (1 - part) + value * np.float32(part)


def pole(stage: Stage, layer: Floats, start: Any, end: Any, width: float, colour: Colour) -> None:
    """A straight bar `width` metres thick between two places."""
    spots = stage.project((start, end))
    depth = float(stage.camera.eye[2]) - 0.5 * (start[2] + end[2])
    thick = 0.5 * width / (depth * stage.camera.step)
    along = spots[1] - spots[0]
    across = np.array((-along[1], along[0])) / max(float(np.hypot(*along)), 1e-6) * max(thick, 0.35)
    corners = np.array((spots[0] - across, spots[0] + across, spots[1] + across, spots[1] - across))
    _fill(layer, corners, colour)


def pool(stage: Stage, layer: Floats, x: float, z: float, wide: float, deep: float, dark: float) -> None:
    """A soft dark patch on the floor: what stands there takes the light."""
    turn = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.stack((0.5 * wide * np.cos(turn), np.zeros_like(turn), 0.5 * deep * np.sin(turn)), axis=1)
    middle = np.array((x, 0.0, z))
    rings = [stage.project(middle + share * ring) for share in (1.25, 1.0, 0.75)]
    part, low = _part(layer, rings[0])
    if part.size == 0:
        return
    for corners, share in zip(rings, (0.3, 0.4, 0.5), strict=True):
        shape = np.zeros(part.shape[:2], np.float32)
        cv2.fillPoly(shape, [_fixed(corners - low)], float(dark * share), shift=4)
        part *= 1 - shape[..., None]
        part[..., 3] += shape


def leaves(
    stage: Stage,
    z: float,
    inside: Floats,
    colours: tuple[Colour, Colour, Colour],
    size: float,
    seed: int,
    sparkle: float = 1.0,
    ragged: float = 0.5,
    foot: float | None = None,
) -> Floats:
    """Foliage at depth `z`, a layer: `inside` [H, W] is positive within the crown, in metres; `colours` from shade to
    sun; `size` of a tuft in metres; `sparkle`: how strongly single leaves flash;
    `foot`: softness of the lower end on the floor, in metres."""
    rgba = stage.blank()
    used = inside > -2.0 * ragged
    rows, columns = np.flatnonzero(used.any(axis=1)), np.flatnonzero(used.any(axis=0))
    if len(rows) == 0:
        return rgba
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    x, y = (side[part] for side in np.broadcast_arrays(*stage.plane(z)))
    clump = clouds(x, y, 5 * size, seed, 3)
    tuft = clouds(x, y, size, seed + 10, 3)
    alpha = step(inside[part] + ragged * (1.3 * clump + 0.9 * tuft), 0.35 * size)
    if foot is not None:
        alpha *= step(y + ragged * 0.3 * tuft, foot)
    # Tufts are bright on the side the light comes from: the difference to the noise a little further that way.
    toward = np.float32(stage.side * 0.7 * size), np.float32(0.9 * size)
    ahead = clouds(x + toward[0], y + toward[1], 5 * size, seed, 3)
    light = np.clip(0.45 + 0.9 * (clump - ahead) + 0.30 * tuft + 0.12 * clump, 0, 1)
    colour = mix(
        mix(colours[0], colours[1], np.minimum(2 * light, 1)), colours[2], np.maximum(2 * light - 1, 0)
    )
    flash = np.maximum(clouds(x, y, 0.35 * size, seed + 20, 2) - 0.62, 0) * light
    colour += (14 * sparkle * flash)[..., None] * np.asarray(colours[2], np.float32)
    rgba[part] = masked(colour, alpha)
    return rgba
