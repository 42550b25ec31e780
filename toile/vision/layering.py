"""Which of the person and of the garment lies over the other."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from toile.domain.body import Region, Side
from toile.domain.garment import Category
from toile.pixels.arrays import Labels, Mask
from toile.pixels.mask import feather, pick
from toile.vision.flesh import find_edge, find_hidden, limbs
from toile.vision.measure import Body, sign
from toile.vision.residue import ARM, REPLACES, Wardrobe
from toile.vision.targets import Placement
from toile.vision.warp import Layer

COLLAR, COLLAR_REACH = 0.30, 0.30  # how high a collar may stand, and how far out, in body units
COARSE = 12  # pixels between the places where smooth maps are made
FINE = 4  # binary digits after the point of corners in drawing
FREE = 2  # of the 40 stations of an arm: the shoulder itself belongs to the trunk
STRAP = 4  # of the 40 stations of an arm: above it a shoulder strap lies on the arm, not under it


def find_fronts(
    worn: Wardrobe, protected: Mask, category: Category, tuck: bool, sleeves: int, bare: Mask
) -> list[Mask]:
    """For each layer, what of the person lies over it: face, hair and hands always, bare arms over the main part.

    One mask [H, W] for the main part and one for each of `sleeves` strips. `protected` is what is surely face, hair
    or hand, `bare` where arms stay bare; `tuck` lets bottoms lie over the hem of a top.
    """
    limb = np.maximum(feather(protected, 0.8), worn.share(Region.HAIR, Region.HANDS, Region.OTHER))
    arms = worn.share(Region.ARMS)
    if category is not Category.BOTTOM:
        arms = arms * bare
    main = np.clip(limb + arms, 0, 1)
    if category is Category.BOTTOM and not tuck:
        # A hem is sharp: half a share of it is a matter of doubt, not of glass.
        over = np.clip(2 * worn.share(Region.TOP) - 0.5, 0, 1)
        main = limb = np.clip(main + over, 0, 1)
    return [main, *[limb] * sleeves]


def find_bare_arms(body: Body, placement: Placement, shape: tuple[int, ...]) -> Mask:
    """Where an arm is bare [H, W]: below the sleeve, or without one below the shoulder strap."""
    cuffs = {strip.side: (strip.target[0][-1] + strip.target[1][-1]) / 2 for strip in placement.strips}
    small = (shape[1] // COARSE + 1, shape[0] // COARSE + 1)
    xs, ys = (np.arange(count, dtype=np.float32) * COARSE for count in small)
    nearest = np.full(small[::-1], np.inf, np.float32)
    bare = np.zeros(small[::-1], np.float32)
    for side, arm in body.arms.items():
        x, y = arm.line.astype(np.float32).T
        away = ((xs[:, None] - x) ** 2)[None] + ((ys[:, None] - y) ** 2)[:, None]  # [h, w, N], squared
        station, near = away.argmin(axis=-1), away.min(axis=-1)
        start = STRAP
        if side in cuffs:
            start = int(np.argmin(np.linalg.norm(arm.line - cuffs[side], axis=-1))) - 2
        bare = np.where(near < nearest, np.clip((station - start) / 2, 0, 1), bare)
        nearest = np.minimum(near, nearest)
    full = (small[0] * COARSE, small[1] * COARSE)
    enlarged = cv2.resize(bare.astype(np.float32), full, interpolation=cv2.INTER_LINEAR)
    return np.asarray(enlarged[: shape[0], : shape[1]], np.float32)


def find_new_arms(body: Body, labels: Labels, category: Category) -> Mask:
    """How much of a pixel [H, W] an arm takes that the old clothes hide: it lies over what is put on the trunk."""
    old = REPLACES[category]
    below = {side: arm.after(FREE) for side, arm in body.arms.items()}
    hidden = find_hidden(below, labels, old, ARM)
    if not hidden:
        return np.zeros(labels.shape, np.float32)
    radius = float(np.mean([limb.radius.mean() for limb in hidden]))
    return find_edge(limbs(hidden, labels.shape), radius) * pick(labels, old)


def find_room(body: Body, shape: tuple[int, ...]) -> Mask:
    """1 where a garment can be [H, W]: below the shoulders' outline, or round the neck.

    A spline says nothing sensible beyond its points; nothing of the garment may come back above them.
    """
    far = float(sum(shape[:2])) + float(np.abs(body.shoulders).sum())
    collar = COLLAR_REACH * body.unit
    rows = []
    for side in (Side.RIGHT, Side.LEFT):
        across, down = body.crests[side].T
        reach = np.unique(np.concatenate((across, [collar - 0.5, collar + 0.5, far])))
        room = np.where(reach < collar, COLLAR, 0.08) * body.unit
        rows.append(np.stack((sign(side) * reach, np.interp(reach, across, down) - room), axis=1))
    edge = np.concatenate((rows[0][::-1], rows[1]))
    corners = np.array([[far, far], [-far, far]])
    outline = body.shoulders + np.concatenate((edge, corners)) @ np.stack((body.across, body.down))
    room = np.zeros(shape[:2], np.uint8)
    fixed = np.rint(outline * (1 << FINE)).astype(np.int32)
    cv2.fillPoly(room, [fixed], 255, lineType=cv2.LINE_AA, shift=FINE)
    return room.astype(np.float32) / np.float32(255)


def tuck_in(layer: Layer, body: Body, waist: float) -> Layer:
    """The main part of a top cut off where the bottoms begin."""
    box = layer.box
    ys, xs = np.ogrid[box.top : box.bottom, box.left : box.right]
    down = (xs - body.shoulders[0]) * body.down[0] + (ys - body.shoulders[1]) * body.down[1]
    return replace(layer, alpha=layer.alpha * np.clip(waist - down, 0, 1).astype(np.float32))


def union(stack: Sequence[tuple[Layer, Mask]], shape: tuple[int, ...]) -> Mask:
    """How much is covered [H, W] by any of the layers, less what lies in front of each [H, W]."""
    bare = np.ones(shape[:2], np.float32)
    for layer, front in stack:
        here = np.s_[layer.box.top : layer.box.bottom, layer.box.left : layer.box.right]
        bare[here] *= 1 - layer.alpha * (1 - front[here])
    covered: Mask = 1 - bare
    return covered
