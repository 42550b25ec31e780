"""Walking over a picture's ground: where it is like, calm, joined to the border, and what it leaves behind."""

import cv2
import numpy as np

from toile.pixels.arrays import Floats, Mask
from toile.pixels.colour import difference
from toile.pixels.mask import grow, shrink
from toile.vision.background import Background


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
    return spread(found, (gap < 3.0).astype(np.float32), 1)


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
