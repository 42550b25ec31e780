"""Working on the part of a picture that matters: find the box, cut it out, put it back."""

from collections.abc import Sequence
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.geometry import Box
from toile.pixels.arrays import Bools

T = TypeVar("T", bound=np.generic)


def surround(mask: Bools) -> Box | None:
    """The smallest box that holds everything inside a mask [H, W]; None for an empty one."""
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))
    return Box(left, top, left + width, top + height) if width else None


def join(boxes: Sequence[Box], margin: int, height: int, width: int) -> Box:
    """The smallest box that holds all of them, `margin` pixels wider all round, inside the picture."""
    return Box(
        max(min(box.left for box in boxes) - margin, 0),
        max(min(box.top for box in boxes) - margin, 0),
        min(max(box.right for box in boxes) + margin, width),
        min(max(box.bottom for box in boxes) + margin, height),
    )


def cut(array: NDArray[T], box: Box) -> NDArray[T]:
    """The part of [H, W, ...] inside the box, as a view."""
    return array[box.top : box.bottom, box.left : box.right]


def put(whole: NDArray[T], part: NDArray[T], box: Box) -> NDArray[T]:
    """A copy of [H, W, ...] with `part` in the box."""
    result = whole.copy()
    result[box.top : box.bottom, box.left : box.right] = part
    return result


def spread(part: NDArray[T], box: Box, height: int, width: int) -> NDArray[T]:
    """`part` in its box on a canvas [height, width, ...] of zeros."""
    result = np.zeros((height, width, *part.shape[2:]), part.dtype)
    result[box.top : box.bottom, box.left : box.right] = part
    return result
