"""Where the parts of a garment are, from its silhouette alone.

Every rule reads one half of the outline (`outline`): the left half is the mirrored picture's right half.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind, Sleeve, Strip
from toile.domain.geometry import Point
from toile.errors import BadRequest
from toile.pixels.arrays import Labels, Mask, Points
from toile.vision.outline import MARGIN, SIZE, Frame, Half, find_axis, frame, mirror, trace
from toile.vision.side import TopSide, read_leg, read_skirt, read_top

STATIONS = 9  # points along each edge of a sleeve or leg
SHORT = 0.95  # shoulder widths: the world's short sleeves go at most 0.89, as read, others at least 1.0
TALL = 2.25  # waist widths: the world's shorts are at most 1.8 high, its trousers at least 2.6
SYMMETRIC = 0.80  # below this the two halves tell different stories

SideName = tuple[Side, float]
SIDES: tuple[SideName, ...] = (
    (Side.LEFT, 1.0),
    (Side.RIGHT, -1.0),
)  # the wearer's left is on the image's right


@dataclass(frozen=True)
class Found:
    """Landmarks at standard size, x counted from the axis, to the image's right."""

    kind: Kind
    sleeve: Sleeve
    points: Mapping[str, Points]
    strips: Mapping[Side, tuple[Points, Points]]
    confidence: float
    notes: tuple[str, ...] = ()


def find_landmarks(alpha: Mask) -> GarmentLandmarks:
    """Landmarks of the garment that `alpha` [H, W] shows upright and from the front.

    Names are those of `TOP_LANDMARKS`, `TROUSERS_LANDMARKS` or `SKIRT_LANDMARKS`, by kind. `neck_front` is a first
    guess; `neckline.find_neckline` sees the fabric and knows better. Raises BadRequest `no_garment` when there is
    nothing to see.
    """
    framed = frame(alpha)
    if framed is None:
        raise BadRequest("no_garment")
    axis, symmetry = find_axis(framed.inside)
    found = _read(framed.inside, axis)
    notes = found.notes
    confidence = found.confidence * float(np.clip((symmetry - 0.5) / 0.35, 0.3, 1.0))
    if symmetry < SYMMETRIC or confidence < 0.5:
        notes = (*notes, "landmarks_unsure")
    return _placed(replace(found, notes=notes, confidence=confidence), framed, axis, symmetry)


def _read(inside: Labels, axis: float) -> Found:
    fork = _fork(inside, axis)
    halves = _halves(inside, axis)
    if halves is None:
        raise BadRequest("no_garment")
    tops = tuple(read_top(half) for half in halves)
    sleeved = all(side.sleeve for side in tops)
    if fork is not None and (fork.depth > 0.4 or not sleeved):
        return _trousers(inside, axis, fork.column)
    if all(side.skirt for side in tops):
        return _skirt(halves, inside)
    return _top(tops)


def _halves(inside: Labels, axis: float) -> tuple[Half, Half] | None:
    """The halves on the image's right and left."""
    one = trace(inside, axis)
    other = trace(mirror(inside), inside.shape[1] - 1 - axis)
    return (one, other) if one is not None and other is not None else None


@dataclass(frozen=True)
class Fork:
    """A gap from the hem up: its column, from the axis, and its depth as a share of the height."""

    column: float
    depth: float


def _fork(inside: Labels, axis: float) -> Fork | None:
    """The deepest gap near the axis, when it is high enough for legs."""
    height, width = inside.shape
    reach = max(2, int(0.08 * width))
    centre = round(axis)
    columns = np.arange(max(0, centre - reach), min(width, centre + reach + 1))
    depth = inside[::-1, columns].argmax(axis=0)  # empty pixels below the lowest fabric
    notch = depth.max() - np.median(depth)
    # A hem may swing up in the middle; between the legs of the shortest shorts there is a notch.
    if depth.max() < 0.14 * height and (depth.max() < 0.026 * height or notch < 0.011 * height):
        return None
    return Fork(float(columns[depth >= depth.max() - 1].mean() - axis), float(depth.max()) / height)


def _top(sides: tuple[TopSide, ...]) -> Found:
    (one, other), notes = _agree(sides[0], sides[1])
    points: dict[str, Points] = {}
    strips: dict[Side, tuple[Points, Points]] = {}
    for (side, sign), half in zip(SIDES, (one, other), strict=True):
        flip = np.array([sign, 1.0])
        for name, point in half.points.items():
            points[f"{side}_{name}"] = point * flip
        if half.sleeve:
            strips[side] = (_stations(half.outer) * flip, _stations(half.inner) * flip)
    shoulders = points["left_shoulder"][0] - points["right_shoulder"][0]
    neck = (points["left_neck"] + points["right_neck"]) / 2
    across = points["left_neck"][0] - points["right_neck"][0]
    dip = max(0.28 * across, max(one.dip, other.dip))
    points["neck_front"] = neck + np.array([0.0, dip])
    length = float((points["left_hem"] + points["right_hem"])[1] / 2 - neck[1])
    sleeved = one.sleeve and other.sleeve
    extent = (one.extent + other.extent) / 2 if sleeved else 0.0
    kind = _length_class(points, length, extent)
    sleeve = _sleeve(extent / max(1.0, shoulders), extent / max(1.0, length), kind)
    return Found(kind, sleeve, points, strips, min(one.confidence, other.confidence), notes)


def _length_class(points: Mapping[str, Points], length: float, extent: float) -> Kind:
    """Top or dress, from the length below the neck: against sleeves that go to the wrist, against the shoulders
    where sleeves are short, against the chest where there are none.

    Bounds lie between what was read of the world's tops and dresses: long sleeves at least 0.68 of a top's length and
    at most 0.63 of a dress's; tops with short sleeves at most 1.8 shoulder widths long and dresses at least 2.5;
    without sleeves tops are at most 2.1 chest widths long and dresses that do not flare at least 2.2. A knee-length
    coat has a dress's outline and is called one.
    """

    def across(name: str) -> float:
        return max(1.0, float(points[f"left_{name}"][0] - points[f"right_{name}"][0]))

    if extent >= SHORT * across("shoulder"):
        long = extent < 0.655 * length
    elif extent:
        long = length > 2.1 * across("shoulder")
    else:
        flared = across("hem") > 1.45 * across("waist")
        long = length > (1.7 if flared else 2.16) * across("armpit")
    return Kind.DRESS if long else Kind.TOP


def _sleeve(against_shoulders: float, against_length: float, kind: Kind) -> Sleeve:
    """The class of a sleeve by its farthest place: against the shoulders, and for tops against the length.

    Wide sleeves hide the shoulder's end, so that long ones may be as short against it as three-quarter ones; these are
    told where they end well above the hem.
    """
    if not against_shoulders:
        return Sleeve.NONE
    if against_shoulders < SHORT:
        return Sleeve.SHORT
    ends_early = against_length < 0.735 if kind is Kind.TOP else against_shoulders < 1.15
    return Sleeve.THREE_QUARTER if ends_early else Sleeve.LONG


def _agree(one: TopSide, other: TopSide) -> tuple[tuple[TopSide, TopSide], tuple[str, ...]]:
    """Both sides, or the clearer one twice where they tell different stories."""
    if one.sleeve != other.sleeve:
        clear = one if one.confidence >= other.confidence else other
        return (clear, clear), ("landmarks_mirrored",)
    names = ("armpit", "cuff_outer", "cuff_inner", "shoulder")
    gap = max(float(np.hypot(*(one.points[n] - other.points[n]))) for n in names)
    notes: tuple[str, ...] = ()
    if gap > 0.18 * SIZE or (one.sleeve and gap > 0.35 * max(one.reach, other.reach)):
        upper = one if one.confidence >= other.confidence else other
        one = upper if one is upper else _borrow(one, upper, (*names, "neck"))
        other = upper if other is upper else _borrow(other, upper, (*names, "neck"))
        notes = ("landmarks_mirrored",)
    if float(np.hypot(*(one.points["hem"] - other.points["hem"]))) > 0.12 * SIZE:
        lower = one if one.hem_sharpness >= other.hem_sharpness else other
        one, other = (s if s is lower else _borrow(s, lower, ("hem", "waist")) for s in (one, other))
        notes = ("landmarks_mirrored",)
    return (one, other), notes


def _borrow(side: TopSide, source: TopSide, names: tuple[str, ...]) -> TopSide:
    points = {name: source.points[name] if name in names else point for name, point in side.points.items()}
    if "armpit" not in names:
        return replace(side, points=points)
    return replace(
        side, points=points, outer=source.outer, inner=source.inner, reach=source.reach, extent=source.extent
    )


def _trousers(inside: Labels, axis: float, fork: float) -> Found:
    halves = _halves(inside, axis + fork)
    legs = None if halves is None else tuple(read_leg(half) for half in halves)
    if legs is None:
        raise BadRequest("no_garment")
    points: dict[str, Points] = {}
    strips: dict[Side, tuple[Points, Points]] = {}
    shift = np.array([fork, 0.0])
    one, other = legs
    if abs(one.length - other.length) > 0.2 * max(one.length, other.length):
        clear = one if one.confidence >= other.confidence else other
        one = other = clear
    for (side, sign), leg in zip(SIDES, (one, other), strict=True):
        flip = np.array([sign, 1.0])
        for name, point in leg.points.items():
            points[f"{side}_{name}"] = point * flip + shift
        strips[side] = (_stations(leg.outer) * flip + shift, _stations(leg.inner) * flip + shift)
    points["crotch"] = (one.crotch * [1, 1] + other.crotch * [-1, 1]) / 2 + shift
    waist = max(1.0, float(points["left_waist"][0] - points["right_waist"][0]))
    kind = Kind.TROUSERS if len(inside) - 2 * MARGIN > TALL * waist else Kind.SHORTS
    return Found(kind, Sleeve.NONE, points, strips, min(one.confidence, other.confidence))


def _skirt(halves: tuple[Half, Half], inside: Labels) -> Found:
    sides = tuple(read_skirt(half) for half in halves)
    points = {
        f"{side}_{name}": point * np.array([sign, 1.0])
        for (side, sign), half in zip(SIDES, sides, strict=True)
        for name, point in half.items()
    }
    waist = float(points["left_waist"][0] - points["right_waist"][0])
    hem = float(points["left_hem"][0] - points["right_hem"][0])
    if inside.shape[0] > 2.1 * inside.shape[1] and hem < 1.25 * waist:
        return _closed_legs(points)
    return Found(Kind.SKIRT, Sleeve.NONE, points, {}, 0.8)


def _closed_legs(skirt: Mapping[str, Points]) -> Found:
    """Trousers photographed with the legs together: long, narrow, and no gap to be seen. The crotch is a guess."""
    top = (skirt["left_waist"] + skirt["right_waist"]) / 2
    bottom = (skirt["left_hem"] + skirt["right_hem"]) / 2
    crotch = top + 0.29 * (bottom - top)
    points: dict[str, Points] = {"crotch": crotch}
    strips: dict[Side, tuple[Points, Points]] = {}
    for side, _ in SIDES:
        hip = skirt[f"{side}_waist"] + 0.22 * (skirt[f"{side}_hem"] - skirt[f"{side}_waist"])
        points |= {f"{side}_waist": skirt[f"{side}_waist"], f"{side}_hip": hip}
        points |= {f"{side}_hem_outer": skirt[f"{side}_hem"], f"{side}_hem_inner": bottom}
        strips[side] = (
            _stations(np.stack((hip, skirt[f"{side}_hem"]))),
            _stations(np.stack((crotch, bottom))),
        )
    return Found(Kind.TROUSERS, Sleeve.NONE, points, strips, 0.45)


def _stations(edge: Points) -> Points:
    """An edge as nine points at even distances."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(edge, axis=0).T))))
    where = np.linspace(0, along[-1], STATIONS)
    return np.stack([np.interp(where, along, edge[:, i]) for i in range(2)], axis=1)


def _placed(found: Found, framed: Frame, axis: float, symmetry: float) -> GarmentLandmarks:
    offset = np.array([axis, 0.0])

    def picture(points: Points) -> tuple[Point, ...]:
        return tuple(Point(float(x), float(y)) for x, y in framed.to_picture(np.atleast_2d(points) + offset))

    return GarmentLandmarks(
        kind=found.kind,
        sleeve=found.sleeve,
        points={name: picture(point)[0] for name, point in found.points.items()},
        strips={side: Strip(picture(outer), picture(inner)) for side, (outer, inner) in found.strips.items()},
        axis=picture(np.zeros(2))[0].x,
        symmetry=symmetry,
        confidence=found.confidence,
        notes=found.notes,
    )
