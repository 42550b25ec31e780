"""Telling a garment's photo on a person from a garment's photo alone."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Bools, Mask
from toile.pixels.colour import to_lab
from toile.vision.cutout import Cutout
from toile.vision.person_reader import read_person

LONG_SIDE = 192
_FACE = ("nose", "left_eye", "right_eye")
# How sure the reader is of a face and of a body. On garments alone it sees faces of up to 0.55, bodies of up to 0.9.
_SEEN, _BODY = 0.80, 0.75


def is_worn(rgb: RGB, cutout: Cutout) -> bool:
    """Whether a person wears the garment. In doubt no: beige cloth is commoner than headless models.

    Looks for skin that a garment would not show: a head above the shoulders, or bare arms beside and a neck above; and
    for a face that the trained reader sees where the joints of a body go with it.
    """
    reading = read_person(rgb, cutout.alpha)
    face = float(np.mean([reading.seen[joint] for joint in _FACE]))
    if face >= _SEEN and reading.pose.confidence >= _BODY:
        return True
    skin, inside = _skin(rgb, cutout.alpha)
    area = float(inside.sum())
    if area < 50 or float(skin.sum()) < 0.03 * area:
        return False
    return _has_head(skin, inside)


def _skin(rgb: RGB, alpha: Mask) -> tuple[Bools, Bools]:
    scale = min(1.0, LONG_SIDE / max(alpha.shape))
    size = tuple(max(4, round(side * scale)) for side in alpha.shape[::-1])
    lab = to_lab(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8))
    inside = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)) > 0.6
    lightness, a, b = (lab[..., i] for i in range(3))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    # Skin of every tone keeps to a narrow band of hues; dark skin has less chroma.
    skin = (hue > 28) & (hue < 76) & (chroma > 9) & (chroma < 46) & (lightness > 14) & (lightness < 90)
    even = cv2.morphologyEx((skin & inside).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return np.asarray(even > 0), np.asarray(inside)


def _has_head(skin: Bools, inside: Bools) -> bool:
    """A head: a part much narrower than the shoulders on top, higher than wide, with a face's share of skin."""
    rows = np.nonzero(inside.any(axis=1))[0]
    widths = inside.sum(axis=1).astype(np.float64)
    top, height = int(rows[0]), int(rows[-1] - rows[0] + 1)
    full = float(np.percentile(widths[rows], 90))
    upper = widths[top : top + height // 2]
    shoulders = int((upper > 0.72 * full).argmax()) if (upper > 0.72 * full).any() else len(upper)
    if shoulders < 0.12 * height:
        return False
    head = np.s_[top : top + shoulders]
    columns = np.nonzero(inside[head].any(axis=0))[0]
    wide = columns[-1] - columns[0] + 1
    if shoulders < 0.55 * wide or float(np.median(upper[:shoulders])) > 0.62 * full:
        return False
    face = float(skin[head].sum()) / max(1.0, float(inside[head].sum()))
    return 0.12 < face < 0.95
