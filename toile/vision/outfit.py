"""One garment or two? Upper and lower cloth of one colour are a dress, a suit, or a set with a seam between."""

import cv2
import numpy as np

from toile.pixels.arrays import Bools, Floats, Mask
from toile.vision.anatomy import Anatomy
from toile.vision.skeleton import Skeleton, capsule

SAME = 0.6  # Bhattacharyya coefficient of two colour histograms; different garments measure below 0.25
_SEAM = 1.2  # mean Lab step per pixel across the trunk that a hem or a waistband makes


def find_waist(lab: Floats, cloth: Mask, body: Anatomy) -> float | None:
    """Where a seam crosses the trunk, as a share of the way from shoulders to hips; None if nothing does."""
    return _find_step(lab, (cloth > 0.5) & (body.aside < 0.32), body.trunk, 0.35, 1.45)


def find_hem(lab: Floats, person: Mask, body: Anatomy) -> float | None:
    """Where a dress or a skirt ends above the feet, on the same scale; None if it goes on."""
    return _find_step(lab, (person > 0.5) & (body.aside < 0.32), body.trunk, 1.15, 2.8)


def _find_step(lab: Floats, where: Bools, t: Mask, start: float, end: float) -> float | None:
    """The way down at which the colour changes across the whole width.

    A seam or a hem is a step in Lab that keeps its sign from side to side; folds change theirs.
    """
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.0)
    step = np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=0.125), np.float32)
    strip = where & (t > start) & (t < end)
    cells = round((end - start) / 0.025) + 1
    cell = ((t[strip] - start) / 0.025).astype(np.int64)
    count = np.bincount(cell, minlength=cells)
    means = [np.bincount(cell, step[..., k][strip], minlength=cells) for k in range(3)]
    profile = np.linalg.norm(means, axis=0) / np.maximum(count, 10)
    if not np.any(count > 8):
        return None
    best = int(np.argmax(profile))
    usual = float(np.median(profile[count > 8]))
    elsewhere = np.abs(np.arange(cells) - best) > 5
    stripes = float(profile[elsewhere].max(initial=0.0)) > 0.7 * profile[best]
    clear = profile[best] > max(_SEAM, 5 * usual) and not stripes
    return start + 0.025 * (best + 0.5) if clear else None


def hangs_as_skirt(s: Skeleton, person: Mask, lower: Mask) -> bool:
    """Whether cloth fills the room between the legs. Where the picture ends above the legs, nothing says no."""
    knees, ankles = ((s[f"left_{n}"] + s[f"right_{n}"]) / 2 for n in ("knee", "ankle"))
    low, middle = (s["crotch"] + knees) / 2, s["crotch"] * 0.75 + knees * 0.25
    thighs = capsule(person.shape, middle, low) < max(1.5, 0.04 * s.unit)
    if float(thighs.sum()) < 8:
        return True
    if float(person[thighs].mean()) < 0.6:
        return False
    between = capsule(person.shape, knees, ankles) < max(1.5, 0.04 * s.unit)
    shins = (capsule(person.shape, s["left_knee"], s["left_ankle"]) < 0.06 * s.unit) | (
        capsule(person.shape, s["right_knee"], s["right_ankle"]) < 0.06 * s.unit
    )
    apart = bool(between.any()) and float(person[between].mean()) < 0.5
    return not (apart and bool(shins.any()) and float(lower[shins].mean()) > 0.5)


def divide(
    upper: Mask, lower: Mask, alike: float, lab: Floats, person: Mask, s: Skeleton, body: Anatomy
) -> tuple[Mask, Mask, Mask]:
    """Shares of top, bottom and dress [h, w] from those of upper and lower cloth.

    `alike` is how much their colours overlap, 0..1.
    """
    none = np.zeros_like(upper)
    if alike < SAME:
        return upper, lower, none
    cloth = upper + lower
    waist = find_waist(lab, cloth, body)
    if waist is None and hangs_as_skirt(s, person, lower):
        return none, none, cloth
    if waist is None:
        return upper, lower, none
    above: Mask = (1 / (1 + np.exp(np.clip((body.trunk - waist) / 0.008, -30, 30)))).astype(np.float32)
    # Sleeves reach lower than the waist.
    above = np.where(body.sleeve > 0.5, upper / np.maximum(cloth, 1e-3), above)
    return cloth * above, cloth * (1 - above), none
