"""A body measured in its photo: where the shoulders' outline is, how wide the torso, how thick an arm.

Lengths are in body units: one unit is the distance between the shoulder joints, or 0.62 of the torso where a
turned body shows its shoulders foreshortened. Positions on the torso are given as (across, down) in pixels from
the middle of the shoulders, across growing to the wearer's left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import BodyPose, Joint, Region, Side
from toile.pixels.arrays import Labels, Mask, Points

# Anatomy in body units, for what a photo does not show. Proportions of adults after Drillis and Contini (1966),
# with joints where pose estimators put them.
TORSO = 1.45
UPPER_ARM, FOREARM = 0.92, 0.80
THIGH, SHIN = 1.25, 1.25
ARM_RADIUS = (0.110, 0.115, 0.075)  # shoulder, elbow, wrist
LEG_RADIUS = (0.26, 0.165, 0.12)  # hip, knee, ankle
LINE = 40  # places along a limb
SHOULDER_LIFT = 0.11  # from the joint up to the outline
CHEST, WAIST, HIPS = (0.42, 0.62), (0.34, 0.62), (0.42, 0.72)  # half widths: least, most

# In body units, how far above a typical shoulder what is seen is believed, and what counts as cloth on it.
_ABOVE_SKIN, _ABOVE_CLOTH = 0.07, 0.18
_LIFTED = 0.34  # how far above a joint that was found too low the shoulder may be
_CLOTH = (Region.TOP, Region.DRESS)


@dataclass(frozen=True)
class Limb:
    """An arm or a leg: its middle `line` [N, 2] from the trunk outwards and its half width [N] there, in pixels."""

    line: Points
    radius: Points
    outer: Points  # [N] from the middle to the outline on the outer side, as the picture shows it

    @property
    def length(self) -> float:
        """From the trunk to the last joint, in pixels."""
        return float(np.linalg.norm(np.diff(self.line, axis=0), axis=1).sum())

    def after(self, station: int) -> "Limb":
        """The same limb without its first stations."""
        return Limb(self.line[station:], self.radius[station:], self.outer[station:])

    def scaled(self, factor: float) -> "Limb":
        """The same limb in a picture resized by `factor`."""
        return Limb(self.line * factor, self.radius * factor, self.outer * factor)

    def moved(self, by: Points) -> "Limb":
        """The same limb shifted by [2] pixels."""
        return replace(self, line=self.line + by)


@dataclass(frozen=True)
class Body:
    """A person's measures. Points are [2] arrays in pixels."""

    unit: float
    joints: Mapping[str, Points]
    shoulders: Points  # the middle of the shoulder joints
    hips: Points
    down: Points  # unit vector from shoulders to hips
    across: Points  # unit vector at right angles, to the wearer's left as seen from the front
    tops: Mapping[Side, Points]  # the outline above each shoulder joint
    crests: Mapping[
        Side, Points
    ]  # [N, 2] rows of (across, down): the shoulder's outline from the neck outwards
    profile: Points  # [N, 3] rows of (down, half width to the right, half width to the left)
    arms: Mapping[Side, Limb]
    legs: Mapping[Side, Limb]

    def at(self, across: float, down: float) -> Points:
        """The place in the photo of a position on the torso."""
        return self.shoulders + self.across * across + self.down * down

    def down_of(self, point: Points) -> float:
        """How far below the shoulders a place is, along the torso."""
        return float((point - self.shoulders) @ self.down)

    def on_shoulder(self, side: Side, across: float) -> Points:
        """The place on the shoulder's outline at a distance from the axis."""
        crest = self.crests[side]
        return self.at(sign(side) * across, float(np.interp(across, crest[:, 0], crest[:, 1])))

    def over_shoulder(self, side: Side, across: float) -> Points:
        """The same place, a cloth's thickness above the skin."""
        return self.on_shoulder(side, across) - 0.012 * self.unit * self.down

    @property
    def joints_apart(self) -> float:
        """The distance between the shoulder joints as the picture shows it, in pixels."""
        return float(np.linalg.norm(self.joints["left_shoulder"] - self.joints["right_shoulder"]))

    def half_width(self, side: Side, down: float) -> float:
        """Half the torso's width at that height, from the axis to the outline on that side."""
        column = 2 if side is Side.LEFT else 1
        return float(np.interp(down, self.profile[:, 0], self.profile[:, column]))

    def scaled(self, factor: float) -> "Body":
        """The same body in a picture resized by `factor`."""
        return replace(
            self,
            unit=self.unit * factor,
            joints={name: point * factor for name, point in self.joints.items()},
            shoulders=self.shoulders * factor,
            hips=self.hips * factor,
            tops={side: point * factor for side, point in self.tops.items()},
            crests={side: crest * factor for side, crest in self.crests.items()},
            profile=self.profile * factor,
            arms={side: limb.scaled(factor) for side, limb in self.arms.items()},
            legs={side: limb.scaled(factor) for side, limb in self.legs.items()},
        )

    def moved(self, by: Points) -> "Body":
        """The same body shifted by [2] pixels."""
        return replace(
            self,
            joints={name: point + by for name, point in self.joints.items()},
            shoulders=self.shoulders + by,
            hips=self.hips + by,
            tops={side: point + by for side, point in self.tops.items()},
            arms={side: limb.moved(by) for side, limb in self.arms.items()},
            legs={side: limb.moved(by) for side, limb in self.legs.items()},
        )

    @property
    def torso(self) -> float:
        """Shoulders to hips in pixels."""
        return self.down_of(self.hips)


def sign(side: Side) -> int:
    """+1 for the wearer's left, which a front view shows on the right."""
    return 1 if side is Side.LEFT else -1


def measure(pose: BodyPose, alpha: Mask, labels: Labels) -> Body:
    """The body's measures from its joints, outline [H, W] and label map [H, W]."""
    joints = complete(pose.joints)
    left, right = joints["left_shoulder"], joints["right_shoulder"]
    shoulders = (left + right) / 2
    hips = (joints["left_hip"] + joints["right_hip"]) / 2
    length = float(np.linalg.norm(hips - shoulders))
    unit = max(float(np.linalg.norm(left - right)), 0.62 * length)
    down = (hips - shoulders) / max(length, 1e-6)
    across = np.array([down[1], -down[0]])
    body = Body(unit, joints, shoulders, hips, down, across, {}, {}, np.zeros((0, 3)), {}, {})
    body = replace(body, tops={side: _shoulder_top(body, side, alpha, labels) for side in Side})
    return replace(
        body,
        crests={side: _crest(body, side, alpha, labels) for side in Side},
        profile=_profile(body, alpha, labels),
        arms={side: _measure_arm(body, side, alpha, labels) for side in Side},
        legs=_measure_legs(body, alpha, labels),
    )


def complete(joints: Mapping[str, Joint]) -> dict[str, Points]:
    """All limb joints as [2] arrays: the given ones, the rest by proportion, arms and legs hanging."""
    found = {name: np.array([joint.x, joint.y]) for name, joint in joints.items()}
    left, right = found["left_shoulder"], found["right_shoulder"]
    width = max(float(np.linalg.norm(left - right)), 1.0)
    along = (left - right) / width
    fall = np.array([-along[1], along[0]])
    fall = fall if fall[1] > 0 else -fall
    if "left_hip" not in found or "right_hip" not in found:
        middle = (left + right) / 2 + fall * TORSO * width
        found.setdefault("left_hip", middle + along * 0.3 * width)
        found.setdefault("right_hip", middle - along * 0.3 * width)
    torso = (found["left_hip"] + found["right_hip"] - left - right) / 2
    unit = max(width, 0.62 * float(np.linalg.norm(torso)))
    fall = torso / max(float(np.linalg.norm(torso)), 1e-6)
    chains = (
        ("shoulder", "elbow", UPPER_ARM),
        ("elbow", "wrist", FOREARM),
        ("hip", "knee", THIGH),
        ("knee", "ankle", SHIN),
    )
    for side in Side:
        for near, far, reach in chains:
            found.setdefault(f"{side}_{far}", found[f"{side}_{near}"] + fall * reach * unit)
    return found


def look_up(array: Mask | Labels, points: Points, outside: float = 0.0) -> Points:
    """The values of a map [H, W] at [N, 2] places, to the nearest pixel; `outside` beyond the picture."""
    x, y = np.rint(points).astype(int).T
    height, width = array.shape
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    values = np.full(len(points), outside, dtype=np.float64)
    values[inside] = array[y[inside], x[inside]]
    return values


def chain(body: Body, side: Side, names: tuple[str, ...], count: int = LINE) -> Points:
    """A limb's middle line [count, 2] through the named joints, rounded where it bends."""
    points = np.array([body.joints[f"{side}_{name}"] for name in names])
    lengths = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))))
    where = np.linspace(0, lengths[-1], count)
    line = np.stack([np.interp(where, lengths, points[:, axis]) for axis in (0, 1)], axis=1)
    # A real elbow is a curve: average over a tenth of the limb, ends held.
    reach = count // 10
    padded = np.concatenate((2 * line[0] - line[reach:0:-1], line, 2 * line[-1] - line[-2 : -reach - 2 : -1]))
    kernel = np.ones(2 * reach + 1) / (2 * reach + 1)
    return np.stack([np.convolve(padded[:, axis], kernel, "valid") for axis in (0, 1)], axis=1)


def _shoulder_top(body: Body, side: Side, alpha: Mask, labels: Labels) -> Points:
    """The outline above a shoulder joint; a typical lift where hair hides it."""
    joint = body.joints[f"{side}_shoulder"]
    # Over a raised arm the outline is the arm's.
    hangs = float((body.joints[f"{side}_elbow"] - joint) @ body.down) > 0.3 * body.unit
    most = _LIFTED if hangs else 0.20
    steps = np.arange(0.0, most + 0.10, 0.01) * body.unit
    ray = joint - body.down * steps[:, None]
    outside = np.flatnonzero(look_up(alpha, ray) < 0.5)
    hair = look_up(labels, ray) == Region.HAIR
    lift = SHOULDER_LIFT * body.unit
    if outside.size and not hair[: outside[0]].any():
        lift = float(np.clip(steps[outside[0]], 0.05 * body.unit, most * body.unit))
    return joint - body.down * lift


def _crest(body: Body, side: Side, alpha: Mask, labels: Labels) -> Points:
    """The outline from the neck to beyond the shoulder joint, as rows of (across, down).

    Where hair or the neck itself stands above it, a model helps out: the trapezius rises towards the neck by
    about a third, and outside the joint the shoulder falls off.
    """
    top = body.tops[side]
    reach = abs(float((top - body.shoulders) @ body.across))
    height = body.down_of(top)
    rows = []
    for across in np.arange(0.0, 0.75, 0.02) * body.unit:
        inward = reach - across
        model = height - (0.34 * inward if inward > 0 else 0.75 * inward)
        low = model + 0.22 * body.unit
        ray = np.array([body.at(sign(side) * across, low - step) for step in np.arange(0, 0.40 * body.unit)])
        outside = np.flatnonzero(look_up(alpha, ray) < 0.5)
        hidden = (look_up(labels, ray) == Region.HAIR).any()
        down, most = model, _ABOVE_SKIN
        if outside.size and outside[0] > 0 and not hidden:
            down = low - float(outside[0])
            # Bare skin that stands high is the neck; cloth lies on the shoulder.
            dressed = look_up(labels, ray[outside[0] - 1 :][:1])[0] in _CLOTH
            most = _ABOVE_CLOTH if dressed else _ABOVE_SKIN
        rows.append((across, float(np.clip(down, model - most * body.unit, model + 0.10 * body.unit))))
    crest = np.array(rows)
    crest[:, 1] = np.convolve(np.pad(crest[:, 1], 2, mode="edge"), np.ones(5) / 5, "valid")
    return crest


def _profile(body: Body, alpha: Mask, labels: Labels) -> Points:
    """Half widths of the torso down to below the hips, measured in the picture and kept within anatomy.

    A loose garment is wider than its wearer and an arm may hang against the side, so the outline only counts
    between the least and the most that a body of this frame can be.
    """
    torso = float((body.hips - body.shoulders) @ body.down)
    heights = np.linspace(0.1, 1.35, 26) * torso
    reach = np.arange(0.0, 1.0, 0.01) * body.unit
    apart = body.joints_apart / body.unit
    keys = (0.1, 0.55, 0.95, 1.35)
    least = np.interp(
        heights / torso, keys, (CHEST[0] * apart, WAIST[0] * apart, HIPS[0] * apart, HIPS[0] * apart)
    )
    most = np.interp(heights / torso, keys, (CHEST[1] * apart, WAIST[1], HIPS[1], HIPS[1]))
    bare_arm = (labels == Region.ARMS) | (labels == Region.HANDS)
    solid = np.where(bare_arm, 0, alpha).astype(np.float32)
    rows = []
    for index, height in enumerate(heights):
        widths = []
        for side in (Side.RIGHT, Side.LEFT):
            line = body.at(0, height) + body.across * sign(side) * reach[:, None]
            gaps = np.flatnonzero(look_up(solid, line) < 0.5)
            gaps = gaps[gaps > 10]  # a strap, a crease or a hand near the axis is no outline
            measured = reach[gaps[0]] if gaps.size else reach[-1]
            widths.append(float(np.clip(measured, least[index] * body.unit, most[index] * body.unit)))
        rows.append((height, *widths))
    profile = np.array(rows)
    for column in (1, 2):
        padded = np.pad(profile[:, column], 2, mode="edge")
        profile[:, column] = np.convolve(padded, np.ones(5) / 5, "valid")
    return profile


def _measure_arm(body: Body, side: Side, alpha: Mask, labels: Labels) -> Limb:
    """An arm as thick and where the picture shows it: its outer side against the ground, bare skin on both sides.

    Joints are estimated inside the arm but not always in its middle, so the middle line follows the outline.
    """
    line = chain(body, side, ("shoulder", "elbow", "wrist"))
    usual = np.interp(np.linspace(0, 1, LINE), (0, 0.5, 1), ARM_RADIUS) * body.unit
    outward = _normals(line) * sign(side)
    bare = np.isin(labels, (Region.ARMS, Region.HANDS)).astype(np.float32)
    outer = np.full(LINE, np.nan)
    thickness = []
    for index in range(6, LINE - 1):
        reach = _reach(alpha, line[index], outward[index], 0.32 * body.unit)
        if reach is None:
            continue
        outer[index] = reach
        inward = _reach(bare, line[index], -outward[index], 0.30 * body.unit)
        across = (reach + inward) / 2 if inward else reach
        thickness.append(across / usual[index])
    if len(thickness) < 5:
        return Limb(line, usual, usual)
    radius = usual * float(np.clip(np.median(thickness), 0.8, 1.9))
    known = np.flatnonzero(~np.isnan(outer))
    shift = np.interp(np.arange(LINE), known, outer[known] - radius[known])
    shift = np.convolve(np.pad(shift, 5, mode="edge"), np.ones(11) / 11, "valid")
    shift = np.clip(shift, -0.06 * body.unit, 0.06 * body.unit)
    seen = np.interp(np.arange(LINE), known, outer[known]) - shift
    return Limb(line + outward * shift[:, None], radius, np.clip(seen, radius, 1.3 * radius))


def _measure_legs(body: Body, alpha: Mask, labels: Labels) -> dict[Side, Limb]:
    """Legs as thick as their outer sides show; a skirt or a long top shows nothing of them."""
    lines = {side: chain(body, side, ("hip", "knee", "ankle")) for side in Side}
    usual = np.interp(np.linspace(0, 1, LINE), (0, 0.5, 1), LEG_RADIUS) * body.unit
    skirted = np.isin(labels, (Region.DRESS, Region.TOP)).astype(np.float32)
    found = []
    for side, line in lines.items():
        for index in (14, 17, 22, 26):
            if look_up(skirted, line[index : index + 1])[0] > 0:
                continue
            reach = _reach(alpha, line[index], body.across * sign(side), 0.5 * body.unit)
            if reach:
                found.append(reach / usual[index])
    factor = float(np.clip(np.median(found), 0.8, 1.35)) if found else 1.0
    return {side: Limb(line, usual * factor, usual * factor) for side, line in lines.items()}


def _reach(mask: Mask, start: Points, direction: Points, limit: float) -> float | None:
    """How far the mask goes on from a place inside it; None if it does not begin or does not end."""
    steps = np.arange(0.0, limit, 1.0)
    outside = np.flatnonzero(look_up(mask, start + direction * steps[:, None], outside=1.0) < 0.5)
    return float(steps[outside[0]]) if outside.size and outside[0] > 1 else None


def _normals(line: Points) -> Points:
    """Unit vectors [N, 2] at right angles to a line, to the right of its way."""
    along = np.gradient(line, axis=0)
    along = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    return np.stack((along[:, 1], -along[:, 0]), axis=1)
