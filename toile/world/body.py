"""A body: skeleton, shape and pose, as lofts. Measures are those of a figure of 1.70 m, then scaled."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toile.domain.body import Side
from toile.domain.persona import Build
from toile.domain.pose import Limb, PosePreset
from toile.world.shape import (
    Frame,
    Loft,
    Sections,
    Vector,
    ball,
    bone,
    round_sections,
    sections,
    unit,
    vector,
)

FIGURE = 1.70
TRUNK_FROM = 0.76  # heights of the trunk's first and last section above the floor
TRUNK_TO = 1.42
SHOULDER = 1.368
NECK_BASE = 1.425
HIP = 0.895
SIGN = {Side.LEFT: 1.0, Side.RIGHT: -1.0}

# Along the trunk: half width of a narrow and of a broad frame, front, back.
_TRUNK = np.array(
    (
        (0.76, 0.128, 0.124, 0.070, 0.085),
        (0.82, 0.166, 0.156, 0.088, 0.112),
        (0.88, 0.169, 0.160, 0.094, 0.112),
        (0.94, 0.157, 0.153, 0.096, 0.092),
        (1.00, 0.136, 0.144, 0.091, 0.077),
        (1.06, 0.123, 0.140, 0.085, 0.074),
        (1.12, 0.126, 0.145, 0.086, 0.078),
        (1.18, 0.134, 0.153, 0.092, 0.085),
        (1.24, 0.140, 0.160, 0.096, 0.090),
        (1.30, 0.136, 0.158, 0.090, 0.087),
        (1.36, 0.110, 0.132, 0.072, 0.074),
        (1.42, 0.058, 0.066, 0.046, 0.054),
    )
)
_ARM = (0.0425, 0.0440, 0.0430, 0.0405, 0.0385, 0.0370, 0.0350)
_FOREARM = (0.0355, 0.0385, 0.0380, 0.0345, 0.0300, 0.0265, 0.0245)
_THIGH = (0.0860, 0.0870, 0.0810, 0.0740, 0.0670, 0.0600, 0.0540)
_SHIN = (0.0520, 0.0535, 0.0545, 0.0510, 0.0440, 0.0375, 0.0340)


@dataclass(frozen=True)
class Figure:
    """A posed body: `parts` of the skin by name and `joints` in the room.

    `trunk` is the trunk's frame (origin between the feet), `head` the head's; `scale` is against 1.70 m.
    """

    parts: Mapping[str, Loft]
    joints: Mapping[str, Vector]
    trunk: Frame
    head: Frame
    scale: float
    build: Build

    def __getitem__(self, part: str) -> Loft:
        return self.parts[part]


def stand(build: Build, pose: PosePreset) -> Figure:
    """The body of that build in that pose, lowest foot on the floor (y = 0), facing the camera (z)."""
    scale = build.height / FIGURE
    upright = Frame(vector(0, 0, 0), vector(1, 0, 0), vector(0, 1, 0), vector(0, 0, 1))
    upright = upright.turned(pose.turn, upright.up)
    drop = _drop(pose) * scale
    pelvis = Frame(vector(0, -drop, 0), upright.side, upright.up, upright.front)
    parts: dict[str, Loft] = {}
    joints: dict[str, Vector] = {}
    _trunk(parts, joints, pelvis, build, scale)
    head = Frame(pelvis.place(0, 1.487 * scale, 0.008 * scale), pelvis.side, pelvis.up, pelvis.front)
    head = head.turned(pose.look, pelvis.up)
    for side in Side:
        legs = pose.left_leg if side is Side.LEFT else pose.right_leg
        arms = pose.left_arm if side is Side.LEFT else pose.right_arm
        _leg(parts, joints, pelvis, side, legs, build, scale)
        _arm(parts, joints, pelvis, side, arms, build, scale)
    return Figure(parts, joints, pelvis, head, scale, build)


def trunk_sections(build: Build, scale: float) -> Sections:
    """Sections of the trunk from `TRUNK_FROM` to `TRUNK_TO`."""
    width = _TRUNK[:, 1] * (1 - build.frame) + _TRUNK[:, 2] * build.frame
    depth = _TRUNK[:, 3:5] * (1 + 0.06 * build.frame)
    # Fullness shows most at the waist and the belly, least at the shoulders.
    where = np.interp(_TRUNK[:, 0], (0.76, 0.95, 1.05, 1.24, 1.42), (0.8, 1.0, 1.35, 0.7, 0.25))
    swell = 1 + (build.fullness - 1) * where
    columns = (width * swell, depth[:, 0] * swell, depth[:, 1] * swell, np.full(len(width), -0.006))
    return np.asarray(np.stack(columns, axis=1) * scale)


def direction(frame: Frame, limb: Limb, side: Side) -> Vector:
    """Where a bone points, in the room."""
    out, forward = np.radians(limb.out), np.radians(limb.forward)
    x = SIGN[side] * np.sin(out)
    y, z = -np.cos(out) * np.cos(forward), np.cos(out) * np.sin(forward)
    return np.asarray(x * frame.side + y * frame.up + z * frame.front)


def limb_factor(build: Build) -> float:
    """How thick limbs are against the average."""
    return (1 + 0.12 * build.frame) * (1 + 0.75 * (build.fullness - 1))


def _drop(pose: PosePreset) -> float:
    """How far the hips sink, so that the lower foot stands on the floor."""
    feet = []
    for upper, lower in (pose.left_leg, pose.right_leg):
        parts = ((0.425, upper), (0.405, lower))
        fall = sum(
            length * np.cos(np.radians(limb.out)) * np.cos(np.radians(limb.forward)) for length, limb in parts
        )
        feet.append(HIP - fall)
    return float(min(feet)) - 0.065


def _trunk(
    parts: dict[str, Loft], joints: dict[str, Vector], body: Frame, build: Build, scale: float
) -> None:
    table = trunk_sections(build, scale)
    low, high = (body.place(0, y * scale, 0) for y in (TRUNK_FROM, TRUNK_TO))
    parts["trunk"] = bone("trunk", low, high, body.front, table, caps=(0.05 * scale, 0.03 * scale))
    for side in Side:
        sign = SIGN[side]
        wide = (0.146 + 0.034 * build.frame) * scale
        joint = body.place(sign * wide, SHOULDER * scale, -0.010 * scale)
        joints[f"{side}_shoulder"] = joint
        joints[f"{side}_hip"] = body.place(sign * 0.088 * scale, HIP * scale, 0)
        neck = body.place(sign * 0.02 * scale, NECK_BASE * scale, -0.016 * scale)
        thick = scale * (0.5 + 0.5 * limb_factor(build))
        radii = round_sections(*(np.array((0.048, 0.045, 0.043, 0.042)) * thick))
        parts[f"{side} yoke"] = bone(
            f"{side} yoke", neck, joint, body.front, radii, blend=0.06 * scale, reference="trunk"
        )
        if build.bust > 0.05:
            size = (0.040 + 0.020 * build.bust) * scale * (0.5 + 0.5 * build.fullness)
            place = body.place(sign * 0.066 * scale, 1.213 * scale, (0.058 + 0.018 * build.bust) * scale)
            radii3 = (size * 1.08, size * 1.05, size * 0.95)
            name = f"{side} breast"
            parts[name] = ball(name, place, body, radii3, blend=0.045 * scale, reference="trunk")
    top = body.place(0, 1.535 * scale, 0.004 * scale)
    base = body.place(0, 1.385 * scale, -0.022 * scale)
    neck_radius = (0.045 + 0.012 * build.frame) * scale
    shape = round_sections(neck_radius * 1.12, neck_radius, neck_radius * 0.96, flat=1.02)
    parts["neck"] = bone("neck", base, top, body.front, shape, blend=0.035 * scale)


def _arm(
    parts: dict[str, Loft],
    joints: dict[str, Vector],
    body: Frame,
    side: Side,
    limbs: tuple[Limb, Limb, Limb],
    build: Build,
    scale: float,
) -> None:
    upper, lower, palm = (direction(body, limb, side) for limb in limbs)
    thick = scale * limb_factor(build)
    shoulder = joints[f"{side}_shoulder"]
    elbow = shoulder + 0.278 * scale * upper
    wrist = elbow + 0.240 * scale * lower
    joints[f"{side}_elbow"], joints[f"{side}_wrist"] = elbow, wrist
    radii = round_sections(*(np.array(_ARM) * thick), flat=1.06)
    parts[f"{side} arm"] = bone(
        f"{side} arm",
        shoulder,
        elbow,
        body.front,
        radii,
        caps=(0.043 * thick, 0.034 * thick),
        blend=0.04 * scale,
        reach=0.14 * scale,
    )
    radii = round_sections(*(np.array(_FOREARM) * thick), flat=0.95)
    parts[f"{side} forearm"] = bone(
        f"{side} forearm", elbow, wrist, body.front, radii, caps=(0.034 * thick, 0.02 * thick), blend=0.012
    )
    _hand(parts, joints, side, palm, parts[f"{side} forearm"], scale)


def _hand(
    parts: dict[str, Loft],
    joints: dict[str, Vector],
    side: Side,
    along: Vector,
    forearm: Loft,
    scale: float,
) -> None:
    outward = SIGN[side] * forearm.side
    turned = np.asarray(forearm.front * 0.80 - outward * 0.60)  # half pronated, as hands hang
    thumbward = unit(turned - (turned @ along) * along)
    wrist = joints[f"{side}_wrist"]
    palm_normal = np.cross(thumbward, along) * SIGN[side]
    knuckles = np.asarray(wrist + 0.085 * scale * along)
    shape = np.asarray(
        sections(
            (
                (0, 0.024, 0.017, 0.017, 0),
                (0.4, 0.033, 0.016, 0.016, 0),
                (0.75, 0.038, 0.014, 0.014, 0),
                (1, 0.036, 0.011, 0.011, 0),
            )
        )
        * scale
    )
    palm = Loft(
        f"{side} palm",
        wrist,
        along,
        thumbward,
        palm_normal,
        0.085 * scale,
        shape,
        caps=(0.01, 0.01),
        blend=0.02,
    )
    parts[palm.part] = palm
    joints[f"{side}_thumb"] = wrist + (0.045 * along + 0.047 * thumbward) * scale
    curl = np.asarray(along * 0.955 + palm_normal * 0.29)
    for number, (offset, length) in enumerate(
        ((0.027, 0.066), (0.009, 0.076), (-0.009, 0.071), (-0.026, 0.056))
    ):
        start = knuckles + scale * (offset * thumbward - 0.012 * along)
        spread = np.asarray(curl + 0.9 * offset * thumbward)
        tip = start + scale * length * spread / np.linalg.norm(spread)
        name = f"{side} finger {number}"
        radii = round_sections(0.0102 * scale, 0.0096 * scale, 0.0088 * scale, 0.0075 * scale)
        parts[name] = bone(name, start, tip, palm_normal, radii, caps=(0.008, 0.007), blend=0.006)
        if number == 0:
            joints[f"{side}_index"] = tip
        if number == 3:
            joints[f"{side}_pinky"] = tip
    start = wrist + scale * (0.018 * along + 0.020 * thumbward)
    tip = wrist + scale * (0.070 * along + 0.056 * thumbward + 0.012 * palm_normal)
    radii = round_sections(0.0145 * scale, 0.0125 * scale, 0.0105 * scale, 0.0085 * scale)
    parts[f"{side} thumb"] = bone(
        f"{side} thumb", start, tip, palm_normal, radii, caps=(0.01, 0.008), blend=0.014
    )


def _leg(
    parts: dict[str, Loft],
    joints: dict[str, Vector],
    body: Frame,
    side: Side,
    limbs: tuple[Limb, Limb],
    build: Build,
    scale: float,
) -> None:
    upper, lower = (direction(body, limb, side) for limb in limbs)
    thick = scale * limb_factor(build)
    hip = joints[f"{side}_hip"]
    knee = hip + 0.425 * scale * upper
    ankle = knee + 0.405 * scale * lower
    joints[f"{side}_knee"], joints[f"{side}_ankle"] = knee, ankle
    radii = round_sections(*(np.array(_THIGH) * thick), flat=1.05)
    parts[f"{side} thigh"] = bone(
        f"{side} thigh",
        hip,
        knee,
        body.front,
        radii,
        caps=(0.06 * thick, 0.05 * thick),
        blend=0.05 * scale,
        reach=0.24 * scale,
    )
    radii = round_sections(*(np.array(_SHIN) * thick), flat=0.98)
    # The calf is at the back.
    radii[:, 3] = -np.interp(np.linspace(0, 1, len(radii)), (0, 0.3, 0.7, 1), (0.004, 0.012, 0.008, 0.006))
    parts[f"{side} shin"] = bone(
        f"{side} shin",
        knee,
        ankle,
        body.front,
        radii * np.array((1, 1, 1, scale)),
        caps=(0.05 * thick, 0.03 * thick),
        blend=0.02,
    )
    toe = np.asarray(body.front + 0.16 * SIGN[side] * body.side)
    toe /= np.linalg.norm(toe)
    joints[f"{side}_heel"] = ankle + scale * (-0.045 * toe - 0.045 * body.up)
    joints[f"{side}_foot_index"] = ankle + scale * (0.155 * toe - 0.048 * body.up)
