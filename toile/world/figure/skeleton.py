"""The skeleton: joints at rest, which bones a place belongs to, and how bones carry it.

At rest the figure stands on y = 0 facing +z, with the arms 35 degrees out. Measures are those of 1.70 m.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.persona import Build, Gender
from toile.pixels.arrays import Floats
from toile.world import threads
from toile.world.figure import proportion
from toile.world.solid import Vector, unit, vector

FIGURE = 1.70
SIGN = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
# "shoulder" swings with the arm but does not turn about it; "wrist" has half of the hand's turn.
_LIMBS = (
    "clavicle", "shoulder", "arm", "forearm", "wrist", "hand", "fingers", "tips", "thumb",
    "thigh", "shin", "foot", "toes",
)  # fmt: skip
BONES: tuple[str, ...] = (
    *("pelvis", "spine", "chest", "neck", "head"),
    *(f"{side}_{limb}" for side in Side for limb in _LIMBS),
)
NUMBER = {name: i for i, name in enumerate(BONES)}
LUMBAR, THORAX = 1.00, 1.145  # heights where the spine bends
_OUT = np.radians(35.0)
_ARM = ("shoulder", "elbow", "wrist", "knuckles", "thumb_base", "thumb")
_LEG = ("hip", "knee", "ankle", "toes", "foot_index")


@dataclass(frozen=True)
class Rest:
    """Joints by name, metres; the figure's `scale` against 1.70 m; how long its legs are against the average (`leg`);
    half widths of its trunk at `proportion.HEIGHTS`, on 1.70 m."""

    joints: Mapping[str, Vector]
    scale: float
    leg: float = 1.0
    girth: tuple[float, ...] = field(default=(), repr=False)

    def level(self, y: float) -> float:
        """Where a height of the average figure is on this one with its longer or shorter legs; both on 1.70 m."""
        return float(np.interp(y, _LEVELS, _lifted(self.leg)))

    def hand(self) -> tuple[Vector, Vector, Vector]:
        """Unit directions of the left hand: to the fingers, to the thumb, out of the palm."""
        along = unit(self.joints["left_knuckles"] - self.joints["left_wrist"])
        thumbward = unit(vector(0, 0, 1) - along[2] * along)
        return along, thumbward, np.cross(along, thumbward)

    def foot(self) -> tuple[Vector, Vector]:
        """Unit directions of the left foot, level: to the toes, to the inner side."""
        ahead = (self.joints["left_foot_index"] - self.joints["left_heel"]) * np.array((1, 0, 1))
        return unit(ahead), np.cross(unit(ahead), vector(0, 1, 0))


_LEVELS = (-1.0, 0.078, 0.895, 1.41, 3.0)


def _lifted(leg: float) -> tuple[float, ...]:
    return (-1.0, 0.078, 0.078 + leg * 0.817, 1.41, 3.0)


@dataclass(frozen=True)
class Weights:
    """Up to four bones of each place and their shares: `index` uint8 [N, 4], `share` float32 [N, 4]."""

    index: NDArray[np.uint8]
    share: Floats


@dataclass(frozen=True)
class Bones:
    """Where bones went: `transforms` float64 [B, 3, 4] from rest to the room."""

    transforms: NDArray[np.float64]

    def place(self, bone: str, point: Vector) -> Vector:
        """A place at rest, moved with one bone."""
        one = self.transforms[NUMBER[bone]]
        return np.asarray(one[:, :3] @ point + one[:, 3])

    def raised(self, by: float) -> "Bones":
        """The same bones, higher above the floor."""
        moved = self.transforms.copy()
        moved[:, 1, 3] += by
        return Bones(moved)


def rest(build: Build) -> Rest:
    """The joints of that build."""
    at = Rest({}, build.height / FIGURE, build.leg, tuple(proportion.sections(build)[:, 0]))
    up = at.level
    joints = {
        "pelvis": vector(0, up(0.94), 0.0),
        "lumbar": vector(0, up(LUMBAR), -0.015),
        "waist": vector(0, up(1.055), 0.0),
        "thorax": vector(0, up(THORAX), -0.020),
        "chest": vector(0, up(1.20), -0.005),
        "neck_base": vector(0, 1.425, -0.026),
        "head_base": vector(0, 1.528, 0.0),
        "crown": vector(0, 1.70, -0.01),
    }
    for side in Side:
        joints |= {f"{side}_{name}": place for name, place in _limbs(build, up, SIGN[side]).items()}
    placed = {name: np.asarray(place * at.scale) for name, place in joints.items()}
    return Rest(placed, at.scale, at.leg, at.girth)


def _limbs(build: Build, level: Callable[[float], float], sign: float) -> dict[str, Vector]:
    """Joints of one arm and one leg."""
    along = unit(vector(sign * np.sin(_OUT), -np.cos(_OUT), -0.02))
    shoulder = vector(sign * (0.150 + 0.032 * build.frame), level(1.366), -0.016)
    elbow = shoulder + 0.272 * along
    # The forearm hangs a little forward of the upper arm.
    lower = unit(along + vector(0, 0, 0.13))
    wrist = elbow + 0.243 * lower
    knuckles = wrist + 0.088 * lower
    thumbward = unit(vector(0, 0, 1) - lower[2] * lower)
    inward = sign * np.cross(lower, thumbward)
    inner = 0.086 + 0.05 * (build.hips - 1) + 0.05 * (build.fullness - 1)
    return {
        "clavicle": vector(sign * 0.022, level(1.388), 0.018),
        "shoulder": shoulder,
        "elbow": elbow,
        "wrist": wrist,
        "knuckles": knuckles,
        "index": knuckles + 0.0285 * thumbward - 0.004 * lower,
        "pinky": knuckles - 0.0268 * thumbward - 0.012 * lower,
        "middles": knuckles + 0.037 * lower + 0.004 * inward,
        "thumb_base": wrist + 0.052 * lower + 0.036 * thumbward + 0.014 * inward,
        "thumb": wrist + 0.090 * lower + 0.047 * thumbward + 0.020 * inward,
        "hip": vector(sign * inner, level(0.895), 0.0),
        "knee": vector(sign * (0.102 + 0.4 * (inner - 0.086)), level(0.478), 0.012),
        "ankle": vector(sign * 0.114, 0.078, -0.018),
        "heel": vector(sign * 0.115, 0.025, -0.058),
        "toes": vector(sign * 0.133, 0.018, 0.094),
        "foot_index": vector(sign * 0.139, 0.018, 0.140),
    }


def draw_build(random: np.random.Generator, gender: Gender) -> Build:
    """A grown person of that gender."""
    man = gender is Gender.MAN
    tall = random.normal(1.77 if man else 1.66, 0.07)
    frame = np.clip(random.normal(0.86 if man else 0.10, 0.13), 0, 1)
    fullness = np.clip(0.93 + 0.055 * random.standard_gamma(2.0), 0.88, 1.35)
    return Build(
        height=float(np.clip(tall, 1.50, 1.96)),
        fullness=float(fullness),
        frame=float(frame),
        bust=0.0 if man else float(random.uniform(0.20, 0.95)),
        leg=float(np.clip(random.normal(1.005, 0.015), 0.96, 1.05)),
        waist=float(np.clip(random.normal(1.03 if man else 1.0, 0.045), 0.9, 1.2)),
        hips=float(np.clip(random.normal(0.98 if man else 1.01, 0.045), 0.85, 1.18)),
        muscle=float(np.clip(random.normal(0.55 if man else 0.25, 0.18), 0, 1)),
    )


def bind(places: Floats, at: Rest) -> Weights:
    """The bones that move places near the body at rest, [N, 3]; cloth as well as skin."""
    from toile.world.figure import rig

    places = np.ascontiguousarray(places)
    index, share = np.zeros((len(places), 4), np.uint8), np.zeros((len(places), 4), np.float32)
    arms, legs = (
        np.array([[at.joints[f"{side}_{name}"] / at.scale for name in names] for side in Side])
        for names in (_ARM, _LEG)
    )
    levels = np.array([at.level(y) for y in (LUMBAR, THORAX, 1.425, 1.475)])
    low, high = at.level(float(proportion.HEIGHTS[0])), at.level(float(proportion.HEIGHTS[-1]))
    girth, sizes = np.array(at.girth), np.array((len(BONES), len(_LIMBS)))
    step = (high - low) / (len(girth) - 1)
    rows = (at.scale, levels, girth, low, step, arms, legs, sizes, index, share)
    threads.share(len(places), lambda a, b: rig.bind(places, *rows, a, b))
    return Weights(index, share)


def carry(places: Floats, weights: Weights, bones: Bones) -> Floats:
    """Places at rest [N, 3], moved with their bones (half by dual quaternions, half straight)."""
    return _carried(places, weights, bones, 1.0)


def turn(normals: Floats, weights: Weights, bones: Bones) -> Floats:
    """Unit normals at rest, turned with their bones."""
    return _carried(normals, weights, bones, 0.0)


def _carried(rows: Floats, weights: Weights, bones: Bones, shift: float) -> Floats:
    from toile.world.figure import rig

    motors, straight = np.zeros((len(bones.transforms), 8)), np.ascontiguousarray(bones.transforms)
    rig.motors(straight, motors)
    out = np.empty((len(rows), 3), np.float32)
    index, share = weights.index, np.ascontiguousarray(weights.share, dtype=np.float32)
    places = np.ascontiguousarray(rows)
    threads.share(len(rows), lambda a, b: rig.carry(places, index, share, motors, straight, shift, out, a, b))
    return out


def stretch(places: Floats, weights: Weights, bones: Bones) -> Floats:
    """Places moved by transforms that also change lengths (linear blend skinning)."""
    rows = bones.transforms.reshape(len(BONES), 12).astype(np.float32)
    mixed = np.einsum("nk,nkm->nm", weights.share, rows[weights.index]).reshape(-1, 3, 4)
    return np.asarray(np.einsum("nij,nj->ni", mixed[:, :, :3], places) + mixed[:, :, 3], dtype=np.float32)
