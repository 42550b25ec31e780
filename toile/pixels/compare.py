"""How far two pictures of one size are apart."""

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.pixels.arrays import RGB, Mask

# Wang, Bovik, Sheikh, Simoncelli: Image Quality Assessment, IEEE TIP 13(4), 2004: constants of section III-C.
_SSIM_C1 = (0.01 * 255) ** 2
_SSIM_C2 = (0.03 * 255) ** 2
_SSIM_SIGMA = 1.5
_SSIM_WINDOW = (11, 11)
# ITU-R BT.601 luma.
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def psnr(a: RGB, b: RGB) -> float:
    """Peak signal-to-noise ratio in dB over all channels; infinite for equal pictures."""
    difference = a.astype(np.float64) - b.astype(np.float64)
    error = float(np.mean(difference * difference))
    return float("inf") if error == 0 else float(10 * np.log10(255.0**2 / error))


def ssim(a: RGB, b: RGB, where: Mask | None = None) -> float:
    """Mean structural similarity of the luma, -1..1; 1 for equal pictures. Both sides need 11 pixels.

    Wang et al. 2004, equation 13, in Gaussian windows of 11 pixels; `where` [H, W] weighs the mean. As in the
    authors' code only windows that lie wholly inside count.
    """
    x, y = (np.asarray(picture.astype(np.float32) @ _LUMA, np.float64) for picture in (a, b))
    mean_x, mean_y = _window(x), _window(y)
    var_x = _window(x * x) - mean_x * mean_x
    var_y = _window(y * y) - mean_y * mean_y
    covariance = _window(x * y) - mean_x * mean_y
    likeness = ((2 * mean_x * mean_y + _SSIM_C1) * (2 * covariance + _SSIM_C2)) / (
        (mean_x**2 + mean_y**2 + _SSIM_C1) * (var_x + var_y + _SSIM_C2)
    )
    if where is None:
        return float(likeness.mean())
    weight = where[5:-5, 5:-5]
    return float((likeness * weight).sum() / max(float(weight.sum()), 1e-9))


def count_changed(a: RGB, b: RGB, mask: Mask) -> int:
    """How many pixels differ in any channel where `mask` [H, W] is 0."""
    red, green, blue = cv2.split(cv2.absdiff(a, b))
    apart = np.asarray(cv2.max(cv2.max(red, green), blue)) > 0
    return int(np.count_nonzero(apart & (mask <= 0)))


def _window(values: NDArray[np.float64]) -> NDArray[np.float64]:
    blurred = cv2.GaussianBlur(values, _SSIM_WINDOW, _SSIM_SIGMA)
    return np.asarray(blurred, dtype=np.float64)[5:-5, 5:-5]
