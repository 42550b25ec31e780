"""The body, sculpted: trunk, limbs, hands and feet as lumps round the skeleton at rest. Lengths of a 1.70 m figure,
then scaled."""

from dataclasses import dataclass

import numpy as np

from toile.atelier.skeleton import Rest
from toile.atelier.solid import Lump, Vector, ball, rod, unit, vector
from toile.domain.persona import Build


@dataclass(frozen=True)
class _Body:
    build: Build
    at: Rest

    @property
    def s(self) -> float:
        return self.at.scale

    @property
    def limb(self) -> float:
        """How thick limbs are."""
        b = self.build
        return (1 + 0.08 * b.frame + 0.07 * (b.muscle - 0.3)) * (1 + 0.75 * (b.fullness - 1))

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

    def joint(self, name: str) -> Vector:
        return np.asarray(self.at.joints[name] / self.s)


def trunk(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Trunk and neck."""
    b = _Body(build, at)
    full, frame, man = build.fullness, build.frame, build.muscle
    core = 1 + 1.05 * (full - 1)
    chest = (1 + 0.13 * frame) * (1 + 0.5 * (full - 1))
    waist = build.waist * core * (1 + 0.10 * frame)
    hips = build.hips * (1 + 0.55 * (full - 1)) * (1 - 0.03 * frame)
    wide = b.joint("left_shoulder")[0]
    lumps = [
        b.rod(
            "ribs",
            vector(0, 1.15, 0.0),
            vector(0, 1.31, -0.010),
            (0.118 * chest, 0.131 * chest, 0.118 * chest),
            0.05,
            depth=(0.70, 0.72),
        ),
        b.rod(
            "waist",
            vector(0, 1.01, 0.002),
            vector(0, 1.14, 0.0),
            (0.124 * waist, 0.108 * waist, 0.112 * waist),
            0.07,
            depth=(0.72, 0.68),
        ),
        b.rod(
            "pelvis",
            vector(0, 0.905, -0.012),
            vector(0, 1.0, 0.0),
            (0.160 * hips, 0.150 * hips, 0.126 * hips),
            0.08,
            depth=(0.60, 0.62),
            caps=(0.5, 0.6),
        ),
        b.ball("belly", vector(0, 0.995, 0.045), (0.088 * core, 0.105, 0.048 * core**2), 0.07),
        b.ball("upper back", vector(0, 1.31, -0.052), (0.105 * chest, 0.10, 0.045), 0.07),
        b.rod(
            "neck",
            vector(0, 1.385, -0.024),
            vector(0, 1.545, -0.006),
            (0.050 + 0.010 * frame, 0.0410 + 0.011 * frame, 0.046 + 0.010 * frame),
            0.045,
        ),
    ]
    both = [
        b.ball("glute", vector(0.068, 0.905, -0.066), (0.082 * hips, 0.088, 0.062 * hips), 0.05),
        b.rod("yoke", vector(0.03, 1.360, -0.020), vector(wide - 0.012, 1.362, -0.018),
              (0.050, 0.043, 0.042 * b.limb), 0.06, depth=0.95),
        b.rod("trapezius", vector(0.010, 1.465, -0.036), vector(wide - 0.02, 1.385, -0.030),
              (0.026, 0.020 + 0.010 * man, 0.018 + 0.008 * man), 0.05),
        b.rod("clavicle", vector(0.020, 1.392, 0.028), vector(wide - 0.012, 1.398, -0.004),
              (0.0085, 0.008, 0.008), 0.022),
        b.ball("lat", vector(0.088 * chest, 1.24, -0.035), (0.045, 0.10, 0.045), 0.06),
    ]  # fmt: skip
    if build.bust > 0.05:
        r = 0.047 + 0.022 * build.bust
        out = 0.060 + 0.020 * build.bust
        both.append(
            b.ball("bust", vector(0.068, 1.222 - 0.006 * build.bust, out), (r * 1.06, r, r * 0.92), 0.035)
        )
    else:
        both.append(
            b.ball("pectoral", vector(0.066, 1.285, 0.062), (0.078, 0.050, 0.020 + 0.016 * man), 0.045)
        )
    return (*lumps, *_pair(both))


def limbs(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Arms to the wrist, legs to the ankle."""
    b = _Body(build, at)
    k, m = b.limb, build.muscle
    shoulder, elbow, wrist = (b.joint(f"left_{n}") for n in ("shoulder", "elbow", "wrist"))
    hip, knee, ankle = (b.joint(f"left_{n}") for n in ("hip", "knee", "ankle"))
    arm, lower = unit(elbow - shoulder), unit(wrist - elbow)
    leg, shin = unit(knee - hip), unit(ankle - knee)
    forward = vector(0, 0, 1)
    return _pair(
        [
            b.rod("arm", shoulder, elbow, (0.040 * k, 0.0375 * k, 0.0325 * k), 0.04),
            b.rod("deltoid", shoulder + 0.004 * arm, shoulder + 0.085 * arm,
                  (0.043 * k, 0.044 * k, 0.034 * k), 0.04, depth=0.98),
            b.rod("biceps", shoulder + 0.10 * arm + 0.012 * forward, shoulder + 0.21 * arm + 0.010 * forward,
                  (0.022 * k, (0.026 + 0.008 * m) * k, 0.022 * k), 0.03),
            b.rod("forearm", elbow, wrist, (0.0325 * k, 0.0300 * k, 0.0220 * k), 0.03, depth=0.94),
            b.rod("forearm muscle", elbow + 0.02 * lower, elbow + 0.12 * lower,
                  (0.031 * k, 0.0350 * k, 0.026 * k), 0.03),
            b.rod("thigh", hip, knee, (0.080 * k, 0.071 * k, 0.047 * k), 0.03),
            b.rod("quadriceps", hip + 0.10 * leg + 0.014 * forward, hip + 0.33 * leg + 0.014 * forward,
                  (0.052 * k, 0.058 * k, 0.038 * k), 0.04),
            b.ball("knee", knee + vector(0, 0.008, 0.012), (0.036 * k, 0.044, 0.036 * k), 0.04),
            b.rod("shin", knee, ankle, (0.043 * k, 0.038 * k, 0.0285), 0.03),
            b.rod("calf", knee + 0.05 * shin + vector(0.004, 0, -0.018), knee + 0.20 * shin + vector(0.002, 0, -0.016),
                  (0.036 * k, (0.042 + 0.005 * m) * k, 0.028 * k), 0.04),
        ]
    )  # fmt: skip


def hands(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Palm, thumb and four fingers, a little curled."""
    b = _Body(build, at)
    wrist, knuckles = b.joint("left_wrist"), b.joint("left_knuckles")
    along = unit(knuckles - wrist)
    thumbward = vector(0, 0, 1) - along[2] * along
    thumbward = unit(thumbward)
    inward = np.cross(thumbward, along)  # out of the palm, to the body
    inward = inward * (1 if inward[0] < 0 else -1)
    k = 1 + 0.08 * build.frame
    lumps = [
        b.rod("wrist", wrist - 0.01 * along, wrist + 0.025 * along, (0.0245 * k, 0.025 * k, 0.027 * k), 0.02,
              front=inward, depth=0.72),
        b.rod("palm", wrist + 0.022 * along, knuckles, (0.030 * k, 0.040 * k, 0.040 * k), 0.018, front=inward,
              depth=0.36, caps=(0.5, 0.35)),
        b.rod("thumb base", wrist + 0.016 * along + 0.020 * thumbward + 0.004 * inward,
              wrist + 0.055 * along + 0.040 * thumbward + 0.010 * inward, (0.016 * k, 0.0155 * k, 0.0125 * k), 0.016),
        b.rod("thumb", wrist + 0.055 * along + 0.040 * thumbward + 0.010 * inward,
              wrist + 0.094 * along + 0.050 * thumbward + 0.016 * inward, (0.0120 * k, 0.0112 * k, 0.0085 * k), 0.006),
    ]  # fmt: skip
    for offset, length in ((0.0295, 0.066), (0.0100, 0.076), (-0.0100, 0.071), (-0.0290, 0.055)):
        root = knuckles + offset * thumbward - 0.010 * along
        ahead = unit(along + 0.22 * inward + 0.9 * offset * thumbward)
        middle = root + 0.55 * length * ahead
        tip = middle + 0.50 * length * unit(ahead + 0.45 * inward)
        lumps += [
            b.rod("finger", root, middle, (0.0098 * k, 0.0092 * k, 0.0086 * k), 0.004),
            b.rod("finger tip", middle, tip, (0.0086 * k, 0.0080 * k, 0.0068 * k), 0.003),
        ]
    return _pair(lumps)


def feet(build: Build, at: Rest) -> tuple[Lump, ...]:
    """Feet with a heel, an arch and a hint of toes."""
    b = _Body(build, at)
    ankle, heel, toe = (b.joint(f"left_{n}") for n in ("ankle", "heel", "foot_index"))
    ahead = unit((toe - heel) * np.array((1, 0, 1)))
    aside = np.cross(vector(0, 1, 0), ahead)
    k = 1 + 0.06 * build.frame
    lumps = [
        b.rod("heel", heel + vector(0, 0.006, 0), ankle + vector(0, 0.01, 0), (0.026 * k, 0.026 * k, 0.028), 0.02),
        b.rod("instep", ankle + vector(0, -0.012, 0.012), heel + 0.155 * ahead + vector(0, 0.012, 0),
              (0.030, 0.031 * k, 0.031 * k), 0.025, front=vector(0, 1, 0), depth=(0.85, 0.7)),
        b.rod("ball of the foot", heel + 0.145 * ahead - 0.016 * aside + vector(0, -0.002, 0),
              heel + 0.150 * ahead + 0.016 * aside + vector(0, 0.0, 0), (0.026 * k, 0.028 * k, 0.026 * k), 0.02,
              depth=0.9),
    ]  # fmt: skip
    for number, (offset, reach) in enumerate(
        ((0.024, 0.197), (0.008, 0.196), (-0.006, 0.188), (-0.019, 0.178), (-0.031, 0.166))
    ):
        radius = (0.0135 if number == 0 else 0.0098) * k
        root = heel + 0.150 * ahead + offset * -aside * 0.9 + vector(0, -0.003, 0)
        tip = heel + reach * ahead + offset * -aside + vector(0, -0.010 + 0.25 * radius, 0)
        lumps.append(b.rod("toe", root, tip, (radius * 1.1, radius, radius), 0.006))
    return _pair(lumps)


def _pair(lumps: list[Lump]) -> tuple[Lump, ...]:
    return tuple(one for lump in lumps for one in (lump, lump.mirrored(lump.name)))
