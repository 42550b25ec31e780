"""Reading the parts of a garment from half of its outline: corners, notches and the straight ends of sleeves.

Coordinates: x from the axis outward, y down, standard pixels. A path runs from the top at the axis round the side
to the bottom at the axis, so its convex corners turn clockwise as seen on the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toile.pixels.arrays import Points
from toile.vision.outline import SIZE, STEP, Half

# How deep a skirt's side may lie below the hull, of the height. The world's skirts reach 0.027 (a mini that flares),
# its tops and dresses without sleeves begin at 0.035.
HOLLOW = 0.033
BITE = 15  # steps along the outline

Turns = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class TopSide:
    """One side of a top or dress. `outer` and `inner` are the sleeve's edges, root to cuff; `reach` its length to the
    cuff's middle, `extent` to its farthest place, wherever a cuff is seen.

    `dip`: how far the neckline lies below the shoulder's high point in the silhouette.
    """

    sleeve: bool
    skirt: bool
    points: Mapping[str, Points]
    outer: Points
    inner: Points
    reach: float
    extent: float
    dip: float
    hem_sharpness: float
    confidence: float


@dataclass(frozen=True)
class Legs:
    """One side of trousers or shorts."""

    points: Mapping[str, Points]
    crotch: Points
    outer: Points
    inner: Points
    length: float
    confidence: float


def read_top(half: Half) -> TopSide:
    """The parts of a top's or dress's half."""
    armpit = _sleeve_notch(half)
    return _sleeved(half, armpit) if armpit is not None else _sleeveless(half)


def read_skirt(half: Half) -> Mapping[str, Points]:
    """Waist, hip and hem corners of a skirt's half."""
    path = half.path
    waist = _waist_end(path)
    hem = _farthest(path, waist + 2, len(path) - 1, path[waist], path[-1])
    drop = min(1.1 * float(path[waist][0]), 0.5 * float(path[hem][1] - path[waist][1]))
    hip = _at_height(path, waist, hem, float(path[waist][1]) + drop)
    return {"waist": path[waist], "hip": path[hip], "hem": path[hem]}


def read_leg(half: Half) -> Legs:
    """The parts of a leg: the path runs from the waist's middle round the leg to the crotch."""
    path = half.path
    low = int(path[:, 1].argmax())
    start = _farthest(path, 0, low, path[0], path[low])
    outer, inner, score = _cuff(path, start + 4, len(path) - 3, path[start], 1.2 * float(path[start][0]))
    waist = min(_waist_end(path), outer - 2)
    crotch = path[-1].copy()
    crotch[0] = 0.0
    hip_height = float(path[waist][1] + 0.80 * (crotch[1] - path[waist][1]))
    hip = _at_height(path, waist, outer, hip_height)
    points = {"waist": path[waist], "hip": path[hip], "hem_outer": path[outer], "hem_inner": path[inner]}
    length = float(path[inner][1] - crotch[1])
    inseam = np.concatenate((path[inner:], crotch[None]))[::-1]
    return Legs(points, crotch, path[hip : outer + 1], inseam, length, float(np.clip(score / 3.0, 0.3, 1.0)))


def _waist_end(path: Points) -> int:
    """The corner between a waistband and the side."""
    height = float(path[:, 1].max() - path[:, 1].min())
    below = max(4, _first(path[:, 1] > path[:, 1].min() + 0.10 * height))
    return _farthest(path, 0, below, path[0], path[below])


def _sleeve_notch(half: Half) -> int | None:
    """The armpit of a sleeve: a sharp, deep notch below something that reaches farther out. None without one."""
    path = half.path
    opening = np.maximum(_opening(path, 8), 0.6 * _opening(path, 16))
    farther = np.maximum.accumulate(path[:, 0]) - path[:, 0]
    floor = 0.03 * SIZE
    fits = (farther > np.maximum(0.10 * path[:, 0], 0.025 * SIZE)) & (opening < 145) & (half.dent > floor)
    fits &= path[:, 0] > 0.15 * path[:, 0].max()
    # Above the armpit lies a shoulder; a notch in the neckline comes before anything reaches far out.
    fits &= path[:, 1] > path[:, 1].min() + 0.05 * SIZE
    if not fits.any():
        return None
    score = (180 - opening) / 180 * np.clip(half.dent / (0.10 * SIZE), 0.3, 1.0)
    # The hem's and the crotch's notches lie low; of equal notches the armpit is the highest.
    score = score - 0.35 * (path[:, 1] - path[:, 1].min()) / SIZE
    return int(np.where(fits, score, -9.0).argmax())


def _sleeved(half: Half, notch: int) -> TopSide:
    path = half.path
    above = _first(path[:notch, 0] >= 0.9 * path[notch][0])
    neck = _neck(path, max(6, above))
    depth = float(path[notch][1] - path[neck][1])
    width = float(path[notch][0])
    armpit = path[notch]
    inner_extra = path[notch : notch + 1]
    unsure = 0.0
    if depth > 1.9 * width:  # the sleeve lies on the body: the notch is where cuff and body part
        armpit = np.array([width, path[neck][1] + 1.05 * width])
        inner_extra = np.stack((path[notch], armpit))
        unsure = 0.25
    outer, inner, score = _cuff(
        path, above, notch - 1, (armpit + path[above]) / 2, float(np.hypot(*(armpit - path[above])))
    )
    shoulder = _shoulder(path, neck, outer, armpit)
    middle = (path[outer] + path[inner]) / 2
    reach = float(np.hypot(*(middle - path[shoulder])))
    extent = float(np.hypot(*(path[above : notch + 1] - path[shoulder]).T).max())
    hem, sharpness = _hem(path, notch, armpit)
    points = {
        "neck": path[neck],
        "shoulder": path[shoulder],
        "armpit": armpit,
        "cuff_outer": path[outer],
        "cuff_inner": path[inner],
        "waist": _waist(np.concatenate((armpit[None], path[notch : hem + 1]))),
        "hem": path[hem],
    }
    inseam = np.concatenate((path[inner:notch], inner_extra))[::-1]
    confidence = float(np.clip(score / 3.0, 0.2, 1.0)) - unsure
    dip = float(path[0][1] - path[neck][1])
    outside = path[shoulder : outer + 1]
    return TopSide(True, False, points, outside, inseam, reach, extent, dip, sharpness, max(0.1, confidence))


def _sleeveless(half: Half) -> TopSide:
    path = half.path
    height = float(path[-1][1] - path[:, 1].min())
    quarter = _first(path[:, 1] > path[:, 1].min() + 0.22 * height)
    far = _first(
        (path[:, 1] > path[:, 1].min() + 0.35 * height) & (np.arange(len(path)) > path[:, 1].argmin())
    )
    corner = _farthest(path, 0, max(4, far), path[0], path[max(4, far)])
    neck = _neck(path, max(6, far))
    after = path[min(len(path) - 1, corner + round(0.13 * SIZE / STEP))] - path[corner]
    steep = float(np.degrees(np.arctan2(after[1], max(1e-6, after[0]))))
    flat = abs(float(path[0][1] - path[corner][1])) < max(0.045 * height, 0.2 * float(path[corner][0]))
    hem, sharpness = _hem(path, max(neck + 4, quarter), path[max(neck + 4, quarter)])
    straight = float(_without_bites(half.dent[: int(path[:, 0].argmax()) + 1]).max()) < HOLLOW * SIZE
    skirt = steep > 48 and flat and neck == corner and straight and not _pinched(path, corner, hem)
    underarm = _underarm(path, neck, hem)
    shoulder = _farthest(path, neck, underarm, path[neck], path[underarm])
    if neck == corner and flat and path[corner][0] > 0.72 * path[underarm][0]:
        # A high neck without sleeves: the only corner is the shoulder's end, and the neck's lies on the way to it.
        shoulder, neck = corner, _first(path[: corner + 1, 0] >= 0.5 * path[corner][0])
    inner = _farthest(path, 0, corner, path[0], path[corner])
    if neck == corner and _above(path[inner], path[0], path[corner]) > 0.012 * SIZE:
        neck, shoulder = inner, corner  # a strap with two corners
    if shoulder <= neck + 1:
        shoulder = min(underarm, neck + 3)
    points = {
        "neck": path[neck],
        "shoulder": path[shoulder],
        "armpit": path[underarm],
        "cuff_outer": path[shoulder],
        "cuff_inner": path[underarm],
        "waist": _waist(path[underarm : hem + 1]),
        "hem": path[hem],
    }
    edge = path[shoulder : underarm + 1]
    dip = float(path[0][1] - path[neck][1])
    return TopSide(False, skirt, points, edge, edge, 0.0, 0.0, dip, sharpness, 0.8)


def _pinched(path: Points, start: int, end: int) -> bool:
    """Whether the outline goes in and then out again: an armhole or a waist, which no skirt has."""
    x = _without_bites(path[start : end + 1, 0])
    if len(x) < 4:
        return False
    before, after = np.maximum.accumulate(x), np.maximum.accumulate(x[::-1])[::-1]
    return bool((np.minimum(before, after) - x).max() > 0.012 * SIZE)


def _without_bites(values: Turns) -> Turns:
    """A running median: a print of the ground's colour at the rim costs a cut-out a bite, an armhole is longer."""
    if len(values) < BITE:
        return values
    padded = np.pad(values, BITE // 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, BITE), axis=1), np.float64)


def _neck(path: Points, end: int) -> int:
    """The high point of the shoulder beside the neck; for a high collar the collar's foot."""
    corner = _farthest(path, 0, end, path[0], path[end])
    after = path[corner : end + 1]
    if len(after) < 6:
        return corner
    chord = after[-1] - after[0]
    below = _cross(chord, after - after[0]) / max(1e-6, float(np.hypot(*chord)))
    foot = corner + int(below.argmax())
    drop = float(path[foot][1] - path[corner][1])
    run = float(path[foot][0] - path[corner][0])
    flat = abs(float(path[0][1] - path[corner][1])) < 0.35 * max(1.0, float(path[corner][0]))
    is_collar = below.max() > 0.018 * SIZE and drop > 1.2 * abs(run) and drop < 0.9 * path[corner][0] + 8
    return foot if is_collar and flat else corner


def _shoulder(path: Points, neck: int, outer: int, armpit: Points) -> int:
    """The shoulder's end: where the outline bends into the sleeve, near the place above the armpit."""
    arc = path[neck : outer + 1]
    if len(arc) < 4:
        return neck
    chord = arc[-1] - arc[0]
    bulge = -_cross(chord, arc - arc[0]) / max(1e-6, float(np.hypot(*chord)))
    above = float(max(6.0, armpit[1] - arc[0][1]))
    offset = (arc[:, 0] - armpit[0]) / above
    # Set-in sleeves sit a little inside the armpit's line; a bend may move the point, but not far.
    score = 0.9 * bulge / above - 2.0 * (offset + 0.05) ** 2
    return neck + int(score.argmax())


def _cuff(path: Points, start: int, end: int, root: Points, width: float) -> tuple[int, int, float]:
    """The end of a sleeve or leg: the straight piece with a convex corner at each end, far from the root.

    `width` is the width of the root: a cuff is seldom much wider. Returns the indices of its first and last corner,
    and a score: about 4 for a perfect one.
    """
    start, end = max(4, start), min(len(path) - 5, end)
    if end - start < 6:
        return start, max(start + 1, end), 0.0
    step = max(1, (end - start) // 110)
    index = np.arange(start, end + 1, step)
    i, j = np.triu_indices(len(index), k=2)
    i, j = index[i], index[j]
    piece = path[j] - path[i]
    chord = np.hypot(*piece.T)
    arc = (j - i) * STEP
    reach = np.hypot(*(path[index] - root).T).max()
    far = (0.6 * np.hypot(*(path[i] - root).T) + 0.4 * np.hypot(*(path[j] - root).T)) / max(1.0, float(reach))
    arm = 7
    before, after = path[i] - path[np.maximum(0, i - arm)], path[np.minimum(len(path) - 1, j + arm)] - path[j]
    # A very short sleeve has no inner seam: its cuff ends in the armpit, which is no convex corner.
    last = np.where(end - j < arm, np.maximum(_corner(piece, after), 0.5), _corner(piece, after))
    turns = _corner(before, piece) + last
    least = 0.028 * SIZE
    score = turns + 2.4 * far - 5.0 * np.clip(arc / np.maximum(chord, 1e-6) - 1.0, 0, 1)
    score = score - 2.0 * np.clip(chord / max(1.0, width) - 1.2, 0, 2)
    score = np.where((chord > least) & (arc < 1.35 * chord + 4), score, -9.0)
    best = int(score.argmax())
    return int(i[best]), int(j[best]), float(score[best])


def _corner(before: Points, after: Points) -> Turns:
    """How much of a convex right angle lies between two directions: 1 for 90 degrees, less for more."""
    turn = np.degrees(np.arctan2(_cross(before, after), np.einsum("nc,nc->n", before, after)))
    return np.asarray(np.clip(np.where(turn > 105, 105 - (turn - 105), turn), -60, 90) / 90, np.float64)


def _hem(path: Points, start: int, above: Points) -> tuple[int, float]:
    """The lower corner between the side and the hem, and how sharp it is in degrees."""
    corner = _farthest(path, start, len(path) - 1, above, path[-1])
    return corner, float(180 - _opening(path, 8)[corner])


def _waist(side: Points) -> Points:
    """The narrowest place of a side from armpit to hem, if it has one; else where a waist would be."""
    armpit, hem = side[0], side[-1]
    usual = float(armpit[1]) + min(0.85 * float(armpit[0]), 0.6 * float(hem[1] - armpit[1]))
    chord = hem - armpit
    inward = _cross(chord, side - armpit) / max(1e-6, float(np.hypot(*chord)))
    inward = np.where(side[:, 1] - armpit[1] < 2.2 * armpit[0], inward, -9.0)
    low = int(inward.argmax())
    if inward[low] > 0.012 * SIZE:
        return np.asarray(side[low], np.float64)
    order = np.argsort(side[:, 1], kind="stable")
    return np.array([float(np.interp(usual, side[order, 1], side[order, 0])), usual])


def _underarm(path: Points, neck: int, hem: int) -> int:
    """The lower end of an armhole without a sleeve: the first clear convex corner below the shoulder."""
    top, bottom = float(path[neck][1]), float(path[hem][1])
    k = 10
    index = np.arange(neck + 6, max(neck + 7, hem - 6))
    index = index[
        (path[index, 1] > top + 0.12 * (bottom - top)) & (path[index, 1] < top + 0.72 * (bottom - top))
    ]
    if not len(index):
        return min(hem, neck + max(2, (hem - neck) // 3))
    before = path[index] - path[np.maximum(0, index - k)]
    after = path[np.minimum(len(path) - 1, index + k)] - path[index]
    turn = np.degrees(np.arctan2(_cross(before, after), np.einsum("nc,nc->n", before, after)))
    # Below the armhole the side falls; the corner of a strap's end does not.
    turn = np.where(after[:, 1] > 0.6 * np.hypot(*after.T), turn, -90)
    strong = turn > max(18.0, 0.7 * float(turn.max()))
    if strong.any():
        first = int(np.nonzero(strong)[0][0])
        stretch = slice(first, first + k)
        return int(index[stretch][turn[stretch].argmax()])
    wide = float(path[: hem + 1, 0].max())
    return _at_height(path, neck, hem, min(top + 0.95 * wide, top + 0.45 * (bottom - top)))


def _farthest(path: Points, start: int, end: int, one: Points, other: Points) -> int:
    """The point between two indices that lies farthest outside the chord from `one` to `other`."""
    chord = other - one
    return start + int(_cross(path[start : end + 1] - one, chord).argmax())


def _above(point: Points, one: Points, other: Points) -> float:
    """How far a point lies outside the chord from `one` to `other`."""
    chord = other - one
    return float(_cross(point - one, chord)) / max(1e-6, float(np.hypot(*chord)))


def _at_height(path: Points, start: int, end: int, y: float) -> int:
    return start + int(np.abs(path[start : end + 1, 1] - y).argmin())


def _first(condition: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    return int(condition.argmax()) if condition.any() else max(0, len(condition) - 1)


def _opening(path: Points, k: int) -> Turns:
    """The angle on the outside of each point, in degrees: below 180 in a notch, 180 and more elsewhere."""
    count = len(path)
    index = np.arange(count)
    back, ahead = path[np.maximum(0, index - k)] - path, path[np.minimum(count - 1, index + k)] - path
    angle = np.degrees(np.arctan2(np.abs(_cross(back, ahead)), np.einsum("nc,nc->n", back, ahead)))
    convex = _cross(-back, ahead) >= 0
    return np.asarray(np.where(convex, 360 - angle, angle), np.float64)


def _cross(one: Points, other: Points) -> Turns:
    product: Turns = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return product
