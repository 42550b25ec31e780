"""Dressing: garments on a figure, in the order in which one puts them on."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from toile.domain.body import Side
from toile.domain.garment import Category
from toile.pixels.arrays import Floats
from toile.world.camera import light
from toile.world.clothes import cloth, collar, cut, drape, palm, tracing
from toile.world.clothes.collar import Chest
from toile.world.clothes.cut import Piece
from toile.world.clothes.drape import LEFT, RIGHT, TRUNK, Collider, Hand
from toile.world.clothes.form import Form
from toile.world.clothes.garment import FAR, GarmentSpec, Panel
from toile.world.clothes.tracing import Tracing
from toile.world.ease import smooth
from toile.world.figure import shoes, skeleton
from toile.world.figure.body import Figure
from toile.world.figure.skeleton import Weights
from toile.world.mesh import Mesh, normals_of, vertex_parts
from toile.world.part import Part

_ORDER = (Category.BOTTOM, Category.DRESS, Category.TOP, Category.OUTER)
_WEAVES = {
    "denim": Hand(bend=0.30, give=0.8),
    "leather": Hand(bend=0.35, give=0.9),
    "wool": Hand(bend=0.30, give=0.8),
    "knit": Hand(bend=0.20, give=0.5),
    "fleece": Hand(bend=0.22, give=0.6),
    "satin": Hand(bend=0.05, give=0.7),
}


def dress(figure: Figure, garments: Sequence[GarmentSpec]) -> tuple[Mesh, ...]:
    """The garments, worn: one mesh each, named by category, in the order of dressing."""
    tucked = any(g.tucked for g in garments)
    order = sorted(garments, key=lambda g: _ORDER.index(g.category) - (2.5 if tucked and g.tucked else 0))
    body = measure(figure)
    skin = _skin(figure)
    fitted = [_tucked_in(g) if g.tucked and len(order) > 1 else g for g in order]
    # Cutting and finishing wait for nothing that is worn below; only falling does.
    with ThreadPoolExecutor(2) as pool:
        pieces = [
            pool.submit(_prepared, figure, body, g, 0.005 * n, _covered(fitted[n + 1 :]))
            for n, g in enumerate(fitted)
        ]
        patterns = [pool.submit(_traced, piece) for piece in pieces]
        worn: list[Future[Mesh]] = []
        for made in pieces:
            piece, weights = made.result()
            places, below = _fallen(figure, piece, weights, skin)
            skin = skin.joined(below)
            worn.append(pool.submit(_finished, figure, piece, patterns[len(worn)], places))
        return tuple(mesh.result() for mesh in worn)


def measure(figure: Figure) -> Form:
    """What a tailor measures of the figure, at rest."""
    return Form(
        figure.scale, figure.solid, figure.rest_vertices, vertex_parts(figure.skin), dict(figure.rest.joints)
    )


def _tucked_in(g: GarmentSpec) -> GarmentSpec:
    return replace(g, hem=0.93, ease=min(g.ease, 0.008), drape=min(g.drape, 0.15), waistband="hem")


def _covered(over: Sequence[GarmentSpec]) -> float:
    """The height above which clothes are covered by those over them; FAR if they are not."""
    return min((g.hem for g in over if not g.worn_open and g.category is not Category.BOTTOM), default=FAR)


def _prepared(
    figure: Figure, body: Form, garment: GarmentSpec, layer: float, covered: float
) -> tuple[Piece, Weights]:
    piece = cut.cut(body, garment, layer, covered)
    return piece, _bind(figure, piece)


def _fallen(figure: Figure, piece: Piece, weights: Weights, skin: Collider) -> tuple[Floats, Collider]:
    """Where a garment lies over what is there, and what it adds to that."""
    sheet = piece.cloth
    rest = _seated(piece) if figure.pose.seat > 0 and piece.garment.skirted else sheet.rest
    start = skeleton.carry(rest, weights, figure.bones)
    hold, leash = _held(piece)
    hand = _WEAVES.get(piece.garment.fabric.weave, Hand())
    group = _groups(sheet)
    if piece.garment.skirted:
        start = palm.narrow(figure, start, group == TRUNK)
    pressed = palm.press(figure, start, group == TRUNK)
    under = np.linalg.norm(pressed - start, axis=1) > 0.002
    start, leash = pressed, np.where(under, np.minimum(leash, 0.004), leash).astype(np.float32)
    places = drape.drape(sheet, start, hold, leash, group, skin, hand, gap=0.0045)
    # What is left of single vertices' jitter would show as ragged stripes.
    places = start + light.soften(places - start, sheet.faces, 2)
    return places, Collider(places, normals_of(places, sheet.faces), group)


def _traced(prepared: "Future[tuple[Piece, Weights]]") -> Tracing:
    return tracing.trace(prepared.result()[0])


def _finished(figure: Figure, piece: Piece, traced: "Future[Tracing]", places: Floats) -> Mesh:
    traces = traced.result()
    fine = traces.finer.smooth(places)
    chest = Chest(places, normals_of(places, piece.cloth.faces))
    edge = fine[traces.neckline]
    strip = collar.collar(piece.garment, edge, *_upright(figure), figure.scale, chest)
    return tracing.finish(piece, traces, fine, strip)


def _upright(figure: Figure) -> tuple[Floats, Floats]:
    """What is up and forward at the chest."""
    chest = figure.bones.transforms[skeleton.BONES.index("chest"), :, :3]
    return chest[:, 1].astype(np.float32), chest[:, 2].astype(np.float32)


def _parted(piece: Piece) -> Floats:
    """Places at rest at which bones are asked for: between the legs each leg's cloth keeps to its own side."""
    rest = piece.cloth.rest.copy()
    low = rest[:, 1] < (piece.form.crotch - 0.02) * piece.form.scale
    for panel, sign in ((Panel.LEFT_LEG, 1), (Panel.RIGHT_LEG, -1)):
        mine = np.zeros(len(rest), np.bool_)
        mine[piece.cloth.faces[piece.cloth.panel == panel]] = True
        mine &= low
        rest[mine, 0] = sign * np.maximum(sign * rest[mine, 0], 0.03)
    return rest


def _bind(figure: Figure, piece: Piece) -> Weights:
    """Whose bones move the cloth. A skirt belongs to both legs, the more to one the farther on its side."""
    rest = piece.cloth.rest
    bound = skeleton.bind(_parted(piece), figure.rest)
    g = piece.garment
    if not g.skirted:
        return bound
    s = figure.scale
    joints = figure.rest.joints
    hip, knee = float(joints["left_hip"][1]), float(joints["left_knee"][1])
    names = ("left_thigh", "right_thigh", "left_shin", "right_shin", "pelvis")
    index = {name: skeleton.BONES.index(name) for name in names}
    below = smooth((hip + 0.02 * s - rest[:, 1]) / (0.16 * s))
    lower = smooth((knee + 0.06 * s - rest[:, 1]) / (0.14 * s))
    left = smooth(rest[:, 0] / (0.22 * s) + 0.5)
    share = np.stack((left * (1 - lower), (1 - left) * (1 - lower), left * lower, (1 - left) * lower), axis=1)
    dense = np.zeros((len(rest), len(skeleton.BONES)), np.float32)
    np.put_along_axis(dense, bound.index.astype(np.int64), bound.share, axis=1)
    sleeves = np.zeros(len(rest), bool)
    on = np.isin(piece.cloth.panel, (Panel.LEFT_SLEEVE, Panel.RIGHT_SLEEVE, Panel.CUFF))
    sleeves[piece.cloth.faces[on]] = True
    dense[:, [skeleton.BONES.index(n) for n in names[:4]]] = 0
    total = dense.sum(axis=1, keepdims=True)
    dense = np.where(total > 1e-3, dense / np.maximum(total, 1e-3), 0)
    dense[total[:, 0] <= 1e-3, index["pelvis"]] = 1
    amount = np.where(sleeves, 0, below)[:, None]
    dense *= 1 - amount
    for k, name in enumerate(names[:4]):
        dense[:, index[name]] += amount[:, 0] * share[:, k]
    top = np.argsort(-dense, axis=1)[:, :4]
    picked = np.take_along_axis(dense, top, axis=1)
    return Weights(top.astype(np.uint8), (picked / picked.sum(axis=1, keepdims=True)).astype(np.float32))


def _seated(piece: Piece) -> Floats:
    """Places at rest of a skirt one is to sit in: what flares to the front and back lies close to the legs, or
    it would stand up like a bell when the thighs are raised."""
    g, body, s = piece.garment, piece.form, piece.form.scale
    rest = piece.cloth.rest
    heights = np.linspace(body.waist, g.hem - 0.04, 24)
    legs = body.trunk(heights, legs=True).half[::-1] + g.ease
    z = rest[:, 2] - body.middle
    row = np.searchsorted(heights[::-1] * s, rest[:, 1]).clip(0, len(heights) - 1)
    kept = np.ones(len(rest))
    for sign, column in ((1, 1), (-1, 2)):
        reach = np.full(len(heights), 1e-3)
        np.maximum.at(reach, row, sign * z)
        mine = sign * z > 0
        kept[mine] = np.minimum(1, legs[:, column] / reach)[row[mine]]
    below = smooth((body.waist * s - 0.06 - rest[:, 1]) / (0.12 * s))
    out = rest.copy()
    out[:, 2] -= below * z * (1 - kept)
    return out


def _held(piece: Piece) -> tuple[Floats, Floats]:
    """How strongly each vertex stays where it is carried to, and how far it may go from there."""
    g, rest, s = piece.garment, piece.cloth.rest, piece.form.scale
    if g.category is Category.BOTTOM:
        top = piece.edges["neck"](rest)
        hold = 0.35 * (1 - smooth((top - 0.03) / 0.03))
    else:
        hold = 0.20 * smooth((rest[:, 1] - 1.30 * s) / (0.07 * s))
    leash = np.full(len(rest), 0.028, np.float32)
    if g.skirted:
        leash = leash + 0.30 * np.clip(piece.form.waist * s - 0.08 - rest[:, 1], 0, 1)
    return hold.astype(np.float32), leash.astype(np.float32)


def _groups(sheet: cloth.Cloth) -> NDArray[np.uint8]:
    """Whose skin each vertex lies on."""
    group = np.full(len(sheet.rest), TRUNK, np.uint8)
    for panel, number in ((Panel.LEFT_SLEEVE, LEFT), (Panel.RIGHT_SLEEVE, RIGHT)):
        group[sheet.faces[sheet.panel == panel]] = number
    cuffs = cloth.touched(sheet.faces[sheet.panel == Panel.CUFF], len(group))
    group[cuffs] = np.where(sheet.rest[cuffs, 0] > 0, LEFT, RIGHT)
    return group


def _skin(figure: Figure) -> Collider:
    """The body as cloth feels it, in its shoes: without head and fingers, nor hands that lie on the clothes
    themselves."""
    mesh = figure.skin
    part = vertex_parts(mesh)
    left = figure.rest_vertices[:, 0] > 0
    bare = ~np.isin(part, (Part.FACE, Part.SCALP, Part.EAR, Part.FINGERS))
    for side in palm.lying(figure):
        bare &= (part != Part.HAND) | (left != (side is Side.LEFT))
    chosen = np.flatnonzero(bare)
    arms = np.isin(part, (Part.ARM, Part.FOREARM, Part.HAND))
    group = np.where(arms, np.where(left, LEFT, RIGHT), TRUNK).astype(np.uint8)
    body = Collider(mesh.vertices[chosen], mesh.normals[chosen], group[chosen])
    for worn in shoes.shoes(figure, figure.shoe) if figure.shoe else ():
        own = np.full(len(worn.vertices), TRUNK, np.uint8)
        body = body.joined(Collider(worn.vertices, worn.normals, own))
    return body
