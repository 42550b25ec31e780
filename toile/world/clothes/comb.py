"""Combing: long hair lies over collars, hoods and coats, not in them."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from toile.domain.garment import Category
from toile.pixels.arrays import Floats
from toile.world.ease import smooth
from toile.world.figure import skeleton
from toile.world.figure.body import Figure
from toile.world.mesh import Mesh

CELL = 0.006  # metres: a little more than the cloth's vertices are apart
GAP = 0.004  # metres that the lowest hair stays off the cloth
MOST = 0.10  # metres that hair is moved at most
_HALF, _DOWN, _UP = 0.30, 0.50, 0.16  # metres beside, below and above the neck's base that are looked at


def comb(hair: Mesh, worn: Sequence[Mesh], figure: Figure) -> Mesh:
    """The hair moved before the cloth in front, behind it at the back, whole locks at a time."""
    cloth = [mesh.vertices for mesh in worn if mesh.name != Category.BOTTOM]
    chest = figure.bones.transforms[skeleton.NUMBER["chest"]]
    turn, base = chest[:, :3], figure.bones.place("chest", figure.rest.joints["neck_base"])
    local = (hair.vertices - base) @ turn
    low = local[:, 1] < _UP
    if not cloth or not low.any() or local[:, 1].min() > -0.01:
        return hair
    sheet = (np.concatenate(cloth) - base) @ turn
    moved = np.zeros(len(local))
    for sign in (1.0, -1.0):
        moved += sign * _push(local, sheet, sign)
    vertices = hair.vertices + moved[:, None] * turn[:, 2]
    return replace(hair, vertices=vertices.astype(np.float32))


def _push(hair: NDArray[np.float64], sheet: NDArray[np.float64], sign: float) -> Floats:
    """Metres forward (sign 1) or back (-1) that each place of the hair is to go, [N]."""
    side = np.flatnonzero(_framed(sheet) & (sign * sheet[:, 2] > -0.02))
    locks = np.flatnonzero(_framed(hair) & (sign * hair[:, 2] > 0))
    shape = (int((_UP + _DOWN) / CELL), int(2 * _HALF / CELL))
    outer = np.full(shape, -9.0, np.float32)
    np.maximum.at(outer, _cells(sheet[side]), (sign * sheet[side, 2]).astype(np.float32))
    outer = np.asarray(cv2.dilate(outer, np.ones((3, 3), np.uint8)), np.float32)
    rows = _cells(hair[locks])
    short = np.clip(outer[rows] + GAP - sign * hair[locks, 2], 0, MOST).astype(np.float32)
    need = np.zeros(shape, np.float32)
    # Near the shoulder line hair goes over, not before.
    weight = smooth(sign * hair[locks, 2] / 0.03)
    np.maximum.at(need, rows, short * weight)
    # What lies on what must go as far; a little further round it, so that no lock is torn.
    spread = cv2.GaussianBlur(cv2.dilate(need, np.ones((7, 5), np.uint8)), (5, 7), 0)
    out = np.zeros(len(hair), np.float32)
    out[locks] = np.asarray(spread, np.float32)[rows] * weight
    return out


def _framed(places: NDArray[np.float64]) -> NDArray[np.bool_]:
    x, y = places[:, 0], places[:, 1]
    return np.asarray((np.abs(x) < _HALF - CELL) & (y > -_DOWN + CELL) & (y < _UP - CELL))


def _cells(places: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return (
        ((places[:, 1] + _DOWN) / CELL).astype(np.int64),
        ((places[:, 0] + _HALF) / CELL).astype(np.int64),
    )
