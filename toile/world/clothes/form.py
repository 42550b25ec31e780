"""The form: what a tailor measures of a body at rest. Heights are those of a figure of 1.70 m unless in metres."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.pixels.arrays import Floats
from toile.world import solid, threads
from toile.world.clothes.cloth import Cloth, Rule, compact
from toile.world.part import Part
from toile.world.solid import Lump, Vector, unit, vector

STATIONS = 24  # sections along a tube, as in `shell`
_TRUNK = (Part.TORSO, Part.NECK)
_LEG = (Part.THIGH, Part.SHIN)


@dataclass(frozen=True)
class Sections:
    """Elliptical sections along an axis: `half` [STATIONS, 3] half width, front and back; `middle` [STATIONS, 2]
    where they are centred, across and to the front. All metres."""

    origin: Vector
    side: Vector
    axis: Vector
    front: Vector
    reach: float
    half: NDArray[np.float64]
    middle: NDArray[np.float64]

    def grown(self, by: float) -> "Sections":
        return replace(self, half=self.half + by)

    def shaped(self, half: NDArray[np.float64]) -> "Sections":
        return replace(self, half=half)

    def tube(self, blend: float, start: str = "open") -> NDArray[np.float64]:
        """The row that `shell` reads. `start`: open, round or flat; closed: it ends flat."""
        begins = float(("open", "round", "flat", "closed").index(start))
        head = (*self.origin, *self.side, *self.axis, *self.front, self.reach, blend, begins)
        return np.concatenate((head, np.concatenate((self.half, self.middle), axis=1).ravel()))

    def along(self, places: Floats) -> Floats:
        """Metres along the axis."""
        return np.asarray((places - self.origin) @ self.axis, np.float32)

    def turned(self, places: Floats) -> tuple[Floats, Floats]:
        """Angle about the axis from the front towards `side`, and the mean radius of the section there."""
        away = places - self.origin
        share = np.clip(away @ self.axis / self.reach, 0, 1) * (STATIONS - 1)
        at = np.arange(STATIONS)
        x = away @ self.side - np.interp(share, at, self.middle[:, 0])
        z = away @ self.front - np.interp(share, at, self.middle[:, 1])
        mean = np.interp(share, at, self.half.mean(axis=1))
        return np.arctan2(x, z).astype(np.float32), mean.astype(np.float32)

    def armhole(self, inset: float, ease: float) -> Rule:
        """Metres inside the plane where a sleeve is sewn on, `inset` metres in from the joint. Only near the arm:
        what is farther from it than a sleeve of that ease belongs to the trunk."""
        level = unit(vector(np.sign(self.axis[0]), 0.0, 0.0) * 0.92 + self.axis * 0.38)
        seam = self.origin - inset * vector(np.sign(self.axis[0]), 0, 0)
        room = float(self.half[2:8].max()) + 2.2 * ease + 0.022

        def rule(p: Floats) -> Floats:
            away = p - self.origin
            aside = np.linalg.norm(away - (away @ self.axis)[:, None] * self.axis, axis=1)
            return np.asarray(np.maximum(-((p - seam) @ level), aside - room), np.float32)

        return rule

    def until(self, share: float) -> Rule:
        """Metres before a share of the reach."""
        return lambda p: np.asarray(share * self.reach - self.along(p), np.float32)


@dataclass(frozen=True)
class Form:
    """The measures of one body. `torso`: its lumps without arms and legs; `places` and `part` [V] of its skin."""

    scale: float
    torso: tuple[Lump, ...]
    places: Floats
    part: NDArray[np.uint8]
    joints: dict[str, Vector]

    @cached_property
    def middle(self) -> float:
        """How far forward the line is that parts front from back at the shoulder."""
        return float(self.joints["left_shoulder"][2])

    @cached_property
    def waist(self) -> float:
        """Height of a waistband."""
        return float(self.joints["waist"][1]) / self.scale - 0.01

    @cached_property
    def crotch(self) -> float:
        return float(self.joints["left_hip"][1]) / self.scale - 0.085

    @cached_property
    def broad(self) -> float:
        """Width of the shoulders against the average."""
        wide = float(self.joints["left_shoulder"][0] - self.joints["right_shoulder"][0])
        return wide / (0.31 * self.scale)

    @cached_property
    def arms(self) -> dict[Side, Sections]:
        return {
            side: self._limb(side, "shoulder", "elbow", "wrist", (Part.ARM, Part.FOREARM)) for side in Side
        }

    @cached_property
    def legs(self) -> dict[Side, Sections]:
        return {side: self._limb(side, "hip", "knee", "ankle", _LEG) for side in Side}

    def neck_side(self, x: float) -> float:
        """Height in metres of the shoulder's top at `x` metres beside the middle."""
        near = (np.abs(np.abs(self.places[:, 0]) - x) < 0.008) & np.isin(self.part, (*_TRUNK, Part.ARM))
        return float(self.places[near, 1].max())

    def trunk(self, heights: NDArray[np.float64], legs: bool) -> Sections:
        """Sections that hold the bare trunk at those heights, from the highest down; `legs` too."""
        s = self.scale
        chosen = np.isin(self.part, (Part.TORSO, *_LEG) if legs else (Part.TORSO,))
        places = self.places[chosen]
        step = 0.012 * s
        low = min(heights[-1] * s, float(places[:, 1].min())) - step
        bins = ((places[:, 1] - low) / step).astype(int)
        count = max(int(bins.max()), int((heights[0] * s - low) / step)) + 2
        wide, fore, back = (np.zeros(count) for _ in range(3))
        z = places[:, 2] - self.middle
        np.maximum.at(wide, bins, np.abs(places[:, 0]))
        np.maximum.at(fore, bins, z)
        np.maximum.at(back, bins, -z)
        at = low + (np.arange(count) + 0.5) * step
        known = wide > 0
        half = np.stack([np.interp(heights * s, at[known], v[known]) for v in (wide, fore, back)], axis=1)
        # An ellipse through the extremes leaves out what is between them.
        half = half * np.array((1.0, 1.04, 1.04))
        offset = np.zeros((len(heights), 2))
        origin = vector(0, float(heights[0]) * s, self.middle)
        reach = float(heights[0] - heights[-1]) * s
        return Sections(origin, vector(1, 0, 0), vector(0, -1, 0), vector(0, 0, 1), reach, half, offset)

    def middle_at(self, y: Floats) -> Floats:
        """Where the side seam runs, forward of z = 0, at heights in metres."""
        return np.full(len(y), self.middle, np.float32)

    def collar(self, grow: float) -> NDArray[np.float64]:
        """A tube up the neck."""
        base, top = self.joints["neck_base"], self.joints["head_base"]
        near = self.places[self.part == Part.NECK]
        axis = unit(top - base)
        away = near - base
        along = away @ axis
        ring = away - along[:, None] * axis
        radius = (
            float(np.percentile(np.linalg.norm(ring[(along > 0.01) & (along < 0.06)], axis=1), 70)) + grow
        )
        start = base - 0.05 * axis
        front = unit(vector(0, 0, 1) - axis[2] * axis)
        reach = 0.20 * self.scale
        flat = np.tile((radius, radius * 1.02, radius * 1.02), (STATIONS, 1))
        tube = Sections(start, np.cross(axis, front), axis, front, reach, flat, np.zeros((STATIONS, 2)))
        return tube.tube(blend=0.03)

    def leg_reach(self, hem: float) -> float:
        """Metres from the hip along the leg to a hem at that height."""
        leg = self.legs[Side.LEFT]
        return float((leg.origin[1] - hem * self.scale) / -leg.axis[1])

    def box(self, hem: float, sleeved: bool, flare: float, top: float = 1.50) -> tuple[Vector, Vector]:
        """Corners of a box that holds such a garment."""
        s = self.scale
        wide = 0.27 + flare * max(self.waist - hem, 0.0) + 0.05
        deep = 0.24 + 0.72 * flare * max(self.waist - hem, 0.0) + 0.03
        if sleeved:
            wide = max(wide, abs(float(self.joints["left_wrist"][0])) / s + 0.12)
        fore = self.middle / s
        return (
            vector(-wide, hem - 0.03, fore - deep) * s,
            vector(wide, top, fore + deep) * s,
        )

    def _limb(self, side: Side, first: str, mid: str, last: str, parts: tuple[Part, ...]) -> Sections:
        start, end = self.joints[f"{side}_{first}"], self.joints[f"{side}_{last}"]
        reach = float(np.linalg.norm(end - start))
        axis = (end - start) / reach
        front = unit(vector(0, 0, 1) - axis[2] * axis)
        across = np.cross(front, axis) if axis[1] < 0 else np.cross(axis, front)
        sign = 1.0 if side is Side.LEFT else -1.0
        mine = self.places[np.isin(self.part, parts) & (self.places[:, 0] * sign > 0)] - start
        share = mine @ axis / reach
        x, z = mine @ across, mine @ front
        at = np.linspace(0, 1, STATIONS)
        half, middle = np.empty((STATIONS, 3)), np.empty((STATIONS, 2))
        for i, t in enumerate(at):
            near = np.abs(share - np.clip(t, 0.10, 0.97)) < 0.035
            low, high = x[near].min(), x[near].max()
            fore, back = z[near].max(), -z[near].min()
            half[i] = (0.5 * (high - low), 0.5 * (fore + back), 0.5 * (fore + back))
            middle[i] = (0.5 * (low + high), 0.5 * (fore - back))
        return Sections(start, across, axis, front, reach, half, middle)


def sheet(
    lumps: Sequence[Lump],
    tubes: Sequence[NDArray[np.float64]],
    level: float,
    box: tuple[Vector, Vector],
    step: float,
) -> Cloth:
    """The sheet `level` metres off the lumps, melted together with the tubes; all of it panel 0."""
    from toile.world import field
    from toile.world.clothes import shell

    low, high = box
    shape = np.ceil((high - low) / step).astype(np.int64) + 1
    values = np.full(tuple(shape), 1.0e3, np.float32)
    if lumps:
        wide = max(_reach(lump) for lump in lumps) + level + 0.05
        first, last = (int(np.clip((x - low[0]) / step, 0, shape[0])) for x in (-wide, wide + step))
        _sample(solid.pack(lumps), low + np.array((first * step, 0.0, 0.0)), step, values[first:last])
        values -= np.float32(level)
    rows = np.array(tubes)
    threads.share(
        -(-len(values) // shell.BLOCK), lambda a, b: shell.sample(rows, low, step, a, b, values), least=8
    )
    vertices, faces = field.net(values, low, step)
    for _ in range(2):
        vertices = field.relax(vertices, faces)
    return compact(Cloth(vertices, faces, np.zeros(len(faces), np.uint8)))


def _sample(rows: solid.Rows, low: Vector, step: float, values: Floats) -> None:
    from toile.world import field

    block = 6  # as `field` takes them together

    def work(a: int, b: int) -> None:
        field.sample(rows, low + np.array((a * block * step, 0.0, 0.0)), step, values[a * block : b * block])

    threads.share(-(-len(values) // block), work, least=4)


def _reach(lump: Lump) -> float:
    """How far a lump reaches from the middle to a side, metres, at most."""
    thick = max((*lump.radii, *(half for section in lump.sections for half in section)))
    return max(abs(float(lump.start[0])), abs(float(lump.end[0]))) + thick
