"""A garment's photo taken apart into the parts that bend on their own: the main part, sleeves, legs."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind
from toile.pixels.arrays import Mask, Points
from toile.pixels.mask import feather, grow, largest_part

OVERLAP = 0.035  # how far the parts reach into one another at a seam, as a share of the garment's width


@dataclass(frozen=True)
class Parts:
    """Alpha [H, W] of each part; they overlap a little at the seams."""

    main: Mask
    limbs: Mapping[Side, Mask]


def split(alpha: Mask, landmarks: GarmentLandmarks) -> Parts:
    """The main part and the sleeves (or legs) of a garment."""
    if not landmarks.strips:
        return Parts(alpha, {})
    if landmarks.kind in (Kind.TROUSERS, Kind.SHORTS):
        return _split_legs(alpha, landmarks)
    return _split_sleeves(alpha, landmarks)


def _split_sleeves(alpha: Mask, marks: GarmentLandmarks) -> Parts:
    span = abs(marks["left_armpit"].x - marks["right_armpit"].x)
    reach = OVERLAP * span
    limbs = {}
    taken = np.zeros_like(alpha)
    seams = np.zeros_like(alpha)
    for side, strip in marks.strips.items():
        polygon = _polygon(alpha, np.array(strip.outer), np.array(strip.inner))
        # Not quite up to the shoulder, where a corner of the main part would stick out over the sleeve's cap.
        shoulder, under = np.array(strip.outer[0]), np.array(strip.inner[0])
        seam = _line(alpha, shoulder + 0.15 * (under - shoulder), under, reach)
        # The soft rim of the sleeve belongs to the sleeve; towards the torso only the overlap at the seam does.
        limbs[side] = alpha * feather(np.maximum(grow(polygon, 3.0), seam), 1.0)
        taken = np.maximum(taken, grow(polygon, 3.0))
        seams = np.maximum(seams, seam)
    main = largest_part(alpha * np.maximum(1 - taken, seams))
    return Parts(main, limbs)


def _split_legs(alpha: Mask, marks: GarmentLandmarks) -> Parts:
    height, width = alpha.shape
    span = abs(marks["left_hip"].x - marks["right_hip"].x)
    reach = OVERLAP * span
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    crotch = marks["crotch"].y
    main = alpha * np.clip((crotch + reach - ys) / max(reach, 1.0) + 0.5, 0, 1)
    limbs = {}
    for side, strip in marks.strips.items():
        inner = np.array(strip.inner)
        border = np.interp(ys[:, 0], inner[:, 1], inner[:, 0]) if np.all(np.diff(inner[:, 1]) > 0) else None
        middle = np.full(height, marks["crotch"].x) if border is None else border
        beyond = (xs - middle[:, None]) * (1 if side is Side.LEFT else -1)
        half = np.clip(beyond + 2.0, 0, 1)
        limbs[side] = (alpha * half * (ys > crotch - reach)).astype(np.float32)
    return Parts(main.astype(np.float32), limbs)


def _polygon(alpha: Mask, outer: Points, inner: Points) -> Mask:
    canvas = np.zeros(alpha.shape, np.uint8)
    corners = np.rint(np.concatenate((outer, inner[::-1]))).astype(np.int32)
    cv2.fillPoly(canvas, [corners], 1)
    return canvas.astype(np.float32)


def _line(alpha: Mask, start: Points, end: Points, reach: float) -> Mask:
    canvas = np.zeros(alpha.shape, np.uint8)
    begin, finish = (tuple(int(v) for v in np.rint(p)) for p in (start, end))
    cv2.line(canvas, begin, finish, 1, thickness=max(int(2 * reach), 1))
    return canvas.astype(np.float32)
