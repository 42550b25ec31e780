"""Garments alone: cut-out, kind and sleeve, landmarks, neckline, colours, pattern."""

import numpy as np

from benchmarks.seeing import shots
from benchmarks.seeing.bar import Bar, Seen, p95
from benchmarks.seeing.shots import PLAIN, SHADED, Product
from toile.domain.garment import Kind, Pattern
from toile.errors import BadRequest
from toile.pixels.arrays import Mask
from toile.pixels.colour import ciede2000, to_lab
from toile.pixels.mask import close
from toile.vision.attributes import describe
from toile.vision.cutout import Cutout, cut_out
from toile.vision.garment_photo import is_doubtful
from toile.vision.garment_sight import GarmentSight, see_garment
from toile.vision.garment_words import add_words
from toile.vision.neckline import find_neckline
from toile.vision.palette import PALETTE

BARS = (
    Bar("cutout", "overlap, white ground", 0.985),
    Bar("cutout", "overlap, fading ground with shadow", 0.97),
    Bar("cutout", "overlap, cloth 4 to 6 dE off its ground", 0.95),
    Bar("cutout", "recall of gaps at arms and legs", 0.90),
    Bar("cutout", "wood, linen, window light: cut (0.95) or called busy", 0.95),
    Bar("kind", "right kind", 0.99),
    Bar("kind", "right sleeve", 0.95),
    Bar("landmarks", "mean error / shoulder width", 0.04, least=False),
    Bar("landmarks", "95th percentile of errors", 0.10, least=False, summary=p95),
    Bar("neckline", "depth error / neck width", 0.08, least=False),
    Bar("colour", "main colour exact or neighbour", 0.95),
    Bar("pattern", "right pattern class", 0.90),
)
GAP = 0.05  # of the picture's height: half the width of a gap that counts as one between two parts
NEAR = 10.0  # CIEDE2000 between colours that one may as well call alike
FEW = 30  # pixels of such gaps below which there is nothing to recall


def overlap(one: Mask, other: Mask) -> float:
    """Soft intersection over union, 0..1."""
    union = float(np.maximum(one, other).sum())
    return float(np.minimum(one, other).sum()) / union if union else 1.0


def recall_gaps(found: Mask, truth: Mask) -> float | None:
    """The share of the narrow gaps in a garment that a cut-out leaves open; None where it has none."""
    gaps = (close(truth, GAP * truth.shape[0]) > 0.5) & (truth < 0.02)
    return float((found[gaps] < 0.5).mean()) if gaps.sum() >= FEW else None


def observe_cutout(seed: int) -> Seen:
    """A plain ground, one with a fade and a shadow, one as pale as the cloth, and one that is no paper at all."""
    seen: dict[str, list[float]] = {}
    for grounds, metric in ((PLAIN, BARS[0].metric), (SHADED, BARS[1].metric)):
        shot = shots.product(seed, grounds)
        alpha = cut_out(shot.photo.rgb).alpha
        seen[metric] = [overlap(alpha, shot.photo.alpha)]
        recall = recall_gaps(alpha, shot.photo.alpha)
        seen.setdefault(BARS[3].metric, []).extend([] if recall is None else [recall])
    pale = shots.faint(seed)
    seen[BARS[2].metric] = [overlap(cut_out(pale.photo.rgb).alpha, pale.photo.alpha)]
    busy = shots.product(seed, shots.BUSY)
    cut = cut_out(busy.photo.rgb)
    said = is_doubtful(cut)
    seen[BARS[4].metric] = [float(said or overlap(cut.alpha, busy.photo.alpha) >= 0.95)]
    return seen


def _read(shot: Product) -> tuple[Cutout, GarmentSight] | None:
    cut = cut_out(shot.photo.rgb)
    try:
        return cut, see_garment(cut.foreground, cut.alpha)
    except BadRequest:
        return None


def observe_kind(seed: int) -> Seen:
    """Kind and sleeve from the photo alone.

    A kind is the shape of a garment as far as its outline tells: a coat to the knee, a top by its place on the body,
    may be called a dress.
    """
    shot = shots.product(seed)
    read, truth = _read(shot), shot.photo.landmarks
    right = {truth.kind} | ({Kind.DRESS} if shot.garment.skirted and truth.kind is Kind.TOP else set())
    kind = read is not None and read[1].landmarks.kind in right
    if truth.kind not in (Kind.TOP, Kind.DRESS):
        return {"right kind": [float(kind)]}
    sleeve = read is not None and read[1].landmarks.sleeve is truth.sleeve
    return {"right kind": [float(kind)], "right sleeve": [float(sleeve)]}


def observe_landmarks(seed: int) -> Seen:
    """Distances of the landmarks from their places, as shares of the shoulders' (or the waist's) width.

    Left out: `neck_front`, which is the neckline's, and places on a smooth side that are a convention: hips, and the
    waists of tops and dresses. A garment taken for another kind counts in the row of kinds.
    """
    shot = shots.product(seed)
    read, truth = _read(shot), shot.photo.landmarks
    if read is None or read[1].landmarks.kind is not truth.kind:
        return {}
    upper = truth.kind in (Kind.TOP, Kind.DRESS)
    end = "shoulder" if upper else "waist"
    unit = abs(truth[f"left_{end}"].x - truth[f"right_{end}"].x)
    away = [
        float(np.hypot(read[1].landmarks[name].x - place.x, read[1].landmarks[name].y - place.y)) / unit
        for name, place in truth.points.items()
        if name in read[1].landmarks.points
        and not name.endswith(("front", "hip", "waist" if upper else "front"))
    ]
    return {"mean error / shoulder width": [float(np.mean(away))], "95th percentile of errors": away}


def observe_neckline(seed: int) -> Seen:
    """The depth of the front below the neck's high points, where the garment is closed."""
    shot = shots.product(seed)
    read, truth = _read(shot), shot.photo.landmarks
    if truth.kind not in (Kind.TOP, Kind.DRESS) or shot.garment.worn_open or read is None:
        return {}
    if read[1].landmarks.kind not in (Kind.TOP, Kind.DRESS):
        return {}
    cut, sight = read
    found = find_neckline(cut.foreground, cut.alpha, sight.landmarks, sight.neck_depth)
    width = np.hypot(*(np.array(truth["left_neck"]) - np.array(truth["right_neck"])))
    return {"depth error / neck width": [abs(found.depth - shot.photo.neckline_depth / float(width))]}


def observe_words(seed: int) -> Seen:
    """The name of the main colour and the class of the pattern.

    A colour's name is right or a neighbour's when it is the dye's own, or when one of its typical colours is within
    `NEAR` of the dye (CIEDE2000). Of patterned cloth the ground or the colour on it may be called the main one. Each
    pattern counts as its own class, colour-block too.
    """
    shot = shots.product(seed)
    read, fabric = _read(shot), shot.garment.fabric
    if read is None:
        return {BARS[10].metric: [0.0], BARS[11].metric: [0.0]}
    cut, sight = read
    measured = describe(cut.foreground, cut.alpha, sight.landmarks, "crew")
    said = add_words(measured, sight.reading, cut.foreground, cut.alpha)
    main = said.colours[0][0] if said.colours else ""
    count = 1 if fabric.pattern is Pattern.PLAIN else 2
    right = any(
        main == name or _gap(main, dye) <= NEAR
        for name, dye in list(zip(fabric.names, fabric.colours, strict=False))[:count]
    )
    return {BARS[10].metric: [float(right)], BARS[11].metric: [float(said.pattern is fabric.pattern)]}


def _gap(name: str, dye: tuple[int, int, int]) -> float:
    """CIEDE2000 from a dye to the nearest typical colour of a name."""
    anchors = np.array([[list(bytes.fromhex(code)) for code in PALETTE.get(name, ())]], np.uint8)
    if not anchors.size:
        return float("inf")
    return float(ciede2000(to_lab(anchors)[0], to_lab(np.array([[dye]], np.uint8))[0]).min())
