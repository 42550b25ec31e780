"""Where sleeves and legs run on a body: along its arms and legs, each edge with its own length."""

from dataclasses import dataclass, replace

import numpy as np

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind, Sleeve
from toile.pixels.arrays import Points
from toile.vision.measure import Body, sign
from toile.vision.warp import resample

# A garment that hangs in folds is shorter than one that lies flat; judged on photos of worn garments.
DRAPE = 0.92
SEAM = 0.06  # from the shoulder joint out to a set-in sleeve's seam, in body units
EASE = 1.04  # cloth round a limb against the limb
CUFF_BOW, HEM_BOW = 0.10, 0.06  # how much a hem round a limb curves, as a share of its width
# A flat tube is half its circumference wide, a round one 2/pi of that; worn sleeves are in between.
ROUND = 0.80
BEYOND = 0.08  # how far past its last joint a limb's middle line goes on, as a share of its length


@dataclass(frozen=True)
class StripTarget:
    """A sleeve or leg: both edges in the garment's photo and in the person's."""

    side: Side
    source: tuple[Points, Points]
    target: tuple[Points, Points]
    bow: float

    def moved(self, by: Points) -> "StripTarget":
        """The same strip in a picture shifted by [2] pixels."""
        outer, inner = self.target
        return replace(self, target=(outer + by, inner + by))


def place_sleeve(
    marks: GarmentLandmarks,
    body: Body,
    side: Side,
    scale: float,
    down_scale: float,
    shoulder: Points,
    under: Points,
) -> StripTarget:
    outer, inner = _edges_of(marks, side)
    arm = body.arms[side]
    line = _lengthened(arm.line, BEYOND)
    radius, seen = (_lengthened(width[:, None], BEYOND)[:, 0] for width in (arm.radius, arm.outer))
    length = _length(outer) * down_scale
    reach = arm.length
    if marks.sleeve is Sleeve.LONG:
        # A long sleeve ends at the wrist, whatever the photo's proportions say.
        length = float(np.clip(length, reach * 1.02, reach * 1.10))
    root = abs(float((shoulder - body.shoulders) @ body.across))
    edge = body.joints_apart / 2 + SEAM * body.unit
    # A seam that lies inside the joint leaves a piece of shoulder for the sleeve to go over.
    cap = np.array(
        [shoulder, *(body.over_shoulder(side, x) for x in np.linspace(root, edge, 4)[1:] if edge > root)]
    )
    target = _along_limb(
        line, (outer, inner), scale, radius * EASE, sign(side), (cap, under[None]), length, ROUND, seen * EASE
    )
    return StripTarget(side, (outer, inner), target, CUFF_BOW)


def place_leg(
    marks: GarmentLandmarks, body: Body, side: Side, scale: float, wish: float, hip: Points, crotch: Points
) -> StripTarget:
    outer, inner = _edges_of(marks, side)
    leg = body.legs[side]
    begin = (hip + crotch) / 2
    # The leg's middle leaves from between hip and crotch and joins the bones at the knee.
    share = np.linspace(1, 0, len(leg.line)) ** 2
    moved = leg.line + (begin - leg.line[0]) * share[:, None]
    line, radius = _lengthened(moved, BEYOND), _lengthened(leg.radius[:, None], BEYOND)[:, 0]
    reach = _length(moved)
    length = _length(outer) * scale * DRAPE * wish
    if marks.kind is Kind.TROUSERS and length > 0.72 * reach:
        length = float(np.clip(length, reach, 1.06 * reach)) * wish
    target = _along_limb(
        line, (outer, inner), scale, radius * EASE, sign(side), (hip[None], crotch[None]), length
    )
    return StripTarget(side, (outer, inner), target, HEM_BOW)


def _along_limb(
    line: Points,
    strip: tuple[Points, Points],
    scale: float,
    thickness: Points,
    outward: int,
    roots: tuple[Points, Points],
    length: float,
    roundness: float = 1.0,
    least: Points | None = None,
) -> tuple[Points, Points]:
    """Both edges of a strip along a limb's middle line [N, 2]; the cuff is square to the limb.

    `thickness` [N] is the limb's own half width; `roots` are where the outer and the inner edge begin;
    `roundness` is how wide the strip looks once it is round a limb, against lying flat; `least` [N] is how far
    out the limb itself reaches.
    """
    arc = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    source_half = _widths(*strip) / 2 * scale * roundness
    half = np.interp(arc / max(length, 1e-6), np.linspace(0, 1, 20), source_half)
    # At its root a sleeve lies on the shoulder; it has its own width only further down.
    opened = np.clip(arc / max(0.6 * length, 1e-6), 0, 1)
    half = thickness + np.maximum(half - thickness, 0) * opened * (2 - opened)
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6)
    normal = np.stack((along[:, 1], -along[:, 0]), axis=1) * outward
    # A wide sleeve leaves its arm's inner side where it is and hangs out on the other.
    inside = np.minimum(half, thickness * 1.06)
    outside = 2 * half - inside if least is None else np.maximum(2 * half - inside, least)
    outer_line, inner_line = line + normal * outside[:, None], line - normal * inside[:, None]
    # The outer edge leaves its root gradually, where the limb's outline has passed it.
    ahead = ((outer_line - roots[0][-1]) * along).sum(axis=1) > 0.35 * half
    first = int(np.argmax(ahead)) if ahead.any() else len(line) - 1
    outer = np.concatenate((roots[0], outer_line[max(first, 1) :]))
    outer_arc = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(outer, axis=0), axis=1))))
    last = int(np.clip(np.searchsorted(outer_arc, length), len(roots[0]) + 1, len(outer) - 1))
    end = len(line) - len(outer) + last
    below = np.flatnonzero(((inner_line - roots[1][0]) * along).sum(axis=1) > 0.15 * half)
    below = below[below <= end]
    if below.size:
        inner = np.concatenate((roots[1], inner_line[below]))
    else:
        inner = np.concatenate((roots[1], roots[1] + along[end] * half[end] * 0.2))
    return _smoothed(outer[: last + 1]), inner


def _smoothed(edge: Points) -> Points:
    """An edge without corners; its ends stay where they are."""
    dense = resample(edge, 41)
    weight = np.hanning(13)[1:-1] / np.hanning(13).sum()
    padded = np.concatenate((2 * dense[0] - dense[5:0:-1], dense, 2 * dense[-1] - dense[-2:-7:-1]))
    return np.stack([np.convolve(padded[:, axis], weight, "valid") for axis in (0, 1)], axis=1)


def _widths(outer: Points, inner: Points) -> Points:
    """A strip's width [20] from root to cuff: from the inner edge straight across to the outer one."""
    dense = resample(outer, 80)
    stations = resample(inner, 20)
    nearest: Points = np.linalg.norm(stations[:, None] - dense[None], axis=-1).min(axis=1)
    return nearest


def _lengthened(line: Points, share: float) -> Points:
    """A middle line continued straight past its end, with stations as dense as before."""
    extra = max(round(len(line) * share), 1)
    step = line[-1] - line[-2]
    return np.concatenate((line, line[-1] + step * np.arange(1, extra + 1)[:, None]))


def _length(edge: Points) -> float:
    return float(np.linalg.norm(np.diff(edge, axis=0), axis=1).sum())


def _edges_of(marks: GarmentLandmarks, side: Side) -> tuple[Points, Points]:
    strip = marks.strips[side]
    return np.array(strip.outer, dtype=np.float64), np.array(strip.inner, dtype=np.float64)
