"""Materials: what cloth and skin say of every sample."""

import numpy as np
from numpy.typing import NDArray

from toile.atelier import fabric
from toile.atelier.garment import TO_CUFF, TO_HEM, TO_NECK, TO_SEAM, GarmentSpec, Panel, U, V
from toile.atelier.paint import Paint, matt
from toile.pixels.arrays import Floats


def cloth(
    garment: GarmentSpec, coords: Floats, part: NDArray[np.uint8], pixel: float, inside: NDArray[np.bool_]
) -> Paint:
    """The garment's fabric at fabric coordinates [N, WIDTH]. `pixel`: metres that a pixel covers."""
    centre = (part == Panel.FRONT).astype(np.float32)
    albedo = fabric.paint(garment.fabric, coords[:, U], coords[:, V], centre)
    albedo = np.where(inside[:, None], albedo * 0.9, albedo)
    fine = min(1.0, (0.002 / pixel) ** 2)
    relief = fabric.relief(garment.fabric, coords[:, U], coords[:, V]) * fine
    edge = np.minimum(np.minimum(coords[:, TO_HEM], coords[:, TO_NECK]), coords[:, TO_CUFF])
    relief = (
        relief
        + 0.0008 * fabric.step(0.020 - edge, 0.004)
        - 0.0010 * fabric.step(0.002 - coords[:, TO_SEAM], 0.003)
    )
    return matt(albedo.astype(np.float32), relief=relief, sheen=0.15, gloss=0.05, rough=0.8)
