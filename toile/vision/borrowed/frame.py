"""The window of a photo that a pose network is shown: round the person, in the network's own proportions."""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.pixels.arrays import RGB, Mask, Points

PADDING = 1.25  # of the person's box, as the networks were trained (mmpose: GetBBoxCenterScale)


@dataclass(frozen=True)
class Frame:
    """`x`, `y`: the middle of the window in the photo's pixels; `factor`: window pixels for one of the photo's.

    A point is where its pixel's middle is, so (0, 0) is the middle of the first. mmpose: the window's middle is at
    half its width and height.
    """

    x: float
    y: float
    factor: float
    size: Size

    def to_window(self, points: Points) -> Points:
        """Points of the photo [N, 2] in the window."""
        middle = np.array((self.size.width, self.size.height)) / 2
        return np.asarray((points - (self.x, self.y)) * self.factor + middle)

    def to_photo(self, points: Points) -> Points:
        """Points of the window [N, 2] in the photo."""
        middle = np.array((self.size.width, self.size.height)) / 2
        return np.asarray((points - middle) / self.factor + (self.x, self.y))

    def show(self, rgb: RGB) -> RGB:
        """The window [h, w, 3]; black beyond the photo, as in training. A large photo is averaged down first."""
        height, width = rgb.shape[:2]
        shrink = min(1.0, self.factor)
        small = Size(max(1, round(width * shrink)), max(1, round(height * shrink)))
        if shrink < 1:
            rgb = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.uint8)
        # A pixel (u, v) of the shrunken photo is ((u + 0.5) / sx - 0.5, ...) of the photo.
        sx, sy = (small.width / width, small.height / height) if shrink < 1 else (1.0, 1.0)
        half = self.to_window(np.array([(0.5 / sx - 0.5, 0.5 / sy - 0.5)]))[0]
        matrix = np.array([(self.factor / sx, 0, half[0]), (0, self.factor / sy, half[1])])
        return np.asarray(cv2.warpAffine(rgb, matrix, self.size, flags=cv2.INTER_LINEAR), np.uint8)


def frame_person(alpha: Mask, size: Size) -> Frame:
    """The window of a network of `size` round whoever `alpha` [H, W] shows; round the whole photo if nobody."""
    rows, columns = np.flatnonzero((alpha > 0.5).any(axis=1)), np.flatnonzero((alpha > 0.5).any(axis=0))
    if not rows.size:
        rows, columns = np.arange(alpha.shape[0]), np.arange(alpha.shape[1])
    left, top, right, bottom = (float(edge) for edge in (columns[0], rows[0], columns[-1], rows[-1]))
    wide = PADDING * max(right - left + 1, (bottom - top + 1) * size.width / size.height)
    return Frame((left + right) / 2, (top + bottom) / 2, size.width / wide, size)
