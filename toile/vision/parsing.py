"""What every pixel of a person shows: hair, skin, top, bottom, dress, arms, hands, legs, shoes.

The skeleton says what to expect where, and so does the trained reader where it has looked; colour histograms learned
from this very photo say what belongs together, and a few rounds of expectation-maximisation let them agree. Materials
come first (skin, hair, upper cloth, lower cloth, shoes); then skin is divided into parts by the nearest bone, and
upper and lower cloth are joined to a dress where nothing divides them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.body import BodyPose, Region
from toile.pixels.arrays import RGB, Floats, Labels, Mask
from toile.pixels.upscale import follow_guide, upscale_along_edges
from toile.vision.anatomy import PARTS, Anatomy, describe
from toile.vision.outfit import divide, find_hem
from toile.vision.person_reader import Reading
from toile.vision.skeleton import Skeleton, skeleton_of
from toile.vision.skin import SkinColour, learn_skin

WORK = 448  # pixels on the long side of the person's box
_ROUNDS = 3
_BINS = (26, 40, 40)  # L by 4, a and b by 3
# Parts of a region smaller than this share of the person are islands.
_ISLAND = {Region.HANDS: 0.001, Region.ARMS: 0.0025, Region.SHOES: 0.002, Region.SKIN: 0.003}
# How much of every colour model stays what its core showed: skin, hair, upper cloth, lower cloth, shoe.
_HOLD = np.array((0.5, 0.75, 0.5, 0.4, 0.5), np.float32)[:, None, None]
_DRESSED = 0.35  # of the cloth that the reader takes for a dress, from which on one is worn
_KNOWN = 0.5  # how sure the skin's colour must be, to tell cloth by it
_FACE = 0.01  # of the person
_MIDRIFF = 0.7  # of a band across the waist
_SURE = 0.8  # of a material, where the reader says so, its colours are learned
SKIN, HAIR, UPPER, LOWER, SHOE = range(5)


Cells = NDArray[np.int32]  # [H, W]


@dataclass(frozen=True)
class Parsing:
    """`labels` [H, W] holds values of Region; `soft` the same as shares 0..1 that add up to at most 1.

    `confidence` 0..1 is how clearly colour told the materials apart.
    """

    labels: Labels
    soft: Mapping[Region, Mask]
    confidence: float


def parse(rgb: RGB, alpha: Mask, pose: BodyPose, reading: Reading | None = None) -> Parsing:
    """Label the person in `rgb` [H, W, 3] whose outline is `alpha` [H, W] and whose joints are `pose`. `reading`: what
    the trained reader saw of the same photo."""
    box, factor = _crop(alpha)
    photo, outline = rgb[box], alpha[box]
    size = (max(8, round(photo.shape[1] * factor)), max(8, round(photo.shape[0] * factor)))
    small = np.asarray(cv2.resize(photo, size, interpolation=cv2.INTER_AREA), np.uint8)
    person = np.asarray(cv2.resize(outline, size, interpolation=cv2.INTER_AREA), np.float32)
    moved = skeleton_of(pose).moved(-box[1].start, -box[0].start).scaled(factor)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32)
    body = describe(moved, person.shape)
    dressed = None
    if reading:
        shown = reading.regions_at(person.shape, box[1].start, box[0].start, factor)
        likeness = _face_colour(lab, shown, body)
        if likeness is not None:
            shown = _clothe(shown, likeness, body)
        body, dressed = believe(body, shown), shown[Region.DRESS]
        if likeness is not None and _bares_midriff(likeness, person, body):
            dressed = np.zeros_like(dressed)
    skin = learn_skin(lab, body.skin_sample * person)
    shares = _expect(lab, small, person, body, skin)
    regions = _name(shares, lab, person, moved, body, dressed)
    soft = upscale_along_edges(np.stack(list(regions.values())), photo, radius=3)
    total = soft.sum(axis=0)
    soft *= outline * np.where(total > 0.5, 1 / np.maximum(total, 0.5), 2 * total)
    return _assemble(dict(zip(regions, soft, strict=True)), box, alpha, _clarity(shares, person))


def _face_colour(lab: Floats, shown: Floats, body: Anatomy) -> Mask | None:
    """How much every pixel [h, w] has the colour of the face that the reader sees; None where it sees none."""
    face = np.where((shown[Region.SKIN] > _SURE) & (body.trunk < 0), shown[Region.SKIN], np.float32(0))
    if float(face.sum()) < _FACE * float((shown[Region.BACKGROUND] < 0.5).sum()):
        return None
    skin = learn_skin(lab, face)
    return skin.likeness(lab) if skin.sure > _KNOWN else None


def _clothe(shown: Floats, likeness: Mask, body: Anatomy) -> Floats:
    """What the reader saw [R, h, w], but sleeves and trouser legs for arms and legs that have not the colour of this
    person's face, `likeness` [h, w]."""
    moved = shown.copy()
    strange = (0.9 * (1 - likeness)).astype(np.float32)
    below = np.clip(body.trunk / 0.1, 0, 1).astype(np.float32)  # a face has lips and brows
    for bare, cloth, where in (
        (Region.ARMS, Region.TOP, 1.0),
        (Region.SKIN, Region.TOP, below),
        (Region.LEGS, Region.BOTTOM, 1.0),
    ):
        share = shown[bare] * strange * where
        moved[bare] -= share
        moved[cloth] += share
    return moved


def _bares_midriff(likeness: Mask, person: Mask, body: Anatomy) -> bool:
    """Whether a band of skin crosses the waist between cloth: then it is no dress."""
    middle = (person > 0.5) & (body.aside < 0.25)
    shares = [
        float(likeness[band].mean())
        for band in (middle & (body.trunk > t) & (body.trunk <= t + 0.06) for t in np.arange(0.2, 1.4, 0.06))
        if band.any()
    ]
    if len(shares) < 5:
        return False
    least = np.minimum.accumulate(shares)[:-2], np.minimum.accumulate(shares[::-1])[::-1][2:]
    return bool(((np.array(shares[1:-1]) > _MIDRIFF) & (least[0] < 0.2) & (least[1] < 0.2)).any())


def believe(body: Anatomy, shown: Floats) -> Anatomy:
    """What to expect where, now that the reader has said what it sees: shares [R, h, w] by `Region`."""
    bare = shown[list(PARTS)]  # in the order of `Anatomy.parts`
    seen = np.stack(
        (
            bare.sum(axis=0),
            shown[Region.HAIR],
            shown[Region.TOP] + 0.5 * shown[Region.DRESS] + shown[Region.OTHER],
            shown[Region.BOTTOM] + 0.5 * shown[Region.DRESS],
            shown[Region.SHOES],
        )
    )
    # A dress is upper cloth above the hips and lower cloth below, as far as materials go.
    prior = _blend(body.prior, seen, 0.35, 0.9)
    sure = np.where(seen > _SURE, seen, np.float32(0))
    enough = sure.sum(axis=(1, 2), keepdims=True) > 30
    return replace(
        body,
        prior=prior,
        seeds=np.where(enough, sure, body.seeds).astype(np.float32),
        # A hand is where an arm ends, whatever else has its colour and size.
        parts=_blend(body.parts, bare, 0.8, 0.7, least=1e-4),
        gap=(body.gap * (0.15 + shown[Region.BACKGROUND])).astype(np.float32),
    )


def _blend(one: Floats, other: Floats, much: float, more: float, least: float = 0.01) -> Floats:
    """Shares [K, h, w] in proportion to powers of two opinions about them; none is less than `least`."""
    both = (one + np.float32(least)) ** much * (other + np.float32(least)) ** more
    return np.asarray(both / both.sum(axis=0), np.float32)


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
    """Shares of the five materials [5, h, w] after a few rounds of EM."""
    bins = colour_cells(lab)
    base = skin.likelihood(lab) * np.float32(4 * 3 * 3)  # per bin, as the histograms are
    shares = body.seeds * person
    # Hair and cloth are not learned from what looks like skin: a forehead, a bare midriff, an arm in front.
    strange = 1 - 0.95 * skin.likeness(lab)
    for k in (HAIR, UPPER, LOWER, SHOE):
        cleared = shares[k] * strange
        if cleared.sum() > 0.15 * shares[k].sum():  # otherwise the material itself has the colour of skin
            shares[k] = cleared
    # Nor is lower cloth learned from the hem of a long top, nor a top from the hair that lies on it.
    hair, upper, lower = (_density(bins, shares[k]) for k in (HAIR, UPPER, LOWER))
    shares[LOWER] *= _own(lower, upper)
    shares[UPPER] *= _own(upper, hair)
    # What the cores showed stays in every model, so that no material can drift into another.
    anchor = np.stack([_density(bins, shares[k]) for k in range(5)])
    anchor[SKIN] = 0.4 * anchor[SKIN] + 0.6 * base
    behind, gap = _behind(bins, person, shares, body)
    prior, likely = _doubt_hair(body.prior, bins, shares, body) * (1 - gap), anchor
    for turn in range(_ROUNDS):
        posterior = prior * (likely + np.float32(3e-5))
        total = posterior.sum(axis=0)
        posterior /= total + gap * behind
        posterior = follow_guide(posterior, small, radius=3, epsilon=1e-3)
        posterior /= np.maximum(posterior.sum(axis=0), 1)
        shares = posterior * person
        if turn == 0:
            prior = _let_hair_down(prior, shares[HAIR], body)
        likely = _HOLD * anchor + (1 - _HOLD) * np.stack([_density(bins, shares[k]) for k in range(5)])
    return posterior


def _doubt_hair(prior: Floats, cells: Cells, shares: Floats, body: Anatomy) -> Floats:
    """Priors [5, h, w] that keep hair above the brows as far as it has the colours of the skin."""
    hair, skin = (colour_histogram(cells, shares[k]) for k in (HAIR, SKIN))
    alike = float(np.clip((np.sqrt(hair * skin).sum() - 0.25) / 0.4, 0, 1))
    less = prior.copy()
    less[HAIR] *= 1 - 0.93 * alike * (1 - body.brow)
    return np.asarray(less / less.sum(axis=0), np.float32)


def _let_hair_down(prior: Floats, hair: Mask, body: Anatomy) -> Floats:
    """Priors [5, h, w] that expect hair on the chest of somebody who has hair beside the neck."""
    beside = (body.aside > 0.12) & (body.aside < 0.40) & (body.trunk > -0.30) & (body.trunk < -0.06)
    long = float(hair[beside].mean()) if beside.any() else 0.0
    reach = (body.aside > 0.05) & (body.trunk > -0.1) & (body.trunk < 0.7)
    scale = np.where(reach, np.float32(1 + 20 * long), np.float32(1))
    more = prior.copy()
    more[HAIR] *= scale
    return np.asarray(more * (prior.sum(axis=0) / more.sum(axis=0)), np.float32)


def _own(density: Mask, rival: Mask) -> Mask:
    """1 where a colour belongs to a material at least as much as to its rival, falling to 0 [h, w]."""
    return np.asarray(np.clip(2 * density / (density + rival + np.float32(1e-5)), 0, 1) ** 2, np.float32)


def _behind(cells: Cells, person: Mask, shares: Floats, body: Anatomy) -> tuple[Mask, Mask]:
    """The ground's density and its prior [h, w]; the prior vanishes where the clothes have its colours."""
    ground = colour_histogram(cells, (person < 0.05).astype(np.float32))
    cloth = colour_histogram(cells, shares[UPPER])
    apart = float(np.clip(1.3 - 2 * np.sqrt(ground * cloth).sum(), 0, 1))
    return np.asarray(ground[cells], np.float32), np.asarray(body.gap * apart, np.float32)


def colour_cells(lab: Floats) -> Cells:
    """The histogram cell of every pixel [h, w]."""
    steps = np.stack(
        (
            np.clip(lab[..., 0] / 4, 0, _BINS[0] - 1),
            np.clip(lab[..., 1] / 3 + 18, 0, _BINS[1] - 1),
            np.clip(lab[..., 2] / 3 + 18, 0, _BINS[2] - 1),
        )
    ).astype(np.int32)
    return np.asarray((steps[0] * _BINS[1] + steps[1]) * _BINS[2] + steps[2], np.int32)


def colour_histogram(cells: Cells, weight: Mask) -> Floats:
    """The share of the weighted pixels in every cell, a little blurred [cells]."""
    counts = np.bincount(cells.ravel(), weight.ravel(), minlength=int(np.prod(_BINS))).astype(np.float32)
    cube = np.pad(counts.reshape(_BINS), 1)
    cube = 0.5 * cube[1:-1] + 0.25 * (cube[:-2] + cube[2:])
    cube = 0.5 * cube[:, 1:-1] + 0.25 * (cube[:, :-2] + cube[:, 2:])
    cube = 0.5 * cube[..., 1:-1] + 0.25 * (cube[..., :-2] + cube[..., 2:])
    return np.asarray(cube.ravel() / max(float(counts.sum()), 1.0), np.float32)


def _density(cells: Cells, weight: Mask) -> Mask:
    """How likely each pixel's colour is under the histogram of the weighted pixels [h, w]."""
    return np.asarray(colour_histogram(cells, weight)[cells], np.float32)


def _name(
    shares: Floats, lab: Floats, person: Mask, s: Skeleton, body: Anatomy, dressed: Mask | None
) -> dict[Region, Mask]:
    """Materials to regions [h, w] each: skin by the nearest part of the body, cloth to top, bottom or dress.

    `dressed`: where the reader saw a dress.
    """
    regions = {region: shares[SKIN] * body.parts[k] for k, region in enumerate(PARTS)}
    regions[Region.HAIR] = shares[HAIR]
    regions[Region.SHOES] = shares[SHOE]
    upper, lower = shares[UPPER], shares[LOWER]
    if dressed is None:
        cloth = divide(upper, lower, _alike(lab, shares, person, body), lab, person, s, body)
    else:
        cloth = _part_dress(upper, lower, dressed, person)
    regions |= dict(zip((Region.TOP, Region.BOTTOM, Region.DRESS), cloth, strict=True))
    hem = find_hem(lab, person, body) if cloth[2].any() and dressed is None else None
    if hem is not None:
        below = body.trunk > hem + 0.02
        regions[Region.LEGS] = regions[Region.LEGS] + np.where(below, cloth[2], 0)
        regions[Region.DRESS] = np.where(below, np.float32(0), cloth[2])
    return _clean({region: share for region, share in regions.items() if share.any()}, person, body)


def _part_dress(upper: Mask, lower: Mask, dressed: Mask, person: Mask) -> tuple[Mask, Mask, Mask]:
    """Shares of top, bottom and dress [h, w]. A dress is worn by the whole person, under a jacket or alone."""
    cloth, none = upper + lower, np.zeros_like(upper)
    worn = cloth * person
    if float((dressed * worn).sum()) < _DRESSED * float(worn.sum()):
        return upper, lower, none
    jacket = np.clip(upper / np.maximum(cloth, 1e-3) - 2 * dressed, 0, 1)
    return cloth * jacket, none, cloth * (1 - jacket)


def _alike(lab: Floats, shares: Floats, person: Mask, body: Anatomy) -> float:
    """How much the colours of upper and lower cloth overlap: the Bhattacharyya coefficient, 0..1."""
    best = np.argmax(shares, axis=0)
    seen = (person > 0.5) & (body.aside < 0.6) & (body.trunk > 0.1) & (body.trunk < 2.2)
    cells = colour_cells(lab)
    upper, lower = (colour_histogram(cells, (seen & (best == k)).astype(np.float32)) for k in (UPPER, LOWER))
    return float(np.sqrt(upper * lower).sum())


def _clean(regions: dict[Region, Mask], person: Mask, body: Anatomy) -> dict[Region, Mask]:
    """Islands given to the region that surrounds them: eyes to the face, a glint to the cloth it lies on."""
    order = list(regions)
    stack = np.stack([regions[region] for region in order])  # [regions, h, w]
    labels = np.argmax(stack, axis=0).astype(np.uint8)
    labels[(person < 0.5) | (stack.sum(axis=0) < 0.5)] = len(order)
    total = float((person > 0.5).sum())
    moved = stack.copy()
    for index, region in enumerate(order):
        count, parts, stats, _ = cv2.connectedComponentsWithStats(
            (labels == index).astype(np.uint8), connectivity=8
        )
        if count < 2:
            continue
        largest = float(stats[1:, cv2.CC_STAT_AREA].max())
        least = max(_ISLAND.get(region, 0.004) * total, 0.02 * largest)
        for k in range(1, count):
            if stats[k, cv2.CC_STAT_AREA] >= least:
                continue
            x, y, w, h = (int(v) for v in stats[k, :4])
            window = np.s_[max(0, y - 2) : y + h + 2, max(0, x - 2) : x + w + 2]
            island = parts[window] == k
            around = (cv2.dilate(island.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & ~island
            votes = np.bincount(labels[window][around], minlength=len(order) + 1)[: len(order)]
            votes[index] = 0
            if votes.any():
                heir = int(np.argmax(votes))
                moved[heir][window][island] += moved[index][window][island]
                moved[index][window][island] = 0
    return dict(zip(order, moved, strict=True))


def _assemble(soft: dict[Region, Mask], box: tuple[slice, slice], alpha: Mask, confidence: float) -> Parsing:
    """Back to the whole photo."""
    whole: dict[Region, Mask] = {}
    for region, share in soft.items():
        full = np.zeros(alpha.shape, np.float32)
        full[box] = share
        whole[region] = full
    order = list(whole)
    rest = 1 - np.sum(list(whole.values()), axis=0, dtype=np.float32)
    stack = np.stack([np.maximum(rest, 1e-6), *whole.values()])
    table = np.array([Region.BACKGROUND, *order], np.uint8)
    return Parsing(table[np.argmax(stack, axis=0)], whole, confidence)


def _clarity(shares: Floats, person: Mask) -> float:
    """How decided the materials are on the person, 0..1."""
    best = shares.max(axis=0)
    return float(np.clip((best * person).sum() / max(float(person.sum()), 1.0), 0.0, 1.0))
