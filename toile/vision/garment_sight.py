"""How a garment's cut-out is looked at: the trained reader says where the parts are, the outline says where exactly.

Either is right where the other fails: an outline has sharp corners at hems and cuffs and knows nothing of a sleeve
that lies on the body; the reader knows what a garment is, to a pixel or two of its small picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import Side
from toile.domain.garment import (
    SKIRT_LANDMARKS,
    TOP_LANDMARKS,
    TROUSERS_LANDMARKS,
    GarmentLandmarks,
    Kind,
    Sleeve,
    Strip,
)
from toile.domain.geometry import Point
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Mask, Points
from toile.vision.garment_reader import GarmentReading, read_garment
from toile.vision.landmarks import find_landmarks

NAMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.TOP: TOP_LANDMARKS,
    Kind.DRESS: TOP_LANDMARKS,
    Kind.TROUSERS: TROUSERS_LANDMARKS,
    Kind.SHORTS: TROUSERS_LANDMARKS,
    Kind.SKIRT: SKIRT_LANDMARKS,
}
_HIP = 0.80  # of the way from the waist down to the crotch
_LIMBED = (Kind.TROUSERS, Kind.SHORTS)
_CORNERS = ("cuff_outer", "hem", "hem_outer", "hem_inner")  # sharp in an outline
_INSIDE = ("neck_front", "neck", "cuff_inner", "crotch")  # not always on the outline
_AGREE = 0.07  # of the garment's width: two opinions about one place
_REACH = 0.045  # of the garment's width: how far a place is moved onto the outline
# Mean of the landmarks' shares: less is strange, less than the second is where landmarks lie beside the garment. Of
# garments of the world 98 of 100 have more than 0.57.
_STRANGE, _DOUBTFUL = 0.52, 0.60
_LIKELY = 0.62  # a kind that the reader is less sure of is the outline's
_PLAIN = 0.60  # an outline's confidence
_CLEAR = 0.60  # share of a landmark that is believed
_VAGUE = 0.40  # landmarks are announced as unsure below this


@dataclass(frozen=True)
class GarmentSight:
    """A garment as it is seen: where its parts are, and all that the reader said."""

    landmarks: GarmentLandmarks
    reading: GarmentReading

    @property
    def neck_depth(self) -> float | None:
        """How deep the front neckline is as the reader sees it, in widths of the neck; None where it is not sure."""
        front = ("neck_front", "left_neck", "right_neck")
        if min(self.reading.sure[name] for name in front) < _CLEAR:
            return None
        low, left, right = (self.reading.points[name] for name in front)
        return float((low - (left + right) / 2)[1] / max(float(np.linalg.norm(left - right)), 1e-3))


def see_garment(rgb: RGB, alpha: Mask) -> GarmentSight:
    """The garment that `alpha` [H, W] shows upright and from the front in `rgb` [H, W, 3]. Raises BadRequest
    `no_garment` where there is nothing to see."""
    outline = _outline(alpha)
    reading = read_garment(rgb, alpha)
    if outline and _outline_knows_better(reading, outline, alpha):
        return GarmentSight(outline, reading)
    kind = Kind(reading.best("kind")[0])
    sleeve = Sleeve.NONE
    if kind in (Kind.TOP, Kind.DRESS):
        sleeve = Sleeve(reading.best("sleeve")[0])
    agreed = (
        outline
        if outline and outline.kind is kind and (outline.sleeve is Sleeve.NONE) == (sleeve is Sleeve.NONE)
        else None
    )
    wide = float(np.ptp(np.flatnonzero((alpha > 0.5).any(axis=0))) + 1)
    border = _border(alpha)
    points = {
        name: _settle(name, reading.points[name], agreed, border, wide)
        for name in NAMES[kind]
        if "cuff" not in name or sleeve is not Sleeve.NONE
    }
    if kind in _LIMBED:
        hips = {f"{side}_hip": _edges(side, reading, kind)["outer"][0] for side in Side}
        points |= {name: _snap(place[None], border, wide)[0] for name, place in hips.items()}
    strips = {}
    if sleeve is not Sleeve.NONE or kind in _LIMBED:
        strips = {side: _strip(side, kind, reading, agreed, points, border, wide) for side in Side}
    if kind in _LIMBED:
        points |= {f"{side}_hip": np.array(strips[side].outer[0], np.float64) for side in Side}
    confidence = float(np.mean([reading.sure[name] for name in points]))
    notes = ("landmarks_unsure",) if confidence < _VAGUE else ()
    sides = [points[name][0] for name in points if name.startswith(("left", "right"))]
    return GarmentSight(
        GarmentLandmarks(
            kind,
            sleeve,
            {name: Point(float(x), float(y)) for name, (x, y) in points.items()},
            strips,
            float(np.mean(sides)),
            outline.symmetry if outline else 1.0,
            confidence,
            notes,
        ),
        reading,
    )


def _outline(alpha: Mask) -> GarmentLandmarks | None:
    """What the outline says; None where it makes no sense of it. Raises BadRequest where nothing is there."""
    try:
        return find_landmarks(alpha)
    except BadRequest:
        if not (alpha > 0.5).any():
            raise
        return None


def _outline_knows_better(reading: GarmentReading, outline: GarmentLandmarks, alpha: Mask) -> bool:
    """Whether the garment is like none that the reader has learned, and its outline is clear."""
    kind, share = reading.best("kind")
    names = [name for name in NAMES[outline.kind] if name in outline.points]
    sure = float(np.mean([reading.sure[name] for name in names]))
    doubtful = sure < _DOUBTFUL and _beside(np.array([reading.points[name] for name in names]), alpha)
    strange = sure < _STRANGE or doubtful or (share < _LIKELY and kind != outline.kind)
    return strange and outline.confidence > _PLAIN


def _beside(places: Points, alpha: Mask) -> bool:
    """Whether any of the places [N, 2] lies beside the garment, and not near it."""
    away = cv2.distanceTransform((alpha < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    height, width = alpha.shape
    column = np.clip(np.rint(places[:, 0]), 0, width - 1).astype(int)
    row = np.clip(np.rint(places[:, 1]), 0, height - 1).astype(int)
    wide = float(np.ptp(np.flatnonzero((alpha > 0.5).any(axis=0))) + 1)
    return bool((away[row, column] > _REACH * wide).any())


def _settle(name: str, place: Points, agreed: GarmentLandmarks | None, border: Points, wide: float) -> Points:
    """Where a landmark is: the outline's corner where both mean the same one, else the reader's, on the border."""
    rest = name.removeprefix("left_").removeprefix("right_")
    if agreed and rest in _CORNERS and name in agreed.points:
        corner = np.array(agreed[name], np.float64)
        if np.linalg.norm(corner - place) < _AGREE * wide:
            return corner
    return place if rest in _INSIDE else _snap(place[None], border, wide)[0]


def _strip(
    side: Side,
    kind: Kind,
    reading: GarmentReading,
    agreed: GarmentLandmarks | None,
    points: Mapping[str, Points],
    border: Points,
    wide: float,
) -> Strip:
    edges = _edges(side, reading, kind)
    if agreed and side in agreed.strips:
        found = {edge: np.array(getattr(agreed.strips[side], edge), np.float64) for edge in edges}
        apart = [np.linalg.norm(_even(found[e], len(edges[e])) - edges[e], axis=1).max() for e in edges]
        if max(apart) < _AGREE * wide:
            return agreed.strips[side]
    leg = f"{side}_hem_outer" in points
    root, end = ("hip", "hem") if leg else ("shoulder", "cuff")
    ends = {
        "outer": (points[f"{side}_{root}"], points[f"{side}_{end}_outer"]),
        "inner": (points["crotch" if leg else f"{side}_armpit"], points[f"{side}_{end}_inner"]),
    }
    lines = {}
    for edge, stations in edges.items():
        line = _snap(stations, border, wide)
        first, last = ends[edge]
        # What the ends were moved by fades out along the edge.
        share = np.linspace(0, 1, len(line))[:, None]
        lines[edge] = line + (1 - share) ** 2 * (first - line[0]) + share**2 * (last - line[-1])
    return Strip(*(tuple(Point(float(x), float(y)) for x, y in lines[edge]) for edge in ("outer", "inner")))


def _edges(side: Side, reading: GarmentReading, kind: Kind) -> dict[str, Points]:
    """The edges of a sleeve or leg. The reader's leg begins at the waist; one that is bent begins at the hip."""
    edges = {edge: reading.edges[side, edge] for edge in ("outer", "inner")}
    if kind in _LIMBED:
        edges["outer"] = _cut_at(edges["outer"], _hip_height(side, reading))
    return edges


def _hip_height(side: Side, reading: GarmentReading) -> float:
    waist, crotch = reading.points[f"{side}_waist"], reading.points["crotch"]
    return float(waist[1] + _HIP * (crotch[1] - waist[1]))


def _cut_at(line: Points, height: float) -> Points:
    """What of a line that runs down lies below a height, with as many stations."""
    below = int(np.argmax(line[:, 1] > height)) if (line[:, 1] > height).any() else len(line) - 1
    if below == 0:
        return line
    one, two = line[below - 1], line[below]
    start = one + (two - one) * np.clip((height - one[1]) / max(two[1] - one[1], 1e-3), 0, 1)
    return _even(np.concatenate((start[None], line[below:])), len(line))


def _even(line: Points, count: int) -> Points:
    """A line's places at even steps of its stations."""
    old, new = np.linspace(0, 1, len(line)), np.linspace(0, 1, count)
    return np.stack([np.interp(new, old, line[:, axis]) for axis in (0, 1)], axis=1)


def _border(alpha: Mask) -> Points:
    """Every pixel of the largest part's outer border [N, 2]."""
    found, _ = cv2.findContours((alpha > 0.5).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(found, key=len).reshape(-1, 2), np.float64)


def _snap(places: Points, border: Points, wide: float) -> Points:
    """Places [N, 2] moved to the nearest of the border's where that is near."""
    apart = np.linalg.norm(places[:, None] - border[None], axis=2)
    nearest = apart.argmin(axis=1)
    near = apart[np.arange(len(places)), nearest] < _REACH * wide
    return np.where(near[:, None], border[nearest], places)
