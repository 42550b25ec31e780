"""How the shipped helpers look at a photo: a window of it, and the way back from what they say.

Places come as two distributions, one along each axis, over bins that reach beyond the window (see `training.nets`).
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Floats, Mask, Points

SIZE = (192, 256)  # width and height of what the helpers see
BEYOND = 0.25  # of the window's side, how far the bins reach on either side
BINS = (192, 256)  # along x and along y
UNKNOWN = 0.5  # a silhouette's value where nothing is known
WEIGHTS = Path(__file__).parent.parent / "weights"
_PEAK = 4  # bins on either side of a peak that belong to it


@dataclass(frozen=True)
class Window:
    """What a helper sees of a photo: `scale` window pixels a photo pixel; `left`, `top`: the photo's place of the
    window's corner, which may lie outside."""

    left: float
    top: float
    scale: float

    def matrix(self) -> Floats:
        """Photo pixels to window pixels [2, 3]; centres of pixels are whole numbers in both."""
        s = self.scale
        return np.array(((s, 0, (0.5 - self.left) * s - 0.5), (0, s, (0.5 - self.top) * s - 0.5)), np.float32)

    def moved(self, down: float) -> "Window":
        """The same window of a photo whose rows begin elsewhere."""
        return Window(self.left, self.top + down, self.scale)

    def back(self, points: Points) -> Points:
        """Places [..., 2] in the window as places in the photo."""
        corner = np.array((self.left, self.top))
        return np.asarray((points + 0.5) / self.scale + corner - 0.5, np.float64)


def window_round(box: tuple[float, float, float, float], fill: float) -> Window:
    """The window about a box (left, top, right, bottom) whose longer side, against the window's, takes up `fill`."""
    left, top, right, bottom = box
    scale = fill * min(SIZE[0] / max(right - left, 1e-3), SIZE[1] / max(bottom - top, 1e-3))
    return Window(
        0.5 * (left + right) - 0.5 * SIZE[0] / scale, 0.5 * (top + bottom) - 0.5 * SIZE[1] / scale, scale
    )


def look(rgb: RGB, alpha: Mask | None, window: Window) -> Floats:
    """What the network gets, [1, 4, H, W] in -1..1: the colours, and the silhouette `alpha` [H, W] or that none is
    known. Beyond the photo its border goes on and nobody is."""
    if alpha is None:
        alpha = np.full(rgb.shape[:2], UNKNOWN, np.float32)
    shrunk = min(1.0, 1.5 * window.scale)  # not less than what the window needs, or edges would flicker
    if shrunk < 1:
        size = (max(1, round(rgb.shape[1] * shrunk)), max(1, round(rgb.shape[0] * shrunk)))
        true = (size[0] / rgb.shape[1], size[1] / rgb.shape[0])
        rgb = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
        alpha = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    else:
        true = (1.0, 1.0)
    matrix = window.matrix().astype(np.float64)
    # From the shrunk photo's pixels: its centres lie elsewhere.
    for axis in (0, 1):
        matrix[axis, 2] += matrix[axis, axis] * (0.5 / true[axis] - 0.5)
        matrix[axis, axis] /= true[axis]
    colours = cv2.warpAffine(rgb, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outline = cv2.warpAffine(alpha, matrix, SIZE, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    planes = np.concatenate((colours.transpose(2, 0, 1).astype(np.float32) / 255, outline[None]))
    return np.ascontiguousarray(2 * planes[None] - 1, np.float32)


def read_places(across: Floats, down: Floats, within: float) -> tuple[Points, Floats]:
    """Places [P, 2] in window pixels from shares along x [P, X] and y [P, Y], and how much of what each axis says lies
    within that many pixels of the place, both axes multiplied, [P]."""
    places, sure = [], np.ones(len(across))
    for axis, shares in enumerate((across, down)):
        count, side = shares.shape[1], (1 + 2 * BEYOND) * SIZE[axis]
        bins = np.arange(count)
        near = shares * (np.abs(bins - shares.argmax(axis=1)[:, None]) <= _PEAK)
        place = (near * bins).sum(axis=1) / near.sum(axis=1)
        reach = np.abs(bins - place[:, None]) <= max(within * count / side, 1.5)
        sure = sure * (shares * reach).sum(axis=1)
        places.append((place + 0.5) / count * side - BEYOND * SIZE[axis] - 0.5)
    return np.stack(places, axis=1), np.asarray(sure, np.float32)
