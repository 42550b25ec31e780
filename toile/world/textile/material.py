"""Materials: what the cloth of a garment says of every sample."""

import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Pattern
from toile.pixels.arrays import Floats
from toile.world.clothes.garment import GarmentSpec, Panel, U, V
from toile.world.paint import Paint
from toile.world.textile import design, edging, fastening, pocket, weave
from toile.world.textile.fabric import FabricSpec
from toile.world.textile.workbench import Bench

_PRINTED = (Pattern.DOTS, Pattern.ALL_OVER, Pattern.GRAPHIC)  # on one side only


def cloth(
    garment: GarmentSpec, coords: Floats, part: NDArray[np.uint8], pixel: float, inside: NDArray[np.bool_]
) -> Paint:
    """The garment's material at fabric coordinates [N, WIDTH] of those panels [N]. `pixel`: metres that a pixel of
    the picture covers; `inside` [N]: the reverse of the cloth is seen."""
    spec = garment.fabric
    u, v = np.ascontiguousarray(coords[:, U]), np.ascontiguousarray(coords[:, V])
    albedo = design.albedo(spec, u, v, part, pixel, chest(garment))
    height, tone = weave.grain(spec.weave, u, v, pixel)
    albedo *= tone[:, None]
    kind = weave.WEAVES[spec.weave]
    bench = Bench(
        garment,
        coords,
        part,
        pixel,
        albedo,
        height,
        *(np.full(len(u), x, np.float32) for x in (kind.gloss, kind.rough, kind.sheen)),
    )
    edging.edge(bench)
    pocket.pockets(bench)
    fastening.fasten(bench)
    lining = inside | (part == Panel.LINING)
    if lining.any():
        bench.albedo[inside] = _reverse(spec, albedo[inside])
    none = np.zeros(len(u), np.float32)
    strand = np.broadcast_to(np.float32(0), (len(u), 3))
    return Paint(
        np.clip(bench.albedo, 0.002, 0.92), bench.relief, bench.gloss, bench.rough, bench.sheen, none, strand
    )


def chest(garment: GarmentSpec) -> float:
    """Where a print is: below the neckline, lower under a hood's cords."""
    low = 0.5 * max(garment.neck_depth - 0.08, 0.0) + (0.055 if garment.collar == "hood" else 0.0)
    return design.CHEST + min(low, 0.07)


def _reverse(spec: FabricSpec, albedo: Floats) -> Floats:
    """The wrong side: darker, and pale where the right side is printed."""
    if spec.pattern not in _PRINTED or len(albedo) == 0:
        return albedo * np.float32(0.8)
    mean = albedo.mean(axis=0)
    return np.asarray(0.8 * (mean + 0.35 * (albedo - mean)), dtype=np.float32)
