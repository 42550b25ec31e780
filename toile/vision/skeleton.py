"""The joints as a drawing: missing ones filled in by proportion, bones as capsules, lengths in one unit.

The unit `u` is the larger of the shoulder width and 0.62 of the torso's length, so that it survives both a
turned body and a bent one. Lengths below are in `u`, from common adult proportions (head about 0.63 u high).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, Side
from toile.pixels.arrays import Mask, Points

_SURE = 0.3  # below this a joint is a guess

LIMBS = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "hand"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "foot"),
)
# Child, parent, length in u, direction for arms and legs where nothing else is known (down).
_CHAIN = (
    ("elbow", "shoulder", 0.80),
    ("wrist", "elbow", 0.72),
    ("knee", "hip", 1.12),
    ("ankle", "knee", 1.05),
)
_HAND = ("index", "pinky", "thumb")


@dataclass(frozen=True)
class Skeleton:
    """Every joint that the drawing needs, in pixels, with what follows from them.

    `points` also holds `left_hand`, `right_hand`, `left_foot`, `right_foot`, `neck` (between the shoulders),
    `crotch`, `head` (between the ears) and `chin`. `up` is the unit vector from hips to shoulders, `head_up`
    that of the head; `face` is half the distance between the ears or what it would be from the front.
    """

    points: Mapping[str, Points]  # each [2]
    unit: float
    face: float
    up: Points  # [2]
    head_up: Points  # [2]
    guessed: frozenset[str]

    def __getitem__(self, name: str) -> Points:
        return self.points[name]

    def scaled(self, factor: float) -> "Skeleton":
        """The same skeleton for a picture `factor` times as large."""
        points = {name: point * factor for name, point in self.points.items()}
        return Skeleton(points, self.unit * factor, self.face * factor, self.up, self.head_up, self.guessed)

    def moved(self, dx: float, dy: float) -> "Skeleton":
        """The same skeleton shifted by (dx, dy) pixels."""
        points = {name: point + np.array((dx, dy)) for name, point in self.points.items()}
        return Skeleton(points, self.unit, self.face, self.up, self.head_up, self.guessed)


def skeleton_of(pose: BodyPose) -> Skeleton:
    """Complete the pose's joints. Shoulders and hips must be there."""
    points = {name: np.array([joint.x, joint.y]) for name, joint in pose.joints.items()}
    points["neck"] = (points["left_shoulder"] + points["right_shoulder"]) / 2
    points["crotch"] = (points["left_hip"] + points["right_hip"]) / 2
    spine = points["neck"] - points["crotch"]
    width = float(np.linalg.norm(points["left_shoulder"] - points["right_shoulder"]))
    unit = max(width, 0.62 * float(np.linalg.norm(spine)), 1.0)
    up = spine / max(float(np.linalg.norm(spine)), 1e-6)
    guessed = frozenset(n for n, j in pose.joints.items() if j.confidence < _SURE)
    guessed |= _fill_limbs(points, unit, up)
    head_up, face, no_head = _fill_head(points, unit, up)
    return Skeleton(points, unit, face, up, head_up, guessed | no_head)


def capsule(shape: tuple[int, int], a: Points, b: Points) -> Mask:
    """Distance in pixels of every pixel [H, W] from the segment a-b."""
    x, y = _grid(shape)
    dx, dy = (np.float32(v) for v in b - a)
    length = max(float(dx * dx + dy * dy), 1e-6)
    x, y = x - np.float32(a[0]), y - np.float32(a[1])
    t = np.clip(x * (dx / np.float32(length)) + y * (dy / np.float32(length)), 0, 1)
    return np.asarray(cv2.magnitude(x - t * dx, y - t * dy), np.float32)


def along(shape: tuple[int, int], a: Points, b: Points) -> Mask:
    """How far every pixel [H, W] lies on the way from a (0) to b (1), not clipped."""
    x, y = _grid(shape)
    step = (b - a) / max(float((b - a) @ (b - a)), 1e-6)
    share = (x - np.float32(a[0])) * np.float32(step[0]) + (y - np.float32(a[1])) * np.float32(step[1])
    return np.asarray(share, np.float32)


def nearest(distances: Iterable[Mask]) -> Mask:
    """The smallest of several distance maps."""
    result: Mask = np.minimum.reduce(list(distances))
    return result


def ellipse(shape: tuple[int, int], centre: Points, up: Points, wide: float, high: float) -> Mask:
    """Distance from `centre` [H, W] in units of the half axes: 1 on the ellipse's edge."""
    x, y = _grid(shape)
    dx, dy = x - np.float32(centre[0]), y - np.float32(centre[1])
    ux, uy = (np.float32(v) for v in up)
    return np.asarray(
        cv2.magnitude((dx * uy - dy * ux) / np.float32(wide), (dx * ux + dy * uy) / np.float32(high)),
        np.float32,
    )


def _grid(shape: tuple[int, int]) -> tuple[Mask, Mask]:
    y, x = np.ogrid[: shape[0], : shape[1]]
    return x.astype(np.float32), y.astype(np.float32)


def _fill_limbs(points: dict[str, Points], unit: float, up: Points) -> frozenset[str]:
    """Adds hands, feet and missing limb joints to `points` (its own fresh dict); returns what was guessed."""
    guessed = set()
    for side in Side:
        for child, parent, length in _CHAIN:
            if f"{side}_{child}" not in points:
                points[f"{side}_{child}"] = points[f"{side}_{parent}"] - up * length * unit
                guessed.add(f"{side}_{child}")
        tips = [points[f"{side}_{name}"] for name in _HAND if f"{side}_{name}" in points]
        wrist, elbow = points[f"{side}_wrist"], points[f"{side}_elbow"]
        reach = wrist - elbow
        along_arm = wrist + reach / max(float(np.linalg.norm(reach)), 1e-6) * 0.25 * unit
        points[f"{side}_hand"] = np.mean(tips, axis=0) if tips else along_arm
        foot = points.get(f"{side}_foot_index")
        points[f"{side}_foot"] = points[f"{side}_ankle"] - up * 0.18 * unit if foot is None else foot
    return frozenset(guessed)


def _fill_head(points: dict[str, Points], unit: float, up: Points) -> tuple[Points, float, frozenset[str]]:
    """Adds head and chin to `points` (its own fresh dict); returns up, half width and what was guessed."""
    eyes = [points[n] for n in ("left_eye", "right_eye") if n in points]
    ears = [points[n] for n in ("left_ear", "right_ear") if n in points]
    if not eyes and not ears and "nose" not in points:
        points["head"] = points["neck"] + up * 0.72 * unit
        points["chin"] = points["neck"] + up * 0.36 * unit
        return up, 0.22 * unit, frozenset(("head", "chin"))
    spread = [
        np.linalg.norm(pair[0] - pair[1]) * f for pair, f in ((ears, 0.5), (eyes, 0.92)) if len(pair) == 2
    ]
    face = float(np.clip(max(spread, default=0.0), 0.17 * unit, 0.34 * unit))
    centre = np.mean(ears or eyes or [points["nose"]], axis=0)
    brow = np.mean(eyes, axis=0) if eyes else centre
    tilt = brow - points.get("nose", brow - up) + up * 0.3 * face
    head_up = tilt / max(float(np.linalg.norm(tilt)), 1e-6)
    lean = 0.5 * head_up + 0.5 * up
    head_up = lean / max(float(np.linalg.norm(lean)), 1e-6)
    points["head"] = (centre + brow) / 2
    points["chin"] = brow - head_up * 1.55 * face
    return head_up, face, frozenset()
