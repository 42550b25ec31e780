"""A garment's outline, one half at a time, at a standard size.

Each half is traced on the right side of a picture; the left half is traced on the mirrored picture. So a mirrored
garment gives exactly mirrored outlines, and no rule has to be written twice.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.pixels.arrays import Labels, Mask, Points

SIZE = 480  # the long side of the garment at standard size
MARGIN = 2  # empty pixels round the garment at standard size
STEP = 2.0  # pixels between neighbours of an outline at standard size


@dataclass(frozen=True)
class Frame:
    """The garment at standard size: `inside` [h, w] of 0/1, and the way back to the picture."""

    inside: Labels
    scale: Points  # [2], standard pixels per picture pixel, across and down
    corner: Points  # [2], the picture pixel in the garment's top left corner

    def to_picture(self, points: Points) -> Points:
        """Standard [N, 2] to picture pixels. Pixel centres lie at whole numbers in both."""
        moved: Points = (points - MARGIN + 0.5) / self.scale - 0.5 + self.corner
        return moved


@dataclass(frozen=True)
class Half:
    """The right half of an outline at standard size, from the top at the axis round the side to the bottom.

    `path` [N, 2] in steps of about `STEP`; x is counted from the axis outward, y downward.
    `dent` [N]: how deep each point lies below the convex hull, in pixels.
    """

    path: Points
    dent: np.ndarray[tuple[int], np.dtype[np.float64]]


def frame(alpha: Mask) -> Frame | None:
    """The largest part of a mask brought to standard size, with side gaps opened. None for an empty mask."""
    solid = (alpha >= 0.5).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    if count < 2:
        return None
    index = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    x, y, w, h, area = (int(v) for v in stats[index])
    if area < 64:
        return None
    scale = SIZE / max(w, h)
    crop = (labels[y : y + h, x : x + w] == index).astype(np.float32)
    size = (max(3, round(w * scale)), max(3, round(h * scale)))
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sized = np.asarray(cv2.resize(crop, size, interpolation=flags))
    inside = np.pad((sized >= 0.5).astype(np.uint8), MARGIN)
    return Frame(_slit(inside), np.array([size[0] / w, size[1] / h]), np.array([x, y], dtype=np.float64))


def _slit(inside: Labels) -> Labels:
    """Gaps between a sleeve and the body that are closed at the cuff cut open downward; other holes filled."""
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(1 - inside, connectivity=4)
    opened = inside.copy()
    height = inside.shape[0]
    for index in range(1, count):
        _x, _y, w, h, area = stats[index]
        if index == labels[0, 0]:
            continue
        if area < 0.0008 * inside.size or h < 0.06 * height or h < 1.2 * w:
            opened[labels == index] = 1
            continue
        rows, columns = np.nonzero(labels == index)
        foot = columns[rows == rows.max()]
        column = round(float(foot.mean()))
        below = np.nonzero(labels[rows.max() :, column] == labels[0, 0])[0]
        if len(below) and below[0] < 0.35 * height:
            opened[rows.max() : rows.max() + below[0] + 1, max(0, column - 1) : column + 2] = 0
        else:
            opened[labels == index] = 1
    return opened


def mirror(inside: Labels) -> Labels:
    """Left and right exchanged."""
    return np.ascontiguousarray(inside[:, ::-1])


def find_axis(inside: Labels) -> tuple[float, float]:
    """The vertical line about which a shape is most like its mirror image, and how like: overlap over union 0..1.

    The axis is in pixels of `inside`.
    """
    height, width = inside.shape
    factor = max(1, round(max(height, width) / 160))
    small = inside[factor // 2 :: factor, :].astype(np.float32)
    reach = int(0.12 * width)
    twice = np.arange(width - 1 - 2 * reach, width + 2 * reach, 2)
    scores = np.array([_overlap(small, int(t)) for t in twice])
    top = float(scores.max())
    best = np.nonzero(scores >= top - 1e-9)[0]
    axis = float(twice[best].mean()) / 2
    if len(best) == 1 and 0 < best[0] < len(twice) - 1:  # the peak of the parabola through three scores
        before, here, after = (float(v) for v in scores[best[0] - 1 : best[0] + 2])
        bend = before - 2 * here + after
        axis += 0.5 * (before - after) / bend if bend < -1e-9 else 0.0
    return axis, top


def _overlap(inside: Mask, twice: int) -> float:
    """Overlap over union of a shape with itself mirrored about column `twice` / 2."""
    width = inside.shape[1]
    low, high = max(0, twice - (width - 1)), min(width - 1, twice)
    part = inside[:, low : high + 1]
    both = float(np.minimum(part, part[:, ::-1]).sum())
    union = 2 * float(inside.sum()) - both
    return both / union if union else 0.0


def trace(inside: Labels, axis: float) -> Half | None:
    """The right half of the largest outline. None where the axis misses the shape."""
    contours, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)[:, 0].astype(np.float64)
    loop = _even(_smooth(contour), STEP)
    if _signed_area(loop) < 0:
        loop = loop[::-1]  # clockwise on the screen: from the top over the right side to the bottom
    loop[:, 0] -= axis
    start, end = _ends(loop)
    if start is None or end is None:
        return None
    path = loop[start : end + 1] if start <= end else np.concatenate((loop[start:], loop[: end + 1]))
    dent = _dents(inside, path, axis)
    return Half(path, dent) if len(path) > 24 else None


def _smooth(contour: Points) -> Points:
    """A closed outline with its pixel steps taken out."""
    kernel = cv2.getGaussianKernel(9, 1.8)[:, 0]
    wrapped = np.concatenate((contour[-4:], contour, contour[:4]))
    return np.stack([np.convolve(wrapped[:, i], kernel, mode="valid") for i in range(2)], axis=1)


def _even(loop: Points, step: float) -> Points:
    closed = np.concatenate((loop, loop[:1]))
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))))
    count = max(16, round(along[-1] / step))
    where = np.linspace(0, along[-1], count, endpoint=False)
    return np.stack([np.interp(where, along, closed[:, i]) for i in range(2)], axis=1)


def _signed_area(loop: Points) -> float:
    x, y = loop.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def _ends(loop: Points) -> tuple[int | None, int | None]:
    """Where the loop crosses the axis at the top (going right) and at the bottom (going left).

    The top is the highest crossing to the right; the bottom the next crossing to the left.
    """
    x = loop[:, 0]
    rising = np.nonzero((x <= 0) & (np.roll(x, -1) > 0))[0]
    if not len(rising):
        return None, None
    start = int(rising[loop[rising, 1].argmin()])
    falling = np.nonzero((x > 0) & (np.roll(x, -1) <= 0))[0]
    if not len(falling):
        return None, None
    # The half that belongs to this start ends at the first crossing back that lies well below it.
    after = sorted(falling, key=lambda i: (i - start) % len(loop))
    return (start + 1) % len(loop), int(after[0])


def _dents(inside: Labels, path: Points, axis: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    points = cv2.findNonZero(inside)
    hull = np.zeros_like(inside)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 1)
    depth = cv2.distanceTransform(np.pad(hull, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    x = np.clip(np.rint(path[:, 0] + axis), 0, inside.shape[1] - 1).astype(int)
    y = np.clip(np.rint(path[:, 1]), 0, inside.shape[0] - 1).astype(int)
    return np.asarray(depth[y, x], np.float64)
