"""Pieces: a garment that was cut out, framed as the synthetic world photographs garments."""

import cv2
import numpy as np

from toile.domain.geometry import Size
from toile.errors import BadRequest
from toile.pixels.arrays import RGB, Mask

_FILL = 0.80  # of the width or the height, whichever the garment fills first
_WHITE = 255.0


def frame_piece(rgb: RGB, alpha: Mask, size: Size) -> RGB:
    """The garment of a cut-out [H, W, 3], [H, W] in the middle of white [h, w, 3]. Raises BadRequest `no_garment`
    where nothing was cut out."""
    rows, columns = np.nonzero(alpha > 0.5)
    if not rows.size:
        raise BadRequest("no_garment")
    inside = (slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1))
    share = alpha[inside][..., None]
    piece = rgb[inside] * share + np.float32(_WHITE) * (1 - share)
    height, width = piece.shape[:2]
    scale = _FILL * min(size.width / width, size.height / height)
    fitted = (max(round(width * scale), 1), max(round(height * scale), 1))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(piece.astype(np.float32), fitted, interpolation=how)
    framed = np.full((size.height, size.width, 3), _WHITE, np.float32)
    left, top = (size.width - fitted[0]) // 2, (size.height - fitted[1]) // 2
    framed[top : top + fitted[1], left : left + fitted[0]] = small
    return np.asarray(np.rint(framed), np.uint8)
