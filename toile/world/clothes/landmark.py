"""Landmarks of a garment that is photographed alone: places on its mesh, then points of its picture."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind, Strip
from toile.domain.geometry import Point
from toile.pixels.arrays import Floats, Mask
from toile.world.camera.render import Camera
from toile.world.clothes import cloth
from toile.world.clothes.form import Form
from toile.world.clothes.garment import TO_CUFF, TO_HEM, TO_NECK, TO_OPENING, GarmentSpec, Panel
from toile.world.mesh import Mesh

STATIONS = 9  # of a strip
_ON = 0.004  # metres from an edge that count as on it
_SIGN = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_SLEEVE = {Side.LEFT: Panel.LEFT_SLEEVE, Side.RIGHT: Panel.RIGHT_SLEEVE}
_LEG = {Side.LEFT: Panel.LEFT_LEG, Side.RIGHT: Panel.RIGHT_LEG}
# Which way (wearer's left, down) the border lies from a landmark's place on the cloth.
_OUTWARD = {"shoulder": (0.6, -0.8), "armpit": (0.45, 0.9), "waist": (1.0, 0.0), "hip": (1.0, 0.0)}

Places = dict[str, NDArray[np.float64]]
Vertices = NDArray[np.int64]  # indices, [N]


def places(garment: GarmentSpec, mesh: Mesh, form: Form) -> Places:
    """Where the named places of `domain.garment` are on a mesh that hangs or lies straight, in its own room."""
    if garment.kind in (Kind.TROUSERS, Kind.SHORTS):
        return _legs(mesh, form)
    return _skirt(mesh, form) if garment.kind is Kind.SKIRT else _upper(mesh, form)


def read(
    garment: GarmentSpec, mesh: Mesh, found: Places, camera: Camera, alpha: Mask, upright: Floats
) -> GarmentLandmarks:
    """The landmarks in pixels. `found`: the places, as `mesh` is seen; `upright` [2, 2] turns its picture's directions
    (wearer's left, down). Points that lie on the outline are moved onto the border of `alpha`."""
    points = {name: camera.project(place) for name, place in found.items()}
    for name, point in tuple(points.items()):
        side, _, rest = name.partition("_")
        toward = _OUTWARD.get(rest) if side in _SIGN else (0.0, 1.0) if name == "crotch" else None
        if toward is not None:
            sign = 1.0 if side == "left" else -1.0
            points[name] = _to_border(alpha, point, upright @ np.array((toward[0] * sign, toward[1])))
    for side in Side:
        if len(_of(mesh, _SLEEVE[side])):
            points[f"{side}_armpit"] = _armpit(alpha, points, side, upright)
    strips = {}
    for side in Side:
        strip = _strip(mesh, side, camera, points)
        if strip is not None:
            strips[side] = strip
    middle = [points[n].x for n in points if n.startswith(("left", "right"))]
    axis = float(np.mean(middle)) if middle else 0.5 * camera.size.width
    return GarmentLandmarks(garment.kind, garment.sleeve, points, strips, axis, 1.0, 1.0)


def _upper(mesh: Mesh, form: Form) -> Places:
    out: Places = {}
    trunk = _of(mesh, Panel.FRONT, Panel.BACK, Panel.WAISTBAND)
    front = _of(mesh, Panel.FRONT)
    rim = _rim(mesh, front, TO_NECK)
    at = mesh.vertices.astype(np.float64)
    waist = form.waist * form.scale
    for side, sign in _SIGN.items():
        mine = _rim(mesh, front[at[front, 0] * sign > 0.004], TO_NECK)
        # The shoulder's high point; a roll neck is as high all round, there the outermost place.
        out[f"{side}_neck"] = at[mine[(at[mine, 1] + 0.3 * np.abs(at[mine, 0])).argmax()]]
        seam = _armhole(mesh, side)
        out[f"{side}_shoulder"] = at[seam[at[seam, 1].argmax()]]
        out[f"{side}_armpit"] = at[seam[at[seam, 1].argmin()]]
        if len(_of(mesh, _SLEEVE[side])):
            out |= _ends(mesh, side, out[f"{side}_shoulder"], out[f"{side}_armpit"])
        out[f"{side}_waist"] = _beside(at[trunk], waist, sign)
        hem = _rim(mesh, trunk, TO_HEM)
        out[f"{side}_hem"] = at[hem[(at[hem, 0] * sign).argmax()]]
    middle = rim[np.abs(at[rim, 0]) < 0.012]
    if len(middle) == 0:  # worn open: between the two fronts' upper corners
        opening = rim[np.abs(mesh.coords[rim, TO_OPENING]) < 0.02]
        middle = opening if len(opening) else rim
    low = middle[at[middle, 1] < at[middle, 1].min() + 0.004]
    out["neck_front"] = np.array((0.0, *at[low, 1:].mean(axis=0)))
    return out


def _armhole(mesh: Mesh, side: Side) -> Vertices:
    """Vertices where the sleeve is sewn on or, without one, of the armhole's edge."""
    mine = np.flatnonzero(mesh.part == _SLEEVE[side])
    if len(mine):
        rim = np.unique(cloth.border(mesh.faces[mine])).astype(np.int64)
        root = np.abs(mesh.coords[rim, TO_CUFF]) > 0.03
        # A sleeve is laid out open along its own seam, which is no armhole: that one is where the trunk is, too.
        trunk = _of(mesh, Panel.FRONT, Panel.BACK)
        near = _shared(mesh, rim, trunk)
        return np.asarray(rim[root & near])
    trunk = _of(mesh, Panel.FRONT, Panel.BACK)
    edge = _rim(mesh, trunk, TO_CUFF)
    return np.asarray(edge[mesh.vertices[edge, 0] * _SIGN[side] > 0])


def _shared(mesh: Mesh, some: Vertices, others: Vertices) -> NDArray[np.bool_]:
    """Which of some vertices lie where one of the others does."""
    keys = np.round(mesh.vertices * 1e6).astype(np.int64)
    packed = (keys[:, 0] * 4_000_037 + keys[:, 1]) * 4_000_037 + keys[:, 2]
    return np.isin(packed[some], packed[others])


def _ends(mesh: Mesh, side: Side, shoulder: NDArray[np.float64], armpit: NDArray[np.float64]) -> Places:
    """Both ends of a cuff as one looks at it."""
    sleeve = _of(mesh, _SLEEVE[side], Panel.CUFF)
    sleeve = sleeve[mesh.vertices[sleeve, 0] * _SIGN[side] > 0]
    rim = mesh.vertices[_rim(mesh, sleeve, TO_CUFF)].astype(np.float64)
    along = rim.mean(axis=0)[:2] - 0.5 * (shoulder + armpit)[:2]
    across = np.array((-along[1], along[0])) * _SIGN[side]
    far = rim[:, :2] @ across
    return {f"{side}_cuff_outer": rim[far.argmax()], f"{side}_cuff_inner": rim[far.argmin()]}


def _skirt(mesh: Mesh, form: Form) -> Places:
    at = mesh.vertices.astype(np.float64)
    out: Places = {}
    for side, sign in _SIGN.items():
        top, hem = (_rim(mesh, np.arange(len(at)), column) for column in (TO_NECK, TO_HEM))
        out[f"{side}_waist"] = at[top[(at[top, 0] * sign).argmax()]]
        out[f"{side}_hip"] = _beside(at, 0.87 * form.scale, sign)
        out[f"{side}_hem"] = at[hem[(at[hem, 0] * sign).argmax()]]
    return out


def _legs(mesh: Mesh, form: Form) -> Places:
    out = _skirt(mesh, form)
    at = mesh.vertices.astype(np.float64)
    for side, sign in _SIGN.items():
        del out[f"{side}_hem"]
        leg = _of(mesh, _LEG[side])
        hem = _rim(mesh, leg, TO_HEM)
        reach = at[hem, 0] * sign
        out[f"{side}_hem_outer"], out[f"{side}_hem_inner"] = at[hem[reach.argmax()]], at[hem[reach.argmin()]]
    middle = np.flatnonzero(np.abs(at[:, 0]) < 0.006)
    out["crotch"] = at[middle[at[middle, 1].argmin()]]
    return out


def _rim(mesh: Mesh, among: Vertices, column: int) -> Vertices:
    """Those of the vertices that lie on the edge of that column of `coords`."""
    away = np.abs(mesh.coords[among, column])
    return np.asarray(among[away <= away.min() + _ON])


def _of(mesh: Mesh, *panels: Panel) -> Vertices:
    """Vertices of faces of those panels."""
    return np.unique(mesh.faces[np.isin(mesh.part, panels)]).astype(np.int64)


def _beside(at: NDArray[np.float64], height: float, sign: float) -> NDArray[np.float64]:
    """The outermost place at about that height."""
    near = at[np.abs(at[:, 1] - height) < 0.012]
    near = near if len(near) else at[np.abs(at[:, 1] - height).argsort()[:40]]
    return np.asarray(near[(near[:, 0] * sign).argmax()], np.float64)


def _to_border(alpha: Mask, point: Point, toward: Floats) -> Point:
    """From the point along a direction, out to where the coverage falls through one half (or back in)."""
    reach = 0.12 * max(alpha.shape)
    steps = np.arange(-reach, reach, 0.1)
    x, y = point.x + toward[0] * steps, point.y + toward[1] * steps
    values = cv2.remap(
        alpha, (x - 0.5).astype(np.float32)[None], (y - 0.5).astype(np.float32)[None], cv2.INTER_LINEAR
    )[0]
    falls = np.flatnonzero((values[:-1] >= 0.5) & (values[1:] < 0.5))
    if len(falls) == 0:
        return point
    best = falls[np.argmin(np.abs(steps[falls]))]
    return Point(float(x[best]), float(y[best]))


def _armpit(alpha: Mask, points: Mapping[str, Point], side: Side, upright: Floats) -> Point:
    """Where sleeve and trunk part in the picture: the highest place that is reached from between them; the sewn armpit
    where they do not part."""
    waist, cuff = (np.array(points[f"{side}_{name}"]) for name in ("waist", "cuff_inner"))
    up = -(upright @ np.array((0.0, 1.0)))
    share = np.linspace(0.04, 0.96, 60)[:, None]
    steps = np.arange(0.0, 0.4 * alpha.shape[0], 0.25)
    start = waist + share * (cuff - waist)
    x, y = (start[:, k : k + 1] + steps * up[k] for k in (0, 1))
    values = cv2.remap(
        alpha, (x - 0.5).astype(np.float32), (y - 0.5).astype(np.float32), cv2.INTER_LINEAR, borderValue=0
    )
    reached = (values >= 0.5).argmax(axis=1)
    free = (values[:, 0] < 0.5) & (values.max(axis=1) >= 0.5)
    if not free.any():
        return points[f"{side}_armpit"]
    height = np.where(free, start @ up + steps[reached], -np.inf)
    best = int(height.argmax())
    return Point(float(x[best, reached[best]]), float(y[best, reached[best]]))


def _strip(mesh: Mesh, side: Side, camera: Camera, points: Mapping[str, Point]) -> Strip | None:
    """Both edges of a sleeve or a leg, `STATIONS` points each, evenly spaced along the limb."""
    arm = len(_of(mesh, _SLEEVE[side])) > 0
    limb = _of(mesh, *((_SLEEVE[side], Panel.CUFF) if arm else (_LEG[side],)))
    limb = limb[mesh.vertices[limb, 0] * _SIGN[side] > -0.02]
    if len(limb) == 0:
        return None
    names = ("shoulder", "armpit", "cuff") if arm else ("waist", "crotch", "hem")
    root_out = points[f"{side}_{names[0]}"]
    root_in = points[f"{side}_armpit"] if arm else points["crotch"]
    ends = points[f"{side}_{names[2]}_outer"], points[f"{side}_{names[2]}_inner"]
    seen = np.array([camera.project(mesh.vertices[i].astype(np.float64)) for i in limb])
    outer = _edge(seen, root_out, ends[0], ends[1])
    inner = _edge(seen, root_in, ends[1], ends[0])
    return Strip(outer, inner)


def _edge(seen: Floats, root: Point, end: Point, other: Point) -> tuple[Point, ...]:
    """The outermost of the seen points [N, 2] on the way from root to end, on the side away from `other`."""
    start, stop = np.array(root), np.array(end)
    along = stop - start
    length = float(np.hypot(*along)) + 1e-9
    along = along / length
    across = np.array((-along[1], along[0]))
    if (np.array(other) - stop) @ across > 0:
        across = -across
    share, out = (seen - start) @ along / length, (seen - start) @ across
    found: list[Point] = [root]
    for at in np.linspace(0, 1, STATIONS)[1:-1]:
        near = np.abs(share - at) < 0.03
        far = float(out[near].max()) if near.any() else 0.0
        place = start + at * length * along + min(max(far, -0.2 * length), 0.2 * length) * across
        found.append(Point(float(place[0]), float(place[1])))
    return (*found, end)


def turned(found: Places, about: Sequence[float], degrees: float) -> Places:
    """Places turned about an axis to the camera through `about` (x, y)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    middle = np.array((*about, 0.0))
    matrix = np.array(((c, -s, 0), (s, c, 0), (0, 0, 1)))
    return {name: middle + matrix @ (place - middle) for name, place in found.items()}
