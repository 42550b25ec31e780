"""Points, sizes and boxes in pixels: x to the right, y down, origin at the top left corner of the picture."""

from dataclasses import dataclass
from typing import NamedTuple


class Point(NamedTuple):
    """A place in a picture, in pixels."""

    x: float
    y: float


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> Size:
        return Size(self.right - self.left, self.bottom - self.top)
