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
from toile.vision.graphcut import settle

BUSY_INLIERS = 0.70  # below this share of explained border the ground is no studio ground
PLAIN_SPREAD = 6.0  # dE of noise above which a ground is not plain
FAINT = 6.0  # dE between the subject and the ground below which the cut is a guess


@dataclass(frozen=True)
class CutoutReport:
    """How the cut went.

    `inliers` 0..1: share of the border that a smooth ground explains. `sigma`: the ground's noise in dE.
    `contrast`: dE between subject and ground along the rim. `whiteish` 0..1: share of the subject that looks like
    the ground. `touches`: share of the left, top, right and bottom border that the subject covers. `area`: its
    share of the picture. `notes`: message codes about what may be wrong.
    """

    inliers: float
    sigma: float
    contrast: float
    whiteish: float
    touches: tuple[float, float, float, float]
    area: float
    confidence: float
    notes: tuple[str, ...]


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
    outside = _flood(lab, ground)
    if 0.15 < float(outside.mean()) < 0.995:
        again = fit_background(lab, shrink(outside, 2))  # now that more of the ground is known
        ground = Background(again.lab, max(again.sigma, ground.sigma * 0.7), ground.inliers)
        outside = _flood(lab, ground)
    gap = difference(lab, ground.lab)
    outside = np.maximum(outside, _shadow(lab, ground, outside))
    flat = _flat(lab, ground, outside)
    outside = np.maximum(outside, _gaps(gap, outside, flat, ground.sigma))
    inside = _settled(lab, ground, gap, outside)
    alpha, foreground = _matte(rgb, inside, gap, min(height, width) * scale)
    return Cutout(alpha, foreground, _judge(inside, gap, ground))


def _shrunk(rgb: RGB, scale: float) -> RGB:
    size = (max(8, round(rgb.shape[1] * scale)), max(8, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _slope(lab: Floats) -> Mask:
    """How fast the colour changes, in dE per pixel."""
    dx = cv2.Sobel(lab, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    dy = cv2.Sobel(lab, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    return np.asarray(np.sqrt((np.square(dx) + np.square(dy)).sum(axis=-1)), np.float32)


def _flood(lab: Floats, ground: Background) -> Mask:
    """What is ground for certain: like it, free of edges, and joined to the border."""
    gap = difference(lab, ground.lab)
    like = (gap < max(3.0, 3.0 * ground.sigma)).astype(np.float32)
    calm = _slope(lab) < max(0.55, 0.9 * ground.sigma)
    # A leak through a gap in a faint outline is narrow; the ground is wide.
    core = _joined_to_border(shrink(like * calm, 1))
    return _spread(core, like, 5)


def _spread(mask: Mask, within: Mask, steps: int) -> Mask:
    """The mask grown `steps` pixels inside another."""
    for _ in range(steps):
        mask = np.maximum(mask, np.minimum(np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8))), within))
    return mask


def _flat(lab: Floats, ground: Background, outside: Mask) -> Mask:
    """Pixels as even as the ground itself and of its colour. Cloth of the same colour still has grain and folds."""
    light = lab[..., 0]
    mean = cv2.blur(light, (5, 5))
    rough = np.sqrt(np.maximum(cv2.blur(light * light, (5, 5)) - mean * mean, 0))
    usual = float(np.percentile(rough[outside > 0.5], 80)) if outside.any() else 0.3
    gap = difference(lab, ground.lab)
    return ((rough < 1.5 * usual + 0.15) & (gap < max(2.2, 2.0 * ground.sigma))).astype(np.float32)


def _joined_to_border(mask: Mask) -> Mask:
    padded = np.pad((mask > 0.5).astype(np.uint8), 1)
    _, labels = cv2.connectedComponents(padded, connectivity=4)
    labels = labels[1:-1, 1:-1]
    at_border = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    return (np.isin(labels, at_border) & (mask > 0.5)).astype(np.float32)


def _shadow(lab: Floats, ground: Background, outside: Mask) -> Mask:
    """Shadows that the subject throws on the ground: darker, of the same hue.

    A soft shadow fades into the ground and ends sharply at the subject. A pale sleeve that looks like a shadow does
    the opposite: it ends sharply at the ground and runs on smoothly into the subject. So a piece needs the
    softer border on the side of the ground; or, for a lamp's hard shadow, all pieces lie on one side.
    """
    gap = lab - ground.lab
    chroma = np.hypot(gap[..., 1], gap[..., 2])
    darker = -gap[..., 0]
    dim = (darker > -0.5) & (darker < 38) & (chroma < 2.5 + 0.12 * np.maximum(darker, 0))
    slope = _slope(lab)
    usable = dim & (outside < 0.5)
    soft = _pieces(usable & (slope < 4.5), slope, darker, outside, 3)
    shadow = _together([p for p, outer, inner, _ in soft if _fades(outer, inner)], outside)
    shadow = np.maximum(shadow, _slivers(dim & (darker < 14), np.maximum(outside, shadow)))
    hard = _pieces(usable & (slope < 14.0) & (shadow < 0.5), slope, darker, outside, 2)
    cast = _together([p for p, _, inner, dark in hard if inner > 6.0 and dark > 4.0], outside)
    return np.maximum(shadow, cast) if _is_one_sided(cast, outside) else shadow


def _slivers(faint: Bools, outside: Mask) -> Mask:
    """Thin faint bits along the outline of a subject that is nowhere faint inside: what a flood leaves in corners."""
    deep = shrink(1.0 - outside, 0.03 * min(outside.shape)) > 0.5
    if not deep.any() or float(faint[deep].mean()) > 0.02:
        return np.zeros_like(outside)
    depth = np.asarray(cv2.distanceTransform((outside < 0.5).astype(np.uint8), cv2.DIST_L2, 3))
    thin = (faint & (outside < 0.5) & (depth < 0.03 * min(outside.shape))).astype(np.float32)
    return _spread(outside, thin, 8) * (1 - outside)


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
    near_ground = grow(outside, 2.5) > 0.5
    pieces = []
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        here = np.s_[max(0, y - 3) : y + h + 3, max(0, x - 3) : x + w + 3]
        part = labels[here] == index
        outer = part & near_ground[here]
        round_about = cv2.dilate(part.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        inner = round_about & ~part & (outside[here] < 0.5)
        if outer.sum() < 3 or outer.sum() < 0.25 * inner.sum():
            continue
        to_ground = float(np.median(slope[here][outer]))
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


def _gaps(gap: Mask, outside: Mask, flat: Mask, sigma: float) -> Mask:
    """Ground that the flood did not reach: narrow gaps between sleeve and body, or behind a faint line.

    Only where the subject itself is unlike the ground. Enclosed gaps must be near the outline, and count only when
    the subject holds nothing of the ground's colour: white print and stripes look just like a hole.
    """
    rest = (outside < 0.5) & (flat < 0.5)
    if not rest.any() or float(np.median(gap[rest])) < 12.0:
        return np.zeros_like(outside)
    same = (gap < max(1.5, 1.8 * sigma)).astype(np.float32)
    found = _joined_to_border(np.maximum(outside, same))
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
                found = np.maximum(found, _spread(part.astype(np.float32), like, 40))
    return _spread(found, (gap < 3.0).astype(np.float32), 1)


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


def _judge(inside: Mask, gap: Mask, ground: Background) -> CutoutReport:
    area = float(inside.mean())
    touches = tuple(float(edge.mean()) for edge in (inside[:, 0], inside[0], inside[:, -1], inside[-1]))
    rim = (inside > 0.5) & (shrink(inside, 5) < 0.5)
    contrast = float(np.median(gap[rim])) if rim.any() else 0.0
    whiteish = float((gap[inside > 0.5] < 8.0).mean()) if rim.any() else 0.0
    notes = _notes(area, touches, contrast, ground, inside)
    plain = np.clip((ground.inliers - 0.4) / 0.45, 0, 1) * np.clip((10.0 - ground.sigma) / 6.0, 0, 1)
    clear = np.clip(contrast / 10.0, 0.35, 1.0)
    confidence = float(plain * clear) * (0.0 if "no_garment" in notes else 1.0)
    return CutoutReport(
        ground.inliers,
        ground.sigma,
        contrast,
        whiteish,
        (touches[0], touches[1], touches[2], touches[3]),
        area,
        confidence,
        notes,
    )


def _notes(
    area: float, touches: tuple[float, ...], contrast: float, ground: Background, inside: Mask
) -> tuple[str, ...]:
    if area < 0.004:
        return ("no_garment",)
    parts = cv2.connectedComponentsWithStats((inside > 0.5).astype(np.uint8), connectivity=8)[2][1:, 4]
    told = {
        "garment_small": area < 0.06,
        "garment_cut": max(touches) > 0.03,
        "several_garments": len(parts) > 1 and float(np.sort(parts)[-2]) > 0.25 * float(parts.max()),
        "same_as_background": contrast < FAINT,
        "busy_background": ground.inliers < BUSY_INLIERS
        or ground.sigma > PLAIN_SPREAD
        or sum(t > 0.03 for t in touches) >= 3,
    }
    return tuple(code for code, applies in told.items() if applies)
