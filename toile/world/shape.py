"""Solids as values: lofts and surfaces, and the tables that the compiled part reads. Lengths in metres."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from toile.world import table

Vector = NDArray[np.float64]  # [3]: x to the wearer's left (the picture's right), y up, z to the camera
Sections = NDArray[np.float64]  # [STATIONS, 4]: half width, depth to the front, to the back, offset to front
_FRACTIONS = np.linspace(0.0, 1.0, table.STATIONS)


def vector(x: float, y: float, z: float) -> Vector:
    return np.array((x, y, z), dtype=np.float64)


def unit(v: Vector) -> Vector:
    return np.asarray(v / np.linalg.norm(v), dtype=np.float64)


@dataclass(frozen=True)
class Frame:
    """A place and three directions."""

    origin: Vector
    side: Vector
    up: Vector
    front: Vector

    def place(self, x: float, y: float, z: float) -> Vector:
        """A point given in this frame, in the room."""
        return np.asarray(self.origin + x * self.side + y * self.up + z * self.front)

    def turned(self, degrees: float, about: Vector) -> "Frame":
        """The same place, turned about a direction through its origin (Rodrigues)."""
        t = np.radians(degrees)

        def turn(v: Vector) -> Vector:
            parts = v * np.cos(t) + np.cross(about, v) * np.sin(t) + about * (about @ v) * (1 - np.cos(t))
            return np.asarray(parts)

        return Frame(self.origin, turn(self.side), turn(self.up), turn(self.front))


@dataclass(frozen=True)
class Folds:
    """Waves round a loft, growing towards its end."""

    count: float
    depth: float
    phase: float
    start: float = 0.0


@dataclass(frozen=True)
class Loft:
    """A solid of elliptical sections along a straight axis from `origin`. `part` says what it is.

    `open_end`: -1 open at the start, 1 at the end, 2 at both, 0 closed. `reference` names the part in whose
    coordinates hits are given. `covered`: 1 skin, 2 cloth that cloth over it hides even where it would show through.
    """

    part: str
    origin: Vector
    axis: Vector
    side: Vector
    front: Vector
    length: float
    sections: Sections
    caps: tuple[float, float] = (0.02, 0.02)
    blend: float = 0.01
    reach: float = 0.0
    folds: Folds | None = None
    open_end: int = 0
    reference: str | None = None
    covered: int = 0

    def at(self, fraction: float, x: float = 0.0, z: float = 0.0) -> Vector:
        """A point of the room: along the axis by a share of the length, x and z as shares of the section."""
        half, fore, back, offset = self.section(fraction)
        across = z * (fore if z > 0 else back) + offset
        return np.asarray(
            self.origin + fraction * self.length * self.axis + x * half * self.side + across * self.front
        )

    def section(self, fraction: float) -> tuple[float, float, float, float]:
        """Half width, depth to the front and to the back, and offset there."""
        values = [float(np.interp(fraction, _FRACTIONS, column)) for column in self.sections.T]
        return values[0], values[1], values[2], values[3]

    def grown(self, by: float) -> "Loft":
        """The loft, thicker all round."""
        sections = self.sections.copy()
        sections[:, :3] += by
        return replace(self, sections=sections, caps=(self.caps[0] + by, self.caps[1] + by))


@dataclass(frozen=True)
class Cut:
    """A neckline and armholes, in a frame. `split` is where the front becomes the back."""

    frame: Frame
    top: float
    width: float
    front: float
    back: float
    power: float
    split: float = 0.0
    armhole: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Surface:
    """Lofts that make one thing. `thickness` 0 is a solid, more a hollow shell."""

    name: str
    lofts: tuple[Loft, ...]
    thickness: float = 0.0
    cut: Cut | None = None
    tags: dict[str, object] = field(default_factory=dict)


def bone(part: str, start: Vector, end: Vector, front: Vector, sections: Sections, **more: object) -> Loft:
    """A loft between two points; its front is as near to `front` as the axis allows."""
    length = float(np.linalg.norm(end - start))
    axis = unit(end - start)
    fore = unit(front - (front @ axis) * axis)
    side = np.cross(fore, axis) if axis[1] < 0 else np.cross(axis, fore)
    return replace(Loft(part, start, axis, side, fore, length, sections), **more)  # type: ignore[arg-type]  # by name


def sections(rows: Iterable[Sequence[float]]) -> Sections:
    """Sections from rows (share of the length, half width, front, back, offset), evened out over stations."""
    data = np.array([tuple(row) for row in rows], dtype=np.float64)
    columns = [np.interp(_FRACTIONS, data[:, 0], data[:, i]) for i in range(1, 5)]
    return np.stack(columns, axis=1)


def round_sections(*radii: float, flat: float = 1.0) -> Sections:
    """Round sections of those radii, evenly spaced; `flat` scales the depth."""
    even = np.interp(_FRACTIONS, np.linspace(0, 1, len(radii)), radii)
    return np.stack((even, even * flat, even * flat, np.zeros_like(even)), axis=1)


def ball(part: str, centre: Vector, frame: Frame, radii: tuple[float, float, float], **more: object) -> Loft:
    """An ellipsoid: half width, half height, half depth, in a frame."""
    length = 0.02 * radii[1]
    start = centre - 0.5 * length * frame.up
    even = np.tile((radii[0], radii[2], radii[2], 0.0), (table.STATIONS, 1))
    loft = Loft(part, start, frame.up, frame.side, frame.front, length, even, (radii[1], radii[1]))
    return replace(loft, **more)  # type: ignore[arg-type]  # by name


def pack(surfaces: Sequence[Surface]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The tables [S, SURFACE_ROW] and [L, LOFT_ROW] of `toile.world.table`."""
    lofts = [loft for surface in surfaces for loft in surface.lofts]
    out = np.zeros((len(surfaces), table.SURFACE_ROW))
    first = 0
    rows = np.zeros((len(lofts), table.LOFT_ROW))
    for number, surface in enumerate(surfaces):
        names = [loft.part for loft in surface.lofts]
        for i, loft in enumerate(surface.lofts):
            rows[first + i] = _loft_row(loft)
            rows[first + i, table.REFERENCE] = first + names.index(loft.reference or loft.part)
        _surface_row(out[number], surface, first, rows[first : first + len(names)])
        first += len(names)
    return out, rows


def _loft_row(loft: Loft) -> NDArray[np.float64]:
    row = np.zeros(table.LOFT_ROW)
    row[table.ORIGIN : table.ORIGIN + 3] = loft.origin
    row[table.AXIS : table.AXIS + 3] = loft.axis
    row[table.SIDE : table.SIDE + 3] = loft.side
    row[table.FRONT : table.FRONT + 3] = loft.front
    row[table.LENGTH] = loft.length
    row[table.CAP : table.CAP + 2] = loft.caps
    row[table.BLEND] = loft.blend
    row[table.BLEND_REACH] = loft.reach
    row[table.OPEN] = loft.open_end
    row[table.COVERED] = float(loft.covered)
    swell = 1.0
    if loft.folds:
        fold = loft.folds
        row[table.FOLDS : table.FOLDS + 4] = (fold.count, fold.depth, fold.phase, fold.start)
        swell += 1.5 * fold.depth
    depth = np.maximum(loft.sections[:, 1], loft.sections[:, 2]) * swell + np.abs(loft.sections[:, 3])
    widest = np.hypot(loft.sections[:, 0] * swell, np.abs(loft.sections[:, 3])).max()
    row[table.BOUND] = max(widest, depth.max(), *loft.caps) + 0.004
    row[table.TABLE :] = loft.sections.reshape(-1)
    return row


def _surface_row(row: NDArray[np.float64], surface: Surface, first: int, lofts: NDArray[np.float64]) -> None:
    row[table.FIRST], row[table.LAST] = first, first + len(lofts)
    row[table.THICKNESS] = surface.thickness
    starts = lofts[:, :3]
    ends = starts + lofts[:, 3:6] * lofts[:, table.LENGTH, None]
    points = np.concatenate((starts, ends))
    reach = np.concatenate((lofts[:, table.BOUND],) * 2)[:, None]
    centre = 0.5 * ((points - reach).min(axis=0) + (points + reach).max(axis=0))
    row[table.BALL : table.BALL + 3] = centre
    row[table.BALL + 3] = (np.linalg.norm(points - centre, axis=1) + reach[:, 0]).max() + 0.01
    cut = surface.cut
    if cut is None:
        return
    frame = (cut.frame.origin, cut.frame.side, cut.frame.up, cut.frame.front)
    row[table.FRAME : table.FRAME + 12] = np.concatenate(frame)
    row[table.NECK_TOP : table.NECK_TOP + 6] = (
        cut.top,
        cut.width,
        cut.front,
        cut.back,
        cut.power,
        cut.split,
    )
    row[table.ARMHOLE_X : table.ARMHOLE_X + 4] = cut.armhole
