"""Bones: a pose as the picture that ControlNets for poses follow, in OpenPose's colours (Cao et al. 2019, arXiv
1812.08008; Zhang et al. 2023, arXiv 2302.05543, section 4).
"""

import colorsys
from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.pixels.arrays import RGB

_POINTS = (
    "nose", "neck", "right_shoulder", "right_elbow", "right_wrist", "left_shoulder", "left_elbow", "left_wrist",
    "right_hip", "right_knee", "right_ankle", "left_hip", "left_knee", "left_ankle", "right_eye", "left_eye",
    "right_ear", "left_ear",
)  # fmt: skip
_LIMBS = (
    ("neck", "right_shoulder"), ("neck", "left_shoulder"), ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"), ("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist"),
    ("neck", "right_hip"), ("right_hip", "right_knee"), ("right_knee", "right_ankle"), ("neck", "left_hip"),
    ("left_hip", "left_knee"), ("left_knee", "left_ankle"), ("neck", "nose"), ("nose", "right_eye"),
    ("right_eye", "right_ear"), ("nose", "left_eye"), ("left_eye", "left_ear"),
)  # fmt: skip
# A twelfth of the circle of colours from one to the next, eighteen in all, red first.
_COLOURS = tuple(
    tuple(round(255 * channel) for channel in colorsys.hsv_to_rgb(number / 18, 1, 1)) for number in range(18)
)
_DIM = 0.6  # what limbs are of their colours, so that joints stand out
_WIDTH = 1 / 128  # of the shorter side: half a limb's width
_FINE = 4  # bits of a pixel's fraction


def draw_bones(joints: Mapping[str, Sequence[float]], size: Size) -> RGB:
    """The picture [H, W, 3], black but for the joints, x and y in pixels by name, and the limbs between them. Joints
    that are not known are left out, with their limbs."""
    places = {name: (float(xy[0]), float(xy[1])) for name, xy in joints.items() if name in _POINTS}
    shoulders = [places[name] for name in ("left_shoulder", "right_shoulder") if name in places]
    if len(shoulders) == 2:
        (a, b), (c, d) = shoulders
        places["neck"] = ((a + c) / 2, (b + d) / 2)
    rgb = np.zeros((size.height, size.width, 3), np.uint8)
    half = max(_WIDTH * min(size), 0.75)
    for number, (one, other) in enumerate(_LIMBS):
        if one in places and other in places:
            colour = tuple(_DIM * channel for channel in _COLOURS[number])
            cv2.fillConvexPoly(rgb, _limb(places[one], places[other], half), colour, cv2.LINE_AA, _FINE)
    for number, name in enumerate(_POINTS):
        if name in places:
            x, y = (round(value * 2**_FINE) for value in places[name])
            cv2.circle(rgb, (x, y), round(half * 2**_FINE), _COLOURS[number], -1, cv2.LINE_AA, _FINE)
    return rgb


def _limb(
    one: tuple[float, float], other: tuple[float, float], half: float
) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    """An ellipse from one joint to the other."""
    a, b = np.array(one), np.array(other)
    middle, along = (a + b) / 2, (b - a) / 2
    length = float(np.hypot(*along))
    across = np.array((-along[1], along[0])) * (half / max(length, 1e-6))
    turn = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    outline = middle + np.cos(turn)[:, None] * along + np.sin(turn)[:, None] * across
    return np.asarray(np.rint(outline * 2**_FINE), np.int32)
