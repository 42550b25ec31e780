"""Garments: from parameters to shells round a body. Heights are those of a figure of 1.70 m, then scaled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import Category, Kind, Sleeve
from toile.world import table
from toile.world.body import HIP, SHOULDER, SIGN, TRUNK_FROM, TRUNK_TO, Figure, trunk_sections
from toile.world.fabric import FabricSpec
from toile.world.shape import Cut, Folds, Loft, Sections, Surface, Vector, bone

Heights = NDArray[np.float64]  # [N]

WAIST = 1.045
WAISTBAND = 1.030
CLOTH = 0.005  # thickness of a shell


@dataclass(frozen=True)
class GarmentSpec:
    """A garment. `cut` is its common name; `sleeve_length` a share of the arm (0 none, 1 the wrist).

    `hem`: metres above the floor (on legs: above the ankle's lowest trouser hem the same way). `ease`: metres
    away from the body; `drape` 0 follows the waist, 1 falls straight; `flare`: how much wider per metre
    downwards; `folds`: how many waves run down it, `fold_depth` their share of the radius.
    """

    category: Category
    kind: Kind
    cut: str
    fabric: FabricSpec
    words: str
    sleeve: Sleeve = Sleeve.NONE
    sleeve_length: float = 0.0
    sleeve_ease: float = 0.012
    neckline: str = "crew"
    neck_width: float = 0.078
    neck_depth: float = 0.075
    hem: float = 0.86
    ease: float = 0.012
    drape: float = 0.5
    flare: float = 0.0
    folds: float = 0.0
    fold_depth: float = 0.0
    seam: bool = False
    tucked: bool = False


def dress(figure: Figure, garments: Sequence[GarmentSpec]) -> list[Surface]:
    """The garments on the figure, in the order given, as surfaces named by category.

    A top lies over what is worn below, unless it is tucked in.
    """
    below = [g for g in garments if g.category is Category.BOTTOM]
    tucked = any(g.tucked for g in garments if g.category is Category.TOP)
    surfaces: list[Surface] = []
    inner: Loft | None = None
    for garment in sorted(garments, key=lambda g: list(Category).index(g.category)):
        if garment.category is Category.BOTTOM:
            surface = _BUILDERS[garment.kind](figure, garment, 0.015 if tucked else 0.003, None)
            inner = None if tucked else surface.lofts[0]
        else:
            worn = (
                replace(garment, hem=WAISTBAND - 0.03, drape=0.0, ease=min(garment.ease, 0.005))
                if garment.tucked and below
                else garment
            )
            surface = _BUILDERS[garment.kind](figure, worn, 0.004, inner)
        hides = Category.TOP if tucked else Category.BOTTOM
        surfaces.append(_under(surface) if garment.category is hides and len(garments) > 1 else surface)
    return surfaces


def _under(surface: Surface) -> Surface:
    """The surface, hidden by other cloth over it."""
    return replace(surface, lofts=tuple(replace(loft, covered=2) for loft in surface.lofts))


def landmarks(figure: Figure, garment: GarmentSpec, surface: Surface) -> dict[str, Vector]:
    """Where the named places of `domain.garment` are, in the room."""
    lofts = {loft.part: loft for loft in surface.lofts}
    if garment.kind in (Kind.TROUSERS, Kind.SHORTS):
        return _leg_landmarks(figure, lofts)
    trunk = lofts["trunk"]
    places = {}
    for side in Side:
        sign = SIGN[side]
        places[f"{side}_hem"] = trunk.at(1.0, x=sign)
        if garment.kind is Kind.SKIRT:
            places[f"{side}_waist"] = trunk.at(0.0, x=sign)
            places[f"{side}_hip"] = _beside(figure, trunk, 0.87, sign)
        else:
            places |= _upper_landmarks(figure, garment, surface, side, lofts)
    if surface.cut is not None:
        drop = (surface.cut.top - surface.cut.front) / figure.scale
        across, fore = 0.0, trunk.section(_share(figure, trunk, drop))
        depth = fore[1] + fore[3]
        places["neck_front"] = figure.trunk.place(across, drop * figure.scale, depth)
    return places


def arm_lofts(surface: Surface, side: Side) -> tuple[Loft, ...]:
    """The lofts of one sleeve, from the shoulder down."""
    return tuple(loft for loft in surface.lofts if loft.part in (f"{side} arm", f"{side} forearm"))


def leg_lofts(surface: Surface, side: Side) -> tuple[Loft, ...]:
    """The lofts of one trouser leg, from the hip down."""
    return tuple(loft for loft in surface.lofts if loft.part in (f"{side} thigh", f"{side} shin"))


def _upper(figure: Figure, g: GarmentSpec, layer: float, inner: Loft | None) -> Surface:
    """A top or a dress."""
    grow = g.ease + layer
    trunk = _trunk(figure, g, TRUNK_TO, grow, inner)
    lofts = [trunk]
    for side in Side:
        for name in (f"{side} yoke", f"{side} breast"):
            if name in figure.parts:
                part = figure[name].grown(min(grow, 0.012) if "yoke" in name else grow * 0.8)
                lofts.append(replace(part, reference="trunk", blend=0.08 if "breast" in name else part.blend))
    for side in Side:
        lofts += _sleeve(figure, g, side, layer)
    return Surface(g.category, tuple(lofts), CLOTH, _cut(figure, g))


def _skirt(figure: Figure, g: GarmentSpec, layer: float, inner: Loft | None) -> Surface:
    trunk = replace(_trunk(figure, g, WAISTBAND, layer + g.ease, inner), open_end=2)
    return Surface(g.category, (trunk,), CLOTH)


def _trousers(figure: Figure, g: GarmentSpec, layer: float, inner: Loft | None) -> Surface:
    s = figure.scale
    grow = g.ease + layer
    hips = replace(g, hem=0.795, flare=0.0, drape=0.0, folds=0.0)
    trunk = replace(
        _trunk(figure, hips, WAISTBAND, grow, inner, legs=False), open_end=-1, caps=(0.02, 0.05 * s)
    )
    lofts = [trunk]
    for side in Side:
        lofts += _leg(figure, g, side, grow)
    return Surface(g.category, tuple(lofts), CLOTH)


def _trunk(
    figure: Figure, g: GarmentSpec, top: float, grow: float, inner: Loft | None, legs: bool = True
) -> Loft:
    """The loft from `top` down to the hem."""
    s = figure.scale
    heights = np.linspace(top, g.hem, table.STATIONS)
    body = _envelope(figure, heights, legs)
    shape = body.copy()
    shape[:, :3] += grow
    chest = shape[heights >= 1.10].max(axis=0) if top > 1.10 else shape[:3].max(axis=0)
    hung = np.maximum(shape, np.where((heights < 1.24)[:, None], chest, 0.0))
    start = WAIST if g.flare > 0 or top < 1.1 else 1.24
    falling = np.where((heights < start)[:, None], shape * (1 - g.drape) + hung * g.drape, shape)
    if top > 1.1 and start == WAIST:
        slim = (heights >= start) & (heights < 1.24)
        falling[slim] = (shape * (1 - 0.35 * g.drape) + hung * 0.35 * g.drape)[slim]
    shape[:, :3] = falling[:, :3]
    drop = np.maximum(start - heights, 0.0) * s
    waist = int(np.argmin(np.abs(heights - start)))
    for column, share in ((0, 1.0), (1, 0.62), (2, 0.62)):
        if g.flare > 0:
            line = shape[waist, column] + drop * g.flare * share + 0.10 * share * np.minimum(drop, 0.10)
            shape[:, column] = np.where(drop > 0, np.maximum(shape[:, column], line), shape[:, column])
    if g.kind in (Kind.SKIRT, Kind.DRESS):
        # Below the hips cloth hangs: it does not come in again between thigh and calf.
        hangs = heights < 0.90
        shape[hangs, :3] = np.maximum.accumulate(shape[hangs, :3], axis=0)
    if inner is not None:
        shape = _over(figure, inner, heights, shape)
    high, low = (figure.trunk.place(0, y * s, 0) for y in (top, g.hem))
    folds = None
    if g.folds > 0:
        folds = Folds(g.folds, g.fold_depth, 0.7 * g.folds, (top - min(top, start)) / (top - g.hem))
    return bone(
        "trunk",
        high,
        low,
        figure.trunk.front,
        shape,
        caps=(0.03 * s, 0.03 * s),
        open_end=1,
        folds=folds,
    )


def _envelope(figure: Figure, heights: Heights, legs: bool) -> Sections:
    """Sections that hold the bare body at those heights, legs included."""
    s = figure.scale
    known = trunk_sections(figure.build, s)
    at = np.linspace(TRUNK_FROM, TRUNK_TO, len(known))
    body = np.stack([np.interp(heights, at, column) for column in known.T], axis=1)
    if not legs:
        return np.asarray(body)
    below = heights < HIP + 0.07
    body[heights < 0.80, :3] *= 0.7  # the trunk has ended: only the legs count
    for side in Side:
        for name in ("thigh", "shin"):
            loft = figure[f"{side} {name}"]
            start = loft.origin - figure.trunk.origin
            fall = -loft.axis @ figure.trunk.up
            along = (start @ figure.trunk.up - heights * s) / fall
            share = np.clip(along / loft.length, 0, 1)
            x = np.abs((start + loft.axis * along[:, None]) @ figure.trunk.side)
            z = (start + loft.axis * along[:, None]) @ figure.trunk.front
            radius = np.interp(share, np.linspace(0, 1, table.STATIONS), loft.sections[:, 0])
            blend = np.clip((HIP + 0.07 - heights) / 0.085, 0, 1)
            blend = blend * blend * (3 - 2 * blend)
            here = below & (along >= -0.07 * s) & (along <= loft.length + 0.01)
            wide = np.maximum(body[:, 0], 1.02 * (x + radius))
            # A leg beside the middle needs a deeper ellipse than one in the middle.
            turn = np.radians(np.arange(15.0, 91.0, 15.0))[:, None]
            room = np.sqrt(np.maximum(1 - ((x + radius * np.cos(turn)) / wide) ** 2, 0.05))
            fore = ((z + radius * np.sin(turn)) / room).max(axis=0)
            back = ((radius * 1.06 * np.sin(turn) - z) / room).max(axis=0)
            for column, value in enumerate((wide, fore, back)):
                more = np.where(here, np.maximum(value - body[:, column], 0), 0)
                body[:, column] += more * blend
    return np.asarray(body)


def _over(figure: Figure, inner: Loft, heights: Heights, shape: Sections) -> Sections:
    """The shape, nowhere narrower than what is worn under it."""
    out = shape.copy()
    bare = _envelope(figure, heights, legs=True)[:, :3] + 0.026
    low = (heights < 1.0)[:, None]
    out[:, :3] = np.where(low, np.maximum(out[:, :3], bare), out[:, :3])
    swell = 1 + (1.2 * inner.folds.depth if inner.folds else 0.0)
    for i, height in enumerate(heights):
        share = _share(figure, inner, height)
        if share < 0 or share > 1:
            continue
        section = np.array(inner.section(share)[:3])
        out[i, :3] = np.maximum(out[i, :3], section * (1 + (swell - 1) * share) + 0.009)
    return out


def _sleeve(figure: Figure, g: GarmentSpec, side: Side, layer: float) -> list[Loft]:
    if g.sleeve_length <= 0:
        return []
    arm, forearm = figure[f"{side} arm"], figure[f"{side} forearm"]
    total = arm.length + forearm.length
    reach = g.sleeve_length * total
    ease = g.sleeve_ease + layer
    if reach <= arm.length:
        upper = _shortened(arm, reach / arm.length)
        return [replace(_eased(upper, ease, ease * 1.25), open_end=1)]
    share = min((reach - arm.length) / forearm.length, 1.0)
    lower = _shortened(forearm, share)
    cuff = ease if g.sleeve_ease > 0.02 else max(0.006, ease * 0.6)
    narrow = _eased(lower, ease, cuff)
    return [
        _eased(arm, ease, ease),
        replace(narrow, open_end=1, blend=0.02, caps=(narrow.sections[0, 0], 0.02)),
    ]


def _leg(figure: Figure, g: GarmentSpec, side: Side, grow: float) -> list[Loft]:
    s = figure.scale
    thigh, shin = figure[f"{side} thigh"], figure[f"{side} shin"]
    top = HIP * s
    reach = top - g.hem * s
    if reach <= thigh.length:
        upper = _eased(_shortened(thigh, reach / thigh.length), grow, grow + 0.004 + g.flare * 0.25)
        return [replace(upper, open_end=1)]
    lower = _shortened(shin, min((reach - thigh.length) / shin.length, 1.02))
    eased = _eased(thigh, grow, grow * 1.2)
    wide = _eased(lower, grow * 1.2, grow + g.flare)
    straight = np.maximum(wide.sections[:, :3], eased.sections[-1, 0] * g.drape)
    shape = np.concatenate((straight, wide.sections[:, 3:]), axis=1)
    # The thigh runs into the width of the leg below, so that there is no step at the knee.
    share = np.linspace(0, 1, table.STATIONS)[:, None]
    run = eased.sections.copy()
    run[:, :3] = np.maximum(run[:, :3], run[0, :3] * (1 - share) + straight[0] * share)
    eased = replace(eased, sections=run)
    return [eased, replace(wide, sections=shape, open_end=1, blend=0.03, caps=(0.05 * s, 0.03))]


def _shortened(loft: Loft, share: float) -> Loft:
    """The first part of a loft."""
    at = np.linspace(0, share, table.STATIONS)
    known = np.linspace(0, 1, table.STATIONS)
    columns = [np.interp(at, known, column) for column in loft.sections.T]
    return replace(loft, length=loft.length * share, sections=np.stack(columns, axis=1))


def _eased(loft: Loft, start: float, end: float) -> Loft:
    """A loft made wider, by `start` metres at its start and `end` at its end."""
    shape = loft.sections.copy()
    shape[:, :3] += np.linspace(start, end, len(shape))[:, None]
    return replace(loft, sections=shape, caps=(loft.caps[0] + start, loft.caps[1] + end))


_POWER = {"crew": 2.0, "scoop": 2.2, "v": 1.06, "boat": 2.6, "square": 5.0}


def _cut(figure: Figure, g: GarmentSpec) -> Cut:
    s = figure.scale
    broad = 1 + 0.12 * figure.build.frame
    top = (1.452 - 0.34 * (g.neck_width * broad - 0.078)) * s
    armhole = (0.0, 0.0, 1.0, 1.0)
    if g.sleeve_length <= 0:
        x = figure.joints["left_shoulder"]
        wide = float(np.linalg.norm(x - figure.joints["right_shoulder"])) / 2 + 0.012 * s
        strap = g.neck_width * broad * s + (0.034 if g.cut == "tank" else 0.042) * s
        armhole = (wide, 1.295 * s, max(wide - strap, 0.02), 0.080 * s)
    return Cut(
        figure.trunk,
        top,
        g.neck_width * broad * s,
        g.neck_depth * s,
        0.022 * s if g.cut != "tank" else 0.05 * s,
        _POWER[g.neckline],
        -0.022 * s,
        armhole,
    )


def _share(figure: Figure, loft: Loft, height: float) -> float:
    """How far down a trunk's loft that height is, as a share of its length."""
    top = (loft.origin - figure.trunk.origin) @ figure.trunk.up
    return float((top - height * figure.scale) / loft.length)


def _beside(figure: Figure, loft: Loft, height: float, sign: float) -> Vector:
    return loft.at(min(max(_share(figure, loft, height), 0.0), 1.0), x=sign)


def _upper_landmarks(
    figure: Figure, g: GarmentSpec, surface: Surface, side: Side, lofts: dict[str, Loft]
) -> dict[str, Vector]:
    cut, sign, s = surface.cut, SIGN[side], figure.scale
    assert cut is not None
    trunk = lofts["trunk"]
    places = {
        f"{side}_neck": figure.trunk.place(sign * cut.width, cut.top, -0.012 * s),
        f"{side}_waist": _beside(figure, trunk, WAIST if g.hem < WAIST - 0.03 else g.hem + 0.05, sign),
    }
    joint = figure.joints[f"{side}_shoulder"]
    sleeve = arm_lofts(surface, side)
    if not sleeve:
        edge = cut.armhole[0] - cut.armhole[2]
        places[f"{side}_shoulder"] = figure.trunk.place(sign * edge, SHOULDER * s + 0.055 * s, -0.012 * s)
        x, y, rx, ry = cut.armhole
        half = trunk.section(_share(figure, trunk, (y - 0.8 * ry) / s))[0]
        low = y - ry * float(np.sqrt(max(1 - ((half - x) / rx) ** 2, 0.0)))
        places[f"{side}_armpit"] = figure.trunk.place(sign * half, low, -0.006 * s)
        return places
    root, cuff = sleeve[0], sleeve[-1]
    places[f"{side}_shoulder"] = joint + (root.sections[0, 0] * 0.72) * (
        sign * figure.trunk.side * 0.5 + figure.trunk.up * 0.86
    )
    places[f"{side}_armpit"] = root.at(min(0.40, 0.8 * 0.1 / max(root.length, 1e-6) + 0.1), x=-sign)
    places[f"{side}_cuff_outer"] = cuff.at(1.0, x=sign)
    places[f"{side}_cuff_inner"] = cuff.at(1.0, x=-sign)
    return places


def _leg_landmarks(figure: Figure, lofts: dict[str, Loft]) -> dict[str, Vector]:
    trunk = lofts["trunk"]
    places = {"crotch": figure.trunk.place(0, 0.765 * figure.scale, 0)}
    for side in Side:
        sign = SIGN[side]
        places[f"{side}_waist"] = trunk.at(0.0, x=sign)
        places[f"{side}_hip"] = _beside(figure, trunk, 0.87, sign)
        hem = lofts.get(f"{side} shin", lofts[f"{side} thigh"])
        places[f"{side}_hem_outer"] = hem.at(1.0, x=sign)
        places[f"{side}_hem_inner"] = hem.at(1.0, x=-sign)
    return places


_BUILDERS = {
    Kind.TOP: _upper,
    Kind.DRESS: _upper,
    Kind.SKIRT: _skirt,
    Kind.TROUSERS: _trousers,
    Kind.SHORTS: _trousers,
}
