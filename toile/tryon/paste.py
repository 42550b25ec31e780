"""Putting an edit back into the untouched photo, at the photo's own resolution."""

import cv2
import numpy as np

from toile.pixels.arrays import RGB, Mask


def paste_back(edit: RGB, photo: RGB, mask: Mask) -> RGB:
    """The photo with the edit blended in by `mask`, all [H, W]. Where the mask is 0 the bits are the photo's."""
    weight = mask[..., None]
    blended = photo.astype(np.float32) * (1.0 - weight) + edit.astype(np.float32) * weight
    result: RGB = np.where(weight > 0, np.clip(np.rint(blended), 0, 255).astype(np.uint8), photo)
    return result


def enlarge_mask(mask: Mask, shape: tuple[int, ...]) -> Mask:
    """A mask [h, w] made as large as a photo of the given shape (H, W, ...)."""
    height, width = shape[:2]
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def enlarge_picture(rgb: RGB, shape: tuple[int, ...]) -> RGB:
    """A picture [h, w, 3] made as large as a photo of the given shape (H, W, ...)."""
    height, width = shape[:2]
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
