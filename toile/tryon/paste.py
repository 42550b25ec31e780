"""Putting an edit back into the untouched photo, at the photo's own resolution."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Mask
from toile.pixels.blend import add, to_bytes
from toile.pixels.crop import cut, put, surround


def paste_back(edit: RGB, photo: RGB, mask: Mask) -> RGB:
    """The photo with the edit blended in by `mask`, all [H, W]. Where the mask is 0 the bits are the photo's."""
    edited = mask > 0
    box = surround(edited)
    if box is None:
        return photo.copy()
    new, old, weight = cut(edit, box), cut(photo, box), cut(mask, box)
    soft = weight < 1
    if (soft & cut(edited, box)).any():
        new = to_bytes(
            add(old.astype(np.float32), np.asarray(1 - weight, np.float32), new.astype(np.float32), weight)
        )
    inside = np.ascontiguousarray(cut(edited, box)).view(np.uint8)
    return put(photo, np.asarray(cv2.copyTo(new, inside, old.copy()), np.uint8), box)


def enlarge_mask(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask [h, w] made as large as a photo of the given shape (H, W, ...)."""
    height, width = shape[:2]
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def enlarge_picture(rgb: RGB, shape: tuple[int, ...]) -> RGB:
    """A picture [h, w, 3] made as large as a photo of the given shape (H, W, ...)."""
    height, width = shape[:2]
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
