"""A drawn tee and drawn trousers taken apart."""

import cv2
import numpy as np

from toile.domain.body import Side
from toile.domain.garment import GarmentLandmarks, Kind, Sleeve, Strip
from toile.domain.geometry import Point
from toile.pixels.arrays import Mask
from toile.vision.strips import split

SHAPE = (400, 400)


def tee() -> tuple[Mask, GarmentLandmarks]:
    outline = [(150, 60), (250, 60), (290, 80), (370, 190), (320, 220), (280, 160), (280, 340), (120, 340),
               (120, 160), (80, 220), (30, 190), (110, 80)]  # fmt: skip
    alpha = np.zeros(SHAPE, np.uint8)
    cv2.fillPoly(alpha, [np.array(outline)], 1)
    points = {"left_neck": Point(250, 60), "right_neck": Point(150, 60), "left_shoulder": Point(290, 80),
              "right_shoulder": Point(110, 80), "left_armpit": Point(280, 160),
              "right_armpit": Point(120, 160)}  # fmt: skip
    strips = {
        Side.LEFT: Strip((Point(290, 80), Point(370, 190)), (Point(280, 160), Point(320, 220))),
        Side.RIGHT: Strip((Point(110, 80), Point(30, 190)), (Point(120, 160), Point(80, 220))),
    }
    marks = GarmentLandmarks(Kind.TOP, Sleeve.SHORT, points, strips, 200.0, 1.0, 1.0)
    return alpha.astype(np.float32), marks


def test_sleeves_and_main_part_make_up_the_whole_garment() -> None:
    alpha, marks = tee()
    parts = split(alpha, marks)
    together = np.maximum.reduce([parts.main, *parts.limbs.values()])
    assert float(np.abs(together - alpha).mean()) < 0.003


def test_a_sleeve_keeps_to_its_own_side_and_the_main_part_has_none_of_its_cuff() -> None:
    alpha, marks = tee()
    parts = split(alpha, marks)
    assert parts.limbs[Side.LEFT][:, :200].max() == 0
    assert parts.limbs[Side.RIGHT][:, 200:].max() == 0
    assert parts.main[190:220, 300:370].max() < 0.1
    assert parts.main[200:330, 140:260].min() == 1


def test_the_parts_overlap_at_the_seam() -> None:
    alpha, marks = tee()
    parts = split(alpha, marks)
    both = np.minimum(parts.main, parts.limbs[Side.LEFT])
    assert both[110:150, 270:295].max() > 0.9


def test_trousers_part_at_the_crotch() -> None:
    alpha = np.zeros(SHAPE, np.float32)
    alpha[40:160, 120:280] = 1
    alpha[160:380, 120:190] = 1
    alpha[160:380, 210:280] = 1
    points = {"left_waist": Point(280, 40), "right_waist": Point(120, 40), "left_hip": Point(280, 160),
              "right_hip": Point(120, 160), "crotch": Point(200, 160)}  # fmt: skip
    strips = {
        Side.LEFT: Strip((Point(280, 160), Point(280, 380)), (Point(200, 160), Point(210, 380))),
        Side.RIGHT: Strip((Point(120, 160), Point(120, 380)), (Point(200, 160), Point(190, 380))),
    }
    parts = split(alpha, GarmentLandmarks(Kind.TROUSERS, Sleeve.NONE, points, strips, 200.0, 1.0, 1.0))
    assert parts.main[60:150, 130:270].min() == 1
    assert parts.main[200:].max() == 0
    assert parts.limbs[Side.LEFT][300, 240] == 1
    assert parts.limbs[Side.LEFT][300, 150] == 0
    assert parts.limbs[Side.RIGHT][300, 150] == 1


def test_a_garment_without_strips_is_one_part() -> None:
    alpha, marks = tee()
    bare = GarmentLandmarks(Kind.TOP, Sleeve.NONE, marks.points, {}, 200.0, 1.0, 1.0)
    parts = split(alpha, bare)
    assert np.array_equal(parts.main, alpha)
    assert parts.limbs == {}
