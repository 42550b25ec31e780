"""Who stands in a picture, by heads and shoulders.

A person's outline rises to a head and widens below it to shoulders. Where people touch, their outline is one, but
its upper contour still has a valley between any two heads; each piece between valleys is asked for a bust. Whoever
is far smaller than the largest is in the background and not counted.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from toile.pixels.arrays import Bools, Floats, Mask
from toile.pixels.mask import fill_holes, parts_by_size
from toile.vision.bust import Outline, find_bust

_HEAD = 0.5  # of the largest person's head: a hand is narrower
_AREA = 0.30  # of the largest person: below it somebody is in the background
_PART = 0.4  # of the largest part's area, for one without a bust: somebody whose head is outside the picture
_VALLEY = 0.05  # of the figures' height, that the contour between two heads must fall


def find_people(figures: Mask) -> tuple[Bools, ...]:
    """The people of about the same size in the mask [H, W] of everything before the ground, the largest first.

    Each is a mask [H, W]; where people touch, they are parted upright. Parts without head and shoulders are people
    only where no part has them.
    """
    parts = parts_by_size(fill_holes(figures, 0.002), 0.0005)
    if not parts:
        return ()
    largest = float(parts[0].sum())
    pieces = [piece for part in parts if part.sum() > 0.05 * largest for piece in _pieces(part > 0.5)]
    pieces.sort(key=lambda piece: -int(piece.sum()))
    busts = [(piece, bust.head_width) for piece in pieces if (bust := find_bust(_outline(piece)))]
    if not busts:
        return tuple(part > 0.5 for part in parts if float(part.sum()) > _PART * largest)
    most, head = float(busts[0][0].sum()), busts[0][1]
    found: list[Bools] = []
    for piece, wide in busts:
        if piece.sum() > _AREA * most and wide > _HEAD * head and not _above_or_below(piece, found):
            found.append(piece)
    return tuple(found)


def _above_or_below(piece: Bools, others: Sequence[Bools]) -> bool:
    """Whether it shares most of its columns with another: clothes of the ground's colour part a person so."""
    columns = piece.any(axis=0)
    return any((columns & other.any(axis=0)).sum() > 0.5 * columns.sum() for other in others)


def _pieces(part: Bools) -> list[Bools]:
    """A connected part [h, w] cut upright at every valley of its upper contour."""
    columns = np.flatnonzero(part.any(axis=0))
    rows = np.flatnonzero(part.any(axis=1))
    if rows.size < 24:
        return []
    first, last = int(columns[0]), int(columns[-1]) + 1
    contour = part[:, first:last].argmax(axis=0).astype(np.float64)
    valleys = _valleys(contour, max(4.0, _VALLEY * rows.size))
    edges = [first, *(first + valley for valley in valleys), last]
    pieces = []
    for left, right in pairwise(edges):
        piece = np.zeros_like(part)
        piece[:, left:right] = part[:, left:right]
        pieces.append(piece)
    return pieces


def _valleys(contour: Floats, depth: float) -> list[int]:
    """Where the contour (rows, so small is high) is lowest between two peaks that rise at least `depth` above it."""
    found: list[int] = []
    peak, low, place, falling = float(contour[0]), float(contour[0]), 0, False
    for x, row in enumerate(contour):
        if not falling:
            peak = min(peak, float(row))
            falling = row > peak + depth
            low, place = float(row), x
        elif row > low:
            low, place = float(row), x
        elif row < low - depth:
            found.append(place)
            peak, falling = float(row), False
    return found


def _outline(piece: Bools) -> Outline:
    """The piece row by row, as `bust` reads it."""
    filled = piece.any(axis=1)
    rows = np.flatnonzero(filled)
    left = np.where(filled, piece.argmax(axis=1), -1).astype(np.float32)
    right = np.where(filled, piece.shape[1] - 1 - piece[:, ::-1].argmax(axis=1), -1).astype(np.float32)
    nothing = np.zeros(piece.shape, np.float32)
    return Outline(piece, nothing, int(rows[0]), int(rows[-1]), left, right)
