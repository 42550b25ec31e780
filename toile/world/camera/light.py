"""Light: directions it comes from, what of it falls where, and how surfaces return it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.camera.render import Camera
from toile.world.ease import smooth
from toile.world.mesh import Faces, Mesh
from toile.world.paint import Paint
from toile.world.threads import share

TEXEL = 0.010  # metres, of the main light's depth maps
BROAD = 0.012  # metres, of the others': each stands for a wide part of the sky
CELL = 0.020  # metres, of the floor's grid
LAYERS = (0.035, 0.10, 0.25, 0.6, 1.2, 9.0)  # heights; what is higher casts a softer shadow on the floor


@dataclass(frozen=True)
class Lights:
    """Light from afar. `toward` float32 [L, 3], unit vectors to each light; `radiance` float32 [L, 3]: how bright a
    white dull plane facing it becomes, linear. `key` bool [L]: a place on the main light, which is `key_toward` [3]
    in the mean and `key_radiance` [3] in all."""

    toward: Floats
    radiance: Floats
    key: NDArray[np.bool_]
    key_toward: Floats
    key_radiance: Floats


@dataclass(frozen=True)
class Maps:
    """What the lights see of the things: a depth map for each of `lights`, along `axes` [L, 3, 3] (right, up, to the
    light) from `lows` [L, 2], of `texels` [L] in metres and `shapes` [L, 2], in one row `heights` from `starts` [L];
    and the floor: its share of the sky `floor` [R, C, 3], of the main light `floor_key` [R, C], from the corner
    `ground` (x, z) on."""

    lights: Lights
    axes: Floats
    lows: Floats
    texels: Floats
    starts: NDArray[np.int64]
    shapes: NDArray[np.int64]
    heights: Floats
    ground: Floats
    floor: Floats
    floor_key: Floats


@dataclass(frozen=True)
class Incident:
    """Light at places: `ambient` [N, 3], all but the main light's; `key` [N], the share 0..1 of the main light that is
    seen; `open` [N], the share 0..1 of the surroundings."""

    ambient: Floats
    key: Floats
    open: Floats


def sphere(count: int) -> Floats:
    """Directions evenly over the sphere (a Fibonacci lattice), from the top down, [N, 3]."""
    i = np.arange(count) + 0.5
    y = 1 - 2 * i / count
    turn = np.pi * (1 + np.sqrt(5)) * i
    r = np.sqrt(1 - y * y)
    return np.stack((r * np.cos(turn), y, r * np.sin(turn)), axis=1).astype(np.float32)


def disc(toward: Floats, radius: float, count: int) -> Floats:
    """Directions evenly over a round light round a unit vector; `radius` is the tangent of its angle, [N, 3]."""
    right, up = _across(np.asarray(toward, np.float64))
    i = np.arange(count) + 0.5
    r, turn = radius * np.sqrt(i / count), np.pi * (1 + np.sqrt(5)) * i
    out = toward + (r * np.cos(turn))[:, None] * right + (r * np.sin(turn))[:, None] * up
    return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True), dtype=np.float32)


def lights(
    around: Floats, sky: Floats, toward: Floats, key: Floats, radius: float, count: int = 10
) -> Lights:
    """Lights from directions `around` [N, 3] that share the sphere evenly, with the radiance `sky` [N, 3] seen in
    each, and a main light of that tangent of `radius` that adds `key` [3] to what faces it."""
    toward = np.asarray(toward, np.float32) / np.float32(np.linalg.norm(toward))
    places = disc(toward, radius, count)
    part = np.tile(np.asarray(key, np.float32) / np.float32(count), (count, 1))
    return Lights(
        np.concatenate((around, places)).astype(np.float32),
        np.concatenate((sky * np.float32(4 / len(around)), part)).astype(np.float32),
        np.arange(len(around) + count) >= len(around),
        toward.astype(np.float32),
        np.asarray(key, np.float32),
    )


def studio() -> Lights:
    """A white studio: a large soft light from the upper left, bright walls, a bright floor."""
    around = sphere(28)
    up = around[:, 1:2]
    front = around[:, 2:3]
    sky = 0.30 + 0.14 * np.maximum(up, 0) + 0.12 * np.maximum(front, 0) - 0.05 * np.maximum(-up, 0)
    tint = np.where(up > 0, (0.97, 1.0, 1.04), (1.03, 1.0, 0.96))
    return lights(
        around,
        (sky * tint).astype(np.float32),
        np.array((-0.50, 0.62, 0.60)),
        np.array((0.86, 0.84, 0.81)),
        0.22,
    )


def maps(occluders: Sequence[Mesh], from_: Lights, floor: bool = True) -> Maps:
    """Draw the depth maps of things, and their shadows on the floor y = 0."""
    from toile.world.camera import shadow

    fine = _places(occluders)
    low, high = shadow.bounds(fine)
    coarse = shadow.thin(fine, np.float32(0.6 * BROAD))
    axes = np.array([(*_across(t), t) for t in from_.toward.astype(np.float64)], dtype=np.float32)
    texels = np.where(from_.key, TEXEL, BROAD).astype(np.float32)
    corners = np.stack(np.meshgrid(*zip(low, high, strict=True)), axis=-1).reshape(-1, 3)
    flat = np.einsum("lak,ck->lca", axes[:, :2], corners)
    lows = (flat.min(axis=1) - 3 * texels[:, None]).astype(np.float32)
    shapes = (np.ceil((flat.max(axis=1) - lows) / texels[:, None]).astype(np.int64) + 3)[:, ::-1].copy()
    starts = np.concatenate(((0,), np.cumsum(shapes.prod(axis=1))))
    heights = np.full(starts[-1], shadow.NOTHING, np.float32)

    def draw(first: int, last: int) -> None:
        for k in range(first, last):
            one = heights[starts[k] : starts[k + 1]].reshape(shapes[k])
            places = fine if from_.key[k] else coarse
            shadow.splat(places, axes[k], lows[k], np.float32(1 / texels[k]), one)

    share(len(axes), draw, least=2)
    ground, grid, grid_key = _floor(coarse, low, high, from_) if floor else _no_floor()
    return Maps(from_, axes, lows, texels, starts[:-1], shapes, heights, ground, grid, grid_key)


def _places(occluders: Sequence[Mesh]) -> Floats:
    """Places all over the things, [N, 3]: at most one or two in every half texel, and no gap as wide as one."""
    from toile.world.camera import shadow

    clouds: list[Floats] = [np.zeros((0, 3), np.float32)] * len(occluders)

    def spread(first: int, last: int) -> None:
        for k, mesh in enumerate(occluders[first:last], first):
            added = shadow.scatter(mesh.vertices, mesh.faces, 0.8 * TEXEL, 400)
            clouds[k] = shadow.thin(np.concatenate((mesh.vertices, added)), np.float32(0.6 * TEXEL))

    share(len(occluders), spread, least=2)
    return np.concatenate(clouds)


def fall(seen: Maps, points: Floats, normals: Floats) -> Incident:
    """The light at places [P, 3] with those unit normals. The floor hides nothing; where it lies in shadow itself,
    less light comes up from it."""
    from toile.world.camera import shadow

    n, light = len(points), seen.lights
    out = Incident(np.empty((n, 3), np.float32), np.empty(n, np.float32), np.empty(n, np.float32))
    bounce = (seen.floor.mean(axis=2) + 2 * seen.floor_key) / 3
    span = np.float32(1 / CELL if seen.floor.size > 3 else 0)

    def work(first: int, last: int) -> None:
        shadow.fall(
            points,
            normals,
            seen.axes,
            seen.lows,
            seen.starts,
            seen.shapes,
            seen.heights,
            seen.texels,
            light.radiance,
            light.key,
            bounce,
            seen.ground,
            span,
            first,
            last,
            out.ambient,
            out.key,
            out.open,
        )

    share(n, work, least=2000)
    return out


def floor_light(seen: Maps, camera: Camera) -> tuple[Floats, Floats]:
    """What the floor keeps of the sky's light [H, W, 3] and of the main light [H, W], 0..1; 1 above the horizon."""
    width, height = camera.size
    rows = camera.centre[1] - (np.arange(height) + 0.5 - height / 2) * camera.step
    columns = camera.centre[0] + (np.arange(width) + 0.5 - width / 2) * camera.step
    far = np.where(rows < -1e-4, camera.eye[1] / np.maximum(-rows, 1e-4), 1e4)
    x = (camera.eye[0] + far[:, None] * columns - seen.ground[0]) / CELL - 0.5
    z = np.broadcast_to(((camera.eye[2] - far - seen.ground[1]) / CELL - 0.5)[:, None], x.shape)
    both = np.dstack((seen.floor, seen.floor_key))
    place = (x.astype(np.float32), z.astype(np.float32))
    kept = cv2.remap(both, *place, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(1, 1, 1, 1))
    return np.ascontiguousarray(kept[..., :3]), np.ascontiguousarray(kept[..., 3])


def shade(
    paint: Paint,
    normal: Floats,
    view: Floats,
    ambient: Floats,
    key: Floats,
    open_: Floats,
    light: Lights,
    plain: Floats | None = None,
) -> Floats:
    """Radiance [N, 3] toward `view` [N, 3], unit vectors to the eye.

    `normal` [N, 3] may be bent; `plain` is the one that the incident light was found with. `ambient` [N, 3], `key` and
    `open_` [N] as of `Incident`. The sources of the formulas are in `shine`.
    """
    from toile.world.camera import shine

    out = np.empty((len(normal), 3), np.float32)
    around = ~light.key
    basis = _harmonics(light.toward[around])
    sky = np.pi * basis.T @ light.radiance[around]
    # Bands of a dull surface (Ramamoorthi and Hanrahan, "An efficient representation for irradiance", 2001).
    dome = sky * np.array((1, *(2 / 3,) * 3, *(1 / 4,) * 5))[:, None]
    smooth = sky * np.array((1, *(0.9,) * 3, *(0.7,) * 5))[:, None]
    spread = light.toward[light.key] @ light.key_toward
    size = float(np.sqrt(np.maximum(1 - spread.min() ** 2, 0)))
    fields = (paint.albedo, paint.gloss, paint.rough, paint.sheen, paint.glow, paint.strand)
    rows = tuple(np.ascontiguousarray(field, dtype=np.float32) for field in fields)
    toward, radiance = light.key_toward.astype(np.float64), light.key_radiance.astype(np.float64)
    plain = normal if plain is None else plain

    def work(first: int, last: int) -> None:
        shine.shade(
            *rows,
            normal,
            plain,
            view,
            ambient,
            key,
            open_,
            toward,
            radiance,
            size,
            smooth,
            dome,
            first,
            last,
            out,
        )

    share(len(normal), work)
    return out


def average(lights: Lights) -> Floats:
    """What the surroundings, without the main light, throw on a surface that faces anywhere, [3]."""
    around = lights.radiance[~lights.key]
    return np.asarray(0.25 * around.sum(axis=0), dtype=np.float32)


def soften(values: Floats, faces: Faces, rounds: int = 1, among: NDArray[np.bool_] | None = None) -> Floats:
    """Values at vertices [V, K], averaged with their neighbours' that many times; over the faces between vertices
    `among` [V] only."""
    from toile.world.camera import shadow

    out = np.asarray(values, dtype=np.float32)
    among = np.ones(len(out), np.bool_) if among is None else among
    for _ in range(rounds):
        out = shadow.soften(out, faces, among)
    return out


def _across(toward: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two unit vectors across a direction."""
    other = np.array((0.0, 1.0, 0.0)) if abs(toward[1]) < 0.9 else np.array((0.0, 0.0, 1.0))
    right = np.cross(other, toward)
    right /= np.linalg.norm(right)
    return right, np.cross(toward, right)


def _harmonics(toward: Floats) -> NDArray[np.float64]:
    from toile.world.camera import shine

    out = np.zeros((len(toward), 9))
    for row, (x, y, z) in zip(out, toward.astype(np.float64), strict=True):
        shine.harmonics(x, y, z, row)
    return out


def _no_floor() -> tuple[Floats, Floats, Floats]:
    return np.zeros(2, np.float32), np.ones((1, 1, 3), np.float32), np.ones((1, 1), np.float32)


def _floor(places: Floats, low: Floats, high: Floats, from_: Lights) -> tuple[Floats, Floats, Floats]:
    """The corner (x, z) of a grid on the floor, its share of the sky [R, C, 3] and of the main light [R, C]."""
    thrown = high[1] * from_.key_toward / max(float(from_.key_toward[1]), 0.25)
    margin = 0.7
    near = np.minimum(low, low - thrown)[[0, 2]] - margin
    far = np.maximum(high, high - thrown)[[0, 2]] + margin
    columns, rows = np.ceil((far - near) / CELL).astype(int)
    above = np.flatnonzero(from_.toward[:, 1] > 0.08)
    kept = np.ones((len(above), rows, columns), np.float32)
    corner = near.astype(np.float32)
    around = float(np.sqrt(4 / max(int((~from_.key).sum()), 1)))
    area = np.sqrt(np.maximum(1 - (from_.toward[from_.key] @ from_.key_toward) ** 2, 0))
    part = float(area.max()) / np.sqrt(max(len(area), 1)) if len(area) else 0.05

    def work(first: int, last: int) -> None:
        for k in range(first, last):
            toward = from_.toward[above[k]]
            wide = part if from_.key[above[k]] else around
            kept[k] = _cast(
                places, toward, corner, (rows, columns), (1.9 if from_.key[above[k]] else 1.1) * wide
            )

    share(len(above), work, least=2)
    fade = _fade(rows, columns)
    weight = from_.radiance[above] * from_.toward[above, 1:2]
    key = from_.key[above]
    sky = np.einsum("krc,kj->rcj", kept[~key], weight[~key] / weight[~key].sum(axis=0))
    main = kept[key].mean(axis=0) if key.any() else np.ones((rows, columns), np.float32)
    return (
        corner,
        np.asarray(1 - fade[..., None] * (1 - sky), dtype=np.float32),
        np.asarray(1 - fade * (1 - main), dtype=np.float32),
    )


def _cast(places: Floats, toward: Floats, corner: Floats, shape: tuple[int, int], wide: float) -> Floats:
    """The share of one light that reaches the floor, [R, C]: shadows blurred as far as what casts them is high."""
    from toile.world.camera import shadow

    heights = np.full(shape, 9.0, np.float32)
    shadow.floor_splat(places, toward, corner, np.float32(1 / CELL), heights)
    blocked = np.zeros(shape, np.float32)
    low = -1.0
    for high in (*LAYERS[:-1], 8.0):
        layer = ((heights >= low) & (heights < high)).astype(np.float32)
        middle = 0.5 * (max(low, 0.0) + min(high, 2.0))
        # Two boxes of this width blur like a cone of the light's angle.
        width = 2 * round(0.5 * wide * middle / float(toward[1]) / CELL) + 1
        width = min(max(width, 3), 61)
        for _ in range(2):
            layer = np.asarray(
                cv2.blur(layer, (width, width), borderType=cv2.BORDER_CONSTANT), dtype=np.float32
            )
        blocked += layer
        low = high
    return np.asarray(1 - np.minimum(blocked, 1), dtype=np.float32)


def _fade(rows: int, columns: int) -> Floats:
    """1 inside the grid, 0 at its edges."""
    y = np.minimum(np.arange(rows), np.arange(rows)[::-1])
    x = np.minimum(np.arange(columns), np.arange(columns)[::-1])
    return smooth(np.minimum(y[:, None], x[None, :]) / 14.0)
