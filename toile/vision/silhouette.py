"""Which pixels show the person: a soft outline of whoever is photographed.

Two cues are joined. How far a pixel is from the skeleton says where the person must and cannot be; how far its
colour is from the background, modelled as a smooth surface in Lab, says where a plain background ends. GrabCut
(Rother, Kolmogorov, Blake 2004) decides the rest at a small size, and the guided filter brings the outline up
to the photo's own edges.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, Region, Side
from toile.pixels.arrays import RGB, Bools, Floats, Labels, Mask
from toile.pixels.colour import to_lab
from toile.pixels.mask import fill_holes, grow, parts_by_size, shrink
from toile.pixels.upscale import upscale_along_edges
from toile.vision.background import fit_background
from toile.vision.crowd import find_people
from toile.vision.graphcut import settle
from toile.vision.person_reader import Reading
from toile.vision.skeleton import Skeleton, capsule, ellipse, nearest, skeleton_of

WORK = 448  # pixels on the long side
# Where the reader is less sure of anybody than this, and so far from where it is not, nobody is.
_DOUBTFUL, _BESIDE = 0.05, 0.02
_HAIR = 0.8
_CERTAIN, _WITHIN = 0.98, 0.01  # and where it is that sure, so far from where it is not, somebody is
_PLAIN = 0.70  # share of background pixels that must fit the smooth surface


@dataclass(frozen=True)
class Silhouette:
    """`alpha` [H, W] is 1 on the person; `confidence` 0..1; `notes` are message codes; `people` counts figures."""

    alpha: Mask
    confidence: float
    notes: tuple[str, ...] = ()
    people: int = 1


@dataclass(frozen=True)
class _Backdrop:
    """A smooth background: `distance` [h, w] in Lab units from it, the share that fits, and its spread."""

    surface: Floats
    distance: Mask
    shadow: Mask  # bool-like: same hue, only darker
    inliers: float
    spread: float


def cut_person(rgb: RGB, pose: BodyPose | None, reading: Reading | None = None) -> Silhouette:
    """The outline of the person in `rgb` [H, W, 3], with joints if they are known, and what the trained reader saw.

    Without joints the background has to be plain enough to be told from its borders. The reader says where nobody is;
    the joints say where somebody is, and colour where exactly. Deterministic.
    """
    small, factor = _shrink(rgb)
    lab = to_lab(small)
    skeleton = skeleton_of(pose).scaled(factor) if pose else None
    inner, outer = _envelope(skeleton, lab.shape[:2]) if skeleton else _frame(lab.shape[:2])
    likely = _likely(skeleton, inner) if skeleton else inner
    backdrop = _see_backdrop(lab, (outer < 0.5) | (_frame(lab.shape[:2])[1] < 0.5))
    trimap = _seed(lab, backdrop, inner, likely, outer, known=skeleton is not None)
    if reading and skeleton:
        trimap = _believe_reader(trimap, reading, factor)
    rough = settle(lab - backdrop.surface, trimap)
    tidy = _tidy(rough, inner)
    figures = _figures(lab) if skeleton or backdrop.inliers < _PLAIN else rough
    crowd = find_people(figures)
    if skeleton:
        crowd = (tidy > 0.5, *(one for one in crowd if _stands_beside(one, tidy, outer)))
    elif len(crowd) > 1:
        tidy = _tidy(rough * crowd[0], inner)
    people = max(len(crowd), int(tidy.any()))
    alpha = upscale_along_edges(tidy[None], rgb, radius=2)[0]
    alpha = np.clip((alpha - 0.08) / 0.84, 0.0, 1.0).astype(np.float32)
    # With joints the outline does not rest on the background's fit, so all that is left may judge it.
    ground = (tidy < 0.5) & ((figures < 0.5) | (people < 2))  # nor may people beside
    fits = _fitting(backdrop.distance, ground, backdrop.spread) if skeleton else backdrop.inliers
    confidence = _believe(backdrop, fits, tidy, skeleton is not None)
    notes = ("busy_background",) if fits < _PLAIN else ()
    return Silhouette(alpha, confidence, notes, people)


def _believe_reader(trimap: Labels, reading: Reading, factor: float) -> Labels:
    """The classes [h, w] with those places where the reader is sure that nobody or that somebody is."""
    trimap = trimap.copy()
    shares = reading.regions_at(trimap.shape, 0, 0, factor)
    person, long = 1 - shares[Region.BACKGROUND], max(trimap.shape)
    doubtful = (person > _DOUBTFUL).astype(np.float32)
    trimap[grow(doubtful, _BESIDE * long) < 0.5] = cv2.GC_BGD
    trimap[shrink((person > _CERTAIN).astype(np.float32), _WITHIN * long) > 0.5] = cv2.GC_FGD
    # Hair is thin, and often has the ground's colour.
    trimap[shares[Region.HAIR] > _HAIR] = cv2.GC_FGD
    return trimap


def _shrink(rgb: RGB) -> tuple[RGB, float]:
    height, width = rgb.shape[:2]
    factor = min(1.0, WORK / max(height, width))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def _envelope(skeleton: Skeleton, shape: tuple[int, int]) -> tuple[Mask, Mask]:
    """Where the person surely is, and where they may be: two 0/1 masks [h, w]."""
    s, u = skeleton, skeleton.unit
    inner, outer = [], []
    for side in Side:
        for start, end, thin, wide in (
            ("shoulder", "elbow", 0.07, 0.42),
            ("elbow", "wrist", 0.05, 0.36),
            ("wrist", "hand", 0.035, 0.28),
            ("hip", "knee", 0.10, 0.62),
            ("knee", "ankle", 0.06, 0.45),
            ("ankle", "foot", 0.04, 0.32),
            ("shoulder", "hip", 0.04, 0.60),
        ):
            a, b = f"{side}_{start}", f"{side}_{end}"
            away = capsule(shape, s[a], s[b])
            if not {a, b, b.replace("hand", "wrist").replace("foot", "ankle")} & s.guessed:
                inner.append(away - thin * u)
            outer.append(away - wide * u)
    inner.append(capsule(shape, s["neck"], s["crotch"]) - 0.28 * u)
    inner.append(capsule(shape, s["neck"] + s.up * 0.05 * u, s["chin"]) - 0.10 * u)
    outer.append(capsule(shape, s["neck"], s["head"]) - 0.75 * u)
    if "head" not in s.guessed:
        # The crown is as far above the eyes as the chin is below.
        skull = ellipse(shape, s["head"] + s.head_up * 0.2 * s.face, s.head_up, 0.85 * s.face, 1.25 * s.face)
        inner.append((skull - 1) * s.face)
    sure = nearest(inner) < 0
    trunk = np.array([s[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")])
    trunk = trunk.mean(axis=0) + 0.85 * (trunk - trunk.mean(axis=0))
    polygon = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(polygon, cv2.convexHull(trunk.round().astype(np.int32)), 1)
    return (sure | (polygon > 0)).astype(np.float32), (nearest(outer) < 0).astype(np.float32)


def _likely(skeleton: Skeleton, inner: Mask) -> Mask:
    """Where the person probably is: a little round the sure part, and the hair round the face."""
    s = skeleton
    near = grow(inner, 0.03 * max(inner.shape))
    if "head" in s.guessed:
        return near
    skull = ellipse(
        inner.shape, s["head"] + s.head_up * 0.35 * s.face, s.head_up, 1.2 * s.face, 1.55 * s.face
    )
    return np.maximum(near, (skull < 1).astype(np.float32))


def _frame(shape: tuple[int, int]) -> tuple[Mask, Mask]:
    """Without joints: nothing is sure, and only the left, right and top borders are background."""
    ring = max(2, round(0.03 * max(shape)))
    outer = np.ones(shape, np.float32)
    outer[:ring] = 0
    outer[: int(shape[0] * 0.9), :ring] = 0
    outer[: int(shape[0] * 0.9), -ring:] = 0
    return np.zeros(shape, np.float32), outer


def _see_backdrop(lab: Floats, background: Bools) -> _Backdrop:
    """The smooth ground through the pixels marked as background, and how every pixel differs from it."""
    seen = background if background.mean() > 0.02 else np.ones_like(background)
    fitted = fit_background(lab, seen.astype(np.float32))
    away = lab - fitted.lab
    distance = np.linalg.norm(away, axis=-1).astype(np.float32)
    hue = np.hypot(away[..., 1], away[..., 2])
    shadow = (away[..., 0] < 0) & (away[..., 0] > -35) & (hue < 2.5 - 0.12 * away[..., 0])
    spread = float(np.clip(fitted.sigma, 0.8, 4.0))
    inliers = _fitting(distance, seen, spread)
    return _Backdrop(fitted.lab, distance, shadow.astype(np.float32), inliers, spread)


def _fitting(distance: Mask, where: Bools, spread: float) -> float:
    """The share of the chosen pixels that the smooth ground explains."""
    return float(np.mean(distance[where] < 3.5 * spread + 1.5)) if where.any() else 0.0


def _seed(lab: Floats, backdrop: _Backdrop, inner: Mask, likely: Mask, outer: Mask, known: bool) -> Labels:
    """GrabCut's four classes [h, w]."""
    trimap = np.full(lab.shape[:2], cv2.GC_PR_BGD, np.uint8)
    near = max(4.0, 3 * backdrop.spread)
    if known and backdrop.inliers < _PLAIN:
        trimap[(likely > 0.5) & (backdrop.distance > near)] = cv2.GC_PR_FGD
    else:
        shade = (backdrop.shadow > 0) & ~(grow(inner, 4) > 0.5)
        trimap[(backdrop.distance > 1.5 * near) & ~shade] = cv2.GC_PR_FGD
        reached = _reached_from_border(lab, backdrop, inner)
        if not known:
            # What the border cannot reach differs by an edge, however little: white on white.
            trimap[~reached & (backdrop.distance > 0.5 * near) & ~shade] = cv2.GC_PR_FGD
        trimap[reached] = cv2.GC_BGD
    trimap[(outer < 0.5) & (known | (backdrop.distance < 1.5 * near))] = cv2.GC_BGD
    trimap[inner > 0.5] = cv2.GC_FGD
    return trimap


def _reached_from_border(lab: Floats, backdrop: _Backdrop, inner: Mask) -> Bools:
    """Background that can be reached from the border without crossing an edge: saves white on white."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 0.8)
    step = np.zeros(lab.shape[:2], np.float32)
    for direction in ((1, 0), (0, 1)):
        step += (np.asarray(cv2.Sobel(smooth, cv2.CV_32F, *direction, scale=0.125)) ** 2).sum(axis=-1)
    calm = (step < 0.36) & (backdrop.distance < max(12.0, 4 * backdrop.spread))
    like = (step < 0.81) & (backdrop.distance < max(4.0, 3 * backdrop.spread))
    quiet = (calm | like) & (inner < 0.5)
    count, parts = cv2.connectedComponents(quiet.astype(np.uint8), connectivity=4)
    foot = int(len(parts) * 0.9)  # the lower corners may be floor, or the person
    table = np.zeros(count, bool)
    table[np.concatenate((parts[0], parts[:foot, 0], parts[:foot, -1]))] = True
    # Gaps between arm and body, and between the legs: enclosed, but the ground's very colour.
    strict = quiet & (backdrop.distance < max(3.0, 2.2 * backdrop.spread))
    count_gaps, gaps = cv2.connectedComponents(strict.astype(np.uint8), connectivity=4)
    area = np.bincount(gaps.ravel(), minlength=count_gaps)
    mean = np.bincount(gaps.ravel(), backdrop.distance.ravel(), minlength=count_gaps) / np.maximum(area, 1)
    gap = (area > 0.0004 * gaps.size) & (mean < max(1.6, 1.3 * backdrop.spread))
    gap[0] = table[0] = False
    return np.asarray(table[parts] | gap[gaps], np.bool_)


def _figures(lab: Floats) -> Mask:
    """Everybody before a plain ground [h, w], whoever the joints belong to; nobody where it is not plain."""
    inner, outer = _frame(lab.shape[:2])
    backdrop = _see_backdrop(lab, outer < 0.5)
    if backdrop.inliers < _PLAIN:
        return np.zeros_like(inner)
    trimap = _seed(lab, backdrop, inner, inner, outer, known=False)
    return grow(shrink((trimap == cv2.GC_PR_FGD).astype(np.float32), 1), 1)


def _stands_beside(one: Bools, person: Mask, outer: Mask) -> bool:
    """Whether somebody of about the person's size is mostly where the person's joints do not reach."""
    area = float(one.sum())
    return area > 0.3 * float(person.sum()) and float(outer[one].sum()) < 0.5 * area


def _tidy(rough: Mask, inner: Mask) -> Mask:
    """The figure without specks and pinholes."""
    parts = parts_by_size(rough, 0.0005)
    if not parts:
        return rough
    body = parts[0]
    if inner.any():
        body = max(parts, key=lambda part: float((part * inner).sum()))
    keep = body.copy()
    near = grow(body, 0.02 * max(rough.shape))
    for part in parts:
        if part is not body and (part * near).any() and (part * inner).any():
            keep = np.maximum(keep, part)
    return fill_holes(keep, 0.0008)


def _believe(backdrop: _Backdrop, fits: float, alpha: Mask, known: bool) -> float:
    """0..1: how far the outline may be trusted; `fits` is how much of the ground the smooth surface explains."""
    area = float(alpha.mean())
    if area < 0.01 or (not known and area > 0.9):
        return 0.0
    plain = np.clip((fits - 0.5) / 0.4, 0.0, 1.0)
    rim = (grow(alpha, 1.5) - shrink(alpha, 1.5)) > 0.5
    contrast = (
        float(np.mean(backdrop.distance[rim & (alpha > 0.5)] > 3 * backdrop.spread)) if rim.any() else 0.0
    )
    return float(
        np.clip(plain * (0.4 + 0.6 * contrast) if not known else 0.5 + 0.5 * plain * contrast, 0.0, 1.0)
    )
