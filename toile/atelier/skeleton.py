"""The skeleton: joints at rest, which bones a place belongs to, and how bones move into a pose.

At rest the figure stands on y = 0 facing +z, with the arms 35 degrees out. Measures are those of 1.70 m.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.atelier.solid import Vector, unit, vector
from toile.domain.body import Side
from toile.domain.persona import Build, Gender
from toile.domain.pose import Limb, PosePreset
from toile.pixels.arrays import Floats

FIGURE = 1.70
SIGN = {Side.LEFT: 1.0, Side.RIGHT: -1.0}
_LIMBS = ("arm", "forearm", "hand", "fingers", "thumb", "thigh", "shin", "foot")
BONES: tuple[str, ...] = (
    "pelvis",
    "spine",
    "chest",
    "neck",
    "head",
    *(f"{side}_{limb}" for side in Side for limb in _LIMBS),
)
NUMBER = {name: i for i, name in enumerate(BONES)}
_OUT = np.radians(35.0)
_TRUNK = (("pelvis", "spine", 1.00, 0.05), ("spine", "chest", 1.14, 0.05), ("chest", "neck", 1.425, 0.03))


@dataclass(frozen=True)
class Rest:
    """Joints by name, metres, and the figure's scale against 1.70 m."""

    joints: Mapping[str, Vector]
    scale: float


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


def rest(build: Build) -> Rest:
    """The joints of that build."""
    s = build.height / FIGURE
    joints = {
        "pelvis": vector(0, 0.94, 0.0),
        "waist": vector(0, 1.055, 0.0),
        "chest": vector(0, 1.20, -0.005),
        "neck_base": vector(0, 1.425, -0.022),
        "head_base": vector(0, 1.528, 0.0),
        "crown": vector(0, 1.70, -0.01),
    }
    wide = 0.146 + 0.034 * build.frame
    hips = 0.086 + 0.004 * (build.hips - 1) * 10
    for side in Side:
        sign = SIGN[side]
        along = vector(sign * np.sin(_OUT), -np.cos(_OUT), 0.0)
        shoulder = vector(sign * wide, 1.366, -0.016)
        elbow = shoulder + 0.272 * along
        # The forearm hangs a little forward of the upper arm.
        lower = unit(along + vector(0, 0, 0.10))
        wrist = elbow + 0.243 * lower
        joints |= {
            f"{side}_shoulder": shoulder,
            f"{side}_elbow": elbow,
            f"{side}_wrist": wrist,
            f"{side}_knuckles": wrist + 0.088 * lower,
            f"{side}_index": wrist + 0.165 * lower + vector(0, 0, 0.022),
            f"{side}_pinky": wrist + 0.140 * lower - vector(0, 0, 0.028),
            f"{side}_thumb": wrist + 0.085 * lower + vector(0, 0, 0.052),
            f"{side}_hip": vector(sign * hips, 0.895, 0.0),
            f"{side}_knee": vector(sign * 0.108, 0.478, 0.012),
            f"{side}_ankle": vector(sign * 0.128, 0.078, -0.018),
            f"{side}_heel": vector(sign * 0.130, 0.025, -0.058),
            f"{side}_foot_index": vector(sign * 0.150, 0.018, 0.140),
        }
    return Rest({name: np.asarray(place * s) for name, place in joints.items()}, s)


def draw_build(random: np.random.Generator, gender: Gender) -> Build:
    """A grown person of that gender."""
    man = gender is Gender.MAN
    tall = random.normal(1.77 if man else 1.66, 0.07)
    frame = np.clip(random.normal(0.85 if man else 0.12, 0.16), 0, 1)
    fullness = np.clip(1.0 + 0.10 * random.standard_gamma(2.0) / 2 - 0.06, 0.88, 1.35)
    return Build(
        height=float(np.clip(tall, 1.50, 1.96)),
        fullness=float(fullness),
        frame=float(frame),
        bust=0.0 if man else float(random.uniform(0.25, 0.95)),
        waist=float(np.clip(random.normal(1.06 if man else 1.0, 0.05), 0.9, 1.2)),
        hips=float(np.clip(random.normal(0.95 if man else 1.02, 0.05), 0.85, 1.18)),
        muscle=float(np.clip(random.normal(0.55 if man else 0.25, 0.18), 0, 1)),
    )


def bind(places: Floats, at: Rest) -> Weights:
    """The bones that move places near the body at rest, [N, 3]; cloth as well as skin."""
    s, joints = at.scale, at.joints
    p = places.astype(np.float64) / s
    dense = np.zeros((len(p), len(BONES)))
    y = p[:, 1] + 0.15 * (p[:, 2] + 0.01) * (p[:, 1] > 1.3)
    left = np.ones(len(p))
    for lower, upper, height, wide in _TRUNK:
        share = _smooth((y - height + wide) / (2 * wide))
        dense[:, NUMBER[lower]] = left * (1 - share)
        left, _ = left * share, upper
    head = _smooth((y - 1.475 + 0.30 * (p[:, 2] + 0.02)) / 0.06)
    dense[:, NUMBER["neck"]] = left * (1 - head)
    dense[:, NUMBER["head"]] = left * head
    for side in Side:
        _bind_arm(dense, p, {k: v / s for k, v in joints.items()}, side)
        _bind_leg(dense, p, {k: v / s for k, v in joints.items()}, side)
    top = np.argpartition(-dense, 4, axis=1)[:, :4]
    share = np.take_along_axis(dense, top, axis=1)
    share /= share.sum(axis=1, keepdims=True)
    return Weights(top.astype(np.uint8), share.astype(np.float32))


def pose(at: Rest, preset: PosePreset) -> Bones:
    """The bones in that pose, the lowest foot on the floor."""
    j = at.joints
    turn = _about(vector(0, 1, 0), np.radians(preset.turn))
    made: dict[str, NDArray[np.float64]] = {}
    for name in ("pelvis", "spine", "chest"):
        made[name] = _rigid(turn, np.zeros(3), np.zeros(3))
    look = _about(vector(0, 1, 0), np.radians(preset.look))
    half = _about(vector(0, 1, 0), np.radians(0.5 * preset.look))
    made["neck"] = _rigid(turn @ half, j["neck_base"], turn @ j["neck_base"])
    made["head"] = _rigid(turn @ look, j["head_base"], _moved(made["neck"], j["head_base"]))
    for side in Side:
        arms = preset.left_arm if side is Side.LEFT else preset.right_arm
        legs = preset.left_leg if side is Side.LEFT else preset.right_leg
        chain = (("arm", "shoulder", "elbow"), ("forearm", "elbow", "wrist"), ("hand", "wrist", "knuckles"))
        _chain(made, j, side, chain, arms, turn, turn @ j[f"{side}_shoulder"])
        for name in ("fingers", "thumb"):
            made[f"{side}_{name}"] = made[f"{side}_hand"]
        _chain(made, j, side, _LEG, legs, turn, turn @ j[f"{side}_hip"])
        ankle = j[f"{side}_ankle"]
        made[f"{side}_foot"] = _rigid(turn, ankle, _moved(made[f"{side}_shin"], ankle))
    low = min(_moved(made[f"{side}_foot"], j[f"{side}_heel"])[1] - j[f"{side}_heel"][1] for side in Side)
    out = np.array([made[name] for name in BONES])
    out[:, 1, 3] -= low
    return Bones(out)


_LEG = (("thigh", "hip", "knee"), ("shin", "knee", "ankle"))


def carry(places: Floats, weights: Weights, bones: Bones) -> Floats:
    """Places at rest [N, 3], moved with their bones (linear blend skinning)."""
    rows = bones.transforms.reshape(len(BONES), 12).astype(np.float32)
    mixed = np.einsum("nk,nkm->nm", weights.share, rows[weights.index]).reshape(-1, 3, 4)
    return np.asarray(np.einsum("nij,nj->ni", mixed[:, :, :3], places) + mixed[:, :, 3], dtype=np.float32)


def turn(normals: Floats, weights: Weights, bones: Bones) -> Floats:
    """Unit normals at rest, turned with their bones."""
    rows = bones.transforms[:, :, :3].reshape(len(BONES), 9).astype(np.float32)
    mixed = np.einsum("nk,nkm->nm", weights.share, rows[weights.index]).reshape(-1, 3, 3)
    out = np.einsum("nij,nj->ni", mixed, normals)
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _bind_arm(
    dense: NDArray[np.float64], p: NDArray[np.float64], j: Mapping[str, Vector], side: Side
) -> None:
    shoulder, elbow = j[f"{side}_shoulder"], j[f"{side}_elbow"]
    wrist, knuckles = j[f"{side}_wrist"], j[f"{side}_knuckles"]
    sign = SIGN[side]
    radial = np.minimum.reduce(
        [_away(p, a, b) for a, b in ((shoulder, elbow), (elbow, wrist), (wrist, knuckles))]
    )
    inside = _smooth((p[:, 0] * sign - abs(shoulder[0]) + 0.014) / 0.052)
    amount = inside * _smooth((0.19 - radial) / 0.05)
    first, second = _unit_axis(shoulder, elbow), _unit_axis(elbow, wrist)
    bend = _smooth(((p - elbow) @ first) / 0.09 + 0.5)
    hand = _smooth(((p - wrist) @ second) / 0.044 + 0.5)
    tips = _smooth(((p - knuckles) @ second) / 0.03 + 0.5)
    dense *= (1 - amount)[:, None]
    dense[:, NUMBER[f"{side}_arm"]] += amount * (1 - bend)
    dense[:, NUMBER[f"{side}_forearm"]] += amount * bend * (1 - hand)
    dense[:, NUMBER[f"{side}_hand"]] += amount * bend * hand * (1 - tips)
    dense[:, NUMBER[f"{side}_fingers"]] += amount * bend * hand * tips


def _bind_leg(
    dense: NDArray[np.float64], p: NDArray[np.float64], j: Mapping[str, Vector], side: Side
) -> None:
    hip, knee, ankle = j[f"{side}_hip"], j[f"{side}_knee"], j[f"{side}_ankle"]
    mine = _smooth(p[:, 0] * SIGN[side] / 0.016 + 0.5)
    trunk = dense[:, : NUMBER["chest"]].sum(axis=1) > 0.5
    # Inside, the leg begins lower than outside.
    start = hip[1] + 0.045 - 0.05 * np.clip(1 - np.abs(p[:, 0]) / 0.09, 0, 1)
    amount = mine * _smooth((start - p[:, 1]) / 0.13) * trunk
    bend = _smooth((knee[1] - p[:, 1]) / 0.10 + 0.5)
    foot = _smooth((ankle[1] + 0.004 - p[:, 1]) / 0.05 + 0.5)
    dense *= (1 - amount)[:, None]
    dense[:, NUMBER[f"{side}_thigh"]] += amount * (1 - bend)
    dense[:, NUMBER[f"{side}_shin"]] += amount * bend * (1 - foot)
    dense[:, NUMBER[f"{side}_foot"]] += amount * bend * foot


def _chain(
    made: dict[str, NDArray[np.float64]],
    j: Mapping[str, Vector],
    side: Side,
    chain: tuple[tuple[str, str, str], ...],
    limbs: tuple[Limb, ...],
    frame: NDArray[np.float64],
    start: Vector,
) -> None:
    """Bones of one limb, each turned from where the one before carries it to where the pose wants it."""
    turned, at = frame, start
    for (name, first, last), limb in zip(chain, limbs, strict=True):
        along = unit(j[f"{side}_{last}"] - j[f"{side}_{first}"])
        turned = _between(turned @ along, frame @ _direction(limb, side)) @ turned
        made[f"{side}_{name}"] = _rigid(turned, j[f"{side}_{first}"], at)
        at = _moved(made[f"{side}_{name}"], j[f"{side}_{last}"])


def _direction(limb: Limb, side: Side) -> Vector:
    out, forward = np.radians(limb.out), np.radians(limb.forward)
    x = SIGN[side] * np.sin(out)
    return vector(x, -np.cos(out) * np.cos(forward), np.cos(out) * np.sin(forward))


def _about(axis: Vector, angle: float) -> NDArray[np.float64]:
    """A turn about a unit axis (Rodrigues)."""
    x, y, z = axis
    cross = np.array(((0, -z, y), (z, 0, -x), (-y, x, 0)))
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _between(a: Vector, b: Vector) -> NDArray[np.float64]:
    """The smallest turn that takes one unit direction to another."""
    axis = np.cross(a, b)
    size = float(np.linalg.norm(axis))
    if size < 1e-9:
        return np.eye(3)
    return _about(axis / size, float(np.arctan2(size, a @ b)))


def _rigid(turned: NDArray[np.float64], pivot: Vector, to: Vector) -> NDArray[np.float64]:
    return np.concatenate((turned, (to - turned @ pivot)[:, None]), axis=1)


def _moved(transform: NDArray[np.float64], place: Vector) -> Vector:
    return np.asarray(transform[:, :3] @ place + transform[:, 3])


def _away(p: NDArray[np.float64], a: Vector, b: Vector) -> NDArray[np.float64]:
    """Distance to a segment."""
    along = np.clip((p - a) @ (b - a) / float((b - a) @ (b - a)), 0, 1)
    return np.asarray(np.linalg.norm(p - a - along[:, None] * (b - a), axis=1))


def _unit_axis(a: Vector, b: Vector) -> Vector:
    return unit(b - a)


def _smooth(t: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
