"""Which pixels show the person: a soft outline of whoever is photographed.

Two cues are joined. How far a pixel is from the skeleton says where the person must and cannot be; how far its
colour is from the background, modelled as a smooth surface in Lab, says where a plain background ends. GrabCut
(Rother, Kolmogorov, Blake 2004) decides the rest at a small size, and the guided filter brings the outline up
to the photo's own edges.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import BodyPose, Side
from toile.pixels.arrays import RGB, Floats, Labels, Mask
from toile.pixels.mask import fill_holes, grow, parts_by_size, shrink
from toile.pixels.upscale import upscale_along_edges
from toile.vision.skeleton import Skeleton, capsule, ellipse, nearest, skeleton_of

WORK = 448  # pixels on the long side
_PLAIN = 0.80  # share of background pixels that must fit the smooth surface


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

    distance: Mask
    shadow: Mask  # bool-like: same hue, only darker
    inliers: float
    spread: float


def cut_person(rgb: RGB, pose: BodyPose | None) -> Silhouette:
    """The outline of the person in `rgb` [H, W, 3], with joints if they are known.

    Without joints the background has to be plain enough to be told from its borders. Deterministic.
    """
    small, factor = _shrink(rgb)
    lab = _lab(small)
    skeleton = skeleton_of(pose).scaled(factor) if pose else None
    inner, outer = _envelope(skeleton, lab.shape[:2]) if skeleton else _frame(lab.shape[:2])
    backdrop = _fit_backdrop(lab, outer < 0.5)
    trimap = _seed(lab, backdrop, inner, outer, known=skeleton is not None)
    rough = _grabcut(lab, trimap)
    tidy, people = _tidy(rough, inner, backdrop)
    alpha = upscale_along_edges(tidy[..., None], rgb)[..., 0]
    alpha = np.clip((alpha - 0.08) / 0.84, 0.0, 1.0).astype(np.float32)
    confidence = _believe(backdrop, tidy, trimap, skeleton is not None)
    notes = ("busy_background",) if backdrop.inliers < _PLAIN else ()
    return Silhouette(alpha, confidence, notes, people)


def _shrink(rgb: RGB) -> tuple[RGB, float]:
    height, width = rgb.shape[:2]
    factor = min(1.0, WORK / max(height, width))
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def _lab(rgb: RGB) -> Floats:
    """CIE Lab, L 0..100, [h, w, 3]."""
    image = rgb.astype(np.float32) / np.float32(255)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), np.float32)


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
        skull = ellipse(shape, s["head"], s.head_up, 0.8 * s.face, 1.1 * s.face)
        inner.append((skull - 1) * s.face)
    sure = nearest(inner) < 0
    trunk = np.float32([s[n] for n in ("left_shoulder", "right_shoulder", "right_hip", "left_hip")])
    polygon = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(polygon, np.int32(trunk.mean(0) + (trunk - trunk.mean(0)) * 0.85), 1)
    return (sure | (polygon > 0)).astype(np.float32), (nearest(outer) < 0).astype(np.float32)


def _frame(shape: tuple[int, int]) -> tuple[Mask, Mask]:
    """Without joints: nothing is sure, and only the left, right and top borders are background."""
    ring = max(2, round(0.03 * max(shape)))
    outer = np.ones(shape, np.float32)
    outer[:ring] = 0
    outer[: int(shape[0] * 0.9), :ring] = 0
    outer[: int(shape[0] * 0.9), -ring:] = 0
    return np.zeros(shape, np.float32), outer


def _fit_backdrop(lab: Floats, background: Labels) -> _Backdrop:
    """A quadratic surface in Lab through the pixels that are background, outliers left out (IRLS)."""
    height, width = lab.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    basis = np.stack((np.ones_like(x), x, y, x * x, x * y, y * y), axis=-1).astype(np.float32)
    rows = np.flatnonzero(background)
    rows = rows[:: max(1, rows.size // 6000)]
    if rows.size < 50:
        rows = np.arange(0, height * width, 7)
    a, b = basis.reshape(-1, 6)[rows].astype(np.float64), lab.reshape(-1, 3)[rows].astype(np.float64)
    weight = np.ones(len(rows))
    residual = np.linalg.norm(b - np.median(b, axis=0), axis=1)
    for _ in range(6):
        spread = max(1.0, 1.5 * float(np.median(residual)))
        weight = 1 / (1 + (residual / (2 * spread)) ** 2) ** 2
        gram = (a * weight[:, None]).T @ a + 1e-6 * np.eye(6)
        surface = np.linalg.solve(gram, (a * weight[:, None]).T @ b)
        residual = np.linalg.norm(b - a @ surface, axis=1)
    spread = max(0.8, 1.5 * float(np.median(residual)))
    away = lab - (basis @ surface.astype(np.float32))
    distance = np.linalg.norm(away, axis=-1).astype(np.float32)
    hue = np.hypot(away[..., 1], away[..., 2])
    shadow = ((away[..., 0] < 0) & (away[..., 0] > -35) & (hue < 2.5 + 0.12 * -away[..., 0])).astype(
        np.float32
    )
    return _Backdrop(distance, shadow, float(np.mean(residual < max(4.0, 3 * spread))), spread)


def _seed(lab: Floats, backdrop: _Backdrop, inner: Mask, outer: Mask, known: bool) -> Labels:
    """GrabCut's four classes [h, w]."""
    trimap = np.full(lab.shape[:2], cv2.GC_PR_BGD, np.uint8)
    far = max(6.0, 4 * backdrop.spread)
    if backdrop.inliers >= _PLAIN:
        trimap[(backdrop.distance > far) & ~((backdrop.shadow > 0) & ~(grow(inner, 4) > 0.5))] = cv2.GC_PR_FGD
    elif known:
        trimap[grow(inner, 6) > 0.5] = cv2.GC_PR_FGD
    else:
        trimap[backdrop.distance > far] = cv2.GC_PR_FGD
    if backdrop.inliers >= _PLAIN:
        trimap[_reached_from_border(lab, backdrop, inner)] = cv2.GC_BGD
    trimap[outer < 0.5] = cv2.GC_BGD
    trimap[inner > 0.5] = cv2.GC_FGD
    return trimap


def _reached_from_border(lab: Floats, backdrop: _Backdrop, inner: Mask) -> Labels:
    """Background that can be reached from the border without crossing an edge: saves white on white."""
    lightness = cv2.GaussianBlur(lab, (0, 0), 0.8)
    step = np.sqrt(
        sum(
            cv2.Sobel(lightness[..., c], cv2.CV_32F, *d, scale=0.125) ** 2
            for c in range(3)
            for d in ((1, 0), (0, 1))
        )
    )
    quiet = (step < 0.9) & (backdrop.distance < max(4.0, 3 * backdrop.spread)) & (inner < 0.5)
    count, parts = cv2.connectedComponents(quiet.astype(np.uint8), connectivity=4)
    border = np.unique(
        np.concatenate((parts[0], parts[: int(len(parts) * 0.9), 0], parts[: int(len(parts) * 0.9), -1]))
    )
    table = np.zeros(count, bool)
    table[border] = True
    table[0] = False
    return table[parts]


def _grabcut(lab: Floats, trimap: Labels) -> Mask:
    """GrabCut with colour models of our own start: OpenCV's would depend on a global random state."""
    image = np.clip(lab * (2.55, 1.0, 1.0) + (0, 128, 128), 0, 255).astype(np.uint8)
    front = (trimap == cv2.GC_FGD) | (trimap == cv2.GC_PR_FGD)
    if not front.any() or front.all():
        return front.astype(np.float32)
    models = [_mixture(image[chosen].astype(np.float64)) for chosen in (~front, front)]
    marks, _, _ = cv2.grabCut(image, trimap.copy(), None, *models, 2, cv2.GC_EVAL)
    return ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.float32)


def _mixture(colours: Floats) -> Floats:
    """Five Gaussians [1, 65] as GrabCut stores them: weights, means, covariances; k-means from fixed starts."""
    sample = colours[:: max(1, len(colours) // 3000)]
    centres = [sample.mean(axis=0)]
    for _ in range(4):
        away = np.min([((sample - c) ** 2).sum(1) for c in centres], axis=0)
        order = np.argsort(away, kind="stable")
        centres.append(sample[order[int(0.97 * (len(order) - 1))]])
    centre = np.array(centres)
    for _ in range(8):
        nearest_one = np.argmin(((sample[:, None] - centre[None]) ** 2).sum(-1), axis=1)
        for k in range(5):
            if np.any(nearest_one == k):
                centre[k] = sample[nearest_one == k].mean(axis=0)
    weights, covariances = np.zeros(5), np.zeros((5, 3, 3))
    for k in range(5):
        part = sample[nearest_one == k]
        weights[k] = len(part) / len(sample)
        covariances[k] = (np.cov(part.T, bias=True) if len(part) > 3 else 0) + 4.0 * np.eye(3)
    return np.concatenate((weights, centre.ravel(), covariances.ravel()))[None]


def _tidy(rough: Mask, inner: Mask, backdrop: _Backdrop) -> tuple[Mask, int]:
    """The figure without specks and pinholes, and how many figures there are."""
    parts = parts_by_size(rough, 0.0005)
    if not parts:
        return rough, 0
    body = parts[0]
    if inner.any():
        body = max(parts, key=lambda part: float((part * inner).sum()))
    keep = body.copy()
    near = grow(body, 0.02 * max(rough.shape))
    for part in parts:
        if part is not body and (part * near).any() and (part * inner).any():
            keep = np.maximum(keep, part)
    people = sum(part.sum() > 0.4 * body.sum() for part in parts)
    return fill_holes(keep, 0.0008), int(people)


def _believe(backdrop: _Backdrop, alpha: Mask, trimap: Labels, known: bool) -> float:
    area = float(alpha.mean())
    if area < 0.01 or (not known and area > 0.9):
        return 0.0
    plain = np.clip((backdrop.inliers - 0.5) / 0.4, 0.0, 1.0)
    rim = (grow(alpha, 1.5) - shrink(alpha, 1.5)) > 0.5
    contrast = (
        float(np.mean(backdrop.distance[rim & (alpha > 0.5)] > 3 * backdrop.spread)) if rim.any() else 0.0
    )
    return float(
        np.clip(plain * (0.4 + 0.6 * contrast) if not known else 0.5 + 0.5 * plain * contrast, 0.0, 1.0)
    )
