"""The body, sculpted: trunk, limbs, hands and feet as lumps round the skeleton at rest. Lengths of a 1.70 m figure,
then scaled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Build
from toile.world.figure.proportion import HEIGHTS, SPINE, sections
from toile.world.figure.skeleton import Rest
from toile.world.solid import Lump, Section, Vector, ball, rod, tube, unit, vector

# The limbs at even steps: half widths inward, outward, to the front and to the back of the bones.
_ARM = np.array((
    (0.0350, 0.0375, 0.0400, 0.0410), (0.0380, 0.0430, 0.0440, 0.0450), (0.0380, 0.0430, 0.0425, 0.0430),
    (0.0365, 0.0390, 0.0415, 0.0405), (0.0350, 0.0365, 0.0405, 0.0375), (0.0335, 0.0340, 0.0355, 0.0345),
    (0.0345, 0.0330, 0.0315, 0.0320), (0.0340, 0.0355, 0.0340, 0.0325), (0.0315, 0.0340, 0.0335, 0.0325),
    (0.0270, 0.0290, 0.0290, 0.0295), (0.0220, 0.0235, 0.0260, 0.0260), (0.0185, 0.0190, 0.0250, 0.0250),
))  # fmt: skip
_LEG = np.array((
    (0.060, 0.048, 0.054, 0.058), (0.077, 0.074, 0.078, 0.078), (0.080, 0.081, 0.086, 0.081),
    (0.075, 0.076, 0.084, 0.075), (0.069, 0.069, 0.078, 0.068), (0.062, 0.061, 0.069, 0.060),
    (0.055, 0.053, 0.058, 0.053), (0.050, 0.048, 0.048, 0.048), (0.048, 0.047, 0.040, 0.053),
    (0.050, 0.050, 0.038, 0.062), (0.050, 0.049, 0.036, 0.062), (0.044, 0.043, 0.034, 0.052),
    (0.037, 0.036, 0.032, 0.041), (0.032, 0.031, 0.030, 0.035), (0.031, 0.030, 0.030, 0.036),
))  # fmt: skip
# The foot from the heel to the toes: towards the big toe, away from it, upwards, downwards of a line that sinks.
FOOT = (
    (0.019, 0.020, 0.026, 0.024), (0.030, 0.030, 0.056, 0.032), (0.031, 0.031, 0.072, 0.032),
    (0.032, 0.033, 0.061, 0.029), (0.035, 0.035, 0.040, 0.026), (0.041, 0.039, 0.025, 0.022),
    (0.041, 0.042, 0.013, 0.018), (0.034, 0.036, 0.006, 0.013),
)  # fmt: skip
# Fingers from the index to the little one: thumbward of the palm's middle, length, radius.
_FINGERS = (
    (0.0285, 0.069, 0.0090),
    (0.0098, 0.077, 0.0092),
    (-0.0092, 0.071, 0.0088),
    (-0.0268, 0.056, 0.0079),
)
# Toes from the big one: towards the inner side, reach from the heel, radius.
_TOES = (
    (0.0270, 0.232, 0.0125),
    (0.0085, 0.231, 0.0088),
    (-0.0070, 0.222, 0.0082),
    (-0.0205, 0.210, 0.0078),
    (-0.0325, 0.195, 0.0076),
)


LEGS = ("leg", "knee", "shin bone")  # names of lumps


@dataclass(frozen=True)
class _Body:
    build: Build
    at: Rest

    @property
    def s(self) -> float:
        return self.at.scale

    @property
    def man(self) -> float:
        return self.build.frame

    @property
    def limb(self) -> float:
        """How thick limbs are."""
        b = self.build
        return (1 + 0.07 * b.frame + 0.10 * (b.muscle - 0.3)) * (1 + 0.80 * (b.fullness - 1))

    def up(self, x: float, y: float, z: float) -> Vector:
        """A place of the average body, lifted as long legs do."""
        return vector(x, self.at.level(y), z)

    def rod(
        self, name: str, a: Vector, b: Vector, radii: tuple[float, ...], blend: float, **more: object
    ) -> Lump:
        sizes = tuple(r * self.s for r in radii)
        return rod(name, a * self.s, b * self.s, sizes, blend=blend * self.s, **more)  # type: ignore[arg-type]  # by name

    def ball(
        self, name: str, at: Vector, radii: tuple[float, float, float], blend: float, **more: object
    ) -> Lump:
        x, y, z = (r * self.s for r in radii)
        return ball(name, at * self.s, (x, y, z), blend=blend * self.s, **more)  # type: ignore[arg-type]  # by name

    def tube(
        self, name: str, a: Vector, b: Vector, rows: NDArray[np.float64], blend: float, **more: object
    ) -> Lump:
        sections: Sequence[Section] = [tuple(row) for row in rows * self.s]
        return tube(name, a * self.s, b * self.s, sections, blend=blend * self.s, **more)  # type: ignore[arg-type]  # by name

    def joint(self, name: str) -> Vector:
        return np.asarray(self.at.joints[name] / self.s)


def trunk(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Trunk and neck."""
    b = _Body(build, at)
    rows = sections(build)
    low, high = b.up(0, HEIGHTS[0], SPINE), b.up(0, HEIGHTS[-1], SPINE)
    sides = np.stack((rows[:, 0], rows[:, 0], rows[:, 1], rows[:, 2]), axis=1)
    thick = 1 + 0.45 * (build.fullness - 1)
    neck = (0.0435 + 0.0115 * b.man + 0.003 * (build.muscle - 0.3)) * thick
    column = np.array((1.28, 1.12, 1.02, 1.0, 1.03))[:, None] * np.array(
        (neck, neck, 0.98 * neck, 1.04 * neck)
    )
    lumps = [
        b.tube("trunk", low, high, sides, 0.05, caps=(0.45, 0.7)),
        b.tube("neck", b.up(0, 1.365, -0.034), b.up(0, 1.555, -0.006), column, 0.04),
        *_pair(_shoulders(b, rows)),
        *_pair(_relief(b, rows)),
        b.rod("spine", b.up(0, 1.03, SPINE - _at(rows, 2, 1.03) - 0.009),
              b.up(0, 1.25, SPINE - _at(rows, 2, 1.25) - 0.011), (0.004, 0.0125, 0.003), 0.028, carve=True),
        b.ball("navel", b.up(0, 1.032, SPINE + _at(rows, 1, 1.032) + 0.004), (0.005, 0.007, 0.007), 0.012, carve=True),
    ]  # fmt: skip
    return tuple(lumps)


def _shoulders(b: _Body, rows: NDArray[np.float64]) -> list[Lump]:
    wide = float(b.joint("left_shoulder")[0])
    m, k = b.build.muscle, b.limb
    return [
        b.rod("yoke", b.up(0.030, 1.352, -0.022), b.up(wide - 0.008, 1.362, -0.018), (0.052, 0.043, 0.036 * k), 0.06),
        b.rod("trapezius", b.up(0.014, 1.462, -0.036), b.up(wide - 0.016, 1.386, -0.026),
              (0.026 + 0.004 * b.man, 0.020 + 0.010 * m, 0.019 + 0.005 * m), 0.05),
        b.rod("collarbone", b.up(0.016, 1.390, 0.031), b.up(wide - 0.014, 1.399, -0.002),
              (0.0070, 0.0062, 0.0066), 0.018),
        b.rod("neck muscle", b.up(0.042, 1.510, -0.020), b.up(0.013, 1.398, 0.022), (0.010, 0.0085, 0.0065), 0.022),
        b.ball("shoulder blade", b.up(0.48 * wide, 1.300, SPINE - _at(rows, 2, 1.30) + 0.030),
               (0.038, 0.058, 0.028), 0.030),
        b.ball("flank", b.up(_at(rows, 0, 1.26) - 0.036, 1.255, -0.045), (0.032 + 0.006 * m, 0.075, 0.040), 0.05),
    ]  # fmt: skip


def _relief(b: _Body, rows: NDArray[np.float64]) -> list[Lump]:
    """Seat and chest."""
    build, full = b.build, b.build.fullness - 1
    seat = build.hips * (1 + 0.75 * full) * (1 - 0.05 * b.man)
    out = [
        b.ball(
            "seat", b.up(0.066 * (1 + 0.4 * full), 0.893, -0.060), (0.080 * seat, 0.083, 0.066 * seat), 0.045
        )
    ]
    front = SPINE + _at(rows, 1, 1.235)
    if build.bust > 0.05:
        r = (0.036 + 0.024 * build.bust) * (1 + 0.40 * full)
        apart = max(0.062, 0.95 * r + 0.008)
        apex = b.up(apart, 1.226 - 0.012 * build.bust, front - 0.030 + 0.026 * build.bust)
        slope = b.up(apart - 0.002, 1.310, front - 0.046)
        out.append(b.rod("breast", slope, apex + vector(0, 0.016, -0.010), (0.026, 0.78 * r, 0.88 * r), 0.04))
        out.append(b.ball("bust", apex, (1.05 * r, r, 0.92 * r), 0.034))
    chest = max(0.0, 1 - build.bust / 0.3) * (0.5 + 0.5 * b.man)
    if chest > 0:
        deep = 0.020 + 0.013 * build.muscle * chest
        wide = float(b.joint("left_shoulder")[0])
        out.append(
            b.rod(
                "pectoral",
                b.up(0.030, 1.262, front - 0.036),
                b.up(wide - 0.050, 1.305, front - 0.054),
                (0.024, deep + 0.014, 0.026),
                0.040,
            )
        )
    return out


def limbs(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Arms to the wrist, legs to the ankle."""
    b = _Body(build, at)
    return _pair([*_arm(b), *_leg(b)])


def _arm(b: _Body) -> list[Lump]:
    m, k = b.build.muscle, b.limb
    joints = [b.joint(f"left_{n}") for n in ("shoulder", "elbow", "wrist")]
    share = np.linspace(1, 0, len(_ARM))[:, None]
    rows = _ARM * (1 + (k - 1) * (0.35 + 0.65 * np.sqrt(share)))
    upper = unit(joints[1] - joints[0])
    forward = vector(0, 0, 1)
    return [
        _along(b, "arm", joints, rows, 0.045),
        b.rod("biceps", joints[0] + 0.105 * upper + 0.016 * forward, joints[0] + 0.215 * upper + 0.014 * forward,
              (0.020 * k, (0.0245 + 0.011 * m) * k, 0.020 * k), 0.03),
        b.ball("elbow", joints[1] + vector(0, 0, -0.017 * k), (0.018 * k, 0.022, 0.015), 0.025),
    ]  # fmt: skip


def _leg(b: _Body) -> list[Lump]:
    build, k = b.build, b.limb
    joints = [b.joint(f"left_{n}") for n in ("hip", "knee", "ankle")]
    share = np.linspace(1, 0, len(_LEG))[:, None]
    rows = _LEG * (1 + (k - 1) * (0.30 + 0.70 * share**0.7)) * (1 + 0.5 * (build.hips - 1) * share**2)
    # The thigh goes on from the hips, however wide they are.
    hips = float(np.interp(0.92, HEIGHTS, sections(build)[:, 0]))
    rows[:, 1] += (0.985 * hips - joints[0][0] - rows[1, 1]) * np.clip(
        (share[:, 0] - 0.55) / 0.38, 0, 1
    ) ** 1.3
    calf = np.exp(-((((1 - share[:, 0]) - 0.68) / 0.07) ** 2))
    rows[:, 3] += 0.010 * (build.muscle - 0.3) * calf
    knee = joints[1]
    return [
        _along(b, "leg", joints, rows, 0.034),
        b.ball("knee", knee + vector(0.001, 0.008, 0.026), (0.025 * k, 0.032, 0.020 * k), 0.028),
        b.ball("shin bone", knee + vector(0, -0.052, 0.020), (0.014, 0.018, 0.014), 0.025),
    ]


def _along(b: _Body, name: str, joints: Sequence[Vector], rows: NDArray[np.float64], blend: float) -> Lump:
    """A limb of two bones as one tube: its axis runs straight, its sections follow the bend."""
    start, mid, end = joints
    lump = tube(name, start, end, [(1, 1, 1, 1)] * 2)
    reach = float(np.linalg.norm(end - start))
    bend = float((mid - start) @ lump.axis) / reach
    share = np.linspace(0, 1, len(rows))
    amount = np.where(share < bend, share / bend, (1 - share) / (1 - bend))
    across, forward = float((mid - start) @ lump.side), float((mid - start) @ lump.front)
    shift = np.stack((across * amount, -across * amount, forward * amount, -forward * amount), axis=1)
    return b.tube(name, start, end, rows + shift, blend, caps=(0.8, 0.7))


def hands(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Palm, thumb and four fingers, a little curled."""
    b = _Body(build, at)
    wrist, knuckles = b.joint("left_wrist"), b.joint("left_knuckles")
    along, thumbward, inward = at.hand()
    k = 0.95 + 0.11 * build.frame + 0.25 * (build.fullness - 1)
    thumb, nail = b.joint("left_thumb_base"), b.joint("left_thumb")
    lumps = [
        b.rod("wrist", wrist - 0.012 * along, wrist + 0.024 * along, (0.0240 * k, 0.0240 * k, 0.0265 * k), 0.016,
              front=inward, depth=0.74),
        b.rod("palm", wrist + 0.022 * along, knuckles - 0.004 * along, (0.0270 * k, 0.0370 * k, 0.0385 * k), 0.018,
              front=inward, depth=(0.40, 0.33), caps=(0.5, 0.30)),
        b.rod("ball of the thumb", wrist + 0.014 * along + 0.014 * thumbward + 0.006 * inward, thumb,
              (0.0135 * k, 0.0160 * k, 0.0120 * k), 0.014),
        b.rod("thumb", thumb, nail, (0.0115 * k, 0.0108 * k, 0.0082 * k), 0.006),
    ]  # fmt: skip
    for offset, length, radius in _FINGERS:
        # Knuckles lie on an arc: the middle finger's is the farthest.
        root = knuckles + offset * thumbward - (0.006 + 7.0 * (offset - 0.006) ** 2) * along
        ahead = unit(along + 0.16 * inward + 1.6 * offset * thumbward)
        middle = root + 0.54 * length * ahead
        tip = middle + 0.46 * length * unit(ahead + 0.42 * inward)
        r = radius * k
        lumps += [
            b.rod("finger", root, middle, (1.04 * r, 0.96 * r, 0.95 * r), 0.004),
            b.rod("finger tip", middle, tip, (0.95 * r, 0.90 * r, 0.74 * r), 0.003),
        ]
    return _pair(lumps)


def foot_width(build: Build) -> float:
    """How wide feet are against the average."""
    return 0.95 + 0.12 * build.frame


def feet(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Feet with a heel, an arch and a hint of toes, on a flat floor."""
    b = _Body(build, at)
    heel = b.joint("left_heel")
    ahead, inner = at.foot()
    up = vector(0, 1, 0)
    k = foot_width(build)
    rows = np.array(FOOT) * np.array((k, k, 1, 1))
    floor = vector(heel[0], 0.0, heel[2])
    start, end = floor - 0.012 * ahead + 0.034 * up, floor + 0.200 * ahead + 0.014 * up
    ankle = b.joint("left_ankle")
    lumps = [
        b.tube("foot", start, end, rows, 0.03, front=up, caps=(0.55, 0.6)),
        b.ball("inner ankle", ankle + 0.026 * inner + vector(0, 0.006, 0.004), (0.009, 0.013, 0.012), 0.016),
        b.ball("outer ankle", ankle - 0.027 * inner + vector(0, -0.004, -0.004), (0.009, 0.013, 0.012), 0.016),
        b.rod("tendon", ankle + vector(0, 0.046, -0.026), floor + 0.004 * ahead + 0.030 * up,
              (0.007, 0.009, 0.015), 0.025),
    ]  # fmt: skip
    for offset, reach, radius in _TOES:
        root = floor + 0.175 * ahead + 0.86 * offset * k * inner + 0.017 * up
        tip = floor + (reach - radius) * ahead + offset * k * inner + 0.95 * radius * up
        lumps.append(b.rod("toe", root, tip, (1.05 * radius, 0.92 * radius, radius), 0.007))
    lumps.append(b.ball("floor", floor + 0.08 * ahead - 6.0 * up, (6.0, 6.0, 6.0), 0.010, carve=True))
    return _pair(lumps)


def _at(rows: NDArray[np.float64], column: int, height: float) -> float:
    return float(np.interp(height, HEIGHTS, rows[:, column]))


def _pair(lumps: list[Lump]) -> tuple[Lump, ...]:
    return tuple(one for lump in lumps for one in (lump, lump.mirrored(lump.name)))
