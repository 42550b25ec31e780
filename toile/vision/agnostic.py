"""Agnostic masks: where a person may wear something, from the pose alone, so that the mask says nothing of the garment
to come (Han et al. 2018, arXiv 1711.08447, section 3.1.1).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Category
from toile.domain.geometry import Size
from toile.pixels.arrays import Mask

Place = tuple[float, float]
_Drawn = NDArray[np.uint8]

# Of the torso, from the middle of the shoulders to that of the hips.
_ARM, _LEG, _SIDE, _SKIRT = 0.30, 0.34, 0.20, 0.37
_NECK, _COLLAR = 0.16, 0.14  # above the shoulders, where collars are, and how far to each side
_UPPER = (Category.TOP, Category.OUTER, Category.DRESS)
_LOWER = (Category.BOTTOM, Category.DRESS, Category.OUTER)


def draw_agnostic(joints: Mapping[str, Sequence[float]], size: Size, category: Category) -> Mask:
    """The mask [H, W], 0 or 1, of the garment's largest kind: sleeves to the wrists, skirts to the ankles. Nothing
    where shoulders or hips are not known; head, hands and feet are left out as far as joints tell."""
    at = {name: (float(xy[0]), float(xy[1])) for name, xy in joints.items()}
    mask = np.zeros((size.height, size.width), np.uint8)
    needed = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    if not all(name in at for name in needed):
        return mask.astype(np.float32)
    shoulders, hips = (_between(at[f"left_{part}"], at[f"right_{part}"]) for part in ("shoulder", "hip"))
    torso = max(float(np.hypot(shoulders[0] - hips[0], shoulders[1] - hips[1])), 1.0)
    if category in _UPPER:
        neck = _beyond(hips, shoulders, _NECK)
        lowered = [_beyond(at[f"{side}_hip"], at[f"{side}_shoulder"], -0.1) for side in ("left", "right")]
        _hull(mask, [*lowered, at["left_hip"], at["right_hip"]], _SIDE * torso)
        _hull(mask, [shoulders, neck], _COLLAR * torso)
        for side in ("left", "right"):
            _chain(mask, at, [f"{side}_{part}" for part in ("shoulder", "elbow", "wrist")], _ARM * torso)
    if category in _LOWER:
        _hull(mask, [at["left_hip"], at["right_hip"]], _SIDE * torso)
        waist = (hips[0] + 0.35 * (shoulders[0] - hips[0]), hips[1] + 0.35 * (shoulders[1] - hips[1]))
        _hull(mask, [at["left_hip"], at["right_hip"], waist], _SIDE * torso)
        for side in ("left", "right"):
            _chain(mask, at, [f"{side}_{part}" for part in ("hip", "knee", "ankle")], _LEG * torso)
        knees = [at[f"{side}_knee"] for side in ("left", "right") if f"{side}_knee" in at]
        ankles = [at[f"{side}_ankle"] for side in ("left", "right") if f"{side}_ankle" in at]
        # A skirt hangs between the legs and stands out beside them.
        _hull(mask, [at["left_hip"], at["right_hip"], *knees], _SKIRT * torso)
        _hull(mask, [*knees, *ankles], _LEG * torso)
    return mask.astype(np.float32)


def _chain(
    mask: _Drawn,
    at: Mapping[str, Place],
    names: Sequence[str],
    wide: float,
) -> None:
    for one, other in pairwise(names):
        if one in at and other in at:
            _hull(mask, [at[one], at[other]], wide / 2)


def _hull(mask: _Drawn, points: Sequence[Place], reach: float) -> None:
    """All that is within `reach` pixels of the points' convex hull."""
    if not points:
        return
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    rim = reach * np.stack((np.cos(turn), np.sin(turn)), axis=1)
    cloud = (np.array(points)[:, None] + rim).reshape(-1, 2)
    cloud = np.clip(cloud, -4 * max(mask.shape), 5 * max(mask.shape))
    cv2.fillConvexPoly(mask, cv2.convexHull(np.rint(cloud).astype(np.int32)), 1)


def _between(one: Place, other: Place) -> Place:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _beyond(one: Place, other: Place, share: float) -> Place:
    return other[0] + share * (other[0] - one[0]), other[1] + share * (other[1] - one[1])
