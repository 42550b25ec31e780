"""A garment's photo made ready for bending: a crisp outline, and the garment alone where somebody wears it."""

from dataclasses import replace

import numpy as np

from toile.domain.body import Region
from toile.domain.garment import Category
from toile.pixels.arrays import RGB, Mask
from toile.pixels.mask import fill_holes, grow, largest_part, shrink
from toile.vision.cutout import Cutout
from toile.vision.fill import push_pull
from toile.vision.sight import see_person

RIM = 1.5  # pixels of the garment's photo over which its outline may be soft
_THREAD = 0.006  # of the photo's longer side: half of the least width of a piece of cloth
LEAST = 0.02  # share of the photo that a garment must take to be told from its wearer
# What a wearer's garment may be labelled as, by what it is wanted for.
LABELS: dict[Category | None, tuple[Region, ...]] = {
    None: (Region.TOP, Region.DRESS),
    Category.TOP: (Region.TOP, Region.DRESS),
    Category.OUTER: (Region.TOP, Region.DRESS),
    Category.DRESS: (Region.DRESS, Region.TOP),
    Category.BOTTOM: (Region.BOTTOM, Region.DRESS),
}
WORN_AS = {Region.TOP: Category.TOP, Region.DRESS: Category.DRESS, Region.BOTTOM: Category.BOTTOM}


def take_off(rgb: RGB, cutout: Cutout, category: Category | None) -> tuple[Cutout, Category] | None:
    """The garment alone, cut from whoever wears it in the photo, and as what they wear it; None where it cannot be told
    from them.

    Rough: what the wearer's hair and arms hide is missing.
    """
    parsing = see_person(rgb).parsing
    there = [region for region in LABELS[category] if region in parsing.soft]
    if not there:
        return None
    worn = max(there, key=lambda region: float(parsing.soft[region].sum()))
    alpha = _without_threads(fill_holes(largest_part(parsing.soft[worn]), 0.01))
    if float(alpha.mean()) < LEAST:
        return None
    bled = push_pull(rgb.astype(np.float32), (shrink(alpha, 2.0) > 0.9).astype(np.float32))
    inside = shrink(alpha, 1.0)[..., None] > 0.5
    foreground = np.where(inside, rgb, np.clip(np.rint(bled), 0, 255)).astype(np.uint8)
    return replace(cutout, alpha=alpha, foreground=foreground), category or WORN_AS[worn]


def _without_threads(alpha: Mask) -> Mask:
    """A garment without what is too thin for cloth: a rim of the trousers' colour, a finger's shadow."""
    reach = _THREAD * max(alpha.shape)
    thick = grow(shrink((alpha > 0.5).astype(np.float32), reach), 1.5 * reach)
    return np.asarray(largest_part((alpha * (thick > 0.5)).astype(np.float32)), np.float32)


def sharpen(alpha: Mask) -> Mask:
    """A cut-out with a rim of a few pixels: cloth is not glass, and a wide soft rim would look like a glow."""
    sure = shrink((alpha > 0.5).astype(np.float32), RIM)
    possible = grow((alpha > 0.5).astype(np.float32), RIM)
    inner = np.clip((alpha - 0.25) / 0.5, 0, 1)
    return np.where(sure > 0.5, np.maximum(alpha, 0.97), inner * possible).astype(np.float32)
