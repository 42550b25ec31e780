"""Cutting: from a garment's numbers to a sheet round the body at rest. Heights are those of a figure of 1.70 m."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import Kind
from toile.pixels.arrays import Floats
from toile.world.clothes import cloth, crease, form
from toile.world.clothes.cloth import Cloth, Rule
from toile.world.clothes.form import Form
from toile.world.clothes.garment import FAR, GarmentSpec, Panel
from toile.world.ease import smooth

STEP = 0.0115  # metres between vertices
TORSO = (int(Panel.FRONT), int(Panel.BACK))
SLEEVES = {Side.LEFT: int(Panel.LEFT_SLEEVE), Side.RIGHT: int(Panel.RIGHT_SLEEVE)}
LEGS = {Side.LEFT: int(Panel.LEFT_LEG), Side.RIGHT: int(Panel.RIGHT_LEG)}
BAND = 0.055  # height of ribbed cuffs and hems
WAISTBAND = 0.036
_LOW = 0.65  # share of a sleeve's room that is below the arm
_POWER = {"crew": 2.0, "scoop": 2.3, "v": 1.05, "boat": 2.6, "square": 7.0, "turtle": 2.0, "strap": 2.4}


@dataclass(frozen=True)
class Piece:
    """A garment cut and sewn, not yet worn. `edges`: rules that say how far a place is from each kind of edge."""

    garment: GarmentSpec
    cloth: Cloth
    edges: dict[str, Rule]
    form: Form


def cut(body: Form, g: GarmentSpec, layer: float, covered: float = FAR) -> Piece:
    """The garment for that body. `layer`: metres that what is worn under it takes; `covered`: above that height
    something is worn over it, and its pleats lie flat."""
    piece = _CUTTERS[g.kind](body, g, layer)
    return replace(piece, cloth=crease.creased(_ruffled(piece.cloth, body, g, covered), body, g))


def neckline(body: Form, g: GarmentSpec) -> Rule:
    """Metres below the neckline: a superellipse gauge, deeper in front than behind."""
    s = body.scale
    wide = g.neck_width * s * body.broad
    top = body.neck_side(wide) + (0.050 if g.neckline == "turtle" else 0.004) * s
    back = min(0.45 * g.neck_depth, 0.024) * s
    power = _POWER[g.neckline]
    if g.neckline == "turtle":
        return lambda p: np.asarray(top - p[:, 1] - 0.25 * (p[:, 2] - body.middle), np.float32)

    def rule(p: Floats) -> Floats:
        toward = smooth((p[:, 2] - body.middle) / (0.05 * s) + 0.5)
        depth = back + (g.neck_depth * s - back) * toward
        x = np.abs(p[:, 0]) / wide
        y = np.maximum(top - p[:, 1], 0) / depth
        gauge = (x**power + y**power) ** (1 / power) + 1e-6
        steep = np.hypot(
            (x / gauge) ** (power - 1) / wide, np.where(y > 0, (y / gauge) ** (power - 1) / depth, 0.0)
        )
        return np.asarray((gauge - 1) / np.maximum(steep, 1.0), np.float32)

    return rule


def _upper(body: Form, g: GarmentSpec, layer: float) -> Piece:
    """Tops, dresses and what goes over them."""
    s = body.scale
    grow = g.ease + layer
    tubes = [_trunk(body, g, grow, 1.26)]
    sleeved = g.sleeve_length > 0
    for side in Side if sleeved else ():
        tubes.append(_sleeve(body, g, side, layer))
    if g.neckline == "turtle":
        tubes.append(body.collar(0.010 + 0.4 * layer))
    sheet = form.sheet(body.torso, tubes, min(grow, 0.016 + layer), body.box(g.hem, sleeved, g.flare), STEP)
    edges: dict[str, Rule] = {"hem": _hem(g, s), "neck": neckline(body, g)}
    sheet = cloth.trim(sheet, edges["hem"], STEP)
    for side in Side:
        arm = body.arms[side]
        if sleeved:
            seam = _seam(body, g, side)
            sheet = cloth.assign(sheet, seam, STEP, SLEEVES[side], (0,))
            end = arm.until(g.sleeve_length)
            sheet = cloth.trim(sheet, end, STEP, np.array([SLEEVES[side]], np.uint8))
        else:
            sheet = cloth.trim(sheet, _armhole(body, g, side), STEP)
    sheet = cloth.trim(sheet, edges["neck"], STEP)
    sheet = cloth.assign(sheet, lambda p: p[:, 2] - body.middle_at(p[:, 1]), STEP, Panel.BACK, (0,))
    sheet = cloth.largest(sheet)
    if g.closure != "none":
        edges["opening"] = _opening(g, s)
        if g.worn_open:
            sheet = cloth.trim(sheet, edges["opening"], STEP, np.array([Panel.FRONT], np.uint8))
    if sleeved:
        edges["cuff"] = lambda p: np.minimum(
            body.arms[Side.LEFT].until(g.sleeve_length)(p), body.arms[Side.RIGHT].until(g.sleeve_length)(p)
        )
        edges["armhole"] = lambda p: np.minimum(*(_seam(body, g, side)(p) for side in Side))
    else:
        edges["cuff"] = lambda p: np.minimum(*(_armhole(body, g, side)(p) for side in Side))
    sheet = _bands(sheet, g, edges, s)
    return Piece(g, sheet, edges, body)


def _seam(body: Form, g: GarmentSpec, side: Side) -> Rule:
    """Where the sleeve is sewn on: on the shoulder, or dropped off it in wide cuts."""
    return body.arms[side].armhole(0.012 - 1.6 * max(g.ease - 0.014, 0.0), g.sleeve_ease)


def _bands(sheet: Cloth, g: GarmentSpec, edges: dict[str, Rule], s: float) -> Cloth:
    """Cuffs and hems with a band of their own."""
    if g.cuff != "hem" and "cuff" in edges and g.sleeve_length > 0.6:
        cuff = edges["cuff"]
        sheet = cloth.assign(sheet, lambda p: cuff(p) - BAND * s, STEP, Panel.CUFF, tuple(SLEEVES.values()))
    if g.waistband == "rib":
        hem = edges["hem"]
        sheet = cloth.assign(sheet, lambda p: hem(p) - BAND * s, STEP, Panel.WAISTBAND, TORSO)
    return sheet


def _skirt(body: Form, g: GarmentSpec, layer: float) -> Piece:
    s = body.scale
    tube = _trunk(body, g, g.ease + layer, body.waist + 0.02)
    sheet = form.sheet((), [tube], 0.0, body.box(g.hem, False, g.flare, top=body.waist + 0.03), STEP)
    edges: dict[str, Rule] = {"hem": _hem(g, s), "neck": lambda p: body.waist * s - p[:, 1]}
    for rule in (edges["hem"], edges["neck"]):
        sheet = cloth.trim(sheet, rule, STEP)
    sheet = cloth.assign(sheet, lambda p: p[:, 2] - body.middle_at(p[:, 1]), STEP, Panel.BACK, (0,))
    top = edges["neck"]
    sheet = cloth.assign(sheet, lambda p: top(p) - WAISTBAND * s, STEP, Panel.WAISTBAND, TORSO)
    return Piece(g, cloth.compact(sheet), edges, body)


def _trousers(body: Form, g: GarmentSpec, layer: float) -> Piece:
    """Cut as trousers are: one leg, its mirror image, and a seam from the waist's front through to its back."""
    s = body.scale
    grow = g.ease + layer
    hips = body.trunk(np.linspace(body.waist + 0.03, body.crotch + 0.02, form.STATIONS), legs=False)
    tubes = [hips.grown(0.004 + 0.6 * grow).tube(blend=0.02, start="closed"), _leg(body, g, grow)]
    low, high = body.box(g.hem - 0.03, False, g.flare, top=body.waist + 0.03)
    sheet = form.sheet((), tubes, 0.0, (low * np.array((0.35, 1, 1)), high), STEP)
    hem, crotch = _leg_hem(body, g), body.crotch * s
    edges: dict[str, Rule] = {"hem": hem, "neck": lambda p: body.waist * s - p[:, 1]}
    sheet = cloth.trim(sheet, lambda p: np.maximum(p[:, 0], crotch - p[:, 1]), STEP)
    for rule in (hem, edges["neck"]):
        sheet = cloth.trim(sheet, rule, STEP)
    sheet = cloth.largest(sheet)
    sheet = cloth.mirrored(replace(sheet, panel=np.full(len(sheet.faces), Panel.LEFT_LEG, np.uint8)), crotch)
    mirror = sheet.panel == cloth.MIRRORED
    sheet = replace(sheet, panel=np.where(mirror, np.uint8(Panel.RIGHT_LEG), sheet.panel))
    top = edges["neck"]
    sheet = cloth.assign(sheet, lambda p: top(p) - WAISTBAND * s, STEP, Panel.WAISTBAND, tuple(LEGS.values()))
    return Piece(g, sheet, edges, body)


_CUTTERS: dict[Kind, Callable[[Form, GarmentSpec, float], Piece]] = {
    Kind.TOP: _upper,
    Kind.DRESS: _upper,
    Kind.SKIRT: _skirt,
    Kind.TROUSERS: _trousers,
    Kind.SHORTS: _trousers,
}


def _trunk(body: Form, g: GarmentSpec, grow: float, top: float) -> NDArray[np.float64]:
    """The tube from the chest down past the hem."""
    heights = np.linspace(top, g.hem - 0.04, form.STATIONS)
    near = body.trunk(heights, legs=True)
    shape = near.grown(grow).half
    hung = np.maximum.accumulate(shape, axis=0)
    waist = body.waist
    falls = np.full(len(heights), g.drape)[:, None]
    if g.flare > 0 or g.skirted:
        # What flares is fitted above the waist and free below it.
        falls = np.where((heights > waist)[:, None], g.drape, 0.0)
    shape = shape * (1 - falls) + hung * falls
    below = np.maximum(waist - heights, 0.0)[:, None]
    if g.flare > 0:
        line = shape[np.argmin(np.abs(heights - waist))] * (1 + 0.8 * np.minimum(below, 0.08))
        shape = np.maximum(shape, line + below * g.flare * np.array((1.0, 0.72, 0.72)))
    if g.skirted:
        hangs = heights < 0.90
        shape[hangs] = np.maximum.accumulate(shape[hangs], axis=0)
    return near.shaped(shape).tube(blend=0.03, start="flat")


def _sleeve(body: Form, g: GarmentSpec, side: Side, layer: float) -> NDArray[np.float64]:
    arm = body.arms[side]
    share = np.linspace(0.0, 1.0, form.STATIONS)[:, None]
    ease = g.sleeve_ease + layer
    narrow = 0.55 if g.cuff == "hem" and g.sleeve_length > 0.6 else 1.0
    shape = arm.half + ease * (1 - (1 - narrow) * share)
    # A sleeve does not follow the wrist: it narrows evenly.
    straight = shape[2] * (1 - share) + (arm.half[-3] + ease * narrow) * share
    shape = np.maximum(shape, straight)
    if g.cuff != "hem" and g.sleeve_length > 0.6:
        length = arm.reach * g.sleeve_length
        at = share[:, 0] * arm.reach
        tight = np.clip((at - (length - BAND - 0.03)) / 0.03, 0, 1)[:, None]
        full = np.clip((at - (length - 0.20)) / 0.10, 0, 1)[:, None] * 0.010
        shape = (shape + full) * (1 - tight) + (arm.half + 0.006 + layer) * tight
    # On the shoulder the cloth lies on the arm: the room is below it.
    lower = -np.sign(arm.side[1]) * (shape[:, 0] - arm.half[:, 0] - layer) * _LOW * (1 - 0.6 * share[:, 0])
    middle = arm.middle + np.stack((lower, 0 * lower), axis=1)
    return replace(arm, half=shape, middle=middle).tube(blend=0.035, start="round")


def _leg(body: Form, g: GarmentSpec, grow: float) -> NDArray[np.float64]:
    """The left leg."""
    leg = body.legs[Side.LEFT]
    share = np.linspace(0.0, 1.0, form.STATIONS)[:, None]
    shape = leg.half + grow
    thigh = shape[5]
    straight = thigh * (1 - share) + (leg.half[-2] + 0.012 + grow) * share
    wide = np.where(share > 0.2, np.maximum(shape, thigh * np.ones_like(share)), shape)
    loose = np.maximum(shape, straight * 0.6 + wide * 0.4)
    shape = shape * (1 - g.drape) + loose * g.drape + np.maximum(share - 0.5, 0) * g.flare
    if g.cuff == "rib":
        length = body.leg_reach(g.hem)
        at = share[:, 0] * leg.reach
        tight = np.clip((at - (length - BAND - 0.03)) / 0.03, 0, 1)[:, None]
        shape = shape * (1 - tight) + (leg.half + 0.008) * tight
    # Inwards there is no room for more than a little cloth: the width goes outwards.
    middle = leg.middle.copy()
    inward = leg.origin[0] + leg.axis[0] * share[:, 0] * leg.reach + middle[:, 0] - shape[:, 0]
    over = np.maximum(0.004 - inward, 0.0)
    middle[:, 0] += 0.5 * over
    shape[:, 0] -= 0.5 * over
    return replace(leg, half=shape, middle=middle).tube(blend=0.022, start="round")


def _hem(g: GarmentSpec, s: float) -> Rule:
    """Metres above the lower edge; a shirt's tail is higher at the sides."""
    tail = 0.035 if g.collar == "shirt" and g.kind is Kind.TOP and not g.tucked else 0.0

    def rule(p: Floats) -> Floats:
        side = np.clip(np.abs(p[:, 0]) / (0.16 * s), 0, 1.2)
        return np.asarray(p[:, 1] - (g.hem + tail * side**2.5) * s, np.float32)

    return rule


def _leg_hem(body: Form, g: GarmentSpec) -> Rule:
    length = body.leg_reach(g.hem)

    def rule(p: Floats) -> Floats:
        both = [length - leg.along(p) for leg in (body.legs[Side.LEFT], body.legs[Side.RIGHT])]
        return np.asarray(np.where(p[:, 0] > 0, both[0], both[1]), np.float32)

    return rule


def _opening(g: GarmentSpec, s: float) -> Rule:
    """Metres from the front's middle line or, worn open, from the edge there."""
    if not g.worn_open:
        return lambda p: np.where(p[:, 2] > 0, np.abs(p[:, 0]), FAR).astype(np.float32)
    top = 1.40 * s

    def rule(p: Floats) -> Floats:
        gap = 0.030 * s + 0.085 * np.clip(top - p[:, 1], 0, 0.5)
        return np.asarray(np.where(p[:, 2] > 0, np.abs(p[:, 0]) - gap, FAR), np.float32)

    return rule


def _armhole(body: Form, g: GarmentSpec, side: Side) -> Rule:
    """Metres from a bare armhole: half an ellipse below, upright above."""
    s, arm = body.scale, body.arms[side]
    sign = 1.0 if side is Side.LEFT else -1.0
    strap = g.neck_width * s * body.broad + (0.016 if g.neckline == "strap" else 0.036) * s
    outer = arm.origin[0] * sign + 0.016 * s
    wide = max(outer - strap, 0.02)
    low, high = arm.origin[1] - (0.062 + 0.02 * (g.neckline == "strap")) * s, 0.078 * s

    def rule(p: Floats) -> Floats:
        x = np.maximum(p[:, 0] * sign, 0.0)
        across = (outer + 0.002 - x) / wide
        across = np.maximum(across, 0.0)
        down = np.maximum(low - p[:, 1], 0.0) / high
        gauge = np.hypot(across, down) + 1e-6
        steep = np.hypot(across / gauge / wide, down / gauge / high)
        return np.asarray((gauge - 1) / np.maximum(steep, 1.0), np.float32)

    return rule


def _ruffled(sheet: Cloth, body: Form, g: GarmentSpec, covered: float) -> Cloth:
    """Pleats and the fullness of a flared skirt, pressed into the sheet before it hangs."""
    if g.pleats <= 0:
        return sheet
    s = body.scale
    rest = sheet.rest.astype(np.float64)
    below = np.clip(min(body.waist - 0.03, covered) * s - rest[:, 1], 0, None)
    turn = np.arctan2(rest[:, 0], rest[:, 2] - body.middle)
    depth = np.minimum(0.010 + 0.055 * below, 0.030) * np.clip(below / 0.05, 0, 1)
    wave = np.cos(g.pleats * turn + 0.6 * np.sin(3 * turn))
    # Waves outwards only: the sheet must stay off the body.
    out = depth * (0.5 + 0.5 * wave)
    away = np.stack((np.sin(turn), np.zeros_like(turn), np.cos(turn)), axis=1)
    return replace(sheet, rest=(rest + out[:, None] * away).astype(np.float32))
