"""What every pixel of a person shows: hair, skin, top, bottom, dress, arms, hands, legs, shoes.

The skeleton says what to expect where, colour histograms learned from this very photo say what belongs
together, and a few rounds of expectation-maximisation let the two agree. Materials come first (skin, hair,
upper cloth, lower cloth, shoes); then skin is divided into parts by the nearest bone, and upper and lower
cloth are joined to a dress where nothing divides them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, Region
from toile.pixels.arrays import RGB, Floats, Labels, Mask
from toile.pixels.upscale import follow_guide, upscale_along_edges
from toile.vision.anatomy import PARTS, Anatomy, describe
from toile.vision.skeleton import skeleton_of
from toile.vision.skin import SkinColour, learn_skin

WORK = 448  # pixels on the long side of the person's box
_ROUNDS = 3
_BINS = (26, 40, 40)  # L by 4, a and b by 3
SKIN, HAIR, UPPER, LOWER, SHOE = range(5)


@dataclass(frozen=True)
class Parsing:
    """`labels` [H, W] holds values of Region; `soft` the same as shares 0..1 that add up to at most 1.

    `confidence` 0..1 is how clearly colour told the materials apart.
    """

    labels: Labels
    soft: Mapping[Region, Mask]
    confidence: float

    def share(self, *regions: Region) -> Mask:
        """The regions' shares added up [H, W]."""
        total: Mask = np.zeros(self.labels.shape, np.float32)
        for region in regions:
            total = total + self.soft.get(region, np.float32(0))
        return total


def parse(rgb: RGB, alpha: Mask, pose: BodyPose) -> Parsing:
    """Label the person in `rgb` [H, W, 3] whose outline is `alpha` [H, W] and whose joints are `pose`."""
    box, factor = _crop(alpha)
    photo, outline = rgb[box], alpha[box]
    size = (max(8, round(photo.shape[1] * factor)), max(8, round(photo.shape[0] * factor)))
    small = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
    person = np.asarray(cv2.resize(outline, size, interpolation=cv2.INTER_AREA), np.float32)
    moved = skeleton_of(pose).moved(-box[1].start, -box[0].start).scaled(factor)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32)
    body = describe(moved, person.shape)
    skin = learn_skin(lab, body.skin_sample * person)
    shares = _expect(lab, small, person, body, skin)
    regions = _name(shares, lab, person, body)
    soft = upscale_along_edges(np.dstack(list(regions.values())), photo, radius=3)
    soft *= outline[..., None] / np.maximum(soft.sum(axis=-1, keepdims=True), 1e-3)
    return _assemble(
        dict(zip(regions, np.moveaxis(soft, -1, 0), strict=True)), box, alpha, _clarity(shares, person)
    )


def _crop(alpha: Mask) -> tuple[tuple[slice, slice], float]:
    """The person's box with a margin, and the factor that brings it to the working size."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    if not rows.size:
        return (slice(0, alpha.shape[0]), slice(0, alpha.shape[1])), WORK / max(alpha.shape)
    margin = 0.03 * (rows[-1] - rows[0] + columns[-1] - columns[0]) + 4
    top, left = max(0, int(rows[0] - margin)), max(0, int(columns[0] - margin))
    bottom = min(alpha.shape[0], int(rows[-1] + margin) + 1)
    right = min(alpha.shape[1], int(columns[-1] + margin) + 1)
    return (slice(top, bottom), slice(left, right)), min(1.0, WORK / max(bottom - top, right - left))


def _expect(lab: Floats, small: RGB, person: Mask, body: Anatomy, skin: SkinColour) -> Floats:
    """Shares of the five materials [h, w, 5] after a few rounds of EM."""
    bins = _bin(lab)
    base = skin.likelihood(lab) * np.float32(4 * 3 * 3)  # per bin, as the histograms are
    shares = body.seeds * person[..., None]
    # Hair and cloth are not learned from what looks like skin: a forehead, a bare midriff, an arm in front.
    shares[..., HAIR:] *= (1 - 0.95 * skin.likeness(lab))[..., None]
    # What the cores showed stays half of every model, so that no material can drift into another.
    anchor = np.dstack([_density(bins, shares[..., k]) for k in range(5)])
    anchor[..., SKIN] = 0.4 * anchor[..., SKIN] + 0.6 * base
    prior, likely = body.prior, anchor
    for _ in range(_ROUNDS):
        posterior = prior * (likely + np.float32(3e-5))
        posterior /= posterior.sum(axis=-1, keepdims=True)
        posterior = follow_guide(posterior, small, radius=3, epsilon=1e-3)
        posterior /= np.maximum(posterior.sum(axis=-1, keepdims=True), 1e-3)
        shares = posterior * person[..., None]
        likely = 0.5 * anchor + 0.5 * np.dstack([_density(bins, shares[..., k]) for k in range(5)])
    return posterior


def _bin(lab: Floats) -> Floats:
    """The histogram cell of every pixel [h, w]."""
    steps = np.stack(
        (
            np.clip(lab[..., 0] / 4, 0, _BINS[0] - 1),
            np.clip(lab[..., 1] / 3 + 18, 0, _BINS[1] - 1),
            np.clip(lab[..., 2] / 3 + 18, 0, _BINS[2] - 1),
        )
    ).astype(np.int32)
    return (steps[0] * _BINS[1] + steps[1]) * _BINS[2] + steps[2]


def _density(bins: Floats, weight: Mask) -> Mask:
    """How likely each pixel's colour is under the histogram of the weighted pixels [h, w]."""
    counts = np.bincount(bins.ravel(), weight.ravel(), minlength=int(np.prod(_BINS))).astype(np.float32)
    cube = counts.reshape(_BINS)
    for axis in range(3):
        wide = np.pad(cube, [(1, 1) if a == axis else (0, 0) for a in range(3)])
        lower, middle, upper = (np.take(wide, range(s, s + _BINS[axis]), axis) for s in range(3))
        cube = (0.25 * lower + 0.5 * middle + 0.25 * upper).astype(np.float32)
    density: Mask = cube.ravel()[bins] / max(float(counts.sum()), 1.0)
    return density


def _name(shares: Floats, lab: Floats, person: Mask, body: Anatomy) -> dict[Region, Mask]:
    """Materials to regions: skin by the nearest part of the body, cloth to top, bottom or dress."""
    regions = {region: shares[..., SKIN] * body.parts[..., k] for k, region in enumerate(PARTS)}
    regions[Region.HAIR] = shares[..., HAIR]
    regions[Region.SHOES] = shares[..., SHOE]
    regions[Region.TOP], regions[Region.BOTTOM] = shares[..., UPPER], shares[..., LOWER]
    return regions


def _assemble(soft: dict[Region, Mask], box: tuple[slice, slice], alpha: Mask, confidence: float) -> Parsing:
    """Back to the whole photo."""
    whole: dict[Region, Mask] = {}
    for region, share in soft.items():
        full = np.zeros(alpha.shape, np.float32)
        full[box] = share
        whole[region] = full
    order = list(whole)
    stack = np.stack([np.maximum(1 - alpha, 1e-6), *whole.values()])
    table = np.array([Region.BACKGROUND, *order], np.uint8)
    return Parsing(table[np.argmax(stack, axis=0)], whole, confidence)


def _clarity(shares: Floats, person: Mask) -> float:
    """How decided the materials are on the person, 0..1."""
    best = shares.max(axis=-1)
    return float(np.clip((best * person).sum() / max(float(person.sum()), 1.0), 0.0, 1.0))
