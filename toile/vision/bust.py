"""The figure of a person row by row, and the bust in it: head, neck and shoulders."""

from dataclasses import dataclass

import cv2
import numpy as np

from toile.domain.body import Side
from toile.pixels.arrays import RGB, Bools, Floats, Mask, Points
from toile.pixels.colour import to_lab
from toile.pixels.mask import largest_part
from toile.vision.skin import could_be_skin


@dataclass(frozen=True)
class Outline:
    """The figure at the working size, row by row."""

    inside: Bools  # [h, w]
    skin: Mask  # [h, w]
    top: int
    bottom: int  # the last row
    left: Floats  # [h] outer contour; -1 where there is nothing
    right: Floats  # [h]


@dataclass(frozen=True)
class Bust:
    """Where the upper body is: what everything else is measured from."""

    neck: int  # the row where the head ends
    head_x: float
    head_width: float
    corners: dict[Side, Points]  # where the outline turns from shoulder to arm
    width: float  # between the shoulder joints
    shoulders: dict[Side, Points]


def trace_outline(rgb: RGB, alpha: Mask, factor: float) -> Outline | None:
    """The largest figure of `alpha` at `factor` of the photo's size; None where there is hardly anything."""
    size = (max(8, round(alpha.shape[1] * factor)), max(8, round(alpha.shape[0] * factor)))
    small = np.asarray(cv2.resize(alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    inside = largest_part(small) >= 0.5
    rows = np.flatnonzero(inside.any(axis=1))
    if rows.size < 24:
        return None
    lab = to_lab(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8))
    any_row = inside.any(axis=1)
    left = np.where(any_row, inside.argmax(axis=1), -1).astype(np.float32)
    right = np.where(any_row, inside.shape[1] - 1 - inside[:, ::-1].argmax(axis=1), -1).astype(np.float32)
    return Outline(inside, could_be_skin(lab) * inside, int(rows[0]), int(rows[-1]), left, right)


def run_at(row: Bools, near: float) -> tuple[int, int] | None:
    """First and last column of the run of a row [w] that holds `near`, or the nearest one."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    starts, ends = edges[::2], edges[1::2] - 1
    if not starts.size:
        return None
    best = int(np.argmin(np.maximum(0, np.maximum(starts - near, near - ends))))
    return int(starts[best]), int(ends[best])


def find_bust(o: Outline) -> Bust | None:
    """Follow the head down from the top until the outline widens to the shoulders."""
    widths, centres = _follow_head(o)
    neck = _neck_row(widths)
    if neck is None:
        return None
    crown = widths[: max(3, neck)]
    head_width = float(np.quantile(crown, 0.8))
    head_x = float(np.mean(centres[max(0, neck - round(0.9 * head_width)) : neck + 1]))
    row = o.top + neck
    reach = round(1.75 * head_width)
    corners = {side: _corner(o, row, head_x, head_width, reach, side) for side in Side}
    span = float(corners[Side.LEFT][0] - corners[Side.RIGHT][0])
    if span < 0.77 * head_width or span < 6:
        return None
    width = 0.82 * span
    shoulders = {}
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        shoulders[side] = corners[side] + np.array((-sign * 0.09 * span, 0.085 * span))
    return Bust(row, head_x, head_width, corners, width, shoulders)


def _follow_head(o: Outline) -> tuple[Floats, Floats]:
    """Width and centre of the run that continues the head, row by row from the top."""
    first = np.flatnonzero(o.inside[min(o.top + 2, o.bottom)])
    x = float(first.mean())
    widths, centres = [], []
    for row in range(o.top, o.bottom + 1):
        run = run_at(o.inside[row], x)
        if run is None:
            break
        middle = (run[0] + run[1]) / 2
        x = 0.7 * x + 0.3 * middle
        widths.append(run[1] - run[0] + 1.0)
        centres.append(middle)
    return np.array(widths, np.float32), np.array(centres, np.float32)


def _neck_row(widths: Floats) -> int | None:
    """The last narrow row before the outline becomes much wider than the head."""
    soft = np.convolve(np.pad(widths, 2, mode="edge"), np.full(5, 0.2), "valid")
    grown = np.maximum.accumulate(soft)
    for row in range(6, len(soft)):
        head = float(np.quantile(soft[:row], 0.8)) if row > 8 else float(soft[:row].max())
        ahead = soft[min(len(soft) - 1, row + max(4, round(0.35 * head)))]
        if ahead > 1.55 * head and row > 0.9 * head and grown[row] <= 1.35 * head:
            start = max(0, row - round(0.6 * head))
            narrow = soft[start : row + 1] <= 1.06 * soft[start : row + 1].min()
            return start + int(np.flatnonzero(narrow)[-1])
    return None


def _corner(o: Outline, neck: int, x: float, head: float, reach: int, side: Side) -> Points:
    """Where the outline turns from the shoulder's slope into the arm: the point farthest from the chord."""
    rows = np.arange(neck, min(neck + reach, o.bottom) + 1)
    edge = o.right if side is Side.LEFT else o.left
    sign = 1.0 if side is Side.LEFT else -1.0
    contour = edge[rows].astype(np.float64)
    run = run_at(o.inside[neck], x) or (round(x - head / 2), round(x + head / 2))
    contour[0] = run[1] if side is Side.LEFT else run[0]
    outward = (contour - x) * sign
    end = int(np.argmax(outward[: max(3, round(len(rows) * 0.95))]))
    end = max(end, len(rows) // 2)
    wide = np.flatnonzero(outward > 1.35 * head)  # an elbow, not a shoulder
    end = min(end, int(wide[0])) if wide.size and wide[0] > 3 else end
    dx, dy = outward[end] - outward[0], float(end)
    away = (outward[: end + 1] - outward[0]) * dy - np.arange(end + 1) * dx
    best = int(np.argmax(away))
    return np.array((contour[best], float(rows[best])))
