"""Joints from the outline alone, without any trained weights: right for people who stand and face the camera.

The head narrows to the neck, the neck widens to the shoulders: the outline's corners there give place and scale,
the rest follows from adult proportions and from the outer contour of the arms. Nothing is measured where the
outline does not show it, so every joint carries a confidence, and the whole pose carries one that falls with
each proportion that no standing, frontal adult has.
"""

from typing import Protocol

import numpy as np

from toile.domain.body import BodyPose, Joint, JointSource, Side
from toile.pixels.arrays import RGB, Mask, Points
from toile.vision.bust import Bust, Outline, find_bust, run_at, trace_outline

WORK = 320  # pixels on the long side
SURE = 0.5  # an estimate below this needs a look by a person


class PoseEstimator(Protocol):
    """Anything that finds the joints of the person whose outline is `alpha` [H, W] in `rgb` [H, W, 3]."""

    def __call__(self, rgb: RGB, alpha: Mask) -> BodyPose: ...


def estimate_from_silhouette(rgb: RGB, alpha: Mask) -> BodyPose:
    """Joints of a person who stands facing the camera; a low confidence for everybody else.

    An outline without a head and shoulders gives four corners of a trunk and the confidence 0.
    """
    height, width = alpha.shape
    factor = min(1.0, WORK / max(height, width))
    outline = trace_outline(rgb, alpha, factor)
    bust = find_bust(outline) if outline else None
    if outline is None or bust is None:
        return BodyPose(_stand_in(alpha), JointSource.SILHOUETTE, 0.0)
    found = _head(bust) | _legs(outline, bust) | _arms(outline, bust)
    overall = _plausibility(outline, bust)
    joints = {
        name: Joint((x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5, round(c * overall, 3))
        for name, (x, y, c) in found.items()
    }
    return BodyPose(joints, JointSource.SILHOUETTE, round(overall, 3))


Found = dict[str, tuple[float, float, float]]


def _head(f: Bust) -> Found:
    """Face joints above the middle of the shoulders, at an adult's proportions of the shoulder width."""
    y = float(f.shoulders[Side.LEFT][1] + f.shoulders[Side.RIGHT][1]) / 2
    w = f.width
    places = {"nose": (0.0, 0.63), "eye": (0.11, 0.75), "ear": (0.21, 0.71)}
    found: Found = {"nose": (f.head_x, y - places["nose"][1] * w, 0.8)}
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        for name in ("eye", "ear"):
            dx, dy = places[name]
            found[f"{side}_{name}"] = (f.head_x + sign * dx * w, y - dy * w, 0.7)
        found[f"{side}_shoulder"] = (float(f.shoulders[side][0]), float(f.shoulders[side][1]), 1.0)
    return found


def _legs(o: Outline, f: Bust) -> Found:
    """Hips, knees and ankles down the middle; by the body's height where the feet are in the picture."""
    w = f.width
    middle = (f.shoulders[Side.LEFT] + f.shoulders[Side.RIGHT]) / 2
    top = float(middle[1])
    rows = {"hip": top + 1.42 * w, "knee": top + 2.72 * w, "ankle": top + 3.9 * w}
    sure = {"hip": 0.85, "knee": 0.6, "ankle": 0.5}
    if _standing(o, f):
        body = o.bottom - top
        rows = {
            "hip": 0.5 * rows["hip"] + 0.5 * (top + 0.335 * body),
            "knee": top + 0.615 * body,
            "ankle": top + 0.895 * body,
        }
        sure = {"hip": 0.9, "knee": 0.85, "ankle": 0.85}
    x = float(middle[0])
    found: Found = {}
    hip_row = min(round(rows["hip"]), o.bottom)
    run = run_at(o.inside[hip_row], x)
    centre = 0.5 * x + 0.5 * ((run[0] + run[1]) / 2 if run else x)
    for name, y in rows.items():
        inside = y <= o.bottom
        spread = {"hip": 0.285, "knee": 0.25, "ankle": 0.2}[name] * w
        for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
            place = centre + sign * spread
            if name != "hip" and inside:
                place = _leg_centre(o, round(y), centre, sign, place)
            found[f"{side}_{name}"] = (place, y, sure[name] if inside else 0.3 * sure[name])
    return found


def _standing(o: Outline, f: Bust) -> bool:
    """Whether the feet are in the picture and as far down as a standing adult's."""
    top = float(f.shoulders[Side.LEFT][1] + f.shoulders[Side.RIGHT][1]) / 2
    return o.bottom < o.inside.shape[0] - 2 and 3.7 < (o.bottom - top) / f.width < 5.6


def _leg_centre(o: Outline, row: int, centre: float, sign: float, usual: float) -> float:
    """The middle of the leg on this side in this row, if the legs are apart there; otherwise the usual place."""
    row = min(row, o.bottom)
    columns = np.flatnonzero(o.inside[row])
    if not columns.size:
        return usual
    run = run_at(o.inside[row], usual)
    whole = run_at(o.inside[row], centre)
    if run and run != whole:
        return (run[0] + run[1]) / 2
    if run and whole and run == whole and (run[0] > centre or run[1] < centre):
        return usual
    return usual if run is None else float(np.clip(usual, run[0] + 2, run[1] - 2))


def _arms(o: Outline, f: Bust) -> Found:
    """Elbows and wrists along the outer contour, from the shoulder down to where the arm ends."""
    found: Found = {}
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        path, apart = _arm_path(o, f, side, sign)
        step = np.hypot(*np.diff(path, axis=0).T)
        length = np.concatenate(([0.0], np.cumsum(step)))
        elbow, wrist, hand = 0.92 * f.width, 1.76 * f.width, 2.02 * f.width
        out = (path[:, 0] - f.shoulders[side][0]) * sign
        reach = out[length < 1.35 * f.width]
        bent = reach.size > 4 and reach.max() > 0.33 * f.width and int(np.argmax(reach)) < len(reach) - 3
        if bent:
            elbow = float(length[int(np.argmax(reach))])
            wrist, hand = elbow + 0.72 * f.width, elbow + 0.95 * f.width
        belief = 0.75 if apart else 0.5
        for name, at, trust in (
            ("elbow", elbow, 1.0),
            ("wrist", wrist, 0.5 if bent else 0.9),
            ("index", hand, 0.4),
        ):
            k = int(np.searchsorted(length, at))
            point = path[min(k, len(path) - 1)]
            known = 1.0 if k < len(path) else 0.3
            found[f"{side}_{name}"] = (float(point[0]), float(point[1]), belief * trust * known)
    return found


def _arm_path(o: Outline, f: Bust, side: Side, sign: float) -> tuple[Points, bool]:
    """The arm's middle [N, 2] from the shoulder joint on, and whether it is apart from the body anywhere."""
    start = f.shoulders[side]
    edge = o.right if side is Side.LEFT else o.left
    half = 0.125 * f.width
    path, apart = [start], 0
    for row in range(round(start[1]) + 2, o.bottom + 1):
        outer = float(edge[row])
        run = run_at(o.inside[row], outer)
        if run is None:
            break
        wide = run[1] - run[0] + 1.0
        separate = wide < 0.5 * f.width
        apart += separate
        centre = (
            (run[0] + run[1]) / 2
            if separate
            else outer - sign * half * (1.0 if row > start[1] + f.width * 0.3 else 1.25)
        )
        if abs(centre - path[-1][0]) > 0.22 * f.width and len(path) > 8:
            break  # the arm has ended; the contour jumped to the body
        path.append(np.array((0.5 * centre + 0.5 * path[-1][0], float(row))))
    return np.array(path), apart > 0.3 * f.width


def _plausibility(o: Outline, f: Bust) -> float:
    """0..1: how well the proportions fit a standing adult who faces the camera."""
    w = f.width
    left, right = f.corners[Side.LEFT], f.corners[Side.RIGHT]
    y = float(f.shoulders[Side.LEFT][1] + f.shoulders[Side.RIGHT][1]) / 2
    beside = (left[0] - f.head_x) / max(1.0, left[0] - right[0])
    face = _face_skin(o, f, y)
    height = (y - o.top) / w
    below = (o.bottom - y) / w
    cut = o.bottom >= o.inside.shape[0] - 3
    terms = (
        _bump(height, 0.80, 0.95, 1.35, 1.7),  # the whole head is there
        _bump(f.head_width / w, 0.40, 0.48, 0.85, 1.05),
        _bump(abs(left[1] - right[1]) / w, -1, -1, 0.12, 0.40),  # level shoulders
        _bump(beside, 0.30, 0.42, 0.58, 0.70),  # the head in the middle
        _bump(face, 0.15, 0.5, 2, 3),
        _bump(below, 1.2, 1.6, 9, 10) if cut else _bump(below, 3.4, 3.9, 5.3, 6.0),
        0.75 if o.top < 2 else 1.0,
        _bump(_sway(o, f, y), -1, -1, 0.15, 0.5),
    )
    return float(np.prod(terms))


def _face_skin(o: Outline, f: Bust, y: float) -> float:
    """The share of skin where the face should be."""
    w = f.width
    top, bottom = round(y - 0.80 * w), round(y - 0.42 * w)
    left, right = round(f.head_x - 0.14 * w), round(f.head_x + 0.14 * w)
    patch = o.skin[max(0, top) : max(0, bottom) + 1, max(0, left) : max(0, right) + 1]
    return float(patch.mean()) if patch.size else 0.0


def _sway(o: Outline, f: Bust, y: float) -> float:
    """How far the body's middle leaves the line below the neck, in shoulder widths."""
    x = float(f.shoulders[Side.LEFT][0] + f.shoulders[Side.RIGHT][0]) / 2
    rows = np.arange(round(y + 0.5 * f.width), min(o.bottom, round(y + 1.9 * f.width)))
    if rows.size < 4:
        return 1.0
    runs = [run_at(o.inside[row], x) for row in rows]
    middles = [(run[0] + run[1]) / 2 for run in runs if run]
    return float(np.median(np.abs(np.array(middles) - x))) / f.width


def _bump(value: float, zero: float, one: float, still: float, none: float) -> float:
    """1 between `one` and `still`, falling to 0.05 at `zero` and `none`."""
    return float(np.interp(value, (zero, one, still, none), (0.05, 1.0, 1.0, 0.05)))


def _stand_in(alpha: Mask) -> dict[str, Joint]:
    """The four corners of a trunk in the middle of whatever is there, so that later stages have something."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    top, bottom = (float(rows[0]), float(rows[-1])) if rows.size else (0.0, float(alpha.shape[0]))
    left, right = (float(columns[0]), float(columns[-1])) if columns.size else (0.0, float(alpha.shape[1]))
    places = {"shoulder": (0.2, 0.25), "hip": (0.12, 0.6)}
    return {
        f"{side}_{name}": Joint(
            (left + right) / 2 + sign * dx * (right - left), top + dy * (bottom - top), 0.0
        )
        for name, (dx, dy) in places.items()
        for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0))
    }
