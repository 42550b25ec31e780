"""Dressing: garments on a figure, in the order in which one puts them on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from toile.atelier import chart, cloth, collar, cut, drape, light, skeleton
from toile.atelier.body import Figure
from toile.atelier.collar import Strip
from toile.atelier.cut import Piece
from toile.atelier.drape import LEFT, RIGHT, TRUNK, Collider, Hand
from toile.atelier.ease import smooth
from toile.atelier.form import Form
from toile.atelier.garment import FAR, TO_HEM, WIDTH, GarmentSpec, Panel
from toile.atelier.mesh import Faces, Mesh, normals_of, vertex_parts
from toile.atelier.part import Part
from toile.atelier.skeleton import Weights
from toile.domain.garment import Category, Kind
from toile.pixels.arrays import Floats

THICK = 0.0028  # metres: what a hem shows of its cloth
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
    worn: list[Mesh] = []
    for number, garment in enumerate(order):
        fitted = _tucked_in(garment) if garment.tucked and len(order) > 1 else garment
        mesh, below = _wear(figure, body, fitted, skin, 0.005 * number)
        skin = skin.joined(below)
        worn.append(mesh)
    return tuple(worn)


def measure(figure: Figure) -> Form:
    """What a tailor measures of the figure, at rest."""
    return Form(
        figure.scale, figure.solid, figure.rest_vertices, vertex_parts(figure.skin), dict(figure.rest.joints)
    )


def _tucked_in(g: GarmentSpec) -> GarmentSpec:
    return replace(g, hem=0.93, ease=min(g.ease, 0.008), drape=min(g.drape, 0.15), waistband="hem")


def _wear(
    figure: Figure, body: Form, garment: GarmentSpec, skin: Collider, layer: float
) -> tuple[Mesh, Collider]:
    """One garment over what is there, and what it adds to that."""
    piece = cut.cut(body, garment, layer)
    sheet = piece.cloth
    weights = _bind(figure, piece)
    start = skeleton.carry(sheet.rest, weights, figure.bones)
    hold, leash = _held(piece)
    hand = _WEAVES.get(garment.fabric.weave, Hand())
    group = _groups(sheet)
    places = drape.drape(sheet, start, hold, leash, group, skin, hand, gap=0.0045)
    # What is left of single vertices' jitter would show as ragged stripes.
    places = start + light.soften(places - start, sheet.faces, 2)
    below = Collider(places, normals_of(places, sheet.faces), group)
    faces, (places, rest) = drape.refine(sheet.faces, places, sheet.rest)
    loop = neckline(piece, faces, rest)
    strip = collar.collar(garment, places[loop], *_upright(figure), figure.scale)
    return finish(piece, faces, places, rest, np.tile(sheet.panel, 4), strip), below


def finish(
    piece: Piece,
    faces: Faces,
    places: Floats,
    rest: Floats,
    panel: NDArray[np.uint8],
    strip: Strip | None,
) -> Mesh:
    """The garment's mesh from its sheet as it lies, `places` [V, 3], and as it was cut, `rest`: with fabric
    coordinates, the thickness of its edges and its collar."""
    name = piece.garment.category
    normals = normals_of(places, faces)
    split, old, coords = chart.chart(piece, rest, faces, panel)
    parts = [Mesh(name, places[old], split, normals[old], coords, panel, sheet=True)]
    parts.append(_lip(parts[0], cloth.border(faces), places, normals, old))
    if strip is not None:
        parts.append(_as_mesh(name, strip))
    return join(parts)


def join(parts: Sequence[Mesh]) -> Mesh:
    """Several meshes of one thing as one."""
    first = np.cumsum([0] + [len(mesh.vertices) for mesh in parts])
    return Mesh(
        parts[0].name,
        np.concatenate([mesh.vertices for mesh in parts]),
        np.concatenate([mesh.faces + np.int32(n) for mesh, n in zip(parts, first, strict=False)]),
        np.concatenate([mesh.normals for mesh in parts]),
        np.concatenate([mesh.coords for mesh in parts]),
        np.concatenate([mesh.part for mesh in parts]),
        parts[0].sheet,
    )


def _lip(mesh: Mesh, rim: NDArray[np.int32], places: Floats, normals: Floats, old: NDArray[np.int64]) -> Mesh:
    """The thickness of the cloth along its open edges."""
    new = np.zeros(len(places), np.int64)
    new[old] = np.arange(len(old))
    a, b = new[rim[:, 0]], new[rim[:, 1]]
    inner = mesh.vertices - THICK * mesh.normals
    used = np.unique(np.concatenate((a, b)))
    number = np.zeros(len(mesh.vertices), np.int32)
    number[used] = np.arange(len(used))
    n = len(used)
    c, d = number[a], number[b]
    faces = np.concatenate((np.stack((d, c, c + n), axis=1), np.stack((d, c + n, d + n), axis=1))).astype(
        np.int32
    )
    vertices = np.concatenate((mesh.vertices[used], inner[used]))
    coords = np.tile(mesh.coords[used], (2, 1))
    side = normals_of(vertices, faces)
    return Mesh(mesh.name, vertices, faces, side, coords, np.full(len(faces), Panel.LINING, np.uint8), True)


def _as_mesh(name: str, strip: Strip) -> Mesh:
    coords = np.full((len(strip.u), WIDTH), FAR, np.float32)
    coords[:, 0], coords[:, 1] = strip.u, strip.v
    coords[:, TO_HEM] = strip.v.max() - strip.v
    normals = normals_of(strip.vertices, strip.faces)
    return Mesh(name, strip.vertices, strip.faces, normals, coords, strip.panel, True)


def neckline(piece: Piece, faces: Faces, rest: Floats) -> NDArray[np.int64]:
    """The vertices of the neckline as an open chain from the wearer's left front round the back; none without."""
    rim = cloth.border(faces)
    if "neck" not in piece.edges or piece.garment.kind not in (Kind.TOP, Kind.DRESS):
        return np.zeros(0, np.int64)
    at = piece.edges["neck"](rest)
    loop = np.unique(rim[(np.abs(at[rim]) < 0.004).all(axis=1)]).astype(np.int64)
    if len(loop) == 0:
        return loop
    middle = rest[loop].mean(axis=0)
    turn = np.arctan2(rest[loop, 0] - middle[0], rest[loop, 2] - middle[2])
    # 0 is the front's middle, then the wearer's left, the back, the right.
    return np.asarray(loop[np.argsort(np.mod(turn, 2 * np.pi))])


def _upright(figure: Figure) -> tuple[Floats, Floats]:
    """What is up and forward at the chest."""
    chest = figure.bones.transforms[skeleton.BONES.index("chest"), :, :3]
    return chest[:, 1].astype(np.float32), chest[:, 2].astype(np.float32)


def _bind(figure: Figure, piece: Piece) -> Weights:
    """Whose bones move the cloth. A skirt belongs to both legs, the more to one the farther on its side."""
    rest = piece.cloth.rest
    bound = skeleton.bind(rest, figure.rest)
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
    sleeves[
        np.unique(
            piece.cloth.faces[np.isin(piece.cloth.panel, (Panel.LEFT_SLEEVE, Panel.RIGHT_SLEEVE, Panel.CUFF))]
        )
    ] = True
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
        group[np.unique(sheet.faces[sheet.panel == panel])] = number
    cuffs = np.unique(sheet.faces[sheet.panel == Panel.CUFF])
    group[cuffs] = np.where(sheet.rest[cuffs, 0] > 0, LEFT, RIGHT)
    return group


def _skin(figure: Figure) -> Collider:
    """The body as cloth feels it: without head and fingers."""
    mesh = figure.skin
    part = vertex_parts(mesh)
    chosen = np.flatnonzero(~np.isin(part, (Part.FACE, Part.SCALP, Part.EAR, Part.FINGERS)))
    arms = np.isin(part, (Part.ARM, Part.FOREARM, Part.HAND))
    left = figure.rest_vertices[:, 0] > 0
    group = np.where(arms, np.where(left, LEFT, RIGHT), TRUNK).astype(np.uint8)
    return Collider(mesh.vertices[chosen], mesh.normals[chosen], group[chosen])
