"""Shoes: sculpted round the feet at rest, carried by their bones."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toile.atelier import anatomy, skeleton, solid
from toile.atelier.body import Figure
from toile.atelier.fabric import linear
from toile.atelier.mesh import Mesh, normals_of
from toile.atelier.paint import Paint, matt
from toile.atelier.part import Part
from toile.atelier.skeleton import Rest
from toile.atelier.solid import Lump, Vector, rod, unit, vector
from toile.domain.body import Side
from toile.domain.persona import Build
from toile.pixels.arrays import Floats

_STEP = 0.0055


@dataclass(frozen=True)
class Last:
    """Measures of a shoe in metres: `upper`, how thick it is; `sole`, how high; `shaft`, how far it goes up the leg
    above the ankle; `opening`, how far down the instep is bare."""

    upper: float
    sole: float
    shaft: float
    opening: float
    toe: float


LASTS = {
    "sneakers": Last(0.008, 0.026, 0.0, 0.022, 1.08),
    "flats": Last(0.0035, 0.008, 0.0, 0.085, 0.94),
    "loafers": Last(0.005, 0.014, 0.0, 0.045, 1.0),
    "boots": Last(0.007, 0.024, 0.13, 0.0, 1.02),
    "heels": Last(0.004, 0.012, 0.0, 0.090, 0.90),
}


def shoes(figure: Figure, shoe: str) -> tuple[Mesh, ...]:
    """Both shoes. `coords` [V, 3]: metres from the middle of the heel, across, up and towards the toe."""
    vertices, faces, coords = _made(figure.build, shoe)
    at = figure.rest
    places = np.empty_like(vertices)
    normals = normals_of(vertices, faces)
    turned = np.empty_like(normals)
    for side in Side:
        mine = vertices[:, 0] * skeleton.SIGN[side] > 0
        for bone, chosen in (
            ("foot", mine),
            ("shin", mine & (vertices[:, 1] > at.joints["left_ankle"][1] + 0.03)),
        ):
            one = figure.bones.transforms[skeleton.NUMBER[f"{side}_{bone}"]]
            places[chosen] = vertices[chosen] @ one[:, :3].T + one[:, 3]
            turned[chosen] = normals[chosen] @ one[:, :3].T
    part = np.full(len(faces), Part.SHOE, np.uint8)
    return (Mesh("shoes", places, faces, turned.astype(np.float32), coords, part),)


def paint(shoe: str, colour: tuple[int, int, int], coords: Floats) -> Paint:
    """Leather or canvas, a sole, and a sneaker's laces."""
    last = LASTS[shoe]
    x, y, z = coords.T
    albedo = np.tile(linear(colour), (len(coords), 1))
    relief = np.zeros(len(coords), np.float32)
    sole = np.clip((last.sole - y) / 0.0015 + 0.5, 0, 1)[:, None]
    tone = linear((238, 236, 230)) if shoe == "sneakers" else 0.35 * linear(colour) + 0.01
    if shoe == "sneakers":
        on = (np.abs(x) < 0.022) & (z > 0.085) & (z < 0.150) & (y > 0.045)
        lace = on & (np.mod(z, 0.012) < 0.006)
        albedo[lace] = linear((240, 238, 232))
        relief[lace] = 0.0012
    albedo = albedo * (1 - sole) + tone * sole
    gloss = 0.15 if shoe == "sneakers" else 0.45
    return matt(
        albedo.astype(np.float32), relief=relief, gloss=gloss, rough=0.45 if shoe != "sneakers" else 0.7
    )


@lru_cache(maxsize=16)
def _made(build: Build, shoe: str) -> tuple[Floats, NDArray[np.int32], Floats]:
    """Both shoes at rest."""
    at, last = skeleton.rest(build), LASTS[shoe]
    rows = solid.pack(_lumps(build, at, last))
    heel = at.joints["left_heel"]
    top = at.joints["left_ankle"][1] + 0.035 + last.shaft
    low, high = heel + vector(-0.075, -0.03, -0.06), np.array((heel[0] + 0.095, top, heel[2] + 0.27))
    v, f = solid.polygonise(rows, low, high, _STEP, rounds=2)
    v = np.stack((v[:, 0], np.maximum(v[:, 1], 0.0005), v[:, 2]), axis=1).astype(np.float32)
    ahead, aside = _axes(at)
    away = v - heel
    coords = np.stack((away @ aside, v[:, 1], away @ ahead), axis=1).astype(np.float32)
    mirrored = v * np.array((-1, 1, 1), np.float32)
    faces = np.concatenate((f, f[:, ::-1] + len(v))).astype(np.int32)
    twin = coords * np.array((-1, 1, 1), np.float32)
    return np.concatenate((v, mirrored)), faces, np.concatenate((coords, twin))


def _axes(at: Rest) -> tuple[Vector, Vector]:
    toward = at.joints["left_foot_index"] - at.joints["left_heel"]
    ahead = unit(toward * np.array((1, 0, 1)))
    return ahead, np.cross(vector(0, 1, 0), ahead)


def _lumps(build: Build, at: Rest, last: Last) -> tuple[Lump, ...]:
    s = at.scale
    heel, ankle = at.joints["left_heel"], at.joints["left_ankle"]
    ahead, _ = _axes(at)
    grown = [lump.grown(last.upper * s) for lump in anatomy.feet(build, at)[::2] if lump.name != "toe"]
    up = vector(0, 1, 0)
    wide = (0.030 * s, 0.037 * s, 0.030 * s * last.toe)
    sole = rod(
        "sole", heel + 0.006 * s * ahead, heel + 0.170 * s * ahead, wide, front=up, depth=0.5, blend=0.02
    )
    cap = rod(
        "toe cap",
        heel + 0.140 * s * ahead + 0.004 * up,
        heel + (0.172 + 0.014 * last.toe) * s * ahead - 0.002 * up,
        (0.041 * s * last.toe, 0.040 * s * last.toe, 0.030 * s * last.toe),
        front=up,
        depth=(0.75, 0.55),
        blend=0.02,
    )
    collar = rod("collar", heel + 0.02 * up, ankle + 0.03 * up, (0.034 * s, 0.037 * s, 0.036 * s), blend=0.02)
    lumps = [*grown, sole, cap, collar]
    if last.shaft > 0:
        thick = 0.5 * float(1 + 0.75 * (build.fullness - 1)) + 0.5
        shaft = (0.040 * s * thick, 0.043 * s * thick, 0.052 * s * thick)
        lumps.append(rod("shaft", ankle, ankle + (0.06 + last.shaft) * up, shaft, blend=0.03))
    else:
        lumps.append(
            rod(
                "mouth", ankle + 0.012 * up, ankle + 0.12 * up, (0.060 * s, 0.08 * s), carve=True, blend=0.008
            )
        )
    if last.opening > 0:
        start = ankle + 0.035 * s * ahead + 0.030 * up
        end = ankle + (0.030 + last.opening) * s * ahead + 0.012 * up
        opening = rod(
            "opening", start, end, (0.034 * s, 0.028 * s), front=up, depth=0.9, carve=True, blend=0.008
        )
        lumps.append(opening)
    return tuple(lumps)
