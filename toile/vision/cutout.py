"""Cutting the subject of a studio photo out of its plain ground, without a model.

The ground is known everywhere (`background`), so the question is only which pixels are not ground. They are
found coarsely by a flood from the border that stops at edges, settled by a graph cut, and the rim is solved
exactly from the matting equation I = alpha F + (1 - alpha) B, in which only alpha is unknown.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Bools, Floats, Mask
from toile.pixels.colour import difference, to_lab
from toile.pixels.mask import feather, grow, shrink
from toile.vision.background import Background, fit_background
from toile.vision.flood import find_flat, find_gaps, flood, slope_of
from toile.vision.graphcut import settle
from toile.vision.shadow import find_shadow

BUSY_INLIERS = 0.70  # below this share of explained border the ground is no studio ground
PLAIN_SPREAD = 2.4  # dE about a smooth surface above which a ground is not plain
# dE per pixel: paper has less than a half, linen about 1, the joints of planks more.
PLAIN_SLOPE = 1.3
_PALE = 15.0  # dE between rim and ground above which no cloth is taken for ground
_OFF = 0.12  # of the width, how far from its middle a bitten garment's axis may lie
_LOPSIDED = (0.05, 0.6)  # of the garment, what one side may lack
_LONG = 0.12  # of the sides of the picture: how long the line is at least that it lacks
_EDGE = 2.0  # times steeper than ground and cloth is a faint edge
NOTHING = 0.004  # of the picture: below it there is no garment


@dataclass(frozen=True)
class CutoutReport:
    """How the cut went.

    `inliers` 0..1: share of the border that a smooth ground explains. `sigma`: the ground's noise in dE.
    `contrast`: dE between subject and ground along the rim. `whiteish` 0..1: share of the subject that looks like
    the ground. `touches`: share of the left, top, right and bottom border that the subject covers. `area`: its
    share of the picture. `edges`: dE per pixel, how steep the ground is where it is steepest.
    """

    inliers: float
    sigma: float
    contrast: float
    whiteish: float
    touches: tuple[float, float, float, float]
    area: float
    edges: float
    confidence: float


@dataclass(frozen=True)
class Cutout:
    """The subject: `alpha` [H, W]; `foreground` [H, W, 3], its own colours, free of the ground's at the rim and
    continued outward, so that bending it never picks up the ground."""

    alpha: Mask
    foreground: RGB
    report: CutoutReport


def cut_out(rgb: RGB, *, work: int = 448) -> Cutout:
    """Cut the subject out of a photo of any size. The costly steps run with a long side of `work` pixels.

    Never fails: an empty picture gives an empty cut-out with the note `no_garment`.
    """
    height, width = rgb.shape[:2]
    scale = min(1.0, work / max(height, width))
    small = rgb if scale == 1.0 else _shrunk(rgb, scale)
    lab = to_lab(cv2.GaussianBlur(small, (0, 0), 0.6).astype(np.uint8))
    ground = fit_background(lab)
    outside = flood(lab, ground)
    if 0.15 < float(outside.mean()) < 0.995:
        again = fit_background(lab, shrink(outside, 2))  # now that more of the ground is known
        ground = Background(again.lab, max(again.sigma, ground.sigma * 0.7), ground.inliers)
        outside = flood(lab, ground)
    gap = difference(lab, ground.lab)
    outside = np.maximum(outside, find_shadow(lab, ground, outside))
    flat = find_flat(lab, ground, outside)
    outside = np.maximum(outside, find_gaps(gap, outside, flat, ground.sigma))
    inside = _settled(lab, ground, gap, outside)
    if ground.sigma <= PLAIN_SPREAD and _edges(lab, inside) <= PLAIN_SLOPE:
        inside = _completed(inside, lab, gap)
    alpha, foreground = _matte(rgb, inside, gap, min(height, width) * scale)
    return Cutout(alpha, foreground, _judge(inside, gap, ground, _edges(lab, inside)))


def _shrunk(rgb: RGB, scale: float) -> RGB:
    size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _settled(lab: Floats, ground: Background, gap: Mask, outside: Mask) -> Mask:
    """The subject as a 0/1 mask: the graph cut decides where neither ground nor subject is certain."""
    body = _without_specks(1.0 - outside)
    if float(body.sum()) < 16:
        return np.zeros_like(body)
    contrast = float(np.percentile(gap[body > 0.5], 60))
    certain = (shrink(body, 2.5) > 0.5) & (gap > max(8.0, 4 * ground.sigma, 0.35 * contrast))
    certain |= shrink(body, 0.03 * min(body.shape)) > 0.5  # print may have the ground's colour
    trimap = np.full(body.shape, cv2.GC_PR_FGD, np.uint8)
    trimap[body < 0.5] = cv2.GC_PR_BGD
    trimap[(body < 0.5) & (shrink(outside, 1.2) > 0.5)] = cv2.GC_BGD
    trimap[certain] = cv2.GC_FGD
    return _without_specks(settle(lab - ground.lab, trimap))


def _completed(inside: Mask, lab: Floats, gap: Mask) -> Mask:
    """The mask with what one side lacks and the other has, if a faint edge runs where the mirrored side's would be.

    Clothes are the same left and right; a bite out of one of them is ground of the cloth's colour taken for more.
    """
    area = float(inside.sum())
    if area < 64 or _contrast(inside, gap) > _PALE:
        return inside
    middle = float((inside.sum(axis=0) * np.arange(inside.shape[1])).sum()) / area
    reach = round(_OFF * inside.shape[1])
    slope = np.asarray(cv2.dilate(slope_of(lab), np.ones((5, 5), np.uint8)))
    best, steepest = inside, _EDGE
    for shift in range(-2 * reach, 2 * reach + 1, 4):
        whole = np.maximum(inside, _mirrored(inside, 2 * middle + shift))
        if not _LOPSIDED[0] < float(whole.sum()) / area - 1 < _LOPSIDED[1]:
            continue
        rim = (grow(whole, 1.5) - shrink(whole, 1.5) > 0.5) & (grow(inside, 9) < 0.5)
        calm = (grow(whole, 12) < 0.5) | ((shrink(whole, 8) > 0.5) & (inside < 0.5))
        if rim.sum() < _LONG * sum(inside.shape) or calm.sum() < 24:
            continue
        steep = float(np.median(slope[rim])) / max(float(np.median(slope[calm])), 0.05)
        if steep > steepest:
            best, steepest = whole, steep
    return best


def _contrast(inside: Mask, gap: Mask) -> float:
    """dE between the subject's rim and the ground."""
    rim = (inside > 0.5) & (shrink(inside, 5) < 0.5)
    return float(np.median(gap[rim])) if rim.any() else 0.0


def _mirrored(mask: Mask, twice: float) -> Mask:
    """The mask [H, W] mirrored about the column `twice` / 2."""
    matrix = np.array(((-1, 0, twice), (0, 1, 0)), np.float64)
    return np.asarray(cv2.warpAffine(mask, matrix, mask.shape[::-1], flags=cv2.INTER_NEAREST), np.float32)


def _without_specks(mask: Mask) -> Mask:
    """Parts under a twentieth of the largest removed, unless the subject comes in several equal parts."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8), connectivity=8)
    if count < 2:
        return np.zeros_like(mask)
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    keep = areas >= 0.05 * areas.max()
    keep[0] = False
    return np.asarray(keep[labels], np.float32)


def _matte(rgb: RGB, inside: Mask, gap: Mask, work: float) -> tuple[Mask, RGB]:
    """Alpha and clean colours at full size, from the coarse mask.

    Away from the rim the mask is believed. In the rim, F is the colour of the nearest pixel surely inside, B that
    of the nearest pixel surely outside (so a shadow's own colour), and alpha follows by projection on B to F.
    """
    height, width = rgb.shape[:2]
    if not inside.any():
        return np.zeros((height, width), np.float32), rgb.copy()
    ratio = min(height, width) / work
    soft = np.asarray(
        cv2.resize(feather(inside, 0.7), (width, height), interpolation=cv2.INTER_LINEAR), np.float32
    )
    reach = 1.6 * ratio + 1.0
    subject = (soft > 0.5).astype(np.uint8)
    depth_in = cv2.distanceTransform(np.pad(subject, 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    depth_out = cv2.distanceTransform(1 - subject, cv2.DIST_L2, 3)
    alpha: Mask = subject.astype(np.float32)
    rim = (depth_in <= reach) & (depth_out <= reach)
    core = _never_empty(depth_in > reach, subject > 0)
    y, x = np.nonzero(rim)
    image = rgb.astype(np.float32)
    f = _nearest(rgb, core)[y, x].astype(np.float32)
    b = _nearest(rgb, depth_out > reach)[y, x].astype(np.float32) if (depth_out > reach).any() else f
    span = f - b
    power = np.einsum("nc,nc->n", span, span)
    along = np.einsum("nc,nc->n", image[y, x] - b, span) / np.maximum(power, 1.0)
    trust = np.clip((np.sqrt(power) - 14.0) / 30.0, 0.0, 1.0)  # 8-bit units: a faint rim says nothing
    # Steeper than the equation: a mixed pixel below a tenth is ground's noise, above nine tenths cloth's.
    solved = np.clip((along - 0.08) / 0.84, 0.0, 1.0)
    guess = np.clip((soft[y, x] - 0.5) * 1.6 + 0.5, 0.0, 1.0)
    alpha[y, x] = trust * solved + (1.0 - trust) * guess
    alpha = _without_islands(alpha)
    own = _never_empty(((alpha > 0.97) & (depth_in > 1.0)) | core, subject > 0)
    foreground = _nearest(rgb, own)
    return alpha, foreground


def _without_islands(alpha: Mask) -> Mask:
    """Alpha that is not joined to the subject removed: grains of the ground's own texture."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (alpha > 0.04).astype(np.uint8), connectivity=8
    )
    if count < 3:
        return alpha
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    keep = areas >= 0.02 * areas.max()
    return np.asarray(alpha * keep[labels], np.float32)


def _never_empty(mask: Bools, fallback: Bools) -> Bools:
    return mask if mask.any() else fallback


def _nearest(rgb: RGB, known: Bools) -> RGB:
    """Each pixel takes the colour of the nearest known pixel."""
    unknown = (~known).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(unknown, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    y, x = np.nonzero(unknown == 0)
    table = np.zeros((len(y) + 1, 3), np.uint8)
    table[labels[y, x]] = rgb[y, x]
    return np.asarray(table[labels], np.uint8)


def _edges(lab: Floats, inside: Mask) -> float:
    """The steepest fiftieth of the slopes along the picture's border, away from the subject, in dE per pixel."""
    border = np.ones(inside.shape, np.bool_)
    reach = max(2, round(0.025 * min(inside.shape)))
    border[reach:-reach, reach:-reach] = False
    border &= grow(inside, 4) < 0.5
    return float(np.percentile(slope_of(lab)[border], 98)) if border.any() else 0.0


def _judge(inside: Mask, gap: Mask, ground: Background, edges: float) -> CutoutReport:
    area = float(inside.mean())
    touches = tuple(float(edge.mean()) for edge in (inside[:, 0], inside[0], inside[:, -1], inside[-1]))
    contrast = _contrast(inside, gap)
    whiteish = float((gap[inside > 0.5] < 8.0).mean()) if area else 0.0
    plain = np.clip((ground.inliers - 0.4) / 0.45, 0, 1) * np.clip((10.0 - ground.sigma) / 6.0, 0, 1)
    clear = np.clip(contrast / 10.0, 0.35, 1.0)
    confidence = float(plain * clear) if area >= NOTHING else 0.0
    return CutoutReport(
        ground.inliers,
        ground.sigma,
        contrast,
        whiteish,
        (touches[0], touches[1], touches[2], touches[3]),
        area,
        edges,
        confidence,
    )
