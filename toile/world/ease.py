"""Ease: a ramp without corners."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import Floats


def smooth(t: NDArray[np.floating[Any]]) -> Floats:
    """0 below 0, 1 above 1, and level at both: the cubic 3 t^2 - 2 t^3 between."""
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)
