"""Soft masks on shapes whose answer is known."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toile.pixels import mask as masks
from toile.pixels.arrays import Bools, Mask


def square(side: int = 60, low: int = 20, high: int = 40) -> Mask:
    drawn = np.zeros((side, side), np.float32)
    drawn[low:high, low:high] = 1
    return drawn


@given(radius=st.floats(1, 9))
def test_growing_reaches_as_far_as_it_says_and_shrinking_takes_it_back(radius: float) -> None:
    grown = masks.grow(square(), radius)
    reach = int(radius + 0.25)
    assert grown[30, 40 + reach - 1] == 1
    assert grown[30, 40 + reach] == 0
    assert np.array_equal(masks.shrink(grown, radius), square())


def test_the_border_of_the_picture_does_not_eat_into_a_mask() -> None:
    assert masks.shrink(np.ones((20, 20), np.float32), 4).min() == 1


def test_closing_shuts_a_slit_and_leaves_a_wide_gap() -> None:
    slit = square()
    slit[:, 29:31] = 0
    assert masks.close(slit, 3)[30, 30] == 1
    gap = square()
    gap[:, 24:36] = 0
    assert masks.close(gap, 3)[30, 30] == 0


def test_feathering_is_half_at_an_edge_and_keeps_the_middle() -> None:
    soft = masks.feather(square(), 2.0)
    assert (soft[30, 39] + soft[30, 40]) / 2 == pytest.approx(0.5, abs=0.01)
    assert soft[30, 30] > 0.99


def test_the_largest_part_is_kept_with_its_soft_rim_and_the_rest_goes() -> None:
    two = square()
    two[5:9, 5:9] = 1
    two[30, 40] = 0.3
    kept = masks.largest_part(two)
    assert kept[6, 6] == 0
    assert kept[30, 30] == 1
    assert kept[30, 40] == np.float32(0.3)
    assert masks.largest_part(np.zeros((9, 9), np.float32)).max() == 0


def test_parts_come_largest_first_and_small_ones_may_be_left_out() -> None:
    two = square()
    two[5:9, 5:9] = 1
    assert [int(part.sum()) for part in masks.parts_by_size(two)] == [400, 16]
    assert len(masks.parts_by_size(two, least=0.01)) == 1


def test_holes_are_filled_up_to_a_size_and_a_bay_is_no_hole() -> None:
    holed = square()
    holed[28:32, 28:32] = 0
    assert masks.fill_holes(holed)[30, 30] == 1
    assert masks.fill_holes(holed, largest=0.001)[30, 30] == 0
    bay = square()
    bay[20:32, 28:32] = 0
    assert np.array_equal(masks.fill_holes(bay), bay)


def test_nothing_edits_its_argument() -> None:
    given_ = square()
    for change in (masks.grow, masks.shrink, masks.close, masks.feather):
        change(given_, 3.0)
    assert np.array_equal(given_, square())


def test_labels_are_picked_as_numpy_would() -> None:
    labels = np.random.default_rng(1).integers(0, 12, (40, 50)).astype(np.uint8)
    assert np.array_equal(masks.pick(labels, (2, 5, 11)), np.isin(labels, (2, 5, 11)))
    assert not masks.pick(labels, ()).any()


@pytest.mark.parametrize("change", [masks.grow, masks.shrink])
@pytest.mark.parametrize("radius", [0.3, 1.0, 4.2])
def test_a_yes_or_no_mask_grows_and_shrinks_as_a_soft_one_does(
    change: Callable[[Mask | Bools, float], Mask], radius: float
) -> None:
    mask = np.random.default_rng(2).random((40, 50)) > 0.3
    assert np.array_equal(change(mask, radius), change(mask.astype(np.float32), radius))


@pytest.mark.parametrize("shape", [(200, 301), (131, 90, 3)])
def test_a_wide_blur_worked_out_small_is_the_gaussian_it_stands_for(shape: tuple[int, ...]) -> None:
    step = np.zeros(shape, np.float32)
    step[60:, 30:] = 1
    true = cv2.GaussianBlur(step, (0, 0), 13.0)
    assert np.abs(masks.blur(step, 13.0) - true).max() < 0.02
