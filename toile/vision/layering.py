"""Which of the person and of the garment lies over the other."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from toile.domain.body import Region, Side
from toile.domain.garment import Category
from toile.pixels.arrays import Mask
from toile.pixels.mask import feather
from toile.vision.measure import Body
from toile.vision.residue import Wardrobe
from toile.vision.targets import Placement
from toile.vision.warp import Layer

COLLAR, COLLAR_REACH = 0.30, 0.30  # how high a collar may stand, and how far out, in body units
COARSE = 12  # pixels between the places where smooth maps are made
STRAP = 7  # of the 40 stations of an arm: above it a shoulder strap lies on the arm, not under it


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
        main = limb = np.clip(main + worn.share(Region.TOP), 0, 1)
    return [main, *[limb] * sleeves]


def find_bare_arms(body: Body, placement: Placement, shape: tuple[int, ...]) -> Mask:
    """Where an arm is bare [H, W]: below the sleeve, or without one below the shoulder strap."""
    cuffs = {strip.side: (strip.target[0][-1] + strip.target[1][-1]) / 2 for strip in placement.strips}
    small = (shape[1] // COARSE + 1, shape[0] // COARSE + 1)
    xs, ys = np.meshgrid(*(np.arange(count) * COARSE for count in small))
    places = np.stack((xs, ys), axis=-1)[..., None, :]
    nearest = np.full(small[::-1], np.inf)
    bare = np.zeros(small[::-1], np.float32)
    for side, arm in body.arms.items():
        away = np.linalg.norm(places - arm.line, axis=-1)  # [h, w, N]
        station, near = away.argmin(axis=-1), away.min(axis=-1)
        start = STRAP
        if side in cuffs:
            start = int(np.argmin(np.linalg.norm(arm.line - cuffs[side], axis=-1))) - 2
        bare = np.where(near < nearest, np.clip((station - start) / 2, 0, 1), bare)
        nearest = np.minimum(near, nearest)
    full = (small[0] * COARSE, small[1] * COARSE)
    enlarged = cv2.resize(bare.astype(np.float32), full, interpolation=cv2.INTER_LINEAR)
    return np.asarray(enlarged[: shape[0], : shape[1]], np.float32)


def find_room(body: Body, shape: tuple[int, ...]) -> Mask:
    """1 where a garment can be [H, W]: below the shoulders' outline, or round the neck.

    A spline says nothing sensible beyond its points; nothing of the garment may come back above them.
    """
    ys, xs = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    x, y = xs - body.shoulders[0], ys - body.shoulders[1]
    across = x * body.across[0] + y * body.across[1]
    down = x * body.down[0] + y * body.down[1]
    crest = np.where(
        across > 0,
        np.interp(across, *body.crests[Side.LEFT].T),
        np.interp(-across, *body.crests[Side.RIGHT].T),
    )
    room = np.where(np.abs(across) < COLLAR_REACH * body.unit, COLLAR, 0.08) * body.unit
    below: Mask = np.clip(down - crest + room, 0, 1).astype(np.float32)
    return below


def tuck_in(layer: Layer, body: Body, waist: float) -> Layer:
    """The main part of a top cut off where the bottoms begin."""
    ys, xs = np.mgrid[: layer.alpha.shape[0], : layer.alpha.shape[1]].astype(np.float32)
    down = (xs - body.shoulders[0]) * body.down[0] + (ys - body.shoulders[1]) * body.down[1]
    return replace(layer, alpha=layer.alpha * np.clip(waist - down, 0, 1).astype(np.float32))


def union(masks: Sequence[Mask]) -> Mask:
    """How much is covered by any of the masks."""
    bare = np.ones_like(masks[0])
    for mask in masks:
        bare = bare * (1 - mask)
    union: Mask = (1 - bare).astype(np.float32)
    return union
