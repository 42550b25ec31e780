"""Pictures to another size: four modes with the exact geometry of AUTOMATIC1111's img2img, and a good downscaler."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from PIL import Image

from toile.domain.geometry import Size
from toile.pixels.arrays import RGB


class ResizeMode(IntEnum):
    """How a picture meets a canvas of another shape. The numbers are AUTOMATIC1111's `resize_mode`."""

    STRETCH = 0  # "just resize"
    CROP = 1  # "crop and resize": cover the canvas, cut what sticks out
    FILL = 2  # "resize and fill": fit inside, smear the edges outward
    LATENT = 3  # "just resize (latent upscale)": pixels are left alone, the latent image is stretched


@dataclass(frozen=True)
class Placement:
    """The picture scaled to `scaled`, its corner at (x, y) on the canvas; negative where it sticks out."""

    scaled: Size
    x: int
    y: int


def plan(source: Size, target: Size, mode: ResizeMode) -> Placement:
    """Where a picture goes. `//` is floor division throughout, as the original's `sw` and `sh`.

    Crop covers (the longer relation decides), fill contains; both centre by halves rounded down each.
    """
    if mode is ResizeMode.LATENT:
        return Placement(source, 0, 0)
    if mode is ResizeMode.STRETCH:
        return Placement(target, 0, 0)
    wider = target.width * source.height > source.width * target.height  # R > r, without division
    equal = target.width * source.height == source.width * target.height
    by_width = wider if mode is ResizeMode.CROP else not wider and not equal
    if by_width:
        scaled = Size(target.width, source.height * target.width // source.width)
    else:
        scaled = Size(source.width * target.height // source.height, target.height)
    scaled = Size(max(scaled.width, 1), max(scaled.height, 1))  # a line of one pixel, not of none
    return Placement(scaled, target.width // 2 - scaled.width // 2, target.height // 2 - scaled.height // 2)


def resize(rgb: RGB, target: Size, mode: ResizeMode = ResizeMode.STRETCH) -> RGB:
    """The picture [H, W, 3] on a canvas [target.height, target.width, 3]; LATENT returns it as it is."""
    placed = plan(Size(rgb.shape[1], rgb.shape[0]), target, mode)
    scaled = scale(rgb, placed.scaled)
    if mode in (ResizeMode.STRETCH, ResizeMode.LATENT):
        return scaled
    left, top = max(placed.x, 0), max(placed.y, 0)
    seen = scaled[
        max(-placed.y, 0) : max(-placed.y, 0) + target.height,
        max(-placed.x, 0) : max(-placed.x, 0) + target.width,
    ]
    right, bottom = target.width - left - seen.shape[1], target.height - top - seen.shape[0]
    return np.pad(seen, ((top, bottom), (left, right), (0, 0)), mode="edge")


def scale(rgb: RGB, size: Size) -> RGB:
    """The picture [H, W, 3] at another size, by Lanczos over whole source areas: no aliasing when shrunk.

    Shrinking far first averages whole pixels, then filters (`reducing_gap` 3: no visible difference, fast).
    """
    if (rgb.shape[1], rgb.shape[0]) == size:
        return rgb.copy()
    image = Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return np.asarray(image, dtype=np.uint8).copy()


def fit_within(rgb: RGB, long_side: int) -> RGB:
    """The picture with its longer side at most `long_side` pixels, never enlarged."""
    height, width = rgb.shape[:2]
    share = long_side / max(height, width)
    if share >= 1:
        return rgb.copy()
    return scale(rgb, Size(max(round(width * share), 1), max(round(height * share), 1)))
