"""Truth made visible: label maps, joints, depth and landmarks drawn over a rendered photo."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from toile.domain.body import Region
from toile.pixels.arrays import RGB, Floats, Mask
from toile.world.sample import PersonPhoto

# One colour per region, far apart in hue and lightness; background stays as it is.
_REGIONS: Mapping[Region, tuple[int, int, int]] = {
    Region.HAIR: (120, 70, 30),
    Region.SKIN: (255, 190, 150),
    Region.TOP: (220, 50, 60),
    Region.BOTTOM: (40, 90, 200),
    Region.ARMS: (255, 140, 60),
    Region.LEGS: (250, 210, 60),
    Region.SHOES: (30, 30, 30),
    Region.DRESS: (180, 60, 200),
    Region.OTHER: (60, 200, 190),
    Region.HANDS: (120, 220, 70),
}
_PARTS: Mapping[str, tuple[int, int, int]] = {
    "face": (255, 190, 150),
    "ears": (255, 90, 90),
    "neck": (240, 150, 60),
    "hands": (120, 220, 70),
    "hair": (110, 60, 160),
    "beard": (60, 30, 90),
    "glasses": (0, 200, 220),
    "shoes": (250, 220, 60),
}
_BONES = (
    ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"), ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
    ("left_wrist", "left_index"), ("right_shoulder", "right_elbow"), ("right_elbow", "right_wrist"),
    ("right_wrist", "right_index"), ("left_hip", "left_knee"), ("left_knee", "left_ankle"),
    ("left_ankle", "left_foot_index"), ("right_hip", "right_knee"), ("right_knee", "right_ankle"),
    ("right_ankle", "right_foot_index"), ("nose", "left_eye"), ("nose", "right_eye"), ("left_eye", "left_ear"),
    ("right_eye", "right_ear"),
)  # fmt: skip
_LEFT, _RIGHT, _MIDDLE = (228, 60, 60), (50, 110, 230), (250, 250, 250)


def _labels(photo: PersonPhoto) -> RGB:
    colours = np.zeros((len(Region), 3), np.float32)
    colours[list(_REGIONS)] = list(_REGIONS.values())
    share = 0.72 * (photo.truth.labels > 0)[..., None]
    return _mixed(photo.rgb, colours[photo.truth.labels], share)


def _parts(photo: PersonPhoto) -> RGB:
    out = _mixed(photo.rgb, np.full(3, 235, np.float32), np.full(photo.truth.alpha.shape, 0.45)[..., None])
    for name, mask in photo.truth.parts.items():
        out = _mixed(out, np.array(_PARTS[name], np.float32), 0.85 * mask[..., None])
    return out


def _garments(photo: PersonPhoto) -> RGB:
    """Each garment's coverage as a matte on grey."""
    out = np.full(photo.rgb.shape, 60, np.uint8)
    for number, mask in enumerate(photo.truth.garment_alpha.values()):
        shade = (np.array((235, 70, 70)), np.array((70, 130, 240)), np.array((240, 200, 60)))[number % 3]
        out = _mixed(out, shade.astype(np.float32), mask[..., None])
    return out


def _depth(photo: PersonPhoto) -> RGB:
    """Near is light, far is dark; the background black."""
    value = photo.truth.depth
    known = np.isfinite(value)
    low, high = float(value[known].min()), float(value[known].max())
    near = np.where(known, 0.18 + 0.82 * (high - np.where(known, value, high)) / (high - low), 0)
    grey = (255 * near).astype(np.uint8)
    return np.asarray(np.repeat(grey[..., None], 3, axis=2))


def _joints(photo: PersonPhoto) -> RGB:
    """Joints in colour: the wearer's left red, right blue; hollow where hidden."""
    out = _mixed(photo.rgb, np.full(3, 255, np.float32), np.float32(0.35))
    joints = photo.truth.joints.joints
    thick = max(1, round(out.shape[0] / 256))
    for one, other in _BONES:
        start, end = ((round(joints[n].x), round(joints[n].y)) for n in (one, other))
        cv2.line(out, start, end, (30, 30, 30), thick, cv2.LINE_AA)
    for name, joint in joints.items():
        colour = {"left": _LEFT, "right": _RIGHT}.get(name.partition("_")[0], _MIDDLE)
        place = (round(joint.x), round(joint.y))
        cv2.circle(out, place, 2 * thick + 1, colour, -1 if joint.confidence > 0.5 else thick, cv2.LINE_AA)
    return out


def _mixed(rgb: RGB, colour: Floats, share: Floats | Mask | np.float32) -> RGB:
    out = rgb + (colour - rgb) * share
    return np.clip(out + 0.5, 0, 255).astype(np.uint8)


OVERLAYS: Mapping[str, Callable[[PersonPhoto], RGB]] = {
    "photo": lambda photo: photo.rgb,
    "labels": _labels,
    "parts": _parts,
    "garments": _garments,
    "depth": _depth,
    "joints": _joints,
}
