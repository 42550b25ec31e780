"""Shoes: sculpted round the feet at rest, carried by their bones."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Build
from toile.pixels.arrays import Floats
from toile.world import solid
from toile.world.figure import last, skeleton
from toile.world.figure.body import Figure
from toile.world.figure.last import LASTS
from toile.world.figure.skeleton import Rest, Weights
from toile.world.mesh import Faces, Mesh, normals_of
from toile.world.paint import Paint, matt
from toile.world.part import Part
from toile.world.solid import vector
from toile.world.textile.fabric import linear

_STEP = 0.0046
_WHITE, _GUM = linear((238, 236, 230)), linear((150, 110, 74))


def shoes(figure: Figure, shoe: str) -> tuple[Mesh, ...]:
    """Both shoes. `coords` [V, 3]: metres from the middle of the heel, across (to the inner side), up and towards the
    toe, on a figure of 1.70 m."""
    vertices, faces, coords, weights = _made(figure.build, shoe)
    if figure.shoe != shoe:
        # A figure that stands barefoot keeps its feet on the floor: they are in the sole.
        vertices = vertices + np.array((0, last.lift(shoe) * figure.scale, 0), np.float32)
    places = skeleton.carry(vertices, weights, figure.bones)
    normals = normals_of(places, faces)
    part = np.full(len(faces), Part.SHOE, np.uint8)
    return (Mesh("shoes", places, faces, normals, coords, part),)


@lru_cache(maxsize=16)
def _made(build: Build, shoe: str) -> tuple[Floats, Faces, Floats, Weights]:
    """Both shoes at rest, and their bones."""
    at, kind = skeleton.rest(build), LASTS[shoe]
    s = at.scale
    rows = solid.pack(last.lumps(build, at, shoe))
    heel = at.joints["left_heel"]
    top = max(kind.shaft + 0.03, 0.125) * s
    low = heel + s * vector(-0.075, -0.125 if kind.pitch else -0.06, -0.075)
    high = np.array((heel[0] + 0.095 * s, top, heel[2] + 0.275 * s))
    v, f = solid.polygonise(rows, low, high, _STEP * s, rounds=2)
    ahead, inner = at.foot()
    away = (v - heel) / s
    coords = np.stack((away @ inner, v[:, 1] / s, away @ ahead), axis=1).astype(np.float32)
    both = np.concatenate((v, v * np.array((-1, 1, 1), np.float32))).astype(np.float32)
    faces = np.concatenate((f, f[:, ::-1] + len(v))).astype(np.int32)
    return both, faces, np.concatenate((coords, coords)), _bound(both, at)


def _bound(places: Floats, at: Rest) -> Weights:
    """The bones of what is near the feet; what is under them goes with them."""
    above = np.maximum(places, np.array((-9, 0.004, -9), np.float32))
    return skeleton.bind(above, at)


def paint(
    shoe: str, colour: tuple[int, int, int], coords: Floats, part: NDArray[np.uint8] | None = None
) -> Paint:
    """Paint shoes. `coords` [N, 3] as in `shoes`; `part` is taken for symmetry with other painters."""
    kind = LASTS[shoe]
    across, up, ahead = coords.T
    body = linear(colour)
    albedo = np.tile(body, (len(coords), 1)).astype(np.float32)
    relief = np.zeros(len(coords), np.float32)
    gloss, rough = (0.18, 0.62) if shoe == "sneakers" else (0.50, 0.34)
    if shoe == "sneakers":
        _trainer(albedo, relief, body, across, up, ahead)
    elif shoe == "loafers":
        _loafer(albedo, relief, body, across, up, ahead)
    edge = 0.004 + 0.35 * kind.sole
    sole = np.clip((edge - 0.001 - up) / 0.0012 + 0.5, 0, 1)[:, None]
    tone = _WHITE if shoe == "sneakers" else 0.30 * body + 0.008
    albedo = albedo * (1 - sole) + tone * sole
    if shoe == "sneakers":
        line = np.clip(1 - np.abs(up + 0.35 * kind.sole) / 0.0012, 0, 1)[:, None]
        albedo = albedo * (1 - line) + (0.55 * body + 0.10) * line
    dim = np.where(sole[:, 0] > 0.5, 0.5, 1.0).astype(np.float32)
    return matt(albedo.astype(np.float32), relief=relief, gloss=gloss * dim, rough=rough, sheen=0.04)


def _trainer(albedo: Floats, relief: Floats, body: Floats, across: Floats, up: Floats, ahead: Floats) -> None:
    """Laces over a tongue, a toe cap and a heel patch, with their seams."""
    light = float(body.mean()) > 0.4
    accent = 0.42 * body if light else 0.55 * _WHITE
    inner = across + 0.004
    field = (ahead > 0.082) & (ahead < 0.148) & (up > 0.022)
    half = 0.021 + 0.03 * (0.15 - ahead)
    tongue = field & (np.abs(inner) < half - 0.008)
    albedo[tongue] = 0.80 * body
    row = np.mod(ahead - 0.082, 0.0132)
    lace = field & (np.abs(inner) < half) & (row > 0.003) & (row < 0.0098)
    albedo[lace] = _WHITE if not light else 0.94 * _WHITE
    relief[lace] = 0.0016
    rim = field & (np.abs(np.abs(inner) - half - 0.003) < 0.0011)
    cap = 0.172 - 3.2 * inner**2
    seams = rim | ((np.abs(ahead - cap) < 0.0011) & (up < 0.06))
    heel = ahead < 0.004 - 0.10 * (up - 0.04)
    albedo[heel] = accent
    relief[seams] = -0.0008
    albedo[seams] *= 0.6


def _loafer(albedo: Floats, relief: Floats, body: Floats, across: Floats, up: Floats, ahead: Floats) -> None:
    """An apron's seam round the toes and a strap across the instep."""
    inner = across + 0.004
    ring = np.sqrt(
        (inner / 0.030) ** 2
        + (np.minimum(ahead - 0.165, 0) / 0.3 + np.maximum(ahead - 0.165, 0) / 0.042) ** 2
    )
    seam = (np.abs(ring - 1) < 0.05) & (up > 0.020) & (ahead > 0.10)
    relief[seam] = -0.0010
    albedo[seam] *= 0.7
    strap = (ahead > 0.112) & (ahead < 0.130) & (up > 0.024)
    relief[strap] = 0.0012
    slot = strap & (np.abs(ahead - 0.121) < 0.0022) & (np.abs(inner) < 0.012)
    albedo[slot] *= 0.35
