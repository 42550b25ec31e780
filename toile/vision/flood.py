"""Walking over a picture's ground: where it is like, calm, joined to the border, and what it leaves behind."""

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Mask
from toile.pixels.colour import difference
from toile.pixels.mask import grow, shrink
from toile.vision.background import Background

_OTHER = 25.0  # dE between garment and ground from which on shade cannot make one look like the other
_SHADED = 0.3  # of that: how far the ground's colour may be off in the shade
_STRAY = 0.01  # of the garment that may be as like the ground and is left
_LEAST_BAY, _MOST_BAY = 0.002, 0.25  # of the garment


def flood(lab: Floats, ground: Background) -> Mask:
    """What is ground for certain: like it, free of edges, and joined to the border."""
    gap = difference(lab, ground.lab)
    like = (gap < max(3.0, 3.0 * ground.sigma)).astype(np.float32)
    calm = slope_of(lab) < max(0.55, 0.9 * ground.sigma)
    # A leak through a gap in a faint outline is narrow; the ground is wide.
    core = joined_to_border(shrink(like * calm, 1))
    return spread(core, like, 5)


def find_flat(lab: Floats, ground: Background, outside: Mask) -> Mask:
    """Pixels as even as the ground itself and of its colour. Cloth of the same colour still has grain and folds."""
    light = lab[..., 0]
    mean = cv2.blur(light, (5, 5))
    rough = np.sqrt(np.maximum(cv2.blur(light * light, (5, 5)) - mean * mean, 0))
    usual = float(np.percentile(rough[outside > 0.5], 80)) if outside.any() else 0.3
    gap = difference(lab, ground.lab)
    return ((rough < 1.5 * usual + 0.15) & (gap < max(2.2, 2.0 * ground.sigma))).astype(np.float32)


def find_gaps(gap: Mask, outside: Mask, flat: Mask, sigma: float) -> Mask:
    """Ground that the flood did not reach: narrow gaps between sleeve and body, or behind a faint line.

    Only where the subject itself is unlike the ground. Enclosed gaps must be near the outline, and count only when
    the subject holds nothing of the ground's colour: white print and stripes look just like a hole.
    """
    rest = (outside < 0.5) & (flat < 0.5)
    if not rest.any() or float(np.median(gap[rest])) < 12.0:
        return np.zeros_like(outside)
    same = (gap < max(1.5, 1.8 * sigma)).astype(np.float32)
    found = joined_to_border(np.maximum(outside, same))
    deep = (shrink(1.0 - found, 0.02 * min(gap.shape)) > 0.5) & (grow(flat, 4) < 0.5)
    if deep.any() and float((gap[deep] < 5.0).mean()) < 0.02:
        even = cv2.morphologyEx(flat * (1.0 - found), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
        depth = np.asarray(cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 3))
        like = (gap < 3.0).astype(np.float32)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(
            (even > 0.5).astype(np.uint8), connectivity=4
        )
        for index in range(1, count):
            part = labels == index
            # A gap beside an arm or between legs is upright and may lie a sleeve's width inside.
            upright = stats[index, cv2.CC_STAT_HEIGHT] > 1.6 * stats[index, cv2.CC_STAT_WIDTH]
            if float(depth[part].min()) < (0.13 if upright else 0.06) * min(gap.shape):
                found = np.maximum(found, spread(part.astype(np.float32), like, 40))
    found = np.maximum(found, _bays(gap, found, float(np.median(gap[rest]))))
    return spread(found, (gap < 3.0).astype(np.float32), 1)


def _bays(gap: Mask, outside: Mask, contrast: float) -> Mask:
    """Ground in the shade of a garment of quite another colour: what is far more like the ground than like the garment
    and opens to the outside at one place. A stripe opens at both its ends, a print at none."""
    if contrast < _OTHER:
        return np.zeros_like(gap)
    like = (gap < _SHADED * contrast) & (outside < 0.5)
    wide = shrink(like.astype(np.float32), 1.5) > 0.5  # not the rim, which is a mixture
    like = (spread(wide.astype(np.float32), like.astype(np.float32), 2) > 0.5) & like
    count, labels, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=4)
    beside = np.asarray(cv2.dilate((outside > 0.5).astype(np.uint8), np.ones((3, 3), np.uint8))) > 0
    subject = float((outside < 0.5).sum())
    taken = np.zeros_like(gap)
    for index in range(1, count):
        part = labels == index
        openings = cv2.connectedComponents((part & beside).astype(np.uint8), connectivity=8)[0] - 1
        area = stats[index, cv2.CC_STAT_AREA]
        if openings == 1 and _LEAST_BAY * subject < area < _MOST_BAY * subject:
            taken[part] = 1
    # Where some of the cloth has the ground's colour too, all of it may be cloth.
    return taken if float((like & (taken < 0.5)).sum()) < _STRAY * subject else np.zeros_like(gap)


def joined_to_border(mask: Mask) -> Mask:
    padded = np.pad((mask > 0.5).astype(np.uint8), 1)
    _, labels = cv2.connectedComponents(padded, connectivity=4)
    labels = labels[1:-1, 1:-1]
    at_border = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    return (np.isin(labels, at_border) & (mask > 0.5)).astype(np.float32)


def spread(mask: Mask, within: Mask, steps: int) -> Mask:
    """The mask grown `steps` pixels inside another."""
    for _ in range(steps):
        mask = np.maximum(mask, np.minimum(np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8))), within))
    return mask


def slope_of(lab: Floats) -> Mask:
    """How fast the colour changes, in dE per pixel."""
    dx = cv2.Sobel(lab, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    dy = cv2.Sobel(lab, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    return np.asarray(np.sqrt((np.square(dx) + np.square(dy)).sum(axis=-1)), np.float32)
