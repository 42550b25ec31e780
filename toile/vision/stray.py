"""Pixels of the old garment that go by another name: a trim taken for skin, a hem taken for the trousers."""

from collections.abc import Mapping, Sequence

import cv2
import numpy as np

from toile.domain.body import BARE, CLOTHES, Region
from toile.pixels.arrays import RGB, Bools, Floats, Labels
from toile.pixels.colour import to_lab
from toile.pixels.mask import grow, pick
from toile.vision.measure import Body

REACH, TRIM = (
    0.25,
    0.12,
)  # how far from the garment strays are looked for, in body units: cloth, trims on skin
LIKE, UNLIKE = (
    2.5,
    4.0,
)  # how many deviations away a colour is still the garment's, and no longer its own region's
SPREAD = np.array([8.0, 4.0, 4.0], np.float32)  # the least deviation of cloth in Lab
SKIN_SPREAD = np.array([20.0, 6.0, 6.0], np.float32)  # that of skin, which shadows darken
ODD = 3.2  # how many deviations of skin away nothing is skin
ENOUGH = 60  # pixels, for a colour to be known


def find_strays(rgb: RGB, labels: Labels, body: Body, old: Sequence[Region]) -> Bools:
    """Where [H, W] something near the `old` garment looks like it and not like what it is labelled as.

    Worked out at half the size. Patterned cloth looks like many things; it has few strays.
    """
    height, width = labels.shape
    small = ((width + 1) // 2, (height + 1) // 2)
    names = np.asarray(cv2.resize(labels, small, interpolation=cv2.INTER_NEAREST), np.uint8)
    garment = pick(names, old)
    found = np.zeros(garment.shape, np.bool_)
    if garment.sum() < ENOUGH:
        return np.zeros(labels.shape, np.bool_)
    lab = to_lab(np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.uint8))
    like = _deviation(lab, garment, SPREAD) < LIKE
    near, close = (grow(garment, reach * body.unit / 2) > 0 for reach in (REACH, TRIM))
    for region in (*CLOTHES, *BARE):
        here = names == region
        if region in old or here.sum() < ENOUGH:
            continue
        found |= here & near & like & (_deviation(lab, here, SPREAD) > UNLIKE)
        if region is Region.SKIN:
            found |= here & close & (_deviation(lab, here, SKIN_SPREAD) > ODD)
    full = cv2.resize(found.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    return np.asarray(full).view(np.bool_) & ~pick(labels, old)


def give_back(
    labels: Labels, soft: Mapping[Region, Floats], strays: Bools, garment: Region
) -> tuple[Labels, Mapping[Region, Floats]]:
    """Labels and soft shares by region [H, W] with the strays as part of the garment."""
    kept = 1 - strays.astype(np.float32)
    shares = {region: np.asarray(share * kept, np.float32) for region, share in soft.items()}
    shares[garment] = np.maximum(shares.get(garment, np.zeros_like(kept)), 1 - kept)
    return np.where(strays, np.uint8(garment), labels), shares


def _deviation(lab: Floats, where: Bools, least: Floats) -> Floats:
    """How far each colour [H, W] is from the middle of those in a region, in deviations of that region."""
    inside = lab[where]
    inside = inside[:: max(len(inside) // 4000, 1)]
    middle = np.median(inside, axis=0)
    spread = np.maximum(1.48 * np.median(np.abs(inside - middle), axis=0), least)
    apart = (lab - middle.astype(np.float32)) / spread.astype(np.float32)
    return np.asarray(np.sqrt(np.einsum("...c,...c->...", apart, apart)), np.float32)
