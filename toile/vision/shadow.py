"""Shadows on the ground, told from pale cloth."""

import cv2
import numpy as np

from toile.pixels.arrays import Bools, Floats, Mask
from toile.pixels.mask import grow, shrink
from toile.vision.background import Background
from toile.vision.flood import joined_to_border, slope_of, spread

FADING = 0.9  # dE per pixel: a soft shadow changes no faster
REACH = 0.10  # of the shorter side: how far from the subject a shadow is seen
MOST_FADED = 0.45  # of what is left of the subject, for all soft shadows together
MOST = 0.10  # of what is left of the subject: a larger piece is the subject


def find_shadow(lab: Floats, ground: Background, outside: Mask) -> Mask:
    """Shadows that the subject throws on the ground: darker, of the same hue.

    A soft shadow fades into the ground without a step and ends at the subject's edge, however faint: it is walked into
    from the ground. What is left may be a harder one. A soft shadow's piece ends sharply at the subject; a pale
    sleeve that looks like a shadow does the opposite: it ends sharply at the ground and runs on smoothly into the
    subject. So a piece needs the softer border on the side of the ground; or, for a lamp's hard shadow, all pieces lie
    on one side. No shadow is most of what is left.
    """
    gap = lab - ground.lab
    chroma = np.hypot(gap[..., 1], gap[..., 2])
    darker = -gap[..., 0]
    dim = (darker > -0.5) & (darker < 38) & (chroma < 2.5 + 0.12 * np.maximum(darker, 0))
    slope = slope_of(lab)
    shadow = _faded(dim & (slope < FADING), outside)
    shadow = np.maximum(shadow, _between(dim, np.maximum(outside, shadow)))
    known = np.maximum(outside, shadow)
    usable = dim & (known < 0.5)
    soft = _pieces(usable & (slope < 4.5), slope, darker, known, 3)
    shadow = np.maximum(
        shadow, _together([p for p, outer, inner, _ in soft if _fades(outer, inner)], outside)
    )
    shadow = np.maximum(shadow, _slivers(dim & (darker < 14), np.maximum(outside, shadow)))
    hard = _pieces(usable & (slope < 14.0) & (shadow < 0.5), slope, darker, outside, 2)
    cast = _together([p for p, _, inner, dark in hard if inner > 6.0 and dark > 4.0], outside)
    return np.maximum(shadow, cast) if _is_one_sided(cast, outside) else shadow


def _faded(smooth: Bools, outside: Mask) -> Mask:
    """What is reached from the ground without a step, no farther in than a shadow falls."""
    inner = (outside < 0.5).astype(np.uint8)
    depth = np.asarray(cv2.distanceTransform(inner, cv2.DIST_L2, 5))
    near = (smooth & (depth < REACH * min(outside.shape))).astype(np.float32)
    core = joined_to_border(shrink(np.maximum(near, outside), 1.0))
    faded = spread(np.maximum(core, outside), near, 2) * (1 - outside)
    # White on white has no step either; no shadow is half of what stands out from the ground.
    return faded if faded.sum() < MOST_FADED * inner.sum() else np.zeros_like(faded)


def _between(dim: Bools, outside: Mask) -> Mask:
    """Shaded slots between two legs or beside a sleeve, too narrow to be walked into: upright pieces of shade that
    reach the ground, in a garment that shows such a colour nowhere else."""
    height, width = outside.shape
    inner = (outside < 0.5).astype(np.uint8)
    beyond_rim = np.asarray(cv2.distanceTransform(inner, cv2.DIST_L2, 3)) > 3
    slots = (dim & beyond_rim).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(slots, connectivity=4)
    tall, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    slot = (tall > 0.12 * height) & (tall > 2.2 * wide) & (wide < 0.12 * width)
    slot[0] = False
    slot &= np.isin(np.arange(len(stats)), labels[grow(outside, 6) > 0.5])
    found = spread(slot[labels].astype(np.float32), dim.astype(np.float32), 6)
    deep = (shrink(1.0 - outside, 0.03 * min(outside.shape)) > 0.5) & ~(grow(found, 3) > 0.5)
    if not found.any() or not deep.any() or float(dim[deep].mean()) > 0.02:
        return np.zeros_like(outside)
    return found


def _slivers(faint: Bools, outside: Mask) -> Mask:
    """Thin faint bits along the outline of a subject that is nowhere faint inside: what a flood leaves in corners."""
    deep = shrink(1.0 - outside, 0.03 * min(outside.shape)) > 0.5
    if not deep.any() or float(faint[deep].mean()) > 0.02:
        return np.zeros_like(outside)
    depth = np.asarray(cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 3))
    thin = (faint & (outside < 0.5) & (depth < 0.03 * min(outside.shape))).astype(np.float32)
    return spread(outside, thin, 8) * (1 - outside)


def _fades(to_ground: float, to_subject: float) -> bool:
    """Whether a dim piece is softer towards the ground than towards the subject, from its slopes in dE per pixel."""
    faint = to_ground < 1.2 and to_subject > 2.0 * to_ground + 0.5
    return faint or (to_ground < 2.5 and to_subject > 3.0 * to_ground + 1.0)


def _pieces(
    candidate: Bools, slope: Mask, darker: Mask, outside: Mask, thick: int
) -> list[tuple[Bools, float, float, float]]:
    """Connected pieces that touch the ground: where, slope towards ground and subject, and mean darkness."""
    opened = cv2.morphologyEx(candidate.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    near_ground, rim = grow(outside, 2.5) > 0.5, grow(outside, 1.5) > 0.5
    steep = np.asarray(
        cv2.dilate(slope, np.ones((3, 3), np.uint8))
    )  # the step itself lies between two pixels
    left = float((outside < 0.5).sum())
    depth = np.asarray(cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 5))
    pieces = []
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        here = np.s_[max(0, y - 3) : y + h + 3, max(0, x - 3) : x + w + 3]
        part = labels[here] == index
        outer = part & near_ground[here]
        round_about = cv2.dilate(part.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        inner = round_about & ~part & (outside[here] < 0.5)
        too_deep = float(depth[here][part].max()) > REACH * min(outside.shape)
        if too_deep or part.sum() > MOST * left or outer.sum() < max(3.0, 0.25 * inner.sum()):
            continue
        to_ground = float(np.median(steep[here][outer & rim[here]])) if (outer & rim[here]).any() else 9.0
        to_subject = float(np.percentile(slope[here][inner], 60)) if inner.any() else 9.0
        pieces.append((labels == index, to_ground, to_subject, float(darker[here][part].mean())))
    return pieces


def _together(pieces: list[Bools], like: Mask) -> Mask:
    whole = np.zeros_like(like)
    for piece in pieces:
        whole[piece] = 1.0
    return whole


def _is_one_sided(cast: Mask, outside: Mask) -> bool:
    """Whether dark pieces lie along one side of the subject and no other, as the hard shadow of one lamp does."""
    subject = ((outside < 0.5) & (cast < 0.5)).astype(np.uint8)
    near_ground = grow(outside, 2.5) > 0.5
    if not subject.any() or (cast * near_ground).sum() < 0.12 * ((outside < 0.5) & near_ground).sum():
        return False  # too short along the outline for a whole garment's shadow
    away = np.asarray(cv2.distanceTransform(1 - subject, cv2.DIST_L2, 5))
    dx, dy = cv2.Sobel(away, cv2.CV_32F, 1, 0)[cast > 0.5], cv2.Sobel(away, cv2.CV_32F, 0, 1)[cast > 0.5]
    length = np.maximum(np.hypot(dx, dy), 1e-6)
    return float(np.hypot((dx / length).mean(), (dy / length).mean())) > 0.55
