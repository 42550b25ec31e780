"""Inpaint areas: what of a picture is repainted when only the masked part is, as AUTOMATIC1111 cuts it out, and how the
result comes back.

A mask is float32 [H, W], 1 where the picture is repainted.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from toile.domain.geometry import Box, Size
from toile.pixels.arrays import RGB, Mask

# Radius of a Gaussian in pixels, and how often what it makes is laid over itself; the finest comes last.
FILLS: Sequence[tuple[int, int]] = ((256, 1), (64, 1), (16, 2), (4, 4), (2, 2), (0, 1))


def find_area(mask: Mask, padding: int) -> Box | None:
    """The box round everything that is masked at all, with so many pixels more on each side, within the picture; None
    where nothing is masked: then the whole picture is meant."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return None
    height, width = mask.shape
    return Box(
        max(int(columns[0]) - padding, 0),
        max(int(rows[0]) - padding, 0),
        min(int(columns[-1]) + 1 + padding, width),
        min(int(rows[-1]) + 1 + padding, height),
    )


def widen_area(area: Box, process: Size, picture: Size) -> Box:
    """The box, its shorter side made longer so that it has the shape of what is processed; moved inside of the picture,
    and cut where the picture is too small for that."""
    wide, tall = area.right - area.left, area.bottom - area.top
    if wide * process.height > process.width * tall:
        more = int(wide * process.height / process.width - tall)
        top, bottom = _grown(area.top, area.bottom, more, picture.height)
        return Box(area.left, top, area.right, bottom)
    more = int(tall * process.width / process.height - wide)
    left, right = _grown(area.left, area.right, more, picture.width)
    return Box(left, area.top, right, area.bottom)


def _grown(first: int, last: int, more: int, end: int) -> tuple[int, int]:
    """A stretch made longer by `more`, half on each side, pushed back over 0 and `end`, and cut at `end`."""
    first, last = first - more // 2, last + more - more // 2
    over = max(last - end, 0)
    first, last = first - over, last - over
    under = max(-first, 0)
    return first + under, min(last + under, end)


def soften(mask: Mask, blur: float) -> Mask:
    """The mask blurred by a Gaussian of `blur` pixels, cut off at two and a half of them."""
    if blur <= 0:
        return mask.copy()
    size = 2 * int(2.5 * blur + 0.5) + 1
    across = cv2.GaussianBlur(mask, (size, 1), blur)
    return np.asarray(cv2.GaussianBlur(across, (1, size), blur, sigmaY=blur), np.float32)


def extend(rgb: RGB, left: int, top: int, right: int, bottom: int, over: int = 0) -> tuple[RGB, Mask]:
    """The picture [H, W, 3] with so many pixels more on each side, its edges drawn out, and the mask of what is new; it
    reaches `over` pixels into the picture, so that nobody sees where that began."""
    large = np.pad(rgb, ((top, bottom), (left, right), (0, 0)), mode="edge")
    mask = np.ones(large.shape[:2], np.float32)
    height, width = rgb.shape[:2]
    rows = slice(top + (over if top else 0), top + height - (over if bottom else 0))
    columns = slice(left + (over if left else 0), left + width - (over if right else 0))
    mask[rows, columns] = 0
    return large, mask


def fill(rgb: RGB, mask: Mask) -> RGB:
    """The picture [H, W, 3] with colours of its surroundings where it is masked: what is near looks like what is
    nearest, what is far like a mean of all round."""
    kept = (1 - np.clip(mask, 0, 1)).astype(np.float32)
    colours = np.dstack((rgb.astype(np.float32) * kept[..., None], kept))  # times how much of them is known
    out = np.zeros_like(colours)
    for radius, times in FILLS:
        near = cv2.GaussianBlur(colours, (0, 0), radius) if radius else colours
        share = np.clip(near[..., 3:], 0, 1)
        for _ in range(times):
            out = near + out * (1 - share)
    known = out[..., 3:]
    shown = np.where(known > 1e-6, out[..., :3] / np.maximum(known, 1e-6), rgb)
    return np.where((mask > 0)[..., None], np.clip(np.rint(shown), 0, 255), rgb).astype(np.uint8)
