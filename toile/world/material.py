"""From hits to colour: which paint each sample gets, and the relief that bends its normal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toile.domain.persona import Persona
from toile.pixels.arrays import Floats
from toile.world import fabric, skin, table
from toile.world import head as head_shape
from toile.world.cloth import GarmentSpec
from toile.world.fabric import step
from toile.world.render import Camera, Hits
from toile.world.shape import Loft, Surface


@dataclass(frozen=True)
class Paint:
    """What the light needs to know of N samples: albedo [N, 3], relief, gloss and softness [N]."""

    albedo: Floats
    relief: Floats
    gloss: Floats
    soft: Floats


def paint(
    surfaces: Sequence[Surface],
    hits: Floats,
    persona: Persona | None,
    garments: Mapping[str, GarmentSpec],
    scale: float,
) -> Paint:
    """Paint for samples `hits` [N, table.HIT]; garments are found by their surfaces' names."""
    n = len(hits)
    out = Paint(np.zeros((n, 3), np.float32), np.zeros(n, np.float32), _full(n, 0.03), _full(n, 0.08))
    lofts = [loft for surface in surfaces for loft in surface.lofts]
    first = 0
    for number, surface in enumerate(surfaces):
        mine = np.flatnonzero(hits[:, table.SURFACE] == number)
        own = hits[mine]
        local = own[:, table.LOFT].astype(np.int64) - first
        if len(mine) and surface.name in garments:
            part = _cloth(garments[surface.name], surface, own, local)
        elif len(mine) and persona is not None:
            part = _PAINTS[surface.name](persona, surface, own, local, scale)
        first += len(surface.lofts)
        if len(mine):
            for whole, piece in zip(vars(out).values(), vars(part).values(), strict=True):
                whole[mine] = piece
    assert first == len(lofts)
    return out


def bent(hits: Hits, inside: NDArray[np.bool_], relief: Floats, camera: Camera) -> Floats:
    """Normals [N, 3] of the samples that hit something, bent by the relief's slope across the picture."""
    samples = hits.samples
    normal = samples[inside][:, table.NORMAL : table.NORMAL + 3].astype(np.float32)
    height = np.zeros(inside.shape, np.float32)
    height[inside] = relief
    pixel = 0.5 * camera.step * np.where(inside, samples[..., table.DEPTH], 1.0).astype(np.float32)
    surface = samples[..., table.SURFACE]
    slope = []
    for axis in (1, 0):
        near, far = np.roll(height, 1, axis), np.roll(height, -1, axis)
        same = (np.roll(surface, 1, axis) == surface) & (np.roll(surface, -1, axis) == surface)
        slope.append((np.where(same, far - near, 0) / (2 * pixel))[inside])
    for axis, sign, values in ((0, -1.0, slope[0]), (1, 1.0, slope[1])):
        normal[:, axis] += np.float32(sign) * np.clip(values, -0.7, 0.7)
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True), dtype=np.float32)


def coordinates(surface: Surface, hits: Floats, local: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Fabric coordinates u, v in metres and whether the place is a trunk's front, each [N].

    Round a trunk, u is the arc on a fixed ellipse; round a limb, the arc of its mean radius. v runs down the
    trunk from its top, down a sleeve from the shoulder, down a leg from the hip.
    """
    u, v, front = (np.zeros(len(hits), np.float32) for _ in range(3))
    x, y, z = (hits[:, table.LOCAL + i].astype(np.float32) for i in range(3))
    names = [loft.part for loft in surface.lofts]
    refer = np.array([names.index(loft.reference or loft.part) for loft in surface.lofts])
    for number in np.unique(refer[local]):
        loft = surface.lofts[number]
        mine = refer[local] == number
        wide, deep = _girth(loft)
        angle = np.arctan2(x[mine] / wide, (z[mine] - loft.sections[:, 3].mean()) / deep)
        u[mine] = angle * _radius(loft, y[mine])
        v[mine] = y[mine] + _above(surface, loft)
        front[mine] = step(hits[mine, table.NORMAL + 2] - 0.05, 0.2) if loft.part == "trunk" else 0
    return u, v, front


def _girth(loft: Loft) -> tuple[float, float]:
    """Half width and depth that u is measured with."""
    part = loft.sections[:6] if loft.part == "trunk" else loft.sections
    return float(part[:, 0].mean()), float(part[:, 1:3].mean())


def _radius(loft: Loft, along: Floats) -> Floats:
    """The radius that u is measured on: a trunk's grows as it widens downwards, as panels of cloth do."""
    wide, deep = _girth(loft)
    mean = 0.5 * (wide + deep)
    if loft.part != "trunk":
        return np.full_like(along, mean)
    local = 0.5 * (loft.sections[:, 0] + 0.5 * (loft.sections[:, 1] + loft.sections[:, 2]))
    grown = np.maximum.accumulate(np.maximum(local, mean)) * 1.12
    radius = np.interp(along / loft.length, np.linspace(0, 1, len(grown)), grown)
    return np.asarray(radius, dtype=np.float32)


def _above(surface: Surface, loft: Loft) -> float:
    """How much cloth there is above a loft on the same limb."""
    for lower, upper in (("forearm", "arm"), ("shin", "thigh")):
        side, _, name = loft.part.partition(" ")
        if name == lower:
            return next(other.length for other in surface.lofts if other.part == f"{side} {upper}")
    return 0.0


def _full(n: int, value: float) -> Floats:
    return np.full(n, value, np.float32)


_GLOSS = {"satin": 0.42, "denim": 0.05, "knit": 0.02, "cotton": 0.04, "linen": 0.03}


def _cloth(garment: GarmentSpec, surface: Surface, hits: Floats, local: NDArray[np.int64]) -> Paint:
    spec = garment.fabric
    u, v, front = coordinates(surface, hits, local)
    albedo = fabric.paint(spec, u, v, front)
    height = fabric.relief(spec, u, v)
    height = height + _wrinkles(garment, surface, hits, local, u, v)
    end = hits[:, table.TO_END].astype(np.float32)
    neck = hits[:, table.TO_NECK].astype(np.float32)
    if surface.cut is None:
        neck = np.full_like(neck, 1.0)
    albedo, height = _finish(garment, albedo, height, end, neck, u, v)
    inner = hits[:, table.INSIDE] > 0.5
    albedo = np.where(inner[:, None], albedo * np.float32(0.72), albedo)
    n = len(hits)
    return Paint(
        albedo, np.where(inner, 0, height).astype(np.float32), _full(n, _GLOSS[spec.weave]), _full(n, 0.12)
    )


def _finish(
    garment: GarmentSpec, albedo: Floats, height: Floats, end: Floats, neck: Floats, u: Floats, v: Floats
) -> tuple[Floats, Floats]:
    """Collar band, hems and waistband: a line of stitches, an edge that stands out, ribs on a knit."""
    knit = garment.fabric.weave == "knit"
    band = 0.020 if knit else 0.010
    for distance, width in ((neck, band), (end, 0.020)):
        seam = np.exp(-(((distance - width) / 0.0016) ** 2))
        albedo = albedo * (1 - 0.22 * seam)[:, None]
        height = height + 0.0012 * step(width - distance, 0.003) - 0.0010 * seam
    if knit:
        ribs = 0.0005 * np.sin(u * 2 * np.pi / 0.005) * step(band - neck, 0.003)
        height = height + ribs
    return albedo.astype(np.float32), height.astype(np.float32)


def _wrinkles(
    garment: GarmentSpec,
    surface: Surface,
    hits: Floats,
    local: NDArray[np.int64],
    u: Floats,
    v: Floats,
) -> Floats:
    """Soft folds: along a trunk they hang and pull, round the bend of an elbow or knee they gather."""
    limb = np.array([loft.part != "trunk" and loft.reference != "trunk" for loft in surface.lofts])[local]
    seed = garment.fabric.seed + 90
    hang = fabric.clouds(u / 0.075 + 0.5 * v / 0.2, v / 0.26, seed, 2)
    pull = fabric.clouds((u + 0.5 * v) / 0.16, (v - 0.4 * u) / 0.055, seed + 3, 2)
    slack = np.clip(garment.ease / 0.02, 0.35, 1.4)
    depth = 0.0042 * slack * np.clip(v / 0.3, 0.25, 1.2)
    across = fabric.clouds(u / 0.09, v / 0.038 + 0.7 * np.sin(u / 0.03), seed + 6, 2)
    bend = np.zeros_like(v)
    for loft in surface.lofts:
        if loft.part.endswith(("forearm", "shin")):
            bend = np.maximum(bend, np.exp(-(((v - _above(surface, loft)) / 0.07) ** 2)))
    trunk = depth * (0.8 * hang + 0.35 * pull * np.exp(-(((v - 0.42) / 0.14) ** 2)))
    arms = 0.0016 * slack * hang + 0.0030 * slack * bend * across + 0.0012 * across * slack
    return np.asarray(np.where(limb, arms, trunk), dtype=np.float32)


def _skin(persona: Persona, surface: Surface, hits: Floats, local: NDArray[np.int64], scale: float) -> Paint:
    names = [loft.reference or loft.part for loft in surface.lofts]
    on_head = np.array([name == "skull" for name in names])[local]
    albedo = skin.skin(persona, len(hits))
    head = hits[on_head]
    x, y = (head[:, table.LOCAL + i].astype(np.float32) for i in range(2))
    front = step(head[:, table.LOCAL + 2].astype(np.float32) / scale - 0.028, 0.03)
    albedo[on_head] = skin.face(
        persona, x, y + 0.006 * scale * head_shape.LARGER, front, scale * head_shape.LARGER
    )
    finger = np.array([name.split()[-1].isdigit() or name.endswith(("palm", "thumb")) for name in names])[
        local
    ]
    albedo[finger] *= np.array((1.0, 0.90, 0.88), np.float32)
    n = len(hits)
    return Paint(albedo, np.zeros(n, np.float32), _full(n, 0.10), _full(n, 0.32))


def _hair(persona: Persona, surface: Surface, hits: Floats, local: NDArray[np.int64], scale: float) -> Paint:
    x, y, z = (hits[:, table.LOCAL + i].astype(np.float32) for i in range(3))
    cap = np.array([loft.part == "cap" for loft in surface.lofts])[local]
    # On the cap strands run back from a parting; on locks they run along.
    around = np.where(cap, np.arctan2(x, y - 0.03) * 0.075, np.arctan2(x, z) * 0.06)
    along = np.where(cap, z, y)
    albedo, height = skin.hair(persona, around, along)
    n = len(hits)
    return Paint(albedo, height, _full(n, 0.22), _full(n, 0.15))


def _shoes(persona: Persona, surface: Surface, hits: Floats, local: NDArray[np.int64], scale: float) -> Paint:
    x, y, z = (hits[:, table.LOCAL + i].astype(np.float32) for i in range(3))
    n = len(hits)
    gloss = 0.12 if persona.shoe == "sneakers" else 0.4
    return Paint(skin.shoe(persona, y, z, x, scale), np.zeros(n, np.float32), _full(n, gloss), _full(n, 0.05))


_PAINTS = {"skin": _skin, "hair": _hair, "shoes": _shoes}
