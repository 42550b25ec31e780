"""What to expect where on a person, from the skeleton alone: maps of priors for the parsing."""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import Region, Side
from toile.pixels.arrays import Floats, Mask
from toile.vision.skeleton import Skeleton, along, capsule, ellipse, nearest

PARTS = (Region.SKIN, Region.ARMS, Region.HANDS, Region.LEGS)

# Zones of the body: typical half width in shoulder units, then what is found there
# (skin, hair, upper cloth, lower cloth, shoe). The trunk's row is replaced by maps along the spine.
_ZONES: dict[str, tuple[float, tuple[float, float, float, float, float]]] = {
    "face": (0.0, (0.98, 0.018, 0.002, 0.0, 0.0)),
    "crown": (0.0, (0.18, 0.81, 0.01, 0.0, 0.0)),
    "neck": (0.14, (0.78, 0.08, 0.14, 0.0, 0.0)),
    "trunk": (0.10, (0.1, 0.1, 0.6, 0.2, 0.0)),
    "upper_arm": (0.12, (0.45, 0.02, 0.53, 0.0, 0.0)),
    "forearm": (0.09, (0.58, 0.01, 0.30, 0.11, 0.0)),
    "hand": (0.10, (0.86, 0.0, 0.04, 0.10, 0.0)),
    "thigh": (0.22, (0.22, 0.0, 0.06, 0.72, 0.0)),
    "shin": (0.14, (0.46, 0.0, 0.01, 0.48, 0.05)),
    "foot": (0.10, (0.16, 0.0, 0.0, 0.06, 0.78)),
}
_SOFT = 0.06  # of a unit: how far zones blend


@dataclass(frozen=True)
class Anatomy:
    """Maps at the working size. Materials are skin, hair, upper cloth, lower cloth, shoe, in this order."""

    prior: Floats  # [5, h, w], sums to 1
    seeds: Floats  # [5, h, w], where each material may be learned from at the start
    parts: Floats  # [4, h, w], which part of the body skin belongs to, in the order of PARTS; sums to 1
    gap: Mask  # [h, w], how likely the ground shows through: between arm and trunk, beside the neck
    skin_sample: Mask  # [h, w], where skin is to be expected before anything is known
    trunk: Mask  # [h, w], 0 at the shoulders' line, 1 at the hips'
    brow: Mask  # [h, w], 1 above the brows
    sleeve: Mask  # [h, w], 1 where an arm is nearer than the trunk
    aside: Mask  # [h, w], distance from the spine's line in shoulder units


def describe(s: Skeleton, shape: tuple[int, int]) -> Anatomy:
    """All maps for a picture of `shape` that holds the skeleton."""
    u = s.unit
    t = along(shape, s["neck"], s["crotch"])
    spine = capsule(shape, s["neck"] + s.up * 2 * u, s["crotch"] - s.up * 2 * u) / u
    away = _distances(s, shape)
    arm = np.minimum.reduce([away[z] for z in ("upper_arm", "forearm", "hand")])
    sleeve = ((arm < away["trunk"]) & (arm < 0.2 * u)).astype(np.float32)
    weight = {z: np.exp(-np.maximum(0, away[z] - _ZONES[z][0] * u) / (_SOFT * u)) for z in _ZONES}
    vectors = {z: np.asarray(_ZONES[z][1], np.float32)[:, None, None] for z in _ZONES}
    prior = sum(weight[z] * vectors[z] for z in _ZONES if z != "trunk")
    prior = prior + weight["trunk"] * _trunk(t, spine)
    prior = prior + np.float32(1e-4)
    prior = (prior / prior.sum(axis=0)).astype(np.float32)
    return Anatomy(
        prior,
        _seeds(s, shape, t, away),
        _parts(s, shape, away),
        _gaps(s, shape, away),
        _sample(s, shape, away),
        t,
        _brow(s, shape),
        sleeve,
        spine,
    )


def _distances(s: Skeleton, shape: tuple[int, int]) -> dict[str, Mask]:
    """Distance in pixels from every zone's bones; the nearer of both sides."""
    u = s.unit

    def both(a: str, b: str) -> Mask:
        return nearest(capsule(shape, s[f"{side}_{a}"], s[f"{side}_{b}"]) for side in Side)

    skull = ellipse(shape, s["head"] + s.head_up * 0.25 * s.face, s.head_up, 1.35 * s.face, 1.9 * s.face)
    face = _face(s, shape)
    neck = capsule(shape, s["neck"] + s.up * 0.06 * u, s["chin"])
    return {
        "face": np.maximum(0, face - 1) * s.face + 0.0,
        "crown": np.maximum(0, skull - 1) * s.face
        + np.maximum(0, 1 - face) * 1.2 * s.face
        + np.maximum(0, 0.13 * u - neck) * 1.5,
        "neck": neck,
        "trunk": _polygon_distance(s, shape),
        "upper_arm": both("shoulder", "elbow"),
        "forearm": both("elbow", "wrist"),
        "hand": both("wrist", "hand"),
        "thigh": nearest(
            [both("hip", "knee"), capsule(shape, s["crotch"], (s["left_knee"] + s["right_knee"]) / 2)]
        ),
        "shin": both("knee", "ankle"),
        "foot": both("ankle", "foot"),
    }


def _face(s: Skeleton, shape: tuple[int, int]) -> Mask:
    """Distance from the face's middle, 1 on its outline: brows to chin, ear to ear."""
    middle = s["chin"] + s.head_up * 1.25 * s.face
    return ellipse(shape, middle, s.head_up, 0.82 * s.face, 1.25 * s.face)


def _polygon_distance(s: Skeleton, shape: tuple[int, int]) -> Mask:
    corners = np.array([s[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")])
    outside = np.ones(shape, np.uint8)
    cv2.fillConvexPoly(outside, cv2.convexHull(corners.astype(np.int32)), 0)
    if outside.all():
        return capsule(shape, s["neck"], s["crotch"])
    return np.asarray(cv2.distanceTransform(outside, cv2.DIST_L2, 5), np.float32)


def _trunk(t: Mask, spine: Mask) -> Floats:
    """Priors on the trunk [5, h, w] by the way from shoulders to hips: neckline, midriff, waist."""
    middle = _fade(spine, 0.45, 0.15)  # necklines are in the middle, straps are not
    chest = 0.62 * _fade(t, 0.12, 0.40) * (0.35 + 0.65 * middle)
    midriff = 0.16 * (1 - _fade(t, 0.40, 0.52)) * _fade(t, 0.92, 1.05)
    skin = 0.015 + chest + midriff
    hair = 0.012 + 0.10 * _fade(t, 0.05, 0.5)
    lower = 0.004 + 0.25 * (1 - _fade(t, 0.40, 0.62)) + 0.72 * (1 - _fade(t, 0.70, 1.12))
    upper = np.maximum(0.03, (1 - lower)) * np.maximum(0.05, 1 - chest - hair)
    return np.stack((skin, hair, upper, lower, np.full_like(t, 1e-4))).astype(np.float32)


def _seeds(s: Skeleton, shape: tuple[int, int], t: Mask, away: dict[str, Mask]) -> Floats:
    u = s.unit
    inside = (away["trunk"] < 1).astype(np.float32)
    face = (_face(s, shape) < 0.95).astype(np.float32)
    # Hair is learned above the brows only: beside the face there may be shaded skin.
    above = _brow(s, shape) > 0
    crown = (above & (away["crown"] < 0.1 * s.face) & (_face(s, shape) > 1.08)).astype(np.float32)
    shown = (away["hand"] > 0.14 * u) & (away["forearm"] > 0.1 * u)
    upper = inside * ((t > 0.12) & (t < 0.50)) * shown
    lower = np.maximum(0.2 * inside * (t > 0.9), (away["thigh"] < 0.14 * u) * (t > 1.12)) * shown
    lower = np.maximum(lower, 0.1 * (away["shin"] < 0.08 * u))
    shoe = (away["foot"] < 0.09 * u) * (away["shin"] > 0.14 * u)
    return np.stack((face, crown, upper, lower, shoe)).astype(np.float32)


def _parts(s: Skeleton, shape: tuple[int, int], away: dict[str, Mask]) -> Floats:
    """Which part of the body bare skin belongs to [4, h, w]."""
    u = s.unit
    trunk = np.minimum.reduce([away["trunk"] - 0.02 * u, away["neck"] - 0.15 * u, away["face"] - 0.1 * u])
    arms = np.minimum(away["upper_arm"] - 0.13 * u, away["forearm"] - 0.11 * u)
    for side in Side:
        # The arm begins outside of the shoulder joint.
        shoulder, elbow = s[f"{side}_shoulder"], s[f"{side}_elbow"]
        arms = np.where(along(shape, shoulder, elbow) < -0.02, np.maximum(arms, 0.1 * u), arms)
    hands = away["hand"] - 0.19 * u
    legs = np.minimum.reduce([away["thigh"] - 0.1 * u, away["shin"] - 0.12 * u, away["foot"] - 0.05 * u])
    score = np.exp(-np.clip(np.stack((trunk, arms, hands, legs)) / (0.02 * u), -30, 30))
    beyond = np.zeros(shape, bool)
    for side in Side:
        wrist, elbow = s[f"{side}_wrist"], s[f"{side}_elbow"]
        past = along(shape, elbow, wrist) > 1.0
        beyond |= past & (capsule(shape, wrist, s[f"{side}_hand"]) < 0.3 * u)
    score[2] *= np.where(beyond, 1.0, 1e-6)
    score[1] *= np.where(beyond, 1e-2, 1.0)
    score = score + 1e-20
    return np.asarray(score / score.sum(axis=0), np.float32)


def _brow(s: Skeleton, shape: tuple[int, int]) -> Mask:
    return (along(shape, s["head"], s["head"] + s.head_up * s.face) > 0.35).astype(np.float32)


def _gaps(s: Skeleton, shape: tuple[int, int], away: dict[str, Mask]) -> Mask:
    gap = np.zeros(shape, np.float32)
    for side in Side:
        across = (s[f"{side}_shoulder"] - s["neck"]) * 0.9
        arm = [s[f"{side}_{n}"] for n in ("shoulder", "elbow", "wrist", "hip")]
        beside_neck = [s[f"{side}_shoulder"], s["head"] + across, s["head"], s["neck"]]
        for corners, chance in ((arm, 0.15), (beside_neck, 0.08)):
            hull = cv2.convexHull(np.array(corners).round().astype(np.int32))
            cv2.fillConvexPoly(gap, hull, chance)
    arms = np.minimum(away["upper_arm"], away["forearm"])
    clear = (arms > 0.05 * s.unit) & (away["trunk"] > 0.02 * s.unit) & (away["neck"] > 0.08 * s.unit)
    return np.asarray(gap * clear, np.float32)


def _sample(s: Skeleton, shape: tuple[int, int], away: dict[str, Mask]) -> Mask:
    u = s.unit
    face = (_face(s, shape) < 0.85).astype(np.float32)
    neck = 0.25 * (away["neck"] < 0.07 * u)
    hands = 0.25 * (away["hand"] < 0.04 * u)
    return np.asarray(np.maximum(face, np.maximum(neck, hands)), np.float32)


def _fade(value: Mask, start: float, end: float) -> Mask:
    """1 up to `start`, 0 from `end` on, smooth between."""
    low, high = min(start, end), max(start, end)
    x = np.clip((value - np.float32(low)) * np.float32(1 / (high - low)), 0.0, 1.0)
    rise = np.asarray(x * x * (3 - 2 * x), np.float32)
    return 1 - rise if start < end else rise
