"""What a surface's material says of every sample, before any light falls on it."""

from dataclasses import dataclass

import numpy as np

from toile.pixels.arrays import Floats


@dataclass(frozen=True)
class Paint:
    """`albedo` float32 [N, 3], linear light. Then float32 [N] each: `relief`, a height in metres that only bends the
    normal; `gloss`, the strength of the highlight, and `rough`, how wide it is, 0..1; `sheen`, light off the fuzz
    at grazing angles, 0..1; `glow`, how far light wanders under the surface, 0..1 (skin). `strand` [N, 3]: unit
    direction of the hair, zero where there is none."""

    albedo: Floats
    relief: Floats
    gloss: Floats
    rough: Floats
    sheen: Floats
    glow: Floats
    strand: Floats


def matt(albedo: Floats, **more: Floats | float) -> Paint:
    """A dull surface of that albedo; any other field by name, as a number or [N]."""
    n = len(albedo)
    dull = {"relief": 0.0, "gloss": 0.0, "rough": 1.0, "sheen": 0.0, "glow": 0.0} | more
    rows = {
        name: np.broadcast_to(np.asarray(value, dtype=np.float32), (n, 3) if name == "strand" else (n,))
        for name, value in dull.items()
    }
    rows.setdefault("strand", np.zeros((n, 3), np.float32))
    return Paint(np.asarray(albedo, dtype=np.float32), **rows)
