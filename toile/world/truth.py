"""What is true of a rendered photo: labels, joints, depth, landmarks, attributes."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from toile.domain.body import BodyPose, Joint, JointSource, Region, Side
from toile.domain.garment import Attributes, Category, GarmentLandmarks, Kind, Strip
from toile.domain.geometry import Point, Size
from toile.pixels.arrays import Floats, Labels, Mask
from toile.world import cloth, table
from toile.world.body import Figure
from toile.world.cloth import GarmentSpec
from toile.world.render import Camera, Hits, hidden
from toile.world.shape import Loft, Surface, Vector

_NAMED = {
    "hair": Region.HAIR,
    "shoes": Region.SHOES,
    Category.TOP: Region.TOP,
    Category.OUTER: Region.TOP,
    Category.BOTTOM: Region.BOTTOM,
    Category.DRESS: Region.DRESS,
}
_STATIONS = 9
# How thick the body is in front of a joint, so that being inside a limb does not count as hidden.
_DEPTH = {"hip": 0.16, "shoulder": 0.10, "knee": 0.10, "ear": 0.06, "heel": 0.20, "ankle": 0.12}


def region(surface: str, part: str) -> Region:
    """What a part of a surface shows."""
    if surface != "skin":
        return _NAMED[surface]
    last = part.split()[-1]
    if last in ("arm", "forearm"):
        return Region.ARMS
    if last in ("palm", "thumb") or last.isdigit():
        return Region.HANDS
    return Region.LEGS if last in ("thigh", "shin") else Region.SKIN


def labels(surfaces: Sequence[Surface], hits: Hits) -> Labels:
    """The region that most of each pixel's four samples show, [H, W]."""
    names = [region(surface.name, loft.part) for surface in surfaces for loft in surface.lofts]
    lookup = np.array([*names, Region.BACKGROUND], dtype=np.uint8)
    loft = hits.samples[..., table.LOFT].astype(np.int64)
    fine = lookup[np.where(hits.samples[..., table.SURFACE] >= 0, loft, len(names))]
    four = np.stack((fine[0::2, 0::2], fine[0::2, 1::2], fine[1::2, 0::2], fine[1::2, 1::2]))
    votes = np.stack([(four == value).sum(axis=0) for value in range(len(Region))])
    # A tie with the background goes to the person, so that labels and alpha of one half agree.
    votes[Region.BACKGROUND] = np.where(votes[Region.BACKGROUND] <= 2, -1, 9)
    winner: Labels = votes.argmax(axis=0).astype(np.uint8)
    return winner


def worn(surfaces: Sequence[Surface], hits: Hits) -> dict[Category, Mask]:
    """How much of each pixel each garment covers."""
    out = {}
    for number, surface in enumerate(surfaces):
        if surface.name in list(Category):
            mine = (hits.samples[..., table.SURFACE] == number).astype(np.float32)
            quarter = mine[0::2, 0::2] + mine[1::2, 0::2] + mine[0::2, 1::2] + mine[1::2, 1::2]
            out[Category(surface.name)] = 0.25 * quarter
    return out


def depth(hits: Hits) -> Floats:
    """Mean depth of the samples that hit, where at least half do; inf elsewhere. Metres, [H, W]."""
    inside = hits.samples[..., table.SURFACE] >= 0
    value = np.where(inside, hits.samples[..., table.DEPTH], 0)
    total = sum(value[i::2, j::2] for i in (0, 1) for j in (0, 1))
    count = sum(inside[i::2, j::2].astype(np.float64) for i in (0, 1) for j in (0, 1))
    return np.where(count >= 2, total / np.maximum(count, 1), np.inf).astype(np.float32)


def pose(surfaces: Sequence[Surface], camera: Camera, joints: Mapping[str, Vector]) -> BodyPose:
    """Joints in pixels; confidence 0.5 where something other than its own limb and clothes lies before one."""
    names = list(joints)
    before = hidden(surfaces, camera, [joints[name] for name in names])
    found = {}
    for name, covered in zip(names, before, strict=True):
        point = camera.project(joints[name])
        seen = covered <= _DEPTH.get(name.split("_")[-1], 0.065)
        found[name] = Joint(point.x, point.y, 1.0 if seen else 0.5)
    return BodyPose(found, JointSource.WORLD, 1.0)


def landmarks(
    figure: Figure, garment: GarmentSpec, surface: Surface, camera: Camera, alpha: Mask
) -> GarmentLandmarks:
    """The garment's landmarks in pixels, moved along their own outward direction onto the border of `alpha`."""
    places = cloth.landmarks(figure, garment, surface)
    points = {name: camera.project(place) for name, place in places.items()}
    axis = camera.project(figure.trunk.place(0, 1.0, 0)).x
    for name, point in tuple(points.items()):
        toward = _OUTWARD.get(name.partition("_")[2], _OUTWARD.get(name))
        if toward is not None:
            sign = 1.0 if name.startswith("left") else -1.0
            points[name] = _to_border(alpha, point, toward[0] * sign, toward[1])
    lofts = cloth.leg_lofts if garment.kind in (Kind.TROUSERS, Kind.SHORTS) else cloth.arm_lofts
    strips = {}
    for side in Side:
        limb = lofts(surface, side)
        if limb:
            strips[side] = _strip(figure, limb, side, camera, points)
    return GarmentLandmarks(garment.kind, garment.sleeve, points, strips, axis, 1.0, 1.0)


# Which way (wearer's left, down) the border lies from a landmark's place on the surface.
_OUTWARD = {
    "shoulder": (0.6, -0.8),
    "armpit": (0.45, 0.9),
    "waist": (1.0, 0.0),
    "hip": (1.0, 0.0),
    "crotch": (0.0, 1.0),
}


def _to_border(alpha: Mask, point: Point, dx: float, dy: float) -> Point:
    """From the point along a direction, out to where the coverage falls through one half (or back in)."""
    reach = 0.12 * max(alpha.shape)
    steps = np.arange(-reach, reach, 0.1)
    x, y = point.x + dx * steps, point.y + dy * steps
    values = cv2.remap(
        alpha, (x - 0.5).astype(np.float32)[None], (y - 0.5).astype(np.float32)[None], cv2.INTER_LINEAR
    )[0]
    falls = np.flatnonzero((values[:-1] >= 0.5) & (values[1:] < 0.5))
    if len(falls) == 0:
        return point
    best = falls[np.argmin(np.abs(steps[falls]))]
    return Point(float(x[best]), float(y[best]))


def _strip(
    figure: Figure,
    limb: Sequence[Loft],
    side: Side,
    camera: Camera,
    points: Mapping[str, Point],
) -> Strip:
    """Both edges of a sleeve or a leg, `_STATIONS` points each, evenly spaced along the limb."""
    sign = 1.0 if side is Side.LEFT else -1.0
    lengths = np.array([loft.length for loft in limb])
    ends = np.concatenate(((0.0,), np.cumsum(lengths)))
    edges: dict[float, list[Point]] = {1.0: [], -1.0: []}
    for along in np.linspace(0, ends[-1], _STATIONS):
        number = min(int(np.searchsorted(ends, along, side="right")) - 1, len(limb) - 1)
        share = (along - ends[number]) / lengths[number]
        for edge, out in edges.items():
            out.append(camera.project(limb[number].at(float(share), x=edge * sign)))
    outer, inner = edges[1.0], edges[-1.0]
    arm = f"{side}_armpit" in points
    first_out = points[f"{side}_shoulder" if arm else f"{side}_waist"]
    first_in = points[f"{side}_armpit" if arm else "crotch"]
    return Strip((first_out, *outer[1:]), _from(first_in, inner))


def _from(start: Point, edge: Sequence[Point]) -> tuple[Point, ...]:
    """`_STATIONS` points from the start along the part of the edge that lies beyond it, evenly spaced."""
    away = [np.hypot(p.x - start.x, p.y - start.y) for p in edge]
    line = np.array([start, *edge[int(np.argmin(away)) + 1 :]])
    if len(line) == 1:
        line = np.array([start, edge[-1]])
    length = np.concatenate(((0.0,), np.cumsum(np.hypot(*np.diff(line, axis=0).T))))
    at = np.linspace(0, length[-1], _STATIONS)
    return tuple(
        Point(float(x), float(y))
        for x, y in zip(np.interp(at, length, line[:, 0]), np.interp(at, length, line[:, 1]), strict=True)
    )


def attributes(garment: GarmentSpec) -> Attributes:
    """What the garment was made as. Colours' shares are nominal: the ground first."""
    spec = garment.fabric
    names = spec.names or ("plain",)
    shares = (1.0,) if len(names) == 1 or spec.pattern.value == "plain" else (0.65, 0.35)
    colours = tuple(zip(names, shares, strict=False))
    neckline = garment.neckline if garment.category in (Category.TOP, Category.DRESS) else ""
    return Attributes(garment.kind, garment.sleeve, neckline, colours, spec.pattern, 1.0)


def ground(
    size: Size, tone: tuple[float, float, float], fall: float, alpha: Mask, kind: str, seed: int
) -> Floats:
    """The ground of a product shot in linear light, [H, W, 3]."""
    y, x = np.mgrid[0 : size.height, 0 : size.width].astype(np.float32)
    away = np.hypot(x / size.width - 0.5, y / size.height - 0.45)
    out = np.array(tone, np.float32) * (1 - fall * away)[..., None]
    if kind == "shadowed":
        reach = 0.02 * size.height
        moved = cv2.warpAffine(alpha, np.array(((1, 0, 0.7 * reach), (0, 1, reach)), np.float32), size)
        soft = cv2.GaussianBlur(moved, (0, 0), 0.8 * reach)
        out = out * (1 - 0.38 * soft)[..., None]
    return np.asarray(out, dtype=np.float32)
