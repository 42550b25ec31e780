"""The names of the array types, in one place."""

import numpy as np
from numpy.typing import NDArray

RGB = NDArray[np.uint8]  # [H, W, 3], 8-bit sRGB, red first
Mask = NDArray[np.float32]  # [H, W], 0..1
Labels = NDArray[np.uint8]  # [H, W], values of domain.body.Region
Points = NDArray[np.float64]  # [N, 2], x then y, in pixels
Bools = NDArray[np.bool_]  # [H, W], a decision per pixel
Floats = NDArray[np.float32]  # any other single-precision array; its shape stands beside it
