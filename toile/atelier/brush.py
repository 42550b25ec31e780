"""Brushes: things of a set painted on a layer [H, W, 4], which they change."""

from typing import Any

import cv2
import numpy as np

from toile.atelier.noise import clouds, step
from toile.atelier.stage import Colour, Stage, mix
from toile.pixels.arrays import Floats

_CORNERS = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), np.float32)


def panel(stage: Stage, layer: Floats, corners: Any, texture: Floats) -> None:
    """A flat picture [h, w, 3 or 4] (alpha premultiplied) on four places [4, 3]: top left, top right, bottom right,
    bottom left."""
    spots = stage.project(corners)
    height, width = stage.shape
    low = np.maximum(np.floor(spots.min(axis=0)).astype(int) - 1, 0)
    high = np.minimum(np.ceil(spots.max(axis=0)).astype(int) + 2, (width, height))
    if (high <= low).any():
        return
    if texture.shape[2] == 3:
        texture = np.dstack((texture, np.ones(texture.shape[:2], np.float32)))
    side = np.array(texture.shape[1::-1], np.float32)
    matrix = cv2.getPerspectiveTransform(_CORNERS * side - 0.5, (spots - low).astype(np.float32))
    flags = cv2.INTER_LINEAR
    # Corners repeat the border, the polygon cuts it: an edge without a dark fringe.
    flat = cv2.warpPerspective(
        texture, matrix, tuple((high - low).tolist()), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    shape = np.zeros(flat.shape[:2], np.float32)
    fixed = np.round(np.clip(spots - low, -4000, 4000) * 16).astype(np.int32)
    cv2.fillPoly(shape, [fixed], 1.0, lineType=cv2.LINE_8, shift=4)
    flat *= shape[..., None]
    part = layer[low[1] : high[1], low[0] : high[0]]
    part *= 1 - flat[..., 3:4]
    part += flat


def sheet(stage: Stage, layer: Floats, corners: Any, top: Colour, bottom: Colour, alpha: float = 1.0) -> None:
    """A flat thing whose colour runs from `top` to `bottom`."""
    run = mix(top, bottom, np.linspace(0, 1, 6, dtype=np.float32)[:, None]) * np.float32(alpha)
    panel(stage, layer, corners, np.dstack((run, np.full((6, 1), alpha, np.float32))))


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
    (x, y, z), (w, h, d) = middle, (s for s in size)
    c = np.asarray(colour, np.float32)
    l, r, n, f, t = x - w / 2, x + w / 2, z + d / 2, z - d / 2, y + h
    if stage.camera.eye[1] > t:
        sheet(stage, layer, ((l, t, f), (r, t, f), (r, t, n), (l, t, n)), c * lit[1] * 0.9, c * lit[1])
    for side, seen in ((l, l > 0), (r, r < 0)):
        if seen:
            shade = c * lit[2]
            corners = ((side, t, f), (side, t, n), (side, y, n), (side, y, f))
            sheet(stage, layer, corners, shade, shade * 0.7)
    sheet(stage, layer, ((l, t, n), (r, t, n), (r, y, n), (l, y, n)), c * lit[0], c * lit[0] * 0.72)


def ball(
    stage: Stage, layer: Floats, place: tuple[float, float, float], radius: float, colour: Colour
) -> None:
    """A round thing of one colour."""
    spot, edge = stage.project((place, (place[0] + radius, *place[1:])))
    size = max(float(np.hypot(*(edge - spot))), 0.4)
    value = (*(float(c) for c in np.asarray(colour)), 1.0)
    centre = tuple(int(c) for c in np.round(np.clip(spot, -4000, 4000) * 16))
    cv2.circle(layer, centre, round(size * 16), value, -1, cv2.LINE_8, 4)


def pole(stage: Stage, layer: Floats, start: Any, end: Any, width: float, colour: Colour) -> None:
    """A straight bar `width` metres thick between two places."""
    spots = stage.project((start, end))
    depth = float(stage.camera.eye[2]) - 0.5 * (start[2] + end[2])
    thick = 0.5 * width / (depth * stage.camera.step)
    along = spots[1] - spots[0]
    across = np.array((-along[1], along[0])) / max(float(np.hypot(*along)), 1e-6) * max(thick, 0.35)
    corners = np.array((spots[0] - across, spots[0] + across, spots[1] + across, spots[1] - across))
    value = (*(float(c) for c in np.asarray(colour)), 1.0)
    cv2.fillPoly(layer, [np.round(np.clip(corners, -4000, 4000) * 16).astype(np.int32)], value, shift=4)


def pool(stage: Stage, layer: Floats, x: float, z: float, wide: float, deep: float, dark: float) -> None:
    """A soft dark patch on the floor: what stands there takes the light."""
    turn = np.linspace(0, 2 * np.pi, 25)[:-1]
    for share, part in ((1.25, 0.3), (1.0, 0.4), (0.75, 0.5)):
        ring = np.stack(
            (
                x + 0.5 * wide * share * np.cos(turn),
                np.zeros_like(turn),
                z + 0.5 * deep * share * np.sin(turn),
            ),
            1,
        )
        shape = np.zeros(stage.shape, np.float32)
        spots = np.round(np.clip(stage.project(ring), -4000, 4000) * 16).astype(np.int32)
        cv2.fillPoly(shape, [spots], float(dark * part), shift=4)
        layer *= 1 - shape[..., None]
        layer[..., 3] += shape


def leaves(
    stage: Stage,
    z: float,
    inside: Floats,
    colours: tuple[Colour, Colour, Colour],
    size: float,
    seed: int,
    sparkle: float = 1.0,
    ragged: float = 0.5,
) -> Floats:
    """Foliage at depth `z`, a layer: `inside` [H, W] is positive within the crown, in metres; `colours` from shade to
    sun; `size` of a tuft in metres; `sparkle`: how strongly single leaves flash."""
    x, y = stage.plane(z)
    x, y = np.broadcast_arrays(x, y)
    clump = clouds(x, y, 5 * size, seed, 3)
    tuft = clouds(x, y, size, seed + 10, 3)
    alpha = step(inside + ragged * (1.3 * clump + 0.9 * tuft), 0.35 * size)
    # Tufts are bright on the side the light comes from: the difference to the noise a little further that way.
    ahead = clouds(x + np.float32(stage.side * 0.7 * size), y + np.float32(0.9 * size), 5 * size, seed, 3)
    light = 0.45 + 0.9 * (clump - ahead) + 0.30 * tuft + 0.12 * clump
    light = np.clip(light, 0, 1).astype(np.float32)
    colour = mix(colours[0], colours[1], np.minimum(2 * light, 1))
    colour = mix(colour, colours[2], np.maximum(2 * light - 1, 0))
    flash = np.maximum(clouds(x, y, 0.35 * size, seed + 20, 2) - 0.62, 0) * light
    colour = colour + (14 * sparkle * flash)[..., None] * np.asarray(colours[2], np.float32)
    return np.dstack((colour * alpha[..., None], alpha)).astype(np.float32)
