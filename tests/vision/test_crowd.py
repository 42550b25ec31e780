"""The people in a mask of figures."""

import cv2
import numpy as np
import pytest

from toile.pixels.arrays import Mask
from toile.vision.crowd import find_people


def count_people(mask: Mask) -> int:
    return len(find_people(mask))


def figure(size: float = 1.0, arm: tuple[int, int] = (-55, 230)) -> Mask:
    """Somebody who stands in the middle of [400, 300], feet on row 380; `arm`: where the right hand is."""
    mask = np.zeros((400, 300), np.uint8)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(150 + size * x), round(380 - size * (380 - y))

    def line(a: tuple[int, int], b: tuple[int, int], wide: float) -> None:
        cv2.line(mask, at(*a), at(*b), 1, max(1, round(size * wide)))

    cv2.ellipse(mask, at(0, 60), (round(size * 20), round(size * 28)), 0, 0, 360, 1, -1)
    line((0, 85), (0, 110), 18)
    cv2.fillConvexPoly(mask, np.array([at(-38, 108), at(38, 108), at(26, 220), at(-26, 220)], np.int32), 1)
    line((-40, 115), arm, 18)
    line((40, 115), (52, 230), 18)
    line((-14, 215), (-16, 370), 26)
    line((14, 215), (16, 370), 26)
    return mask.astype(np.float32)


def row(step: int, *figures: Mask) -> Mask:
    """The figures side by side, each `step` columns to the right of the one before."""
    mask = np.zeros((400, 300 + step * (len(figures) - 1)), np.float32)
    for place, one in enumerate(figures):
        part = np.s_[:, place * step : place * step + 300]
        mask[part] = np.maximum(mask[part], one)
    return mask


def test_nobody_is_nobody() -> None:
    assert count_people(np.zeros((400, 300), np.float32)) == 0


@pytest.mark.parametrize("arm", [(-55, 230), (-110, 120), (-95, 30), (-10, 180)])
def test_one_person_is_one_wherever_the_arm_is(arm: tuple[int, int]) -> None:
    assert count_people(figure(arm=arm)) == 1


@pytest.mark.parametrize("step", [100, 130, 200])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_people_who_touch_are_told_apart(step: int, count: int) -> None:
    assert count_people(row(step, *[figure()] * count)) == count


@pytest.mark.parametrize(("size", "count"), [(0.3, 1), (0.45, 1), (0.8, 2)])
def test_only_somebody_nearly_as_large_counts(size: float, count: int) -> None:
    assert count_people(row(150, figure(), figure(size))) == count


def test_parts_without_heads_count_where_no_part_has_one() -> None:
    legs = figure()
    legs[:200] = 0
    assert count_people(row(150, legs, legs)) == 2
    assert count_people(row(150, figure(), legs)) == 1


def test_the_largest_comes_first_and_whole() -> None:
    small, large = figure(0.8), figure()
    crowd = row(150, small, large)
    found = find_people(crowd)
    assert found[0][:, 200:].sum() > 0.9 * large.sum()
    assert not (found[0] & found[1]).any()
    assert all((one <= (crowd > 0.5)).all() for one in found)
