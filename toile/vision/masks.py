"""Masks that say what an edit may touch: for paste-back, and for a diffusion engine that repaints.

The policy is a table: what each category of garment may repaint, and what nothing may.
"""

from collections.abc import Mapping

import cv2
import numpy as np

from toile.domain.body import Region
from toile.domain.garment import Category
from toile.pixels.arrays import RGB, Labels, Mask
from toile.pixels.mask import feather, grow, pick
from toile.vision.measure import Body

# What an engine may repaint for a garment. Bare arms count: the new sleeve may be longer or shorter.
REPAINT: Mapping[Category, tuple[Region, ...]] = {
    Category.TOP: (Region.TOP, Region.ARMS),
    Category.OUTER: (Region.TOP, Region.ARMS, Region.DRESS),
    Category.BOTTOM: (Region.BOTTOM, Region.LEGS),
    Category.DRESS: (Region.TOP, Region.BOTTOM, Region.DRESS, Region.ARMS, Region.LEGS),
}
PROTECTED = (Region.HAIR, Region.HANDS, Region.SHOES, Region.OTHER)
GREY = 127
FINE = 16  # an ellipse is drawn to a sixteenth of a pixel
# Proven margins: 33 pixels sideways and 16 up and down for a picture 864 high (fashn-vton-1.5, Apache-2.0).
SIDEWAYS, UPRIGHT = 33 / 864, 16 / 864


def protect(labels: Labels, body: Body) -> Mask:
    """What no engine may touch [H, W]: face, hair, hands, shoes, things held."""
    kept = pick(labels, PROTECTED)
    nose = body.joints.get("nose")
    if nose is not None:
        # The face from the forehead to the chin, which lies a quarter of a unit below the nose.
        middle = nose - 0.10 * body.unit * body.down
        face = np.zeros(labels.shape, np.uint8)
        centre, axes = np.rint(middle * FINE), np.rint(np.array([0.30, 0.36]) * body.unit * FINE)
        ends = (int(centre[0]), int(centre[1])), (int(axes[0]), int(axes[1]))
        cv2.ellipse(face, *ends, 0, 0, 360, 1, -1, shift=4)
        kept = kept | (face.view(np.bool_) & (labels == Region.SKIN))
    return kept.astype(np.float32)


def inpaint(labels: Labels, body: Body, category: Category, coverage: Mask, residue: Mask) -> Mask:
    """What an engine may repaint [H, W], 0/1: old garment, new garment, what they uncover, and a margin."""
    wanted = pick(labels, REPAINT[category]).astype(np.float32)
    wanted = np.maximum(wanted, ((coverage > 0.02) | (residue > 0.02)).astype(np.float32))
    height = labels.shape[0]
    box = np.ones((2 * round(UPRIGHT * height) + 1, 2 * round(SIDEWAYS * height) + 1), np.uint8)
    wide = np.asarray(cv2.dilate(wanted, box))
    return ((wide > 0.5) & (protect(labels, body) < 0.5)).astype(np.float32)


def agnostic(rgb: RGB, mask: Mask) -> RGB:
    """The photo [H, W, 3] with what is to be repainted in grey, as try-on networks expect it."""
    soft = feather(grow(mask, 1.0), 0.8)[..., None]
    painted: RGB = np.rint(rgb * (1 - soft) + GREY * soft).astype(np.uint8)
    return painted
