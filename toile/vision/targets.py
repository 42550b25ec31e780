"""Where on the body each point of a garment belongs.

A product photo has no scale, so a garment is taken to fit its wearer: its chest (or hips) to theirs, then its
own proportions decide, but it is never narrower than the body inside it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind, Sleeve
from toile.domain.geometry import Point
from toile.pixels.arrays import Mask, Points
from toile.vision.limb import DRAPE, EASE, SEAM, StripTarget, place_leg, place_sleeve
from toile.vision.measure import Body, sign

STATIONS = 6  # rows between armpit and hem at which the outline is carried over

_CALM = 0.45  # of the way from the middle to the side
_GIVES = 0.2  # of what the cloth is stretched by at its sides, so far out

Match = Callable[[Point | Points, Points], None]  # notes a pair of places, garment then person


@dataclass(frozen=True)
class Placement:
    """Matching points [N, 2] of the garment's main part, in both photos, and its strips."""

    source: Points
    target: Points
    strips: tuple[StripTarget, ...]
    scale: float  # target pixels per source pixel, across

    def moved(self, by: Points) -> "Placement":
        """The same placement in a picture shifted by [2] pixels."""
        return replace(self, target=self.target + by, strips=tuple(strip.moved(by) for strip in self.strips))

    @property
    def corners(self) -> Points:
        """Every place [N, 2] in the person's photo that a point of the garment goes to."""
        edges = [edge for strip in self.strips for edge in strip.target]
        return np.concatenate((self.target, *edges))


def place(
    landmarks: GarmentLandmarks,
    main: Mask,
    body: Body,
    *,
    length: float,
    width: float,
    waistline: float | None,
) -> Placement:
    """The garment's points on the body.

    `main` [H, W] is the garment's alpha without sleeves or legs; `length` and `width` are the user's wishes;
    `waistline` is where the person's present bottoms begin, as a distance below the shoulders.
    """
    if landmarks.kind in (Kind.TROUSERS, Kind.SHORTS):
        return _place_trousers(landmarks, main, body, length, width, waistline)
    if landmarks.kind is Kind.SKIRT:
        return _place_skirt(landmarks, main, body, length, width, waistline)
    return _place_top(landmarks, main, body, length, width)


def _place_top(marks: GarmentLandmarks, main: Mask, body: Body, length: float, width: float) -> Placement:
    chest = _span(marks, "armpit")
    joints_apart = body.joints_apart
    chest_scale = (joints_apart + 0.06 * body.unit) / chest
    seam = _span(marks, "shoulder")
    sleeved = marks.sleeve is not Sleeve.NONE
    if sleeved:
        seam_scale = (joints_apart + 2 * SEAM * body.unit) / seam
        scale = float(np.sqrt(chest_scale * np.clip(seam_scale, chest_scale * 0.8, chest_scale * 1.25)))
    else:
        # Without sleeves the chest between the arms is all there is to cover.
        between = sum(body.half_width(side, 0.35 * body.unit) for side in Side)
        scale = EASE * float(np.clip(between, 0.80 * joints_apart, 0.92 * joints_apart)) / chest
    down_scale = scale * DRAPE * length
    collar = _point(marks, "neck")
    shift = _collar_height(body, _span(marks, "neck") * scale)

    def drop(point: Point) -> float:
        """Distance below the shoulders at which a place of the garment comes to lie."""
        return shift + (point.y - collar.y) * down_scale

    source: list[Points] = []
    target: list[Points] = []

    def match(origin: Point | Points, goal: Points) -> None:
        source.append(np.array([origin[0], origin[1]]))
        target.append(goal)

    armpit_drop = float(np.clip(drop(_point(marks, "armpit")), 0.26 * body.unit, 0.74 * body.unit))
    hem_drop = max(drop(_point(marks, "hem")), armpit_drop + 0.12 * body.unit)
    roots: dict[Side, tuple[Points, Points]] = {}
    for side in Side:
        neck = marks[f"{side}_neck"]
        across = abs(neck.x - marks.axis) * scale
        match(neck, body.over_shoulder(side, across))
        shoulder = marks[f"{side}_shoulder"]
        out = abs(shoulder.x - marks.axis) * scale
        limit = joints_apart / 2 + SEAM * body.unit
        out = float(np.clip(out, across * 1.05, limit))
        goal = body.over_shoulder(side, out)
        match(shoulder, goal)
        # Between neck and shoulder the seam follows the outline, or a sliver of shoulder shows above it.
        middle = _top_edge(main, (neck.x + shoulder.x) / 2)
        if middle is not None:
            match(
                middle,
                body.over_shoulder(side, abs(middle.x - marks.axis) * out / abs(shoulder.x - marks.axis)),
            )
        out = abs(marks[f"{side}_armpit"].x - marks.axis) * scale * 0.96
        under = body.at(sign(side) * _armpit_reach(body, side, armpit_drop, out), armpit_drop)
        match(marks[f"{side}_armpit"], under)
        roots[side] = (goal, under)
    front = marks.points.get("neck_front")
    if front is not None:
        match(front, body.at(0, drop(front)))
    _match_rows(
        match,
        marks,
        main,
        body,
        (_point(marks, "armpit").y, _point(marks, "hem").y),
        (armpit_drop, hem_drop),
        scale * width,
    )
    strips = tuple(
        place_sleeve(marks, body, side, scale * width, down_scale, *roots[side]) for side in marks.strips
    )
    return Placement(np.array(source), np.array(target), strips, scale)


def _place_skirt(
    marks: GarmentLandmarks, main: Mask, body: Body, length: float, width: float, waistline: float | None
) -> Placement:
    waist_drop = _waist(body, waistline)
    # The waistband fits; a flared skirt's hips say nothing about its size.
    scale = EASE * sum(body.half_width(side, waist_drop) for side in Side) / _span(marks, "waist")
    top, bottom = _point(marks, "waist").y, _point(marks, "hem").y
    hem_drop = waist_drop + (bottom - top) * scale * DRAPE * length
    source: list[Points] = []
    target: list[Points] = []

    def match(origin: Point | Points, goal: Points) -> None:
        source.append(np.array([origin[0], origin[1]]))
        target.append(goal)

    for side in Side:
        match(
            marks[f"{side}_waist"], body.at(sign(side) * body.half_width(side, waist_drop) * EASE, waist_drop)
        )
    _match_rows(match, marks, main, body, (top, bottom), (waist_drop, hem_drop), scale * width)
    return Placement(np.array(source), np.array(target), (), scale)


def _place_trousers(
    marks: GarmentLandmarks, main: Mask, body: Body, length: float, width: float, waistline: float | None
) -> Placement:
    crotch_drop = body.torso + 0.20 * body.unit
    waist_drop = min(_waist(body, waistline), crotch_drop - 0.25 * body.unit)
    hips = sum(body.half_width(side, crotch_drop) for side in Side)
    scale = hips * EASE * width / max(_span(marks, "hip"), 1.0)
    source: list[Points] = []
    target: list[Points] = []

    def match(origin: Point | Points, goal: Points) -> None:
        source.append(np.array([origin[0], origin[1]]))
        target.append(goal)

    crotch = body.at(0, crotch_drop)
    match(marks["crotch"], crotch)
    strips = []
    for side in Side:
        waist = max(
            body.half_width(side, waist_drop), abs(marks[f"{side}_waist"].x - marks.axis) * scale * 0.9
        )
        # The waistband reaches under the hem of the top.
        match(marks[f"{side}_waist"], body.at(sign(side) * waist, waist_drop - 0.04 * body.unit))
        hip = max(body.half_width(side, crotch_drop) * EASE, abs(marks[f"{side}_hip"].x - marks.axis) * scale)
        outer = body.at(sign(side) * hip, crotch_drop)
        match(marks[f"{side}_hip"], outer)
        if side in marks.strips:
            strips.append(place_leg(marks, body, side, scale, length, outer, crotch))
    middle = _middle(marks, "waist")
    match(middle, body.at(0, waist_drop - 0.03 * body.unit))
    half = (middle + np.array(marks["crotch"])) / 2
    match(half, body.at(0, (waist_drop + crotch_drop) / 2))
    return Placement(np.array(source), np.array(target), tuple(strips), scale)


def _match_rows(
    match: Match,
    marks: GarmentLandmarks,
    main: Mask,
    body: Body,
    rows: tuple[float, float],
    drops: tuple[float, float],
    scale: float,
) -> None:
    """Carry the outline over row by row, so that the body fills the garment and the garment keeps its flare."""
    for share in np.linspace(0, 1, STATIONS):
        y = rows[0] + share * (rows[1] - rows[0])
        left, right = _edges(main, y - (2 if share == 1 else 0), marks.axis)
        drop = drops[0] + share * (drops[1] - drops[0])
        for side, x in ((Side.RIGHT, left), (Side.LEFT, right)):
            own = abs(x - marks.axis) * scale
            out = max(own, body.half_width(side, drop) * EASE)
            if share > 0:
                match(Point(x, y), body.at(sign(side) * out, drop))
            # Cloth that has to give does so at the sides: a print in the middle keeps its shape.
            within = _CALM * (own + _GIVES * (out - own))
            match(Point(marks.axis + _CALM * (x - marks.axis), y), body.at(sign(side) * within, drop))
        match(Point(marks.axis, y), body.at(0, drop))


def _armpit_reach(body: Body, side: Side, drop: float, wanted: float) -> float:
    """How far out the armpit lies: as far as the garment would have it, but under the arm."""
    least = body.half_width(side, drop)
    arm = body.arms[side]
    nearest = int(np.argmin(np.abs((arm.line - body.shoulders) @ body.down - drop)))
    hanging = float((arm.line[-1] - arm.line[0]) @ body.down) > 0.75 * arm.length
    inner = abs(float((arm.line[nearest] - body.shoulders) @ body.across)) - arm.radius[nearest]
    most = inner + 0.05 * body.unit if hanging else body.joints_apart / 2 + 0.14 * body.unit
    return max(least, min(wanted, most))


def _top_edge(main: Mask, x: float) -> Point | None:
    """The garment's upper outline in a column."""
    column = main[:, int(np.clip(round(x), 0, main.shape[1] - 1))]
    inside = np.flatnonzero(column > 0.5)
    return Point(x, float(inside[0])) if inside.size else None


def _collar_height(body: Body, span: float) -> float:
    """How far above (negative) the shoulder joints the collar's ends lie."""
    ends = [body.over_shoulder(side, span / 2) for side in Side]
    return float(np.mean([body.down_of(end) for end in ends]))


def _waist(body: Body, waistline: float | None) -> float:
    usual = 0.84 * body.torso
    return usual if waistline is None else float(np.clip(waistline, 0.62 * body.torso, 0.98 * body.torso))


def _edges(main: Mask, y: float, axis: float) -> tuple[float, float]:
    """Where the garment's main part begins and ends in a row."""
    row = main[int(np.clip(round(y), 0, len(main) - 1))]
    inside = np.flatnonzero(row > 0.5)
    if not inside.size:
        return axis - 1.0, axis + 1.0
    return min(float(inside[0]), axis - 1.0), max(float(inside[-1]), axis + 1.0)


def _span(marks: GarmentLandmarks, name: str) -> float:
    """The distance between the left and the right landmark of that name."""
    return max(float(np.hypot(*(np.array(marks[f"left_{name}"]) - np.array(marks[f"right_{name}"])))), 1.0)


def _middle(marks: GarmentLandmarks, name: str) -> Points:
    middle: Points = (np.array(marks[f"left_{name}"]) + np.array(marks[f"right_{name}"])) / 2
    return middle


def _point(marks: GarmentLandmarks, name: str) -> Point:
    return Point(*_middle(marks, name))
