"""Dressing: where the warp puts markers, what lies over what, and what the masks hold."""

import time
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from benchmarks.seeing import shots
from benchmarks.seeing.bar import Bar, Seen, total
from benchmarks.seeing.shots import FRONTAL, STUDIOS, Sitter
from toile.domain.garment import Category, Kind
from toile.domain.geometry import Box
from toile.pixels.arrays import Bools, Points
from toile.tryon.draft import Draft, Garment, Person, find_waistline
from toile.tryon.fit import GarmentPhoto, PersonPhoto, fit
from toile.vision.targets import Placement
from toile.vision.targets import place as place_on_body
from toile.vision.warp import Layer, Spline, fit_spline, resample, warp_by_spline, warp_by_strip

BARS = (
    Bar("warp", "marker off its target / u, mean", 0.03, least=False),
    Bar("warp", "not folded: Jacobian above 0", 0.999),
    Bar("warp", "logo's aspect changed by", 0.12, least=False),
    Bar("composite", "garment over hair, hands, face", 0.005, least=False),
    Bar("composite", "old garment left to be seen", 0.005, least=False),
    Bar("composite", "pixels changed outside the mask", 0, least=False, summary=total),
    # Labels are right to a pixel: of a hand ten pixels wide its rim is a tenth.
    Bar("masks", "old garment inside", 0.99),
    Bar("masks", "face and hands inside", 0.02, least=False),
)
DOT = 2.0  # pixels, the spread of a marker
FRACTIONS = (0.2, 0.4, 0.6)  # along a strip; a cuff's bow begins at two thirds
ACROSS = (0.25, 0.5, 0.75)


def observe(seed: int) -> Seen:
    """Somebody frontal in a studio, with given joints, puts on another garment of what they wear."""
    sitter = shots.sitter(seed, FRONTAL, STUDIOS)
    worn = [garment.category for garment in sitter.wearing if garment.category is not Category.OUTER]
    category = worn[seed % len(worn)]
    shot = shots.piece(seed, category)
    photos = (
        PersonPhoto(sitter.photo.rgb, "", joints=sitter.photo.truth.joints),
        GarmentPhoto(shot.photo.rgb, "", category=category),
    )
    return {**_warped(*photos), **_composed(sitter, category, *photos)}


def _warped(person_photo: PersonPhoto, garment_photo: GarmentPhoto) -> dict[str, Sequence[float]]:
    method = Draft()
    person, garment = method.prepare_person(person_photo), method.prepare_garment(garment_photo)
    placement = place_on_body(
        garment.landmarks,
        garment.parts.main,
        person.body,
        length=1.0,
        width=1.0,
        waistline=find_waistline(person.wardrobe.labels, person.body),
    )
    spline = fit_spline(placement.target, placement.source)
    misses = [miss / person.body.unit for miss in _misses(garment, placement, spline)]
    seen = {
        BARS[0].metric: [float(np.mean(misses))],
        BARS[1].metric: [_upright(person, garment, placement, spline)],
    }
    if garment.landmarks.kind in (Kind.TOP, Kind.DRESS):
        seen[BARS[2].metric] = [_stretch(garment, placement, spline)]
    return dict(seen)


def _misses(garment: Garment, placement: Placement, spline: Spline) -> Iterator[float]:
    """How far each marker, drawn on the garment's photo, comes out from where it should be, in pixels."""
    shape = garment.alpha.shape
    solid = np.ones(shape, np.float32)
    for source, target in zip(placement.source, placement.target, strict=True):
        layer = warp_by_spline(_dotted(shape, source), solid, spline, _around(target))
        yield _away(layer, target)
    for strip in placement.strips:
        (from_out, from_in), (to_out, to_in) = (
            [resample(edge, 101) for edge in edges] for edges in (strip.source, strip.target)
        )
        for along in FRACTIONS:
            at = round(100 * along)
            for across in ACROSS:
                source = from_out[at] + across * (from_in[at] - from_out[at])
                target = to_out[at] + across * (to_in[at] - to_out[at])
                dotted = _dotted(shape, source)
                layer = warp_by_strip(dotted, solid, strip.source, strip.target, _around(target), strip.bow)
                yield _away(layer, target)


def _dotted(shape: tuple[int, ...], at: Points) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """A white photo with one dark soft dot."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    dark = np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * DOT**2))
    return np.repeat(np.rint(255 * (1 - dark)).astype(np.uint8)[..., None], 3, axis=2)


def _around(at: Points, reach: int = 14) -> Box:
    x, y = (round(float(v)) for v in at)
    return Box(x - reach, y - reach, x + reach + 1, y + reach + 1)


def _away(layer: Layer, target: Points) -> float:
    """From the middle of the dot in a warped layer to its target, in pixels; the box's reach where there is no dot."""
    dark = (255 - layer.rgb[..., 0]) * (layer.alpha > 0.5)
    dark = np.where(dark > 0.35 * max(float(dark.max()), 40.0), dark, 0)
    if not dark.any():
        return 14.0
    y, x = np.mgrid[: dark.shape[0], : dark.shape[1]]
    middle = np.array([(x * dark).sum(), (y * dark).sum()]) / dark.sum() + (layer.box.left, layer.box.top)
    return float(np.hypot(*(middle - target)))


def _upright(person: Person, garment: Garment, placement: Placement, spline: Spline) -> float:
    """The share of what the garment covers on which the map does not turn over."""
    height, width = person.rgb.shape[:2]
    _, where = _mapped(spline, height, width)
    covered = _covers(garment, where)
    dx, dy = np.gradient(where, axis=1), np.gradient(where, axis=0)
    jacobian = dx[..., 0] * dy[..., 1] - dx[..., 1] * dy[..., 0]
    areas, folded = [float(covered.sum())], [float((covered & (jacobian <= 0)).sum())]
    for strip in placement.strips:
        cells = [_cells(edges) for edges in (strip.source, strip.target)]
        areas.append(float(np.abs(cells[1]).sum()))
        folded.append(float(np.abs(cells[1][cells[0] * cells[1] <= 0]).sum()))
    return 1.0 - sum(folded) / max(sum(areas), 1.0)


def _mapped(spline: Spline, height: int, width: int) -> tuple[Points, Points]:
    """Every pixel [H, W, 2] and where in the garment's photo it looks."""
    pixels = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1).astype(np.float64)
    return pixels, spline(pixels.reshape(-1, 2)).reshape(height, width, 2)


def _covers(garment: Garment, where: Points) -> Bools:
    places = where.astype(np.float32)
    cover = cv2.remap(garment.parts.main, places[..., 0], places[..., 1], cv2.INTER_LINEAR)
    return np.asarray(cover > 0.5)


def _cells(edges: tuple[Points, Points]) -> Points:
    """Signed areas of the cells between both edges of a strip."""
    outer, inner = (resample(edge, 9) for edge in edges)
    one, other = inner[1:] - outer[:-1], inner[:-1] - outer[1:]
    return np.asarray((one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2)


def _stretch(garment: Garment, placement: Placement, spline: Spline) -> float:
    """How much a square on the chest becomes longer than wide, or wider than long: 0 for not at all."""
    marks = garment.landmarks
    chest = abs(marks["left_armpit"].x - marks["right_armpit"].x)
    middle = np.array((marks.axis, (marks["left_armpit"].y + marks["right_armpit"].y) / 2))
    low, high = placement.target.min(axis=0), placement.target.max(axis=0)
    height, width = int(max(high[1], 1)) + 2, int(max(high[0], 1)) + 2
    _, where = _mapped(spline, height, width)
    inside = (np.abs(where - middle) < 0.2 * chest).all(axis=-1)
    inside[: max(int(low[1]), 0)] = False
    if inside.sum() < 16:
        return 1.0
    across = np.linalg.norm(np.gradient(where, axis=1), axis=-1)[inside].mean()
    down = np.linalg.norm(np.gradient(where, axis=0), axis=-1)[inside].mean()
    return float(max(across / down, down / across)) - 1.0


def _composed(
    sitter: Sitter, category: Category, person: PersonPhoto, garment: GarmentPhoto
) -> dict[str, Sequence[float]]:
    look = fit(person, [garment], Draft(), clock=time.perf_counter)
    truth, layer = sitter.photo.truth, look.layers[0]
    covered = layer.coverage > 0.5
    front = np.maximum.reduce([truth.parts[name] for name in ("hair", "hands", "face")]) > 0.5
    old = truth.garment_alpha[category] > 0.5
    apart = (look.rgb != person.rgb).any(axis=-1)
    inside = layer.draw_stages()["inpaint"][..., 0] > 127
    kept = np.maximum(truth.parts["face"], truth.parts["hands"]) > 0.5
    return {
        BARS[3].metric: [float((covered & front).sum() / max(covered.sum(), 1))],
        BARS[4].metric: [float((old & ~covered & ~apart).sum() / max(old.sum(), 1))],
        BARS[5].metric: [float((apart & (look.mask <= 0)).sum())],
        BARS[6].metric: [float(inside[old].mean())] if old.any() else [],
        BARS[7].metric: [float(inside[kept].mean())] if kept.any() else [],
    }
