"""The front neckline: what a product photo hides in front of the inner back collar.

A curve between the two high points of the shoulder is described by two numbers, its depth and its exponent. The
best curve is the one across which the colour changes most, in the same way all along.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.garment import GarmentLandmarks
from toile.domain.geometry import Point
from toile.pixels.arrays import RGB, Floats, Mask, Points
from toile.pixels.colour import to_lab

WIDTH = 96  # samples between the high points of the shoulder
STATIONS = 33
DEPTHS = np.concatenate((np.arange(0.04, 0.8, 0.02), np.arange(0.8, 2.21, 0.05)))
EXPONENTS = (1.0, 1.25, 1.6, 2.0, 2.6, 4.0)  # 1 is a V, 2 a parabola, 4 nearly square
SEEN = 3.0  # dE along the curve below which nothing has been found


@dataclass(frozen=True)
class Neckline:
    """`depth` as a share of the neck's width; `exponent` of the curve 1 - |t|^e; `score` 0..1, how clear it is.

    `shape` is crew, v, scoop, square or high. `curve` runs from the right to the left high point of the shoulder,
    along the front, in pixels.
    """

    depth: float
    exponent: float
    score: float
    shape: str
    curve: tuple[Point, ...]


def find_neckline(foreground: RGB, alpha: Mask, landmarks: GarmentLandmarks) -> Neckline:
    """The front neckline of a top or dress whose landmarks are known."""
    right, left = np.array(landmarks["right_neck"]), np.array(landmarks["left_neck"])
    width = float(np.hypot(*(left - right)))
    if width < 6:
        return _named(0.1, 2.0, 0.0, "high", right, left)
    rim = _rim(alpha, right, left)
    dip = float(np.median(rim[STATIONS // 2 - 2 : STATIONS // 2 + 3])) if len(rim) else 0.0
    if dip < -0.12:  # fabric stands above the shoulders' high points: a collar round the neck
        return Neckline(dip, 2.0, 0.9, "high", _points(_base(right, left) + rim[:, None] * _down(right, left)))
    if dip > 0.30:  # nothing behind the front: the silhouette is the neckline
        exponent = _fit_exponent(rim, dip)
        curve = _points(_base(right, left) + np.maximum(rim, 0)[:, None] * _down(right, left))
        return Neckline(dip, exponent, 0.95, _shape(dip, exponent), curve)
    depth, exponent, contrast = _search(foreground, right, left, max(0.0, dip))
    if contrast < SEEN:
        depth, exponent = max(0.30, dip + 0.05), 2.0
    score = contrast / (contrast + 8.0)
    return _named(depth, exponent, score, _shape(depth, exponent), right, left)


def open_neckline(alpha: Mask, landmarks: GarmentLandmarks, neckline: Neckline) -> Mask:
    """The mask without the inner back collar, which lies above the front neckline. The cut has a soft edge."""
    if neckline.shape == "high" or len(neckline.curve) < 3:
        return alpha.copy()
    curve = np.array(neckline.curve)
    across = curve[-1] - curve[0]
    up = np.array([across[1], -across[0]])
    above = np.concatenate((curve, [curve[-1] + 0.8 * up, curve[0] + 0.8 * up]))
    hole = np.zeros(alpha.shape, np.uint8)
    shift = 4  # sixteenths of a pixel
    cv2.fillPoly(hole, [np.rint(above * (1 << shift)).astype(np.int32)], 255, cv2.LINE_AA, shift)
    soft = cv2.GaussianBlur(hole.astype(np.float32) / np.float32(255), (0, 0), 0.7)
    return np.asarray(alpha * (1.0 - soft), np.float32)


def _search(foreground: RGB, right: Points, left: Points, dip: float) -> tuple[float, float, float]:
    """Depth, exponent and contrast in dE of the best curve."""
    lab = _unrolled(foreground, right, left)
    depths = DEPTHS[dip + 0.03 < DEPTHS]
    table = np.array([[_contrast(lab, d, e) for e in EXPONENTS] for d in depths])
    prior = np.exp(-0.5 * (np.log(np.maximum(depths, 0.02) / 0.45) / 0.9) ** 2)[:, None]
    weighed = table * (0.35 + 0.65 * prior)
    row, column = (int(v) for v in np.unravel_index(weighed.argmax(), weighed.shape))
    # A contrasting rib has two edges: the seam to the body and, above it, the opening. The upper one counts.
    upper = [r for r in range(row) if 0.07 <= depths[row] - depths[r] <= 0.26]
    if upper:
        near = weighed[upper].max(axis=1)
        best = upper[int(near.argmax())]
        if near.max() > max(SEEN, 0.4 * weighed[row, column]):
            row, column = best, int(weighed[best].argmax())
    return float(depths[row]), EXPONENTS[column], float(table[row, column])


def _unrolled(foreground: RGB, right: Points, left: Points) -> Floats:
    """The neck's surroundings in Lab, with the right high point at x = 0 and the left one at x = WIDTH."""
    scale = float(np.hypot(*(left - right))) / WIDTH
    across, down = (left - right) / WIDTH, _down(right, left) / WIDTH
    origin = right - 0.25 * WIDTH * down
    matrix = np.stack((across, down, origin), axis=1)
    blurred = cv2.GaussianBlur(foreground, (0, 0), max(0.5, 0.6 * scale))
    size = (WIDTH + 1, int(2.6 * WIDTH))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(blurred, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return to_lab(np.asarray(patch, np.uint8))


def _contrast(lab: Floats, depth: float, exponent: float) -> float:
    """How much the colour changes across a curve, in one direction of colour, all along it, in dE."""
    t = np.linspace(-0.92, 0.92, STATIONS)
    x = (t + 1) / 2 * WIDTH
    y = (0.25 + depth * (1 - np.abs(t) ** exponent)) * WIDTH
    slope = -2 * depth * exponent * np.sign(t) * np.abs(t) ** max(exponent - 1, 0.0)
    normal = np.stack((-slope, np.ones_like(slope)), axis=1)
    normal /= np.hypot(*normal.T)[:, None]
    change = np.zeros((STATIONS, 3))
    for distance in (2.0, 3.5):
        below, above = (
            _sample(lab, x + sign * distance * normal[:, 0], y + sign * distance * normal[:, 1])
            for sign in (1.0, -1.0)
        )
        change += (below - above) / 2
    usual = np.median(change, axis=0)
    length = float(np.linalg.norm(usual))
    return float(np.percentile(change @ usual / length, 25)) if length > 0.5 else 0.0


def _sample(lab: Floats, x: Points, y: Points) -> Points:
    column = np.clip(np.rint(x), 0, lab.shape[1] - 1).astype(int)
    row = np.clip(np.rint(y), 0, lab.shape[0] - 1).astype(int)
    found: Points = lab[row, column].astype(np.float64)
    return found


def _rim(alpha: Mask, right: Points, left: Points) -> Points:
    """How far below the chord the silhouette's top lies at each station, as a share of the neck's width."""
    down = _down(right, left)
    base = _base(right, left)
    steps = np.arange(-0.7, 2.2, 0.02)
    places = base[:, None] + steps[None, :, None] * down  # [S, K, 2]
    x = np.clip(np.rint(places[..., 0]), 0, alpha.shape[1] - 1).astype(int)
    y = np.clip(np.rint(places[..., 1]), 0, alpha.shape[0] - 1).astype(int)
    inside = alpha[y, x] > 0.5
    top: Points = steps[inside.argmax(axis=1)]
    return np.where(inside.any(axis=1), top, 0.0)


def _base(right: Points, left: Points) -> Points:
    return right + np.linspace(0, 1, STATIONS)[:, None] * (left - right)


def _down(right: Points, left: Points) -> Points:
    """The direction into the garment, as long as the neck is wide."""
    across = left - right
    down: Points = np.array([-across[1], across[0]])
    return down


def _fit_exponent(rim: Points, dip: float) -> float:
    t = np.abs(np.linspace(-1, 1, STATIONS))
    fits = [float(np.abs(rim - dip * (1 - t**e)).mean()) for e in EXPONENTS]
    return EXPONENTS[int(np.argmin(fits))]


def _shape(depth: float, exponent: float) -> str:
    if depth < 0.10:
        return "high"
    if exponent < 1.5 and depth > 0.42:
        return "v"
    if exponent > 3.5 and depth > 0.3:
        return "square"
    return "scoop" if depth > 0.58 else "crew"


def _named(depth: float, exponent: float, score: float, shape: str, right: Points, left: Points) -> Neckline:
    t = np.linspace(-1, 1, STATIONS)
    curve = _base(right, left) + (depth * (1 - np.abs(t) ** exponent))[:, None] * _down(right, left)
    return Neckline(depth, exponent, score, shape, _points(curve))


def _points(places: Points) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y)) for x, y in places)
