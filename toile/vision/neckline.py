"""The front neckline: what a product photo hides in front of the inner back collar.

A curve between the two high points of the shoulder is described by two numbers, its depth and its exponent. The
best curve is the one across which the colour changes most, in the same way all along.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from toile.domain.garment import GarmentLandmarks
from toile.domain.geometry import Point
from toile.pixels.arrays import RGB, Floats, Mask, Points
from toile.pixels.colour import to_lab

WIDTH = 96  # samples between the high points of the shoulder
STATIONS = 33
DEPTHS = np.concatenate((np.arange(0.04, 0.8, 0.02), np.arange(0.8, 2.21, 0.05)))
INSETS = (0.0, 0.12, 0.26)  # a rib or a trim lies between the shoulder's high point and the opening
BESIDE = 12  # samples looked at beyond the high points
ABOVE = 0.25  # neck widths looked at above the chord
EXPONENTS = (1.0, 1.25, 1.6, 2.0, 2.6, 4.0)  # 1 is a V, 2 a parabola, 4 nearly square
# A round neckline ends well above the armpits; a line further down is a print's.
ROUND_DEPTH = 0.72
_NEAR = 0.08  # neck widths: how far the reader may be wrong
SEEN = 3.0  # dE along the curve below which nothing has been found


class Curve(NamedTuple):
    """1 - |t|^`exponent`, `depth` neck widths deep, beginning `inset` of the half width inside the high points and
    `drop` neck widths below them."""

    depth: float
    exponent: float
    inset: float
    drop: float


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


def find_neckline(
    foreground: RGB, alpha: Mask, landmarks: GarmentLandmarks, expected: float | None = None
) -> Neckline:
    """The front neckline of a top or dress whose landmarks are known. `expected`: its depth as the trained reader sees
    it, in neck widths; the curve is looked for near that."""
    right, left = np.array(landmarks["right_neck"]), np.array(landmarks["left_neck"])
    width = float(np.hypot(*(left - right)))
    if width < 6:
        return _drawn(Curve(0.1, 2.0, 0.0, 0.0), 0.0, "high", right, left)
    rim = _rim(alpha, right, left)
    dip = float(np.median(rim[STATIONS // 2 - 2 : STATIONS // 2 + 3])) if len(rim) else 0.0
    if dip < -0.12 and (expected is None or expected < 0.1):
        # Fabric stands above the shoulders' high points: a collar round the neck.
        return Neckline(
            dip, 2.0, 0.9, "high", _points(_base(right, left) + rim[:, None] * _down(right, left))
        )
    chest = float((np.array(landmarks["left_armpit"]) + landmarks["right_armpit"] - left - right)[1]) / 2
    curve_found, contrast = _search(
        foreground, right, left, max(0.0, dip), ROUND_DEPTH * chest / width, expected
    )
    behind = contrast > 2.6 * SEEN and curve_found.depth > dip + 0.08  # a line in front of the silhouette's
    if dip > 0.30 and not behind and (expected is None or abs(dip - expected) < _NEAR):
        # Nothing is behind the front: the silhouette is the neckline.
        exponent = _fit_exponent(rim, dip)
        curve = _points(_base(right, left) + np.maximum(rim, 0)[:, None] * _down(right, left))
        return Neckline(dip, exponent, 0.95, _shape(dip, exponent), curve)
    if contrast < SEEN * (1 + 0.6 * curve_found.depth):  # the deeper the claim, the clearer it must be
        guess = 0.30 if expected is None else expected
        curve_found = Curve(max(guess, dip + 0.05), 2.0, 0.0, 0.0)
    shape = _shape(curve_found.depth / (1 - curve_found.inset), curve_found.exponent)
    return _drawn(curve_found, max(0.0, contrast) / (max(0.0, contrast) + 8.0), shape, right, left)


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


def _search(
    foreground: RGB, right: Points, left: Points, dip: float, round_: float, expected: float | None
) -> tuple[Curve, float]:
    """The best curve and its contrast in dE; necklines that are not a V are at most `round_` neck widths deep, and all
    are near the depth that is `expected`, if one is."""
    deepest = max(round_, dip + 0.12)
    family = [curve for curve in _family() if curve.exponent < 2 or curve.depth < deepest]
    curves = [curve for curve in family if dip + 0.03 < curve.depth]
    if expected is not None:
        curves = [curve for curve in curves if abs(curve.depth - expected) < _NEAR] or curves
    contrast = _contrasts(_unrolled(foreground, right, left), curves)
    depths = np.array([curve.depth for curve in curves])
    insets = np.array([curve.inset for curve in curves])
    usual = np.exp(-0.5 * np.log(depths / 0.5) ** 2)
    # A long line that keeps its contrast is less likely to be an accident than a short one.
    length = np.sqrt(np.hypot(1.0, 2 * depths))
    boxy = np.array([curve.exponent > 3 and curve.depth > 0.55 for curve in curves])
    weighed = contrast * length * (0.35 + 0.65 * usual) * (1.0 - 0.6 * insets) * np.where(boxy, 0.7, 1.0)
    best = int(weighed.argmax())
    return curves[best], float(contrast[best])


def _family() -> list[Curve]:
    """Crews, scoops and squares from the high points, and V shapes that begin on the fold below them."""
    shallow = [Curve(float(d), e, i, 0.0) for i in INSETS for e in EXPONENTS for d in DEPTHS if d < 1.3]
    steep = [
        Curve(float(d), e, 0.0, w)
        for w in (0.0, 0.15, 0.35, 0.55, 0.75)
        for e in (1.0, 1.3)
        for d in DEPTHS[w + 0.35 < DEPTHS]
    ]
    return shallow + steep


def _unrolled(foreground: RGB, right: Points, left: Points) -> Floats:
    """The neck's surroundings in Lab, with the right high point at x = BESIDE and the left one WIDTH further."""
    scale = float(np.hypot(*(left - right))) / WIDTH
    across, down = (left - right) / WIDTH, _down(right, left) / WIDTH
    origin = right - ABOVE * WIDTH * down - BESIDE * across
    matrix = np.stack((across, down, origin), axis=1)
    blurred = cv2.GaussianBlur(foreground, (0, 0), max(0.5, 0.6 * scale))
    size = (WIDTH + 2 * BESIDE + 1, int(2.6 * WIDTH))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(blurred, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return to_lab(np.asarray(patch, np.uint8))


def _contrasts(lab: Floats, curves: list[Curve]) -> Points:
    """How much the colour changes across each curve, in one direction of colour, all along it, in dE [C].

    The inside of a neck lies in the shade: a change from light above to dark below is more likely the back collar's
    own edge and counts less.
    """
    t = np.linspace(-0.94, 0.94, STATIONS)
    depth, exponent, inset, drop = (np.array([c[i] for c in curves])[:, None] for i in range(4))
    x = (t * (1 - inset) + 1) / 2 * WIDTH + BESIDE  # [C, S]
    y = (ABOVE + drop + (depth - drop) * (1 - np.abs(t) ** exponent)) * WIDTH
    slope = (
        -2 * (depth - drop) * exponent * np.sign(t) * np.abs(t) ** np.maximum(exponent - 1, 0) / (1 - inset)
    )
    length = np.hypot(slope, 1)
    across, down = -slope / length, 1 / length
    change = np.zeros((*x.shape, 3))
    for distance in (2.0, 3.5):
        below = _sample(lab, x + distance * across, y + distance * down)
        above = _sample(lab, x - distance * across, y - distance * down)
        change += (below - above) / 2
    usual = np.median(change, axis=1)  # [C, 3]
    size = np.linalg.norm(usual, axis=1)
    direction = usual / np.maximum(size, 0.5)[:, None]
    steady = np.percentile(np.einsum("csk,ck->cs", change, direction), 25, axis=1)
    found: Points = np.where(usual[:, 0] > -2.0, 1.0, 0.6) * np.where(size > 0.5, steady, 0.0)
    return found


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
    if exponent > 3.5 and 0.5 < depth < 0.9:
        return "square"
    return "scoop" if depth > 0.58 else "crew"


def _drawn(curve: Curve, score: float, shape: str, right: Points, left: Points) -> Neckline:
    t = np.linspace(-1, 1, STATIONS)
    across = t * (1 - curve.inset)
    across[0], across[-1] = -1, 1
    middle = (right + left) / 2
    fall = curve.drop + (curve.depth - curve.drop) * (1 - np.abs(t) ** curve.exponent)
    fall[0] = fall[-1] = 0.0
    places = middle + across[:, None] * (left - right) / 2 + fall[:, None] * _down(right, left)
    return Neckline(curve.depth, curve.exponent, score, shape, _points(places))


def _points(places: Points) -> tuple[Point, ...]:
    return tuple(Point(float(x), float(y)) for x, y in places)
