"""Solids: sculpted from lumps that melt into one another. Values here; the compiled part is `field`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats
from toile.world.mesh import Faces
from toile.world.threads import share

Vector = NDArray[np.float64]  # [3]
Rows = NDArray[np.float64]  # [L, 29 + 4 S], what `field` reads
Section = tuple[float, float, float, float]


def vector(x: float, y: float, z: float) -> Vector:
    return np.array((x, y, z), dtype=np.float64)


def unit(v: Vector) -> Vector:
    return np.asarray(v / np.linalg.norm(v), dtype=np.float64)


@dataclass(frozen=True)
class Lump:
    """A rounded, tapered rod from `start` to `end`; a ball where both are one place.

    `radii` at the start, the middle and the end, across `side`. `depth`: how deep the section is to the front and
    to the back, as shares of the radius; `caps`: how long the rounded ends are, as shares of the radius there.
    `blend`: over how many metres it melts into the lumps before it. `carve`: taken away instead of added.
    `sections`: instead of radii and depth, half widths at even steps from start to end, metres: towards `side`, away
    from it, to the front, to the back; a smooth curve runs through them. Caps are then shares of their mean.
    """

    name: str
    start: Vector
    end: Vector
    side: Vector
    axis: Vector
    front: Vector
    radii: tuple[float, float, float]
    depth: tuple[float, float] = (1.0, 1.0)
    caps: tuple[float, float] = (1.0, 1.0)
    blend: float = 0.01
    carve: bool = False
    sections: tuple[Section, ...] = ()

    def mirrored(self, name: str) -> "Lump":
        """The lump on the other side of the plane x = 0."""
        flip = np.array((-1.0, 1.0, 1.0))
        return replace(
            self,
            name=name,
            start=self.start * flip,
            end=self.end * flip,
            side=-self.side * flip,
            axis=self.axis * flip,
            front=self.front * flip,
            sections=tuple((right, left, fore, back) for left, right, fore, back in self.sections),
        )

    def grown(self, by: float) -> "Lump":
        """The lump, thicker all round."""
        r0, r1, r2 = self.radii
        fore, back = (share + (1 - share) * by / (r1 + by) for share in self.depth)
        sections = tuple((a + by, b + by, c + by, d + by) for a, b, c, d in self.sections)
        return replace(self, radii=(r0 + by, r1 + by, r2 + by), depth=(fore, back), sections=sections)


def rod(
    name: str,
    start: Vector,
    end: Vector,
    radii: Sequence[float],
    front: Vector | None = None,
    depth: float | tuple[float, float] = 1.0,
    **more: object,
) -> Lump:
    """A lump between two places. `radii`: two (ends) or three; `front`: where its depth points, z if not given."""
    axis = unit(end - start)
    toward = vector(0, 0, 1) if front is None else front
    if abs(float(toward @ axis)) > 0.95 * float(np.linalg.norm(toward)):
        toward = vector(0, 1, 0)
    fore = unit(toward - (toward @ axis) * axis)
    first, *middle, last = (float(r) for r in radii)
    sizes = (first, middle[0] if middle else 0.5 * (first + last), last)
    both = (depth, depth) if isinstance(depth, float | int) else depth
    lump = Lump(name, start, end, np.cross(axis, fore), axis, fore, sizes, both)
    return replace(lump, **more)  # type: ignore[arg-type]  # by name


def ball(
    name: str,
    centre: Vector,
    radii: tuple[float, float, float],
    axes: tuple[Vector, Vector, Vector] | None = None,
    **more: object,
) -> Lump:
    """An ellipsoid. `radii` along the `axes` (side, up, front); the room's own if not given."""
    side, up, front = axes or (vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1))
    x, y, z = radii
    lump = Lump(name, centre, centre, side, up, front, (x, x, x), (z / x, z / x), (y / x, y / x))
    return replace(lump, **more)  # type: ignore[arg-type]  # by name


def tube(
    name: str,
    start: Vector,
    end: Vector,
    sections: Sequence[Section],
    front: Vector | None = None,
    **more: object,
) -> Lump:
    """A lump whose half widths are given at even steps from start to end (see `Lump`)."""
    return rod(name, start, end, (0.01, 0.01), front, sections=tuple(sections), **more)  # type: ignore[arg-type]  # by name


def pack(lumps: Sequence[Lump]) -> Rows:
    """The table that the compiled part reads, in the lumps' order."""
    rows = np.zeros((len(lumps), 29 + 4 * max((len(lump.sections) for lump in lumps), default=0)))
    for row, lump in zip(rows, lumps, strict=True):
        length = float(np.linalg.norm(lump.end - lump.start))
        widest = max(lump.radii) * max(1.0, *lump.depth, *lump.caps)
        row[0:3], row[3:6], row[6:9], row[9:12] = lump.start, lump.side, lump.axis, lump.front
        row[12], row[13:16], row[16:18], row[18:20] = length, lump.radii, lump.depth, lump.caps
        row[20], row[21] = lump.blend, float(lump.carve)
        row[22:25], row[25] = 0.5 * (lump.start + lump.end), 0.5 * length + widest
        if lump.sections:
            wide = np.array(lump.sections)
            row[26], row[29 : 29 + wide.size] = len(wide), wide.ravel()
            # A curve through the sections may swing a little beyond them.
            row[25] = 0.5 * length + 1.15 * float(wide.max()) * max(1.0, *lump.caps)
    return rows


def measure(rows: Rows, points: NDArray[np.floating]) -> Floats:
    """The signed distance (about: exact to first order at the surface) at places [N, 3], metres, [N]."""
    from toile.world import field

    out = np.empty(len(points), np.float32)
    share(len(points), lambda a, b: field.measure(rows, points, a, b, out))
    return out


def project(
    rows: Rows,
    points: NDArray[np.floating],
    steps: int = 3,
    reach: float = 0.03,
    level: float = 0.0,
) -> tuple[Floats, Floats]:
    """The places moved along the gradient onto the surface (Newton), and the unit normals there; each [N, 3].

    No step is longer than `reach`. `level`: metres outside the surface to come to rest at.
    """
    from toile.world import field

    places = np.array(points, dtype=np.float64)
    normals = np.empty((len(points), 3), np.float32)
    share(len(points), lambda a, b: field.project(rows, places, normals, steps, reach, level, a, b))
    return places.astype(np.float32), normals


def settle(rows: Rows, points: Floats, normals: Floats, reach: float = 0.01, steps: int = 1) -> Floats:
    """Places [N, 3] near the surface moved onto it along their unit normals [N, 3], no farther than
    `reach`."""
    from toile.world import field

    places = points.copy()
    share(len(points), lambda a, b: field.settle(rows, places, normals, reach, steps, a, b))
    return places


def polygonise(rows: Rows, low: Vector, high: Vector, step: float, rounds: int = 4) -> tuple[Floats, Faces]:
    """The surface inside a box as triangles of about `step` (naive surface nets, Gibson 1998), evened out.

    Where the surface leaves the box the mesh is open. Vertices float32 [V, 3], faces int32 [F, 3].
    """
    from toile.world import field

    shape = np.ceil((high - low) / step).astype(np.int64) + 1
    values = np.empty(tuple(shape), np.float32)
    field.sample(rows, np.asarray(low, np.float64), step, values)
    vertices, faces = field.net(values, np.asarray(low, np.float64), step)
    for _ in range(rounds):
        vertices, _ = project(rows, field.relax(vertices, faces), 2, 0.5 * step)
    return vertices, faces
