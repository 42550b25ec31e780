"""Lasts: the measures of shoes, and what is sculpted round the left foot at rest. Lengths on a figure of 1.70 m."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toile.domain.persona import Build
from toile.world.figure import anatomy
from toile.world.figure.skeleton import Rest
from toile.world.solid import Lump, Vector, ball, rod, tube, unit, vector

_OPEN = 0.17  # a topline as high as this does not cut
_FIRST, _LAST = -0.040, 0.220  # metres ahead of the heel's joint where the topline begins and ends
_FLAT = 20.0  # radius of the balls that cut level


@dataclass(frozen=True)
class Last:
    """A shoe: how far it stands off the foot (`upper`), how thick the sole is, how far the sole stands out (`welt`);
    `toe`: half widths inward and outward and height of the toe box, and how far it goes beyond the foot; `topline`:
    heights of the opening's edge at even steps from heel to toe; `shaft`: how high it goes up the leg; `pitch`: degrees
    that the heel is raised by; `heel`: height of a separate heel block."""

    upper: float
    sole: float
    welt: float
    toe: tuple[float, float, float, float]
    topline: tuple[float, ...]
    shaft: float = 0.0
    pitch: float = 0.0
    heel: float = 0.0


_LOW = (0.050, 0.050, 0.046, 0.041, 0.038, 0.036, 0.035, 0.036, 0.040, _OPEN, _OPEN, _OPEN, _OPEN)
LASTS: Mapping[str, Last] = {
    "sneakers": Last(
        0.0065, 0.021, 0.004, (0.043, 0.045, 0.029, 0.006),
        (0.082, 0.080, 0.072, 0.068, 0.072, 0.086, 0.105, *(_OPEN,) * 6),
    ),
    "flats": Last(0.0035, 0.007, -0.0015, (0.039, 0.040, 0.018, 0.002), _LOW),
    "loafers": Last(
        0.0050, 0.012, 0.004, (0.041, 0.043, 0.024, 0.008),
        (0.060, 0.059, 0.055, 0.050, 0.047, 0.048, 0.054, 0.066, *(_OPEN,) * 5), heel=0.012,
    ),
    "boots": Last(0.0070, 0.020, 0.005, (0.043, 0.044, 0.028, 0.008), (_OPEN,) * 13, shaft=0.235, heel=0.016),
    "heels": Last(0.0038, 0.006, -0.0025, (0.034, 0.034, 0.016, 0.014), _LOW, pitch=27.0),
}  # fmt: skip


def lift(shoe: str) -> float:
    """Metres by which a shoe raises the ball of the foot, on 1.70 m."""
    return LASTS[shoe].sole


def lumps(build: Build, at: Rest, shoe: str) -> tuple[Lump, ...]:
    """The left shoe at rest; its sole ends below the floor by its thickness."""
    made = _Shoe(build, at, LASTS[shoe])
    return tuple(made.lumps())


@dataclass(frozen=True)
class _Shoe:
    build: Build
    at: Rest
    last: Last

    @property
    def s(self) -> float:
        return self.at.scale

    def spot(self, ahead: float, up: float, inner: float = 0.0) -> Vector:
        heel = self.at.joints["left_heel"]
        toward, aside = self.at.foot()
        floor = vector(heel[0], 0.0, heel[2])
        return np.asarray(floor + self.s * (ahead * toward + inner * aside + vector(0, up, 0)))

    def tube(
        self, name: str, start: Vector, end: Vector, rows: Sequence[Sequence[float]], **more: object
    ) -> Lump:
        sized = [(a * self.s, b * self.s, c * self.s, d * self.s) for a, b, c, d in rows]
        return tube(name, start, end, sized, front=vector(0, 1, 0), **more)

    def lumps(self) -> list[Lump]:
        last, s = self.last, self.s
        upper = self._upper()
        outline = self._outline()
        deep, flat = 0.05, _FLAT * s
        sole = self.tube("sole", self.spot(-0.016 - last.welt, 0.0), self.spot(0.205 + last.toe[3] + last.welt, 0.0),
                         [(a, b, deep, deep) for a, b in outline], caps=(0.34, 0.62), blend=0.002)  # fmt: skip
        edge = 0.004 + 0.35 * last.sole
        level = ball("level", self.spot(0.08, edge + _FLAT), (flat, flat, flat), blend=0.002 * s, carve=True)
        out = [sole, level, upper]
        if last.shaft > 0:
            out.append(self._shaft())
        else:
            # Towards the toes the opening ends round.
            following = (*last.topline[1:], _OPEN)
            wide = [0.012 if top == _OPEN else 0.05 if after == _OPEN else 0.30
                    for top, after in zip(last.topline, following, strict=True)]  # fmt: skip
            down = [(w, w, 0.2, 0.30 - top) for w, top in zip(wide, last.topline, strict=True)]
            out.append(self.tube("opening", self.spot(_FIRST, 0.30), self.spot(_LAST, 0.30), down,
                                 caps=(0.1, 0.1), blend=0.003, carve=True))  # fmt: skip
        floor = self.spot(0.08, -last.sole - _FLAT)
        out.append(ball("floor", floor, (flat, flat, flat), blend=0.002 * s, carve=True))
        if last.heel > 0:
            mid = vector(*self.spot(0.052, -last.sole))
            out.append(
                ball("arch", mid, (0.08 * s, 0.6 * last.heel * s, 0.024 * s), blend=0.003 * s, carve=True)
            )
        if last.pitch > 0:
            out.append(self._stiletto())
        return out

    def _upper(self) -> Lump:
        u, (inner, outer, high, beyond) = self.last.upper, self.last.toe
        foot = np.array(anatomy.FOOT) * np.array((anatomy.foot_width(self.build),) * 2 + (1, 1)) + u
        rows = [tuple(row) for row in foot[:-2]]
        mean = (0.5 * (rows[-1][0] + inner), 0.5 * (rows[-1][1] + outer))
        rows += [(mean[0] + 0.003, mean[1] + 0.003, high + 0.002, 0.022), (inner, outer, high - 0.004, 0.018)]
        return self.tube("upper", self.spot(-0.012, 0.034), self.spot(0.206 + beyond, 0.014), rows,
                         caps=(0.55, 0.95), blend=0.003)  # fmt: skip

    def _outline(self) -> list[tuple[float, float]]:
        w = self.last.welt + self.last.upper
        inner, outer = self.last.toe[:2]
        k = anatomy.foot_width(self.build)
        rows = [
            (a * k + w, b * k + w)
            for a, b in ((0.021, 0.022), (0.031, 0.031), (0.030, 0.033), (0.029, 0.037))
        ]
        rows += [(0.034 * k + w, 0.041 * k + w), (0.041 * k + w, 0.043 * k + w)]
        w = self.last.welt
        rows += [
            (0.5 * (0.042 * k + inner) + w, 0.5 * (0.043 * k + outer) + w),
            (inner + w - 0.002, outer + w - 0.003),
        ]
        return rows

    def _shaft(self) -> Lump:
        """Up the leg, a little wider than it."""
        thick = 0.55 + 0.45 * (1 + 0.8 * (self.build.fullness - 1)) + 0.03 * self.build.frame
        ankle, knee = self.at.joints["left_ankle"], self.at.joints["left_knee"]
        end = ankle + unit(knee - ankle) * (self.last.shaft - 0.078) * self.s
        rows = [
            (side * thick, side * thick, front * thick, back * thick)
            for side, front, back in (
                (0.040, 0.042, 0.043),
                (0.040, 0.040, 0.045),
                (0.042, 0.041, 0.050),
                (0.046, 0.043, 0.058),
            )
        ]
        sized = [(a * self.s, b * self.s, c * self.s, d * self.s) for a, b, c, d in rows]
        return tube(
            "shaft", ankle - 0.01 * vector(0, 1, 0), end, sized, caps=(0.5, 0.12), blend=0.025 * self.s
        )

    def _stiletto(self) -> Lump:
        """From under the heel to the floor of the raised foot."""
        pitch = np.radians(self.last.pitch)
        toward, _ = self.at.foot()
        down = np.cos(pitch) * vector(0, -1, 0) + np.sin(pitch) * toward
        # How far the heel's seat is above the floor when the foot turns about its ball.
        reach = float(np.sin(pitch)) * 0.150 + self.last.sole * (1 - float(np.cos(pitch)))
        top = self.spot(0.002, 0.008)
        end = top + (reach + 0.010) * self.s * down
        return rod("stiletto", top, end, (0.020 * self.s, 0.0085 * self.s, 0.0062 * self.s), blend=0.014 * self.s,
                   caps=(1.0, 0.2))  # fmt: skip
